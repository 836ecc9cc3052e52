//! Statements over access tokens.

use afya_store::{Bind, Sql};

/// What is stored of a new token.
pub(crate) struct NewRow<'a> {
    pub(crate) uid: &'a str,
    pub(crate) code: Option<&'a str>,
    pub(crate) expire: i64,
    pub(crate) hash: &'a str,
    pub(crate) attributes: &'a str,
    /// Key and identifier of the owner.
    pub(crate) owner: (i64, &'a str),
}

/// Stores a token.
pub(crate) fn create(row: &NewRow) -> Sql {
    let mut sql = Sql::new(
        "insert into api_token (apitokenid, uid, code, created, lastupdated, lastupdatedby, createdby, version, type, expire,
            key, attributes, sharing)
         values (nextval('hibernate_sequence'), ",
    );
    sql.bind(row.uid).push(", ").bind(row.code.map(str::to_owned));
    sql.push(", now() at time zone 'UTC', now() at time zone 'UTC', ")
        .bind(row.owner.0)
        .push(", ")
        .bind(row.owner.0);
    sql.push(", 2, 'PERSONAL_ACCESS_TOKEN_V2', ").bind(row.expire).push(", ").bind(row.hash).push(", ");
    sql.bind(Bind::Json(row.attributes.to_owned())).push(", jsonb_build_object('owner', ").bind(row.owner.1);
    sql.push(
        "::text, 'public', '--------', 'users', jsonb_build_object(), 'userGroups', jsonb_build_object()))",
    );
    sql
}

/// A row when a token has this code.
pub(crate) fn with_code(code: &str) -> Sql {
    let mut sql = Sql::new("select 1 from api_token where code = ");
    sql.bind(code);
    sql
}

/// Takes a token away.
pub(crate) fn remove(uid: &str, owner: Option<i64>) -> Sql {
    let mut sql = Sql::new("delete from api_token where uid = ");
    sql.bind(uid);
    if let Some(owner) = owner {
        sql.push(" and createdby = ").bind(owner);
    }
    sql
}
