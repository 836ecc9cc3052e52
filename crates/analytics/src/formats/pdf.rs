//! A table as PDF: pages with its title, its headers and their numbers. Columns are as wide as their words; what is wider than a
//! page goes on to further pages.

use afya_model::Refusal;
use afya_render::Drawing;
use afya_render::canvas::{Align, Canvas, Color, Face};
use serde_json::Value;

use super::{cells, is_on, list, text};

/// A4 across, in pixels of 96 to the inch.
const PAGE: (i32, i32) = (1123, 794);
const MARGIN: i32 = 48;
const FACE: Face = Face { size: 11.0, is_bold: false };
const HEADER: Face = Face { size: 11.0, is_bold: true };
/// Between the edge of a cell and its words.
const PADDING: i32 = 5;
const WIDEST: i32 = 320;
/// The most cells: beyond that nobody turns the pages.
const MOST_CELLS: usize = 100_000;

const INK: Color = Color(0x33, 0x33, 0x33);
const EDGE: Color = Color(0xcc, 0xcc, 0xcc);
const SHADE: Color = Color(0xf0, 0xf0, 0xf0);

struct Column<'a> {
    header: &'a str,
    /// Which cell of a row it shows.
    at: usize,
    width: i32,
    is_number: bool,
}

/// The bytes of a PDF.
///
/// # Errors
/// 409 for a table that is too large.
pub(super) fn document(grid: &Value) -> Result<Vec<u8>, Refusal> {
    let rows: Vec<Vec<&str>> = list(grid, "rows").iter().map(|row| cells(row).collect()).collect();
    let columns = columns(grid, &rows);
    let count = rows.len().saturating_mul(columns.len());
    if count > MOST_CELLS {
        let sentence =
            format!("The table has {count} cells, and a PDF holds {MOST_CELLS}; ask for XLSX or CSV");
        return Err(Refusal::conflict(sentence));
    }
    let sheets = beside_each_other(&columns);
    let line = FACE.height() + PADDING;
    let first = MARGIN + Face::TITLE.height() + FACE.height() + 16;
    let room = usize::try_from((PAGE.1 - MARGIN - first - line) / line).unwrap_or(1).max(1);
    let stacks = rows.len().div_ceil(room).max(1);
    let pages = stacks * sheets.len();
    // A page is drawn when the one before it is written: all of them at once would take much room.
    afya_render::pdf((0..pages).map(|at| {
        let (stack, sheet) = (at / sheets.len(), &sheets[at % sheets.len()]);
        let below = &rows[(stack * room).min(rows.len())..((stack + 1) * room).min(rows.len())];
        Drawing::own(&page(grid, sheet, below, first, &format!("{} / {pages}", at + 1)))
    }))
}

/// The columns that are not hidden, as wide as what they hold.
fn columns<'a>(grid: &'a Value, rows: &[Vec<&str>]) -> Vec<Column<'a>> {
    let headers = list(grid, "headers").iter().enumerate().filter(|(_, header)| !is_on(header, "hidden"));
    let column = |(at, header): (usize, &'a Value)| {
        let header_words = text(header, "column");
        let words = rows.iter().filter_map(|row| row.get(at)).map(|cell| FACE.width(cell)).max();
        let widest = words.unwrap_or_default().max(HEADER.width(header_words));
        Column {
            header: header_words,
            at,
            width: (widest + 2 * PADDING).clamp(30, WIDEST),
            is_number: !is_on(header, "meta"),
        }
    };
    headers.map(column).collect()
}

/// Columns that have room on one page; the first stands on each, for it says what a row is about.
fn beside_each_other<'a>(columns: &'a [Column<'a>]) -> Vec<Vec<&'a Column<'a>>> {
    let room = PAGE.0 - 2 * MARGIN;
    let mut sheets: Vec<Vec<&Column<'_>>> = vec![Vec::new()];
    let mut taken = 0;
    for column in columns {
        if taken + column.width > room && taken > 0 {
            let first = &columns[0];
            let again = if first.width * 2 < room { vec![first] } else { Vec::new() };
            taken = again.iter().map(|column| column.width).sum();
            sheets.push(again);
        }
        taken += column.width;
        if let Some(sheet) = sheets.last_mut() {
            sheet.push(column);
        }
    }
    sheets
}

fn page(grid: &Value, columns: &[&Column<'_>], rows: &[Vec<&str>], first: i32, number: &str) -> String {
    let mut canvas = Canvas::new(PAGE.0.unsigned_abs(), PAGE.1.unsigned_abs());
    let wide = PAGE.0 - 2 * MARGIN;
    let title = Face::TITLE.cut(text(grid, "title"), wide);
    canvas.text(&title, (MARGIN, MARGIN), Face::TITLE, INK, Align::Left);
    let subtitle = FACE.cut(text(grid, "subtitle"), wide);
    canvas.text(&subtitle, (MARGIN, MARGIN + Face::TITLE.height() + 4), FACE, INK, Align::Left);
    canvas.text(number, (PAGE.0 / 2, PAGE.1 - MARGIN + 12), FACE, INK, Align::Center);
    let line = FACE.height() + PADDING;
    let whole: i32 = columns.iter().map(|column| column.width).sum();
    canvas.filled((MARGIN, first), (whole, line), SHADE);
    let mut row = |cells: &dyn Fn(&Column<'_>) -> String, top: i32, face: Face| {
        let mut left = MARGIN;
        for column in columns {
            let words = face.cut(&cells(column), column.width - 2 * PADDING);
            let (place, align) = if column.is_number {
                (left + column.width - PADDING, Align::Right)
            } else {
                (left + PADDING, Align::Left)
            };
            canvas.text(&words, (place, top + PADDING / 2), face, INK, align);
            left += column.width;
        }
        canvas.line((MARGIN, top + line), (MARGIN + whole, top + line), EDGE, 1);
    };
    row(&|column| column.header.to_owned(), first, HEADER);
    let mut top = first + line;
    for cells in rows {
        row(&|column| cells.get(column.at).copied().unwrap_or_default().to_owned(), top, FACE);
        top += line;
    }
    canvas.finish()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn grid(columns: usize, rows: usize) -> Value {
        let header =
            |at: usize| json!({ "column": format!("Column {at}"), "hidden": at == 1, "meta": at < 2 });
        let row = |at: usize| (0..columns).map(|column| format!("{at} in {column}")).collect::<Vec<_>>();
        json!({
            "title": "Visits", "subtitle": "Country",
            "headers": (0..columns).map(header).collect::<Vec<_>>(), "rows": (0..rows).map(row).collect::<Vec<_>>(),
        })
    }

    fn pages(grid: &Value) -> usize {
        let file = document(grid).unwrap();
        String::from_utf8_lossy(&file).matches("/Type/Page/").count()
    }

    #[test]
    fn a_table_goes_on_over_pages() {
        assert_eq!(pages(&grid(4, 0)), 1);
        assert_eq!(pages(&grid(4, 20)), 1);
        assert_eq!(pages(&grid(4, 80)), 3);
        // As many columns as need another page, whose rows begin with the first column again.
        assert_eq!(pages(&grid(20, 20)), 2);
        let wide = grid(20, 1);
        let rows = [vec!["0 in 0"; 20]];
        let columns = columns(&wide, &rows);
        let sheets = beside_each_other(&columns);
        assert!(sheets.len() == 2 && sheets[1][0].header == "Column 0");
        assert!(columns.iter().all(|column| column.header != "Column 1"), "it is hidden");
    }

    #[test]
    fn a_page_has_its_title_its_headers_and_its_number() {
        let grid = grid(3, 1);
        let rows = [vec!["فحص", "", "12"]];
        let columns = columns(&grid, &rows);
        let page = page(&grid, &columns.iter().collect::<Vec<_>>(), &rows, 100, "1 / 3");
        for words in ["Visits", "Country", "Column 0", "Column 2", "فحص", ">12<", "1 / 3"] {
            assert!(page.contains(words), "{words}: {page}");
        }
    }

    #[test]
    fn a_table_that_is_too_large_is_refused() {
        let refusal = document(&grid(3, 50_001)).unwrap_err();
        assert_eq!(refusal.http_status, 409);
        assert!(refusal.message.is_some_and(|sentence| sentence.contains("XLSX")));
    }
}
