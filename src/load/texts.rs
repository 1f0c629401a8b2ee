//! Every record's rules and texts, side by side; then the places that links name on other pages.

use metod_content::check::{self, body, files as file_rules};
use metod_content::diagnostic::{Code, Diagnostic};
use metod_content::model::{Portal, Record};
use metod_content::syntax::Place;
use rayon::prelude::*;

use super::{Files, problems};
use crate::source::Tree;

pub(super) fn check(
    tree: &dyn Tree,
    files: &Files,
    portal: &Portal,
    diagnostics: &mut Vec<Diagnostic>,
) {
    let read: Vec<body::Read> = portal
        .records
        .par_iter()
        .map(|record| {
            let mut read = body::check(portal, record);
            read.diagnostics.extend(check::record(portal, record));
            read.diagnostics.extend(attachments(tree, files, record));
            read
        })
        .collect();
    for one in &read {
        for pending in &one.pending {
            let anchors = &read[pending.to.0 as usize].anchors;
            diagnostics.extend(body::anchor(portal, pending, anchors));
        }
    }
    diagnostics.extend(read.into_iter().flat_map(|one| one.diagnostics));
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
