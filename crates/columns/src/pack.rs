//! Packs: at most 1,024 rows whose units, combos and values are each packed to as few bits as they need.

use crate::bits::{Lane, Writer, width};
use crate::fold::{Figures, Tally, Total};

/// How many rows a pack has at most.
pub(crate) const ROWS: usize = 1024;

/// The largest whole number that is packed as one: 1,024 of them still add up exactly.
const LARGEST: f64 = (1_u64 << 52) as f64;

/// A value is kept as a whole number of these parts, where all values of its pack can be.
const PARTS: [f64; 4] = [1.0, 10.0, 100.0, 1000.0];

/// The sum of all values before each so many rows is kept, where values are whole numbers of parts.
const STRIDE: usize = 16;

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
    /// None where units follow one another, or are one.
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
            unit_bits: if follow(rows) { 0 } else { width(u64::from(last_unit - first_unit)) },
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
        let mut sum = 0;
        for stride in numbers.chunks_exact(if is_whole(parts) { STRIDE } else { ROWS + 1 }) {
            sum += stride.iter().map(above).sum::<u64>();
            writer.push(sum, pack.sum_bits());
        }
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
        let sums = values + rows * usize::from(self.value_bits);
        Lanes {
            words,
            units: Lane::new(start, self.unit_bits),
            combos: Lane::new(combos, self.combo_bits),
            values: Lane::new(values, self.value_bits),
            sums: Lane::new(sums, self.sum_bits()),
            pack: self,
        }
    }

    /// How many bits the sum of so many values may need; values of whole parts have 54 bits at most.
    fn sum_bits(&self) -> u8 {
        if self.value_bits == 0 || !is_whole(self.parts) {
            return 0;
        }
        self.value_bits + width(u64::from(self.rows))
    }

    /// Whether there is a row for each unit from the first to the last, and nothing is kept of their numbers.
    fn units_follow(&self) -> bool {
        self.unit_bits == 0 && self.last_unit > self.first_unit
    }

    /// The combos lie below this number.
    pub(crate) fn end_of_combos(&self) -> u32 {
        let span = u32::MAX.checked_shr(u32::BITS - u32::from(self.combo_bits)).unwrap_or(0);
        self.least_combo.saturating_add(span).saturating_add(1)
    }
}

/// Whether rows are of units that follow one another.
fn follow(rows: &[Row]) -> bool {
    rows.windows(2).all(|pair| pair[0].unit + 1 == pair[1].unit)
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
    /// The sum of the values above their base before each stride but the first.
    sums: Lane,
    pack: Pack,
}

impl Lanes<'_> {
    #[inline]
    pub(crate) fn unit(&self, at: usize) -> u32 {
        let from_first =
            if self.pack.units_follow() { at as u32 } else { self.units.get(self.words, at) as u32 };
        self.pack.first_unit + from_first
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

    /// The sum of the values above their base before a position.
    fn sum_before(&self, at: usize) -> u64 {
        let strides = at / STRIDE;
        let kept = if strides == 0 { 0 } else { self.sums.get(self.words, strides - 1) };
        (strides * STRIDE..at).fold(kept, |sum, at| sum + self.values.get(self.words, at))
    }

    pub(crate) fn row(&self, at: usize) -> Row {
        Row { unit: self.unit(at), combo: self.combo(at), value: self.value(at) }
    }

    /// The first position from `from` on whose unit is not below this one: found by strides that grow, for the next
    /// range is mostly near.
    pub(crate) fn seek(&self, from: usize, unit: u32) -> usize {
        let rows = usize::from(self.pack.rows);
        if self.pack.units_follow() {
            return (unit.saturating_sub(self.pack.first_unit) as usize).clamp(from, rows);
        }
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

    /// Every value with its place in the run.
    #[inline]
    pub(crate) fn each_value(&self, mut each: impl FnMut(usize, f64)) {
        let Lanes { words, values, pack, .. } = self.lanes;
        let numbers = (self.from..self.to).map(|at| values.get(words, at)).enumerate();
        match PARTS.get(usize::from(pack.parts)) {
            // Nearly all figures are counts.
            Some(1.0) => numbers.for_each(|(at, number)| each(at, (pack.base + number.cast_signed()) as f64)),
            Some(parts) => {
                numbers.for_each(|(at, number)| each(at, (pack.base + number.cast_signed()) as f64 / parts));
            }
            None => numbers.for_each(|(at, number)| each(at, f64::from_bits(number))),
        }
    }

    /// The only combo, if there is but one.
    pub(crate) fn combo(&self) -> Option<u32> {
        (self.lanes.pack.combo_bits == 0).then_some(self.lanes.pack.least_combo)
    }

    /// The first unit, if units follow one another from there.
    pub(crate) fn follows_from(&self) -> Option<u32> {
        self.lanes.pack.units_follow().then(|| self.lanes.unit(self.from))
    }

    /// How many, and their sum: of most without reading them.
    pub(crate) fn total(&self) -> Total {
        let pack = &self.lanes.pack;
        let count = (self.to - self.from) as u64;
        if self.to - self.from == usize::from(pack.rows) {
            return Total { count, sum: pack.sum };
        }
        let Some(parts) = PARTS.get(usize::from(pack.parts)) else {
            return Total { count, sum: self.values().sum() };
        };
        let above = self.lanes.sum_before(self.to) - self.lanes.sum_before(self.from);
        Total { count, sum: (pack.base * count.cast_signed() + above.cast_signed()) as f64 / parts }
    }

    /// The values together; of a whole pack without reading it.
    pub(crate) fn tally(&self) -> Tally {
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
