//! `metod check`: load, lay out, compile templates; say what is wrong.

use std::path::PathBuf;

use clap::{Args, ValueEnum};
use metod_content::diagnostic::{Lang, Severity};

use super::stages::{Stage, Stages};
use super::{Common, Ended, Format, Verdict, as_of, output, private};
use crate::pipeline;
use crate::render::Facts;
use crate::source::{History, Tree};

#[derive(Debug, Args)]
pub(super) struct Typed {
    /// How findings are written
    #[arg(long, value_enum, default_value_t)]
    format: Format,
    /// What besides errors makes the check fail
    #[arg(long, value_enum)]
    deny: Option<Deny>,
    /// Folder with contacts.yaml and consents.yaml [default: `private` of portal.yaml]
    #[arg(long, value_name = "DIR")]
    private: Option<PathBuf>,
    /// The date for which the portal is checked
    #[arg(long, value_name = "DATE")]
    as_of: Option<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Deny {
    /// Warnings count as errors.
    Warnings,
}

pub(super) fn run(common: &Common, typed: Typed) -> Ended {
    let tree = output::tree(common, Some(&pipeline::default_out(&common.root)))?;
    let facts = Facts { as_of: as_of(typed.as_of.as_deref())?, base_url: None };
    let private = private::tree(common, &tree, typed.private.as_deref())?;
    let private = private.as_ref().map(|folder| folder as &dyn Tree);
    let mut stages = Stages::begin(common);
    let prepared = pipeline::prepare_lean(&tree, private, History::default(), &facts, false)?;
    stages.end(Stage::Prepare);
    let loaded = &prepared.loaded;
    let lang = loaded.portal.config.lang();
    if !(common.quiet && loaded.diagnostics.is_empty()) {
        output::findings(&loaded.diagnostics, &loaded.files, &tree, lang, typed.format)?;
    }
    stages.tell(Lang::from_tag(lang));
    let denied = |severity| severity == Severity::Error || typed.deny == Some(Deny::Warnings);
    let bad = loaded.diagnostics.iter().any(|found| denied(found.severity));
    Ok(if bad { Verdict::Findings } else { Verdict::Good })
}
