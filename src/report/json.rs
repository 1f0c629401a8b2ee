//! Findings as JSON: a list of `{code, severity, file, line, column, end_line, end_column, message,
//! help}`. Lines and columns count from 1, columns in characters.

use metod_content::diagnostic::{Diagnostic, Lang};
use serde::Serialize;

use crate::load::Files;

/// One finding.
#[derive(Clone, Debug, Serialize)]
pub struct Finding {
    /// Permanent code.
    pub code: &'static str,
    /// `error` or `warning`.
    pub severity: String,
    /// Path in the repository.
    pub file: String,
    /// Line, from 1.
    pub line: u32,
    /// Column, from 1, in characters.
    pub column: u32,
    /// Line of the position behind the marked place.
    pub end_line: u32,
    /// Column of the position behind the marked place.
    pub end_column: u32,
    /// What happened.
    pub message: String,
    /// What to do.
    pub help: String,
}

/// Puts a finding into words.
pub fn finding(found: &Diagnostic, files: &Files, lang: Lang) -> Finding {
    Finding {
        code: found.code.id(),
        severity: found.severity.to_string(),
        file: files.path(found.place.file).to_owned(),
        line: found.place.start.line,
        column: found.place.start.column,
        end_line: found.place.end.line,
        end_column: found.place.end.column,
        message: found.message(lang),
        help: found.help(lang),
    }
}

/// The whole list, one finding a line.
///
/// # Errors
/// Never in practice: findings hold nothing that JSON cannot.
pub fn list(
    diagnostics: &[Diagnostic],
    files: &Files,
    lang: Lang,
) -> Result<String, serde_json::Error> {
    let lines = diagnostics
        .iter()
        .map(|found| serde_json::to_string(&finding(found, files, lang)))
        .collect::<Result<Vec<String>, _>>()?;
    if lines.is_empty() {
        return Ok("[]".to_owned());
    }
    Ok(format!("[\n{}\n]", lines.join(",\n")))
}
