//! Development tasks, without dependencies, so that they start within a second.
//!
//! `cargo xtask test` proves the product on a fresh machine that has rustup, Node.js and git.

mod bench;
mod fuzz;
mod run;
mod sample;
mod steps;
mod tools;

use std::process::ExitCode;

const USAGE: &str = "\
cargo xtask test [STEP]...    run all tests, or only the steps named
cargo xtask steps             list the steps of `test`";

fn main() -> ExitCode {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let mut words = args.iter().map(String::as_str);
    match words.next() {
        Some("test") => steps::test(&words.collect::<Vec<_>>()),
        Some("steps") => {
            steps::list();
            ExitCode::SUCCESS
        }
        Some("bench") => bench::bench(&words.collect::<Vec<_>>()),
        Some("fuzz") => fuzz::fuzz(&words.collect::<Vec<_>>()),
        Some("sample-table") => sample::table(&words.collect::<Vec<_>>()),
        Some("help" | "-h" | "--help") => {
            println!("{}", usage());
            ExitCode::SUCCESS
        }
        _ => {
            eprintln!("{}", usage());
            ExitCode::from(2)
        }
    }
}

fn usage() -> String {
    [USAGE, fuzz::USAGE, bench::USAGE, bench::SEARCH_USAGE, sample::USAGE].join("\n")
}
