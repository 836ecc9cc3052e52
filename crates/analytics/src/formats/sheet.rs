//! A grid as the rows of a spreadsheet: the title, the headers and the figures of what is not hidden.

use afya_model::Refusal;
use serde_json::Value;

use super::{cells, is_on, list, text};

/// The sheet of a workbook.
pub(super) struct Sheet<'a> {
    pub(super) name: String,
    pub(super) rows: Vec<Row<'a>>,
}

/// A row of a sheet.
#[derive(Default)]
pub(super) struct Row<'a> {
    pub(super) cells: Vec<Cell<'a>>,
    pub(super) is_bold: bool,
}

/// A cell of a sheet.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Cell<'a> {
    Text(&'a str),
    Number(f64),
}

/// The longest text of a cell, in UTF-16 units.
const LONGEST: usize = 32_767;

impl<'a> Cell<'a> {
    /// A text, of which a cell holds its beginning: DHIS2 fails where one is longer, and the other figures are worth more than
    /// the end of a text, which CSV has whole.
    fn of(text: &'a str) -> Cell<'a> {
        let mut units = 0;
        let beyond = text.char_indices().find(|(_, letter)| {
            units += letter.len_utf16();
            units > LONGEST
        });
        Cell::Text(beyond.map_or(text, |(at, _)| &text[..at]))
    }
}

impl<'a> Sheet<'a> {
    /// The sheet of a grid, which has room for so many rows and columns.
    ///
    /// # Errors
    /// 409 for a grid that is larger.
    pub(super) fn of(grid: &'a Value, most_rows: usize, most_columns: usize) -> Result<Sheet<'a>, Refusal> {
        let headers = list(grid, "headers");
        let shown: Vec<usize> = (0..headers.len()).filter(|at| !is_on(&headers[*at], "hidden")).collect();
        let bold =
            |texts: Vec<&'a str>| Row { cells: texts.into_iter().map(Cell::of).collect(), is_bold: true };
        let title = text(grid, "title");
        let lines = list(grid, "rows").len() + 2 + usize::from(!title.is_empty());
        if lines > most_rows || shown.len() > most_columns {
            let sentence = format!(
                "A sheet of this format has room for {most_rows} rows and {most_columns} columns; ask for CSV or for less"
            );
            return Err(Refusal::new(409, sentence));
        }
        let mut rows = Vec::with_capacity(lines);
        if !title.is_empty() {
            rows.push(bold(vec![title]));
        }
        // DHIS2 leaves a row free before the headers.
        rows.push(Row::default());
        let column = |at: &usize| text(&headers[*at], "column");
        rows.push(bold(shown.iter().map(column).collect()));
        for row in list(grid, "rows") {
            let all: Vec<&str> = cells(row).collect();
            let cell = |at: &usize| {
                let text = all.get(*at).copied().unwrap_or_default();
                let number = text.parse().ok().filter(|number: &f64| number.is_finite());
                match number.filter(|_| !is_on(&headers[*at], "meta")) {
                    Some(number) => Cell::Number(number),
                    None => Cell::of(text),
                }
            };
            rows.push(Row { cells: shown.iter().map(cell).collect(), is_bold: false });
        }
        Ok(Sheet { name: name(title), rows })
    }
}

/// A title as the name of a sheet: at most 31 letters without the signs that names of sheets must not have.
fn name(title: &str) -> String {
    let is_allowed = |letter: &char| !letter.is_control() && !"[]:*?/\\'".contains(*letter);
    let name: String = title.chars().filter(is_allowed).take(31).collect();
    if name.trim().is_empty() || name.encode_utf16().count() > 31 { "Sheet 1".to_owned() } else { name }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn figures_are_numbers_and_names_are_not() {
        let grid = json!({
            "title": "North: 2025",
            "headers": [
                {"name": "pe", "column": "Period", "hidden": false, "meta": true},
                {"name": "code", "column": "Code", "hidden": true, "meta": true},
                {"name": "value", "column": "Value", "hidden": false, "meta": false},
            ],
            "rows": [["2025", "x", "12.5"], ["2024", "y", "NaN"]],
        });
        let sheet = Sheet::of(&grid, 5, 2).unwrap();
        let rows: Vec<&[Cell<'_>]> = sheet.rows.iter().map(|row| row.cells.as_slice()).collect();
        assert_eq!(rows[0], [Cell::Text("North: 2025")]);
        assert_eq!(rows[2], [Cell::Text("Period"), Cell::Text("Value")]);
        assert_eq!(rows[3], [Cell::Text("2025"), Cell::Number(12.5)]);
        assert_eq!(rows[4], [Cell::Text("2024"), Cell::Text("NaN")]);
        assert_eq!(sheet.name, "North 2025");
        assert_eq!(Sheet::of(&grid, 4, 2).err().unwrap().http_status, 409);
        assert_eq!(Sheet::of(&grid, 5, 1).err().unwrap().http_status, 409);
        assert_eq!(name("[?]"), "Sheet 1");
    }

    #[test]
    fn a_text_that_is_longer_than_a_cell_ends_between_two_letters() {
        assert_eq!(Cell::of(&"é".repeat(LONGEST)), Cell::Text(&"é".repeat(LONGEST)));
        assert_eq!(Cell::of(&"é".repeat(LONGEST + 1)), Cell::Text(&"é".repeat(LONGEST)));
        assert_eq!(Cell::of(&"👍".repeat(LONGEST)), Cell::Text(&"👍".repeat(LONGEST / 2)));
    }
}
