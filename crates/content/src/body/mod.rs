//! Markdown bodies: safe HTML, plain text, and what checks need to know.
//!
//! The way of a body, in order:
//!
//! 1. `read` walks over the events of the Markdown parser and leaves a flat list of pieces
//!    (`piece`): text joined (`text`), raw HTML removed (`raw`, `tags`), addresses
//!    classified ([`url`], `address`), nesting limited.
//! 2. `clause` turns numbered paragraphs, headings and list items of a document into clauses
//!    (`number`).
//! 3. `heading` gives headings and clauses their anchors.
//! 4. [`outline()`] hands over the lists, [`render()`] writes HTML with the typography of
//!    [`typography()`], [`sections()`] and [`plain`] write text.
//!
//! No step recurses, so that no nesting can exhaust the stack; every step takes time in proportion
//! to the text. Whatever comes in, the HTML that comes out has only elements and attributes written
//! in `render`.

mod address;
mod clause;
mod escape;
mod finding;
mod heading;
mod number;
mod outline;
mod piece;
mod raw;
mod read;
mod render;
mod sections;
mod tags;
mod text;
mod typography;
pub mod url;

pub use clause::Clause;
pub use escape::{address as escape_address, text as escape_text};
pub use finding::{Finding, FindingKind};
pub use heading::Heading;
pub use outline::{CodeUse, ImageUse, LinkUse, Outline, outline};
pub use render::{
    BlankView, Highlight, Image, Link, Links, NoHighlight, NoLinks, Render, Rendered, TocEntry,
    render, render_with_sections,
};
pub use sections::{Section, plain, sections};
pub use typography::typography;

use std::ops::Range;

/// How a body is to be read.
#[derive(Clone, Copy, Debug)]
pub struct Syntax<'a> {
    /// Language of the text (`ru`, `en`, …): typography and the few words the HTML needs.
    pub lang: &'a str,
    /// Whether numbered paragraphs are clauses: records with the behaviour `document`.
    pub clauses: bool,
    /// Whether `{{name}}` is a blank; otherwise it is text.
    pub blanks: bool,
    /// Ids that the page around the body uses itself; no anchor takes them.
    pub reserved: &'a [&'a str],
}

impl Syntax<'static> {
    /// Ordinary text in a language.
    pub const fn new(lang: &'static str) -> Self {
        Syntax { lang, clauses: false, blanks: false, reserved: &[] }
    }
}

impl Default for Syntax<'static> {
    fn default() -> Self {
        Syntax::new("ru")
    }
}

/// A use of a blank: `{{name}}` in text, tables, headings, links; never in code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BlankUse {
    /// The name between the braces.
    pub name: String,
    /// Braces included.
    pub range: Range<usize>,
}
