//! Statements over the locales of the database.

use afya_store::Sql;

/// The locales that names are translated to.
pub(crate) fn database_locales() -> Sql {
    Sql::new("select locale, name from i18nlocale order by name")
}

/// The same as objects, or the one with this identifier.
pub(crate) fn locale_objects(uid: Option<&str>) -> Sql {
    let mut sql = Sql::new(
        "select json_build_object('name', l.name, 'created', to_char(l.created, 'YYYY-MM-DD\"T\"HH24:MI:SS.MS'),
            'lastUpdated', to_char(l.lastupdated, 'YYYY-MM-DD\"T\"HH24:MI:SS.MS'), 'translations', '[]'::json, 'favorites', '[]'::json,
            'sharing', json_build_object('users', '{}'::json, 'userGroups', '{}'::json), 'locale', l.locale,
            'attributeValues', '[]'::json, 'displayName', l.name, 'favorite', false, 'id', l.uid) as object
         from i18nlocale l where ",
    );
    match uid {
        Some(uid) => sql.push("l.uid = ").bind(uid),
        None => sql.push("true order by l.i18nlocaleid"),
    };
    sql
}
