//! The pool and the few ways to ask: rows, one JSON text, a stream of JSON rows. A dropped request cancels its query.

use std::pin::Pin;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use deadpool_postgres::{
    Manager, ManagerConfig, Pool, PoolConfig, QueueMode, RecyclingMethod, Runtime, Timeouts,
};
use futures_util::TryStreamExt;
use tokio_postgres::config::Host;
use tokio_postgres::types::ToSql;
use tokio_postgres::{Row, RowStream};

use crate::asked::{ask, first_word};
use crate::tls::{Encryption, Tls};
use crate::{Bind, Fault, Sql};

/// Where the database is and how many connections may be open.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DatabaseSettings {
    /// Host name, address or socket folder.
    pub host: String,
    /// TCP port.
    pub port: u16,
    /// Database name.
    pub name: String,
    /// Role.
    pub username: String,
    /// Its password; empty where the server trusts.
    pub password: String,
    /// How connections are protected.
    pub encryption: Encryption,
    /// Open connections at most.
    pub connections: usize,
}

impl DatabaseSettings {
    /// The settings that a URL gives, such as `postgresql://user:password@host:5432/name?sslmode=require`; nothing where it
    /// is no URL of PostgreSQL, or says nothing of host, name or user.
    #[must_use]
    pub fn from_url(url: &str, connections: usize) -> Option<DatabaseSettings> {
        let (address, query) = url.split_once('?').unwrap_or((url, ""));
        let of_tls = |pair: &&str| pair.starts_with("sslmode=") || pair.starts_with("sslrootcert=");
        let (tls, others): (Vec<&str>, Vec<&str>) = query.split('&').partition(of_tls);
        let tls = tls.join("&");
        let said = |name: &str| form_urlencoded::parse(tls.as_bytes()).filter(|(key, _)| key == name).last();
        let (mode, authorities) = (said("sslmode"), said("sslrootcert"));
        let mode = mode.as_ref().map_or("prefer", |(_, mode)| &**mode);
        let authorities = authorities.as_ref().map(|(_, file)| &**file);
        let config: tokio_postgres::Config = format!("{address}?{}", others.join("&")).parse().ok()?;
        let host = match config.get_hosts().first()? {
            Host::Tcp(host) => host.clone(),
            Host::Unix(folder) => folder.display().to_string(),
        };
        let password = config.get_password().map(|bytes| String::from_utf8_lossy(bytes).into_owned());
        Some(DatabaseSettings {
            host,
            port: config.get_ports().first().copied().unwrap_or(5432),
            name: config.get_dbname()?.to_owned(),
            username: config.get_user()?.to_owned(),
            password: password.unwrap_or_default(),
            encryption: Encryption::from_words(mode, authorities).ok()?,
            connections,
        })
    }
}

/// A pool of connections to one database. Cloning shares it.
#[derive(Clone)]
pub struct Database {
    pool: Pool,
    tls: Tls,
}

/// How many connections of a pool do what.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PoolStanding {
    /// Taken for work.
    pub busy: usize,
    /// Open and free.
    pub idle: usize,
    /// Requests that wait for one.
    pub waiting: usize,
    /// Open at most.
    pub most: usize,
}

/// One connection, taken for a unit of work. Dropped in mid-query it cancels the query; dropped in a transaction it
/// rolls back. In both cases it does not return to the pool.
pub struct Connection {
    pool: Pool,
    client: Option<deadpool_postgres::Client>,
    tls: Tls,
    running: bool,
    /// Statements under way that others may be asked beside. One that was given up is never done.
    asking: AtomicUsize,
    in_transaction: bool,
    closes: bool,
}

/// What must hold of a connection's client.
const TAKEN: &str = "the client is taken only when the connection is dropped";

/// The rows of a running statement.
pub struct Rows<'a> {
    running: &'a mut bool,
    stream: Pin<Box<RowStream>>,
}

impl Rows<'_> {
    /// The next row; nothing after the last one.
    pub async fn next(&mut self) -> Result<Option<Row>, Fault> {
        let row = self.stream.try_next().await;
        *self.running = matches!(row, Ok(Some(_)));
        Ok(row?)
    }
}

impl Database {
    /// A pool for these settings; nothing is opened yet.
    ///
    /// # Errors
    /// When the file of CAs cannot be used.
    pub fn new(settings: &DatabaseSettings) -> Result<Database, Fault> {
        let mut config = tokio_postgres::Config::new();
        config.host(&settings.host).port(settings.port).dbname(&settings.name).user(&settings.username);
        config.application_name("afya").connect_timeout(Duration::from_secs(5));
        // A list with many nested objects is estimated dear and answered at once: compiling it costs more than running it.
        config.options("-c jit=off");
        if !settings.password.is_empty() {
            config.password(&settings.password);
        }
        let through_socket = settings.host.starts_with('/');
        let encryption = if through_socket { &Encryption::Disable } else { &settings.encryption };
        let tls = Tls::new(encryption).map_err(|error| Fault::Unavailable(error.to_string()))?;
        config.ssl_mode(tls.mode());
        let recycling = ManagerConfig { recycling_method: RecyclingMethod::Fast };
        let manager = Manager::from_config(config, tls.clone(), recycling);
        let wait = Duration::from_secs(10);
        let timeouts = Timeouts { wait: Some(wait), create: Some(wait), recycle: Some(wait) };
        // The connection that was used last knows its statements best.
        let queue_mode = QueueMode::Lifo;
        let pool_config = PoolConfig { max_size: settings.connections, timeouts, queue_mode };
        let built = Pool::builder(manager).config(pool_config).runtime(Runtime::Tokio1).build();
        built.map(|pool| Database { pool, tls }).map_err(|error| Fault::Unavailable(error.to_string()))
    }

    /// How the pool stands.
    #[must_use]
    pub fn pool(&self) -> PoolStanding {
        let status = self.pool.status();
        PoolStanding {
            busy: status.size - status.available,
            idle: status.available,
            waiting: status.waiting,
            most: status.max_size,
        }
    }

    /// Whether the database answers.
    ///
    /// # Errors
    /// Why it does not.
    pub async fn ping(&self) -> Result<(), Fault> {
        self.connect().await?.rows(&Sql::new("select 1")).await.map(drop)
    }

    /// A connection from the pool.
    pub async fn connect(&self) -> Result<Connection, Fault> {
        Ok(Connection {
            pool: self.pool.clone(),
            client: Some(ask(|| "connect", self.pool.get()).await?),
            tls: self.tls.clone(),
            running: false,
            asking: AtomicUsize::new(0),
            in_transaction: false,
            closes: false,
        })
    }
}

impl Connection {
    /// All rows of a statement. Several that are awaited together are sent together, and answered one behind the other.
    pub async fn rows(&self, sql: &Sql) -> Result<Vec<Row>, Fault> {
        let (text, binds) = sql.build();
        self.asking.fetch_add(1, Ordering::Relaxed);
        let client = self.client.as_ref().expect(TAKEN);
        let asking = async {
            let statement = client.prepare_cached(&text).await?;
            client.query(&statement, &parameters(&binds)).await
        };
        let result = ask(|| first_word(&text), asking).await;
        self.asking.fetch_sub(1, Ordering::Relaxed);
        Ok(result?)
    }

    /// All rows of a statement, as long as each of them passes the check. What is left of a statement that was stopped is cancelled
    /// with the connection.
    pub async fn rows_checked<E: Into<Fault>>(
        &mut self,
        sql: &Sql,
        check: impl Fn(&Row) -> Result<(), E>,
    ) -> Result<Vec<Row>, Fault> {
        let (text, binds) = sql.build();
        self.running = true;
        let client = self.pooled();
        let asking = async {
            let statement = client.prepare_cached(&text).await?;
            let mut left = Box::pin(client.query_raw(&statement, parameters(&binds)).await?);
            let mut rows = Vec::new();
            while let Some(row) = left.try_next().await? {
                if let Err(stopped) = check(&row) {
                    return Ok(Err(stopped));
                }
                rows.push(row);
            }
            Ok::<_, tokio_postgres::Error>(Ok(rows))
        };
        let result = ask(|| first_word(&text), asking).await;
        self.running = matches!(result, Ok(Err(_)));
        result?.map_err(Into::into)
    }

    /// Waits for something, while others may use this connection of the pool; within a transaction it is kept.
    pub async fn lend_while<T>(&mut self, waited_for: impl Future<Output = T>) -> Result<T, Fault> {
        if self.is_running() || self.in_transaction || self.closes {
            return Ok(waited_for.await);
        }
        drop(self.client.take());
        let came = waited_for.await;
        self.client = Some(ask(|| "connect", self.pool.get()).await?);
        Ok(came)
    }

    /// The first row, if there is one.
    pub async fn first(&self, sql: &Sql) -> Result<Option<Row>, Fault> {
        Ok(self.rows(sql).await?.into_iter().next())
    }

    /// The rows of a statement one by one, as they come. Whoever stops before the last one drops the connection too. The
    /// statement is planned for its own values: what is long enough to be a stream is worth it.
    pub async fn stream(&mut self, sql: &Sql) -> Result<Rows<'_>, Fault> {
        let (text, binds) = sql.build();
        self.running = true;
        let client = self.pooled();
        let asking = async {
            let statement = client.prepare(&text).await?;
            client.query_raw(&statement, parameters(&binds)).await
        };
        let result = ask(|| first_word(&text), asking).await;
        self.running = result.is_ok();
        Ok(Rows { running: &mut self.running, stream: Box::pin(result?) })
    }

    /// The rows of `copy (…) to stdout (format binary)`, one by one.
    pub async fn copy_out(
        &mut self,
        statement: &'static str,
        each: impl FnMut(&crate::copy::Fields<'_>),
    ) -> Result<(), Fault> {
        self.running = true;
        let client = self.pooled();
        let asking = async { crate::copy::read(client.copy_out(statement).await?, each).await };
        let result = ask(|| "copy", asking).await;
        self.running = result.is_err();
        result
    }

    /// How many rows a statement changed.
    pub async fn execute(&mut self, sql: &Sql) -> Result<u64, Fault> {
        let (text, binds) = sql.build();
        self.running = true;
        let client = self.pooled();
        let asking = async {
            let statement = client.prepare_cached(&text).await?;
            client.execute(&statement, &parameters(&binds)).await
        };
        let result = ask(|| first_word(&text), asking).await;
        self.running = false;
        Ok(result?)
    }

    /// Runs statements without binds, such as a migration.
    pub async fn batch(&mut self, text: &str) -> Result<(), Fault> {
        self.running = true;
        let result = ask(|| first_word(text), self.pooled().batch_execute(text)).await;
        self.running = false;
        Ok(result?)
    }

    /// Never gives this connection back to the pool: what it holds, such as a lock, is let go when it is dropped.
    pub fn close_when_dropped(&mut self) {
        self.closes = true;
    }

    /// Opens a transaction.
    pub async fn begin(&mut self) -> Result<(), Fault> {
        self.in_transaction = true;
        self.batch("begin").await
    }

    /// Opens a transaction that only reads, and sees one moment to its end.
    pub async fn begin_reading(&mut self) -> Result<(), Fault> {
        self.in_transaction = true;
        self.batch("begin isolation level repeatable read read only").await
    }

    /// Makes the transaction last.
    pub async fn commit(&mut self) -> Result<(), Fault> {
        self.batch("commit").await?;
        self.in_transaction = false;
        Ok(())
    }

    /// Undoes the transaction.
    pub async fn rollback(&mut self) -> Result<(), Fault> {
        self.batch("rollback").await?;
        self.in_transaction = false;
        Ok(())
    }

    /// The client itself, for COPY and the like.
    pub fn client(&mut self) -> &mut tokio_postgres::Client {
        self.pooled()
    }

    fn is_running(&self) -> bool {
        self.running || self.asking.load(Ordering::Relaxed) > 0
    }

    fn pooled(&mut self) -> &mut deadpool_postgres::ClientWrapper {
        self.client.as_mut().expect(TAKEN)
    }
}

impl Drop for Connection {
    fn drop(&mut self) {
        let is_running = self.is_running();
        let Some(pooled) = self.client.take() else { return };
        if !is_running && !self.in_transaction && !self.closes {
            return;
        }
        let client = deadpool_postgres::Client::take(pooled);
        let tls = self.tls.clone();
        if let (true, Ok(runtime)) = (is_running, tokio::runtime::Handle::try_current()) {
            runtime.spawn(async move {
                if let Err(error) = client.cancel_token().cancel_query(tls).await {
                    tracing::warn!(%error, "a query could not be cancelled");
                }
            });
        }
    }
}

fn parameters<'a>(binds: &'a [&'a Bind]) -> Vec<&'a (dyn ToSql + Sync)> {
    binds.iter().map(|bind| *bind as &(dyn ToSql + Sync)).collect()
}

#[cfg(test)]
mod tests {
    use super::{DatabaseSettings, Encryption};

    #[test]
    fn a_url_says_where_the_database_is() {
        let settings = |host: &str, port, password: &str| DatabaseSettings {
            host: host.to_owned(),
            port,
            name: "country".to_owned(),
            username: "nurse".to_owned(),
            password: password.to_owned(),
            encryption: Encryption::Prefer,
            connections: 8,
        };
        let read = |url| DatabaseSettings::from_url(url, 8);
        assert_eq!(read("postgresql://nurse:a%40b@db:6000/country"), Some(settings("db", 6000, "a@b")));
        assert_eq!(read("postgres://nurse@db/country"), Some(settings("db", 5432, "")));
        let protected = DatabaseSettings {
            encryption: Encryption::VerifyFull("/a b/ca.pem".into()),
            ..settings("db", 5432, "")
        };
        let url =
            "postgres://nurse@db/country?sslmode=verify-full&connect_timeout=9&sslrootcert=/a%20b/ca.pem";
        assert_eq!(read(url), Some(protected));
        for wrong in [
            "mysql://nurse@db/country",
            "postgresql://nurse@db",
            "postgresql://db/country",
            "country",
            "postgres://nurse@db/country?sslmode=perhaps",
            "postgres://nurse@db/country?sslmode=verify-full",
        ] {
            assert_eq!(read(wrong), None, "{wrong}");
        }
    }
}
