//! The statements of this room.

pub(crate) mod completion;
pub(crate) mod context;
pub(crate) mod export;

use std::collections::BTreeMap;

use afya_model::period::Period;
use afya_store::Sql;

use crate::scheme::Scheme;
use crate::values::Good;

/// What a scheme calls the object of an alias.
pub(crate) fn column(alias: &'static str, scheme: &Scheme) -> Sql {
    let mut sql = Sql::empty();
    match scheme {
        Scheme::Uid => sql.push(alias).push(".uid"),
        Scheme::Code => sql.push(alias).push(".code"),
        Scheme::Name => sql.push(alias).push(".name"),
        Scheme::Attribute(uid) => {
            sql.push("jsonb_extract_path_text(").push(alias).push(".attributevalues, ");
            sql.bind(uid).push("::text, 'value')")
        }
    };
    sql
}

/// Whether sharing lets a caller write data: the condition on the `sharing` of this alias.
pub(crate) fn data_writable(alias: &'static str, uid: &str, groups: &[String]) -> Sql {
    data_access(alias, "___w%", uid, groups)
}

/// Whether sharing lets a caller read data: the condition on the `sharing` of this alias.
pub(crate) fn data_readable(alias: &'static str, uid: &str, groups: &[String]) -> Sql {
    data_access(alias, "__r%", uid, groups)
}

fn data_access(alias: &'static str, pattern: &'static str, uid: &str, groups: &[String]) -> Sql {
    let mut sql = Sql::new("coalesce(");
    sql.push(alias)
        .push(".sharing->>'public' like ")
        .bind(pattern)
        .push(" or jsonb_check_user_access(")
        .push(alias);
    sql.push(".sharing, ")
        .bind(uid)
        .push("::text, ")
        .bind(pattern)
        .push(") or jsonb_check_user_groups_access(");
    sql.push(alias).push(".sharing, ").bind(pattern).push(", ").bind(format!("{{{}}}", groups.join(",")));
    sql.push("::text), false)");
    sql
}

pub(crate) fn data_set(uid: &str, caller: &str, groups: &[String]) -> Sql {
    let mut sql = Sql::new(
        "select s.datasetid as id, t.name as period_type, s.categorycomboid as combo, coalesce(s.openfutureperiods, 0) as open_future, \
         coalesce(s.expirydays, 0)::float8 as expiry_days, coalesce(s.openperiodsaftercoenddate, 0) as after_option, \
         coalesce(s.novaluerequirescomment, false) as comment_for_no_value, \
         (select categoryoptioncomboid from categoryoptioncombo where uid = 'HllvX50cXC0') as default_combo, ",
    );
    sql.append(data_writable("s", caller, groups));
    sql.push(
        " as writable from dataset s join periodtype t on t.periodtypeid = s.periodtypeid where s.uid = ",
    )
    .bind(uid);
    sql
}

pub(crate) fn sets_of(elements: &[String]) -> Sql {
    let mut sql = Sql::new(
        "select distinct s.uid from dataset s join datasetelement m on m.datasetid = s.datasetid \
         join dataelement e on e.dataelementid = m.dataelementid where e.uid = any(",
    );
    sql.bind(elements.to_vec()).push(")");
    sql
}

/// The elements of a set, with the words that their values and comments may be.
pub(crate) fn elements(set: i64, uids: &[String]) -> Sql {
    let mut sql = Sql::new(
        "select e.uid, e.dataelementid as id, e.valuetype, coalesce(m.categorycomboid, e.categorycomboid) as combo, \
         case when e.optionsetid is not null then array(select o.code::text from optionvalue o where o.optionsetid = e.optionsetid) end as options, \
         case when e.commentoptionsetid is not null then array(select o.code::text from optionvalue o where o.optionsetid = e.commentoptionsetid) \
         end as comment_options from datasetelement m join dataelement e on e.dataelementid = m.dataelementid where m.datasetid = ",
    );
    sql.bind(set).push(" and e.uid = any(").bind(uids.to_vec()).push(")");
    sql
}

pub(crate) fn units(set: i64, uids: &[String]) -> Sql {
    let mut sql = Sql::new(
        "select o.uid, o.organisationunitid as id, o.path, o.openingdate::text as opening, o.closeddate::text as closed, \
         exists (select from datasetsource s where s.sourceid = o.organisationunitid and s.datasetid = ",
    );
    sql.bind(set)
        .push(") as assigned from organisationunit o where o.uid = any(")
        .bind(uids.to_vec())
        .push(")");
    sql
}

/// Option combos with the days and places that their options are bound to.
pub(crate) fn combos(uids: &[String], caller: &str, groups: &[String]) -> Sql {
    let mut sql = Sql::new(
        "select c.uid, c.categoryoptioncomboid as id, \
         array(select m.categorycomboid from categorycombos_optioncombos m where m.categoryoptioncomboid = c.categoryoptioncomboid) as combos, \
         max(o.startdate)::date::text as starts, min(o.enddate)::date::text as ends, \
         coalesce(json_agg((select json_agg(u.path) from categoryoption_organisationunits l \
           join organisationunit u on u.organisationunitid = l.organisationunitid where l.categoryoptionid = o.categoryoptionid)) \
           filter (where exists (select from categoryoption_organisationunits l where l.categoryoptionid = o.categoryoptionid)), '[]'::json) \
         as places, coalesce(bool_and(",
    );
    sql.append(data_writable("o", caller, groups));
    sql.push(
        "), true) as writable from categoryoptioncombo c \
         left join categoryoptioncombos_categoryoptions m on m.categoryoptioncomboid = c.categoryoptioncomboid \
         left join categoryoption o on o.categoryoptionid = m.categoryoptionid where c.uid = any(",
    );
    sql.bind(uids.to_vec()).push(") group by c.uid, c.categoryoptioncomboid");
    sql
}

pub(crate) fn lock_exceptions(set: i64) -> Sql {
    let mut sql = Sql::new(
        "select o.uid as unit, p.iso as period from lockexception l join organisationunit o on o.organisationunitid = l.organisationunitid \
         join period p on p.periodid = l.periodid where l.datasetid = ",
    );
    sql.bind(set);
    sql
}

pub(crate) fn input_periods(set: i64) -> Sql {
    let mut sql = Sql::new(
        "select p.iso as period, i.openingdate::date::text as opening, i.closingdate::date::text as closing from datainputperiod i \
         join period p on p.periodid = i.periodid where i.datasetid = ",
    );
    sql.bind(set);
    sql
}

pub(crate) fn approvals(set: i64) -> Sql {
    let mut sql = Sql::new(
        "select o.uid as unit, p.iso as period, c.uid as combo from dataset s join dataapproval a on a.workflowid = s.workflowid \
         join organisationunit o on o.organisationunitid = a.organisationunitid join period p on p.periodid = a.periodid \
         join categoryoptioncombo c on c.categoryoptioncomboid = a.attributeoptioncomboid where s.datasetid = ",
    );
    sql.bind(set);
    sql
}

/// Tells the change log and the default of `storedby` who saves, for this transaction.
pub(crate) fn set_user(username: &str) -> Sql {
    let mut sql = Sql::new("select set_config('dhis2.user', ");
    sql.bind(username).push("::text, true)");
    sql
}

pub(crate) fn period(iso: &str) -> Sql {
    let mut sql = Sql::new("select periodid as id from period where iso = ");
    sql.bind(iso);
    sql
}

pub(crate) fn add_period(period: &Period) -> Sql {
    let mut sql = Sql::new(
        "insert into period (periodid, periodtypeid, startdate, enddate, iso) select nextval('hibernate_sequence'), t.periodtypeid, ",
    );
    sql.bind(period.start.to_string())
        .push("::text::date, ")
        .bind(period.end.to_string())
        .push("::text::date, ")
        .bind(period.id());
    sql.push(" from periodtype t where t.name = ").bind(period.kind.name()).push(" on conflict do nothing");
    sql
}

/// Values into the table: new rows, or the same rows changed; what is not said stays as it was when a row is deleted.
pub(crate) fn merge(values: &[Good], periods: &BTreeMap<String, i64>) -> Sql {
    let ids = |pick: fn(&Good) -> i64| values.iter().map(pick).collect::<Vec<_>>();
    let texts = |pick: fn(&Good) -> &Option<String>| {
        values.iter().map(|value| pick(value).clone().unwrap_or_default()).collect::<Vec<_>>()
    };
    let flags = |pick: fn(&Good) -> i64| values.iter().map(pick).collect::<Vec<_>>();
    let mut sql = Sql::new(
        "insert into datavalue (dataelementid, periodid, sourceid, categoryoptioncomboid, attributeoptioncomboid, value, comment, followup, \
         deleted, created, lastupdated) select e, p, u, c, a, case when d = 1 then '' else v end, nullif(t, ''), \
         case f when 1 then true when 0 then false end, d = 1, now(), now() from unnest(",
    );
    sql.bind(ids(|value| value.element)).push("::bigint[], ");
    sql.bind(
        values
            .iter()
            .map(|value| periods.get(&value.period.id()).copied().unwrap_or_default())
            .collect::<Vec<_>>(),
    );
    sql.push("::bigint[], ")
        .bind(ids(|value| value.unit))
        .push("::bigint[], ")
        .bind(ids(|value| value.option_combo));
    sql.push("::bigint[], ")
        .bind(ids(|value| value.attribute_combo))
        .push("::bigint[], ")
        .bind(texts(|value| &value.value));
    sql.push("::text[], ").bind(texts(|value| &value.comment)).push("::text[], ");
    sql.bind(flags(|value| value.follow_up.map_or(-1, i64::from))).push("::bigint[], ");
    sql.bind(flags(|value| i64::from(value.deleted)));
    sql.push(
        "::bigint[]) as n (e, p, u, c, a, v, t, f, d) \
         on conflict (dataelementid, periodid, sourceid, categoryoptioncomboid, attributeoptioncomboid) do update set \
         value = excluded.value, deleted = excluded.deleted, followup = excluded.followup, lastupdated = now(), \
         storedby = current_setting('dhis2.user'), \
         comment = case when excluded.deleted and not datavalue.deleted then datavalue.comment else excluded.comment end",
    );
    sql
}

/// Whether a set may be registered as complete: its compulsory fields are filled, where it insists on them.
pub(crate) fn may_complete(set: i64, period: i64, value: &Good) -> Sql {
    let mut sql = Sql::new(
        "select not coalesce(s.compulsoryfieldscompleteonly, false) or not exists (select from datasetoperands m \
         join dataelementoperand d on d.dataelementoperandid = m.dataelementoperandid where m.datasetid = s.datasetid and not exists \
         (select from datavalue v where v.dataelementid = d.dataelementid and not v.deleted \
         and v.categoryoptioncomboid = coalesce(d.categoryoptioncomboid, v.categoryoptioncomboid) and v.periodid = ",
    );
    sql.bind(period)
        .push(" and v.sourceid = ")
        .bind(value.unit)
        .push(" and v.attributeoptioncomboid = ")
        .bind(value.attribute_combo);
    sql.push(")) as may from dataset s where s.datasetid = ").bind(set);
    sql
}

pub(crate) fn complete(set: i64, period: i64, value: &Good, day: &str, username: &str) -> Sql {
    let mut sql = Sql::new(
        "insert into completedatasetregistration (datasetid, periodid, sourceid, attributeoptioncomboid, date, storedby, lastupdatedby, \
         lastupdated, completed) values (",
    );
    sql.bind(set)
        .push(", ")
        .bind(period)
        .push(", ")
        .bind(value.unit)
        .push(", ")
        .bind(value.attribute_combo)
        .push(", ");
    sql.bind(day).push("::text::timestamp, ").bind(username).push(", ").bind(username);
    sql.push(
        ", now(), true) on conflict (datasetid, periodid, sourceid, attributeoptioncomboid) do update set date = excluded.date, \
         lastupdatedby = excluded.lastupdatedby, lastupdated = now(), completed = true",
    );
    sql
}

/// A set that the caller may read or write data of, and the unit, for data entry.
pub(crate) fn entry_set(set: &str, caller: &str, groups: &[String]) -> Sql {
    let mut sql = Sql::new(
        "select s.datasetid as id, s.categorycomboid as combo, coalesce(s.sharing->>'public' like '__r%' or ",
    );
    sql.append(data_writable("s", caller, groups))
        .push(" or jsonb_check_user_access(s.sharing, ")
        .bind(caller);
    sql.push("::text, '__r%') or jsonb_check_user_groups_access(s.sharing, '__r%', ")
        .bind(format!("{{{}}}", groups.join(",")));
    sql.push("::text), false) as readable from dataset s where s.uid = ").bind(set);
    sql
}

pub(crate) fn entry_unit(uid: &str) -> Sql {
    let mut sql = Sql::new("select organisationunitid as id, path from organisationunit where uid = ");
    sql.bind(uid);
    sql
}

/// The attribute option combo of a combo with exactly these options; the default one when none are named.
pub(crate) fn attribute_combo(combo: &str, options: &[String]) -> Sql {
    let mut sql = Sql::new(
        "select c.categoryoptioncomboid as id, k.uid as combo from categorycombo k \
         join categorycombos_optioncombos m on m.categorycomboid = k.categorycomboid \
         join categoryoptioncombo c on c.categoryoptioncomboid = m.categoryoptioncomboid where k.uid = ",
    );
    sql.bind(combo).push(" and (select array_agg(o.uid::text order by o.uid::text) from categoryoptioncombos_categoryoptions l ");
    sql.push("join categoryoption o on o.categoryoptionid = l.categoryoptionid where l.categoryoptioncomboid = c.categoryoptioncomboid) = ");
    sql.push("(select array_agg(x order by x) from unnest(").bind(options.to_vec()).push("::text[]) x)");
    sql
}

/// What a form shows of a set, a period and a unit, as one JSON object.
pub(crate) fn entry_values(
    set: i64,
    iso: &str,
    unit: i64,
    attribute: i64,
    combo: &str,
    options: &[String],
    locked: bool,
) -> Sql {
    let mut sql = Sql::new(
        "select json_build_object('dataValues', (select coalesce(json_agg(json_strip_nulls(json_build_object('dataElement', e.uid, \
         'period', p.iso, 'orgUnit', o.uid, 'categoryOptionCombo', c.uid, 'attribute', json_build_object('combo', ",
    );
    sql.bind(combo).push("::text, 'options', to_json(").bind(options.to_vec());
    sql.push(
        "::text[])), 'value', v.value, 'comment', v.comment, 'followUp', coalesce(v.followup, false), 'storedBy', v.storedby, \
         'created', to_char(v.created, 'YYYY-MM-DD\"T\"HH24:MI:SS.MS'), 'lastUpdated', to_char(v.lastupdated, 'YYYY-MM-DD\"T\"HH24:MI:SS.MS'))) \
         order by e.uid, c.uid), '[]'::json) from datasetelement m join dataelement e on e.dataelementid = m.dataelementid \
         join datavalue v on v.dataelementid = e.dataelementid join period p on p.periodid = v.periodid \
         join organisationunit o on o.organisationunitid = v.sourceid join categoryoptioncombo c on c.categoryoptioncomboid = v.categoryoptioncomboid \
         where not v.deleted and m.datasetid = ",
    );
    sql.bind(set)
        .push(" and p.iso = ")
        .bind(iso)
        .push(" and v.sourceid = ")
        .bind(unit)
        .push(" and v.attributeoptioncomboid = ")
        .bind(attribute);
    sql.append(entry_states(set, iso, unit, attribute, locked));
    sql
}

/// The bounds, completion and lock of a form: the rest of its JSON object.
fn entry_states(set: i64, iso: &str, unit: i64, attribute: i64, locked: bool) -> Sql {
    let mut sql = Sql::empty();
    sql.push(
        "), 'minMaxValues', (select coalesce(json_agg(json_build_object('dataElement', e.uid, 'orgUnit', o.uid, 'categoryOptionCombo', c.uid, \
         'minValue', x.minimumvalue, 'maxValue', x.maximumvalue)), '[]'::json) from minmaxdataelement x \
         join dataelement e on e.dataelementid = x.dataelementid join organisationunit o on o.organisationunitid = x.sourceid \
         join categoryoptioncombo c on c.categoryoptioncomboid = x.categoryoptioncomboid \
         join datasetelement m on m.dataelementid = e.dataelementid where m.datasetid = ",
    );
    sql.bind(set).push(" and x.sourceid = ").bind(unit);
    sql.push(
        "), 'completeStatus', coalesce((select json_build_object('complete', true, 'created', to_char(r.date, 'YYYY-MM-DD\"T\"HH24:MI:SS.MS'), \
         'createdBy', r.storedby, 'lastUpdated', to_char(r.lastupdated, 'YYYY-MM-DD\"T\"HH24:MI:SS.MS'), 'lastUpdatedBy', r.lastupdatedby) \
         from completedatasetregistration r join period p on p.periodid = r.periodid where r.completed and r.datasetid = ",
    );
    sql.bind(set)
        .push(" and p.iso = ")
        .bind(iso)
        .push(" and r.sourceid = ")
        .bind(unit)
        .push(" and r.attributeoptioncomboid = ")
        .bind(attribute);
    sql.push("), json_build_object('complete', false)), 'lockStatus', case when ").bind(locked);
    sql.push(" then 'LOCKED' when exists (select from dataapproval a join dataset s ");
    sql.push(
        "on s.workflowid = a.workflowid join period p on p.periodid = a.periodid join organisationunit h ",
    );
    sql.push("on h.organisationunitid = a.organisationunitid join organisationunit o on o.path = h.path or o.path like h.path || '/%' ");
    sql.push("where s.datasetid = ")
        .bind(set)
        .push(" and p.iso = ")
        .bind(iso)
        .push(" and o.organisationunitid = ")
        .bind(unit);
    sql.push(" and a.attributeoptioncomboid = ")
        .bind(attribute)
        .push(") then 'APPROVED' else 'OPEN' end)::text as entry");
    sql
}

/// One value by its keys.
pub(crate) fn value(element: &str, iso: &str, unit: &str, option_combo: &str, attribute_combo: &str) -> Sql {
    let mut sql = Sql::new(
        "select v.value from datavalue v join dataelement e on e.dataelementid = v.dataelementid join period p on p.periodid = v.periodid \
         join organisationunit o on o.organisationunitid = v.sourceid join categoryoptioncombo c on c.categoryoptioncomboid = v.categoryoptioncomboid \
         join categoryoptioncombo a on a.categoryoptioncomboid = v.attributeoptioncomboid where not v.deleted and e.uid = ",
    );
    sql.bind(element)
        .push(" and p.iso = ")
        .bind(iso)
        .push(" and o.uid = ")
        .bind(unit)
        .push(" and c.uid = ")
        .bind(option_combo);
    sql.push(" and a.uid = ").bind(attribute_combo);
    sql
}
