//! Bodies as plain text, for search and snippets.

use super::clause::end_of;
use super::escape;
use super::outline::{Parsed, parse};
use super::piece::{Element, Node};
use super::{BlankView, Syntax};

/// The text between two headings.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Section {
    /// Anchor of its heading; none for what stands before the first one.
    pub anchor: Option<String>,
    /// Its heading, empty for what stands before the first one.
    pub heading: String,
    /// Level of its heading as written, 1 to 6; 0 for what stands before the first one.
    pub level: u8,
    /// Text without markup: blocks on lines of their own, code and footnotes included, numbers of
    /// clauses too, no typography.
    pub text: String,
}

/// The plain text of a body, split at its headings. `blanks` says what a blank reads as; one it
/// does not know is left out.
pub fn sections(
    text: &str,
    syntax: &Syntax<'_>,
    blanks: &dyn Fn(&str) -> Option<BlankView>,
) -> Vec<Section> {
    of_parsed(&parse(text, syntax), blanks)
}

pub(super) fn of_parsed(
    parsed: &Parsed<'_>,
    blanks: &dyn Fn(&str) -> Option<BlankView>,
) -> Vec<Section> {
    let show = |out: &mut String, index: usize| {
        if let Some(view) = blanks(&parsed.blanks[index].name) {
            out.push_str(&view.label);
        }
    };
    let mut sections = Vec::new();
    let mut section = Section::default();
    // Whether what is open ends a line when it closes.
    let mut open: Vec<bool> = Vec::new();
    let mut at = 0;
    while at < parsed.pieces.len() {
        let out = &mut section.text;
        if let Node::Open(element) = &parsed.pieces[at].node {
            open.push(!element.is_inline() && !matches!(element, Element::Cell));
        }
        match &parsed.pieces[at].node {
            Node::Open(Element::Heading(index)) => {
                keep(&mut sections, std::mem::take(&mut section));
                let heading = &parsed.headings[*index];
                let end = end_of(&parsed.pieces, at);
                let mut title = String::new();
                if let Some(clause) = heading.clause {
                    title.push_str(&parsed.clauses[clause].written);
                    title.push(' ');
                }
                let line = &parsed.pieces[at..end];
                super::piece::plain(&mut title, line, &parsed.images, &mut |index, out| {
                    show(out, index)
                });
                section.anchor = Some(heading.anchor.clone());
                section.heading = title.trim().to_owned();
                section.level = heading.level;
                open.pop();
                at = end;
                continue;
            }
            Node::Open(Element::Clause(index)) => {
                end_line(out);
                out.push_str(&parsed.clauses[*index].written);
                out.push(' ');
            }
            Node::Open(Element::Cell) => end_cell(out),
            Node::Open(element) if !element.is_inline() => end_line(out),
            Node::Close if open.pop() == Some(true) => end_line(out),
            Node::Text(text) | Node::Code(text) => out.push_str(text),
            Node::Blank(index) => show(out, *index),
            Node::Image(index) => out.push_str(&parsed.images[*index].text),
            Node::SoftBreak => out.push(' '),
            Node::HardBreak => end_line(out),
            _ => {}
        }
        at += 1;
    }
    keep(&mut sections, section);
    sections
}

/// The whole plain text of a body, headings included, read as ordinary Markdown.
pub fn plain(text: &str) -> String {
    let mut out = String::new();
    for section in sections(text, &Syntax::default(), &|_| None) {
        for part in [&section.heading, &section.text] {
            if !part.is_empty() {
                end_line(&mut out);
                out.push_str(part);
            }
        }
    }
    out
}

fn keep(sections: &mut Vec<Section>, mut section: Section) {
    section.text.truncate(section.text.trim_end().len());
    if escape::bidi_controls(&section.text).next().is_some() {
        section.text.retain(|character| !escape::is_bidi_control(character));
    }
    if section.anchor.is_some() || !section.text.is_empty() {
        sections.push(section);
    }
}

fn end_line(out: &mut String) {
    while out.ends_with([' ', '\n']) {
        out.pop();
    }
    if !out.is_empty() {
        out.push('\n');
    }
}

fn end_cell(out: &mut String) {
    if !out.is_empty() && !out.ends_with(['\n', ' ']) {
        out.push(' ');
    }
}
