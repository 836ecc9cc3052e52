//! The registry against our own facts: how much there is of it, that its links lead somewhere, and that PostgreSQL has
//! every table and column it names, as the migrations make them.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::read_to_string;

use afya_schema::{Property, PropertyType, Storage, Type, registry};
use afya_tests::{files, repository};

type Tables = BTreeMap<String, BTreeSet<String>>;

/// The tables of DHIS2's schema with their columns, read from the migrations' statements.
fn tables() -> Tables {
    let mut tables = Tables::new();
    for file in files(&repository().join("migrations/dhis2"), ".sql") {
        let text = read_to_string(&file).expect("a migration can be read");
        for statement in text.split("create table ").skip(1) {
            let Some((table, rest)) = statement.split_once(" (") else { continue };
            let body = rest.split("\n)").next().unwrap_or_default();
            let columns = body.lines().filter_map(|line| line.split_whitespace().next());
            let columns =
                columns.filter(|word| *word != "constraint").map(|word| word.trim_matches('"').to_owned());
            tables.insert(table.trim_matches('"').to_owned(), columns.collect());
        }
    }
    tables
}

fn properties() -> impl Iterator<Item = (&'static Type, &'static Property)> {
    registry().types().iter().flat_map(|of| of.properties.iter().map(move |property| (of, property)))
}

fn target(property: &Property) -> Option<&'static Type> {
    property.target.and_then(|name| registry().by_class(name))
}

/// The tables and columns that a property's storage names.
fn named(of: &Type, property: &Property) -> Vec<(Option<&'static str>, &'static str)> {
    match &property.storage {
        Storage::Column(column)
        | Storage::Json(column)
        | Storage::Reference(column)
        | Storage::PeriodType(column) => {
            vec![(of.table, column)]
        }
        Storage::ManyToMany { table, owner, item, order } => {
            let columns = [*owner, *item].into_iter().chain(*order);
            columns.map(|column| (Some(*table), column)).collect()
        }
        Storage::Values { table, owner, value, order } => {
            let columns = [*owner, *value].into_iter().chain(*order);
            columns.map(|column| (Some(*table), column)).collect()
        }
        Storage::OneToMany { owner, order } => {
            let Some(table) = target(property).and_then(|target| target.table) else { return Vec::new() };
            [*owner].into_iter().chain(*order).map(|column| (Some(table), column)).collect()
        }
        Storage::Nowhere | Storage::SameAs(_) | Storage::Related { .. } | Storage::Expression(_) => {
            Vec::new()
        }
    }
}

fn complain(faults: Vec<String>) {
    assert!(faults.is_empty(), "\n{}\n", faults.join("\n"));
}

#[test]
fn there_are_116_types_with_3227_properties() {
    assert_eq!((registry().types().len(), properties().count()), (116, 3227));
    assert_eq!(registry().types().iter().filter(|of| of.endpoint.is_some()).count(), 87);
}

#[test]
fn names_and_keys_are_unique() {
    let mut faults = Vec::new();
    for of in registry().types() {
        let same = registry()
            .types()
            .iter()
            .filter(|other| other.name == of.name || other.plural == of.plural)
            .count();
        if same > 1 {
            faults.push(format!("{}: its name or plural is another type's too", of.name));
        }
        let mut keys = BTreeSet::new();
        let twice = of.properties.iter().filter(|property| !keys.insert(property.key));
        faults.extend(twice.map(|property| format!("{}.{} is there twice", of.name, property.key)));
    }
    complain(faults);
}

#[test]
fn every_object_that_is_linked_has_a_type() {
    let linked = |property: &Property| match property.storage {
        Storage::Reference(_) | Storage::ManyToMany { .. } | Storage::OneToMany { .. } => {
            [Some(property.kind), property.item_kind].contains(&Some(PropertyType::Reference))
        }
        Storage::Related { .. } => true,
        _ => false,
    };
    let lost = properties()
        .filter(|(_, property)| linked(property) && property.answer.is_none() && target(property).is_none());
    complain(lost.map(|(of, property)| format!("{}.{} leads to no type", of.name, property.key)).collect());
}

#[test]
fn every_persisted_property_of_a_type_with_a_table_is_stored() {
    let lost = properties().filter(|(of, property)| {
        of.table.is_some() && property.persisted && property.storage == Storage::Nowhere
    });
    complain(
        lost.map(|(of, property)| format!("{}.{} is persisted nowhere", of.name, property.key)).collect(),
    );
}

#[test]
fn postgresql_has_every_table_and_column_that_is_named() {
    let tables = tables();
    assert!(tables.len() >= 310, "only {} tables were found in the migrations", tables.len());
    let has = |table: &str, column: &str| tables.get(table).is_some_and(|columns| columns.contains(column));
    let mut faults = Vec::new();
    for of in registry().types() {
        let Some(table) = of.table else { continue };
        match of.key_column {
            Some(key) if !has(table, key) => faults.push(format!("{}: {table} has no key {key}", of.name)),
            None if !tables.contains_key(table) => {
                faults.push(format!("{}: there is no table {table}", of.name))
            }
            _ => {}
        }
    }
    for (of, property) in properties() {
        for (table, column) in named(of, property) {
            if !table.is_some_and(|table| has(table, column)) {
                faults.push(format!(
                    "{}.{}: {} has no column {column}",
                    of.name,
                    property.key,
                    table.unwrap_or("no table")
                ));
            }
        }
    }
    complain(faults);
}

#[test]
fn an_identity_has_its_column() {
    let tables = tables();
    let lost = registry().types().iter().filter(|of| {
        let made = of.property("id").is_some_and(|id| matches!(id.storage, Storage::Expression(_)));
        let table = of.table.and_then(|table| tables.get(table));
        of.identifiable && !made && table.is_some_and(|columns| !columns.contains("uid"))
    });
    complain(lost.map(|of| format!("{} is identifiable and its table has no uid", of.name)).collect());
}
