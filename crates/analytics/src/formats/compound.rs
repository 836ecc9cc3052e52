//! A compound file (OLE 2): a file system with one stream, which is how a workbook of Excel 97 is kept.

const SECTOR: usize = 512;
const ENTRIES: usize = SECTOR / 4;
/// How many sectors of the allocation table the header itself names.
const IN_HEADER: usize = 109;
/// Streams that are shorter are kept elsewhere, so the one stream is filled up to this.
const SHORTEST: usize = 4096;

const FREE: u32 = 0xFFFF_FFFF;
const END: u32 = 0xFFFF_FFFE;
const OF_TABLE: u32 = 0xFFFF_FFFD;
const OF_LIST: u32 = 0xFFFF_FFFC;

/// How many sectors there are of each kind, in the order in which they stand in the file.
struct Sectors {
    stream: usize,
    /// Those of the allocation table, behind the stream and the one of the directory.
    table: usize,
    /// Those that list the sectors of the table which the header has no room for.
    list: usize,
}

impl Sectors {
    fn of(stream: usize) -> Sectors {
        let (mut table, mut list) = (1, 0);
        loop {
            let needed = (stream + 1 + table + list).div_ceil(ENTRIES);
            let listed = needed.saturating_sub(IN_HEADER).div_ceil(ENTRIES - 1);
            if (needed, listed) == (table, list) {
                return Sectors { stream, table, list };
            }
            (table, list) = (needed, listed);
        }
    }

    fn first_of_table(&self) -> usize {
        self.stream + 1
    }

    fn first_of_list(&self) -> usize {
        self.first_of_table() + self.table
    }
}

fn number(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(END)
}

/// The file with this stream.
pub(super) fn file(name: &str, mut stream: Vec<u8>) -> Vec<u8> {
    let length = stream.len().max(SHORTEST);
    stream.resize(length.next_multiple_of(SECTOR), 0);
    let sectors = Sectors::of(stream.len() / SECTOR);
    let mut file = header(&sectors);
    file.append(&mut stream);
    file.extend(entry("Root Entry", 5, 1, END, 0));
    file.extend(entry(name, 2, FREE, 0, length));
    file.extend([entry("", 0, FREE, 0, 0), entry("", 0, FREE, 0, 0)].concat());
    put(&mut file, &table(&sectors), FREE);
    let listed: Vec<u32> =
        (IN_HEADER..sectors.table).map(|at| number(sectors.first_of_table() + at)).collect();
    for (at, part) in listed.chunks(ENTRIES - 1).enumerate() {
        let mut part = part.to_vec();
        part.resize(ENTRIES - 1, FREE);
        part.push(if at + 1 < sectors.list { number(sectors.first_of_list() + at + 1) } else { END });
        put(&mut file, &part, FREE);
    }
    file
}

/// Writes numbers, up to the end of a sector.
fn put(file: &mut Vec<u8>, numbers: &[u32], filler: u32) {
    let count = numbers.len().next_multiple_of(ENTRIES);
    let all = numbers.iter().copied().chain(std::iter::repeat(filler));
    file.extend(all.take(count).flat_map(u32::to_le_bytes));
}

fn header(sectors: &Sectors) -> Vec<u8> {
    let mut header = vec![0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1];
    header.extend([0; 16]);
    for part in [0x003E_u16, 3, 0xFFFE, 9, 6, 0, 0, 0] {
        header.extend(part.to_le_bytes());
    }
    let first_of_list = if sectors.list > 0 { number(sectors.first_of_list()) } else { END };
    let told = [
        0,
        number(sectors.table),
        number(sectors.stream),
        0,
        number(SHORTEST),
        END,
        0,
        first_of_list,
        number(sectors.list),
    ];
    header.extend(told.into_iter().flat_map(u32::to_le_bytes));
    let table = (0..IN_HEADER)
        .map(|at| if at < sectors.table { number(sectors.first_of_table() + at) } else { FREE });
    header.extend(table.flat_map(u32::to_le_bytes));
    header
}

/// What follows each sector.
fn table(sectors: &Sectors) -> Vec<u32> {
    let mut table: Vec<u32> = (1..sectors.stream).map(number).collect();
    table.extend([END, END]);
    table.extend(std::iter::repeat_n(OF_TABLE, sectors.table));
    table.extend(std::iter::repeat_n(OF_LIST, sectors.list));
    table
}

/// An entry of the directory: the root, whose child is the stream, or the stream.
fn entry(name: &str, kind: u8, child: u32, first: u32, length: usize) -> Vec<u8> {
    let mut text: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let taken = if name.is_empty() { 0 } else { u16::try_from(text.len() + 2).unwrap_or_default() };
    text.resize(64, 0);
    let mut entry = text;
    entry.extend(taken.to_le_bytes());
    entry.extend([kind, 1]);
    entry.extend([FREE, FREE, child].into_iter().flat_map(u32::to_le_bytes));
    entry.extend([0; 36]);
    entry.extend(first.to_le_bytes());
    entry.extend((length as u64).to_le_bytes());
    entry
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_says_of_every_sector_what_follows() {
        for stream in [8, 126, 127, 13_000, 14_000, 30_000, 100_000] {
            let sectors = Sectors::of(stream);
            assert_eq!(table(&sectors).len(), stream + 1 + sectors.table + sectors.list);
            assert!(table(&sectors).len() <= sectors.table * ENTRIES);
            assert!(sectors.table <= IN_HEADER + sectors.list * (ENTRIES - 1));
        }
    }

    #[test]
    fn a_file_is_whole_sectors() {
        let file = file("Workbook", vec![1; 5000]);
        assert_eq!(file[..4], [0xD0, 0xCF, 0x11, 0xE0]);
        assert_eq!(file.len(), SECTOR * (1 + 10 + 1 + 1));
    }
}
