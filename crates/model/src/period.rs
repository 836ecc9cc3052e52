//! Periods of time in the ISO calendar: their types, their ids (`202501`, `2025W3`), their names, and the days they hold.

mod kind;
mod months;
mod name;
mod parse;
mod relative;
mod weeks;

use std::fmt;

use jiff::civil::Date;

pub use kind::PeriodType;
pub use relative::{RelativePeriod, RelativeSettings};

use crate::Language;
use kind::Shape;

/// A span of whole days of one period type. Two periods of the same type and start are the same period.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Period {
    /// How long it is and how it is counted.
    pub kind: PeriodType,
    /// The first day.
    pub start: Date,
    /// The last day, inclusive.
    pub end: Date,
}

impl Period {
    /// Reads a period id. The error is DHIS2's sentence.
    pub fn parse(id: &str) -> Result<Self, String> {
        parse::parse(id)
    }

    /// The period of a type that holds the date; `None` only where the calendar ends (years -9999 and 9999).
    pub fn containing(kind: PeriodType, date: Date) -> Option<Self> {
        let (start, end) = match kind.shape() {
            Shape::Day => (date, date),
            Shape::Week { first, .. } => weeks::week_of(date, first)?,
            Shape::BiWeek => weeks::biweek_of(date)?,
            Shape::Months { length, offset } => months::span_of(date, length, offset)?,
        };
        Some(Self { kind, start, end })
    }

    /// The id that the API and the database know it by.
    pub fn id(&self) -> String {
        self.to_string()
    }

    /// The name as analytics shows it, in English: `January 2025`, `Week 3 2025-01-13 - 2025-01-19`.
    pub fn name(&self) -> String {
        self.name_in(Language::English)
    }

    /// The name in a language.
    pub fn name_in(&self, language: Language) -> String {
        name::name(self, language)
    }

    /// The period right after this one.
    pub fn next(&self) -> Option<Self> {
        Self::containing(self.kind, self.end.tomorrow().ok()?)
    }

    /// The period right before this one.
    pub fn previous(&self) -> Option<Self> {
        Self::containing(self.kind, self.start.yesterday().ok()?)
    }

    /// The period `count` periods later; earlier when negative.
    pub fn shift(&self, count: i32) -> Option<Self> {
        let mut period = *self;
        for _ in 0..count.unsigned_abs() {
            period = if count > 0 { period.next()? } else { period.previous()? };
        }
        Some(period)
    }

    /// The periods of a type that share at least one day with the range, both ends inclusive.
    pub fn within(kind: PeriodType, start: Date, end: Date) -> Vec<Self> {
        let mut periods = Vec::new();
        let mut current = Self::containing(kind, start);
        while let Some(period) = current.filter(|period| period.start <= end) {
            periods.push(period);
            current = period.next();
        }
        periods
    }

    /// The number of days, both ends counted.
    pub fn days(&self) -> i64 {
        i64::from((self.end - self.start).get_days()) + 1
    }

    /// The year that analytics files the period under: that of the fourth day for weeks, of the first day for others.
    pub fn year(&self) -> i16 {
        match self.kind.shape() {
            Shape::Week { .. } | Shape::BiWeek => weeks::year_of_week(self.start),
            Shape::Day | Shape::Months { .. } => self.start.year(),
        }
    }
}

impl fmt::Display for Period {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.kind.shape() {
            Shape::Day => {
                write!(out, "{:04}{:02}{:02}", self.start.year(), self.start.month(), self.start.day())
            }
            Shape::Week { infix, .. } => {
                let (year, week) = weeks::number_of(self.start);
                write!(out, "{year:04}{infix}{week}")
            }
            Shape::BiWeek => {
                let (year, week) = weeks::number_of(self.start);
                write!(out, "{year:04}BiW{}", week / 2 + 1)
            }
            Shape::Months { length, offset } => {
                let (year, number) = months::number_of(self.start, length, offset);
                out.write_str(&self.kind.id_in_year(year, number))
            }
        }
    }
}

#[cfg(test)]
mod tests;
