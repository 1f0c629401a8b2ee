//! The steps of `cargo xtask test`, in order.

use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Instant;

use crate::run::{self, Done, Failure, cargo, run};
use crate::tools;

struct Step {
    name: &'static str,
    heading: &'static str,
    work: fn() -> Done,
}

/// Cheap findings come first.
const STEPS: [Step; 8] = [
    Step { name: "tools", heading: "Tools", work: tools::prepare },
    Step { name: "fmt", heading: "Layout of the code", work: fmt },
    Step { name: "deny", heading: "Licences of dependencies", work: deny },
    Step { name: "clippy", heading: "Lints", work: clippy },
    Step { name: "wasm", heading: "WebAssembly", work: wasm },
    Step { name: "cargo", heading: "Unit and integration tests", work: tests },
    Step { name: "check", heading: "The sample portal", work: check },
    Step { name: "browser", heading: "The built portal in a browser", work: browser },
];

/// Runs all steps, or those named, and stops at the first failure.
pub(crate) fn test(only: &[&str]) -> ExitCode {
    if let Some(unknown) = only.iter().find(|name| !is_step(name)) {
        eprintln!("xtask: no step `{unknown}`; see cargo xtask steps");
        return ExitCode::from(2);
    }
    let started = Instant::now();
    let chosen = STEPS.iter().filter(|step| only.is_empty() || only.contains(&step.name));
    let mut passed = 0;
    for step in chosen {
        println!("\n=== {} ({}) ===", step.heading, step.name);
        let began = Instant::now();
        if let Err(Failure(words)) = (step.work)() {
            eprintln!("\nFAILED: {} ({})\n{words}", step.heading, step.name);
            eprintln!("Again, only this: cargo xtask test {}", step.name);
            return ExitCode::FAILURE;
        }
        println!("--- {}: {} s", step.name, began.elapsed().as_secs());
        passed += 1;
    }
    let seconds = started.elapsed().as_secs();
    println!("\n=== Passed: {passed} of {} steps in {seconds} s ===", STEPS.len());
    ExitCode::SUCCESS
}

/// Lists the steps.
pub(crate) fn list() {
    for step in &STEPS {
        println!("{:8} {}", step.name, step.heading);
    }
}

fn is_step(name: &str) -> bool {
    STEPS.iter().any(|step| step.name == name)
}

fn fmt() -> Done {
    run(&mut cargo(&["fmt", "--all", "--check"]), "Run `cargo fmt --all`.")
}

fn deny() -> Done {
    if tools::find("cargo-deny").is_none() {
        println!("skipped: cargo install cargo-deny --locked");
        return Ok(());
    }
    // Known weaknesses change from day to day: a test must not fail for the date.
    let parts = ["bans", "licenses", "sources"];
    run(
        cargo(&["deny", "--log-level", "error", "check"]).args(parts),
        "deny.toml says what is allowed and why; choose another dependency.",
    )
}

fn clippy() -> Done {
    let args = ["clippy", "--workspace", "--all-targets", "--", "-D", "warnings"];
    run(&mut cargo(&args), "Mend the code; allow a lint only with its reason beside it.")
}

fn wasm() -> Done {
    let args = ["build", "--lib", "--target", "wasm32-unknown-unknown"];
    run(
        cargo(&args).args(["-p", "metod-content", "-p", "metod-search"]),
        "Both crates must compile for browsers: no files, no clock, no threads in them.",
    )
}

fn tests() -> Done {
    run(
        &mut cargo(&["test", "--workspace", "--no-fail-fast"]),
        "The lines above name the test and the place.",
    )
}

fn check() -> Done {
    run(
        run::program(metod()?).args(["check", "--deny", "warnings"]),
        "Mend the content: each finding says how.",
    )
}

fn browser() -> Done {
    let browser = tools::browser().unwrap_or_default();
    run(
        run::program("node")
            .args(["--test", "--test-reporter=spec"])
            .current_dir(run::root().join("tests/browser"))
            .env("METOD", metod()?)
            .env("CHROMIUM", browser),
        "tests/browser/README.md tells how to run one test and to see the page.",
    )
}

/// The program under test: cargo puts it beside this one.
fn metod() -> Result<PathBuf, Failure> {
    let cannot = |error: std::io::Error| Failure(format!("where am I? {error}"));
    let here = std::env::current_exe().map_err(cannot)?;
    // Nothing to do after `cargo`; a step that is run alone must not test an old program.
    run(&mut cargo(&["build", "--quiet"]), "The lines above say why.")?;
    Ok(here.with_file_name(format!("metod{}", std::env::consts::EXE_SUFFIX)))
}
