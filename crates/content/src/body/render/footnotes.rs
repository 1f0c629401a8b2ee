//! Footnotes: numbered by first reference, listed at the end, each once.

use super::Writer;
use crate::body::clause::end_of;
use crate::body::piece::{Element, Node, Piece};
use std::collections::{BTreeMap, VecDeque};
use std::fmt::Write;
use std::ops::Range;

/// One footnote that something refers to.
struct Note {
    pieces: Range<usize>,
    references: usize,
    written: usize,
}

/// The footnotes of a body.
pub(super) struct Footnotes {
    notes: Vec<Note>,
    by_label: BTreeMap<String, usize>,
}

impl Footnotes {
    /// Numbers the footnotes in the order in which a reader meets them: those of the text first,
    /// then those that notes refer to.
    pub(super) fn number(pieces: &[Piece<'_>]) -> Self {
        let mut definitions: BTreeMap<String, Range<usize>> = BTreeMap::new();
        for (at, piece) in pieces.iter().enumerate() {
            if let Node::Open(Element::Footnote(label)) = &piece.node {
                definitions.entry(label.to_lowercase()).or_insert_with(|| at..end_of(pieces, at));
            }
        }
        let mut footnotes = Footnotes { notes: Vec::new(), by_label: BTreeMap::new() };
        let mut queue = VecDeque::new();
        queue.push_back(0..pieces.len());
        while let Some(range) = queue.pop_front() {
            let mut at = range.start;
            while at < range.end {
                match &pieces[at].node {
                    Node::Open(Element::Footnote(_)) => {
                        at = end_of(pieces, at);
                        continue;
                    }
                    Node::FootnoteReference(label) => {
                        let label = label.to_lowercase();
                        if let Some(index) = footnotes.by_label.get(&label) {
                            footnotes.notes[*index].references += 1;
                        } else if let Some(definition) = definitions.get(&label) {
                            let inside = definition.start + 1..definition.end - 1;
                            queue.push_back(inside.clone());
                            footnotes.by_label.insert(label, footnotes.notes.len());
                            footnotes.notes.push(Note {
                                pieces: inside,
                                references: 1,
                                written: 0,
                            });
                        }
                    }
                    _ => {}
                }
                at += 1;
            }
        }
        footnotes
    }
}

// Slugs have no underscore, so that no heading can take these ids.
fn reference_id(number: usize, occurrence: usize) -> String {
    match occurrence {
        1 => format!("fnref_{number}"),
        _ => format!("fnref_{number}_{occurrence}"),
    }
}

impl Writer<'_, '_> {
    pub(super) fn footnote_reference(&mut self, label: &str) {
        let Some(index) = self.footnotes.by_label.get(&label.to_lowercase()).copied() else {
            return;
        };
        let note = &mut self.footnotes.notes[index];
        note.written += 1;
        let number = index + 1;
        let id = reference_id(number, note.written);
        let word = self.words.footnote;
        let _ = write!(
            self.out,
            "<sup class=\"footnote-ref\"><a id=\"{id}\" href=\"#fn_{number}\" \
             role=\"doc-noteref\" aria-label=\"{word} {number}\">{number}</a></sup>"
        );
    }

    /// The list at the end of the body.
    pub(super) fn notes(&mut self) {
        if self.footnotes.notes.is_empty() {
            return;
        }
        let heading = self.words.footnotes;
        let _ = writeln!(
            self.out,
            "<section class=\"footnotes\" role=\"doc-endnotes\" aria-label=\"{heading}\">\n<ol>"
        );
        for index in 0..self.footnotes.notes.len() {
            let number = index + 1;
            let _ = write!(self.out, "<li id=\"fn_{number}\">");
            self.blocks(self.footnotes.notes[index].pieces.clone());
            let in_paragraph = self.out.ends_with("</p>\n");
            if in_paragraph {
                self.out.truncate(self.out.len() - "</p>\n".len());
            }
            for occurrence in 1..=self.footnotes.notes[index].references {
                let id = reference_id(number, occurrence);
                let word = self.words.back;
                let _ = write!(
                    self.out,
                    " <a class=\"footnote-back\" href=\"#{id}\" role=\"doc-backlink\" \
                     aria-label=\"{word}\">↩</a>"
                );
            }
            self.raw(if in_paragraph { "</p>\n</li>\n" } else { "</li>\n" });
        }
        self.raw("</ol>\n</section>\n");
    }
}
