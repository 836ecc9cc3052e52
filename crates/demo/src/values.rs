//! The figures: by population, season and growth, with the gaps and delays of real reporting.

use std::f64::consts::TAU;

use afya_model::period::{Period, PeriodType};
use jiff::civil::{Date, date};

use crate::catalogue::{Element, Model, Reporters, Set};
use crate::geography::{Facility, Geography};
use crate::random::{chance, number};
use crate::sets::sets;

/// Years of figures.
const YEARS: i16 = 5;
/// Growth of the population in a year.
const GROWTH: f64 = 1.026;
/// Weeks in a month.
const WEEKS: f64 = 52.18 / 12.0;

/// What was reported for a data set and a period.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Group {
    /// The data set.
    pub data_set: String,
    /// The period's id, such as `202601`.
    pub period: String,
    /// The values.
    pub values: Vec<Reported>,
}

/// A value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reported {
    /// The element.
    pub data_element: String,
    /// The unit.
    pub org_unit: String,
    /// The option combo.
    pub category_option_combo: String,
    /// The value.
    pub value: u64,
}

/// Who reports: a facility, or a district as the sum of its facilities.
struct Reporter<'a> {
    uid: &'a str,
    number: u64,
    people: f64,
}

/// The groups of five years, period by period.
pub(crate) fn groups(geography: &Geography, until: Date) -> impl Iterator<Item = Group> + '_ {
    let last = until.first_of_month();
    let first = last.saturating_sub(jiff::Span::new().years(YEARS));
    sets().iter().flat_map(move |set| {
        let reporters = reporters(set, geography);
        periods(set.every, first, last)
            .into_iter()
            .map(move |period| group(set, &reporters, period, (first, last)))
    })
}

/// The periods that end before `last`; of years those that begin before it, since people are estimated ahead.
fn periods(every: PeriodType, first: Date, last: Date) -> Vec<Period> {
    let mut found = Period::within(every, first, last);
    found.retain(|period| match every {
        PeriodType::Yearly => period.start < last,
        _ => period.start >= first && period.end < last,
    });
    found
}

fn reporters<'a>(set: &Set, geography: &'a Geography) -> Vec<Reporter<'a>> {
    if set.reporters == Reporters::Districts {
        let districts = geography.districts.iter().enumerate();
        return districts
            .map(|(at, area)| {
                let own = geography.facilities.iter().filter(|facility| facility.district == at);
                Reporter {
                    uid: &area.uid,
                    number: number(&area.code),
                    people: own.map(|facility| facility.people).sum(),
                }
            })
            .collect();
    }
    let own = geography.facilities.iter().filter(|facility| set.reporters.has(facility));
    own.map(|facility: &Facility| Reporter {
        uid: &facility.uid,
        number: facility.number,
        people: facility.people,
    })
    .collect()
}

fn group(set: &Set, reporters: &[Reporter<'_>], period: Period, (first, last): (Date, Date)) -> Group {
    let when = When::new(period, first);
    let mut values = Vec::new();
    for reporter in reporters {
        if set.reporters != Reporters::Districts && is_missing(set, reporter, &when, period, last) {
            continue;
        }
        for element in set.elements {
            let combos = element.combo.shares().len();
            for place in 0..combos {
                let value = figure(set, element, place, reporter, &when);
                // Nobody writes down that there was none, but for days without stock, where none is good news.
                if value == 0 && !matches!(element.model, Model::Days(_)) {
                    continue;
                }
                values.push(Reported {
                    data_element: element.uid(),
                    org_unit: reporter.uid.to_owned(),
                    category_option_combo: element.combo.option_combo(place),
                    value,
                });
            }
        }
    }
    Group { data_set: set.uid(), period: period.id(), values }
}

/// A period as the models see it.
struct When {
    /// Its number, which decides its chances.
    number: u64,
    /// The month, from 1.
    month: f64,
    /// Years since the start of the figures.
    years: f64,
    /// How much of a month it is.
    months: f64,
}

impl When {
    fn new(period: Period, first: Date) -> When {
        let days = (period.start - first).get_days();
        When {
            number: number(&period.id()),
            month: f64::from(period.start.month()),
            years: f64::from(days) / 365.25,
            months: if period.kind == PeriodType::Weekly { 1.0 / WEEKS } else { 1.0 },
        }
    }
}

/// Whether a report did not come: some facilities are careless, some close for a while, and the last month is not all in.
fn is_missing(set: &Set, reporter: &Reporter<'_>, when: &When, period: Period, last: Date) -> bool {
    let own = reporter.number;
    let careless = 0.02 + 0.16 * chance(&[own, 30]).powi(3);
    let late = if period.end >= last.saturating_sub(jiff::Span::new().days(31)) { 0.12 } else { 0.0 };
    let year = u64::from(period.start.year().unsigned_abs());
    let shut = chance(&[own, year, 31]) < 0.025 && {
        let from = 1.0 + (chance(&[own, year, 32]) * 10.0).floor();
        (from..from + 3.0).contains(&when.month)
    };
    shut || chance(&[own, when.number, number(set.code), 33]) < careless + late
}

/// The figure of one element and option combo.
fn figure(set: &Set, element: &Element, place: usize, reporter: &Reporter<'_>, when: &When) -> u64 {
    let key = number(element.code) ^ place as u64;
    let luck = |what: u64| chance(&[reporter.number, when.number, key, what]);
    // A facility's own way, the same in all periods.
    let habit = 0.7 + 0.6 * chance(&[reporter.number, number(element.code), 40]);
    let share = element.combo.shares()[place];
    let people = reporter.people * GROWTH.powf(when.years);
    match element.model {
        Model::Rate(thousandth, season, top, growth) => {
            let season = 1.0 + season * (TAU * (when.month - f64::from(top)) / 12.0).cos();
            let expected = people / 1_000.0
                * thousandth
                * when.months
                * season
                * growth.powf(when.years)
                * share
                * habit;
            whole(expected * (0.75 + 0.5 * luck(41)), luck(42))
        }
        Model::Part(of, part) => {
            let all = figure(set, set.element(of), place, reporter, when);
            let part = (part * (0.9 + 0.2 * luck(43)) * (0.93 + 0.1 * (habit - 0.7))).min(1.0);
            whole(all as f64 * part, luck(44)).min(all)
        }
        Model::Days(often) => {
            let some = luck(45) < often * habit;
            if some { 1 + (luck(46).powi(2) * 24.0) as u64 } else { 0 }
        }
        Model::People(part) => whole(people * part * share, 0.5),
    }
}

/// A whole number near an expected one: the fraction decides how often it is rounded up.
fn whole(expected: f64, luck: f64) -> u64 {
    (expected + luck).max(0.0).floor() as u64
}

/// The first day with figures, for opening dates.
pub(crate) const OPENED: Date = date(2010, 1, 1);

#[cfg(test)]
mod tests {
    use std::collections::HashMap;

    use super::*;
    use crate::catalogue::Combo;

    #[test]
    fn five_years_have_about_one_and_a_half_million_values() {
        let geography = Geography::new(1.0);
        let all: Vec<Group> = groups(&geography, date(2026, 11, 27)).collect();
        let count: usize = all.iter().map(|group| group.values.len()).sum();
        assert!((1_400_000..1_700_000).contains(&count), "{count} values");
        let malaria = all.iter().filter(|group| group.data_set == sets()[0].uid());
        let months: Vec<&str> = malaria.map(|group| group.period.as_str()).collect();
        assert_eq!((months.iter().min(), months.iter().max()), (Some(&"202111"), Some(&"202610")));
    }

    #[test]
    fn the_same_country_says_the_same() {
        let (one, other) = (Geography::new(0.1), Geography::new(0.1));
        let until = date(2024, 3, 9);
        assert!(groups(&one, until).eq(groups(&other, until)));
    }

    #[test]
    fn a_part_is_never_more_than_its_whole() {
        let geography = Geography::new(0.2);
        let mut parts = 0;
        for group in groups(&geography, date(2026, 1, 1)) {
            let set = sets().iter().find(|set| set.uid() == group.data_set).unwrap();
            let values: HashMap<(&str, &str, &str), u64> = group
                .values
                .iter()
                .map(|value| {
                    let key = (
                        value.data_element.as_str(),
                        value.org_unit.as_str(),
                        value.category_option_combo.as_str(),
                    );
                    (key, value.value)
                })
                .collect();
            for element in set.elements {
                let Model::Part(of, _) = element.model else { continue };
                let whole = set.element(of).uid();
                for value in group.values.iter().filter(|value| value.data_element == element.uid()) {
                    parts += 1;
                    let key = (whole.as_str(), value.org_unit.as_str(), value.category_option_combo.as_str());
                    assert!(values.get(&key).is_some_and(|all| *all >= value.value), "{}", element.code);
                }
            }
        }
        assert!(parts > 10_000);
    }

    #[test]
    fn malaria_has_its_season() {
        let geography = Geography::new(0.2);
        let malaria = &sets()[0];
        let tested = malaria.element("MAL_TESTED").uid();
        let month = |wanted: &str| -> u64 {
            let all = groups(&geography, date(2026, 1, 1));
            let found = all.filter(|group| group.data_set == malaria.uid() && group.period == wanted);
            found
                .flat_map(|group| group.values)
                .filter(|value| value.data_element == tested)
                .map(|value| value.value)
                .sum()
        };
        assert!(month("202404") * 10 > month("202410") * 18);
    }

    #[test]
    fn shares_are_parts_of_one() {
        for combo in Combo::ALL {
            let sum: f64 = combo.shares().iter().sum();
            assert!((sum - 1.0).abs() < 1e-9 && combo.shares().len() == combo.choices().len(), "{combo:?}");
        }
    }
}
