//! The statements of this room.

pub(crate) mod completion;
pub(crate) mod context;
pub(crate) mod export;
pub(crate) mod forms;
pub(crate) mod import;
pub(crate) mod locks;
pub(crate) mod min_max;
pub(crate) mod names;
pub(crate) mod single;
pub(crate) mod validation;
pub(crate) mod validation_results;

use afya_model::period::Period;
use afya_store::Sql;

use afya_model::Scheme;

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
        "select c.categoryoptioncomboid as id, c.uid from categorycombo k \
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
