//! Periods made of whole months: counted from a month that may lie outside January.

use jiff::ToSpan;
use jiff::civil::Date;

/// The first and last day of the period that holds the date.
pub(super) fn span_of(date: Date, length: i32, offset: i32) -> Option<(Date, Date)> {
    let counted = months_since_year_zero(date) - offset;
    let start = first_day(counted - counted.rem_euclid(length) + offset)?;
    Some((start, end_of(start, length)?))
}

/// The first and last day of the `number`th period (from 1) of a year; `None` if the year has no such period.
pub(super) fn span_in_year(year: i32, number: i32, length: i32, offset: i32) -> Option<(Date, Date)> {
    if number < 1 || (number - 1) * length >= 12 {
        return None;
    }
    let start = first_day(year * 12 + (number - 1) * length + offset)?;
    Some((start, end_of(start, length)?))
}

/// The year that counts the period, and its number in it, from 1.
pub(super) fn number_of(start: Date, length: i32, offset: i32) -> (i32, i32) {
    let counted = months_since_year_zero(start) - offset;
    (counted.div_euclid(12), counted.rem_euclid(12) / length + 1)
}

fn months_since_year_zero(date: Date) -> i32 {
    i32::from(date.year()) * 12 + i32::from(date.month()) - 1
}

fn first_day(months: i32) -> Option<Date> {
    let year = i16::try_from(months.div_euclid(12)).ok()?;
    let month = i8::try_from(months.rem_euclid(12) + 1).ok()?;
    Date::new(year, month, 1).ok()
}

fn end_of(start: Date, length: i32) -> Option<Date> {
    start.checked_add((length - 1).months()).ok().map(Date::last_of_month)
}
