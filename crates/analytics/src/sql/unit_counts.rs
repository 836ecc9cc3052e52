//! The statement that counts units by the groups that they are members of.

use afya_store::Sql;

/// How many units there are at and below each of these units (`unit`), by their group of each set (`groups`; empty where
/// a unit is in none). A set may say that a unit without a group is in that of the nearest one above.
pub(crate) fn counts(units: &[String], group_sets: &[String]) -> Sql {
    let mut sql = Sql::new("select o.above as unit, array[");
    for at in 0..group_sets.len() {
        sql.push(if at == 0 { "coalesce(" } else { ", coalesce(" }).identifier(&format!("group{at}"));
        sql.push(".uid, '')");
    }
    sql.push(
        "]::text[] as groups, count(*) as units from (select m.uid, m.path, \
         unnest(string_to_array(m.path, '/')) as above from organisationunit m) o",
    );
    for (at, group_set) in group_sets.iter().enumerate() {
        sql.push(
            " left join lateral (select g.uid from orgunitgroupset s cross join unnest(case \
             when s.includesubhierarchyinanalytics then string_to_array(o.path, '/') else array[o.uid::text] end) with ordinality p \
             join organisationunit a on a.uid = p.p join orgunitgroupmembers m on m.organisationunitid = a.organisationunitid \
             join orgunitgroup g on g.orgunitgroupid = m.orgunitgroupid join orgunitgroupsetmembers x \
             on x.orgunitgroupid = g.orgunitgroupid and x.orgunitgroupsetid = s.orgunitgroupsetid where s.uid = ",
        );
        sql.bind(group_set.as_str()).push(" order by p.ordinality desc, g.uid limit 1) ");
        sql.identifier(&format!("group{at}")).push(" on true");
    }
    sql.push(" where o.above = any(").bind(units.to_vec()).push(") group by 1, 2 order by 1, 2");
    sql
}
