//! Statements over settings.

use afya_store::Sql;

/// All stored settings of the system.
pub(crate) fn all_of_system() -> Sql {
    Sql::new("select name, value from systemsetting where value is not null")
}

/// The settings of the system that rule signing in.
pub(crate) fn sign_in_rules() -> Sql {
    Sql::new(
        "select name, value from systemsetting
         where value is not null and name in ('keyLockMultipleFailedLogins', 'credentialsExpires')",
    )
}

/// The translation of a setting of the system.
pub(crate) fn translation(key: &str, locale: &str) -> Sql {
    let mut sql = Sql::new("select jbvalue->>");
    sql.bind(locale).push(
        "::text as value from keyjsonvalue where namespace = 'settings-translations' and namespacekey = ",
    );
    sql.bind(key);
    sql
}

/// The stored settings of a user; the text of a serialised Java string starts at the eighth byte.
pub(crate) fn all_of_user(username: &str) -> Sql {
    let mut sql = Sql::new(
        "select s.name, convert_from(substring(s.value from 8), 'UTF8') as value
         from usersetting s join userinfo u on u.userinfoid = s.userinfoid
         where s.value is not null and u.username = ",
    );
    sql.bind(username);
    sql
}
