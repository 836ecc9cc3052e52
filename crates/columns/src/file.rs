//! Columns as a file: what whoever wrote it wants to know again, then the segments, then a checksum of everything.

use std::io::{self, Read, Write};

use crc32fast::Hasher;

use crate::block::Columns;
use crate::pack::Pack;
use crate::segment::Segment;

/// What a file begins with; the number changes with the form.
const MARK: [u8; 8] = *b"columns2";

/// Why a file cannot be read.
#[derive(Debug, thiserror::Error)]
pub enum Unreadable {
    /// It is no file of columns, or one of another form.
    #[error("this is no file of columns, or one of another version")]
    Foreign,
    /// It is not what was written.
    #[error("the file is not what was written: it is cut off or damaged")]
    Damaged,
    /// It cannot be read at all.
    #[error(transparent)]
    Io(#[from] io::Error),
}

/// Writes columns, and a note beside them.
///
/// # Errors
/// When writing fails.
pub fn write(columns: &Columns, note: &[u8], to: &mut dyn Write) -> io::Result<()> {
    let mut out = Summed { to, hasher: Hasher::new() };
    out.write_all(&MARK)?;
    out.number(note.len() as u64)?;
    out.write_all(note)?;
    let segments = || {
        columns.elements().flat_map(|(element, block)| {
            block.periods().map(move |(period, segment)| (element, period, segment))
        })
    };
    out.number(segments().count() as u64)?;
    for (element, period, segment) in segments() {
        out.number(element.cast_unsigned())?;
        out.number(period.cast_unsigned())?;
        out.number(segment.packs.len() as u64)?;
        out.number(segment.words.len() as u64)?;
        for pack in &segment.packs {
            out.write_all(&written(pack))?;
        }
        let bytes: Vec<u8> = segment.words.iter().flat_map(|word| word.to_le_bytes()).collect();
        out.write_all(&bytes)?;
    }
    let sum = out.hasher.clone().finalize();
    out.to.write_all(&sum.to_le_bytes())?;
    out.to.flush()
}

/// Reads columns and the note beside them.
///
/// # Errors
/// When the file is not what was written.
pub fn read(from: &mut dyn Read) -> Result<(Columns, Vec<u8>), Unreadable> {
    let mut input = Checked { from, hasher: Hasher::new() };
    if input.bytes(MARK.len() as u64)? != MARK {
        return Err(Unreadable::Foreign);
    }
    let length = input.number()?;
    let note = input.bytes(length)?;
    let mut columns = Columns::default();
    for _ in 0..input.number()? {
        let (element, period) = (input.number()?.cast_signed(), input.number()?.cast_signed());
        let (packs, words) = (input.number()?, input.number()?);
        let packs = input.bytes(packs.saturating_mul(PACK as u64))?;
        let words = input.bytes(words.saturating_mul(8))?;
        let segment = Segment {
            packs: packs.as_chunks::<PACK>().0.iter().map(read_pack).collect(),
            words: words.as_chunks::<8>().0.iter().map(|bytes| u64::from_le_bytes(*bytes)).collect(),
        };
        columns.put(element, period, segment);
    }
    let sum = input.hasher.clone().finalize();
    if input.bytes(4)? != sum.to_le_bytes() {
        return Err(Unreadable::Damaged);
    }
    Ok((columns, note))
}

/// The bytes of a pack's description.
const PACK: usize = 56;

fn written(pack: &Pack) -> [u8; PACK] {
    let mut bytes = [0; PACK];
    let mut at = 0;
    let mut push = |part: &[u8]| {
        bytes[at..at + part.len()].copy_from_slice(part);
        at += part.len();
    };
    for number in [pack.first_unit, pack.last_unit, pack.least_combo, pack.word] {
        push(&number.to_le_bytes());
    }
    push(&pack.rows.to_le_bytes());
    push(&pack.zeros.to_le_bytes());
    push(&[pack.unit_bits, pack.combo_bits, pack.value_bits, pack.parts]);
    push(&pack.base.to_le_bytes());
    for number in [pack.sum, pack.least, pack.greatest] {
        push(&number.to_le_bytes());
    }
    bytes
}

fn read_pack(bytes: &[u8; PACK]) -> Pack {
    let long = |at: usize| u64::from_le_bytes(std::array::from_fn(|byte| bytes[at + byte]));
    let word = |at: usize| u32::from_le_bytes(std::array::from_fn(|byte| bytes[at + byte]));
    let short = |at: usize| u16::from_le_bytes([bytes[at], bytes[at + 1]]);
    Pack {
        first_unit: word(0),
        last_unit: word(4),
        least_combo: word(8),
        word: word(12),
        rows: short(16),
        zeros: short(18),
        unit_bits: bytes[20],
        combo_bits: bytes[21],
        value_bits: bytes[22],
        parts: bytes[23],
        base: long(24).cast_signed(),
        sum: f64::from_bits(long(32)),
        least: f64::from_bits(long(40)),
        greatest: f64::from_bits(long(48)),
    }
}

/// Sums up what it writes.
struct Summed<'a> {
    to: &'a mut dyn Write,
    hasher: Hasher,
}

impl Summed<'_> {
    fn write_all(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.hasher.update(bytes);
        self.to.write_all(bytes)
    }

    fn number(&mut self, number: u64) -> io::Result<()> {
        self.write_all(&number.to_le_bytes())
    }
}

/// Sums up what it reads.
struct Checked<'a> {
    from: &'a mut dyn Read,
    hasher: Hasher,
}

impl Checked<'_> {
    /// So many bytes. A damaged length asks for more than there is; it must not ask for that much memory.
    fn bytes(&mut self, length: u64) -> Result<Vec<u8>, Unreadable> {
        let mut bytes = Vec::new();
        (&mut *self.from).take(length).read_to_end(&mut bytes)?;
        if bytes.len() as u64 != length {
            return Err(Unreadable::Damaged);
        }
        self.hasher.update(&bytes);
        Ok(bytes)
    }

    fn number(&mut self) -> Result<u64, Unreadable> {
        let bytes = self.bytes(8)?;
        Ok(u64::from_le_bytes(std::array::from_fn(|at| bytes[at])))
    }
}
