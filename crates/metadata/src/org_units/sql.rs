//! The statements of the tree.

use afya_store::{Bind, Sql};

use super::Assigned;
use crate::restriction::Restriction;

pub(super) fn at_level(level: i32) -> Restriction {
    Restriction::new("{t}.hierarchylevel = {}::int", vec![level.into()])
}

pub(super) fn up_to_level(level: i32) -> Restriction {
    Restriction::new("{t}.hierarchylevel <= {}::int", vec![level.into()])
}

pub(super) fn one_of(uids: Vec<String>) -> Restriction {
    Restriction::new("{t}.uid = any({})", vec![uids.into()])
}

/// Within any of these units, themselves included.
pub(super) fn within(uids: Vec<String>) -> Restriction {
    let template = "exists (select from organisationunit a where a.uid = any({}) and ({t}.path = a.path or {t}.path like a.path || '/%'))";
    Restriction::new(template, vec![uids.into()])
}

/// From so many to so many levels below the unit with this path.
pub(super) fn below_by(path: &str, from: i32, to: i32) -> Restriction {
    let level = i32::try_from(path.matches('/').count()).unwrap_or(i32::MAX);
    let values: Vec<Bind> =
        vec![path.into(), format!("{path}/%").into(), (level + from).into(), (level + to).into()];
    Restriction::new(
        "({t}.path = {} or {t}.path like {}) and {t}.hierarchylevel between {}::int and {}::int",
        values,
    )
}

pub(super) fn unit(uid: &str) -> Sql {
    let mut sql = Sql::new(
        "select organisationunitid as id, uid, path, hierarchylevel as level from organisationunit where uid = ",
    );
    sql.bind(uid);
    sql
}

/// A feature collection; `parentGraph` starts at the nearest of the caller's view units.
pub(super) fn geo_json(levels: &[i32], parents: &[String], properties: bool, roots: &[String]) -> Sql {
    let mut sql = Sql::new(
        "select json_build_object('type', 'FeatureCollection', 'features', coalesce(json_agg(json_build_object('type', 'Feature', \
         'id', o.uid, 'geometry', st_asgeojson(o.geometry, 15)::json, 'properties', ",
    );
    if properties {
        sql.push(
            "json_strip_nulls(json_build_object('code', o.code, 'name', o.name, 'level', o.hierarchylevel::text, 'parent', p.uid, \
             'parentGraph', (select coalesce(string_agg(a.uid, '/' order by a.hierarchylevel), '') from organisationunit a \
             where o.path like a.path || '/%' and a.hierarchylevel >= coalesce((select max(r.hierarchylevel) from organisationunit r \
             where r.uid = any(",
        );
        sql.bind(roots.to_vec()).push(
            ") and o.path like r.path || '/%'), 1)), 'groups', (select coalesce(json_agg(g.uid), '[]'::json) from orgunitgroupmembers m \
             join orgunitgroup g on g.orgunitgroupid = m.orgunitgroupid where m.organisationunitid = o.organisationunitid)))",
        );
    } else {
        sql.push("json_build_object()");
    }
    sql.push(
        ") order by o.name, o.uid), '[]'::json))::text as collection from organisationunit o \
         left join organisationunit p on p.organisationunitid = o.parentid where o.geometry is not null and o.hierarchylevel = any(",
    );
    sql.bind(levels.iter().map(|level| i64::from(*level)).collect::<Vec<_>>()).push("::bigint[])");
    sql.push(" and (not exists (select from organisationunit b where b.uid = any(").bind(parents.to_vec());
    sql.push(")) or exists (select from organisationunit b where b.uid = any(").bind(parents.to_vec());
    sql.push(") and (o.path = b.path or o.path like b.path || '/%')))");
    sql
}

pub(super) fn member_counts(collection: &str, member: &str) -> Option<Sql> {
    let members = match collection {
        "dataSets" => {
            "select s.sourceid as id from datasetsource s join dataset x on x.datasetid = s.datasetid where x.uid = "
        }
        "programs" => {
            "select s.organisationunitid as id from program_organisationunits s join program x on x.programid = s.programid where x.uid = "
        }
        "organisationUnitGroups" | "groups" => {
            "select s.organisationunitid as id from orgunitgroupmembers s join orgunitgroup x on x.orgunitgroupid = s.orgunitgroupid \
             where x.uid = "
        }
        "users" => {
            "select s.organisationunitid as id from usermembership s join userinfo x on x.userinfoid = s.userinfoid where x.uid = "
        }
        _ => return None,
    };
    let mut sql = Sql::new("with member as (");
    sql.push(members).bind(member);
    sql.push(
        ") select o.uid, (select count(*) from member m join organisationunit c on c.organisationunitid = m.id \
         where c.path = o.path or c.path like o.path || '/%') as members from organisationunit o",
    );
    Some(sql)
}

fn point(longitude: f64, latitude: f64) -> Sql {
    let mut sql = Sql::new("st_setsrid(st_makepoint(");
    sql.bind(longitude).push("::float8, ").bind(latitude).push("::float8), 4326)");
    sql
}

/// Units whose area covers a point: at a level, or the deepest that has one.
pub(super) fn covering(longitude: f64, latitude: f64, top: Option<&str>, level: Option<i32>) -> Sql {
    let mut sql = Sql::new(
        "with found as (select o.uid, o.hierarchylevel from organisationunit o where st_covers(o.geometry, ",
    );
    sql.append(point(longitude, latitude))
        .push(") and geometrytype(o.geometry) in ('POLYGON', 'MULTIPOLYGON')");
    if let Some(top) = top {
        sql.push(" and exists (select from organisationunit a where a.uid = ").bind(top);
        sql.push(" and (o.path = a.path or o.path like a.path || '/%'))");
    }
    if let Some(level) = level {
        sql.push(" and o.hierarchylevel = ").bind(level).push("::int");
    }
    sql.push(") select uid from found where hierarchylevel = (select max(hierarchylevel) from found)");
    sql
}

pub(super) fn covers(uid: &str, longitude: f64, latitude: f64) -> Sql {
    let mut sql = Sql::new("select uid from organisationunit where uid = ");
    sql.bind(uid).push(" and st_covers(geometry, ").append(point(longitude, latitude)).push(")");
    sql
}

pub(super) fn within_range(longitude: f64, latitude: f64, metres: f64) -> Sql {
    let mut sql = Sql::new(
        "select uid from organisationunit where geometrytype(geometry) = 'POINT' and st_dwithin(geometry::geography, ",
    );
    sql.append(point(longitude, latitude)).push("::geography, ").bind(metres).push("::float8) order by name");
    sql
}

pub(super) fn filled_levels() -> Sql {
    Sql::new(
        "select uid from orgunitlevel l where l.level <= (select max(hierarchylevel) from organisationunit) order by l.level",
    )
}

/// What profiles show, as it was set; DHIS2 keeps it in its data store.
pub(super) fn profile_settings() -> Sql {
    Sql::new(
        "select jbvalue::text as profile from keyjsonvalue where namespace = 'ORG_UNIT_PROFILE' and namespacekey = 'ORG_UNIT_PROFILE'",
    )
}

/// Keeps what profiles show.
pub(super) fn save_profile_settings(settings: &str, uid: &str, caller: i64) -> Sql {
    let mut sql = Sql::new(
        "insert into keyjsonvalue (keyjsonvalueid, uid, created, lastupdated, lastupdatedby, namespace, namespacekey, \
         encrypted, userid, jbvalue, sharing) values (nextval('hibernate_sequence'), ",
    );
    sql.bind(uid).push(", now()::timestamp, now()::timestamp, ").bind(caller);
    sql.push(", 'ORG_UNIT_PROFILE', 'ORG_UNIT_PROFILE', false, ").bind(caller);
    sql.push(", ").bind(Bind::Json(settings.to_owned()));
    sql.push(
        ", (select jsonb_build_object('owner', u.uid, 'public', 'rw------', 'users', jsonb_build_object(), \
         'userGroups', jsonb_build_object()) from userinfo u where u.userinfoid = ",
    );
    sql.bind(caller).push(
        ")) on conflict (namespace, namespacekey) do update set jbvalue = excluded.jbvalue, \
         lastupdated = excluded.lastupdated, lastupdatedby = excluded.lastupdatedby",
    );
    sql
}

/// Which of these are there, with the value type of data elements: `part` is a part of the settings.
pub(super) fn profile_items(part: &str, uids: &[String]) -> Sql {
    let mut sql = Sql::new("select x.uid, x.value_type from (");
    sql.push(match part {
        "attributes" => "select uid, null as value_type from attribute",
        "groupSets" => "select uid, null as value_type from orgunitgroupset",
        _ => {
            "select uid, valuetype as value_type from dataelement union all select uid, null from indicator \
             union all select uid, null from dataset union all select uid, null from programindicator"
        }
    });
    sql.push(") x where x.uid = any(").bind(uids.to_vec()).push(")");
    sql
}

/// The values of these attributes of a unit, in this order, as a JSON list.
pub(super) fn profile_attributes(unit: &str, uids: &[String], locale: Option<&str>) -> Sql {
    let mut sql = Sql::new(
        "select coalesce(json_agg(json_build_object('id', a.uid, 'label', coalesce(jsonb_get_translated_value(a.translations, 'NAME', ",
    );
    sql.bind(locale).push(
        "::text), a.name), 'value', o.attributevalues->a.uid->>'value') order by q.place), '[]'::json)::text as items \
         from organisationunit o, attribute a, unnest(",
    );
    sql.bind(uids.to_vec()).push(
        "::text[]) with ordinality q (uid, place) where q.uid = a.uid and o.attributevalues->a.uid->>'value' is not null and o.uid = ",
    );
    sql.bind(unit);
    sql
}

/// The groups of these group sets that a unit is in, in this order, as a JSON list.
pub(super) fn profile_groups(unit: &str, uids: &[String], locale: Option<&str>) -> Sql {
    let mut sql = Sql::new(
        "select coalesce(json_agg(json_build_object('id', s.uid, 'label', coalesce(jsonb_get_translated_value(s.translations, 'NAME', ",
    );
    sql.bind(locale)
        .push("::text), s.name), 'value', coalesce(jsonb_get_translated_value(g.translations, 'NAME', ");
    sql.bind(locale).push("::text), g.name)) order by q.place), '[]'::json)::text as items from unnest(");
    sql.bind(uids.to_vec()).push(
        "::text[]) with ordinality q (uid, place) join orgunitgroupset s on s.uid = q.uid join lateral \
         (select g.* from orgunitgroupsetmembers m join orgunitgroup g on g.orgunitgroupid = m.orgunitgroupid \
         join orgunitgroupmembers u on u.orgunitgroupid = g.orgunitgroupid join organisationunit o \
         on o.organisationunitid = u.organisationunitid where m.orgunitgroupsetid = s.orgunitgroupsetid and o.uid = ",
    );
    sql.bind(unit).push(" order by g.orgunitgroupid limit 1) g on true");
    sql
}

/// These data items with their kind and name, data elements first, in this order.
pub(super) fn profile_data_items(uids: &[String], locale: Option<&str>) -> Sql {
    let mut sql = Sql::new("select x.uid, coalesce(jsonb_get_translated_value(x.translations, 'NAME', ");
    sql.bind(locale).push(
        "::text), x.name) as label from (select 1 as kind, uid, name, translations from dataelement union all \
         select 2, uid, name, translations from indicator union all select 3, uid, name, translations from programindicator) x \
         join unnest(",
    );
    sql.bind(uids.to_vec())
        .push("::text[]) with ordinality q (uid, place) on q.uid = x.uid order by x.kind, q.place");
    sql
}

pub(super) fn profile(uid: &str, locale: Option<&str>) -> Sql {
    let translated = |alias: &'static str, property: &'static str, column: &'static str| {
        let mut sql = Sql::new("coalesce(jsonb_get_translated_value(");
        sql.push(alias)
            .push(".translations, ")
            .bind(property)
            .push("::text, ")
            .bind(locale)
            .push("::text), ");
        sql.push(alias).push(".").push(column).push(")");
        sql
    };
    let mut sql = Sql::new("select json_strip_nulls(json_build_object('id', o.uid, 'code', o.code, 'name', ");
    sql.append(translated("o", "NAME", "name")).push(", 'shortName', ").append(translated(
        "o",
        "SHORT_NAME",
        "shortname",
    ));
    sql.push(", 'description', ").append(translated("o", "DESCRIPTION", "description"));
    sql.push(", 'parentName', ").append(translated("p", "NAME", "name"));
    sql.push(
        ", 'level', o.hierarchylevel, 'levelName', l.name, 'openingDate', to_char(o.openingdate, 'YYYY-MM-DD\"T\"HH24:MI:SS.MS'), \
         'closedDate', to_char(o.closeddate, 'YYYY-MM-DD\"T\"HH24:MI:SS.MS'), 'comment', o.comment, 'url', o.url, \
         'contactPerson', o.contactperson, 'address', o.address, 'email', o.email, 'phoneNumber', o.phonenumber, \
         'featureType', case geometrytype(o.geometry) when 'MULTIPOLYGON' then 'MULTI_POLYGON' else geometrytype(o.geometry) end, \
         'longitude', case when geometrytype(o.geometry) = 'POINT' then st_x(o.geometry) end, \
         'latitude', case when geometrytype(o.geometry) = 'POINT' then st_y(o.geometry) end, 'imageId', f.uid))::text as info \
         from organisationunit o left join organisationunit p on p.organisationunitid = o.parentid \
         left join orgunitlevel l on l.level = o.hierarchylevel left join fileresource f on f.fileresourceid = o.image where o.uid = ",
    );
    sql.bind(uid);
    sql
}

pub(super) fn assignments(assigned: Assigned, uids: &[String]) -> Sql {
    let mut sql = Sql::new(
        "select coalesce(json_object_agg(x.uid, x.units), '{}'::json)::text as assignments from (select x.uid, json_agg(o.uid) as units from ",
    );
    sql.push(match assigned {
        Assigned::DataSets => "dataset x join datasetsource s on s.datasetid = x.datasetid join organisationunit o on o.organisationunitid = s.sourceid",
        Assigned::Programs => {
            "program x join program_organisationunits s on s.programid = x.programid \
             join organisationunit o on o.organisationunitid = s.organisationunitid"
        }
        Assigned::CategoryOptions => {
            "categoryoption x join categoryoption_organisationunits s on s.categoryoptionid = x.categoryoptionid \
             join organisationunit o on o.organisationunitid = s.organisationunitid"
        }
    });
    sql.push(" where x.uid = any(").bind(uids.to_vec()).push(") group by x.uid) x");
    sql
}
