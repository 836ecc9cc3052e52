//! Statements over tickets into accounts, and over addresses that were verified.

use afya_store::Sql;

use crate::recovery::{By, Invited};

/// The accounts that are found so; two are enough to know that there is no single one.
pub(crate) fn find(by: By<'_>) -> Sql {
    let mut sql = Sql::new(
        "select u.userinfoid as id, u.uid, u.username, u.email, u.verifiedemail, u.password,
            coalesce(u.externalauth, false) as external, coalesce(u.invitation, false) as invited, u.welcomemessage, u.restoretoken,
            (extract(epoch from u.passwordlastupdated))::bigint as password_updated,
            (extract(epoch from u.restoreexpiry))::bigint as ticket_ends,
            (select convert_from(substring(s.value from 8), 'UTF8') from usersetting s
                where s.userinfoid = u.userinfoid and s.name = 'keyUiLocale') as locale
         from userinfo u where ",
    );
    match by {
        By::Uid(uid) => sql.push("u.uid = ").bind(uid),
        By::Username(username) => sql.push("u.username = ").bind(username),
        By::Email(email) => sql.push("u.email = ").bind(email),
        By::Ticket(id) => sql.push("u.idtoken = ").bind(id),
        By::Verification(token, now_ms) => {
            sql.push("split_part(u.emailverificationtoken, '|', 1) = ").bind(token);
            sql.push(
                " and case when split_part(u.emailverificationtoken, '|', 2) ~ '^[0-9]{1,18}$'
                    then split_part(u.emailverificationtoken, '|', 2)::bigint end >= ",
            )
            .bind(now_ms)
        }
    };
    sql.push(" limit 2");
    sql
}

/// Keeps a ticket.
pub(crate) fn keep(user_id: i64, (id, hash): (&str, &str), ends: i64) -> Sql {
    let mut sql = Sql::new("update userinfo set idtoken = ");
    sql.bind(id).push(", restoretoken = ").bind(hash).push(", restoreexpiry = to_timestamp(").bind(ends);
    sql.push("::bigint) at time zone 'UTC' where userinfoid = ").bind(user_id);
    sql
}

/// Uses a ticket up, if it is still there.
pub(crate) fn use_up(user_id: i64, hash: &str) -> Sql {
    let mut sql = Sql::new(
        "update userinfo set idtoken = null, restoretoken = null, restoreexpiry = null, invitation = false
         where userinfoid = ",
    );
    sql.bind(user_id).push(" and restoretoken = ").bind(hash);
    sql
}

/// Writes what somebody who takes up an invitation says of themselves.
pub(crate) fn take_up(user_id: i64, invited: &Invited<'_>, now: i64) -> Sql {
    let mut sql = Sql::new("update userinfo set username = ");
    sql.bind(invited.username).push(", firstname = ").bind(invited.first_name);
    sql.push(", surname = ").bind(invited.surname).push(", lastupdated = to_timestamp(").bind(now);
    sql.push("::bigint) at time zone 'UTC'");
    if invited.verified {
        sql.push(
            ", verifiedemail = case when exists (select from userinfo o where o.verifiedemail = userinfo.email)
                then verifiedemail else email end",
        );
    }
    sql.push(" where userinfoid = ").bind(user_id);
    sql
}

/// Marks an account as invited.
pub(crate) fn mark_invited(user_id: i64) -> Sql {
    let mut sql = Sql::new("update userinfo set invitation = true where userinfoid = ");
    sql.bind(user_id);
    sql
}

/// Keeps the secret of a letter that verifies an address.
pub(crate) fn await_verification(user_id: i64, token: &str) -> Sql {
    let mut sql = Sql::new("update userinfo set emailverificationtoken = ");
    sql.bind(token).push(" where userinfoid = ").bind(user_id);
    sql
}

/// A row when an account has verified this address.
pub(crate) fn verified(email: &str) -> Sql {
    let mut sql = Sql::new("select 1 from userinfo where verifiedemail = ");
    sql.bind(email);
    sql
}

/// Counts the address of an account as verified.
pub(crate) fn verify(user_id: i64) -> Sql {
    let mut sql = Sql::new(
        "update userinfo set emailverificationtoken = null, verifiedemail = email where email is not null
         and not exists (select from userinfo o where o.verifiedemail = userinfo.email) and userinfoid = ",
    );
    sql.bind(user_id);
    sql
}
