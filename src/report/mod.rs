//! Findings for people and for programs.
//!
//! - [`human`]: the source line, the place marked, what happened and what to do.
//! - [`json`]: the documented, stable list.

pub mod human;
pub mod json;

use metod_content::diagnostic::{Diagnostic, Severity};

/// How many findings of each severity there are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Count {
    /// Errors.
    pub errors: usize,
    /// Warnings.
    pub warnings: usize,
}

/// Counts findings.
pub fn count(diagnostics: &[Diagnostic]) -> Count {
    let of = |severity| diagnostics.iter().filter(|found| found.severity == severity).count();
    Count { errors: of(Severity::Error), warnings: of(Severity::Warning) }
}
