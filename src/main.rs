//! Process entry: arguments in, exit code out.

use std::process::ExitCode;

/// A build makes and drops millions of small strings on all threads.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    metod::cli::main()
}
