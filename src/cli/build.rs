//! `metod build`: the whole pipeline, once.

use std::path::PathBuf;

use clap::Args;
use metod_content::diagnostic::Lang;

use super::stages::{Stage, Stages};
use super::{Common, Ended, Failure, Format, Verdict, as_of, output, private};
use crate::pipeline::{self, Outcome, Request};
use crate::publish;
use crate::source::{History, Repository};

#[derive(Debug, Args)]
pub(super) struct Typed {
    /// Folder that is published; it is replaced as a whole [default: public]
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    /// Address under which the portal is published
    #[arg(long, value_name = "URL")]
    base_url: Option<String>,
    /// The date for which everything is computed [default: today]
    #[arg(long, value_name = "DATE")]
    as_of: Option<String>,
    /// Folder with contacts.yaml and consents.yaml [default: `private` of portal.yaml]
    #[arg(long, value_name = "DIR")]
    private: Option<PathBuf>,
    /// Publish drafts too
    #[arg(long)]
    drafts: bool,
    /// Put .gz and .br copies beside text files, for servers that send them as they lie
    #[arg(long)]
    precompress: bool,
    /// How findings are written
    #[arg(long, value_enum, default_value_t)]
    format: Format,
}

pub(super) fn run(common: &Common, typed: Typed) -> Ended {
    let out = typed.out.unwrap_or_else(|| pipeline::default_out(&common.root));
    let tree = output::tree(common, Some(&out))?;
    let repository = Repository::discover(&common.root).ok();
    let request = Request {
        as_of: as_of(typed.as_of.as_deref())?,
        base_url: typed.base_url.map(|url| base_url(&url)).transpose()?,
        drafts: typed.drafts,
        private: private::tree(common, &tree, typed.private.as_deref())?,
        commit: repository.as_ref().and_then(Repository::head).map(|commit| commit.to_string()),
        out,
    };
    let mut stages = Stages::begin(common);
    let history = History::read(repository.as_ref(), tree.scope(), 0);
    stages.end(Stage::History);
    let options =
        publish::Options { precompress: typed.precompress, ..publish::Options::default() };
    let outcome = pipeline::build_as(&tree, history, &request, options)?;
    stages.end(Stage::Build);
    if !outcome.diagnostics.is_empty() || typed.format == Format::Json {
        let Outcome { diagnostics, files, lang, .. } = &outcome;
        output::findings(diagnostics, files, &tree, lang, typed.format)?;
    }
    let lang = Lang::from_tag(&outcome.lang);
    stages.tell(lang);
    if !common.quiet {
        eprintln!("{}", summary(&outcome, &request, lang));
    }
    Ok(if outcome.published.is_some() { Verdict::Good } else { Verdict::Findings })
}

fn base_url(url: &str) -> Result<String, Failure> {
    let absolute = url.starts_with("https://") || url.starts_with("http://");
    if !absolute {
        return Err(Failure(format!("--base-url {url}: an address begins with https://")));
    }
    Ok(format!("{}/", url.trim_end_matches('/')))
}

fn summary(outcome: &Outcome, request: &Request, lang: Lang) -> String {
    let out = request.out.display();
    match (&outcome.published, lang) {
        (Some(published), Lang::Ru) => format!(
            "Записей: {}, страниц: {}, файлов: {}, из них без изменений: {}. Портал: {out}",
            outcome.records, outcome.pages, published.files, published.kept
        ),
        (Some(published), Lang::En) => format!(
            "Records: {}, pages: {}, files: {}, of them unchanged: {}. Portal: {out}",
            outcome.records, outcome.pages, published.files, published.kept
        ),
        (None, Lang::Ru) => format!("Портал не опубликован: есть ошибки. {out} не изменилась."),
        (None, Lang::En) => format!("Nothing is published: there are errors. {out} is unchanged."),
    }
}
