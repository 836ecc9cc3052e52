//! The statements of data dimensions.

use afya_schema::registry;
use afya_store::Sql;

use super::{Scope, fill, set_order, text};
use crate::restriction::Restriction;

pub(crate) fn only_data_dimensions() -> Restriction {
    Restriction::new("{t}.datadimension", Vec::new())
}

pub(crate) fn type_of(uid: &str) -> Sql {
    let mut sql = Sql::new("with asked as (select ");
    sql.bind(uid).push(
        "::text as uid) select 'category' as type from category c, asked where c.uid = asked.uid \
         union all select 'categoryOptionGroupSet' from categoryoptiongroupset s, asked where s.uid = asked.uid \
         union all select 'dataElementGroupSet' from dataelementgroupset s, asked where s.uid = asked.uid \
         union all select 'organisationUnitGroupSet' from orgunitgroupset s, asked where s.uid = asked.uid",
    );
    sql
}

/// The sets of groups of the options that a data set is reported by, in the order of a Java set.
pub(crate) fn option_group_sets(data_set: &str, scope: &Scope) -> Sql {
    let set = scope.alias();
    let of = registry().by_name("categoryOptionGroupSet");
    let order = of.and_then(|of| set_order::of_objects(of, set)).unwrap_or_else(|| set.column("uid"));
    fill(
        "select {}::text as uid from categoryoptiongroupset {} where {} in (select sm.categoryoptiongroupsetid from dataset d \
         join categorycombos_categories cc using (categorycomboid) join categories_categoryoptions co using (categoryid) \
         join categoryoptiongroupmembers gm on gm.categoryoptionid = co.categoryoptionid \
         join categoryoptiongroupsetmembers sm on sm.categoryoptiongroupid = gm.categoryoptiongroupid where d.uid = {}) order by {}",
        [set.column("uid"), set.sql(), set.column("categoryoptiongroupsetid"), text(data_set), order],
    )
}

pub(crate) fn recommended(data_elements: &[i64]) -> Sql {
    let mut sql = Sql::new("with elements as (select unnest(");
    sql.bind(data_elements.to_vec()).push(
        "::bigint[]) as dataelementid), combos as (select d.categorycomboid from dataelement d join elements using (dataelementid) \
         union select e.categorycomboid from datasetelement e join elements using (dataelementid) \
         union select s.categorycomboid from datasetelement e join elements using (dataelementid) join dataset s using (datasetid)), \
         found as (select 'category' as type, c.uid, c.name from combos join categorycombos_categories m using (categorycomboid) \
         join category c using (categoryid) where c.datadimension \
         union select 'organisationUnitGroupSet', s.uid, s.name from orgunitgroupset s where s.datadimension) \
         select type, uid from found order by name, uid",
    );
    sql
}
