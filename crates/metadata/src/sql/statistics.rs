//! Statements that count.

use afya_store::Sql;

/// All counts as one object.
pub(crate) fn object_counts() -> Sql {
    Sql::new(
        "with estimate as (select relname, greatest(reltuples, 0)::bigint as rows from pg_class
            where relkind = 'r' and relnamespace = 'public'::regnamespace)
         select json_build_object(
            'dataElement', (select count(*) from dataelement), 'dataElementGroup', (select count(*) from dataelementgroup),
            'indicatorType', (select count(*) from indicatortype), 'indicator', (select count(*) from indicator),
            'indicatorGroup', (select count(*) from indicatorgroup), 'dataSet', (select count(*) from dataset),
            'organisationUnit', (select count(*) from organisationunit),
            'organisationUnitGroup', (select count(*) from orgunitgroup),
            'validationRule', (select count(*) from validationrule), 'period', (select count(*) from period),
            'user', (select count(*) from userinfo), 'userGroup', (select count(*) from usergroup),
            'visualization', (select count(*) from visualization),
            'eventVisualization', (select count(*) from eventvisualization), 'map', (select count(*) from map),
            'dashboard', (select count(*) from dashboard), 'program', (select count(*) from program),
            'dataValue', (select rows from estimate where relname = 'datavalue'),
            'trackedEntity', (select rows from estimate where relname = 'trackedentity'),
            'enrollment', (select rows from estimate where relname = 'enrollment'),
            'event', (select sum(rows)::bigint from estimate where relname in ('trackerevent', 'singleevent')),
            'trackerevent', (select rows from estimate where relname = 'trackerevent'),
            'singleevent', (select rows from estimate where relname = 'singleevent')) as counts",
    )
}
