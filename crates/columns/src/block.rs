//! Blocks: all figures of one element, period by period; and the columns, which are all blocks.

use std::collections::{BTreeMap, HashMap};
use std::ops::Range;
use std::sync::Arc;

use crate::pack::Row;
use crate::segment::Segment;

/// The figures of one element by the keys of periods.
#[derive(Clone, Debug, Default)]
pub struct Block {
    segments: BTreeMap<i64, Arc<Segment>>,
}

impl Block {
    /// The figures of a period.
    pub fn segment(&self, period: i64) -> Option<&Segment> {
        self.segments.get(&period).map(AsRef::as_ref)
    }

    /// The periods that there are figures of.
    pub fn periods(&self) -> impl Iterator<Item = (i64, &Segment)> {
        self.segments.iter().map(|(period, segment)| (*period, segment.as_ref()))
    }

    /// A range that the combos of all periods lie in.
    pub fn combos(&self) -> Range<u32> {
        let ranges = || self.segments.values().map(|segment| segment.combos());
        let least = ranges().map(|range| range.start).min().unwrap_or(0);
        least..ranges().map(|range| range.end).max().unwrap_or(least)
    }

    fn keep(&mut self, is_kept: &impl Fn(i64) -> bool) {
        self.segments.retain(|period, _| is_kept(*period));
    }

    fn set(&mut self, period: i64, segment: Segment) {
        if segment.count() == 0 {
            self.segments.remove(&period);
        } else {
            self.segments.insert(period, Arc::new(segment));
        }
    }
}

/// All figures by the keys of elements. A clone shares the blocks.
#[derive(Clone, Debug, Default)]
pub struct Columns {
    blocks: HashMap<i64, Arc<Block>>,
}

impl Columns {
    /// The figures of an element.
    pub fn block(&self, element: i64) -> Option<&Block> {
        self.blocks.get(&element).map(AsRef::as_ref)
    }

    /// The elements that there are figures of.
    pub fn elements(&self) -> impl Iterator<Item = (i64, &Block)> {
        self.blocks.iter().map(|(element, block)| (*element, block.as_ref()))
    }

    /// How many figures there are.
    pub fn count(&self) -> usize {
        self.segments().map(Segment::count).sum()
    }

    /// How many bytes they take.
    pub fn bytes(&self) -> usize {
        self.segments().map(Segment::bytes).sum()
    }

    fn segments(&self) -> impl Iterator<Item = &Segment> {
        self.blocks.values().flat_map(|block| block.periods().map(|(_, segment)| segment))
    }

    /// Puts rows in the place of all that an element and period had.
    pub fn set(&mut self, element: i64, period: i64, rows: Vec<Row>) {
        self.put(element, period, Segment::new(rows));
    }

    /// Puts rows in the place of what some units of an element and period had. The units are sorted.
    pub fn replace(&mut self, element: i64, period: i64, units: &[u32], rows: Vec<Row>) {
        let before = self.block(element).and_then(|block| block.segment(period));
        let segment = match before {
            Some(before) => before.replaced(units, rows),
            None => Segment::new(rows),
        };
        self.put(element, period, segment);
    }

    /// Takes all figures of an element away.
    pub fn remove(&mut self, element: i64) {
        self.blocks.remove(&element);
    }

    /// Takes the figures of all other periods away.
    pub fn keep_periods(&mut self, is_kept: impl Fn(i64) -> bool) {
        for block in self.blocks.values_mut() {
            if !block.segments.keys().all(|period| is_kept(*period)) {
                Arc::make_mut(block).keep(&is_kept);
            }
        }
        self.blocks.retain(|_, block| !block.segments.is_empty());
    }

    /// Gives units the numbers that they have now; those that have none are gone with their figures.
    pub fn renumber(&mut self, numbers: &[Option<u32>]) {
        for block in self.blocks.values_mut() {
            let mut renumbered = Block::default();
            for (period, segment) in block.periods() {
                renumbered.set(period, segment.renumbered(numbers));
            }
            *block = Arc::new(renumbered);
        }
    }

    pub(crate) fn put(&mut self, element: i64, period: i64, segment: Segment) {
        let block = self.blocks.entry(element).or_default();
        Arc::make_mut(block).set(period, segment);
        if block.segments.is_empty() {
            self.blocks.remove(&element);
        }
    }
}

/// Fills columns from rows that come in any order, never holding more than some of them unpacked.
#[derive(Debug)]
pub struct Loader {
    columns: Columns,
    waiting: HashMap<(i64, i64), Vec<Row>>,
    rows: usize,
    most: usize,
}

impl Loader {
    /// Columns without rows; so many rows may wait to be packed.
    pub fn new(most: usize) -> Loader {
        Loader { columns: Columns::default(), waiting: HashMap::new(), rows: 0, most }
    }

    /// Takes a row. Of several of a unit and combo the last one stays.
    pub fn take(&mut self, element: i64, period: i64, row: Row) {
        self.waiting.entry((element, period)).or_default().push(row);
        self.rows += 1;
        if self.rows >= self.most {
            self.pack();
        }
    }

    /// The columns of all rows.
    pub fn finish(mut self) -> Columns {
        self.pack();
        self.columns
    }

    fn pack(&mut self) {
        self.rows = 0;
        for ((element, period), mut rows) in self.waiting.drain() {
            let before = self.columns.block(element).and_then(|block| block.segment(period));
            if let Some(before) = before {
                rows.splice(0..0, before.rows());
            }
            self.columns.set(element, period, rows);
        }
    }
}
