//! `afya`: the health information server.

mod answer;
mod app;
mod authentication;
mod call;
mod command_line;
mod configuration;
mod paths;
mod query;
mod route;
mod routes;
mod serve;

fn main() -> std::process::ExitCode {
    command_line::run()
}
