//! Plans of every kind.

use std::collections::BTreeSet;

use afya_analytics::dimensions::data::Source;
use afya_analytics::dimensions::org_units::Unit;
use afya_analytics::plan::{
    Aggregation, Comparison, Criterion, Facet, FacetItem, FacetKind, OverTime, Plan, Window,
};
use afya_analytics::request::AGGREGATION_TYPES;
use rand::RngExt;
use rand::rngs::StdRng;
use rand::seq::IndexedRandom;

use super::country::{PERIODS, window};

/// What a plan borrows.
#[derive(Debug)]
pub struct Asked {
    aggregation: Aggregation,
    with_zeros: bool,
    sources: Vec<Source>,
    by_item: bool,
    windows: Vec<Window>,
    by_window: bool,
    years: Vec<i64>,
    units: Option<Vec<Unit>>,
    by_unit: bool,
    by_source: bool,
    facets: Vec<Facet>,
    bounds: Vec<Facet>,
    criteria: Vec<Criterion>,
    from: Option<jiff::civil::Date>,
    until: Option<jiff::civil::Date>,
}

fn some<T: Clone>(random: &mut StdRng, all: &[T], most: usize) -> Vec<T> {
    let count = random.random_range(1..=most);
    all.sample(random, count).cloned().collect()
}

fn source(random: &mut StdRng) -> Source {
    let is_operand = random.random_bool(0.3);
    Source {
        element: random.random_range(201..209),
        option_combo: is_operand.then(|| 9000 + random.random_range(0..5)),
        attribute_combo: random.random_bool(0.1).then_some(9005),
        // The executors go by what the database says of an element.
        value_type: "NUMBER".to_owned(),
        aggregation: "SUM".to_owned(),
    }
}

fn windows(random: &mut StdRng) -> Vec<Window> {
    if random.random_bool(0.15) {
        let start = jiff::civil::date(2022, random.random_range(1..13), 1);
        return vec![Window {
            kind: None,
            start,
            end: jiff::civil::date(2023, random.random_range(1..13), 15),
        }];
    }
    some(random, &PERIODS, 8).into_iter().map(window).collect()
}

fn facet(kind: FacetKind, key: i64, name: &str, items: &[&str], random: &mut StdRng) -> Facet {
    let is_open = random.random_bool(0.4);
    let items = if is_open { Vec::new() } else { some(random, items, items.len()) };
    let item = |uid: &str| FacetItem { uid: uid.to_owned(), code: None, name: uid.to_owned() };
    let items = items.into_iter().map(item).collect();
    Facet { kind, key, uid: name.to_owned(), name: name.to_owned(), items, is_open, is_asked: true }
}

fn facets(random: &mut StdRng) -> Vec<Facet> {
    let with_units_below = random.random_bool(0.5);
    let kinds = [
        (FacetKind::OptionCombo, 0, "co", &["coc00000000", "coc00000001", "coc00000003"][..]),
        (FacetKind::AttributeCombo, 0, "ao", &["coc00000000", "coc00000005"]),
        (
            FacetKind::Category { of_attributes: false },
            9001,
            "category001",
            &["option00001", "option00002", "option00004"],
        ),
        (FacetKind::Category { of_attributes: true }, 9002, "category002", &["option00005", "option00006"]),
        (
            FacetKind::OptionGroups { of_attributes: false },
            9001,
            "cogset00001",
            &["cogroup0001", "cogroup0002"],
        ),
        (FacetKind::OptionGroups { of_attributes: true }, 9002, "cogset00002", &["cogroup0003"]),
        (FacetKind::UnitGroups { with_units_below }, 9001, "ougset00001", &["ougroup0001", "ougroup0002"]),
        (FacetKind::ElementGroups, 9001, "degset00001", &["degroup0001", "degroup0002"]),
    ];
    let count = *[0, 0, 0, 1, 1, 2].choose(random).expect("there are some");
    let chosen: Vec<_> = kinds.sample(random, count).copied().collect();
    chosen.into_iter().map(|(kind, key, name, items)| facet(kind, key, name, items, random)).collect()
}

fn units(random: &mut StdRng, there_are: &[(i64, String)]) -> Option<Vec<Unit>> {
    let unit = |(id, path): (i64, String)| {
        let uid = path.rsplit('/').next().unwrap_or_default().to_owned();
        Unit { id, uid: uid.clone(), code: None, name: uid, level: 1, path }
    };
    random.random_bool(0.9).then(|| some(random, there_are, 9).into_iter().map(unit).collect())
}

fn criteria(random: &mut StdRng) -> Vec<Criterion> {
    let comparison = *[Comparison::GreaterOrEqual, Comparison::Less, Comparison::Equal]
        .choose(random)
        .expect("there are some");
    let bound = f64::from(random.random_range(-10..200));
    if random.random_bool(0.15) { vec![Criterion { comparison, bound }] } else { Vec::new() }
}

impl Asked {
    /// Any plan over these units.
    pub fn random(random: &mut StdRng, there_are: &[(i64, String)]) -> Asked {
        let word = AGGREGATION_TYPES.choose(random).expect("there are some");
        let windows = windows(random);
        let touched = windows.iter().flat_map(|window| window.start.year()..=window.end.year());
        let years: BTreeSet<i64> = touched.map(i64::from).collect();
        let day = |random: &mut StdRng| jiff::civil::date(2022, random.random_range(1..13), 1);
        let units = units(random, there_are);
        Asked {
            aggregation: Aggregation::parse(word).expect("the word is one"),
            with_zeros: random.random_bool(0.5),
            sources: (0..random.random_range(1..7)).map(|_| source(random)).collect(),
            by_item: random.random_bool(0.8),
            by_window: random.random_bool(0.75),
            years: years.into_iter().collect(),
            by_unit: units.is_some() && random.random_bool(0.75),
            by_source: false,
            units,
            facets: facets(random),
            bounds: facets(random),
            criteria: criteria(random),
            from: random.random_bool(0.1).then(|| day(random)),
            until: random.random_bool(0.1).then(|| day(random)),
            windows,
        }
    }

    /// The same plan, with each unit that has values told apart.
    pub fn by_source(self) -> Asked {
        Asked { by_source: true, ..self }
    }

    /// The plan.
    pub fn plan(&self) -> Plan<'_> {
        Plan {
            aggregation: self.aggregation,
            is_text: false,
            with_zeros: self.with_zeros,
            items: self.sources.iter().enumerate().collect(),
            by_item: self.by_item,
            windows: &self.windows,
            by_window: self.by_window,
            years: &self.years,
            from: self.from,
            until: self.until,
            units: self.units.as_deref(),
            by_unit: self.by_unit,
            by_source: self.by_source,
            facets: &self.facets,
            bounds: &self.bounds,
            criteria: &self.criteria,
            approval: None,
            within_dates: false,
        }
    }

    /// What kind of plan it is.
    pub fn kind(&self) -> OverTime {
        self.aggregation.over_time
    }
}
