//! What ClickHouse is asked of a plan: everything that is not about figures is settled, and stands as numbers.

use crate::plan::{Aggregation, Criterion};

/// Figures of an element that count for an item.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Part {
    /// The key of the element.
    pub(crate) element: i64,
    /// What its figures come together with.
    pub(crate) bundle: usize,
    /// The only option combo that counts, if there is one.
    pub(crate) option_combo: Option<i64>,
    /// The only attribute option combo that counts, if there is one.
    pub(crate) attribute_combo: Option<i64>,
    /// A bit for each kind of value that counts.
    pub(crate) kinds: i64,
    /// Whether they are yes and no.
    pub(crate) is_truth: bool,
}

/// A period that counts, with its days as numbers.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Days {
    /// The key of the period.
    pub(crate) key: i64,
    /// The first day.
    pub(crate) starts: i64,
    /// The last day.
    pub(crate) ends: i64,
}

/// A period that counts for a window.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Span {
    /// The position of the period among those that count.
    pub(crate) period: usize,
    /// The position of the window.
    pub(crate) window: usize,
    /// The days that it is spread over.
    pub(crate) whole: f64,
    /// Which half of a window of a financial year it is.
    pub(crate) half: usize,
    /// The share of the second half.
    pub(crate) later: f64,
}

/// Units, by their numbers, that count in a slot.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Place {
    /// The first one.
    pub(crate) start: u32,
    /// The one after the last.
    pub(crate) end: u32,
    /// Where they count.
    pub(crate) slot: usize,
}

/// An option combo with an attribute option combo, and what they belong to.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Pair {
    /// The keys of both.
    pub(crate) combos: (i64, i64),
    /// What they belong to.
    pub(crate) group: u32,
}

/// A plan, with everything settled that is not about figures.
#[derive(Clone, Debug)]
pub(crate) struct Question<'a> {
    /// The table of figures.
    pub(crate) figures: &'a str,
    /// The table of units.
    pub(crate) units: &'a str,
    /// The keys and paths of units by their numbers.
    pub(crate) keys: &'a [(i64, String)],
    pub(crate) aggregation: Aggregation,
    pub(crate) by_source: bool,
    pub(crate) criteria: &'a [Criterion],
    pub(crate) parts: Vec<Part>,
    pub(crate) periods: Vec<Days>,
    pub(crate) spans: Vec<Span>,
    /// Where units count; none when all count alike.
    pub(crate) places: Option<Vec<Place>>,
    /// What option combos belong to; none when all count alike.
    pub(crate) pairs: Option<Vec<Pair>>,
}
