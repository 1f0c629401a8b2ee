//! An address to bytes.

use metod_content::diagnostic::{Lang, Severity};
use metod_content::model::portal::percent_decode;
use serde::Serialize;

use super::state::State;
use crate::export::OFFLINE;
use crate::pipeline::{self, Prepared};
use crate::plan::{Kind, address};
use crate::render::images;
use crate::report::json::{self, Finding};
use crate::source::Tree;

/// What is sent.
pub(super) enum Answer {
    /// HTML.
    Page {
        /// False for the page that says there is none.
        found: bool,
        /// The page.
        html: String,
    },
    /// Anything else.
    File {
        /// Media type.
        kind: &'static str,
        /// Content.
        bytes: Vec<u8>,
    },
    /// Another address.
    Moved(String),
    /// It is being made: ask again soon.
    Later,
}

/// Answers a request for `path`.
pub(super) fn answer(state: &State, snapshot: &Prepared, path: &str) -> Answer {
    let decoded = percent_decode(path);
    let address = decoded.trim_start_matches('/');
    if let Some(file) = file(state, snapshot, address) {
        return file;
    }
    if let Some(found) = search(state, snapshot, address) {
        return found;
    }
    if snapshot.loaded.diagnostics.iter().any(|found| found.severity == Severity::Error) {
        return findings(snapshot);
    }
    if let Some(file) = export(snapshot, address) {
        return file;
    }
    page(snapshot, address)
}

fn page(snapshot: &Prepared, address: &str) -> Answer {
    let index = if address.is_empty() || address.ends_with('/') {
        format!("{address}index.html")
    } else {
        address.to_owned()
    };
    if snapshot.plan.page(&index).is_none()
        && snapshot.plan.page(&format!("{index}/index.html")).is_some()
    {
        return Answer::Moved(format!("/{index}/"));
    }
    let found = snapshot.plan.page(&index);
    let missing = snapshot.plan.pages.iter().find(|page| page.kind == Kind::NotFound);
    let Some(page) = found.or(missing) else {
        return Answer::Page { found: false, html: String::new() };
    };
    let html = match snapshot.html(page) {
        Ok(html) => html,
        Err(error) => return template_failed(snapshot, &page.address, &error.0),
    };
    Answer::Page { found: found.is_some(), html }
}

/// A file of the search.
fn search(state: &State, snapshot: &Prepared, address: &str) -> Option<Answer> {
    let name = address.strip_prefix("search/")?;
    let Some(files) = state.search_files() else {
        return name.ends_with(".bin").then_some(Answer::Later);
    };
    let bytes = match address {
        OFFLINE => pipeline::offline(snapshot, &files).ok()?,
        _ => files.get(address)?.clone(),
    };
    Some(Answer::File { kind: media_type(address), bytes })
}

/// Assets, attachments and smaller pictures.
fn file(state: &State, snapshot: &Prepared, path: &str) -> Option<Answer> {
    let assets = &snapshot.renderer.assets().files;
    if let Some((_, bytes)) = assets.iter().find(|(address, _)| address == path) {
        return Some(Answer::File { kind: media_type(path), bytes: bytes.clone() });
    }
    if let Some(variant) = snapshot.pictures.variants().find(|variant| variant.address == path) {
        let bytes = images::shrink(&state.tree, variant).ok()?;
        return Some(Answer::File { kind: media_type(path), bytes });
    }
    let mut parts = path.splitn(3, '/');
    let (collection, id, name) = (parts.next()?, parts.next()?, parts.next()?);
    let portal = &snapshot.loaded.portal;
    let ix = portal.find_ix(collection, id)?;
    snapshot.plan.record_address(ix)?;
    let record = portal.record(ix);
    let file = record.attachments.iter().find(|file| file.name == name)?;
    debug_assert_eq!(address::attachment(collection, id, name), path);
    let bytes = state.tree.read(&file.path).ok()?;
    Some(Answer::File { kind: media_type(path), bytes })
}

/// The records in other formats.
fn export(snapshot: &Prepared, path: &str) -> Option<Answer> {
    if snapshot.plan.page(path).is_some() || path.is_empty() || path.ends_with('/') {
        return None;
    }
    let job = snapshot.exports().into_iter().find(|job| job.address == path)?;
    let file = match job.file() {
        Ok(file) => file,
        Err(error) => return Some(template_failed(snapshot, path, &error.0)),
    };
    Some(Answer::File { kind: media_type(path), bytes: file.bytes })
}

#[derive(Serialize)]
struct Findings {
    errors: usize,
    warnings: usize,
    items: Vec<Finding>,
}

/// The page that lists what is wrong.
fn findings(snapshot: &Prepared) -> Answer {
    let loaded = &snapshot.loaded;
    let lang = Lang::from_tag(loaded.portal.config.lang());
    let count = crate::report::count(&loaded.diagnostics);
    let items =
        loaded.diagnostics.iter().map(|found| json::finding(found, &loaded.files, lang)).collect();
    show(snapshot, &Findings { errors: count.errors, warnings: count.warnings, items })
}

fn template_failed(snapshot: &Prepared, address: &str, words: &str) -> Answer {
    let item = Finding {
        code: "template-error",
        severity: Severity::Error.to_string(),
        file: address.to_owned(),
        line: 1,
        column: 1,
        end_line: 1,
        end_column: 1,
        message: words.to_owned(),
        help: String::new(),
    };
    show(snapshot, &Findings { errors: 1, warnings: 0, items: vec![item] })
}

fn show(snapshot: &Prepared, view: &Findings) -> Answer {
    let html = snapshot.renderer.findings(view).unwrap_or_else(|error| error.0);
    Answer::Page { found: true, html }
}

/// Media types of what a portal publishes (IANA).
fn media_type(path: &str) -> &'static str {
    match path.rsplit_once('.').map_or("", |(_, extension)| extension) {
        "css" => "text/css; charset=utf-8",
        "js" => "text/javascript; charset=utf-8",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "jpg" | "jpeg" => "image/jpeg",
        "webp" => "image/webp",
        "gif" => "image/gif",
        "pdf" => "application/pdf",
        "json" => "application/json",
        "xml" if path.ends_with("feed.xml") => "application/atom+xml",
        "xml" if path.ends_with("opensearch.xml") => "application/opensearchdescription+xml",
        "xml" | "config" => "application/xml",
        "ttl" => "text/turtle; charset=utf-8",
        "xlsx" => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "docx" => "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        "txt" => "text/plain; charset=utf-8",
        "csv" => "text/csv; charset=utf-8",
        "ics" => "text/calendar; charset=utf-8",
        "html" => "text/html; charset=utf-8",
        _ => "application/octet-stream",
    }
}
