//! Relative periods: words such as `LAST_12_MONTHS` that become periods once a day is given.

use jiff::ToSpan;
use jiff::civil::Date;

use super::kind::{PeriodType, Shape};
use super::{Period, weeks};

use Cut::{Financial, Of, Week};
use PeriodType::*;
use Which::{InLastYear, InThisYear, Last, This};

/// A relative period; which one is a row of the list of words.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct RelativePeriod(usize);

/// What an installation decides about relative periods.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RelativeSettings {
    /// The type that financial years are of: system setting `analyticsFinancialYearStart`.
    pub financial_year: PeriodType,
    /// The type that weeks are of: system setting `analyticsWeeklyStart`.
    pub week: PeriodType,
}

impl Default for RelativeSettings {
    fn default() -> Self {
        Self { financial_year: FinancialOct, week: Weekly }
    }
}

impl RelativeSettings {
    /// The type behind a value of `analyticsFinancialYearStart`. November is not among them in DHIS2.
    pub fn financial_year_of(key: &str) -> Option<PeriodType> {
        Some(match key {
            "FINANCIAL_YEAR_FEBRUARY" => FinancialFeb,
            "FINANCIAL_YEAR_APRIL" => FinancialApril,
            "FINANCIAL_YEAR_JULY" => FinancialJuly,
            "FINANCIAL_YEAR_AUGUST" => FinancialAug,
            "FINANCIAL_YEAR_SEPTEMBER" => FinancialSep,
            "FINANCIAL_YEAR_OCTOBER" => FinancialOct,
            _ => return None,
        })
    }

    /// The type behind a value of `analyticsWeeklyStart`.
    pub fn week_of(key: &str) -> Option<PeriodType> {
        Some(match key {
            "WEEKLY" => Weekly,
            "WEEKLY_WEDNESDAY" => WeeklyWednesday,
            "WEEKLY_THURSDAY" => WeeklyThursday,
            "WEEKLY_FRIDAY" => WeeklyFriday,
            "WEEKLY_SATURDAY" => WeeklySaturday,
            "WEEKLY_SUNDAY" => WeeklySunday,
            _ => return None,
        })
    }
}

impl RelativePeriod {
    /// Every relative period, in DHIS2's order.
    pub fn all() -> impl Iterator<Item = Self> {
        (0..WORDS.len()).map(Self)
    }

    /// The relative period of this word, which is case sensitive.
    pub fn parse(word: &str) -> Option<Self> {
        WORDS.iter().position(|row| row.0 == word).map(Self)
    }

    /// The word on the wire.
    pub fn word(self) -> &'static str {
        WORDS[self.0].0
    }

    /// The name for people, in English.
    pub fn display_name(self) -> &'static str {
        WORDS[self.0].1
    }

    /// The type of its periods.
    pub fn kind(self, settings: &RelativeSettings) -> PeriodType {
        match WORDS[self.0].2 {
            Of(kind) => kind,
            Week => settings.week,
            Financial => settings.financial_year,
        }
    }

    /// The periods as seen from a day, oldest first.
    pub fn periods(self, base: Date, settings: &RelativeSettings) -> Vec<Period> {
        let kind = self.kind(settings);
        let periods = match WORDS[self.0].3 {
            This => Period::containing(kind, base).map(|period| vec![period]),
            Last(count) => last(kind, base, count),
            InThisYear => in_year(kind, base.year()),
            InLastYear => in_year(kind, base.year() - 1),
        };
        periods.unwrap_or_default()
    }
}

/// The last `count` whole periods before the one that holds the day.
fn last(kind: PeriodType, base: Date, count: i32) -> Option<Vec<Period>> {
    let mut day_in_newest = back(kind, base, 1)?;
    // DHIS2 ends a list of pairs of months one pair too early when the day is in the first month of a pair.
    if kind == BiMonthly && count > 1 && day_in_newest.month() % 2 == 1 {
        day_in_newest = back(Monthly, day_in_newest, 1)?;
    }
    let newest = Period::containing(kind, day_in_newest)?;
    (0..count).rev().map(|steps| Period::containing(kind, back(kind, newest.start, steps)?)).collect()
}

/// Steps on dates, not on periods: around a year of 53 weeks the two differ for pairs of weeks, and DHIS2 steps on dates.
fn back(kind: PeriodType, date: Date, steps: i32) -> Option<Date> {
    let steps = i64::from(steps);
    let span = match kind.shape() {
        Shape::Day => steps.days(),
        Shape::Week { .. } => steps.weeks(),
        Shape::BiWeek => (2 * steps).weeks(),
        Shape::Months { length, .. } => (i64::from(length) * steps).months(),
    };
    date.checked_sub(span).ok()
}

fn in_year(kind: PeriodType, year: i16) -> Option<Vec<Period>> {
    if matches!(kind.shape(), Shape::Week { .. }) {
        return weeks_in_year(kind, year);
    }
    let first = Date::new(year, 1, 1).ok()?;
    Some(Period::within(kind, first, first.last_of_year()))
}

/// DHIS2 asks for the number of ISO weeks of the year that the next week starts in, whatever day weeks start on.
fn weeks_in_year(kind: PeriodType, year: i16) -> Option<Vec<Period>> {
    let mut week = Period::containing(kind, Date::new(year, 1, 4).ok()?)?;
    let mut found = Vec::new();
    while found.len() < weeks::iso_weeks_in(week.start.year()) {
        found.push(week);
        week = week.next()?;
    }
    Some(found)
}

/// What the time is cut into.
#[derive(Debug, Clone, Copy)]
enum Cut {
    Of(PeriodType),
    /// Weeks from the day that the installation starts weeks on.
    Week,
    /// Years from the month that the installation starts financial years in.
    Financial,
}

/// Which of those periods are meant.
#[derive(Debug, Clone, Copy)]
enum Which {
    This,
    Last(i32),
    InThisYear,
    InLastYear,
}

#[rustfmt::skip]
const WORDS: [(&str, &str, Cut, Which); 45] = [
    ("TODAY", "Today", Of(Daily), This),
    ("YESTERDAY", "Yesterday", Of(Daily), Last(1)),
    ("LAST_3_DAYS", "Last 3 days", Of(Daily), Last(3)),
    ("LAST_7_DAYS", "Last 7 days", Of(Daily), Last(7)),
    ("LAST_14_DAYS", "Last 14 days", Of(Daily), Last(14)),
    ("LAST_30_DAYS", "Last 30 days", Of(Daily), Last(30)),
    ("LAST_60_DAYS", "Last 60 days", Of(Daily), Last(60)),
    ("LAST_90_DAYS", "Last 90 days", Of(Daily), Last(90)),
    ("LAST_180_DAYS", "Last 180 days", Of(Daily), Last(180)),
    ("THIS_MONTH", "This month", Of(Monthly), This),
    ("LAST_MONTH", "Last month", Of(Monthly), Last(1)),
    ("THIS_BIMONTH", "This bi-month", Of(BiMonthly), This),
    ("LAST_BIMONTH", "Last bi-month", Of(BiMonthly), Last(1)),
    ("THIS_QUARTER", "This quarter", Of(Quarterly), This),
    ("LAST_QUARTER", "Last quarter", Of(Quarterly), Last(1)),
    ("THIS_SIX_MONTH", "This six-month", Of(SixMonthly), This),
    ("LAST_SIX_MONTH", "Last six-month", Of(SixMonthly), Last(1)),
    ("WEEKS_THIS_YEAR", "Weeks this year", Week, InThisYear),
    ("MONTHS_THIS_YEAR", "Months this year", Of(Monthly), InThisYear),
    ("BIMONTHS_THIS_YEAR", "Bi-months this year", Of(BiMonthly), InThisYear),
    ("QUARTERS_THIS_YEAR", "Quarters this year", Of(Quarterly), InThisYear),
    ("THIS_YEAR", "This year", Of(Yearly), This),
    ("MONTHS_LAST_YEAR", "Months last year", Of(Monthly), InLastYear),
    ("QUARTERS_LAST_YEAR", "Quarters last year", Of(Quarterly), InLastYear),
    ("LAST_YEAR", "Last year", Of(Yearly), Last(1)),
    ("LAST_5_YEARS", "Last 5 years", Of(Yearly), Last(5)),
    ("LAST_10_YEARS", "Last 10 years", Of(Yearly), Last(10)),
    ("LAST_12_MONTHS", "Last 12 months", Of(Monthly), Last(12)),
    ("LAST_6_MONTHS", "Last 6 months", Of(Monthly), Last(6)),
    ("LAST_3_MONTHS", "Last 3 months", Of(Monthly), Last(3)),
    ("LAST_6_BIMONTHS", "Last 6 bi-months", Of(BiMonthly), Last(6)),
    ("LAST_4_QUARTERS", "Last 4 quarters", Of(Quarterly), Last(4)),
    ("LAST_2_SIXMONTHS", "Last 2 six-months", Of(SixMonthly), Last(2)),
    ("THIS_FINANCIAL_YEAR", "This financial year", Financial, This),
    ("LAST_FINANCIAL_YEAR", "Last financial year", Financial, Last(1)),
    ("LAST_5_FINANCIAL_YEARS", "Last 5 financial years", Financial, Last(5)),
    ("LAST_10_FINANCIAL_YEARS", "LAST_10_FINANCIAL_YEARS", Financial, Last(10)),
    ("THIS_WEEK", "This week", Week, This),
    ("LAST_WEEK", "Last week", Week, Last(1)),
    ("THIS_BIWEEK", "This bi-week", Of(BiWeekly), This),
    ("LAST_BIWEEK", "Last bi-week", Of(BiWeekly), Last(1)),
    ("LAST_4_WEEKS", "Last 4 weeks", Week, Last(4)),
    ("LAST_4_BIWEEKS", "Last 4 bi-weeks", Of(BiWeekly), Last(4)),
    ("LAST_12_WEEKS", "Last 12 weeks", Week, Last(12)),
    ("LAST_52_WEEKS", "Last 52 weeks", Week, Last(52)),
];
