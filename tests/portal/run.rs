//! The binary as a user starts it, with a limit of time.

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

/// A run that takes longer is killed and fails its test.
pub(crate) const LONGEST: Duration = Duration::from_secs(60);

/// What a finished run said.
#[derive(Clone, Debug)]
pub(crate) struct Said {
    /// 0 good, 1 findings, 2 usage or environment.
    pub(crate) code: i32,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
    pub(crate) took: Duration,
}

impl Said {
    /// Everything that was printed.
    pub(crate) fn all(&self) -> String {
        format!("{}{}", self.stdout, self.stderr)
    }
}

/// Runs `metod` in `folder`.
///
/// # Panics
/// When it hangs or is killed, and when it panics.
pub(crate) fn metod(folder: &Path, arguments: &[&str]) -> Said {
    metod_with(folder, arguments, &[])
}

/// The same with variables of the environment.
pub(crate) fn metod_with(folder: &Path, arguments: &[&str], variables: &[(&str, &str)]) -> Said {
    let mut command = Command::new(env!("CARGO_BIN_EXE_metod"));
    command
        .args(arguments)
        .current_dir(folder)
        .env("NO_COLOR", "1")
        .envs(variables.iter().copied());
    run(command, &format!("metod {}", arguments.join(" ")))
}

/// Output goes to files: a pipe that nobody reads would stop the program.
fn run(mut command: Command, name: &str) -> Said {
    let place = tempfile::tempdir().unwrap();
    let (out, err) = (place.path().join("out"), place.path().join("err"));
    let mut child = command
        .stdin(Stdio::null())
        .stdout(fs::File::create(&out).unwrap())
        .stderr(fs::File::create(&err).unwrap())
        .spawn()
        .unwrap();
    let start = Instant::now();
    let status = loop {
        if let Some(status) = child.try_wait().unwrap() {
            break status;
        }
        if start.elapsed() > LONGEST {
            child.kill().unwrap();
            child.wait().unwrap();
            panic!("{name} hangs");
        }
        std::thread::sleep(Duration::from_millis(5));
    };
    let read = |path: &Path| String::from_utf8_lossy(&fs::read(path).unwrap()).into_owned();
    let said = Said {
        code: status.code().unwrap_or(-1),
        stdout: read(&out),
        stderr: read(&err),
        took: start.elapsed(),
    };
    assert!(
        !said.stderr.contains("panicked at") && said.code >= 0 && said.code <= 2,
        "{name}: {}\n{}",
        said.code,
        said.stderr
    );
    said
}
