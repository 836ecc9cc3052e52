//! Values in the order of their keys, however many there are: parts are sorted in memory and laid aside, then read together.

use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::io;

use serde::{Deserialize, Serialize};

use super::spool::{Place, Span, Spool};

/// So many values are sorted in memory.
const PART: usize = 50_000;

/// A cell: element, period (by its place among those of the group), unit, category and attribute option combo.
pub(crate) type Cell = (i64, u32, i64, i64, i64);

/// A value of a cell.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub(crate) struct Placed {
    pub(crate) cell: Cell,
    /// Its place in its group.
    pub(crate) place: u32,
    /// The index that it is named by.
    pub(crate) index: u32,
    pub(crate) value: Option<Box<str>>,
    pub(crate) comment: Option<Box<str>>,
    pub(crate) follow_up: Option<bool>,
    pub(crate) deleted: bool,
    /// Whether it is wrong, so that only its cell counts.
    pub(crate) wrong: bool,
}

/// Values as they come, and in order when all are there.
#[derive(Debug, Default)]
pub(super) struct Sorted {
    part: Vec<Placed>,
    aside: Spool<Placed>,
    parts: Vec<Span>,
}

impl Sorted {
    /// Adds a value.
    pub(super) fn push(&mut self, value: Placed) -> io::Result<()> {
        if self.part.len() == PART {
            self.lay_aside()?;
        }
        self.part.push(value);
        Ok(())
    }

    fn lay_aside(&mut self) -> io::Result<()> {
        self.part.sort_unstable();
        let from = self.aside.end();
        for value in self.part.drain(..) {
            self.aside.push(&value)?;
        }
        self.parts.push(Span { from, to: self.aside.end() });
        Ok(())
    }

    /// All values in the order of their cells, and in each cell in the order in which they came.
    pub(super) fn walk(&mut self) -> io::Result<Walk<'_>> {
        if !self.parts.is_empty() && !self.part.is_empty() {
            self.lay_aside()?;
        }
        self.part.sort_unstable();
        drop(self.aside.read(Span::default())?);
        let mut walk = Walk {
            part: self.part.iter(),
            aside: &mut self.aside,
            parts: Vec::new(),
            next: BinaryHeap::new(),
        };
        for span in &self.parts {
            walk.parts.push(Place::new(*span));
            walk.advance(walk.parts.len() - 1)?;
        }
        Ok(walk)
    }

    /// The places and indexes of the values of the cell that is doubled first, if there is one.
    pub(super) fn doubles(&mut self) -> io::Result<Vec<(u32, u32)>> {
        let (mut found, mut cell) = (Vec::new(), Vec::new());
        let mut walk = self.walk()?;
        let mut last = None;
        loop {
            let next = walk.next()?;
            if next.as_ref().map(|value| value.cell) != last {
                let earlier = found.first().is_none_or(|known| cell.first() < Some(known));
                if cell.len() > 1 && earlier {
                    std::mem::swap(&mut found, &mut cell);
                }
                cell.clear();
            }
            let Some(value) = next else { return Ok(found) };
            last = Some(value.cell);
            cell.push((value.place, value.index));
        }
    }
}

/// Values in order.
pub(super) struct Walk<'s> {
    /// All of them, where they had room in memory.
    part: std::slice::Iter<'s, Placed>,
    aside: &'s mut Spool<Placed>,
    parts: Vec<Place>,
    /// The next value of each part.
    next: BinaryHeap<Reverse<(Placed, usize)>>,
}

impl Walk<'_> {
    /// The next value.
    pub(super) fn next(&mut self) -> io::Result<Option<Placed>> {
        let Some(Reverse((value, part))) = self.next.pop() else { return Ok(self.part.next().cloned()) };
        self.advance(part)?;
        Ok(Some(value))
    }

    fn advance(&mut self, part: usize) -> io::Result<()> {
        let next = self.parts[part].next(self.aside)?;
        self.next.extend(next.map(|value| Reverse((value, part))));
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn placed(element: i64, place: u32) -> Placed {
        Placed {
            cell: (element, 0, 0, 0, 0),
            place,
            index: place + 7,
            value: Some(format!("{place}").into()),
            comment: None,
            follow_up: None,
            deleted: false,
            wrong: false,
        }
    }

    #[test]
    fn values_come_in_order_from_memory_and_from_parts() {
        for count in [0, 1, 1_000, 2 * PART + 3] {
            let mut sorted = Sorted::default();
            // Steps of a prime visit each number once.
            let elements = (0..count).map(|n| (n * 15_485_863) % count.max(1));
            for (place, element) in elements.enumerate() {
                sorted.push(placed(element as i64, u32::try_from(place).unwrap())).unwrap();
            }
            assert_eq!(sorted.doubles().unwrap(), []);
            for _ in 0..2 {
                let mut walk = sorted.walk().unwrap();
                for element in 0..count {
                    assert_eq!(walk.next().unwrap().map(|value| value.cell.0), Some(element as i64));
                }
                assert_eq!(walk.next().unwrap(), None);
            }
        }
    }

    #[test]
    fn the_first_cell_that_is_doubled_is_found_with_all_its_values() {
        let mut sorted = Sorted::default();
        for place in 0..u32::try_from(PART + 10).unwrap() {
            let element = match place {
                5 | 900 => 1,
                3 | 7 | 50_005 => 1_000_000,
                _ => i64::from(place) + 10,
            };
            sorted.push(placed(element, place)).unwrap();
        }
        assert_eq!(sorted.doubles().unwrap(), [(3, 10), (7, 14), (50_005, 50_012)]);
    }
}
