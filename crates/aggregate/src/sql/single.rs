//! The statements of single values.

use afya_store::Sql;

use super::export::Reader;
use super::{data_readable, validation};
use crate::single::Place;

/// Whether there is a category combo.
pub(crate) fn has_combo(uid: &str) -> Sql {
    let mut sql = Sql::new("select from categorycombo where uid = ");
    sql.bind(uid);
    sql
}

/// What is stored at a place, deleted or not.
pub(crate) fn stored(place: &Place) -> Sql {
    let combo =
        |uid: &Option<String>| uid.clone().unwrap_or_else(|| crate::entry::DEFAULT_OPTION_COMBO.to_owned());
    let mut sql = Sql::new(
        "select v.value, v.comment, v.followup, v.deleted, v.categoryoptioncomboid as option_combo, \
         v.attributeoptioncomboid as attribute_combo from datavalue v join dataelement e using (dataelementid) \
         join period p using (periodid) join organisationunit o on o.organisationunitid = v.sourceid \
         join categoryoptioncombo c on c.categoryoptioncomboid = v.categoryoptioncomboid \
         join categoryoptioncombo a on a.categoryoptioncomboid = v.attributeoptioncomboid where e.uid = ",
    );
    sql.bind(place.element.as_str()).push(" and p.iso = ").bind(place.period.id());
    sql.push(" and o.uid = ").bind(place.unit.as_str());
    sql.push(" and c.uid = ").bind(combo(&place.option_combo));
    sql.push(" and a.uid = ").bind(combo(&place.attribute_combo));
    sql
}

/// Whether an element is in a set whose data the caller may read.
pub(crate) fn element_readable(uid: &str, reader: &Reader) -> Sql {
    let mut sql = Sql::new("select from dataelement e where e.uid = ");
    sql.bind(uid).push(" and ").append(validation::element_readable("e", reader));
    sql
}

/// The options of option combos whose data the caller may not read.
pub(crate) fn unreadable_options(combos: &[i64], caller: &str, groups: &[String]) -> Sql {
    let mut sql = Sql::new(
        "select distinct o.uid from categoryoptioncombos_categoryoptions m join categoryoption o using (categoryoptionid) \
         where m.categoryoptioncomboid = any(",
    );
    sql.bind(combos.to_vec())
        .push(") and not ")
        .append(data_readable("o", caller, groups))
        .push(" order by 1");
    sql
}
