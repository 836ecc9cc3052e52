//! Statements that find what an import names by code, name or attribute, or by options.

use afya_store::Sql;

use super::column;
use crate::values::schemes::Kind;
use afya_model::Scheme;

/// The identifiers of things of a kind, by name.
pub(crate) fn named(kind: Kind, scheme: &Scheme, names: &[String]) -> Sql {
    let table = match kind {
        Kind::Set => "dataset",
        Kind::Element => "dataelement",
        Kind::Unit => "organisationunit",
        Kind::Category => "category",
        Kind::Option => "categoryoption",
        Kind::OptionCombo | Kind::AttributeCombo => "categoryoptioncombo",
    };
    let mut sql = Sql::empty();
    sql.fill("select {} as name, t.uid from ", [column("t", scheme)]).push(table);
    sql.fill(" t where {} = any(", [column("t", scheme)]).bind(names.to_vec()).push("::text[])");
    sql
}

/// The category combo that each of these elements has in a set.
pub(crate) fn combos_of_elements(set: &str, scheme: &Scheme, elements: &[String]) -> Sql {
    let mut sql = Sql::empty();
    sql.fill(
        "select {} as name, coalesce(m.categorycomboid, e.categorycomboid) as combo from dataset s \
         join datasetelement m on m.datasetid = s.datasetid join dataelement e on e.dataelementid = m.dataelementid where s.uid = ",
        [column("e", scheme)],
    );
    sql.bind(set).fill(" and {} = any(", [column("e", scheme)]).bind(elements.to_vec()).push("::text[])");
    sql
}

/// The categories of a category combo.
pub(crate) fn categories(combo: i64, scheme: &Scheme) -> Sql {
    let mut sql = Sql::empty();
    sql.fill(
        "select {} as name from categorycombos_categories m join category c on c.categoryid = m.categoryid where m.categorycomboid = ",
        [column("c", scheme)],
    );
    sql.bind(combo);
    sql
}

/// The categories of a set's attributes.
pub(crate) fn categories_of_set(set: &str, scheme: &Scheme) -> Sql {
    let mut sql = Sql::empty();
    sql.fill(
        "select {} as name from dataset s join categorycombos_categories m on m.categorycomboid = s.categorycomboid \
         join category c on c.categoryid = m.categoryid where s.uid = ",
        [column("c", scheme)],
    );
    sql.bind(set);
    sql
}

/// The option combos of a category combo, with the names of their options.
pub(crate) fn options(combo: i64, scheme: &Scheme) -> Sql {
    let mut of = Sql::new("m.categorycomboid = ");
    of.bind(combo);
    option_combos(scheme, of)
}

/// The option combos of a category combo by its identifier, with the identifiers of their options.
pub(crate) fn options_of_combo(combo: &str) -> Sql {
    let mut of = Sql::new("m.categorycomboid = (select categorycomboid from categorycombo where uid = ");
    of.bind(combo).push(")");
    option_combos(&Scheme::Uid, of)
}

/// The attribute option combos of a set, with the names of their options.
pub(crate) fn options_of_set(set: &str, scheme: &Scheme) -> Sql {
    let mut of = Sql::new("m.categorycomboid = (select categorycomboid from dataset where uid = ");
    of.bind(set).push(")");
    option_combos(scheme, of)
}

fn option_combos(scheme: &Scheme, of: Sql) -> Sql {
    let mut sql = Sql::empty();
    sql.fill(
        "select c.uid, array_agg({}) as names from categorycombos_optioncombos m \
         join categoryoptioncombo c on c.categoryoptioncomboid = m.categoryoptioncomboid \
         join categoryoptioncombos_categoryoptions l on l.categoryoptioncomboid = c.categoryoptioncomboid \
         join categoryoption o on o.categoryoptionid = l.categoryoptionid where {} group by c.categoryoptioncomboid, c.uid",
        [column("o", scheme), of],
    );
    sql
}
