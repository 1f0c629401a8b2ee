//! `metod search`: one query to the index of a portal, made in memory, or to that of a built site.

use clap::{Args, ValueEnum};
use metod_content::diagnostic::Lang;
use std::path::PathBuf;

use super::stages::{Stage, Stages};
use super::{Common, Ended, Failure, Verdict, as_of, output};
use crate::index;
use crate::pipeline::{self, Purpose};
use crate::render::Facts;
use crate::source::History;

#[derive(Debug, Args)]
pub(super) struct Typed {
    /// Words, "a phrase", -word, begin*, field:word
    #[arg(allow_hyphen_values = true)]
    query: String,
    /// Only records with this value: subjects=matematika, collection=documents
    #[arg(long, value_name = "FIELD=ID")]
    filter: Vec<String>,
    /// Most hits
    #[arg(long, default_value_t = 10, value_name = "N")]
    limit: usize,
    /// As JSON: {total, hits, facets}
    #[arg(long)]
    json: bool,
    /// Search a built site with the files that browsers use, instead of the portal at --root
    #[arg(long, value_name = "SITE")]
    from: Option<PathBuf>,
    /// What answers
    #[arg(long, value_enum, default_value_t = Engine::Static, conflicts_with = "from")]
    engine: Engine,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Engine {
    /// The static index, as in browsers
    Static,
    /// tantivy, of which the static index is made
    Tantivy,
}

pub(super) fn run(common: &Common, typed: Typed) -> Ended {
    let filters = typed.filter.iter().map(|text| filter(text)).collect::<Result<Vec<_>, _>>()?;
    let request = index::Request {
        query: typed.query,
        filters,
        limit: typed.limit,
        ..index::Request::default()
    };
    let response = match &typed.from {
        Some(site) => {
            let library = index::Library::in_folder(site);
            let failure = |error| Failure(format!("{}: {error}", site.display()));
            whole(library.map_err(failure)?.search(&request))?
        }
        None => in_memory(common, typed.engine, &request)?,
    };
    if typed.json {
        output::print(&serde_json::to_string_pretty(&response)?)?;
    } else {
        output::print(&people(&response))?;
    }
    Ok(Verdict::Good)
}

/// Answers from an index made of the portal at `--root`.
fn in_memory(
    common: &Common,
    engine: Engine,
    request: &index::Request,
) -> Result<index::Answer, Failure> {
    let tree = output::tree(common, Some(&pipeline::default_out(&common.root)))?;
    let facts = Facts { as_of: as_of(None)?, base_url: None };
    let mut stages = Stages::begin(common);
    let prepared = pipeline::prepare(&tree, History::default(), &facts, false)?;
    stages.end(Stage::Prepare);
    output::is_portal(common, &prepared.loaded.files)?;
    let by_tantivy = engine == Engine::Tantivy;
    let purpose = if by_tantivy { Purpose::Search } else { Purpose::Files };
    let index = pipeline::index(&prepared, purpose)?;
    let answer = if by_tantivy {
        stages.end(Stage::Index);
        index.search(request)?
    } else {
        let labels = pipeline::index_labels(&prepared, &index);
        let mut library = index::Library::of(index::files(&index, labels)?)?;
        stages.end(Stage::Index);
        whole(library.search(request))?
    };
    stages.end(Stage::Query);
    stages.tell(Lang::from_tag(prepared.loaded.portal.config.lang()));
    Ok(answer)
}

/// An answer for which nothing was lacking.
fn whole(answer: index::Answer) -> Result<index::Answer, Failure> {
    if answer.lost {
        return Err(Failure("files of the search index are missing or damaged".to_owned()));
    }
    Ok(answer)
}

fn filter(text: &str) -> Result<(String, String), Failure> {
    match text.split_once('=') {
        Some((field, id)) if !field.is_empty() && !id.is_empty() => {
            Ok((field.to_owned(), id.to_owned()))
        }
        _ => Err(Failure(format!("--filter {text}: write FIELD=ID, such as subjects=matematika"))),
    }
}

/// Hits for a terminal: title, address, the words found.
fn people(response: &index::Answer) -> String {
    let mut out = Vec::new();
    if let Some(suggestion) = &response.suggestion {
        out.push(format!("→ {suggestion}"));
    }
    for (number, hit) in response.hits.iter().enumerate() {
        out.push(format!("{}. {}\n   {}", number + 1, hit.title, hit.url));
        if !hit.snippet.text.is_empty() {
            out.push(format!("   {}", hit.snippet.text));
        }
    }
    out.push(format!("{} / {}", response.hits.len(), response.total));
    out.join("\n")
}
