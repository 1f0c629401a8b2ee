//! Words on the terminal.

use std::io::{IsTerminal, Write};
use std::path::Path;

use metod_content::diagnostic::{Diagnostic, Lang};

use super::{Common, Failure, Format};
use crate::load::Files;
use crate::report::{human, json};
use crate::source::{Disk, Scope, Tree};

/// The working tree at `--root`; what is built from it is left out.
pub(super) fn tree(common: &Common, out: Option<&Path>) -> Result<Disk, Failure> {
    let mut scope = Scope::portal();
    let inside = out.and_then(|out| out.strip_prefix(&common.root).ok()).and_then(Path::to_str);
    if let Some(path) = inside {
        scope = scope.without(path);
    }
    Ok(Disk::new(&common.root, scope)?)
}

/// Makes sure that there is a portal at `--root`, where a command would make no sense otherwise.
pub(super) fn is_portal(common: &Common, files: &Files) -> Result<(), Failure> {
    match files.find("portal.yaml") {
        Some(_) => Ok(()),
        None => Err(Failure(format!("{}: no portal.yaml here", common.root.display()))),
    }
}

/// Prints findings in the wanted format: people's to standard error, programs' to standard output.
pub(super) fn findings(
    diagnostics: &[Diagnostic],
    files: &Files,
    tree: &dyn Tree,
    lang: &str,
    format: Format,
) -> Result<(), Failure> {
    let lang = Lang::from_tag(lang);
    match format {
        Format::Human => {
            let color = std::io::stderr().is_terminal() && std::env::var_os("NO_COLOR").is_none();
            let text = human::list(diagnostics, files, tree, human::Style { lang, color });
            Ok(std::io::stderr().write_all(text.as_bytes())?)
        }
        Format::Json => print(&json::list(diagnostics, files, lang)?),
    }
}

/// Prints a line to standard output; a reader that has gone away is not an error.
pub(super) fn print(text: &str) -> Result<(), Failure> {
    match writeln!(std::io::stdout(), "{text}") {
        Err(error) if error.kind() != std::io::ErrorKind::BrokenPipe => Err(error.into()),
        _ => Ok(()),
    }
}
