//! Grids as workbooks of Excel 97: records (BIFF8) in a compound file, which is all that old readers ask for.

use serde_json::Value;

use super::{list, text};

/// The rows and columns that a sheet has.
const MOST: (usize, usize) = (65_536, 256);

/// The characters that a cell keeps.
const LONGEST: usize = 4_000;

/// A grid as a workbook with one sheet: the title, the subtitle, the headers that are not hidden and their cells. Nothing when
/// the grid has more rows or columns than a sheet.
pub fn xls(grid: &Value) -> Option<Vec<u8>> {
    let headers = list(grid, "headers");
    let shown: Vec<usize> =
        (0..headers.len()).filter(|at| headers[*at]["hidden"] != Value::Bool(true)).collect();
    let rows = list(grid, "rows");
    if rows.len() + 5 > MOST.0 || shown.len() > MOST.1 {
        return None;
    }
    let mut sheet = Records::default();
    sheet.begin(0x0010);
    let mut dimensions = Vec::new();
    dimensions.extend(0u32.to_le_bytes());
    dimensions.extend(u32::try_from(rows.len() + 5).ok()?.to_le_bytes());
    dimensions.extend(0u16.to_le_bytes());
    dimensions.extend(u16::try_from(shown.len()).ok()?.to_le_bytes());
    dimensions.extend(0u16.to_le_bytes());
    sheet.add(0x0200, &dimensions);
    sheet.label(0, 0, text(grid, "title"));
    sheet.label(2, 0, text(grid, "subtitle"));
    for (column, at) in shown.iter().enumerate() {
        sheet.label(4, column, text(&headers[*at], "column"));
    }
    for (row, cells) in rows.iter().enumerate() {
        for (column, at) in shown.iter().enumerate() {
            let cell = cells[*at].as_str().unwrap_or_default();
            match cell.parse::<f64>().ok().filter(|number| number.is_finite()) {
                Some(number) => sheet.number(row + 5, column, number),
                None => sheet.label(row + 5, column, cell),
            }
        }
    }
    let window = [[0xb6, 0x06].as_slice(), &[0; 4], &[0x40, 0, 0, 0], &[0; 8]].concat();
    sheet.add(0x023e, &window);
    sheet.add(0x000a, &[]);
    let name: String =
        text(grid, "title").chars().filter(|letter| !"[]:*?/\\'".contains(*letter)).take(31).collect();
    compound(&workbook(if name.is_empty() { "Sheet 1" } else { &name }, sheet.0))
}

/// Records, each with its kind and length.
#[derive(Default)]
struct Records(Vec<u8>);

impl Records {
    fn add(&mut self, kind: u16, content: &[u8]) {
        let length = u16::try_from(content.len()).unwrap_or_default();
        self.0.extend(kind.to_le_bytes());
        self.0.extend(length.to_le_bytes());
        self.0.extend(content);
    }

    /// The beginning of the workbook or of a sheet.
    fn begin(&mut self, of: u16) {
        let words = [0x0600, of, 0x0dbb, 0x07cc, 0, 0, 0x0006, 0];
        self.add(0x0809, &words.iter().flat_map(|word: &u16| word.to_le_bytes()).collect::<Vec<_>>());
    }

    fn cell(row: usize, column: usize) -> Vec<u8> {
        // The format of plain cells is the last one.
        let place = [row, column, 15].map(|at| u16::try_from(at).unwrap_or_default().to_le_bytes());
        place.concat()
    }

    fn number(&mut self, row: usize, column: usize, number: f64) {
        let content = [Records::cell(row, column), number.to_le_bytes().to_vec()].concat();
        self.add(0x0203, &content);
    }

    fn label(&mut self, row: usize, column: usize, words: &str) {
        if words.is_empty() {
            return;
        }
        let letters: Vec<u16> = words.encode_utf16().take(LONGEST).collect();
        let mut content = Records::cell(row, column);
        content.extend(u16::try_from(letters.len()).unwrap_or_default().to_le_bytes());
        content.push(1);
        content.extend(letters.iter().flat_map(|letter| letter.to_le_bytes()));
        self.add(0x0204, &content);
    }
}

/// The workbook around its sheet: fonts and formats, of which there must be some, and where the sheet begins.
fn workbook(name: &str, sheet: Vec<u8>) -> Vec<u8> {
    let mut records = Records::default();
    records.begin(0x0005);
    records.add(0x0042, &0x04b0u16.to_le_bytes());
    records.add(0x003d, &[0, 0, 0, 0, 0x80, 0x3e, 0x80, 0x25, 0x38, 0, 0, 0, 0, 0, 1, 0, 0x58, 0x02]);
    for _ in 0..4 {
        let font = [[200, 0, 0, 0, 0xff, 0x7f, 0x90, 0x01].as_slice(), &[0; 6], &[5, 0], b"Arial"].concat();
        records.add(0x0031, &font);
    }
    for at in 0..16 {
        let kind: u16 = if at < 15 { 0xfff5 } else { 0x0001 };
        let format =
            [&[0; 4], kind.to_le_bytes().as_slice(), &[0x20, 0, 0, 0], &[0; 8], &[0xc0, 0x20]].concat();
        records.add(0x00e0, &format);
    }
    records.add(0x0293, &[0, 0x80, 0, 0xff]);
    let letters: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let count = u8::try_from(letters.len() / 2).unwrap_or_default();
    // This record and the last one stand before the sheet.
    let start = records.0.len() + 4 + 8 + letters.len() + 4;
    let mut place = u32::try_from(start).unwrap_or_default().to_le_bytes().to_vec();
    place.extend([0, 0, count, 1]);
    place.extend(letters);
    records.add(0x0085, &place);
    records.add(0x000a, &[]);
    records.0.extend(sheet);
    records.0
}

const SECTOR: usize = 512;
const FREE: u32 = 0xffff_ffff;
const END: u32 = 0xffff_fffe;
const TABLE: u32 = 0xffff_fffd;

/// A compound file with the stream `Workbook`; nothing when it is longer than a plain header has room to tell of.
fn compound(stream: &[u8]) -> Option<Vec<u8>> {
    // Shorter streams would go to a place of their own.
    let length = stream.len().max(4096);
    let sectors = length.div_ceil(SECTOR);
    // The table names a sector in four bytes; the directory takes one more.
    let mut tables = 1;
    while (sectors + 1 + tables) * 4 > tables * SECTOR {
        tables += 1;
    }
    if tables > 109 {
        return None;
    }
    let number = |at: usize| u32::try_from(at).unwrap_or(END);
    let mut table: Vec<u32> =
        (1..=sectors).map(|next| if next == sectors { END } else { number(next) }).collect();
    table.push(END);
    table.extend(std::iter::repeat_n(TABLE, tables));
    table.resize(tables * SECTOR / 4, FREE);

    let mut file = vec![0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1];
    file.extend([0; 16]);
    for word in [0x003eu16, 0x0003, 0xfffe, 9, 6, 0, 0, 0, 0, 0] {
        file.extend(word.to_le_bytes());
    }
    for word in [number(tables), number(sectors), 0, 4096, END, 0, END, 0] {
        file.extend(word.to_le_bytes());
    }
    for at in 0..109 {
        let place = if at < tables { number(sectors + 1 + at) } else { FREE };
        file.extend(place.to_le_bytes());
    }
    file.extend(stream);
    file.resize(SECTOR + sectors * SECTOR, 0);
    file.extend(entry("Root Entry", 5, 1, END, 0));
    file.extend(entry("Workbook", 2, FREE, 0, number(length)));
    file.extend([entry("", 0, FREE, 0, 0), entry("", 0, FREE, 0, 0)].concat());
    file.extend(table.iter().flat_map(|word| word.to_le_bytes()));
    Some(file)
}

/// An entry of the directory.
fn entry(name: &str, kind: u8, child: u32, start: u32, length: u32) -> Vec<u8> {
    let letters: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let counted = if name.is_empty() { 0 } else { letters.len() + 2 };
    let mut entry = letters;
    entry.resize(64, 0);
    entry.extend(u16::try_from(counted).unwrap_or_default().to_le_bytes());
    entry.extend([kind, 1]);
    for word in [FREE, FREE, child] {
        entry.extend(word.to_le_bytes());
    }
    entry.resize(116, 0);
    entry.extend(start.to_le_bytes());
    entry.extend(length.to_le_bytes());
    entry.resize(128, 0);
    entry
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_workbook_holds_its_cells_where_its_tables_say() {
        let header = |name: &str, hidden: bool| json!({ "column": name, "hidden": hidden });
        let grid = json!({
            "title": "Cases", "subtitle": "2025", "headers": [header("Id", true), header("Nom é", false), header("n", false)],
            "rows": [["x", "Größe", "12.5"]],
        });
        let file = xls(&grid).expect("a small grid fits");
        assert_eq!(&file[..4], [0xd0, 0xcf, 0x11, 0xe0]);
        assert_eq!(file.len() % SECTOR, 0);
        let word = |at: usize| u32::from_le_bytes(file[at..at + 4].try_into().unwrap());
        let directory = SECTOR + word(48) as usize * SECTOR;
        assert_eq!(&file[directory + 128..directory + 130], b"W\0");
        let table = SECTOR + word(76) as usize * SECTOR;
        let sectors = word(48) as usize;
        assert_eq!((word(table), word(table + 4 * (sectors - 1))), (1, END));
        assert!(file.windows(8).any(|bytes| bytes == 12.5f64.to_le_bytes()));
        let large: Vec<u8> = "Größe".encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert!(file.windows(large.len()).any(|bytes| bytes == large));
    }

    #[test]
    fn what_no_sheet_has_room_for_is_no_workbook() {
        let headers: Vec<Value> =
            (0..300).map(|at| json!({ "column": at.to_string(), "hidden": false })).collect();
        assert!(xls(&json!({ "headers": headers, "rows": [] })).is_none());
    }
}
