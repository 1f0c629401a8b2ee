//! The command line. Arguments as typed are here; each command resolves its own and reads like a
//! recipe of the rooms.
//!
//! Exit codes: 0 good, 1 findings (the content is wrong), 2 usage or environment.

mod build;
mod check;
mod clock;
mod init;
mod new;
mod output;
mod private;
mod search;
mod serve;
mod stages;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Args, Parser, Subcommand, ValueEnum};
use metod_content::date::{CivilDate, PartialDate};

/// How a command ended.
pub(crate) type Ended = Result<Verdict, Failure>;

/// What a command that ran to its end found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Verdict {
    /// All is well.
    Good,
    /// The content is wrong.
    Findings,
}

/// Why a command could not run: usage or environment. The words are for people.
#[derive(Debug)]
pub(crate) struct Failure(pub(crate) String);

impl<E: std::error::Error> From<E> for Failure {
    fn from(error: E) -> Self {
        Failure(error.to_string())
    }
}

#[derive(Debug, Parser)]
#[command(
    name = "metod",
    version,
    about = "Builds a searchable static portal from a git repository of teaching practices, model documents, roadmaps and registries"
)]
struct Cli {
    #[command(subcommand)]
    command: Command,
    #[command(flatten)]
    common: Common,
}

/// Options of every command.
#[derive(Clone, Debug, Args)]
pub(crate) struct Common {
    /// Folder of the portal
    #[arg(long, global = true, default_value = ".", value_name = "DIR")]
    pub(crate) root: PathBuf,
    /// Say only what is wrong
    #[arg(short, long, global = true)]
    pub(crate) quiet: bool,
    /// Say more: how long each stage took
    #[arg(short, long, global = true)]
    pub(crate) verbose: bool,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Build the portal into a folder of static files
    Build(build::Typed),
    /// Look for mistakes without building
    Check(check::Typed),
    /// Serve the portal on this computer and follow changes
    Serve(serve::Typed),
    /// Search the portal
    Search(search::Typed),
    /// Begin a new record
    New(new::Typed),
    /// Begin a new portal
    Init(init::Typed),
}

/// Format of findings.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// For a terminal.
    #[default]
    Human,
    /// A list of objects.
    Json,
}

/// Runs the command line of this process.
pub fn main() -> ExitCode {
    let Cli { command, common } = Cli::parse();
    let ended = match command {
        Command::Build(typed) => build::run(&common, typed),
        Command::Check(typed) => check::run(&common, typed),
        Command::Serve(typed) => serve::run(&common, typed),
        Command::Search(typed) => search::run(&common, typed),
        Command::New(typed) => new::run(&common, typed),
        Command::Init(typed) => init::run(&common, typed),
    };
    match ended {
        Ok(Verdict::Good) => ExitCode::SUCCESS,
        Ok(Verdict::Findings) => ExitCode::from(1),
        Err(Failure(words)) => {
            eprintln!("metod: {words}");
            ExitCode::from(2)
        }
    }
}

/// The date for which everything is computed: as typed, or today.
pub(crate) fn as_of(typed: Option<&str>) -> Result<CivilDate, Failure> {
    let Some(text) = typed else {
        return Ok(clock::today());
    };
    match text.parse::<PartialDate>() {
        Ok(PartialDate::Day(day)) => Ok(day),
        _ => Err(Failure(format!("--as-of {text}: not a date; write it as 2026-11-23"))),
    }
}
