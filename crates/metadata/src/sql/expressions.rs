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

/// A name with this alias's translation of a property, where there is one for the locale.
pub(super) fn translated(
    alias: &'static str,
    property: &'static str,
    column: &'static str,
    locale: Option<&str>,
) -> Sql {
    let mut plain = Sql::empty();
    plain.push(alias).push(".").push(column);
    let Some(locale) = locale else { return plain };
    let mut sql = Sql::new("coalesce((select nullif(t->>'value', '') from jsonb_array_elements(");
    sql.push(alias).push(".translations) t where t->>'locale' = ").bind(locale);
    sql.push(" and t->>'property' = ").bind(property).push(" limit 1), ").append(plain).push(")");
    sql
}

/// What program indicators name: `kind`, `uid`, `name`, `value_type` and whether a stage is `repeatable`.
pub(crate) fn program_objects(uids: Vec<String>, locale: Option<&str>) -> Sql {
    let mut sql = Sql::new("select 'programStage' as kind, o.uid::text as uid, ");
    sql.append(translated("o", "NAME", "name", locale));
    sql.push("::text as name, null::text as value_type, coalesce(o.repeatable, false) as repeatable from programstage o where o.uid = any(");
    sql.bind(uids.clone()).push(") union all select 'dataElement', o.uid, ");
    sql.append(translated("o", "NAME", "name", locale));
    sql.push(", o.valuetype, false from dataelement o where o.uid = any(").bind(uids.clone());
    sql.push(") union all select 'trackedEntityAttribute', o.uid, ");
    sql.append(translated("o", "NAME", "name", locale));
    sql.push(", o.valuetype, false from trackedentityattribute o where o.uid = any(").bind(uids.clone());
    sql.push(") union all select 'constant', o.uid, ").append(translated("o", "NAME", "name", locale));
    sql.push(", null, false from constant o where o.uid = any(").bind(uids.clone());
    sql.push(") union all select 'relationshipType', o.uid, ")
        .append(translated("o", "NAME", "name", locale));
    sql.push(", null, false from relationshiptype o where o.uid = any(").bind(uids).push(")");
    sql
}

/// Whether there is a program with this identifier.
pub(crate) fn program(uid: &str) -> Sql {
    let mut sql = Sql::new("select programid from program where uid = ");
    sql.bind(uid);
    sql
}

/// The rule variables of a program and all constants: `key`, `name` and `value_type`.
pub(crate) fn rule_variables(program: &str, locale: Option<&str>) -> Sql {
    let mut sql = Sql::new("select v.name::text as key, case when d.dataelementid is not null then ");
    sql.push("coalesce(nullif(").append(translated("d", "FORM_NAME", "formname", locale));
    sql.push(", ''), ").append(translated("d", "NAME", "name", locale));
    sql.push(") when a.trackedentityattributeid is not null then ");
    sql.append(translated("a", "NAME", "name", locale));
    sql.push(
        " else v.name end::text as name, coalesce(d.valuetype, a.valuetype, v.valuetype)::text as value_type \
         from programrulevariable v join program p on p.programid = v.programid \
         left join dataelement d on d.dataelementid = v.dataelementid \
         left join trackedentityattribute a on a.trackedentityattributeid = v.trackedentityattributeid where p.uid = ",
    );
    sql.bind(program).push(" union all select c.uid, ").append(translated("c", "NAME", "name", locale));
    sql.push(", 'NUMBER' from constant c");
    sql
}
