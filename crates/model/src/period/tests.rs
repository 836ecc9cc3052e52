//! Periods against facts of a DHIS2 server: ids, names, sentences and relative periods.

use jiff::civil::{Date, date};

use super::*;

fn check(id: &str, kind: PeriodType, start: Date, end: Date, name: &str) {
    let period = Period::parse(id).expect(id);
    assert_eq!((period.kind, period.start, period.end), (kind, start, end), "{id}");
    assert_eq!(period.name(), name, "{id}");
    assert_eq!(period.id(), id);
}

#[test]
fn ids_become_dates_and_names() {
    use PeriodType::*;
    check("20250601", Daily, date(2025, 6, 1), date(2025, 6, 1), "2025-06-01");
    check("2025W1", Weekly, date(2024, 12, 30), date(2025, 1, 5), "Week 1 2024-12-30 - 2025-01-05");
    check("2025SunW23", WeeklySunday, date(2025, 6, 1), date(2025, 6, 7), "Week 23 2025-06-01 - 2025-06-07");
    check(
        "2025ThuW20",
        WeeklyThursday,
        date(2025, 5, 15),
        date(2025, 5, 21),
        "Week 20 2025-05-15 - 2025-05-21",
    );
    check("2025BiW9", BiWeekly, date(2025, 4, 21), date(2025, 5, 4), "Bi-Week 9 2025-04-21 - 2025-05-04");
    check("202402", Monthly, date(2024, 2, 1), date(2024, 2, 29), "February 2024");
    check("202406B", BiMonthly, date(2024, 11, 1), date(2024, 12, 31), "November - December 2024");
    check("2025Q1", Quarterly, date(2025, 1, 1), date(2025, 3, 31), "January - March 2025");
    check("2024NovQ1", QuarterlyNov, date(2023, 11, 1), date(2024, 1, 31), "Nov to Jan 2024");
    check("2024NovQ4", QuarterlyNov, date(2024, 8, 1), date(2024, 10, 31), "Aug to Oct 2024");
    check("2023S2", SixMonthly, date(2023, 7, 1), date(2023, 12, 31), "July - December 2023");
    check("2024AprilS2", SixMonthlyApril, date(2024, 10, 1), date(2025, 3, 31), "October - March 2025");
    check("2024NovS1", SixMonthlyNov, date(2023, 11, 1), date(2024, 4, 30), "November - April 2024");
    check("2025", Yearly, date(2025, 1, 1), date(2025, 12, 31), "2025");
    check("2024Sep", FinancialSep, date(2024, 9, 1), date(2025, 8, 31), "September 2024 - August 2025");
    check("2024Nov", FinancialNov, date(2023, 11, 1), date(2024, 10, 31), "November 2023 - October 2024");
    check("2024April", FinancialApril, date(2024, 4, 1), date(2025, 3, 31), "April 2024 - March 2025");
}

#[test]
fn dashes_are_read_but_not_written() {
    assert_eq!(Period::parse("2025-06-01").expect("valid").id(), "20250601");
    assert_eq!(Period::parse("2025-06").expect("valid").id(), "202506");
}

#[test]
fn what_is_no_period_is_refused_with_a_sentence() {
    let refused = |id: &str| Period::parse(id).unwrap_err();
    assert_eq!(refused("202"), "Period must be have between 4 and 11 characters but got: `202`");
    assert_eq!(refused("20x5"), "Invalid Period `20x5`, expected a digit at position 2 but found: `x`");
    assert_eq!(
        refused("2025X1"),
        "Invalid Period `2025X1`, expected one of [W, Q, S] at index 4 for a ISO period of length 6 but found: `X1`"
    );
    for id in
        ["2025Q5", "202513", "202500", "20250230", "2025W53", "2025W0", "2025BiW27", "202507B", "9999July"]
    {
        assert_eq!(refused(id), format!("Invalid Period `{id}`, failed to create date interval"));
    }
    for id in ["2025é", "ééééééé", "2025-é1-01", "2025éW1"] {
        assert!(Period::parse(id).is_err());
    }
}

#[test]
fn every_day_has_a_period_of_every_type_whose_id_reads_back() {
    let mut day = date(2019, 12, 1);
    while day < date(2022, 2, 1) {
        for kind in PeriodType::ALL {
            let period = Period::containing(kind, day).expect("valid");
            assert!(period.start <= day && day <= period.end, "{kind:?} {day}");
            assert_eq!(Period::parse(&period.id()), Ok(period), "{kind:?} {day}");
        }
        day = day.tomorrow().expect("valid");
    }
}

#[test]
fn periods_have_neighbours_and_lengths() {
    let january = Period::parse("202401").expect("valid");
    assert_eq!(january.previous().expect("valid").id(), "202312");
    assert_eq!(january.shift(13).expect("valid").id(), "202502");
    assert_eq!(january.shift(-1), january.previous());
    assert_eq!(january.days(), 31);
    assert_eq!(Period::parse("2024").expect("valid").days(), 366);
    let quarters = Period::within(PeriodType::Quarterly, date(2024, 3, 31), date(2024, 7, 1));
    let ids: Vec<String> = quarters.iter().map(Period::id).collect();
    assert_eq!(ids, ["2024Q1", "2024Q2", "2024Q3"]);
    assert_eq!(Period::parse("2025W1").expect("valid").year(), 2025);
}

#[test]
fn years_have_four_digits_however_long_ago() {
    for id in
        ["0010", "0010Q2", "0010W1", "0010BiW3", "0010S1", "0010AprilS2", "0010NovS1", "001002B", "0010Oct"]
    {
        assert_eq!(Period::parse(id).expect(id).id(), id);
    }
}

#[test]
fn names_of_types_read_back() {
    for kind in PeriodType::ALL {
        assert_eq!(PeriodType::parse(kind.name()), Some(kind));
    }
    assert_eq!(PeriodType::parse("monthly"), None);
    assert_eq!(PeriodType::SixMonthlyNov.iso_duration(), "P6M");
    assert_eq!(PeriodType::TwoYearly.frequency_order(), 730);
}

#[test]
fn relative_periods_are_those_that_dhis2_answers() {
    for line in include_str!("relative_periods.tsv").lines() {
        let columns: Vec<&str> = line.split('\t').collect();
        let default = RelativeSettings::default();
        let settings = RelativeSettings {
            financial_year: RelativeSettings::financial_year_of(columns[1]).unwrap_or(default.financial_year),
            week: RelativeSettings::week_of(columns[2]).unwrap_or(default.week),
        };
        let base = columns[0].parse().expect("valid");
        let relative = RelativePeriod::parse(columns[3]).expect("valid");
        let ids: Vec<String> = relative.periods(base, &settings).iter().map(Period::id).collect();
        assert_eq!(ids.join(" "), columns[4], "{line}");
    }
}
