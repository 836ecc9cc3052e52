//! A workbook of Excel 97 with one sheet.

use std::collections::HashMap;

use super::compound;
use super::sheet::{Cell, Sheet};

/// Rows and columns that a sheet of this format has room for.
pub(super) const MOST_ROWS: usize = 65_536;
/// See `MOST_ROWS`.
pub(super) const MOST_COLUMNS: usize = 256;

/// The longest body of a record.
const RECORD: usize = 8_224;
const BEGIN: u16 = 0x0809;
const FINISH: u16 = 0x000A;
/// The format of plain cells, behind the fifteen that every workbook begins with; the one of headers follows.
const PLAIN: u16 = 15;
const BOLD: u16 = 16;

/// The bytes of a workbook with this sheet, which must not be larger than there is room for.
pub(super) fn workbook(sheet: &Sheet) -> Vec<u8> {
    let mut texts = Texts::default();
    let cells = cells(sheet, &mut texts);
    let mut stream = begin(0x0005);
    record(&mut stream, 0x0042, &0x04B0_u16.to_le_bytes());
    record(&mut stream, 0x003D, &words(&[0x0168, 0x010E, 0x5C3A, 0x23BE, 0x0038, 0, 0, 1, 0x0258]));
    record(&mut stream, 0x0022, &[0, 0]);
    // The fifth font is the one of headers; its number is 5 because no font has the number 4.
    for weight in [400, 400, 400, 400, 700] {
        record(&mut stream, 0x0031, &font(weight));
    }
    for _ in 0..PLAIN {
        record(&mut stream, 0x00E0, &cell_format(0, 0xFFF5, 0xF4));
    }
    record(&mut stream, 0x00E0, &cell_format(0, 0x0001, 0));
    record(&mut stream, 0x00E0, &cell_format(5, 0x0001, 0x08));
    record(&mut stream, 0x0293, &[0, 0x80, 0, 0xFF]);
    let name: Vec<u16> = sheet.name.encode_utf16().collect();
    let mut rest = Vec::new();
    texts.write(&mut rest);
    record(&mut rest, FINISH, &[]);
    let mut told = vec![0; 6];
    told.extend([u8::try_from(name.len()).unwrap_or_default(), 1]);
    told.extend(name.into_iter().flat_map(u16::to_le_bytes));
    // The sheet begins behind this record and the rest.
    let place = stream.len() + 4 + told.len() + rest.len();
    told[..4].copy_from_slice(&u32::try_from(place).unwrap_or_default().to_le_bytes());
    record(&mut stream, 0x0085, &told);
    stream.extend(rest);
    stream.extend(begin(0x0010));
    stream.extend(cells);
    compound::file("Workbook", stream)
}

/// The cells of a sheet, and its end.
fn cells(sheet: &Sheet, texts: &mut Texts) -> Vec<u8> {
    let columns = sheet.rows.iter().map(|row| row.cells.len()).max().unwrap_or(0);
    let mut out = Vec::new();
    let mut size: Vec<u8> = [0, sheet.rows.len()].iter().flat_map(|at| (*at as u32).to_le_bytes()).collect();
    size.extend(words(&[0, columns as u16, 0]));
    record(&mut out, 0x0200, &size);
    for (at, row) in sheet.rows.iter().enumerate() {
        let format = if row.is_bold { BOLD } else { PLAIN };
        for (column, cell) in row.cells.iter().enumerate() {
            let mut body = words(&[at as u16, column as u16, format]);
            match cell {
                Cell::Number(number) => {
                    body.extend(number.to_le_bytes());
                    record(&mut out, 0x0203, &body);
                }
                Cell::Text("") => {}
                Cell::Text(text) => {
                    body.extend(texts.place(text).to_le_bytes());
                    record(&mut out, 0x00FD, &body);
                }
            }
        }
    }
    record(&mut out, 0x023E, &words(&[0x06B6, 0, 0, 0x40, 0, 0, 0, 0, 0]));
    record(&mut out, FINISH, &[]);
    out
}

fn words(words: &[u16]) -> Vec<u8> {
    words.iter().flat_map(|word| word.to_le_bytes()).collect()
}

fn record(out: &mut Vec<u8>, kind: u16, body: &[u8]) {
    out.extend(kind.to_le_bytes());
    out.extend(u16::try_from(body.len()).unwrap_or_default().to_le_bytes());
    out.extend(body);
}

/// The beginning of a part of the stream.
fn begin(kind: u16) -> Vec<u8> {
    let mut out = Vec::new();
    record(&mut out, BEGIN, &words(&[0x0600, kind, 0x0DBB, 0x07CC, 0x00C1, 0, 0x0306, 0]));
    out
}

fn font(weight: u16) -> Vec<u8> {
    let mut body = words(&[200, 0, 0x7FFF, weight, 0, 0, 0]);
    body.extend([5, 0]);
    body.extend(b"Arial");
    body
}

fn cell_format(font: u16, kind: u16, used: u8) -> Vec<u8> {
    let mut body = words(&[font, 0, kind]);
    body.extend([0x20, 0, 0, used]);
    body.extend(words(&[0, 0, 0, 0, 0x20C0]));
    body
}

/// The texts of a workbook, each once.
#[derive(Default)]
struct Texts {
    places: HashMap<String, u32>,
    all: Vec<String>,
    used: u32,
}

impl Texts {
    fn place(&mut self, text: &str) -> u32 {
        self.used += 1;
        if let Some(place) = self.places.get(text) {
            return *place;
        }
        let place = self.all.len() as u32;
        self.places.insert(text.to_owned(), place);
        self.all.push(text.to_owned());
        place
    }

    /// Writes them as one record and as many that continue it as are needed.
    fn write(&self, out: &mut Vec<u8>) {
        let mut body: Vec<u8> =
            [self.used, self.all.len() as u32].into_iter().flat_map(u32::to_le_bytes).collect();
        let mut kind = 0x00FC;
        let mut finish = |body: &mut Vec<u8>| {
            record(out, kind, body);
            body.clear();
            kind = 0x003C;
        };
        for text in &self.all {
            let units: Vec<u16> = text.encode_utf16().collect();
            if body.len() + 5 > RECORD {
                finish(&mut body);
            }
            body.extend((units.len() as u16).to_le_bytes());
            body.push(1);
            for unit in units {
                if body.len() + 2 > RECORD {
                    finish(&mut body);
                    // A text that goes on in the next record says again how its letters are written.
                    body.push(1);
                }
                body.extend(unit.to_le_bytes());
            }
        }
        finish(&mut body);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::formats::sheet::Row;

    /// The records of the stream of a workbook, each with its place, kind and body.
    fn records(file: &[u8]) -> Vec<(usize, u16, Vec<u8>)> {
        let stream = &file[512..];
        let word = |at: usize| u16::from_le_bytes([stream[at], stream[at + 1]]);
        let (mut at, mut found) = (0, Vec::new());
        while word(at) != 0 {
            let length = usize::from(word(at + 2));
            found.push((at, word(at), stream[at + 4..at + 4 + length].to_vec()));
            at += 4 + length;
        }
        found
    }

    fn sheet(cells: Vec<Cell<'_>>) -> Sheet<'_> {
        Sheet { name: "Sheet 1".to_owned(), rows: vec![Row { cells, is_bold: false }] }
    }

    #[test]
    fn the_sheet_is_where_the_workbook_says() {
        let records = records(&workbook(&sheet(vec![Cell::Text("Visits"), Cell::Number(12.5)])));
        let of = |kind: u16| records.iter().filter(move |(_, other, _)| *other == kind);
        let told = of(0x0085).next().map(|(_, _, body)| body[..4].to_vec()).unwrap();
        let begins: Vec<usize> = of(BEGIN).map(|(at, _, _)| *at).collect();
        assert_eq!(told, u32::try_from(begins[1]).unwrap().to_le_bytes());
        assert_eq!(of(0x0203).next().unwrap().2[6..], 12.5_f64.to_le_bytes());
        assert_eq!(of(0x00FD).next().unwrap().2[6..], 0_u32.to_le_bytes());
    }

    #[test]
    fn long_texts_go_on_in_further_records() {
        let long = "é".repeat(10_000);
        let records =
            records(&workbook(&sheet(vec![Cell::Text(&long), Cell::Text("short"), Cell::Text(&long)])));
        let further: Vec<&Vec<u8>> =
            records.iter().filter(|(_, kind, _)| *kind == 0x003C).map(|(_, _, body)| body).collect();
        assert_eq!(further.len(), 2);
        assert!(further.iter().all(|body| body.len() <= RECORD && body[0] == 1));
        let texts = &records.iter().find(|(_, kind, _)| *kind == 0x00FC).unwrap().2;
        assert_eq!((&texts[..4], &texts[4..8]), (&3_u32.to_le_bytes()[..], &2_u32.to_le_bytes()[..]));
    }
}
