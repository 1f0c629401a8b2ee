//! Every record's rules and texts, side by side; then the places that links name on other pages.

use std::sync::Arc;

use metod_content::check::body::Text;
use metod_content::check::{self, body, files as file_rules};
use metod_content::diagnostic::{Code, Diagnostic};
use metod_content::model::{Portal, Record};
use metod_content::syntax::Place;
use rayon::prelude::*;

use super::memo::Memo;
use super::{Files, problems};
use crate::source::Tree;

pub(super) fn check(
    tree: &dyn Tree,
    files: &Files,
    portal: &Portal,
    memo: &Memo,
    diagnostics: &mut Vec<Diagnostic>,
) {
    let read: Vec<(Arc<Text>, body::Read)> = portal
        .records
        .par_iter()
        .map(|record| {
            let kept = memo.get(&record.path).and_then(|kept| kept.text(record));
            let read = || body::read(portal.schema(record), record);
            let text = kept.unwrap_or_else(|| Arc::new(read()));
            let mut read = body::check(portal, record, &text);
            read.diagnostics.extend(check::record(portal, record));
            read.diagnostics.extend(attachments(tree, files, record));
            (text, read)
        })
        .collect();
    for (_, one) in &read {
        for pending in &one.pending {
            let (text, _) = &read[pending.to.0 as usize];
            diagnostics.extend(body::anchor(portal, pending, text));
        }
    }
    diagnostics.extend(read.into_iter().flat_map(|(_, one)| one.diagnostics));
}

/// Files beside a text that may not be published.
fn attachments(tree: &dyn Tree, files: &Files, record: &Record) -> Vec<Diagnostic> {
    let mut out = Vec::new();
    for attachment in &record.attachments {
        let Some(file) = files.find(&attachment.path) else {
            continue;
        };
        let name = attachment.name.to_lowercase();
        let extension = name.rsplit_once('.').map_or("", |(_, extension)| extension);
        let place = Place::whole(file);
        if !file_rules::is_safe_extension(extension) {
            out.push(Diagnostic::new(Code::FileType, place).with("extension", extension));
        } else if extension == "svg" {
            match problems::text(tree, files, file) {
                Ok(text) => out.extend(
                    file_rules::svg_danger(&text)
                        .map(|found| Diagnostic::new(Code::SvgScript, place).with("found", found)),
                ),
                Err(found) => out.push(*found),
            }
        }
    }
    out
}
