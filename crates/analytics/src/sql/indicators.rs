//! Statements about indicators and what their formulas name.

use afya_access::Caller;
use afya_store::Sql;

use super::cells::below;
use super::{display_name, readable};
use crate::dimensions::org_units::{OrgUnitOptions, Unit};

/// The indicators and expression items among these identifiers that the caller may read.
pub(crate) fn indicators(caller: &Caller, uids: &[String], options: &OrgUnitOptions) -> Sql {
    let mut sql = formulas(options);
    sql.push(" where i.uid = any(").bind(uids.to_vec()).push(")");
    sql.append(readable("i", caller));
    sql.push(" union all select x.uid, ");
    sql.append(display_name("x", options.display, options.locale.as_deref()));
    sql.push(" as name, x.expression, '1', 1, false, null from expressiondimensionitem x where x.uid = any(");
    sql.bind(uids.to_vec()).push(")").append(readable("x", caller));
    sql
}

/// The indicators that formulas name, whoever may read them.
pub(crate) fn nested(uids: &[String], options: &OrgUnitOptions) -> Sql {
    let mut sql = formulas(options);
    sql.push(" where i.uid = any(").bind(uids.to_vec()).push(")");
    sql
}

fn formulas(options: &OrgUnitOptions) -> Sql {
    let mut sql = Sql::new("select i.uid, ");
    sql.append(display_name("i", options.display, options.locale.as_deref()));
    sql.push(
        " as name, i.numerator, i.denominator, t.indicatorfactor as factor, coalesce(i.annualized, false) as annualized, \
         i.decimals from indicator i join indicatortype t on t.indicatortypeid = i.indicatortypeid",
    );
    sql
}

/// The combos that these indicators are exported by.
pub(crate) fn exports(uids: &[String]) -> Sql {
    let mut sql = Sql::new(
        "select uid, nullif(aggregateexportcategoryoptioncombo, '') as option_combo, \
         nullif(aggregateexportattributeoptioncombo, '') as attribute_combo from indicator where uid = any(",
    );
    sql.bind(uids.to_vec()).push(")");
    sql
}

/// The members of an indicator group that the caller may read, with what the group is called.
pub(crate) fn group(caller: &Caller, uid: &str, options: &OrgUnitOptions) -> Sql {
    let mut sql = Sql::new("select i.uid as member, g.code, ");
    sql.append(display_name("g", options.display, options.locale.as_deref()));
    sql.push(
        " as name from indicatorgroup g join indicatorgroupmembers m on m.indicatorgroupid = g.indicatorgroupid \
         join indicator i on i.indicatorid = m.indicatorid where g.uid = ",
    );
    sql.bind(uid).append(readable("i", caller)).push(" order by i.name");
    sql
}

/// Which constants there are among these.
pub(crate) fn constants(uids: &[String]) -> Sql {
    let mut sql = Sql::new("select uid, value from constant where uid = any(");
    sql.bind(uids.to_vec()).push(")");
    sql
}

/// How many units of groups lie within each unit asked for, or within all of them together.
pub(crate) fn group_counts(groups: &[String], units: Option<&[Unit]>, by_unit: bool) -> Sql {
    let mut sql = Sql::new("select g.uid, ");
    sql.push(if by_unit { "u.ordinality - 1" } else { "0::bigint" });
    sql.push(" as place, count(distinct o.organisationunitid) as members from ");
    match units {
        Some(units) => sql.append(below(units)),
        None => sql.push("organisationunit o"),
    };
    sql.push(
        " join orgunitgroupmembers m on m.organisationunitid = o.organisationunitid \
         join orgunitgroup g on g.orgunitgroupid = m.orgunitgroupid where g.uid = any(",
    );
    sql.bind(groups.to_vec()).push(") group by 1, 2");
    sql
}

/// The elements and option combos that formulas name: key and identifier, by kind.
pub(crate) fn keys(uids: &[String]) -> Sql {
    let mut sql = Sql::new(
        "select 'element' as kind, uid, dataelementid as key, aggregationtype, valuetype from dataelement where uid = any(",
    );
    sql.bind(uids.to_vec());
    sql.push(") union all select 'combo', uid, categoryoptioncomboid, null, null from categoryoptioncombo where uid = any(");
    sql.bind(uids.to_vec()).push(")");
    sql
}

/// The elements of data element groups.
pub(crate) fn element_groups(uids: &[String]) -> Sql {
    let mut sql = Sql::new(
        "select g.uid, e.uid as element from dataelementgroup g \
         join dataelementgroupmembers m on m.dataelementgroupid = g.dataelementgroupid \
         join dataelement e on e.dataelementid = m.dataelementid where g.uid = any(",
    );
    sql.bind(uids.to_vec()).push(")");
    sql
}

/// The option combos of elements that lie in category option groups or have category options.
pub(crate) fn option_groups(uids: &[String], elements: &[String]) -> Sql {
    let mut sql = Sql::new(
        "with chosen as (select g.uid, m.categoryoptionid as option from categoryoptiongroup g \
         join categoryoptiongroupmembers m on m.categoryoptiongroupid = g.categoryoptiongroupid where g.uid = any(",
    );
    sql.bind(uids.to_vec());
    sql.push(") union all select uid, categoryoptionid from categoryoption where uid = any(")
        .bind(uids.to_vec());
    sql.push(
        ")) select distinct h.uid, e.uid as element, o.categoryoptioncomboid as combo from chosen h \
         join categoryoptioncombos_categoryoptions o on o.categoryoptionid = h.option \
         join categorycombos_optioncombos c on c.categoryoptioncomboid = o.categoryoptioncomboid \
         join dataelement e on e.categorycomboid = c.categorycomboid where e.uid = any(",
    );
    sql.bind(elements.to_vec()).push(")");
    sql
}
