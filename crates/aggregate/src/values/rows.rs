//! The values that were sent, laid aside as they are read, with what they name: each thing is looked up once.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use afya_model::Refusal;

use super::batch::Row;
use super::spool::{self, Span, Spool};
use super::words::{Word, Words};

/// The words of an import may take so many bytes: enough for every element, unit and period of a large country.
const MOST_WORDS: usize = 96 * 1024 * 1024;

/// Where the values of a group lie.
#[derive(Debug, Default)]
pub(super) struct Rows {
    pub(super) span: Span,
    pub(super) count: usize,
    /// Whether some have options by category in place of an option combo.
    pub(super) choose: bool,
    /// The attribute category combos that they name.
    pub(super) category_combos: BTreeSet<Word>,
}

impl Rows {
    /// Takes over the rows that follow these.
    pub(super) fn absorb(&mut self, other: Rows) {
        if other.count == 0 {
            return;
        }
        if self.count == 0 {
            self.span.from = other.span.from;
        }
        self.span.to = other.span.to;
        self.count += other.count;
        self.choose |= other.choose;
        self.category_combos.extend(other.category_combos);
    }
}

/// Words by their numbers.
#[derive(Debug, Default)]
pub(super) struct WordSet(Vec<bool>);

impl WordSet {
    fn add(&mut self, word: Option<Word>) {
        let Some(place) = word.map(Word::place) else { return };
        if place >= self.0.len() {
            self.0.resize(place + 1, false);
        }
        self.0[place] = true;
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = Word> + '_ {
        self.0.iter().enumerate().filter(|(_, named)| **named).filter_map(|(place, _)| Word::at(place))
    }
}

/// Everything that is kept of a body.
#[derive(Debug, Default)]
pub(super) struct Kept {
    pub(super) words: Words,
    pub(super) rows: Spool<Row>,
    pub(super) elements: WordSet,
    pub(super) units: WordSet,
    pub(super) option_combos: WordSet,
    pub(super) attribute_combos: WordSet,
    /// How many bytes of the body were read since the last value.
    pub(super) read: Arc<AtomicUsize>,
    /// Why a value could not be kept.
    pub(super) trouble: Option<Refusal>,
}

impl Kept {
    /// Adds a value to a group, whose values must follow each other.
    ///
    /// # Errors
    /// 413 where there is too much for one import, 507 where there is no room for it.
    pub(super) fn add(&mut self, rows: &mut Rows, row: &Row) -> Result<(), Refusal> {
        self.read.store(0, Ordering::Relaxed);
        if rows.count == 0 {
            rows.span.from = self.rows.end();
        }
        self.elements.add(row.element);
        self.units.add(row.unit);
        self.option_combos.add(row.option_combo);
        self.attribute_combos.add(row.attribute_combo);
        rows.choose |= row.choice.is_some();
        rows.category_combos.extend(row.category_combo);
        let kept = match self.words.bytes() > MOST_WORDS {
            true => Err(Refusal::new(
                413,
                "The request's body names too many different things for one import. Send it in parts",
            )),
            false => self.rows.push(row).map_err(|error| spool::refusal(&error)),
        };
        rows.span.to = self.rows.end();
        rows.count += 1;
        kept.inspect_err(|refusal| self.trouble = Some(refusal.clone()))
    }
}
