//! Packs: at most 1,024 rows whose units, combos and values are each packed to as few bits as they need.

use crate::bits::{Lane, Writer, width};
use crate::fold::{Figures, Tally};

/// How many rows a pack has at most.
pub(crate) const ROWS: usize = 1024;

/// The largest whole number that is packed as one: 1,024 of them still add up exactly.
const LARGEST: f64 = (1_u64 << 52) as f64;

/// A value is kept as a whole number of these parts, where all values of its pack can be.
const PARTS: [f64; 4] = [1.0, 10.0, 100.0, 1000.0];

/// A figure of a unit. Zero and negative zero are told apart, so that whoever fills the columns may have two of them.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Row {
    /// The number of the unit.
    pub unit: u32,
    /// The number of the combo.
    pub combo: u32,
    /// The figure.
    pub value: f64,
}

/// What is known of the rows of a pack without reading them, and how to read them.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Pack {
    /// The first unit, which the others count from.
    pub(crate) first_unit: u32,
    pub(crate) last_unit: u32,
    /// The least combo, which the others count from.
    pub(crate) least_combo: u32,
    /// The word that the rows begin at.
    pub(crate) word: u32,
    pub(crate) rows: u16,
    /// How many values are plain zeros.
    pub(crate) zeros: u16,
    pub(crate) unit_bits: u8,
    pub(crate) combo_bits: u8,
    pub(crate) value_bits: u8,
    /// How many parts a whole is packed in, as a place in the list of them; behind its end values are as they are.
    pub(crate) parts: u8,
    /// The least number of parts, which the others count from.
    pub(crate) base: i64,
    pub(crate) sum: f64,
    pub(crate) least: f64,
    pub(crate) greatest: f64,
}

impl Pack {
    /// Packs rows, which are sorted by unit and at least one.
    pub(crate) fn encode(rows: &[Row], writer: &mut Writer) -> Pack {
        let (first_unit, last_unit) = (rows[0].unit, rows[rows.len() - 1].unit);
        let least_combo = rows.iter().map(|row| row.combo).min().unwrap_or(0);
        let greatest_combo = rows.iter().map(|row| row.combo).max().unwrap_or(0);
        let (parts, numbers) = packed(rows);
        let base = if is_whole(parts) { numbers.iter().copied().min().unwrap_or(0) } else { 0 };
        let above = |number: &i64| number.wrapping_sub(base) as u64;
        let value_bits = width(numbers.iter().map(above).max().unwrap_or(0));
        writer.align();
        let mut pack = Pack {
            first_unit,
            last_unit,
            least_combo,
            word: (writer.place() >> 6) as u32,
            rows: rows.len() as u16,
            zeros: rows.iter().filter(|row| is_plain_zero(row.value)).count() as u16,
            unit_bits: width(u64::from(last_unit - first_unit)),
            combo_bits: width(u64::from(greatest_combo - least_combo)),
            value_bits,
            parts,
            base,
            sum: 0.0,
            least: f64::INFINITY,
            greatest: f64::NEG_INFINITY,
        };
        rows.iter().for_each(|row| writer.push(u64::from(row.unit - first_unit), pack.unit_bits));
        rows.iter().for_each(|row| writer.push(u64::from(row.combo - least_combo), pack.combo_bits));
        numbers.iter().for_each(|number| writer.push(above(number), value_bits));
        for row in rows {
            pack.least = pack.least.min(row.value);
            pack.greatest = pack.greatest.max(row.value);
        }
        pack.sum = match PARTS.get(usize::from(parts)) {
            Some(parts) => numbers.iter().sum::<i64>() as f64 / parts,
            None => rows.iter().map(|row| row.value).sum(),
        };
        pack
    }

    pub(crate) fn lanes(self, words: &[u64]) -> Lanes<'_> {
        let rows = usize::from(self.rows);
        let start = self.word as usize * 64;
        let combos = start + rows * usize::from(self.unit_bits);
        let values = combos + rows * usize::from(self.combo_bits);
        Lanes {
            words,
            units: Lane::new(start, self.unit_bits),
            combos: Lane::new(combos, self.combo_bits),
            values: Lane::new(values, self.value_bits),
            pack: self,
        }
    }

    /// The combos lie below this number.
    pub(crate) fn end_of_combos(&self) -> u32 {
        let span = u32::MAX.checked_shr(u32::BITS - u32::from(self.combo_bits)).unwrap_or(0);
        self.least_combo.saturating_add(span).saturating_add(1)
    }
}

/// Zero as it is usually written.
pub(crate) fn is_plain_zero(value: f64) -> bool {
    value.to_bits() == 0
}

fn is_whole(parts: u8) -> bool {
    usize::from(parts) < PARTS.len()
}

/// The values as whole numbers of the largest parts that fit all of them, else as their bits.
fn packed(rows: &[Row]) -> (u8, Vec<i64>) {
    for (place, parts) in PARTS.iter().enumerate() {
        let whole = |row: &Row| {
            let scaled = (row.value * parts).round();
            let number = scaled as i64;
            let fits = scaled.abs() < LARGEST && (number as f64 / parts).to_bits() == row.value.to_bits();
            fits.then_some(number)
        };
        if let Some(numbers) = rows.iter().map(whole).collect() {
            return (place as u8, numbers);
        }
    }
    (PARTS.len() as u8, rows.iter().map(|row| row.value.to_bits().cast_signed()).collect())
}

/// The rows of a pack, to be read.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Lanes<'a> {
    words: &'a [u64],
    units: Lane,
    combos: Lane,
    values: Lane,
    pack: Pack,
}

impl Lanes<'_> {
    #[inline]
    pub(crate) fn unit(&self, at: usize) -> u32 {
        self.pack.first_unit + self.units.get(self.words, at) as u32
    }

    #[inline]
    fn combo(&self, at: usize) -> u32 {
        self.pack.least_combo + self.combos.get(self.words, at) as u32
    }

    #[inline]
    fn value(&self, at: usize) -> f64 {
        let packed = self.values.get(self.words, at);
        match PARTS.get(usize::from(self.pack.parts)) {
            Some(parts) => self.pack.base.wrapping_add(packed.cast_signed()) as f64 / parts,
            None => f64::from_bits(packed),
        }
    }

    pub(crate) fn row(&self, at: usize) -> Row {
        Row { unit: self.unit(at), combo: self.combo(at), value: self.value(at) }
    }

    /// The first position from `from` on whose unit is not below this one: found by strides that grow, for the next
    /// range is mostly near.
    pub(crate) fn seek(&self, from: usize, unit: u32) -> usize {
        let rows = usize::from(self.pack.rows);
        let (mut low, mut stride) = (from, 1);
        while low + stride <= rows && self.unit(low + stride - 1) < unit {
            low += stride;
            stride *= 2;
        }
        let mut high = (low + stride - 1).min(rows);
        while low < high {
            let middle = usize::midpoint(low, high);
            if self.unit(middle) < unit {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        low
    }
}

/// Neighbouring rows of a pack.
#[derive(Clone, Copy, Debug)]
pub struct Run<'a> {
    pub(crate) lanes: Lanes<'a>,
    pub(crate) from: usize,
    pub(crate) to: usize,
}

impl Run<'_> {
    /// Every row.
    #[inline]
    pub fn rows(&self) -> impl Iterator<Item = Row> {
        (self.from..self.to).map(|at| self.lanes.row(at))
    }

    /// Every value.
    #[inline]
    pub fn values(&self) -> impl Iterator<Item = f64> {
        (self.from..self.to).map(|at| self.lanes.value(at))
    }

    /// Whether plain zeros may be among the values.
    pub fn may_have_zeros(&self) -> bool {
        self.lanes.pack.zeros > 0
    }

    /// The values together; of a whole pack without reading it.
    pub fn tally(&self) -> Tally {
        let pack = &self.lanes.pack;
        if self.to - self.from == usize::from(pack.rows) {
            let count = u64::from(pack.rows);
            return Tally { count, sum: pack.sum, least: pack.least, greatest: pack.greatest };
        }
        if self.from == self.to {
            return Tally::default();
        }
        let Some(parts) = PARTS.get(usize::from(pack.parts)) else {
            return self.values().fold(Tally::default(), Tally::with);
        };
        let (mut sum, mut least, mut greatest) = (0_u64, u64::MAX, 0_u64);
        for at in self.from..self.to {
            let packed = self.lanes.values.get(self.lanes.words, at);
            sum += packed;
            least = least.min(packed);
            greatest = greatest.max(packed);
        }
        let count = (self.to - self.from) as u64;
        let whole = |packed: u64| pack.base + packed.cast_signed();
        Tally {
            count,
            sum: (pack.base * count.cast_signed() + sum.cast_signed()) as f64 / parts,
            least: whole(least) as f64 / parts,
            greatest: whole(greatest) as f64 / parts,
        }
    }
}
