//! The statements of this room.

use afya_store::{Bind, Sql};
use jiff::Timestamp;

use crate::resource::FileResource;

const COLUMNS: &str = "f.uid, f.name, f.contenttype as media_type, f.contentlength as bytes, f.contentmd5 as md5, f.storagekey as key, \
                       f.domain, coalesce(f.hasmultiplestoragefiles, false) as has_sizes, f.userid as sender";

fn moment(at: Timestamp) -> Bind {
    Bind::Text(at.to_string())
}

pub(crate) fn find(uid: &str) -> Sql {
    let mut sql = Sql::new("select ");
    sql.push(COLUMNS).push(" from fileresource f where f.uid = ").bind(uid);
    sql
}

/// What is told of a file, as JSON.
pub(crate) fn describe(uid: &str) -> Sql {
    let mut sql = Sql::new(
        "select json_strip_nulls(json_build_object('id', f.uid, 'code', f.code, 'name', f.name, 'displayName', f.name, \
         'created', to_char(f.created, 'YYYY-MM-DD\"T\"HH24:MI:SS.MS'), 'lastUpdated', to_char(f.lastupdated, 'YYYY-MM-DD\"T\"HH24:MI:SS.MS'), \
         'createdBy', w.who, 'user', w.who, 'lastUpdatedBy', l.who, 'contentType', f.contenttype, 'contentLength', f.contentlength, \
         'contentMd5', f.contentmd5, 'domain', f.domain, 'assigned', f.isassigned, \
         'hasMultipleStorageFiles', coalesce(f.hasmultiplestoragefiles, false), 'storageStatus', '')) as said from fileresource f \
         left join lateral (select json_build_object('id', u.uid, 'name', u.firstname || ' ' || u.surname, 'displayName', \
         u.firstname || ' ' || u.surname, 'username', u.username) as who from userinfo u where u.userinfoid = f.userid) w on true \
         left join lateral (select json_build_object('id', u.uid, 'name', u.firstname || ' ' || u.surname, 'displayName', \
         u.firstname || ' ' || u.surname, 'username', u.username) as who from userinfo u where u.userinfoid = f.lastupdatedby) l on true \
         where f.uid = ",
    );
    sql.bind(uid);
    sql
}

pub(crate) fn of_key(key: &str) -> Sql {
    let mut sql = Sql::new("select ");
    sql.push(COLUMNS).push(" from fileresource f where f.storagekey = ").bind(key);
    sql
}

pub(crate) fn insert(resource: &FileResource, now: Timestamp) -> Sql {
    let mut sql = Sql::new(
        "insert into fileresource (fileresourceid, uid, created, lastupdated, lastupdatedby, userid, name, contenttype, contentlength, \
         contentmd5, storagekey, isassigned, domain, hasmultiplestoragefiles) \
         select nextval('hibernate_sequence'), n.uid, n.at, n.at, n.sender, n.sender, n.name, n.media_type, n.bytes, n.md5, n.key, false, \
         n.domain, n.has_sizes from (select ",
    );
    sql.bind(resource.uid.as_str()).push("::text as uid, ");
    sql.bind(moment(now)).push("::text::timestamptz::timestamp as at, ");
    sql.bind(resource.sender).push("::bigint as sender, ");
    sql.bind(resource.name.as_str()).push("::text as name, ");
    sql.bind(resource.media_type.as_str()).push("::text as media_type, ");
    sql.bind(resource.bytes).push("::bigint as bytes, ");
    sql.bind(resource.md5.as_str()).push("::text as md5, ");
    sql.bind(resource.key.as_str()).push("::text as key, ");
    sql.bind(resource.domain.map(|domain| domain.name())).push("::text as domain, ");
    sql.bind(resource.has_sizes).push("::boolean as has_sizes) n");
    sql
}

pub(crate) fn assign(uid: &str, now: Timestamp) -> Sql {
    let mut sql = Sql::new("update fileresource set isassigned = true, lastupdated = ");
    sql.bind(moment(now)).push("::text::timestamptz::timestamp where uid = ").bind(uid);
    sql
}

pub(crate) fn delete(uid: &str) -> Sql {
    let mut sql = Sql::new("delete from fileresource where uid = ");
    sql.bind(uid);
    sql
}

/// Takes away the rows of files that nothing owns: those of jobs that are gone, and those of other domains that nobody gave an
/// owner since a moment. Files of data values stay, as DHIS2 leaves them: tracked data may name them.
pub(crate) fn delete_unowned(before: Timestamp) -> Sql {
    let mut sql = Sql::new(
        "delete from fileresource f where not f.isassigned and (f.domain = 'JOB_DATA' and not exists (select from jobconfiguration j \
         where j.uid = f.uid and j.schedulingtype = 'ONCE_ASAP') or f.domain in ('DOCUMENT', 'ICON', 'ORG_UNIT', 'USER_AVATAR')) \
         and f.lastupdated < ",
    );
    sql.bind(moment(before)).push("::text::timestamptz::timestamp ");
    sql.push(
        "and not exists (select from document d where d.fileresource = f.fileresourceid or d.url = f.uid) \
         and not exists (select from icon i where i.fileresourceid = f.fileresourceid) \
         and not exists (select from organisationunit o where o.image = f.fileresourceid) \
         and not exists (select from userinfo u where u.avatar = f.fileresourceid) \
         and not exists (select from messageattachments m where m.fileresourceid = f.fileresourceid) \
         and not exists (select from externalfileresource e where e.fileresourceid = f.fileresourceid) returning ",
    );
    sql.push(COLUMNS);
    sql
}

/// The owners of a file, each as JSON.
pub(crate) fn owners(resource: &FileResource) -> Sql {
    let mut sql = Sql::new("with f as (select fileresourceid, uid, domain from fileresource where uid = ");
    sql.bind(resource.uid.as_str()).push(
        ") select json_build_object('domain', f.domain, 'id', o.id)::text as owner from f join lateral ( \
         select u.uid::text as id from organisationunit u where f.domain = 'ORG_UNIT' and u.image = f.fileresourceid \
         union all select d.uid::text from document d where f.domain = 'DOCUMENT' and d.fileresource = f.fileresourceid \
         union all select m.uid::text from message m join messageattachments a using (messageid) \
         where f.domain = 'MESSAGE_ATTACHMENT' and a.fileresourceid = f.fileresourceid \
         union all select u.uid::text from userinfo u where f.domain = 'USER_AVATAR' and u.avatar = f.fileresourceid \
         union all select i.iconkey from icon i where f.domain = 'ICON' and i.fileresourceid = f.fileresourceid \
         union all select f.uid::text where f.domain = 'JOB_DATA') o on true \
         union all select json_build_object('domain', f.domain, 'de', e.uid, 'ou', o.uid, 'pe', p.iso, 'co', c.uid)::text \
         from f join dataelement e on e.valuetype in ('FILE_RESOURCE', 'IMAGE') \
         join datavalue v on v.dataelementid = e.dataelementid and v.value = f.uid and not v.deleted \
         join organisationunit o on o.organisationunitid = v.sourceid join period p using (periodid) \
         join categoryoptioncombo c on c.categoryoptioncomboid = v.categoryoptioncomboid where f.domain = 'DATA_VALUE' order by 1",
    );
    sql
}

/// Whether a document with this file is shared with the caller, or a message with it was sent to them.
pub(crate) fn reaches(resource: &FileResource, caller: i64, uid: &str, groups: &[String]) -> Sql {
    let mut sql = Sql::new("select from fileresource f where f.uid = ");
    sql.bind(resource.uid.as_str()).push(
        " and (f.domain = 'DOCUMENT' and exists (select from document d where d.fileresource = f.fileresourceid and \
         (d.sharing->>'public' like 'r%' or jsonb_check_user_access(d.sharing, ",
    );
    sql.bind(uid).push("::text, 'r%') or jsonb_check_user_groups_access(d.sharing, 'r%', ");
    sql.bind(format!("{{{}}}", groups.join(","))).push(
        "::text))) or f.domain = 'MESSAGE_ATTACHMENT' and exists (select from messageattachments a \
         join messageconversation_messages m using (messageid) join messageconversation_usermessages l using (messageconversationid) \
         join usermessage u using (usermessageid) where a.fileresourceid = f.fileresourceid and u.userid = ",
    );
    sql.bind(caller).push("))");
    sql
}
