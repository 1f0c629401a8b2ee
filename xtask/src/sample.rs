//! `cargo xtask sample-table`: what the sample portal holds, as README.md shows it.
#![allow(clippy::disallowed_methods)] // one file of this repository, nothing is published

use std::fs;
use std::process::ExitCode;

use crate::run::{self, cargo};

pub(crate) const USAGE: &str = "\
cargo xtask sample-table      print what the sample portal holds
    [--write]                 write it into README.md";

const BEGIN: &str = "<!-- sample-table -->\n";
const END: &str = "<!-- /sample-table -->";

/// Prints the table, or writes it between its marks in README.md.
pub(crate) fn table(args: &[&str]) -> ExitCode {
    let counted = run::output(&mut cargo(&["run", "--quiet", "--example", "sample_table"]));
    let Some(table) = counted else {
        eprintln!("xtask: the sample portal cannot be counted: cargo run --example sample_table");
        return ExitCode::FAILURE;
    };
    let ended = match args {
        [] => {
            println!("{table}");
            Ok(())
        }
        ["--write"] => write(&table),
        _ => Err(USAGE.to_owned()),
    };
    match ended {
        Ok(()) => ExitCode::SUCCESS,
        Err(words) => {
            eprintln!("{words}");
            ExitCode::FAILURE
        }
    }
}

fn write(table: &str) -> Result<(), String> {
    let path = run::root().join("README.md");
    let text = fs::read_to_string(&path).map_err(|error| format!("README.md: {error}"))?;
    let parts = text.split_once(BEGIN).and_then(|(before, rest)| {
        let (_, after) = rest.split_once(END)?;
        Some((before, after))
    });
    let Some((before, after)) = parts else {
        return Err(format!("README.md has no marks {} and {END}", BEGIN.trim()));
    };
    let whole = format!("{before}{BEGIN}{table}\n{END}{after}");
    fs::write(&path, whole).map_err(|error| format!("README.md: {error}"))
}
