//! Weeks that may start on any day. A week belongs to the year that holds its fourth day, as ISO weeks do.

use jiff::ToSpan;
use jiff::civil::{Date, ISOWeekDate, Weekday};

/// The week that holds the date.
pub(super) fn week_of(date: Date, first: Weekday) -> Option<(Date, Date)> {
    let start = date.checked_sub(i64::from(date.weekday().since(first)).days()).ok()?;
    Some((start, start.checked_add(6.days()).ok()?))
}

/// The two weeks that hold the date: an ISO week of an odd number and the one after it.
pub(super) fn biweek_of(date: Date) -> Option<(Date, Date)> {
    let week = date.iso_week_date();
    let (monday, _) = week_of(date, Weekday::Monday)?;
    let back = if week.week() % 2 == 0 { 7 } else { 0 };
    let start = monday.checked_sub(back.days()).ok()?;
    Some((start, start.checked_add(13.days()).ok()?))
}

/// The year and number of the week that starts on this day.
pub(super) fn number_of(start: Date) -> (i16, i16) {
    match start.checked_add(3.days()) {
        Ok(fourth_day) => (fourth_day.year(), (fourth_day.day_of_year() - 1) / 7 + 1),
        Err(_) => (start.year(), 53),
    }
}

/// The year of the week that starts on this day.
pub(super) fn year_of_week(start: Date) -> i16 {
    number_of(start).0
}

/// The week of this number in a year; `None` if the year has no such week.
pub(super) fn week_in_year(year: i16, number: i32, first: Weekday) -> Option<(Date, Date)> {
    let (first_week, _) = week_of(Date::new(year, 1, 4).ok()?, first)?;
    let start = first_week.checked_add((i64::from(number) - 1).weeks()).ok()?;
    let is_of_year = number_of(start) == (year, i16::try_from(number).ok()?);
    is_of_year.then_some(())?;
    Some((start, start.checked_add(6.days()).ok()?))
}

/// The pair of weeks of this number in a year, counted from 1 to 26 or 27.
pub(super) fn biweek_in_year(year: i16, number: i32) -> Option<(Date, Date)> {
    let (start, _) = week_in_year(year, number * 2 - 1, Weekday::Monday)?;
    Some((start, start.checked_add(13.days()).ok()?))
}

/// How many ISO weeks a year has: 52 or 53.
pub(super) fn iso_weeks_in(year: i16) -> usize {
    let long = ISOWeekDate::new(year, 53, Weekday::Monday).is_ok();
    if long { 53 } else { 52 }
}
