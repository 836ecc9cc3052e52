//! Statements about further dimensions: categories, groups of options, units and elements, and option combos.

use afya_access::Caller;
use afya_store::Sql;

use super::{display_name, readable};
use crate::dimensions::org_units::OrgUnitOptions;
use crate::plan::{Facet, FacetKind};

/// The dimensions with these identifiers that may be asked for: `kind`, `key`, `uid`, `name` and `flag`, which says
/// of categories and sets of option groups that they are about attributes, and of sets of unit groups that units
/// below count too.
pub(crate) fn dimensions(caller: &Caller, uids: &[String], options: &OrgUnitOptions) -> Sql {
    let mut sql = Sql::empty();
    let tables: [(&'static str, &'static str, &'static str); 4] = [
        (
            "select 'CATEGORY' as kind, d.categoryid as key, d.uid, d.datadimensiontype = 'ATTRIBUTE' as flag, ",
            "d",
            " as name from category d where d.datadimension and d.uid = any(",
        ),
        (
            " union all select 'CATEGORY_OPTION_GROUP_SET', d.categoryoptiongroupsetid, d.uid, d.datadimensiontype = 'ATTRIBUTE', ",
            "d",
            " from categoryoptiongroupset d where d.datadimension and d.uid = any(",
        ),
        (
            " union all select 'ORGANISATION_UNIT_GROUP_SET', d.orgunitgroupsetid, d.uid, coalesce(d.includesubhierarchyinanalytics, false), ",
            "d",
            " from orgunitgroupset d where d.datadimension and d.uid = any(",
        ),
        (
            " union all select 'DATA_ELEMENT_GROUP_SET', d.dataelementgroupsetid, d.uid, false, ",
            "d",
            " from dataelementgroupset d where d.datadimension and d.uid = any(",
        ),
    ];
    for (start, alias, end) in tables {
        sql.push(start).append(display_name(alias, options.display, options.locale.as_deref()));
        sql.push(end).bind(uids.to_vec()).push(")").append(readable(alias, caller));
    }
    sql
}

/// The identifiers of the dimensions that bound what the caller sees.
pub(crate) fn constraints(caller: &Caller) -> Sql {
    let mut sql = Sql::new(
        "select d.uid from users_catdimensionconstraints c join category d on d.categoryid = c.dataelementcategoryid where c.userid = ",
    );
    sql.bind(caller.id);
    sql.push(" union all select d.uid from users_cogsdimensionconstraints c join categoryoptiongroupset d on d.categoryoptiongroupsetid = c.categoryoptiongroupsetid where c.userid = ");
    sql.bind(caller.id);
    sql
}

/// The items of a dimension in its order.
pub(crate) fn items(kind: FacetKind, key: i64, caller: &Caller, options: &OrgUnitOptions) -> Sql {
    let mut sql = Sql::new("select i.uid, i.code, ");
    sql.append(display_name("i", options.display, options.locale.as_deref()));
    sql.push(match kind {
        FacetKind::Category { .. } => {
            " as name from categories_categoryoptions m join categoryoption i on i.categoryoptionid = m.categoryoptionid where m.categoryid = "
        }
        FacetKind::OptionGroups { .. } => {
            " as name from categoryoptiongroupsetmembers m join categoryoptiongroup i on i.categoryoptiongroupid = m.categoryoptiongroupid where m.categoryoptiongroupsetid = "
        }
        FacetKind::UnitGroups { .. } => {
            " as name from orgunitgroupsetmembers m join orgunitgroup i on i.orgunitgroupid = m.orgunitgroupid where m.orgunitgroupsetid = "
        }
        FacetKind::ElementGroups | FacetKind::OptionCombo | FacetKind::AttributeCombo => {
            " as name from dataelementgroupsetmembers m join dataelementgroup i on i.dataelementgroupid = m.dataelementgroupid where m.dataelementgroupsetid = "
        }
    });
    sql.bind(key).append(readable("i", caller));
    sql.push(match kind {
        FacetKind::UnitGroups { .. } => " order by i.name",
        _ => " order by m.sort_order",
    });
    sql
}

/// The items with these identifiers, of the kind that a dimension has; not all of them need be its own.
pub(crate) fn chosen(kind: FacetKind, uids: &[String], caller: &Caller, options: &OrgUnitOptions) -> Sql {
    let mut sql = Sql::new("select i.uid, i.code, ");
    sql.append(display_name("i", options.display, options.locale.as_deref())).push(" as name from ");
    sql.push(match kind {
        FacetKind::Category { .. } => "categoryoption i where i.uid = any(",
        FacetKind::OptionGroups { .. } => "categoryoptiongroup i where i.uid = any(",
        FacetKind::UnitGroups { .. } => "orgunitgroup i where i.uid = any(",
        FacetKind::ElementGroups | FacetKind::OptionCombo | FacetKind::AttributeCombo => {
            "dataelementgroup i where i.uid = any("
        }
    });
    sql.bind(uids.to_vec()).push(")").append(readable("i", caller));
    sql.push(" order by array_position(").bind(uids.to_vec()).push("::text[], i.uid::text)");
    sql
}

/// The elements of data element groups.
pub(crate) fn elements(groups: &[String]) -> Sql {
    let mut sql = Sql::new(
        "select distinct e.uid from dataelementgroup g join dataelementgroupmembers m on m.dataelementgroupid = g.dataelementgroupid \
         join dataelement e on e.dataelementid = m.dataelementid where e.domaintype = 'AGGREGATE' and g.uid = any(",
    );
    sql.bind(groups.to_vec()).push(") order by e.uid");
    sql
}

/// The items of a facet that a figure `v` (a row of data values) belongs to, as a query of `uid`.
pub(super) fn belonging(facet: &Facet) -> Sql {
    let mut sql = Sql::new("select distinct g.uid from ");
    sql.push(sources(facet.kind));
    if !matches!(facet.kind, FacetKind::OptionCombo | FacetKind::AttributeCombo) {
        sql.bind(facet.key);
    }
    match facet.kind {
        FacetKind::UnitGroups { with_units_below: false } => {
            sql.push(" and m.organisationunitid = v.sourceid");
        }
        FacetKind::UnitGroups { with_units_below: true } => {
            sql.push(
                " and m.organisationunitid = (select a.organisationunitid from organisationunit o \
                 join organisationunit a on o.path = a.path or o.path like a.path || '/%' \
                 join orgunitgroupmembers n on n.organisationunitid = a.organisationunitid \
                 join orgunitgroupsetmembers s on s.orgunitgroupid = n.orgunitgroupid \
                 where o.organisationunitid = v.sourceid and s.orgunitgroupsetid = ",
            );
            sql.bind(facet.key).push(" order by a.hierarchylevel desc limit 1)");
        }
        _ => {}
    }
    if !facet.is_open {
        let uids: Vec<String> = facet.items.iter().map(|item| item.uid.clone()).collect();
        sql.push(" and g.uid = any(").bind(uids).push(")");
    }
    sql
}

/// Where the items of a kind come from; what has a set or a category of its own ends before its key.
fn sources(kind: FacetKind) -> &'static str {
    match kind {
        FacetKind::OptionCombo => {
            "categoryoptioncombo g where g.categoryoptioncomboid = v.categoryoptioncomboid"
        }
        FacetKind::AttributeCombo => {
            "categoryoptioncombo g where g.categoryoptioncomboid = v.attributeoptioncomboid"
        }
        FacetKind::Category { of_attributes: true } => {
            "categoryoptioncombos_categoryoptions o join categoryoption g on g.categoryoptionid = o.categoryoptionid \
             join categories_categoryoptions own on own.categoryoptionid = g.categoryoptionid \
             where o.categoryoptioncomboid = v.attributeoptioncomboid and own.categoryid = "
        }
        FacetKind::Category { of_attributes: false } => {
            "categoryoptioncombos_categoryoptions o join categoryoption g on g.categoryoptionid = o.categoryoptionid \
             join categories_categoryoptions own on own.categoryoptionid = g.categoryoptionid \
             where o.categoryoptioncomboid = v.categoryoptioncomboid and own.categoryid = "
        }
        FacetKind::OptionGroups { of_attributes: true } => {
            "categoryoptioncombos_categoryoptions o join categoryoptiongroupmembers m on m.categoryoptionid = o.categoryoptionid \
             join categoryoptiongroup g on g.categoryoptiongroupid = m.categoryoptiongroupid \
             join categoryoptiongroupsetmembers own on own.categoryoptiongroupid = g.categoryoptiongroupid \
             where o.categoryoptioncomboid = v.attributeoptioncomboid and own.categoryoptiongroupsetid = "
        }
        FacetKind::OptionGroups { of_attributes: false } => {
            "categoryoptioncombos_categoryoptions o join categoryoptiongroupmembers m on m.categoryoptionid = o.categoryoptionid \
             join categoryoptiongroup g on g.categoryoptiongroupid = m.categoryoptiongroupid \
             join categoryoptiongroupsetmembers own on own.categoryoptiongroupid = g.categoryoptiongroupid \
             where o.categoryoptioncomboid = v.categoryoptioncomboid and own.categoryoptiongroupsetid = "
        }
        FacetKind::UnitGroups { .. } => {
            "orgunitgroupmembers m join orgunitgroup g on g.orgunitgroupid = m.orgunitgroupid \
             join orgunitgroupsetmembers own on own.orgunitgroupid = g.orgunitgroupid where own.orgunitgroupsetid = "
        }
        FacetKind::ElementGroups => {
            "dataelementgroupmembers m join dataelementgroup g on g.dataelementgroupid = m.dataelementgroupid \
             join dataelementgroupsetmembers own on own.dataelementgroupid = g.dataelementgroupid \
             where m.dataelementid = v.dataelementid and own.dataelementgroupsetid = "
        }
    }
}
