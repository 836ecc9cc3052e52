//! Grids as CSV, XML, HTML, PDF, spreadsheets, Arrow and Parquet.

mod arrow;
mod compound;
mod pdf;
mod sheet;
mod xls;
mod xlsx;

use afya_model::Refusal;
pub(crate) use afya_render::canvas::escaped;
use serde_json::Value;

use sheet::Sheet;

/// The media type and bytes of a grid in a format: `csv`, `xml`, `html`, `html+css`, `pdf`, `xls`, `xlsx`, `arrow` or `parquet`; nothing
/// for others.
///
/// # Errors
/// 409 for a grid that is too large for the format.
pub fn render(grid: &Value, format: &str) -> Result<Option<(&'static str, Vec<u8>)>, Refusal> {
    Ok(Some(match format {
        "csv" => ("application/csv", csv(grid).into_bytes()),
        "xml" => ("application/xml", xml(grid).into_bytes()),
        "html" => ("text/html", html(grid).into_bytes()),
        "html+css" => ("text/html", format!("{STYLE}\n\n{}", html(grid)).into_bytes()),
        "pdf" => ("application/pdf", pdf::document(grid)?),
        "xls" => {
            let sheet = Sheet::of(grid, xls::MOST_ROWS, xls::MOST_COLUMNS)?;
            (EXCEL, xls::workbook(&sheet))
        }
        "xlsx" => {
            let sheet = Sheet::of(grid, xlsx::MOST_ROWS, xlsx::MOST_COLUMNS)?;
            let too_large = |_| Refusal::new(409, "The workbook is larger than a file may be; ask for CSV");
            (EXCEL, xlsx::workbook(&sheet).map_err(too_large)?)
        }
        "arrow" => (ARROW, arrow::stream(grid).map_err(|_| too_much_text())?),
        "parquet" => (PARQUET, arrow::parquet(grid).map_err(|_| too_much_text())?),
        _ => return Ok(None),
    }))
}

/// The format that a header `Accept` names, of those that are new here; paths name the others.
pub fn accepted(accept: &str) -> Option<&'static str> {
    let named = |part: &str| match part.split(';').next().unwrap_or_default().trim() {
        ARROW => Some("arrow"),
        PARQUET => Some("parquet"),
        _ => None,
    };
    accept.split(',').find_map(named)
}

fn too_much_text() -> Refusal {
    Refusal::new(409, "The answer has more text than the format holds; ask for CSV")
}

const ARROW: &str = "application/vnd.apache.arrow.stream";
const PARQUET: &str = "application/vnd.apache.parquet";

/// What DHIS2 calls both kinds of workbooks.
const EXCEL: &str = "application/vnd.ms-excel";

const STYLE: &str = "<style type=\"text/css\">
.gridDiv {
  font-family: sans-serif, arial;
}

table.gridTable {
  border-collapse: collapse;
  font-size: 11pt;
}

.gridTable th, .gridTable td {
  padding: 8px 4px 7px 4px;
  border: 1px solid #e7e7e7;
}

.gridTable th {
  background-color: #f3f3f3;
  font-weight: bold;
}
</style>";

fn list<'a>(grid: &'a Value, key: &str) -> &'a [Value] {
    grid[key].as_array().map_or(&[], Vec::as_slice)
}

fn text<'a>(value: &'a Value, key: &str) -> &'a str {
    value[key].as_str().unwrap_or_default()
}

fn is_on(header: &Value, key: &str) -> bool {
    header[key] == Value::Bool(true)
}

fn cells(row: &Value) -> impl Iterator<Item = &str> {
    row.as_array().map_or(&[][..], Vec::as_slice).iter().map(|cell| cell.as_str().unwrap_or_default())
}

fn csv(grid: &Value) -> String {
    let headers: Vec<String> =
        list(grid, "headers").iter().map(|header| quoted(text(header, "column"))).collect();
    let mut lines = vec![headers.join(",")];
    for row in list(grid, "rows") {
        lines.push(cells(row).map(quoted).collect::<Vec<_>>().join(","));
    }
    lines.push(String::new());
    lines.join("\n")
}

/// A cell of CSV, in quotes where it needs them.
fn quoted(cell: &str) -> String {
    if cell.contains([',', '"', '\n', '\r']) {
        format!("\"{}\"", cell.replace('"', "\"\""))
    } else {
        cell.to_owned()
    }
}

fn xml(grid: &Value) -> String {
    let mut out = format!(
        "<?xml version='1.0' encoding='UTF-8'?><grid width=\"{}\" height=\"{}\"><headers>",
        grid["width"], grid["height"]
    );
    for header in list(grid, "headers") {
        for (at, key) in ["name", "column", "type"].into_iter().enumerate() {
            let start = if at == 0 { "<header" } else { "" };
            out.push_str(&format!("{start} {key}=\"{}\"", escaped(text(header, key))));
        }
        out.push_str(&format!(" hidden=\"{}\" meta=\"{}\"></header>", header["hidden"], header["meta"]));
    }
    out.push_str("</headers><rows>");
    for row in list(grid, "rows") {
        out.push_str("<row>");
        for cell in cells(row) {
            out.push_str(&format!("<field>{}</field>", escaped(cell)));
        }
        out.push_str("</row>");
    }
    out.push_str("</rows></grid>");
    out
}

/// A table of the headers that are not hidden; descriptive columns stand on the left.
fn html(grid: &Value) -> String {
    let headers = list(grid, "headers");
    let align = |header: &Value| if is_on(header, "meta") { " style=\"text-align:left\"" } else { "" };
    let mut out = format!(
        "<div class=\"gridDiv\">\n<h3>{}</h3>\n<h4></h4>\n<table class=\"listTable gridTable\">\n<thead>\n<tr>\n",
        escaped(text(grid, "title"))
    );
    for header in headers.iter().filter(|header| !is_on(header, "hidden")) {
        out.push_str(&format!("<th{}>{}</th>\n", align(header), escaped(text(header, "column"))));
    }
    out.push_str("</tr>\n</thead>\n<tbody>\n");
    for row in list(grid, "rows") {
        out.push_str("<tr>\n");
        for (header, cell) in headers.iter().zip(cells(row)).filter(|(header, _)| !is_on(header, "hidden")) {
            out.push_str(&format!("<td{}>{}</td>\n", align(header), escaped(cell)));
        }
        out.push_str("</tr>\n");
    }
    out.push_str("</tbody>\n</table>\n</div>");
    out
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn grid() -> Value {
        json!({
            "headers": [
                {"name": "dx", "column": "Data", "type": "java.lang.String", "hidden": false, "meta": true},
                {"name": "code", "column": "Code", "type": "java.lang.String", "hidden": true, "meta": true},
                {"name": "value", "column": "Value", "type": "java.lang.Double", "hidden": false, "meta": false},
            ],
            "rows": [["Visits, <new>", "V", "12"]], "width": 3, "height": 1,
        })
    }

    #[test]
    fn cells_with_commas_stand_in_quotes() {
        assert_eq!(csv(&grid()), "Data,Code,Value\n\"Visits, <new>\",V,12\n");
    }

    #[test]
    fn marks_are_escaped_and_hidden_columns_left_out_of_tables() {
        let (media_type, table) = render(&grid(), "html").unwrap().unwrap();
        let table = String::from_utf8(table).unwrap();
        assert_eq!(media_type, "text/html");
        assert!(table.contains("<td style=\"text-align:left\">Visits, &lt;new&gt;</td>\n<td>12</td>"));
        assert!(!table.contains("Code"));
        assert!(xml(&grid()).contains("<field>Visits, &lt;new&gt;</field>"));
        assert!(render(&grid(), "odt").unwrap().is_none());
        assert_eq!(render(&grid(), "pdf").unwrap().unwrap().0, "application/pdf");
    }

    #[test]
    fn new_formats_are_asked_for_by_their_media_types() {
        for (format, media_type) in [("arrow", ARROW), ("parquet", PARQUET)] {
            assert_eq!(accepted(&format!("text/html, {media_type};q=0.9")), Some(format));
            assert_eq!(render(&grid(), format).unwrap().unwrap().0, media_type);
        }
        assert_eq!(accepted("application/json, */*"), None);
    }

    #[test]
    fn letters_that_xml_cannot_hold_are_left_out() {
        let mut grid = grid();
        grid["rows"][0][0] = json!("\0a\u{b}b\u{1f}\tc\u{fffe}d\u{85}");
        assert!(xml(&grid).contains("<field>ab\tcd\u{85}</field>"));
        assert!(html(&grid).contains(">ab\tcd\u{85}</td>"));
        let workbook = render(&grid, "xlsx").unwrap().unwrap().1;
        let mut files = zip::ZipArchive::new(std::io::Cursor::new(workbook)).unwrap();
        let sheet = std::io::read_to_string(files.by_name("xl/worksheets/sheet1.xml").unwrap()).unwrap();
        assert!(sheet.contains(">ab\tcd\u{85}</t>"), "{sheet}");
    }

    #[test]
    fn workbooks_are_known_by_their_first_bytes_and_the_same_every_time() {
        for (format, first) in [("xls", [0xD0, 0xCF, 0x11, 0xE0]), ("xlsx", *b"PK\x03\x04")] {
            let (media_type, bytes) = render(&grid(), format).unwrap().unwrap();
            assert_eq!((media_type, &bytes[..4]), ("application/vnd.ms-excel", &first[..]));
            assert_eq!(render(&grid(), format).unwrap().unwrap().1, bytes);
        }
    }
}
