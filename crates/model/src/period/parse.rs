//! Reading period ids. The length decides which forms are possible, the fifth character which of them it is.

use super::kind::{PeriodType, Shape};
use super::{Period, months, weeks};

use PeriodType::*;

/// A type, the year, and up to two numbers behind it; a number that the type does not use is 0.
type Parts = (PeriodType, i32, i32, i32);

pub(super) fn parse(id: &str) -> Result<Period, String> {
    let text = Text { id, chars: id.chars().collect() };
    let (kind, year, number, day) = text.parts()?;
    span(kind, year, number, day)
        .map(|(start, end)| Period { kind, start, end })
        .ok_or_else(|| format!("Invalid Period `{id}`, failed to create date interval"))
}

type Span = (jiff::civil::Date, jiff::civil::Date);

fn span(kind: PeriodType, year: i32, number: i32, day: i32) -> Option<Span> {
    let short_year = i16::try_from(year).ok()?;
    match kind.shape() {
        Shape::Day => {
            let month = i8::try_from(number).ok()?;
            let date = jiff::civil::Date::new(short_year, month, i8::try_from(day).ok()?).ok()?;
            Some((date, date))
        }
        Shape::Week { first, .. } => weeks::week_in_year(short_year, number, first),
        Shape::BiWeek => weeks::biweek_in_year(short_year, number),
        Shape::Months { length: 12, offset } => months::span_in_year(year, 1, 12, offset),
        Shape::Months { length, offset } => months::span_in_year(year, number, length, offset),
    }
}

struct Text<'a> {
    id: &'a str,
    chars: Vec<char>,
}

impl Text<'_> {
    fn parts(&self) -> Result<Parts, String> {
        let length = self.chars.len();
        if !(4..=11).contains(&length) {
            return Err(format!("Period must be have between 4 and 11 characters but got: `{}`", self.id));
        }
        let year = self.number(0, 4)?;
        let (kind, number, day) = match length {
            4 => (Yearly, 0, 0),
            6 => self.six()?,
            7 => self.seven()?,
            8 => self.eight()?,
            9 => self.nine()?,
            10 => self.ten()?,
            11 if self.has("AprilS") => (SixMonthlyApril, self.number(10, 1)?, 0),
            11 => return Err(self.unexpected("AprilS")),
            // DHIS2 lets five characters fall through to its last case.
            _ => return Err(self.unexpected("AprilS")),
        };
        Ok((kind, year, number, day))
    }

    fn six(&self) -> Result<(PeriodType, i32, i32), String> {
        let number = self.number(5, 1)?;
        match self.chars[4] {
            'W' => Ok((Weekly, number, 0)),
            digit if digit.is_ascii_digit() => Ok((Monthly, self.number(4, 2)?, 0)),
            'Q' => Ok((Quarterly, number, 0)),
            'S' => Ok((SixMonthly, number, 0)),
            _ => Err(self.unexpected("W, Q, S")),
        }
    }

    fn seven(&self) -> Result<(PeriodType, i32, i32), String> {
        let financial = [
            ("Feb", FinancialFeb),
            ("Aug", FinancialAug),
            ("Sep", FinancialSep),
            ("Oct", FinancialOct),
            ("Nov", FinancialNov),
        ];
        if let Some((_, kind)) = financial.into_iter().find(|(end, _)| self.id.ends_with(end)) {
            return Ok((kind, 0, 0));
        }
        if self.id.ends_with('B') {
            return Ok((BiMonthly, self.number(4, 2)?, 0));
        }
        let number = self.number(5, 2)?;
        match self.chars[4] {
            'W' => Ok((Weekly, number, 0)),
            '-' => Ok((Monthly, number, 0)),
            _ => Err(self.unexpected("W, -")),
        }
    }

    fn eight(&self) -> Result<(PeriodType, i32, i32), String> {
        if self.id.ends_with("July") {
            return Ok((FinancialJuly, 0, 0));
        }
        if self.has("BiW") {
            return Ok((BiWeekly, self.number(7, 1)?, 0));
        }
        Ok((Daily, self.number(4, 2)?, self.number(6, 2)?))
    }

    fn nine(&self) -> Result<(PeriodType, i32, i32), String> {
        if self.id.ends_with("April") {
            return Ok((FinancialApril, 0, 0));
        }
        if self.has("BiW") {
            return Ok((BiWeekly, self.number(7, 2)?, 0));
        }
        let number = self.number(8, 1)?;
        let november = [("NovQ", QuarterlyNov), ("NovS", SixMonthlyNov)];
        self.week()
            .or_else(|| self.one_of(&november))
            .map(|kind| (kind, number, 0))
            .ok_or_else(|| self.unexpected("WedW, ThuW, SatW, SunW, NovS"))
    }

    fn ten(&self) -> Result<(PeriodType, i32, i32), String> {
        if self.chars[4] == '-' {
            if self.chars[7] != '-' {
                return Err(self.misplaced("dash", 7));
            }
            return Ok((Daily, self.number(5, 2)?, self.number(8, 2)?));
        }
        let number = self.number(8, 2)?;
        self.week().map(|kind| (kind, number, 0)).ok_or_else(|| self.unexpected("WedW, ThuW, SatW, SunW"))
    }

    fn week(&self) -> Option<PeriodType> {
        self.one_of(&[
            ("WedW", WeeklyWednesday),
            ("ThuW", WeeklyThursday),
            ("FriW", WeeklyFriday),
            ("SatW", WeeklySaturday),
            ("SunW", WeeklySunday),
        ])
    }

    fn one_of(&self, infixes: &[(&str, PeriodType)]) -> Option<PeriodType> {
        let found = infixes.iter().find(|(infix, _)| self.has(infix));
        found.map(|(_, kind)| *kind)
    }

    /// Whether the words stand right behind the year. The year is four digits, so bytes and characters agree.
    fn has(&self, infix: &str) -> bool {
        self.id.get(4..).is_some_and(|rest| rest.starts_with(infix))
    }

    fn number(&self, from: usize, length: usize) -> Result<i32, String> {
        let mut number = 0;
        for position in from..from + length {
            let digit = self.chars[position].to_digit(10).ok_or_else(|| self.misplaced("digit", position))?;
            number = number * 10 + i32::try_from(digit).unwrap_or_default();
        }
        Ok(number)
    }

    fn misplaced(&self, expected: &str, position: usize) -> String {
        format!(
            "Invalid Period `{}`, expected a {expected} at position {position} but found: `{}`",
            self.id, self.chars[position]
        )
    }

    fn unexpected(&self, expected: &str) -> String {
        let rest: String = self.chars.iter().skip(4).collect();
        format!(
            "Invalid Period `{}`, expected one of [{expected}] at index 4 for a ISO period of length {} but found: `{rest}`",
            self.id,
            self.chars.len()
        )
    }
}
