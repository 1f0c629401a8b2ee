//! Runs a fuzzer of `fuzz/` by stable Rust: what a nightly cargo-fuzz sets is set here, but for the sanitizers, which
//! code without `unsafe` can do without.

use std::fs;
use std::process::ExitCode;

use crate::run::{self, Done, Failure, cargo};

/// How to call it.
pub(crate) const USAGE: &str = "\
cargo xtask fuzz TARGET [SECONDS]  fuzz a target (fuzz/README.md), for a minute unless told otherwise";

/// What has LLVM count branches and tell libFuzzer what was compared with what.
const FLAGS: [&str; 8] = [
    "--cfg",
    "fuzzing",
    "-Ccodegen-units=1",
    "-Cpasses=sancov-module",
    "-Cllvm-args=-sanitizer-coverage-level=4",
    "-Cllvm-args=-sanitizer-coverage-inline-8bit-counters",
    "-Cllvm-args=-sanitizer-coverage-pc-table",
    "-Cllvm-args=-sanitizer-coverage-trace-compares",
];

/// An input that takes more seconds, or more megabytes, is a finding.
const LIMITS: [&str; 3] = ["-timeout=10", "-rss_limit_mb=2048", "-max_len=8192"];

pub(crate) fn fuzz(words: &[&str]) -> ExitCode {
    let (target, seconds) = match words {
        [target] => (*target, "60"),
        [target, seconds] if seconds.parse::<u32>().is_ok() => (*target, *seconds),
        _ => {
            eprintln!("{USAGE}");
            return ExitCode::from(2);
        }
    };
    match work(target, seconds) {
        Ok(()) => ExitCode::SUCCESS,
        Err(Failure(words)) => {
            eprintln!("\nFAILED: {words}");
            ExitCode::FAILURE
        }
    }
}

fn work(target: &str, seconds: &str) -> Done {
    let corpus = ["run", "--quiet", "-p", "metod-fuzz-targets", "--example", "corpus", target];
    run::run(&mut cargo(&corpus), "Targets are the names in fuzz/targets/src/lib.rs.")?;
    let host = host().ok_or_else(|| Failure("rustc does not say for what it compiles".into()))?;
    let build = ["build", "--release", "--manifest-path", "fuzz/Cargo.toml", "--bin", target];
    run::run(
        // With a target named, the flags are not those of build scripts.
        cargo(&build).args(["--target", &host]).env("RUSTFLAGS", FLAGS.join(" ")),
        "libFuzzer is compiled with the package: that needs a C++ compiler.",
    )?;
    let fuzz = run::root().join("fuzz");
    let artifacts = fuzz.join("artifacts").join(target);
    fs::create_dir_all(&artifacts).map_err(|error| Failure(error.to_string()))?;
    let seeds = fuzz.join("seeds").join(target);
    let mut fuzzer = run::program(fuzz.join("target").join(&host).join("release").join(target));
    fuzzer
        .args(LIMITS)
        .arg(format!("-max_total_time={seconds}"))
        .arg(format!("-dict={}", fuzz.join(format!("corpus/{target}.dict")).display()))
        .arg(format!("-artifact_prefix={}/", artifacts.display()))
        // What is new goes to the first folder.
        .arg(fuzz.join("corpus").join(target))
        .args(seeds.is_dir().then_some(seeds));
    run::run(
        &mut fuzzer,
        "The input lies under fuzz/artifacts/; fuzz/README.md tells what to do with it.",
    )
}

/// The platform of this compiler.
fn host() -> Option<String> {
    let told = run::output(run::program("rustc").arg("-vV"))?;
    told.lines().find_map(|line| line.strip_prefix("host: ")).map(str::to_owned)
}
