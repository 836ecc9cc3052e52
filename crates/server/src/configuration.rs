//! The one home of the environment: `dhis.conf`, the variables that override its keys, and the five `DB_` variables.

mod beyond;
mod keys;

use std::collections::BTreeMap;
use std::num::NonZero;
use std::path::{Path, PathBuf};
use std::time::Duration;

use afya_analytics::admission::Limits;
use afya_analytics::executors::clickhouse::Access;
use afya_analytics::executors::columns::Room;
use afya_files::FileStore;
use afya_store::{DatabaseSettings, Encryption};
use anyhow::{Context, bail};

/// Everything that the server is told from outside.
#[derive(Clone, Debug)]
pub(crate) struct Settings {
    /// Where the database is.
    pub(crate) database: DatabaseSettings,
    /// The ClickHouse that answers analytics, if any.
    pub(crate) clickhouse: Option<Access>,
    /// The folder that `DHIS2_HOME` names.
    pub(crate) home: Option<PathBuf>,
    values: BTreeMap<&'static str, String>,
    /// Sentences for the log: unknown keys, and keys that are not honoured yet.
    pub(crate) remarks: Vec<String>,
}

impl Settings {
    /// The value of a key of `dhis.conf`, or its default.
    pub(crate) fn text(&self, key: &str) -> &str {
        match self.values.get(key) {
            Some(value) => value,
            None => keys::find(key).map_or("", |known| known.default),
        }
    }

    /// Gives a key a value where neither `dhis.conf` nor the environment did.
    pub(crate) fn suggest(&mut self, key: &'static str, value: &str) {
        self.values.entry(key).or_insert_with(|| value.to_owned());
    }

    /// Whether a key is `on`, `true` or `yes`.
    pub(crate) fn is_on(&self, key: &str) -> bool {
        ["on", "true", "yes"].iter().any(|word| self.text(key).eq_ignore_ascii_case(word))
    }

    /// Where files lie, as DHIS2 would lay them out.
    pub(crate) fn files(&self) -> FileStore {
        match (self.text("filestore.provider"), &self.home) {
            ("filesystem", Some(home)) => FileStore::folder(&home.join(self.text("filestore.container"))),
            ("filesystem", None) => FileStore::Nowhere(
                "There is no place for files here; set DHIS2_HOME to a folder that the server may write to",
            ),
            _ => FileStore::Nowhere(
                "Files are kept in a folder only as yet; set filestore.provider to filesystem",
            ),
        }
    }

    /// What columns may take of the memory, and where they are kept for the next start.
    pub(crate) fn columns_room(&self) -> Room {
        let megabytes = usize::try_from(self.number("afya.columns.memory")).unwrap_or(usize::MAX);
        Room {
            most_bytes: (megabytes > 0).then(|| megabytes.saturating_mul(1 << 20)),
            file: Some(self.text("afya.columns.file")).filter(|path| !path.is_empty()).map(PathBuf::from),
        }
    }

    /// How much of analytics is computed at once, for a pool of so many connections: most of them stay free for everything else.
    pub(crate) fn analytics_limits(&self, connections: usize) -> Limits {
        let number = |key: &str| usize::try_from(self.number(key)).unwrap_or(usize::MAX);
        let cores = std::thread::available_parallelism().map_or(1, NonZero::get);
        let heavy = match number("afya.analytics.heavy") {
            0 => cores.min(connections / 4),
            told => told,
        };
        Limits {
            heavy,
            light: connections / 2,
            waiting: number("afya.analytics.waiting"),
            patience: Duration::from_secs(self.number("afya.analytics.patience")),
            memory: number("afya.analytics.memory"),
        }
    }

    /// How many may follow what changes at once.
    pub(crate) fn listeners(&self) -> usize {
        usize::try_from(self.number("afya.analytics.listeners")).unwrap_or(usize::MAX)
    }

    /// What secrets in the database are encrypted with.
    pub(crate) fn encryption_password(&self) -> &str {
        Some(self.text("encryption.password"))
            .filter(|password| !password.is_empty())
            .unwrap_or(afya_access::encryption::DEFAULT_PASSWORD)
    }

    /// The value of a key that is a number; checked at start.
    pub(crate) fn number(&self, key: &str) -> u64 {
        self.text(key).parse().unwrap_or_default()
    }
}

/// The settings of this process. Errors name the key and what is expected.
pub(crate) fn read() -> anyhow::Result<Settings> {
    let home = variable("DHIS2_HOME").map(PathBuf::from);
    let file = match &home {
        Some(home) => read_file(&home.join("dhis.conf"))?,
        None => BTreeMap::new(),
    };
    Ok(Settings { home, ..settings(&file, variable)? })
}

/// The settings of a server that was told nothing.
#[cfg(test)]
pub(crate) fn defaults() -> Settings {
    settings(&BTreeMap::new(), |_| None).expect("the defaults are right")
}

/// The settings of a server that was told these keys.
#[cfg(test)]
pub(crate) fn with(keys: &[(&str, &str)]) -> Settings {
    let file = keys.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())).collect();
    settings(&file, |_| None).expect("the keys are right")
}

/// The settings that a file and an environment give.
fn settings(
    file: &BTreeMap<String, String>,
    environment: impl Fn(&str) -> Option<String>,
) -> anyhow::Result<Settings> {
    let mut values = BTreeMap::new();
    for key in keys::all() {
        let name = key.variable_name();
        let (value, source) = match environment(&name) {
            Some(value) => (value, name),
            None => match file.get(key.name) {
                Some(value) => (value.clone(), format!("`{}` in dhis.conf", key.name)),
                None => continue,
            },
        };
        key.check(&value).with_context(|| format!("{source} is wrong"))?;
        values.insert(key.name, value);
    }
    let remarks = remarks(file, &values);
    let mut settings = Settings { database: no_database(), clickhouse: None, home: None, values, remarks };
    settings.database = database(&settings, environment)?;
    settings.clickhouse = beyond::clickhouse(&settings)?;
    settings.remarks.extend(beyond::remark(&settings));
    Ok(settings)
}

fn remarks(file: &BTreeMap<String, String>, values: &BTreeMap<&'static str, String>) -> Vec<String> {
    let mut remarks = Vec::new();
    for key in file.keys().filter(|key| !keys::is_known(key)) {
        remarks.push(format!(
            "dhis.conf has the key `{key}`, which nothing here knows; check its spelling or remove it"
        ));
    }
    let idle: Vec<&str> =
        values.keys().copied().filter(|key| keys::find(key).is_some_and(|known| !known.honoured)).collect();
    if !idle.is_empty() {
        remarks
            .push(format!("these keys of dhis.conf are known and have no effect yet: {}", idle.join(", ")));
    }
    remarks
}

fn no_database() -> DatabaseSettings {
    let (host, name) = ("localhost".to_owned(), "dhis2".to_owned());
    DatabaseSettings {
        host,
        port: 5432,
        name,
        username: "dhis".to_owned(),
        password: String::new(),
        encryption: Encryption::Prefer,
        connections: 80,
    }
}

fn database(
    settings: &Settings,
    environment: impl Fn(&str) -> Option<String>,
) -> anyhow::Result<DatabaseSettings> {
    let mut database = no_database();
    database.connections = usize::try_from(settings.number("connection.pool.max_size"))?.max(2);
    let url = settings.text("connection.url");
    if !url.is_empty() {
        jdbc(url, &mut database)?;
    }
    let mode = environment("DB_SSLMODE").or_else(|| mode_of(url));
    let authorities = environment("DB_SSLROOTCERT").or_else(|| parameter(url, "sslrootcert"));
    database.encryption =
        Encryption::from_words(mode.as_deref().unwrap_or("prefer"), authorities.as_deref())?;
    for (key, target) in
        [("connection.username", &mut database.username), ("connection.password", &mut database.password)]
    {
        if !settings.text(key).is_empty() {
            settings.text(key).clone_into(target);
        }
    }
    let overrides = [
        ("DB_HOST", &mut database.host),
        ("DB_NAME", &mut database.name),
        ("DB_USERNAME", &mut database.username),
        ("DB_PASSWORD", &mut database.password),
    ];
    for (variable, target) in overrides {
        if let Some(value) = environment(variable) {
            *target = value;
        }
    }
    if let Some(port) = environment("DB_PORT") {
        let number = port.parse().ok();
        database.port = number.with_context(|| {
            format!("DB_PORT is `{port}`; give PostgreSQL's port as a number, such as 5432")
        })?;
    }
    Ok(database)
}

/// Takes host, port and name from `jdbc:postgresql://host:port/name` or `jdbc:postgresql:name`.
fn jdbc(url: &str, database: &mut DatabaseSettings) -> anyhow::Result<()> {
    let wrong = || format!("connection.url is `{url}`; write it as jdbc:postgresql://host:5432/name");
    let rest = url.strip_prefix("jdbc:postgresql:").with_context(wrong)?;
    let rest = rest.split('?').next().unwrap_or(rest);
    let Some(address) = rest.strip_prefix("//") else {
        rest.clone_into(&mut database.name);
        return Ok(());
    };
    let (server, name) = address.split_once('/').with_context(wrong)?;
    name.clone_into(&mut database.name);
    match server.rsplit_once(':') {
        Some((host, port)) => {
            host.clone_into(&mut database.host);
            database.port = port.parse().ok().with_context(wrong)?;
        }
        None if server.is_empty() => bail!(wrong()),
        None => server.clone_into(&mut database.host),
    }
    Ok(())
}

/// The last value of a parameter of a JDBC URL.
fn parameter(url: &str, name: &str) -> Option<String> {
    let (_, query) = url.split_once('?')?;
    form_urlencoded::parse(query.as_bytes())
        .filter(|(key, _)| key == name)
        .map(|(_, value)| value.into_owned())
        .last()
}

/// `sslmode` of a JDBC URL, which `ssl=true` says too.
fn mode_of(url: &str) -> Option<String> {
    let checks_nothing =
        || parameter(url, "sslfactory").is_some_and(|factory| factory.ends_with("NonValidatingFactory"));
    parameter(url, "sslmode").or_else(|| match parameter(url, "ssl")?.as_str() {
        "" | "true" if checks_nothing() => Some("require".to_owned()),
        "" | "true" => Some("verify-full".to_owned()),
        _ => None,
    })
}

fn read_file(path: &Path) -> anyhow::Result<BTreeMap<String, String>> {
    let Ok(file) = std::fs::File::open(path) else { return Ok(BTreeMap::new()) };
    let pairs = java_properties::read(file)
        .with_context(|| format!("{} is no Java properties file", path.display()))?;
    Ok(pairs.into_iter().map(|(key, value)| (key, value.trim().to_owned())).collect())
}

#[expect(clippy::disallowed_methods, reason = "this is the home of the environment")]
fn variable(name: &str) -> Option<String> {
    std::env::var(name).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn from(file: &[(&str, &str)], environment: &[(&str, &str)]) -> anyhow::Result<Settings> {
        let file = file.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())).collect();
        settings(&file, |name| {
            environment.iter().find(|(key, _)| *key == name).map(|(_, value)| (*value).to_owned())
        })
    }

    #[test]
    fn the_environment_wins_over_the_file() {
        let file = [("connection.url", "jdbc:postgresql://db:6000/country"), ("connection.username", "one")];
        let settings = from(&file, &[("CONNECTION_USERNAME", "two"), ("DB_PORT", "7000")]).unwrap();
        let database = settings.database;
        assert_eq!((database.host.as_str(), database.port, database.name.as_str()), ("db", 7000, "country"));
        assert_eq!(database.username, "two");
    }

    #[test]
    fn what_is_suggested_gives_way_to_what_was_told() {
        let suggested = |file: &[(&str, &str)]| {
            let mut settings = from(file, &[]).unwrap();
            settings.suggest("afya.columns", "on");
            settings.is_on("afya.columns")
        };
        assert_eq!((suggested(&[]), suggested(&[("afya.columns", "off")])), (true, false));
    }

    #[test]
    fn url_and_environment_say_how_the_database_is_reached() {
        let read = |query: &str, environment: &[(&str, &str)]| {
            let url = format!("jdbc:postgresql://db/country{query}");
            from(&[("connection.url", &url)], environment).map(|settings| settings.database.encryption)
        };
        let full = || Encryption::VerifyFull("/ca.pem".into());
        for (query, expected) in [
            ("", Encryption::Prefer),
            ("?sslmode=disable", Encryption::Disable),
            ("?ApplicationName=x&sslmode=require", Encryption::Require),
            ("?sslmode=verify-ca&sslrootcert=%2Fca.pem", Encryption::VerifyCa("/ca.pem".into())),
            ("?ssl=true&sslrootcert=/ca.pem", full()),
            ("?ssl=true&sslfactory=org.postgresql.ssl.NonValidatingFactory", Encryption::Require),
            ("?ssl=false", Encryption::Prefer),
        ] {
            assert_eq!(read(query, &[]).unwrap(), expected, "{query}");
        }
        let environment = [("DB_SSLMODE", "verify-full"), ("DB_SSLROOTCERT", "/ca.pem")];
        assert_eq!(read("?sslmode=disable&sslrootcert=/old.pem", &environment).unwrap(), full());
        for (query, named) in [("?sslmode=yes", "`yes`"), ("?sslmode=verify-full", "DB_SSLROOTCERT")] {
            let error = format!("{:#}", read(query, &[]).unwrap_err());
            assert!(error.contains(named), "{error}");
        }
    }

    #[test]
    fn a_wrong_value_is_named() {
        let error = format!("{:#}", from(&[("connection.pool.max_size", "many")], &[]).unwrap_err());
        assert!(error.contains("connection.pool.max_size") && error.contains("many"), "{error}");
        assert!(from(&[("connection.url", "mysql://x")], &[]).is_err());
        assert!(from(&[], &[("DB_PORT", "x")]).is_err());
        assert!(from(&[("system.read_only_mode", "perhaps")], &[]).is_err());
    }

    #[test]
    fn unknown_and_idle_keys_are_remarked() {
        let settings = from(
            &[("conection.url", "x"), ("redis.enabled", "on"), ("oidc.provider.mine.client_id", "x")],
            &[],
        )
        .unwrap();
        assert_eq!(settings.remarks.len(), 2);
        assert!(settings.remarks[0].contains("conection.url"));
        assert!(settings.remarks[1].contains("redis.enabled"));
    }
}
