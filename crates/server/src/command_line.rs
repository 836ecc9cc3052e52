//! The commands of the binary.

use std::process::ExitCode;

use clap::{Parser, Subcommand};

use crate::{configuration, serve};

/// A health information server that speaks DHIS2's Web API.
#[derive(Parser)]
#[command(name = "afya", version)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Serve the Web API and the web UI until told to stop.
    Serve {
        /// The TCP port to listen on.
        #[arg(long, default_value_t = 8080)]
        port: u16,
    },
}

/// Runs the command that the process was started with.
pub(crate) fn run() -> ExitCode {
    let arguments = Arguments::parse();
    let result = match arguments.command {
        Command::Serve { port } => configuration::read().and_then(|settings| serve::serve(&settings, port)),
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("afya: {error:#}");
            ExitCode::FAILURE
        }
    }
}
