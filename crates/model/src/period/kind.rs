//! The period types: what they are called, how long they are, and how their ids are written.

use jiff::civil::Weekday;

/// A way of cutting time into periods.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[expect(missing_docs, reason = "the variants are DHIS2's own names")]
pub enum PeriodType {
    Daily,
    Weekly,
    WeeklyWednesday,
    WeeklyThursday,
    WeeklyFriday,
    WeeklySaturday,
    WeeklySunday,
    BiWeekly,
    Monthly,
    BiMonthly,
    Quarterly,
    QuarterlyNov,
    SixMonthly,
    SixMonthlyApril,
    SixMonthlyNov,
    Yearly,
    FinancialFeb,
    FinancialApril,
    FinancialJuly,
    FinancialAug,
    FinancialSep,
    FinancialOct,
    FinancialNov,
    /// Only a row of the table of period types: no id is written or read, no answer lists it.
    TwoYearly,
}

/// How a type cuts the calendar.
#[derive(Debug, Clone, Copy)]
pub(super) enum Shape {
    Day,
    /// Seven days from a day of the week; the infix of the id.
    Week {
        first: Weekday,
        infix: &'static str,
    },
    /// Two ISO weeks, the first of an odd number.
    BiWeek,
    /// `length` months; the year that counts them starts `offset` months after January.
    Months {
        length: i32,
        offset: i32,
    },
}

use PeriodType::*;

impl PeriodType {
    /// Every type that has ids, in the order of the columns of analytics tables.
    pub const ALL: [Self; 23] = [
        Daily,
        Weekly,
        WeeklyWednesday,
        WeeklyThursday,
        WeeklyFriday,
        WeeklySaturday,
        WeeklySunday,
        BiWeekly,
        Monthly,
        BiMonthly,
        Quarterly,
        QuarterlyNov,
        SixMonthly,
        SixMonthlyApril,
        SixMonthlyNov,
        Yearly,
        FinancialFeb,
        FinancialApril,
        FinancialJuly,
        FinancialAug,
        FinancialSep,
        FinancialOct,
        FinancialNov,
    ];

    /// The type of this name, which is case sensitive; `TwoYearly` included.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().chain([TwoYearly]).find(|kind| kind.name() == name)
    }

    /// The name on the wire and in the table `periodtype`.
    pub fn name(self) -> &'static str {
        self.facts().0
    }

    /// How ids are written: `yyyyMM`.
    pub fn iso_format(self) -> &'static str {
        self.facts().1
    }

    /// The name for people, in English. Two types have no translation in DHIS2 and show their bare name.
    pub fn display_name(self) -> &'static str {
        self.facts().2
    }

    /// The length as an ISO 8601 duration.
    pub fn iso_duration(self) -> &'static str {
        match self.shape() {
            Shape::Day => "P1D",
            Shape::Week { .. } => "P7D",
            Shape::BiWeek => "P14D",
            Shape::Months { length: 1, .. } => "P1M",
            Shape::Months { length: 2, .. } => "P2M",
            Shape::Months { length: 3, .. } => "P3M",
            Shape::Months { length: 6, .. } => "P6M",
            Shape::Months { length: 24, .. } => "P2Y",
            Shape::Months { .. } => "P1Y",
        }
    }

    /// The length in days, roughly: smaller is more frequent.
    pub fn frequency_order(self) -> i32 {
        match self.shape() {
            Shape::Day => 1,
            Shape::Week { .. } => 7,
            Shape::BiWeek => 14,
            Shape::Months { length: 1, .. } => 30,
            Shape::Months { length: 2, .. } => 61,
            Shape::Months { length: 3, .. } => 91,
            Shape::Months { length: 6, .. } => 182,
            Shape::Months { length: 24, .. } => 730,
            Shape::Months { .. } => 365,
        }
    }

    fn facts(self) -> (&'static str, &'static str, &'static str) {
        match self {
            Daily => ("Daily", "yyyyMMdd", "Daily"),
            Weekly => ("Weekly", "yyyyWn", "Weekly"),
            WeeklyWednesday => ("WeeklyWednesday", "yyyyWedWn", "Weekly Wednesday"),
            WeeklyThursday => ("WeeklyThursday", "yyyyThuWn", "Weekly Thursday"),
            WeeklyFriday => ("WeeklyFriday", "yyyyFriWn", "WeeklyFriday"),
            WeeklySaturday => ("WeeklySaturday", "yyyySatWn", "Weekly Saturday"),
            WeeklySunday => ("WeeklySunday", "yyyySunWn", "Weekly Sunday"),
            BiWeekly => ("BiWeekly", "yyyyBiWn", "Bi-weekly"),
            Monthly => ("Monthly", "yyyyMM", "Monthly"),
            BiMonthly => ("BiMonthly", "yyyyMMB", "Bi-monthly"),
            Quarterly => ("Quarterly", "yyyyQn", "Quarterly"),
            QuarterlyNov => ("QuarterlyNov", "yyyyNovQn", "Quarterly November"),
            SixMonthly => ("SixMonthly", "yyyySn", "Six-monthly"),
            SixMonthlyApril => ("SixMonthlyApril", "yyyyAprilSn", "Six-monthly April"),
            SixMonthlyNov => ("SixMonthlyNov", "yyyyNovSn", "Six-monthly November"),
            Yearly => ("Yearly", "yyyy", "Yearly"),
            FinancialFeb => ("FinancialFeb", "yyyyFeb", "Financial February"),
            FinancialApril => ("FinancialApril", "yyyyApril", "Financial April"),
            FinancialJuly => ("FinancialJuly", "yyyyJuly", "Financial July"),
            FinancialAug => ("FinancialAug", "yyyyAug", "Financial August"),
            FinancialSep => ("FinancialSep", "yyyySep", "FinancialSep"),
            FinancialOct => ("FinancialOct", "yyyyOct", "Financial October"),
            FinancialNov => ("FinancialNov", "yyyyNov", "Financial November"),
            TwoYearly => ("TwoYearly", "yyyy", "TwoYearly"),
        }
    }

    pub(super) fn shape(self) -> Shape {
        let week = |first, infix| Shape::Week { first, infix };
        let months = |length, offset| Shape::Months { length, offset };
        match self {
            Daily => Shape::Day,
            Weekly => week(Weekday::Monday, "W"),
            WeeklyWednesday => week(Weekday::Wednesday, "WedW"),
            WeeklyThursday => week(Weekday::Thursday, "ThuW"),
            WeeklyFriday => week(Weekday::Friday, "FriW"),
            WeeklySaturday => week(Weekday::Saturday, "SatW"),
            WeeklySunday => week(Weekday::Sunday, "SunW"),
            BiWeekly => Shape::BiWeek,
            Monthly => months(1, 0),
            BiMonthly => months(2, 0),
            Quarterly => months(3, 0),
            QuarterlyNov => months(3, -2),
            SixMonthly => months(6, 0),
            SixMonthlyApril => months(6, 3),
            SixMonthlyNov => months(6, -2),
            Yearly => months(12, 0),
            FinancialFeb => months(12, 1),
            FinancialApril => months(12, 3),
            FinancialJuly => months(12, 6),
            FinancialAug => months(12, 7),
            FinancialSep => months(12, 8),
            FinancialOct => months(12, 9),
            FinancialNov => months(12, -2),
            TwoYearly => months(24, 0),
        }
    }

    /// Writes the id of the `number`th period (from 1) of a year, for the types that are made of months.
    pub(super) fn id_in_year(self, year: i32, number: i32) -> String {
        match self {
            Monthly => format!("{year:04}{number:02}"),
            BiMonthly => format!("{year:04}{number:02}B"),
            Quarterly => format!("{year:04}Q{number}"),
            QuarterlyNov => format!("{year:04}NovQ{number}"),
            SixMonthly => format!("{year:04}S{number}"),
            SixMonthlyApril => format!("{year:04}AprilS{number}"),
            SixMonthlyNov => format!("{year:04}NovS{number}"),
            _ => format!("{year:04}{}", self.iso_format().trim_start_matches("yyyy")),
        }
    }
}
