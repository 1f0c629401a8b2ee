//! What one run of a program costs.

use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::Instant;

use super::at;
use crate::run::{self, Failure};
use crate::tools;

/// What one run costs.
#[derive(Clone, Copy)]
pub(super) struct Cost {
    /// Seconds on the wall.
    pub(super) wall: f64,
    /// Seconds of all cores, the kernel's work for it included; if they can be told.
    pub(super) cpu: Option<f64>,
    /// Most memory held at a time, in MiB; if it can be told.
    pub(super) peak: Option<f64>,
}

/// Runs programs and measures them: with GNU time (Debian's package `time`) where it is installed,
/// else the wall only. The standard library cannot ask for the resources of one child.
pub(super) struct Meter {
    time: Option<PathBuf>,
    notes: PathBuf,
}

impl Meter {
    pub(super) fn new(folder: &Path) -> Self {
        let is_gnu = |path: &PathBuf| {
            run::output(run::program(path).arg("--version"))
                .is_some_and(|text| text.contains("GNU"))
        };
        let time = tools::find("time").filter(is_gnu);
        if time.is_none() {
            println!("GNU time is not installed: CPU and memory will not be shown");
        }
        Meter { time, notes: folder.join("time.txt") }
    }

    /// Runs a program to its end; it must succeed.
    pub(super) fn run<'a>(
        &self,
        program: &Path,
        args: impl IntoIterator<Item = &'a Path>,
    ) -> Result<Cost, Failure> {
        let mut command = match &self.time {
            Some(time) => {
                let mut command = run::program(time);
                command.args(["-f", "%U %S %M", "-o"]).arg(&self.notes).arg(program);
                command
            }
            None => run::program(program),
        };
        command.args(args.into_iter().map(AsRef::<OsStr>::as_ref));
        command.stdout(Stdio::null()).stderr(Stdio::null());
        let began = Instant::now();
        let status = at(program, command.status())?;
        let wall = began.elapsed().as_secs_f64();
        if !status.success() {
            return Err(Failure(format!("{command:?} failed ({status})")));
        }
        let (cpu, peak) = match &self.time {
            Some(_) => self.noted()?,
            None => (None, None),
        };
        Ok(Cost { wall, cpu, peak })
    }

    fn noted(&self) -> Result<(Option<f64>, Option<f64>), Failure> {
        let text = at(&self.notes, fs::read_to_string(&self.notes))?;
        let numbers: Vec<f64> = text.split_whitespace().filter_map(|n| n.parse().ok()).collect();
        Ok(match numbers[..] {
            [user, system, kib] => (Some(user + system), Some(kib / 1024.0)),
            _ => (None, None),
        })
    }
}

/// The middle value of each.
pub(super) fn median(costs: &[Cost]) -> Cost {
    let some = |get: fn(&Cost) -> Option<f64>| middle(costs.iter().filter_map(get).collect());
    Cost {
        wall: some(|cost| Some(cost.wall)).unwrap_or_default(),
        cpu: some(|cost| cost.cpu),
        peak: some(|cost| cost.peak),
    }
}

/// The middle of some values.
pub(super) fn middle(mut values: Vec<f64>) -> Option<f64> {
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied()
}
