//! `metod search`: the index in memory, one query.

use clap::Args;
use metod_content::diagnostic::Lang;

use super::stages::{Stage, Stages};
use super::{Common, Ended, Failure, Verdict, as_of, output};
use crate::index;
use crate::pipeline;
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
}

pub(super) fn run(common: &Common, typed: Typed) -> Ended {
    let filters = typed.filter.iter().map(|text| filter(text)).collect::<Result<Vec<_>, _>>()?;
    let tree = output::tree(common, Some(&pipeline::default_out(&common.root)))?;
    let facts = Facts { as_of: as_of(None)?, base_url: None };
    let mut stages = Stages::begin(common);
    let prepared = pipeline::prepare(&tree, History::default(), &facts, false)?;
    stages.end(Stage::Prepare);
    output::is_portal(common, &prepared.loaded.files)?;
    let index = pipeline::index(&prepared)?;
    stages.end(Stage::Index);
    let request = index::Request {
        query: typed.query,
        filters,
        limit: typed.limit,
        ..index::Request::default()
    };
    let response = index.search(&request)?;
    stages.end(Stage::Query);
    stages.tell(Lang::from_tag(prepared.loaded.portal.config.lang()));
    if typed.json {
        output::print(&serde_json::to_string_pretty(&response)?)?;
    } else {
        output::print(&people(&response))?;
    }
    Ok(Verdict::Good)
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
        if !hit.snippet_text.is_empty() {
            out.push(format!("   {}", hit.snippet_text));
        }
    }
    out.push(format!("{} / {}", response.hits.len(), response.total));
    out.join("\n")
}
