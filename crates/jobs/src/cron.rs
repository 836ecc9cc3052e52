//! Cron expressions in Spring's dialect, which DHIS2 speaks: `second minute hour day-of-month month day-of-week`, names of
//! months and days, lists, ranges, steps (`0/15` is from 0 on), `?` for any day, `L`, `L-3`, `LW`, `15W`, `5L` and
//! `MON#1`, and words such as `@daily`. A day has to fit both of its fields.

use jiff::ToSpan;
use jiff::civil::{Date, DateTime, Time};

/// For so many years is looked: two leap years lie at most eight apart.
const LONGEST_WAIT: i64 = 9;

/// When something happens again and again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cron {
    seconds: u64,
    minutes: u64,
    hours: u64,
    months: u64,
    days: Vec<Day>,
    weekdays: Vec<Weekday>,
}

/// Which days of a month are meant.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Day {
    /// Those whose bit is set.
    Among(u64),
    /// So many days before the last.
    BeforeLast(i8),
    /// The last that is no Saturday or Sunday.
    LastWorkday,
    /// The workday next to this day, in the same month.
    Workday(i8),
}

/// Which days of a week are meant; 1 is Monday, 7 Sunday.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Weekday {
    /// Those whose bit is set.
    Among(u64),
    /// The last of a month.
    Last(i8),
    /// That one of a month, from 1 on.
    Nth(i8, i8),
}

/// What a field counts.
struct Field {
    /// As Java names it.
    name: &'static str,
    least: u8,
    most: u8,
    words: &'static [&'static str],
}

const SECONDS: Field = Field { name: "SecondOfMinute", least: 0, most: 59, words: &[] };
const MINUTES: Field = Field { name: "MinuteOfHour", least: 0, most: 59, words: &[] };
const HOURS: Field = Field { name: "HourOfDay", least: 0, most: 23, words: &[] };
const DAYS: Field = Field { name: "DayOfMonth", least: 1, most: 31, words: &[] };
const MONTHS: Field = Field {
    name: "MonthOfYear",
    least: 1,
    most: 12,
    words: &["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"],
};
const WEEKDAYS: Field =
    Field { name: "DayOfWeek", least: 0, most: 7, words: &["MON", "TUE", "WED", "THU", "FRI", "SAT", "SUN"] };

const MACROS: [(&str, &str); 7] = [
    ("@yearly", "0 0 0 1 1 *"),
    ("@annually", "0 0 0 1 1 *"),
    ("@monthly", "0 0 0 1 * *"),
    ("@weekly", "0 0 0 * * 0"),
    ("@daily", "0 0 0 * * *"),
    ("@midnight", "0 0 0 * * *"),
    ("@hourly", "0 0 * * * *"),
];

impl Cron {
    /// Reads an expression.
    ///
    /// # Errors
    /// A sentence that says which part is wrong.
    pub fn parse(text: &str) -> Result<Cron, String> {
        let known = MACROS.iter().find(|(word, _)| *word == text);
        let expression = known.map_or(text, |(_, expression)| expression);
        let fields: Vec<&str> = expression.split_ascii_whitespace().collect();
        let &[second, minute, hour, day, month, weekday] = fields.as_slice() else {
            if text.trim().is_empty() {
                return Err("Expression must not be empty".to_owned());
            }
            let found = fields.len();
            return Err(format!("Cron expression must consist of 6 fields (found {found} in \"{text}\")"));
        };
        let read = || {
            Ok(Cron {
                seconds: SECONDS.bits(second)?,
                minutes: MINUTES.bits(minute)?,
                hours: HOURS.bits(hour)?,
                months: MONTHS.bits(month)?,
                days: day.split(',').map(Day::parse).collect::<Result<_, _>>()?,
                weekdays: weekday.split(',').map(Weekday::parse).collect::<Result<_, _>>()?,
            })
        };
        read().map_err(|wrong: String| format!("{wrong} in cron expression \"{text}\""))
    }

    /// The first moment after `after` at which it happens; nothing when there is none.
    pub fn next(&self, after: DateTime) -> Option<DateTime> {
        let from = after.checked_add(1.second()).ok()?.with().subsec_nanosecond(0).build().ok()?;
        let end = from.date().checked_add(LONGEST_WAIT.years()).ok()?;
        let (mut date, mut earliest) = (from.date(), from.time());
        while date <= end {
            if self.fits(date)
                && let Some(time) = self.time_from(earliest)
            {
                return Some(date.to_datetime(time));
            }
            (date, earliest) = (date.tomorrow().ok()?, Time::midnight());
        }
        None
    }

    fn fits(&self, date: Date) -> bool {
        has(self.months, date.month())
            && self.days.iter().any(|day| day.fits(date))
            && self.weekdays.iter().any(|day| day.fits(date))
    }

    /// The first time of a day that is not before this one.
    fn time_from(&self, earliest: Time) -> Option<Time> {
        let (hour, minute, second) = (earliest.hour(), earliest.minute(), earliest.second());
        for at in (hour..24).filter(|at| has(self.hours, *at)) {
            let minute = if at == hour { minute } else { 0 };
            for of in (minute..60).filter(|of| has(self.minutes, *of)) {
                let same = at == hour && of == earliest.minute();
                let mut seconds = (if same { second } else { 0 })..60;
                if let Some(found) = seconds.find(|second| has(self.seconds, *second)) {
                    return Time::new(at, of, found, 0).ok();
                }
            }
        }
        None
    }
}

fn has(bits: u64, number: i8) -> bool {
    bits >> number & 1 == 1
}

fn all_between(from: u8, to: u8, step: u8) -> u64 {
    (from..=to).step_by(step.into()).fold(0, |bits, number| bits | 1 << number)
}

impl Field {
    /// The numbers of a list of single values, ranges and steps.
    fn bits(&self, text: &str) -> Result<u64, String> {
        text.split(',').try_fold(0, |bits, part| Ok(bits | self.part(part)?))
    }

    fn part(&self, text: &str) -> Result<u64, String> {
        let read = || {
            let Some((range, step)) = text.split_once('/') else {
                let (from, to) = self.range(text)?;
                return Ok(all_between(from, to, 1));
            };
            let (from, mut to) = self.range(range)?;
            if !range.contains(['-', '*']) {
                to = self.most;
            }
            match step.parse::<u8>() {
                Ok(0) => Err("Incrementer delta must be 1 or higher".to_owned()),
                Ok(step) => Ok(all_between(from, to, step)),
                Err(_) => Err(format!("For input string: \"{step}\"")),
            }
        };
        read().map_err(|wrong: String| format!("{wrong} '{text}'"))
    }

    fn range(&self, text: &str) -> Result<(u8, u8), String> {
        if text == "*" {
            return Ok((self.least, self.most));
        }
        let Some((from, to)) = text.split_once('-') else {
            return self.number(text).map(|number| (number, number));
        };
        let (mut from, to) = (self.number(from)?, self.number(to)?);
        // A week that is counted from Sunday begins with it.
        if self.name == WEEKDAYS.name && from == 7 {
            from = 0;
        }
        if from <= to { Ok((from, to)) } else { Err(format!("Invalid range: {from} - {to}")) }
    }

    fn number(&self, text: &str) -> Result<u8, String> {
        let word = self.words.iter().zip(1..).find(|(word, _)| word.eq_ignore_ascii_case(text));
        if let Some((_, number)) = word {
            return Ok(number);
        }
        let number = text.parse::<u64>().map_err(|_| format!("For input string: \"{text}\""))?;
        let fits = u8::try_from(number).ok().filter(|number| (self.least..=self.most).contains(number));
        fits.ok_or_else(|| {
            let Field { name, least, most, .. } = self;
            format!("Invalid value for {name} (valid values {least} - {most}): {number}")
        })
    }
}

/// Any day, written as `?`.
fn any(text: &str) -> &str {
    if text == "?" { "*" } else { text }
}

impl Day {
    fn parse(text: &str) -> Result<Day, String> {
        let text = any(text);
        if text == "L" {
            return Ok(Day::BeforeLast(0));
        }
        if text == "LW" {
            return Ok(Day::LastWorkday);
        }
        if let Some(before) = text.strip_prefix("L-") {
            return Ok(Day::BeforeLast(small(DAYS.number(before)?)));
        }
        if let Some(near) = text.strip_suffix('W') {
            return Ok(Day::Workday(small(DAYS.number(near)?)));
        }
        Ok(Day::Among(DAYS.part(text)?))
    }

    fn fits(&self, date: Date) -> bool {
        let last = date.days_in_month();
        match self {
            Day::Among(days) => has(*days, date.day()),
            Day::BeforeLast(before) => date.day() == last - before,
            Day::LastWorkday => date == workday(date.last_of_month()),
            Day::Workday(day) => date.with().day(*day).build().is_ok_and(|near| date == workday(near)),
        }
    }
}

/// The workday of the same month that is nearest to a date.
fn workday(date: Date) -> Date {
    let moved = match date.weekday().to_monday_one_offset() {
        6 if date.day() == 1 => 2,
        6 => -1,
        7 if date == date.last_of_month() => -2,
        7 => 1,
        _ => 0,
    };
    date.checked_add(moved.days()).unwrap_or(date)
}

impl Weekday {
    fn parse(text: &str) -> Result<Weekday, String> {
        let text = any(text);
        // Sunday is 0 and 7.
        let one = |text: &str| WEEKDAYS.number(text).map(|day| if day == 0 { 7 } else { small(day) });
        if let Some((day, nth)) = text.split_once('#') {
            return match nth.parse::<i8>() {
                Ok(nth @ 1..=5) => Ok(Weekday::Nth(one(day)?, nth)),
                _ => Err(format!("Ordinal must be a number from 1 to 5 '{text}'")),
            };
        }
        if text == "L" {
            return Err("No day-of-week before 'L' in 'L'".to_owned());
        }
        if let Some(day) = text.strip_suffix('L') {
            return Ok(Weekday::Last(one(day)?));
        }
        let days = WEEKDAYS.part(text)?;
        Ok(Weekday::Among(days | (days & 1) << 7))
    }

    fn fits(&self, date: Date) -> bool {
        let day = date.weekday().to_monday_one_offset();
        match self {
            Weekday::Among(days) => has(*days, day),
            Weekday::Last(of) => day == *of && date.day() + 7 > date.days_in_month(),
            Weekday::Nth(of, nth) => day == *of && (date.day() - 1) / 7 + 1 == *nth,
        }
    }
}

/// A number of a field, which is below 60.
fn small(number: u8) -> i8 {
    i8::try_from(number).unwrap_or(i8::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn next(expression: &str, after: &str) -> String {
        let cron = Cron::parse(expression).expect(expression);
        cron.next(after.parse().unwrap()).map_or_else(|| "never".to_owned(), |at| at.to_string())
    }

    #[test]
    fn each_kind_of_field_is_understood() {
        let after = "2026-11-27T10:00:00";
        for (expression, at) in [
            ("0 0 3 ? * *", "2026-11-28T03:00:00"),
            ("0 0 3 ? * MON", "2026-11-30T03:00:00"),
            ("0 0 10 ? * *", "2026-11-28T10:00:00"),
            ("1 0 10 * * *", "2026-11-27T10:00:01"),
            ("*/10 * * * * *", "2026-11-27T10:00:10"),
            ("0 0/15 9-17 * * MON-FRI", "2026-11-27T10:15:00"),
            ("0 5,20 * * * ?", "2026-11-27T10:05:00"),
            ("0 0 3 ? JAN-MAR *", "2027-01-01T03:00:00"),
            ("0 0 3 * * 0", "2026-11-29T03:00:00"),
            ("0 0 3 * * 7", "2026-11-29T03:00:00"),
            ("0 0 3 * * SUN-TUE", "2026-11-29T03:00:00"),
            ("0 0 3 13 * FRI", "2027-08-13T03:00:00"),
            ("0 0 3 29 2 ?", "2028-02-29T03:00:00"),
            ("@daily", "2026-11-28T00:00:00"),
        ] {
            assert_eq!(next(expression, after), at, "{expression}");
        }
    }

    #[test]
    fn days_are_counted_from_the_end_and_moved_to_workdays() {
        let after = "2026-11-27T10:00:00";
        for (expression, at) in [
            ("0 0 3 L * ?", "2026-11-30T03:00:00"),
            ("0 0 3 L-2 * ?", "2026-11-28T03:00:00"),
            ("0 0 3 LW 2 ?", "2027-02-26T03:00:00"),
            ("0 0 3 28W 11 ?", "2027-11-29T03:00:00"),
            ("0 0 3 1W 8 ?", "2027-08-02T03:00:00"),
            ("0 0 3 31W 1 ?", "2027-01-29T03:00:00"),
            ("0 0 3 ? * 5L", "2026-12-25T03:00:00"),
            ("0 0 3 ? * MON#1", "2026-12-07T03:00:00"),
            ("0 0 3 ? * 0#5", "2026-11-29T03:00:00"),
        ] {
            assert_eq!(next(expression, after), at, "{expression}");
        }
    }

    #[test]
    fn what_never_comes_is_said_to_be_never() {
        assert_eq!(next("0 0 0 31 2 ?", "2026-11-27T10:00:00"), "never");
    }

    #[test]
    fn what_is_wrong_is_named() {
        for (expression, sentence) in [
            ("x", "Cron expression must consist of 6 fields (found 1 in \"x\")"),
            ("", "Expression must not be empty"),
            (
                "0 60 3 ? * *",
                "Invalid value for MinuteOfHour (valid values 0 - 59): 60 '60' in cron expression \"0 60 3 ? * *\"",
            ),
            ("0 0 a * * *", "For input string: \"a\" 'a' in cron expression \"0 0 a * * *\""),
            ("0 0 5-1 * * *", "Invalid range: 5 - 1 '5-1' in cron expression \"0 0 5-1 * * *\""),
            (
                "0 0/0 0 * * *",
                "Incrementer delta must be 1 or higher '0/0' in cron expression \"0 0/0 0 * * *\"",
            ),
            ("? 0 0 * * *", "For input string: \"?\" '?' in cron expression \"? 0 0 * * *\""),
            ("0 0 0 ? * L", "No day-of-week before 'L' in 'L' in cron expression \"0 0 0 ? * L\""),
        ] {
            assert_eq!(Cron::parse(expression), Err(sentence.to_owned()), "{expression}");
        }
    }
}
