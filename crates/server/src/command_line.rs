//! The commands of the binary.

use std::process::ExitCode;

use afya_store::{Database, migrations};
use anyhow::Context;
use clap::{Parser, Subcommand};

use crate::configuration::{self, Settings};
use crate::serve::{LogFormat, Ports};
use crate::{check, demo, serve};

/// A health information server that speaks DHIS2's Web API.
#[derive(Parser)]
#[command(name = "afya", version)]
struct Arguments {
    /// How lines of the log are written.
    #[arg(long, global = true, value_enum, default_value_t)]
    log_format: LogFormat,
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Serve the Web API and the web UI until told to stop; migrates the database first if it must.
    Serve {
        /// The TCP port to listen on.
        #[arg(long, default_value_t = 8080)]
        port: u16,
        /// A second port, for probes (/health/…) and metrics. Nobody signs in there: keep it from the outside.
        #[arg(long)]
        management_port: Option<u16>,
    },
    /// Serve a demo country on a PostgreSQL cluster of its own.
    Demo(demo::Wishes),
    /// Make or complete the database's schema, and stop.
    Migrate,
    /// Look at configuration and database and say what is wrong; changes and serves nothing.
    Check,
    /// Take away what was added to a database of DHIS2: the schema `afya`.
    Detach,
}

/// Runs the command that the process was started with.
pub(crate) fn run() -> ExitCode {
    let arguments = Arguments::parse();
    let result = configuration::read().and_then(|settings| run_command(settings, arguments));
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("afya: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run_command(settings: Settings, arguments: Arguments) -> anyhow::Result<()> {
    serve::start_log(arguments.log_format);
    let runtime =
        tokio::runtime::Builder::new_multi_thread().enable_all().build().context("no worker threads")?;
    match arguments.command {
        Command::Serve { port, management_port } => {
            let ports = Ports { public: port, management: management_port };
            runtime.block_on(serve::serve(&settings, ports))
        }
        Command::Demo(wishes) => runtime.block_on(demo::demo(settings, wishes)),
        Command::Migrate => runtime.block_on(migrate(&settings)),
        Command::Check => runtime.block_on(check::check(&settings)),
        Command::Detach => runtime.block_on(detach(&settings)),
    }
}

async fn migrate(settings: &Settings) -> anyhow::Result<()> {
    let outcome = migrations::migrate(&Database::new(&settings.database)?).await?;
    println!("{}", serve::outcome_sentence(outcome));
    Ok(())
}

async fn detach(settings: &Settings) -> anyhow::Result<()> {
    let database = Database::new(&settings.database)?;
    migrations::detach(&database)
        .await
        .with_context(|| format!("the schema afya of {} stays", settings.database.name))?;
    println!("The schema afya is gone from {}; DHIS2 can be started on it.", settings.database.name);
    Ok(())
}
