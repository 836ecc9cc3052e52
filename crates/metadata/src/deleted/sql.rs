//! Statements over deleted objects.

use afya_schema::{Storage, Type};
use afya_store::Sql;

use super::{Deletion, Wanted};

/// Copies what is kept of objects; nothing for a type without a table or identifiers, or of parts of others.
pub(super) fn note(of: &Type, keys: &[i64], deletion: Deletion<'_>) -> Option<Sql> {
    let table = of.table.filter(|_| of.identifiable && !of.embedded)?;
    let key = of.key_column?;
    let has_code = of.property("code").is_some_and(|code| matches!(code.storage, Storage::Column(_)));
    let mut sql = Sql::new(
        "insert into deletedobject (deletedobjectid, klass, uid, code, deleted_at, deleted_by)
         select nextval('hibernate_sequence'), ",
    );
    sql.bind(of.class_name()).push("::text, uid, ").push(if has_code { "code" } else { "null::text" });
    sql.push(", to_timestamp(").bind(deletion.at_ms).push("::bigint / 1000.0) at time zone 'UTC', ");
    sql.bind(deletion.by).push("::text from ").identifier(table).push(" where uid is not null and ");
    sql.identifier(key)
        .push(" = any(")
        .bind(keys.to_vec())
        .push("::bigint[]) on conflict (klass, uid) do update ");
    sql.push("set code = excluded.code, deleted_at = excluded.deleted_at, deleted_by = excluded.deleted_by");
    Some(sql)
}

/// How many are wanted.
pub(super) fn count(wanted: &Wanted) -> Sql {
    let mut sql = Sql::new("select count(*) as total from deletedobject d where ");
    sql.append(condition(wanted));
    sql
}

/// What is wanted, in the order in which it was deleted.
pub(super) fn list(wanted: &Wanted, window: Option<(i64, i64)>) -> Sql {
    let mut sql = Sql::new(
        "select json_strip_nulls(json_build_object('klass', d.klass, 'uid', d.uid, 'code', d.code,
            'deletedAt', to_char(d.deleted_at, 'YYYY-MM-DD\"T\"HH24:MI:SS.MS'), 'deletedBy', d.deleted_by)) as object
         from deletedobject d where ",
    );
    sql.append(condition(wanted)).push(" order by d.deletedobjectid");
    if let Some((limit, offset)) = window {
        sql.push(" limit ").bind(limit).push(" offset ").bind(offset);
    }
    sql
}

fn condition(wanted: &Wanted) -> Sql {
    let mut sql = Sql::new("true");
    if !wanted.classes.is_empty() {
        sql.push(" and d.klass = any(").bind(wanted.classes.clone()).push("::text[])");
    }
    if !wanted.uids.is_empty() || !wanted.codes.is_empty() {
        sql.push(" and (d.uid = any(").bind(wanted.uids.clone());
        sql.push("::text[]) or d.code = any(").bind(wanted.codes.clone()).push("::text[]))");
    }
    if let Some(since) = &wanted.since {
        sql.push(" and d.deleted_at >= ").bind(since).push("::text::timestamp");
    }
    sql
}
