//! `wechat-cloudbase-spec`: tools for people who edit a spec. Each command is one file.

mod command;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

use command::{check, diff, drift, dump, fetch, fmt, new, openapi, reference, schema, watch};

/// Tools for a spec of WeChat endpoints.
///
/// The spec is the folder `spec` here, unless an argument names another.
#[derive(Parser)]
#[command(name = "wechat-cloudbase-spec", version, after_help = EXIT_CODES)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

const EXIT_CODES: &str = "\
Exit codes:
  0  done, and nothing was found
  1  something was found, and has been printed
  2  the command could not do its work, and has said why";

#[derive(Subcommand)]
enum Command {
    Check(check::Arguments),
    Fmt(fmt::Arguments),
    New(new::Arguments),
    Diff(diff::Arguments),
    Drift(drift::Arguments),
    Fetch(fetch::Arguments),
    Watch(watch::Arguments),
    Dump(dump::Arguments),
    Openapi(openapi::Arguments),
    Schema(schema::Arguments),
    Reference(reference::Arguments),
}

fn main() -> ExitCode {
    match Arguments::parse().command {
        Command::Check(arguments) => check::run(&arguments),
        Command::Diff(arguments) => diff::run(&arguments),
        Command::Drift(arguments) => drift::run(&arguments),
        Command::Fetch(arguments) => fetch::run(&arguments),
        Command::Watch(arguments) => watch::run(&arguments),
        Command::Dump(arguments) => dump::run(&arguments),
        Command::Openapi(arguments) => openapi::run(&arguments),
        Command::Reference(arguments) => reference::run(&arguments),
        Command::Schema(arguments) => schema::run(&arguments),
        Command::Fmt(arguments) => fmt::run(&arguments),
        Command::New(arguments) => new::run(&arguments),
    }
    .into()
}
