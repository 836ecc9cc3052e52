//! `afya`: the health information server.

mod accounts;
mod answer;
mod app;
mod authentication;
mod body;
mod call;
mod check;
mod command_line;
mod compression;
mod configuration;
mod cross_origin;
mod demo;
mod endpoints;
mod files;
mod headers;
mod import_options;
mod jobs;
mod listeners;
mod management;
mod metrics;
mod pager;
mod parameters;
mod paths;
mod pictures;
mod query;
mod route;
mod routes;
mod serve;
mod streaming;
#[cfg(test)]
mod tests;
mod traces;
mod web;

fn main() -> std::process::ExitCode {
    command_line::run()
}
