//! Running other programs in the folder of the workspace.

use std::path::{Path, PathBuf};
use std::process::Command;

/// Why a step failed: what to tell, and what to do about it.
#[derive(Debug)]
pub(crate) struct Failure(pub(crate) String);

/// How a step ends.
pub(crate) type Done = Result<(), Failure>;

/// The folder of the workspace.
pub(crate) fn root() -> PathBuf {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.parent().unwrap_or(here).to_owned()
}

/// The cargo that runs this task, so that all steps use one toolchain.
pub(crate) fn cargo(args: &[&str]) -> Command {
    let mut command =
        program(std::env::var_os("CARGO").map(PathBuf::from).unwrap_or_else(|| "cargo".into()));
    command.args(args);
    command
}

/// A program that starts in the folder of the workspace.
pub(crate) fn program(path: impl AsRef<Path>) -> Command {
    let mut command = Command::new(path.as_ref());
    command.current_dir(root());
    command
}

/// Shows the command as one would type it, runs it, and fails with `advice` when it does.
pub(crate) fn run(command: &mut Command, advice: &str) -> Done {
    let typed = typed(command);
    println!("$ {typed}");
    match command.status() {
        Ok(status) if status.success() => Ok(()),
        Ok(status) => Err(Failure(format!("`{typed}` failed ({status}).\n{advice}"))),
        Err(error) => Err(Failure(format!("`{typed}` cannot be run: {error}.\n{advice}"))),
    }
}

/// What a command prints, if it can be run and succeeds.
pub(crate) fn output(command: &mut Command) -> Option<String> {
    let output = command.output().ok().filter(|o| o.status.success())?;
    Some(String::from_utf8_lossy(&output.stdout).trim().to_owned())
}

fn typed(command: &Command) -> String {
    let program = Path::new(command.get_program());
    let name = program.file_name().unwrap_or(program.as_os_str());
    std::iter::once(name)
        .chain(command.get_args())
        .map(|word| word.to_string_lossy())
        .collect::<Vec<_>>()
        .join(" ")
}
