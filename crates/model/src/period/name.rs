//! The English names of periods, as DHIS2's analytics shows them.

use jiff::civil::Date;

use super::kind::{PeriodType, Shape};
use super::{Period, weeks};

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

pub(super) fn name(period: &Period) -> String {
    let Period { kind, start, end } = *period;
    match (kind, kind.shape()) {
        (_, Shape::Day) => start.to_string(),
        (_, Shape::Week { .. }) => {
            format!("Week {} {start} - {end}", weeks::number_of(start).1)
        }
        (_, Shape::BiWeek) => {
            format!("Bi-Week {} {start} - {end}", weeks::number_of(start).1 / 2 + 1)
        }
        (PeriodType::Monthly, _) => format!("{} {}", month(start), start.year()),
        (PeriodType::Yearly, _) => start.year().to_string(),
        (PeriodType::TwoYearly, _) => format!("{} and {}", start.year(), end.year()),
        // DHIS2 has no long form for this one type.
        (PeriodType::QuarterlyNov, _) => {
            format!("{} to {} {}", &month(start)[..3], &month(end)[..3], end.year())
        }
        (_, Shape::Months { length: 12, .. }) => {
            format!("{} {} - {} {}", month(start), start.year(), month(end), end.year())
        }
        (_, Shape::Months { .. }) => format!("{} - {} {}", month(start), month(end), end.year()),
    }
}

fn month(date: Date) -> &'static str {
    usize::try_from(date.month() - 1).ok().and_then(|index| MONTHS.get(index)).copied().unwrap_or_default()
}
