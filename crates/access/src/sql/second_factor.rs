//! Statements over second factors.

use afya_store::Sql;

/// Stage and secret of an account.
pub(crate) fn standing(user_id: i64) -> Sql {
    let mut sql = Sql::new("select twofactortype, secret from userinfo where userinfoid = ");
    sql.bind(user_id);
    sql
}

/// Sets stage and secret.
pub(crate) fn set(user_id: i64, stage: &str, secret: Option<&str>) -> Sql {
    let mut sql = Sql::new("update userinfo set twofactortype = ");
    sql.bind(stage)
        .push(", secret = ")
        .bind(secret.map(str::to_owned))
        .push(" where userinfoid = ")
        .bind(user_id);
    sql
}

/// Empties a code that was sent, if it is still there.
pub(crate) fn spend(user_id: i64, stored: &str) -> Sql {
    let mut sql = Sql::new("update userinfo set secret = '' where userinfoid = ");
    sql.bind(user_id).push(" and secret = ").bind(stored);
    sql
}
