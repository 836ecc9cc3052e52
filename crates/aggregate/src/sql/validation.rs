//! The statements of validation rules.

use afya_store::{Bind, Sql};
use jiff::Timestamp;
use jiff::civil::Date;

use super::data_readable;
use super::export::{Reader, combo_readable};
use crate::validation::Violation;

const RULES: &str = "select r.validationruleid as id, t.name as period_type, r.operator, l.expression as left_side, \
     l.missingvaluestrategy as left_skip, x.expression as right_side, x.missingvaluestrategy as right_skip, \
     array(select v.organisationunitlevel::int from validationruleorganisationunitlevels v where v.validationruleid = r.validationruleid) \
     as levels from validationrule r join periodtype t using (periodtypeid) join expression l on l.expressionid = r.leftexpressionid \
     join expression x on x.expressionid = r.rightexpressionid ";

/// The rules of a period type that forms are judged by.
pub(crate) fn rules_of_forms(kind: &str) -> Sql {
    let mut sql = Sql::new(RULES);
    sql.push("where not coalesce(r.skipformvalidation, false) and t.name = ")
        .bind(kind)
        .push(" order by r.name");
    sql
}

/// The rules of a group, or all.
pub(crate) fn rules_of_group(group: Option<i64>) -> Sql {
    let mut sql = Sql::new(RULES);
    if let Some(group) = group {
        sql.push("where r.validationruleid in (select m.validationruleid from validationrulegroupmembers m where m.validationgroupid = ");
        sql.bind(group).push(")");
    }
    sql.push(" order by r.name");
    sql
}

pub(crate) fn rule(uid: &str) -> Sql {
    let mut sql = Sql::new(RULES);
    sql.push("where r.uid = ").bind(uid);
    sql
}

pub(crate) fn group(uid: &str) -> Sql {
    let mut sql = Sql::new("select validationrulegroupid as id from validationrulegroup where uid = ");
    sql.bind(uid);
    sql
}

/// Periods of the database between two days.
pub(crate) fn periods(start: Date, end: Date) -> Sql {
    let mut sql = Sql::new("select p.iso from period p where p.startdate >= ");
    sql.bind(start.to_string()).push("::text::date and p.enddate <= ").bind(end.to_string());
    sql.push("::text::date order by p.startdate, p.enddate, p.iso");
    sql
}

pub(crate) fn option_combo(uid: &str) -> Sql {
    let mut sql = Sql::new("select categoryoptioncomboid as id from categoryoptioncombo where uid = ");
    sql.bind(uid);
    sql
}

/// A unit by its path, or all from it down.
pub(crate) fn units(path: &str, below: bool) -> Sql {
    let mut sql = Sql::new(
        "select o.organisationunitid as id, o.path, o.hierarchylevel as level from organisationunit o where o.path = ",
    );
    sql.bind(path);
    if below {
        sql.push(" or o.path like ").bind(format!("{path}/%"));
    }
    sql.push(" order by o.path");
    sql
}

/// The elements of a set, with the option combos by which it collects them.
pub(crate) fn operands_of_set(set: i64) -> Sql {
    let mut sql = Sql::new(
        "select e.uid as element, c.uid as combo from datasetelement m join dataelement e using (dataelementid) \
         join categorycombos_optioncombos x on x.categorycomboid = coalesce(m.categorycomboid, e.categorycomboid) \
         join categoryoptioncombo c using (categoryoptioncomboid) where m.datasetid = ",
    );
    sql.bind(set);
    sql
}

/// Values of elements at units, in periods of some types that hold a day. A reader gets only those of elements in a set whose
/// data they may read, and of attribute option combos whose options' data they may read.
pub(crate) fn values(
    elements: &[String],
    (day, kinds): (&str, &[String]),
    units: &[i64],
    attribute_combo: Option<i64>,
    reader: Option<&Reader>,
) -> Sql {
    let mut sql = Sql::new(
        "select v.sourceid as unit, e.uid as element, e.valuetype as value_type, c.uid as combo, a.uid as attribute_combo, v.value, \
         p.enddate - p.startdate as days from dataelement e join datavalue v using (dataelementid) join period p using (periodid) \
         join periodtype t using (periodtypeid) join categoryoptioncombo c on c.categoryoptioncomboid = v.categoryoptioncomboid \
         join categoryoptioncombo a on a.categoryoptioncomboid = v.attributeoptioncomboid where not v.deleted and v.value is not null \
         and e.uid = any(",
    );
    sql.bind(elements.to_vec()).push(") and v.sourceid = any(").bind(units.to_vec());
    sql.push(") and t.name = any(").bind(kinds.to_vec()).push(") and ").bind(day);
    sql.push("::text::date between p.startdate and p.enddate");
    if let Some(combo) = attribute_combo {
        sql.push(" and v.attributeoptioncomboid = ").bind(combo);
    }
    if let Some(reader) = reader {
        sql.push(" and ").append(element_readable("e", reader));
        sql.push(" and ").append(combo_readable("a", reader));
    }
    sql
}

/// The condition that an element is in a set whose data the caller may read.
pub(crate) fn element_readable(alias: &'static str, reader: &Reader) -> Sql {
    let mut sql = Sql::new(
        "exists (select from datasetelement m join dataset s using (datasetid) where m.dataelementid = ",
    );
    sql.push(alias)
        .push(".dataelementid and ")
        .append(data_readable("s", &reader.uid, &reader.groups))
        .push(")");
    sql
}

pub(crate) fn constants(uids: Vec<String>) -> Sql {
    let mut sql = Sql::new("select uid, value from constant where uid = any(");
    sql.bind(uids).push(")");
    sql
}

/// How many units groups have.
pub(crate) fn group_sizes(uids: Vec<String>) -> Sql {
    let mut sql = Sql::new(
        "select g.uid, count(m.organisationunitid)::float8 as size from orgunitgroup g left join orgunitgroupmembers m \
         using (orgunitgroupid) where g.uid = any(",
    );
    sql.bind(uids).push(") group by g.uid");
    sql
}

/// Which of these units belong to which of these groups, data sets and programs.
pub(crate) fn memberships(units: Vec<i64>, owners: Vec<String>) -> Sql {
    let mut sql = Sql::new(
        "select m.organisationunitid as unit, m.uid as owner from ( \
         select x.organisationunitid, g.uid from orgunitgroup g join orgunitgroupmembers x using (orgunitgroupid) \
         union all select x.sourceid, s.uid from dataset s join datasetsource x using (datasetid) \
         union all select x.organisationunitid, p.uid from program p join program_organisationunits x using (programid)) m \
         where m.organisationunitid = any(",
    );
    sql.bind(units).push(") and m.uid = any(").bind(owners).push(")");
    sql
}

/// The name of each element or operand.
pub(crate) fn operand_names(operands: Vec<(String, Option<String>)>) -> Sql {
    let (elements, combos): (Vec<String>, Vec<String>) =
        operands.into_iter().map(|(element, combo)| (element, combo.unwrap_or_default())).unzip();
    let mut sql = Sql::new(
        "select e.uid as element, c.uid as combo, e.name || coalesce(' ' || c.name, '') as name from unnest(",
    );
    sql.bind(elements).push("::text[], ").bind(combos);
    sql.push(
        "::text[]) n (element, combo) join dataelement e on e.uid = n.element \
         left join categoryoptioncombo c on c.uid = nullif(n.combo, '')",
    );
    sql
}

/// The cells of a set that asks for a comment where there is no value, and that have neither; nothing where it does not ask.
pub(crate) fn uncommented(set: i64, iso: &str, unit: i64, attribute_combo: i64) -> Sql {
    let mut sql = Sql::new(
        "select json_agg(json_build_object('id', e.uid || '.' || c.uid, 'name', e.name || ' ' || c.name, 'displayName', \
         e.name || ' ' || c.name, 'dataElement', json_build_object('id', e.uid, 'name', e.name, 'displayName', e.name), \
         'categoryOptionCombo', json_build_object('id', c.uid, 'name', c.name, 'displayName', c.name)) order by e.name, c.name) as cells \
         from dataset s join datasetelement m using (datasetid) join dataelement e using (dataelementid) \
         join categorycombos_optioncombos x on x.categorycomboid = coalesce(m.categorycomboid, e.categorycomboid) \
         join categoryoptioncombo c using (categoryoptioncomboid) where s.novaluerequirescomment and s.datasetid = ",
    );
    sql.bind(set).push(
        " and not exists (select from datavalue v join period p using (periodid) where v.dataelementid = e.dataelementid \
         and v.categoryoptioncomboid = c.categoryoptioncomboid and not v.deleted \
         and (trim(coalesce(v.value, '')) <> '' or trim(coalesce(v.comment, '')) <> '') and p.iso = ",
    );
    sql.bind(iso).push(" and v.sourceid = ").bind(unit);
    sql.push(" and v.attributeoptioncomboid = ").bind(attribute_combo).push(")");
    sql
}

/// What is shown of any object whose row is `t`; `created` and `changed` are who made and changed it.
const SHOWN: &str = "jsonb_strip_nulls(jsonb_build_object('id', t.uid, 'code', t.code, 'name', t.name, 'displayName', t.name, 'created', \
     to_char(t.created, 'YYYY-MM-DD\"T\"HH24:MI:SS.MS'), 'lastUpdated', to_char(t.lastupdated, 'YYYY-MM-DD\"T\"HH24:MI:SS.MS'), \
     'favorite', false, 'favorites', '[]'::jsonb, 'attributeValues', '[]'::jsonb, 'translations', coalesce(t.translations, '[]'::jsonb)";

const PEOPLE: &str = ", 'createdBy', w.who, 'user', w.who, 'lastUpdatedBy', l.who";

const WHO: &str = "lateral (select jsonb_strip_nulls(jsonb_build_object('id', u.uid, 'code', u.code, 'name', u.firstname || ' ' || u.surname, \
     'displayName', u.firstname || ' ' || u.surname, 'username', u.username)) as who from userinfo u where u.userinfoid = ";

const PRIVATE: &str = ", 'sharing', '{\"users\": {}, \"userGroups\": {}}'::jsonb";

fn with_people(mut sql: Sql) -> Sql {
    sql.push(" left join ")
        .push(WHO)
        .push("t.userid) w on true left join ")
        .push(WHO)
        .push("t.lastupdatedby) l on true");
    sql
}

pub(crate) fn shown_rules(ids: Vec<i64>) -> Sql {
    let mut sql = Sql::new("select t.validationruleid as id, ");
    sql.push(SHOWN).push(PEOPLE).push(", 'sharing', t.sharing - 'external')) as shown from validationrule t");
    let mut sql = with_people(sql);
    sql.push(" where t.validationruleid = any(").bind(ids).push(")");
    sql
}

pub(crate) fn shown_unit(id: i64) -> Sql {
    let mut sql = Sql::new("select ");
    sql.push(SHOWN).push(PEOPLE).push(PRIVATE).push(")) as shown from organisationunit t");
    let mut sql = with_people(sql);
    sql.push(" where t.organisationunitid = ").bind(id);
    sql
}

pub(crate) fn shown_combo(uid: &str) -> Sql {
    let mut sql = Sql::new("select ");
    sql.push(SHOWN).push(PRIVATE).push(")) as shown from categoryoptioncombo t where t.uid = ").bind(uid);
    sql
}

/// What an analysis shows of rules.
pub(crate) fn view_rules(ids: Vec<i64>) -> Sql {
    let mut sql = Sql::new(
        "select r.validationruleid as id, jsonb_strip_nulls(jsonb_build_object('validationRuleId', r.uid, \
         'validationRuleDescription', r.description, 'importance', coalesce(r.importance, 'MEDIUM'), 'operator', case r.operator \
         when 'equal_to' then '==' when 'not_equal_to' then '!=' when 'greater_than' then '>' when 'greater_than_or_equal_to' then '>=' \
         when 'less_than' then '<' when 'less_than_or_equal_to' then '<=' when 'compulsory_pair' then '[Compulsory pair]' \
         else '[Exclusive pair]' end)) as shown from validationrule r where r.validationruleid = any(",
    );
    sql.bind(ids).push(")");
    sql
}

/// What an analysis shows of units.
pub(crate) fn view_units(ids: Vec<i64>) -> Sql {
    let mut sql = Sql::new(
        "select o.organisationunitid as id, jsonb_build_object('organisationUnitId', o.uid, 'organisationUnitDisplayName', o.name, \
         'organisationUnitPath', o.path, 'organisationUnitAncestorNames', coalesce((select string_agg(a.name || ' / ', '' \
         order by a.hierarchylevel) from organisationunit a where a.uid = any(string_to_array(o.path, '/')) and a.uid <> o.uid), '')) as shown \
         from organisationunit o where o.organisationunitid = any(",
    );
    sql.bind(ids).push(")");
    sql
}

pub(crate) fn combo_names(uids: Vec<String>) -> Sql {
    let mut sql = Sql::new("select uid, name from categoryoptioncombo where uid = any(");
    sql.bind(uids).push(")");
    sql
}

/// Keeps what was found. What was found before on the same day of its period is kept once.
pub(crate) fn keep(violations: &[Violation], now: Timestamp) -> Sql {
    let texts = |part: &dyn Fn(&Violation) -> String| Bind::Texts(violations.iter().map(part).collect());
    let numbers = |part: &dyn Fn(&Violation) -> i64| Bind::Ints(violations.iter().map(part).collect());
    let mut sql = Sql::new(
        "insert into validationresult (validationresultid, created, leftsidevalue, rightsidevalue, validationruleid, periodid, \
         organisationunitid, attributeoptioncomboid, dayinperiod, notificationsent) select nextval('hibernate_sequence'), ",
    );
    sql.bind(Bind::Text(now.to_string())).push(
        "::text::timestamptz::timestamp, n.left_side::float8, n.right_side::float8, n.rule, p.periodid, n.unit, c.categoryoptioncomboid, \
         n.day::int, false from unnest(",
    );
    sql.bind(numbers(&|one| one.rule))
        .push("::bigint[], ")
        .bind(numbers(&|one| one.unit))
        .push("::bigint[], ");
    sql.bind(texts(&|one| one.period.id()))
        .push("::text[], ")
        .bind(texts(&|one| one.attribute_combo.clone()));
    sql.push("::text[], ").bind(texts(&|one| one.left.to_string())).push("::text[], ");
    sql.bind(texts(&|one| one.right.to_string())).push("::text[], ").bind(numbers(&|one| one.day_in_period));
    sql.push(
        "::bigint[]) n (rule, unit, iso, combo, left_side, right_side, day) join period p on p.iso = n.iso \
         join categoryoptioncombo c on c.uid = n.combo on conflict do nothing",
    );
    sql
}
