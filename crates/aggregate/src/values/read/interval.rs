//! Periods as ADX writes them: the first day and a duration, such as `2024-01-01/P1M`.

use afya_model::Refusal;
use afya_model::period::{Period, PeriodType};
use jiff::civil::{Date, Weekday};

/// The id of the period that an interval means.
///
/// # Errors
/// 400 for what is none.
pub(super) fn period(interval: &str) -> Result<String, Refusal> {
    let parts: Vec<&str> = interval.trim_end_matches('/').split('/').collect();
    let [day, duration] = parts.as_slice() else {
        return Err(Refusal::bad_request(format!("{interval} not in valid <date>/<duration> format")));
    };
    let day: Option<Date> = day.parse().ok();
    let kind = day.and_then(|day| kind(day, duration));
    let period = kind.zip(day).and_then(|(kind, day)| Period::containing(kind, day));
    let period =
        period.ok_or_else(|| Refusal::bad_request(format!("{duration} is not a supported duration type")))?;
    Ok(period.id())
}

fn kind(day: Date, duration: &str) -> Option<PeriodType> {
    Some(match (duration, day.month()) {
        ("P1D", _) => PeriodType::Daily,
        ("P7D", _) => return week(day.weekday()),
        ("P14D", _) => PeriodType::BiWeekly,
        ("P1M", _) => PeriodType::Monthly,
        ("P2M", _) => PeriodType::BiMonthly,
        ("P3M", _) => PeriodType::Quarterly,
        ("P6M", 1 | 7) => PeriodType::SixMonthly,
        ("P6M", 4 | 10) => PeriodType::SixMonthlyApril,
        ("P6M", 5 | 11) => PeriodType::SixMonthlyNov,
        ("P1Y", 1) => PeriodType::Yearly,
        ("P1Y", 2) => PeriodType::FinancialFeb,
        ("P1Y", 4) => PeriodType::FinancialApril,
        ("P1Y", 7) => PeriodType::FinancialJuly,
        ("P1Y", 8) => PeriodType::FinancialAug,
        ("P1Y", 9) => PeriodType::FinancialSep,
        ("P1Y", 10) => PeriodType::FinancialOct,
        ("P1Y", 11) => PeriodType::FinancialNov,
        _ => return None,
    })
}

fn week(first: Weekday) -> Option<PeriodType> {
    match first {
        Weekday::Monday => Some(PeriodType::Weekly),
        Weekday::Wednesday => Some(PeriodType::WeeklyWednesday),
        Weekday::Thursday => Some(PeriodType::WeeklyThursday),
        Weekday::Friday => Some(PeriodType::WeeklyFriday),
        Weekday::Saturday => Some(PeriodType::WeeklySaturday),
        Weekday::Sunday => Some(PeriodType::WeeklySunday),
        Weekday::Tuesday => None,
    }
}

#[cfg(test)]
mod tests {
    use super::period;

    #[test]
    fn an_interval_names_its_period() {
        for (interval, id) in [
            ("2026-11-01/P1M", "202611"),
            ("2025-04-01/P3M", "2025Q2"),
            ("2026-01-05/P7D", "2026W2"),
            ("2025-04-01/P6M", "2025AprilS1"),
            ("2024-07-01/P1Y", "2024July"),
            ("2024-01-01/P1D", "20240101"),
        ] {
            assert_eq!(period(interval).as_deref(), Ok(id), "{interval}");
        }
    }

    #[test]
    fn what_is_no_interval_is_refused() {
        let sentence = |interval: &str| period(interval).unwrap_err().message.unwrap_or_default();
        assert_eq!(sentence("2026-01"), "2026-01 not in valid <date>/<duration> format");
        assert_eq!(sentence("2026-01-01/P5M"), "P5M is not a supported duration type");
        assert_eq!(sentence("soon/P1M"), "P1M is not a supported duration type");
    }
}
