//! Which stored periods count for which window, as the statement of PostgreSQL's executor says it.

use std::collections::{HashMap, HashSet};

use afya_model::period::PeriodType;
use jiff::ToSpan;
use jiff::civil::Date;

use super::resident::StoredPeriod;
use crate::plan::{OverTime, Plan, Window};

/// A period that counts for a window.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(in crate::executors) struct Span {
    /// The position of the period.
    pub(in crate::executors) period: usize,
    /// The position of the window, 0 where windows are no axis.
    pub(in crate::executors) place: usize,
    /// The days of the window, or of all longer periods that were spread over it together.
    pub(in crate::executors) whole: f64,
    /// A window of a financial year that calendar years are spread over has two halves.
    pub(in crate::executors) half: usize,
    /// The share of the second half.
    pub(in crate::executors) later: f64,
}

/// A span before the longer periods are counted together. What is equal counts once.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
struct Candidate {
    period: usize,
    place: usize,
    whole: i64,
    is_spread: bool,
    half: usize,
    /// How many months of the year are before the window.
    months_before: i8,
}

/// The spans of a plan. The periods are sorted by their first day.
pub(in crate::executors) fn spans(plan: &Plan<'_>, periods: &[StoredPeriod]) -> Vec<Span> {
    let mut seen = HashSet::new();
    let mut candidates = Vec::new();
    let longest = periods.iter().map(StoredPeriod::days).max().unwrap_or(0);
    for (at, window) in plan.windows.iter().enumerate() {
        let frame = Frame::new(plan, at, window);
        let nearby = nearby(&frame, periods, longest);
        for (offset, period) in periods[nearby.clone()].iter().enumerate() {
            if let Some(candidate) = frame.candidate(nearby.start + offset, period)
                && seen.insert(candidate)
            {
                candidates.push(candidate);
            }
        }
    }
    let mut spread: HashMap<(usize, i64, usize), i64> = HashMap::new();
    let together =
        |candidate: &Candidate| (candidate.place, periods[candidate.period].kind_key, candidate.half);
    for candidate in &candidates {
        *spread.entry(together(candidate)).or_default() += periods[candidate.period].days();
    }
    let span = |candidate: Candidate| {
        let whole = if candidate.is_spread { spread[&together(&candidate)] } else { candidate.whole };
        let later = f64::from(candidate.months_before) / 12.0;
        let Candidate { period, place, half, .. } = candidate;
        Span { period, place, whole: days(whole), half, later }
    };
    candidates.into_iter().map(span).collect()
}

#[expect(clippy::cast_precision_loss, reason = "days are far fewer than 2^53")]
pub(in crate::executors) fn days(count: i64) -> f64 {
    count as f64
}

/// The periods that may count, as far as their first day tells. `longest` are the days of the longest.
fn nearby(frame: &Frame<'_>, periods: &[StoredPeriod], longest: i64) -> std::ops::Range<usize> {
    let (first, last) = match frame.plan.aggregation.over_time {
        OverTime::Last | OverTime::First => (frame.ten_years_before, frame.last),
        OverTime::LastInPeriod => (frame.first, frame.last),
        _ => {
            let window = frame.window;
            (window.start.checked_sub(longest.days()).unwrap_or(Date::MIN), window.end)
        }
    };
    let start = periods.partition_point(|period| period.start < first);
    let end = periods.partition_point(|period| period.start <= last);
    start..end.max(start)
}

/// A window beside what all windows of the plan have in common.
struct Frame<'a> {
    plan: &'a Plan<'a>,
    window: &'a Window,
    place: usize,
    whole: i64,
    first: Date,
    last: Date,
    ten_years_before: Date,
    is_between_dates: bool,
    is_spreading: bool,
}

impl<'a> Frame<'a> {
    fn new(plan: &'a Plan<'a>, at: usize, window: &'a Window) -> Frame<'a> {
        let windows = plan.windows.iter();
        let (place, whole, first, last) = if plan.by_window {
            (at, window.days(), window.start, window.end)
        } else {
            let first = windows.clone().map(|window| window.start).min().unwrap_or(window.start);
            let last = windows.clone().map(|window| window.end).max().unwrap_or(window.end);
            (0, windows.clone().map(Window::days).sum(), first, last)
        };
        let is_between_dates = windows.clone().all(|window| window.kind.is_none());
        Frame {
            plan,
            window,
            place,
            whole,
            first,
            last,
            ten_years_before: last.checked_sub(10.years()).unwrap_or(Date::MIN),
            is_between_dates,
            is_spreading: plan.aggregation.over_time == OverTime::Average && !is_between_dates,
        }
    }

    fn candidate(&self, at: usize, period: &StoredPeriod) -> Option<Candidate> {
        if !self.counts(period) || !self.is_within_bounds(period) {
            return None;
        }
        let (is_longer, is_other) = (self.is_longer(period), self.is_at_least_as_long_and_other(period));
        let begins = within(self.window.start, period.start, period.end);
        let is_second = self.is_spreading && is_other && !begins;
        Some(Candidate {
            period: at,
            place: self.place,
            whole: self.whole,
            is_spread: self.is_spreading && (is_longer || is_other),
            half: usize::from(is_second),
            months_before: if self.is_spreading { self.window.start.month() - 1 } else { 0 },
        })
    }

    fn counts(&self, period: &StoredPeriod) -> bool {
        let (start, end) = (self.window.start, self.window.end);
        match self.plan.aggregation.over_time {
            OverTime::Last | OverTime::First => {
                period.start >= self.ten_years_before && period.end <= self.last
            }
            OverTime::LastInPeriod => period.start >= self.first && period.end <= self.last,
            _ if self.is_between_dates => period.start >= start && period.end <= end,
            over_time => {
                let is_touched = period.start <= end && period.end >= start;
                is_touched
                    && (self.begins_within(period)
                        || (over_time == OverTime::Average && self.is_spread_over(period)))
            }
        }
    }

    /// Whether a shorter period, or one of the same type, begins in the window; weeks by their Thursday.
    fn begins_within(&self, period: &StoredPeriod) -> bool {
        let Some(kind) = period.kind else { return false };
        let is_fitting = kind.frequency_order() < self.days() || self.window.kind == Some(kind);
        let shift = if kind.name().starts_with("Weekly") { 3 } else { 0 };
        let begin = period.start.checked_add(i64::from(shift).days()).unwrap_or(period.start);
        is_fitting && within(begin, self.window.start, self.window.end)
    }

    /// Whether a longer period is spread over the window.
    fn is_spread_over(&self, period: &StoredPeriod) -> bool {
        let is_financial = self.window.kind.is_some_and(|kind| kind.name().starts_with("Financial"));
        (self.is_longer(period) || self.is_at_least_as_long_and_other(period))
            && (within(self.window.start, period.start, period.end)
                || (is_financial && within(self.window.end, period.start, period.end)))
    }

    fn is_longer(&self, period: &StoredPeriod) -> bool {
        period.kind.is_some_and(|kind| kind.frequency_order() > self.days())
    }

    fn is_at_least_as_long_and_other(&self, period: &StoredPeriod) -> bool {
        period
            .kind
            .is_some_and(|kind| kind.frequency_order() >= self.days() && self.window.kind != Some(kind))
    }

    fn days(&self) -> i32 {
        self.window.kind.map_or(0, PeriodType::frequency_order)
    }

    fn is_within_bounds(&self, period: &StoredPeriod) -> bool {
        let is_bound_by_years = matches!(
            self.plan.aggregation.over_time,
            OverTime::Last | OverTime::First | OverTime::LastInPeriod
        );
        (!is_bound_by_years || self.plan.years.contains(&period.year()))
            && self.plan.from.is_none_or(|from| period.start >= from)
            && self.plan.until.is_none_or(|until| period.end <= until)
    }
}

fn within(day: Date, start: Date, end: Date) -> bool {
    start <= day && day <= end
}
