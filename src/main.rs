//! Process entry: arguments in, exit code out.

use std::process::ExitCode;

/// A build allocates millions of small pieces on all threads: with it, a build takes a tenth less time than with
/// the allocator of the C library, and no more memory (`cargo xtask bench`).
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    metod::cli::main()
}
