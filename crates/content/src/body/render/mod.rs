//! Pieces to HTML.
//!
//! Only elements and attributes written in this room come out; every text goes through
//! `escape`, every address through [`url::classify`](super::url::classify) once more, whatever
//! the caller resolved it to. The one text taken as it is, is what [`Highlight`] returns.

mod block;
mod footnotes;
mod inline;
mod words;

use super::escape;
use super::outline::{Parsed, parse};
use super::sections;
use super::{Section, Syntax};
use footnotes::Footnotes;
use words::Words;

/// Where links and images lead. Asked for every target inside the portal: paths, `collection:id`,
/// anchors that the body does not have itself. What it does not know is rendered as text.
pub trait Links {
    /// The address for a target as the author wrote it.
    fn link(&self, target: &str) -> Option<Link>;
    /// The published image for an address as the author wrote it.
    fn image(&self, target: &str) -> Option<Image>;
}

/// A resolved link.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Link {
    /// Address from the page on which the body stands. What is not a relative address, an anchor,
    /// `http(s)`, `mailto` or `tel` is not rendered.
    pub href: String,
    /// Title for a link that has none of its own.
    pub title: Option<String>,
}

/// A resolved image.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Image {
    /// Address from the page on which the body stands.
    pub src: String,
    /// Width in CSS pixels.
    pub width: Option<u32>,
    /// Height in CSS pixels.
    pub height: Option<u32>,
    /// Other sizes of the same image, as HTML wants them.
    pub srcset: Option<String>,
    /// How wide it will be shown, as HTML wants it.
    pub sizes: Option<String>,
}

/// Resolves nothing: every link and image becomes text.
#[derive(Clone, Copy, Debug, Default)]
pub struct NoLinks;

impl Links for NoLinks {
    fn link(&self, _: &str) -> Option<Link> {
        None
    }

    fn image(&self, _: &str) -> Option<Image> {
        None
    }
}

/// Colours code.
pub trait Highlight: Sync {
    /// HTML of `code` with spans of classes; it is not escaped again. `None` if the language is
    /// unknown.
    fn highlight(&self, lang: &str, code: &str) -> Option<String>;
}

/// Colours nothing.
#[derive(Clone, Copy, Debug, Default)]
pub struct NoHighlight;

impl Highlight for NoHighlight {
    fn highlight(&self, _: &str, _: &str) -> Option<String> {
        None
    }
}

/// How a blank looks before it is filled in.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct BlankView {
    /// What stands in its place: `[Название организации]`.
    pub label: String,
}

/// Everything the HTML of a body depends on.
#[derive(Clone, Copy)]
pub struct Render<'a> {
    /// How to read the body.
    pub syntax: Syntax<'a>,
    /// Where links lead.
    pub links: &'a dyn Links,
    /// How code is coloured.
    pub highlight: &'a dyn Highlight,
    /// How a blank looks; `None` for one that is not declared, which stays as it was written.
    pub blanks: &'a dyn Fn(&str) -> Option<BlankView>,
}

/// A rendered body.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Rendered {
    /// Safe HTML.
    pub html: String,
    /// Headings for a table of contents, in order.
    pub toc: Vec<TocEntry>,
}

/// A heading for a table of contents: levels 2 and 3, and deeper ones that are clauses.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TocEntry {
    /// Level in the page, 2 to 6; it never grows by more than one.
    pub level: u8,
    /// Its anchor, without `#`.
    pub anchor: String,
    /// The number as written, of a heading that is a clause: `1.`
    pub number: Option<String>,
    /// Its text, typography included; to be escaped.
    pub text: String,
}

/// Renders a body.
pub fn render(text: &str, options: &Render<'_>) -> Rendered {
    of_parsed(&parse(text, &options.syntax), text.len(), options)
}

/// [`render`] and [`super::sections`] of a body that is read once for both.
pub fn render_with_sections(text: &str, options: &Render<'_>) -> (Rendered, Vec<Section>) {
    let parsed = parse(text, &options.syntax);
    let rendered = of_parsed(&parsed, text.len(), options);
    (rendered, sections::of_parsed(&parsed, options.blanks))
}

fn of_parsed(parsed: &Parsed<'_>, length: usize, options: &Render<'_>) -> Rendered {
    let footnotes = Footnotes::number(&parsed.pieces);
    let mut writer = Writer {
        parsed,
        options,
        words: words::words(options.syntax.lang),
        out: String::with_capacity(length * 2),
        toc: Vec::new(),
        footnotes,
        tables: 0,
    };
    writer.blocks(0..parsed.pieces.len());
    writer.notes();
    Rendered { html: writer.out, toc: writer.toc }
}

struct Writer<'p, 'a> {
    parsed: &'p Parsed<'a>,
    options: &'p Render<'p>,
    words: &'static Words,
    out: String,
    toc: Vec<TocEntry>,
    footnotes: Footnotes,
    tables: usize,
}

impl Writer<'_, '_> {
    fn raw(&mut self, html: &str) {
        self.out.push_str(html);
    }

    fn text(&mut self, text: &str) {
        escape::text(&mut self.out, text);
    }

    /// ` name="value"`
    fn attribute(&mut self, name: &str, value: &str) {
        self.out.push(' ');
        self.out.push_str(name);
        self.out.push_str("=\"");
        escape::text(&mut self.out, value);
        self.out.push('"');
    }

    /// ` name="address"`
    fn address(&mut self, name: &str, value: &str) {
        self.out.push(' ');
        self.out.push_str(name);
        self.out.push_str("=\"");
        escape::address(&mut self.out, value);
        self.out.push('"');
    }
}
