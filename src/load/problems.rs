//! What the outside world refuses, as diagnostics.

use metod_content::diagnostic::{Code, Diagnostic};
use metod_content::syntax::{FileId, Place, Pos};

use super::Files;
use crate::source::names::NameFault;
use crate::source::tables::{TableFault, TableProblem, Unsafe};
use crate::source::{Listing, Problem, ProblemKind, ReadProblem, Tree, text as decode};

pub(super) fn of_listing(listing: &Listing, files: &Files) -> Vec<Diagnostic> {
    let one = |problem: &Problem| {
        let file = files.find(&problem.path).unwrap_or(FileId::BUILTIN);
        let name = problem.path.rsplit('/').next().unwrap_or(&problem.path);
        of_kind(&problem.kind, name, Place::whole(file))
    };
    listing.problems.iter().map(one).collect()
}

fn of_kind(kind: &ProblemKind, name: &str, place: Place) -> Diagnostic {
    match kind {
        ProblemKind::Link => Diagnostic::new(Code::FileLink, place).with("name", name),
        ProblemKind::Submodule | ProblemKind::Special => {
            Diagnostic::new(Code::FileSpecial, place).with("name", name)
        }
        ProblemKind::BadName(fault) => Diagnostic::new(Code::FileName, place)
            .with("name", name)
            .with("reason", name_fault(*fault)),
        ProblemKind::Clash { other } => Diagnostic::new(Code::FileName, place)
            .with("name", name)
            .with("reason", format!("only the case of letters tells it from {other}")),
        ProblemKind::TooLarge { size, limit } => Diagnostic::new(Code::FileSize, place)
            .with("size", megabytes(*size))
            .with("max", megabytes(*limit)),
        ProblemKind::TooDeep { limit } => Diagnostic::new(Code::FileName, place)
            .with("name", name)
            .with("reason", format!("folders are nested deeper than {limit}")),
        ProblemKind::Unreadable(reason) => {
            Diagnostic::new(Code::FileRead, place).with("reason", refusal(reason))
        }
    }
}

/// In words that the catalogue of messages translates.
fn name_fault(fault: NameFault) -> String {
    match fault {
        NameFault::NotUtf8 => "it is not UTF-8".to_owned(),
        NameFault::Dots => "it is empty or leads out of its folder".to_owned(),
        NameFault::Control => "it holds an invisible character".to_owned(),
        NameFault::Reserved(c) => format!("it holds the character {c}"),
        NameFault::Device => "Windows reserves it for a device".to_owned(),
        NameFault::Edge => "it begins with a space or ends with a dot or space".to_owned(),
        NameFault::Decomposed => "its letters are written in parts".to_owned(),
        NameFault::Long => "it is too long".to_owned(),
    }
}

/// The system's words, where they are not known.
fn refusal(words: &str) -> String {
    if words.to_lowercase().contains("permission denied") {
        "permission denied".to_owned()
    } else {
        format!("the disk refused: {words}")
    }
}

/// Megabytes with one digit, so that "5.1 of 5 MB" is understood.
fn megabytes(bytes: u64) -> String {
    const MB: f64 = 1024.0 * 1024.0;
    format!("{:.1} MB", bytes as f64 / MB)
}

/// The text of a file, or why there is none.
pub(super) fn text(
    tree: &dyn Tree,
    files: &Files,
    file: FileId,
) -> Result<String, Box<Diagnostic>> {
    decode_text(&bytes(tree, files, file)?, file).map(str::to_owned)
}

/// The text that bytes of a file are, or why they are none.
pub(super) fn decode_text(bytes: &[u8], file: FileId) -> Result<&str, Box<Diagnostic>> {
    decode::utf8(bytes).map_err(|bad| {
        let end = Pos::new(bad.pos.line, bad.pos.column + 1);
        Box::new(Diagnostic::new(Code::FileEncoding, Place::new(file, bad.pos, end)))
    })
}

/// The bytes of a file, or why there are none.
pub(super) fn bytes(
    tree: &dyn Tree,
    files: &Files,
    file: FileId,
) -> Result<Vec<u8>, Box<Diagnostic>> {
    let path = files.path(file);
    tree.read(path).map_err(|problem| {
        let place = Place::whole(file);
        let name = path.rsplit('/').next().unwrap_or(path);
        Box::new(match problem {
            ReadProblem::Link => Diagnostic::new(Code::FileLink, place).with("name", name),
            ReadProblem::NotAFile => Diagnostic::new(Code::FileSpecial, place).with("name", name),
            ReadProblem::TooLarge { limit } => Diagnostic::new(Code::FileSize, place)
                .with("size", megabytes(files.size(file)))
                .with("max", megabytes(limit)),
            ReadProblem::Missing => {
                Diagnostic::new(Code::FileRead, place).with("reason", "no such file")
            }
            other => {
                Diagnostic::new(Code::FileRead, place).with("reason", refusal(&other.to_string()))
            }
        })
    })
}

/// What is wrong in a table.
pub(super) fn of_table(problem: &TableProblem) -> Diagnostic {
    let reason = match &problem.fault {
        TableFault::BadText(_) => return Diagnostic::new(Code::FileEncoding, problem.place),
        TableFault::OpenQuote => "a quote is opened and never closed".to_owned(),
        TableFault::Empty => "it has no header".to_owned(),
        TableFault::NamelessColumn => "this column has no name in the header".to_owned(),
        TableFault::DuplicateColumn { key } => {
            return Diagnostic::new(Code::YamlDuplicateKey, problem.place).with("key", key);
        }
        TableFault::TooMuch => "it holds too many cells or too much text".to_owned(),
        TableFault::CellError { shown } => format!("the formula gives {shown}"),
        TableFault::Unsafe(fault) => archive_fault(fault),
        TableFault::NoSheet => "it has no visible sheet".to_owned(),
        TableFault::Damaged(_) => "it is damaged or no workbook".to_owned(),
    };
    let code = if problem.fault.is_unsafe() { Code::TableUnsafe } else { Code::TableSyntax };
    Diagnostic::new(code, problem.place).with("reason", reason)
}

fn archive_fault(fault: &Unsafe) -> String {
    match fault {
        Unsafe::Macros => "it holds macros".to_owned(),
        Unsafe::OldOrEncrypted => "it is of an old format or encrypted".to_owned(),
        Unsafe::NotAnArchive(_) => "it is damaged or no workbook".to_owned(),
        Unsafe::Entries { .. } => "it holds too many parts".to_owned(),
        Unsafe::Inflated { .. } => "unpacked, it would be too large".to_owned(),
        Unsafe::Overlap => "its parts overlap, as in a zip bomb".to_owned(),
    }
}
