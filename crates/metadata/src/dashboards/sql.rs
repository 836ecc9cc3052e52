//! Statements over the items of dashboards and what they show.

use afya_schema::Type;
use afya_store::{Bind, Sql};

use crate::sql::{Alias, Scope, access, fill, name, text};

fn bind(value: impl Into<Bind>) -> Sql {
    let mut sql = Sql::empty();
    sql.bind(value);
    sql
}

/// An item, and whether the caller may change its dashboard; one without a dashboard is anybody's.
pub(super) fn item(uid: &str, may_update: impl Fn(Alias) -> Sql, scope: &Scope) -> Sql {
    let alias = scope.alias();
    fill(
        "select i.dashboarditemid as key, (select b.uid from dashboard_items m join dashboard b using (dashboardid) \
         where m.dashboarditemid = i.dashboarditemid limit 1) as dashboard, not exists (select from dashboard_items m join dashboard {} using (dashboardid) \
         where m.dashboarditemid = i.dashboarditemid and not coalesce({}, false)) as may_update from dashboarditem i where i.uid = {}",
        [alias.sql(), may_update(alias), text(uid)],
    )
}

/// Gives an item a shape.
pub(super) fn reshape(key: i64, shape: &str, caller: i64, now: &str) -> Sql {
    fill(
        "update dashboarditem set shape = {}, lastupdated = {}::timestamp, lastupdatedby = {} where dashboarditemid = {}",
        [text(shape), text(now), bind(caller), bind(key)],
    )
}

/// Everything that a dashboard shows or that is needed to see it: the place of the item, the type and the key of the object,
/// and whether it is what the item itself shows.
pub(super) fn reached(dashboard: i64) -> Sql {
    fill(
        "with item as (select m.sort_order as place, i.visualizationid, i.mapid, \
         coalesce(i.eventvisualizationid, i.eventchartid, i.eventreport) as eventvisualizationid \
         from dashboard_items m join dashboarditem i using (dashboarditemid) where m.dashboardid = {}), \
         cut as (select i.place, d.categorydimensionid from item i join visualization_categorydimensions d using (visualizationid) \
         union all select i.place, d.categorydimensionid from item i \
         join eventvisualization_categorydimensions d using (eventvisualizationid)), \
         sets as (select i.place, d.categoryoptiongroupsetdimensionid from item i \
         join visualization_categoryoptiongroupsetdimensions d using (visualizationid) union all \
         select i.place, d.categoryoptiongroupsetdimensionid from item i \
         join eventvisualization_categoryoptiongroupsetdimensions d using (eventvisualizationid)), \
         grouped as (select s.place, d.categoryoptiongroupsetid, m.categoryoptiongroupid from sets s \
         join categoryoptiongroupsetdimension d using (categoryoptiongroupsetdimensionid) \
         left join categoryoptiongroupsetmembers m using (categoryoptiongroupsetid)), \
         element as (select i.place, d.* from item i join eventvisualization_dataelementdimensions m using (eventvisualizationid) \
         join trackedentitydataelementdimension d using (trackedentitydataelementdimensionid)), \
         attribute as (select i.place, d.* from item i join eventvisualization_attributedimensions m using (eventvisualizationid) \
         join trackedentityattributedimension d using (trackedentityattributedimensionid)), \
         all_of_them (place, step, kind, key) as ( \
         select place, 0, 'map', mapid from item union all select place, 0, 'visualization', visualizationid from item \
         union all select place, 1, 'eventVisualization', eventvisualizationid from item \
         union all select i.place, 2, 'trackedEntityAttribute', e.attributevaluedimensionid from item i \
         join eventvisualization e using (eventvisualizationid) \
         union all select i.place, 2, 'dataElement', e.dataelementvaluedimensionid from item i \
         join eventvisualization e using (eventvisualizationid) \
         union all select i.place, 3, 'dataElement', d.dataelementid from item i \
         join visualization_datadimensionitems m using (visualizationid) join datadimensionitem d using (datadimensionitemid) \
         union all select i.place, 4, 'indicator', d.indicatorid from item i \
         join visualization_datadimensionitems m using (visualizationid) join datadimensionitem d using (datadimensionitemid) \
         union all select c.place, 5, 'category', d.categoryid from cut c join categorydimension d using (categorydimensionid) \
         union all select c.place, 6, 'categoryOption', d.categoryoptionid from cut c \
         join categorydimension_items d using (categorydimensionid) \
         union all select place, 7, 'dataElement', dataelementid from element \
         union all select place, 7, 'legendSet', legendsetid from element \
         union all select place, 7, 'programStage', programstageid from element \
         union all select i.place, 8, 'dataElementGroupSet', d.dataelementgroupsetid from item i \
         join visualization_dataelementgroupsetdimensions m using (visualizationid) \
         join dataelementgroupsetdimension d using (dataelementgroupsetdimensionid) \
         union all select i.place, 9, 'dataElementGroup', d.dataelementgroupid from item i \
         join visualization_dataelementgroupsetdimensions m using (visualizationid) \
         join dataelementgroupsetdimension_items d using (dataelementgroupsetdimensionid) \
         union all select place, 10, 'categoryOptionGroupSet', categoryoptiongroupsetid from grouped \
         union all select place, 11, 'categoryOptionGroup', categoryoptiongroupid from grouped \
         union all select g.place, 12, 'categoryOption', m.categoryoptionid from grouped g \
         join categoryoptiongroupmembers m using (categoryoptiongroupid) \
         union all select place, 13, 'trackedEntityAttribute', trackedentityattributeid from attribute \
         union all select place, 13, 'legendSet', legendsetid from attribute) \
         select place, kind, key, step = 0 as shown from all_of_them where key is not null \
         group by place, step, kind, key order by place, step, kind, key",
        [bind(dashboard)],
    )
}

/// Objects of a type with their names and sharing, and what the caller may do with them; nobody else changes them until the
/// transaction ends.
pub(super) fn objects(of: &'static Type, keys: Vec<i64>, scope: &Scope) -> Sql {
    let alias = scope.alias();
    let readable = access::readable(of, alias, scope).unwrap_or_else(|| "true".into());
    let shown = of.property("name").and_then(|named| crate::sql::computed::translated(named, alias, scope));
    fill(
        "select {}::bigint as key, {}::text as uid, {}::text as name, coalesce({}, jsonb_build_object()) as sharing, \
         coalesce({}, false) as readable, coalesce({}, false) as may_update from {} {} where {} = any({}) order by {} for update of {}",
        [
            alias.column(of.key_column.unwrap_or_default()),
            alias.column("uid"),
            shown.unwrap_or_else(|| alias.column("name")),
            alias.column("sharing"),
            readable,
            access::update(of, alias, scope),
            name(of.table.unwrap_or_default()),
            alias.sql(),
            alias.column(of.key_column.unwrap_or_default()),
            bind(keys),
            alias.column(of.key_column.unwrap_or_default()),
            alias.sql(),
        ],
    )
}

/// Replaces the sharing of an object.
pub(super) fn share(of: &Type, key: i64, sharing: String) -> Sql {
    fill(
        "update {} set sharing = {} where {} = {}",
        [
            name(of.table.unwrap_or_default()),
            bind(Bind::Json(sharing)),
            name(of.key_column.unwrap_or_default()),
            bind(key),
        ],
    )
}
