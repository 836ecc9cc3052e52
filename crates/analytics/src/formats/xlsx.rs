//! A workbook of today's Excel with one sheet: a zip file of a few XML files.

use std::io::{Cursor, Write};

use zip::result::ZipResult;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipWriter};

use super::escaped;
use super::sheet::{Cell, Sheet};

/// Rows and columns that a sheet of this format has room for.
pub(super) const MOST_ROWS: usize = 1_048_576;
/// See `MOST_ROWS`.
pub(super) const MOST_COLUMNS: usize = 16_384;

const HEAD: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>";
const MAIN: &str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
const OFFICE: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const PACKAGE: &str = "http://schemas.openxmlformats.org/package/2006";
const KIND: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml";

/// The bytes of a workbook with this sheet.
///
/// # Errors
/// When it is larger than a zip file may be.
pub(super) fn workbook(sheet: &Sheet) -> ZipResult<Vec<u8>> {
    // The same sheet is the same file: no time of day is in it.
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        .last_modified_time(DateTime::default());
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in files(sheet) {
        zip.start_file(name, options)?;
        zip.write_all(text.as_bytes())?;
    }
    Ok(zip.finish()?.into_inner())
}

fn files(sheet: &Sheet) -> [(&'static str, String); 6] {
    let part = |name: &str, kind: &str| {
        format!("<Override PartName=\"/{name}\" ContentType=\"{KIND}.{kind}+xml\"/>")
    };
    let relation = |id: usize, kind: &str, target: &str| {
        format!("<Relationship Id=\"rId{id}\" Type=\"{OFFICE}/{kind}\" Target=\"{target}\"/>")
    };
    let relations =
        |all: &str| format!("{HEAD}<Relationships xmlns=\"{PACKAGE}/relationships\">{all}</Relationships>");
    let types = format!(
        "{HEAD}<Types xmlns=\"{PACKAGE}/content-types\"><Default Extension=\"rels\" \
         ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>{}{}{}</Types>",
        part("xl/workbook.xml", "sheet.main"),
        part("xl/worksheets/sheet1.xml", "worksheet"),
        part("xl/styles.xml", "styles"),
    );
    let workbook = format!(
        "{HEAD}<workbook xmlns=\"{MAIN}\" xmlns:r=\"{OFFICE}\"><sheets><sheet name=\"{}\" sheetId=\"1\" r:id=\"rId1\"/></sheets></workbook>",
        escaped(&sheet.name)
    );
    let styles = format!(
        "{HEAD}<styleSheet xmlns=\"{MAIN}\"><fonts count=\"2\"><font><sz val=\"10\"/><name val=\"Arial\"/></font>\
         <font><b/><sz val=\"10\"/><name val=\"Arial\"/></font></fonts>\
         <fills count=\"2\"><fill><patternFill patternType=\"none\"/></fill><fill><patternFill patternType=\"gray125\"/></fill></fills>\
         <borders count=\"1\"><border/></borders><cellStyleXfs count=\"1\"><xf/></cellStyleXfs>\
         <cellXfs count=\"2\"><xf/><xf fontId=\"1\" applyFont=\"1\"/></cellXfs></styleSheet>"
    );
    [
        ("[Content_Types].xml", types),
        ("_rels/.rels", relations(&relation(1, "officeDocument", "xl/workbook.xml"))),
        ("xl/workbook.xml", workbook),
        (
            "xl/_rels/workbook.xml.rels",
            relations(
                &[relation(1, "worksheet", "worksheets/sheet1.xml"), relation(2, "styles", "styles.xml")]
                    .concat(),
            ),
        ),
        ("xl/styles.xml", styles),
        ("xl/worksheets/sheet1.xml", rows(sheet)),
    ]
}

fn rows(sheet: &Sheet) -> String {
    let mut out = format!("{HEAD}<worksheet xmlns=\"{MAIN}\"><sheetData>");
    for row in &sheet.rows {
        let style = if row.is_bold { " s=\"1\"" } else { "" };
        out.push_str("<row>");
        for cell in &row.cells {
            match cell {
                Cell::Number(number) => out.push_str(&format!("<c{style}><v>{number}</v></c>")),
                Cell::Text("") => out.push_str("<c/>"),
                Cell::Text(text) => {
                    let text = escaped(text);
                    out.push_str(&format!(
                        "<c{style} t=\"inlineStr\"><is><t xml:space=\"preserve\">{text}</t></is></c>"
                    ));
                }
            }
        }
        out.push_str("</row>");
    }
    out.push_str("</sheetData></worksheet>");
    out
}
