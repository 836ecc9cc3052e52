//! The statements of data dimensions.

use afya_store::Sql;

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

pub(crate) fn data_set(uid: &str) -> Sql {
    let mut sql = Sql::new("select uid from dataset where uid = ");
    sql.bind(uid);
    sql
}

/// Sets of groups stand in the order of a Java set, as far as it can be followed.
pub(crate) fn of_data_set(uid: &str) -> Sql {
    let mut sql = Sql::new(
        "with own as (select c.categoryid, c.uid, c.name, m.sort_order from dataset s \
         join categorycombos_categories m using (categorycomboid) join category c using (categoryid) where s.uid = ",
    );
    sql.bind(uid).push(
        "), sets as (select distinct s.categoryoptiongroupsetid as key, s.uid, s.code, s.name, s.shortname, s.description \
         from own join categories_categoryoptions co using (categoryid) \
         join categoryoptiongroupmembers gm on gm.categoryoptionid = co.categoryoptionid \
         join categoryoptiongroupsetmembers sm on sm.categoryoptiongroupid = gm.categoryoptiongroupid \
         join categoryoptiongroupset s on s.categoryoptiongroupsetid = sm.categoryoptiongroupsetid), \
         hashed as (select *, ((((afya.hash_code(uid) * 31 + afya.hash_code(code)) * 31 + afya.hash_code(name)) * 31 \
         + afya.hash_code(shortname)) * 31 + afya.hash_code(description)) as hash, count(*) over () as many from sets) \
         select 'category' as type, uid, 0 as part, sort_order::bigint as place, 0::bigint as key from own where name <> 'default' \
         union all select 'categoryOptionGroupSet', uid, 1, \
         case when many between 2 and 200 then afya.hash_place(hash, many) end, key from hashed order by part, place, key",
    );
    sql
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
