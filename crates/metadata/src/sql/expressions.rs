//! The names of what expressions speak of.

use afya_store::Sql;

/// `kind`, `uid` and `name` of every object with one of these uids.
pub(crate) fn names(uids: Vec<String>) -> Sql {
    let mut sql = Sql::new(
        "select kind, uid::text as uid, name::text as name from (
            select 'dataElement' as kind, uid, name from dataelement
            union all select 'categoryOptionCombo', uid, name from categoryoptioncombo
            union all select 'program', uid, name from program
            union all select 'trackedEntityAttribute', uid, name from trackedentityattribute
            union all select 'constant', uid, name from constant
            union all select 'programIndicator', uid, name from programindicator
            union all select 'indicator', uid, name from indicator
            union all select 'organisationUnitGroup', uid, name from orgunitgroup
            union all select 'organisationUnit', uid, name from organisationunit
            union all select 'dataSet', uid, name from dataset
        ) named where uid = any(",
    );
    sql.bind(uids).push(")");
    sql
}
