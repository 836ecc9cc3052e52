//! The ClickHouse of DHIS2's own keys: `analytics.database` and `analytics.connection.*`.

use afya_analytics::executors::clickhouse::Access;
use anyhow::{Context, bail};

use super::{Settings, parameter};

/// Where ClickHouse is, if it is to answer analytics.
///
/// # Errors
/// When the URL is not one of ClickHouse.
pub(super) fn clickhouse(settings: &Settings) -> anyhow::Result<Option<Access>> {
    if !settings.text("analytics.database").eq_ignore_ascii_case("clickhouse") {
        return Ok(None);
    }
    let url = settings.text("analytics.connection.url");
    let wrong =
        || format!("analytics.connection.url is `{url}`; write it as jdbc:clickhouse://host:8123/database");
    let rest = url.strip_prefix("jdbc:clickhouse:").or_else(|| url.strip_prefix("jdbc:ch:"));
    let rest = rest.with_context(wrong)?;
    let is_encrypted = rest.starts_with("https:") || parameter(url, "ssl").is_some_and(|ssl| ssl == "true");
    let rest = rest.split('?').next().unwrap_or(rest);
    let address = rest.trim_start_matches("https:").trim_start_matches("http:").strip_prefix("//");
    let (server, database) = address.with_context(wrong)?.split_once('/').with_context(wrong)?;
    if server.is_empty() || database.is_empty() || server.contains('@') || database.contains('/') {
        bail!(wrong());
    }
    let (scheme, port) = if is_encrypted { ("https", ":8443") } else { ("http", ":8123") };
    let has_port = server.rsplit_once(':').is_some_and(|(_, port)| port.parse::<u16>().is_ok());
    let port = if has_port { "" } else { port };
    Ok(Some(Access {
        url: format!("{scheme}://{server}{port}"),
        database: database.to_owned(),
        username: settings.text("analytics.connection.username").to_owned(),
        password: settings.text("analytics.connection.password").to_owned(),
    }))
}

/// What is to be said of keys that are given and have no effect as they are.
pub(super) fn remark(settings: &Settings) -> Option<String> {
    let database = settings.text("analytics.database");
    if settings.clickhouse.is_some() {
        return None;
    }
    if !database.eq_ignore_ascii_case("postgresql") {
        return Some(format!(
            "analytics.database is `{database}`, which is not spoken to; PostgreSQL answers analytics (clickhouse would be another choice)"
        ));
    }
    let has_url = !settings.text("analytics.connection.url").is_empty();
    has_url.then(|| {
        "analytics.connection.url has an effect with analytics.database = clickhouse only; PostgreSQL answers analytics from the database itself"
            .to_owned()
    })
}

#[cfg(test)]
mod tests {
    use super::super::with;
    use super::*;

    fn of(keys: &[(&str, &str)]) -> anyhow::Result<Option<Access>> {
        clickhouse(&with(keys))
    }

    /// Where a URL leads.
    fn to(url: &str) -> (String, String) {
        let keys = [("analytics.database", "ClickHouse"), ("analytics.connection.url", url)];
        let access = of(&keys).unwrap().unwrap();
        (access.url, access.database)
    }

    #[test]
    fn the_keys_of_dhis2_say_where_clickhouse_is() {
        let said = |url: &str, database: &str| (url.to_owned(), database.to_owned());
        assert_eq!(to("jdbc:clickhouse://ch:9000/analytics"), said("http://ch:9000", "analytics"));
        assert_eq!(to("jdbc:ch://ch/analytics?user=x"), said("http://ch:8123", "analytics"));
        assert_eq!(to("jdbc:clickhouse://ch/a?ssl=true"), said("https://ch:8443", "a"));
        assert_eq!(to("jdbc:clickhouse:https://[::1]:80/a"), said("https://[::1]:80", "a"));
        let keys = [
            ("analytics.database", "CLICKHOUSE"),
            ("analytics.connection.url", "jdbc:clickhouse://ch:1/a"),
            ("analytics.connection.username", "dhis"),
            ("analytics.connection.password", "secret"),
        ];
        let access = of(&keys).unwrap().unwrap();
        assert_eq!((access.username.as_str(), access.password.as_str()), ("dhis", "secret"));
        assert!(!format!("{access:?}").contains("secret"));
    }

    #[test]
    fn without_the_word_clickhouse_there_is_none() {
        assert_eq!(of(&[]).unwrap(), None);
        let idle = with(&[("analytics.connection.url", "jdbc:clickhouse://ch/a")]);
        assert_eq!(idle.clickhouse, None);
        assert!(idle.remarks[0].contains("analytics.database = clickhouse"), "{:?}", idle.remarks);
        let doris = with(&[("analytics.database", "doris")]);
        assert!(doris.remarks[0].contains("`doris`"), "{:?}", doris.remarks);
    }

    #[test]
    fn a_url_that_is_none_of_clickhouse_is_refused() {
        for url in
            ["", "jdbc:postgresql://ch/a", "jdbc:clickhouse://ch", "jdbc:clickhouse:///a", "http://ch/a"]
        {
            let file = [("analytics.database", "clickhouse"), ("analytics.connection.url", url)]
                .map(|(key, value)| (key.to_owned(), value.to_owned()));
            let error = super::super::settings(&file.into(), |_| None).unwrap_err();
            assert!(error.to_string().contains("jdbc:clickhouse://host:8123/database"), "{error}");
        }
    }
}
