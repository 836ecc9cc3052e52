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

/// Sets a setting of the system, which has no value at the moment.
pub(crate) fn set_of_system(key: &str, value: &str) -> Sql {
    let mut sql = Sql::new(
        "insert into systemsetting (systemsettingid, name, value) values (nextval('hibernate_sequence'), ",
    );
    sql.bind(key).push(", ").bind(value).push(") on conflict (name) do update set value = excluded.value");
    sql
}

/// Takes a setting of the system back to its default.
pub(crate) fn remove_of_system(key: &str) -> Sql {
    let mut sql = Sql::new("delete from systemsetting where name = ");
    sql.bind(key);
    sql
}

/// A row when there is a user with this login name.
pub(crate) fn user(username: &str) -> Sql {
    let mut sql = Sql::new("select 1 from userinfo where username = ");
    sql.bind(username);
    sql
}

/// Sets a setting of a user.
pub(crate) fn set_of_user(username: &str, key: &str, value: Vec<u8>) -> Sql {
    let mut sql = Sql::new("insert into usersetting (userinfoid, name, value) select userinfoid, ");
    sql.bind(key).push("::text, ").bind(value).push("::bytea from userinfo where username = ").bind(username);
    sql.push(" on conflict (userinfoid, name) do update set value = excluded.value");
    sql
}

/// Takes a setting of a user back to its default.
pub(crate) fn remove_of_user(username: &str, key: &str) -> Sql {
    let mut sql = Sql::new("delete from usersetting where name = ");
    sql.bind(key).push(" and userinfoid = (select userinfoid from userinfo where username = ").bind(username);
    sql.push(")");
    sql
}

/// Sets a translation; they lie in the data store, an entry for each setting.
pub(crate) fn set_translation(uid: &str, key: &str, locale: &str, text: &str) -> Sql {
    let mut sql = Sql::new(
        "insert into keyjsonvalue (keyjsonvalueid, uid, created, lastupdated, namespace, namespacekey, encrypted, jbvalue, sharing)
         values (nextval('hibernate_sequence'), ",
    );
    sql.bind(uid)
        .push(", now() at time zone 'UTC', now() at time zone 'UTC', 'settings-translations', ")
        .bind(key);
    sql.push(", false, jsonb_build_object(").bind(locale).push("::text, ").bind(text);
    sql.push(
        "::text), '{\"users\": {}, \"userGroups\": {}, \"public\": \"rw------\"}')
         on conflict (namespace, namespacekey) do update
         set jbvalue = coalesce(keyjsonvalue.jbvalue, '{}') || excluded.jbvalue, lastupdated = excluded.lastupdated",
    );
    sql
}

/// Takes a translation away.
pub(crate) fn remove_translation(key: &str, locale: &str) -> Sql {
    let mut sql = Sql::new("update keyjsonvalue set jbvalue = jbvalue - ");
    sql.bind(locale).push("::text where namespace = 'settings-translations' and namespacekey = ").bind(key);
    sql
}

/// Takes away the entry of a setting that has no translation left.
pub(crate) fn remove_untranslated(key: &str) -> Sql {
    let mut sql = Sql::new(
        "delete from keyjsonvalue where jbvalue = '{}' and namespace = 'settings-translations' and namespacekey = ",
    );
    sql.bind(key);
    sql
}
