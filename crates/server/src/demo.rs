//! `afya demo`: a country to look at, on a PostgreSQL cluster of its own.

use std::io::{IsTerminal, Write};
use std::iter::Peekable;
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Instant;

use afya_access::Caller;
use afya_aggregate::values;
use afya_aggregate::values::batch::{Batch, Input};
use afya_demo::Country;
use afya_metadata::import::{self, Source};
use afya_metadata::statistics;
use afya_model::{Clock, Random};
use afya_store::cluster::{Cluster, Durability};
use afya_store::{Database, DatabaseSettings, Fault, migrations};
use anyhow::{Context, anyhow, bail};
use serde_json::Value;

use crate::configuration::Settings;
use crate::serve::{self, Ports};

/// The database of the demo country, in its cluster.
const NAME: &str = "demo";

/// Connections to it at most.
const CONNECTIONS: usize = 40;

/// Values that are imported at once, at least.
const GROUP: usize = 20_000;

/// What the demo is asked for.
#[derive(clap::Args, Debug)]
pub(crate) struct Wishes {
    /// The TCP port to listen on.
    #[arg(long, default_value_t = 8080)]
    port: u16,
    /// Remove the demo's cluster and make it anew.
    #[arg(long)]
    reset: bool,
    /// Serve this database instead, such as postgresql://user:password@localhost:5432/name.
    #[arg(long, value_name = "URL")]
    database: Option<String>,
    /// How much data, as a part of the whole (1: about 1.5 million values).
    #[arg(long, default_value_t = 1.0)]
    scale: f64,
    /// Load the country into the configured database (DB_HOST and so on), which must hold none, and stop.
    #[arg(long, conflicts_with_all = ["reset", "database"])]
    load_only: bool,
}

/// Makes the demo, if there is none yet, and serves it until told to stop.
pub(crate) async fn demo(mut settings: Settings, wishes: Wishes) -> anyhow::Result<()> {
    if let Some(url) = &wishes.database {
        let wrong = "write --database as postgresql://user:password@host:5432/name";
        settings.database = DatabaseSettings::from_url(url, settings.database.connections).context(wrong)?;
        return serve::serve(&settings, Ports { public: wishes.port, management: None }).await;
    }
    if wishes.load_only {
        return load(&Database::new(&settings.database)?, wishes.scale).await;
    }
    drop(serve::listener(wishes.port).await?);
    let folder = folder()?;
    if wishes.reset {
        remove(&folder)?;
    }
    settings.home.get_or_insert_with(|| folder.join("home"));
    // What a dashboard shows follows what is typed.
    settings.suggest("afya.columns", "on");
    let started = Instant::now();
    say(&format!("Starting PostgreSQL in {}", folder.display()));
    let cluster = Cluster::start(&folder, Durability::Durable)?;
    settings.database = cluster.settings(NAME, CONNECTIONS);
    let mark = folder.join("loaded");
    if !mark.exists() {
        // A load that was killed half-way left a database that no one should see.
        cluster.replace_database(NAME)?;
        let database = Database::new(&settings.database)?;
        tokio::select! {
            loaded = load(&database, wishes.scale) => loaded?,
            () = serve::stop_signal() => bail!("stopped; the next run loads the country from its start"),
        }
        std::fs::write(&mark, "").with_context(|| format!("{} cannot be written", mark.display()))?;
    }
    say(&format!("Ready after {:.1} s", started.elapsed().as_secs_f64()));
    println!("\n    http://localhost:{}/\n", wishes.port);
    println!("    administrator       admin / district");
    for (who, username) in Country::LOGINS {
        println!("    {who:<18}  {username} / {}", Country::PASSWORD);
    }
    println!("\nCtrl-C stops everything.");
    serve::serve(&settings, Ports { public: wishes.port, management: None }).await
}

/// Where the cluster lives: beside the project, or where PostgreSQL's own user reaches it when root starts it.
fn folder() -> anyhow::Result<PathBuf> {
    if afya_store::cluster::is_root()? {
        return Ok(PathBuf::from("/var/lib/afya-demo"));
    }
    let here = std::env::current_dir().context("the current folder is gone")?;
    Ok(here.join(".afya/demo"))
}

fn remove(folder: &Path) -> anyhow::Result<()> {
    if folder.join("data").exists() {
        // Starting clears what a killed run left, stopping leaves nobody who works in the folder.
        Cluster::start(folder, Durability::Durable)?.stop()?;
    }
    match std::fs::remove_dir_all(folder) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
            Err(error).with_context(|| format!("{} cannot be removed", folder.display()))
        }
        _ => Ok(()),
    }
}

/// Loads the country through the importers.
async fn load(database: &Database, scale: f64) -> anyhow::Result<()> {
    say("Making the schema");
    migrations::migrate(database).await?;
    let (clock, random) = (Clock::System, Random::system());
    let mut connection = database.connect().await?;
    let account = afya_access::account::find_account(&mut connection, "admin").await?;
    let admin = account.context("the database has no user `admin`, who loads the country")?.caller;
    let counts = statistics::object_counts(&mut connection).await?;
    if counts["organisationUnit"].as_i64().unwrap_or_default() > 0 {
        bail!("the database holds a country already; the demo is loaded only where there is none");
    }
    let country = Country::new(scale);
    say("Importing the metadata");
    let source = Source { clock: &clock, random: &random };
    let options = import::Options::default();
    let report = import::import(&mut connection, &admin, country.metadata(), &options, source).await?;
    if report.status() != "OK" {
        bail!("the metadata was refused: {}", report.json());
    }
    drop(connection);
    load_values(database, &admin, &country, &clock).await?;
    say("Taking statistics");
    Ok(database.connect().await?.batch("analyze").await?)
}

/// Loads the values, two groups at a time: PostgreSQL is busier with them than we are.
async fn load_values(
    database: &Database,
    admin: &Caller,
    country: &Country,
    clock: &Clock,
) -> anyhow::Result<()> {
    let (today, now) = (clock.today(), clock.now());
    let (done, started) = (AtomicUsize::new(0), Instant::now());
    let groups = Mutex::new(country.values(today).peekable());
    let worker = async || -> anyhow::Result<()> {
        let mut connection = database.connect().await?;
        let options = values::Options { atomic: true, force: true, ..values::Options::default() };
        loop {
            let next = next_group(&mut *groups.lock().map_err(|_| anyhow!("a worker stopped"))?)?;
            let Some(batch) = next else { return Ok(()) };
            let count = batch.len();
            let summary = values::import(&mut connection, admin, batch, options, now).await?;
            if summary.status() != "SUCCESS" {
                bail!("values were refused: {}", summary.json(&Value::Null)?);
            }
            let done = done.fetch_add(count, Ordering::Relaxed) + count;
            progress(&format!("Importing values: {done} in {:.0} s", started.elapsed().as_secs_f64()));
        }
    };
    let (one, other) = tokio::join!(worker(), worker());
    say(&format!("Imported {} values in {:.0} s", done.into_inner(), started.elapsed().as_secs_f64()));
    one.and(other)
}

/// The next values of one data set as the import takes them: of so many periods that what it does once a group is little
/// beside the values.
fn next_group(groups: &mut Peekable<impl Iterator<Item = afya_demo::Group>>) -> Result<Option<Batch>, Fault> {
    let Some(data_set) = groups.peek().map(|group| group.data_set.clone()) else { return Ok(None) };
    let mut batch = Batch::of_set(&data_set);
    while batch.len() < GROUP
        && let Some(group) = groups.next_if(|group| group.data_set == data_set)
    {
        for value in group.values {
            batch.add(Input {
                data_element: Some(&value.data_element),
                period: Some(&group.period),
                org_unit: Some(&value.org_unit),
                category_option_combo: Some(&value.category_option_combo),
                value: Some(&value.value.to_string()),
                ..Input::default()
            })?;
        }
    }
    Ok(Some(batch))
}

fn say(what: &str) {
    println!("==> {what}");
}

/// A line that the next one replaces, for somebody who looks on.
fn progress(what: &str) {
    let mut out = std::io::stdout();
    if out.is_terminal() {
        let _ = write!(out, "\r==> {what}").and_then(|()| out.flush());
    }
}
