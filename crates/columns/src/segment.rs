//! Segments: the rows of one element and period, sorted by unit and combo, in packs.

use std::ops::Range;
use std::sync::Arc;

use crate::bits::Writer;
use crate::fold::Place;
use crate::pack::{Pack, ROWS, Row, Run};

/// The figures of one element in one period; of a unit and combo there is at most one.
#[derive(Clone, Debug)]
pub struct Segment {
    pub(crate) packs: Box<[Pack]>,
    pub(crate) words: Arc<[u64]>,
}

impl Segment {
    /// A segment of these rows in any order. Of several of a unit and combo the last one stays.
    pub fn new(mut rows: Vec<Row>) -> Segment {
        rows.sort_by_key(|row| (row.unit, row.combo));
        rows.reverse();
        rows.dedup_by_key(|row| (row.unit, row.combo));
        rows.reverse();
        Segment::sorted(&rows)
    }

    /// A segment of rows that are sorted by unit and combo, each once.
    fn sorted(rows: &[Row]) -> Segment {
        let mut writer = Writer::default();
        let packs = rows.chunks(ROWS).map(|rows| Pack::encode(rows, &mut writer)).collect();
        Segment { packs, words: writer.finish().into() }
    }

    /// How many rows there are.
    pub fn count(&self) -> usize {
        self.packs.iter().map(|pack| usize::from(pack.rows)).sum()
    }

    /// How many bytes it takes, with its entry in a block.
    pub fn bytes(&self) -> usize {
        // The key, the pointer, what counts its users, and the room of the tree.
        const ENTRY: usize = 48;
        ENTRY + size_of::<Segment>() + size_of_val(&*self.packs) + size_of_val(&*self.words)
    }

    /// Every row.
    pub fn rows(&self) -> impl Iterator<Item = Row> {
        self.packs.iter().flat_map(|pack| {
            let lanes = pack.lanes(&self.words);
            (0..usize::from(pack.rows)).map(move |at| lanes.row(at))
        })
    }

    /// A range that the combos lie in.
    pub fn combos(&self) -> Range<u32> {
        let least = self.packs.iter().map(|pack| pack.least_combo).min().unwrap_or(0);
        least..self.packs.iter().map(Pack::end_of_combos).max().unwrap_or(least)
    }

    /// With what is said of some units in the place of what was said of them. The units are sorted.
    #[must_use]
    pub fn replaced(&self, units: &[u32], rows: Vec<Row>) -> Segment {
        let kept = self.rows().filter(|row| units.binary_search(&row.unit).is_err());
        Segment::new(kept.chain(rows).collect())
    }

    /// With the numbers that units have now. Those that have none are gone with their rows.
    #[must_use]
    pub fn renumbered(&self, numbers: &[Option<u32>]) -> Segment {
        let number = |unit: u32| numbers.get(unit as usize).copied().flatten();
        if let Some(packs) = self.shifted(&number) {
            return Segment { packs, words: self.words.clone() };
        }
        let rows = self.rows().filter_map(|row| Some(Row { unit: number(row.unit)?, ..row }));
        Segment::new(rows.collect())
    }

    /// The packs with their units counted from elsewhere, if the units of each stay side by side and the packs in order.
    fn shifted(&self, number: &impl Fn(u32) -> Option<u32>) -> Option<Box<[Pack]>> {
        let mut packs = self.packs.clone();
        let mut end = 0;
        for pack in &mut packs {
            let (first, last) = (pack.first_unit, pack.last_unit);
            let now = number(first)?;
            let stays = now >= end && (first..=last).all(|unit| number(unit) == Some(now + (unit - first)));
            if !stays {
                return None;
            }
            (pack.first_unit, pack.last_unit) = (now, now + (last - first));
            end = pack.last_unit;
        }
        Some(packs)
    }

    /// The rows of each place, as runs within packs. One pass forward: a place begins where one before it began, or later.
    #[inline]
    pub fn runs<'a>(&'a self, places: &[Place], mut each: impl FnMut(&Place, Run<'a>)) {
        let (mut first, mut from) = (0, 0);
        for place in places {
            while self.packs.get(first).is_some_and(|pack| pack.last_unit < place.units.start) {
                (first, from) = (first + 1, 0);
            }
            let mut start = from;
            for (at, pack) in self.packs.iter().enumerate().skip(first) {
                if pack.first_unit >= place.units.end {
                    break;
                }
                let lanes = pack.lanes(&self.words);
                start = lanes.seek(start, place.units.start);
                if at == first {
                    from = start;
                }
                let is_within = pack.last_unit < place.units.end;
                let to = if is_within { usize::from(pack.rows) } else { lanes.seek(start, place.units.end) };
                if start < to {
                    each(place, Run { lanes, from: start, to });
                }
                start = 0;
            }
        }
    }
}
