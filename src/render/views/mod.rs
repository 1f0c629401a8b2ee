//! What templates read: the contract of `themes/default/README.md`, as types.
//!
//! [`site`] is on every page; [`home`], [`list`] and [`record`] are one page each; [`card`],
//! [`fields`] and the files named after behaviours are parts of them.

mod card;
mod document;
mod downloads;
mod fields;
mod home;
mod indicators;
mod instrument;
mod list;
mod record;
mod registry;
mod review;
mod roadmap;
mod search;
pub mod site;

use metod_content::body::{escape_text, typography};
use metod_content::model::{Portal, Record, RecordIx};
use serde::Serialize;

use super::highlight::Highlighter;
use super::images::Pictures;
use super::locale::Locale;
use super::shared::Html;
use super::theme::Assets;
use super::{Engine, Facts};
use crate::plan::{Kind, Language, Page, Plan};
use crate::source::History;

/// Everything that the views of one page are made of.
#[derive(Clone, Copy)]
pub(super) struct Views<'v> {
    pub(super) portal: &'v Portal,
    pub(super) plan: &'v Plan,
    pub(super) language: &'v Language,
    pub(super) engine: &'v Engine,
    pub(super) locale: &'v Locale,
    pub(super) facts: &'v Facts,
    pub(super) assets: &'v Assets,
    pub(super) highlighter: &'v Highlighter,
    pub(super) pictures: &'v Pictures,
    pub(super) history: &'v History,
    pub(super) page: &'v Page,
    pub(super) root: &'v str,
}

/// Text that may lead somewhere.
#[derive(Clone, Debug, Default, Serialize)]
pub(super) struct Link {
    text: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    url: Option<String>,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    external: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    note: Option<String>,
}

impl Link {
    fn text(text: impl Into<String>) -> Self {
        Link { text: text.into(), ..Link::default() }
    }

    fn to(text: impl Into<String>, url: impl Into<String>) -> Self {
        Link { text: text.into(), url: Some(url.into()), ..Link::default() }
    }

    fn external(text: impl Into<String>, url: impl Into<String>) -> Self {
        Link { external: true, ..Link::to(text, url) }
    }
}

/// A word or two in a frame.
#[derive(Clone, Debug, Serialize)]
pub(super) struct Badge {
    text: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    kind: Option<String>,
}

/// A label and an address.
#[derive(Clone, Debug, Serialize)]
pub(super) struct Labelled {
    label: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    url: Option<String>,
}

/// A paragraph of plain text.
fn paragraph(text: &str) -> String {
    let mut out = "<p>".to_owned();
    escape_text(&mut out, text);
    out.push_str("</p>");
    out
}

impl Views<'_> {
    /// How many folders deep this page lies.
    pub(in super::super) fn depth(&self) -> usize {
        self.page.address.bytes().filter(|byte| *byte == b'/').count()
    }

    /// Whether this page lies in the folder of a collection in its language.
    fn is_in_collection(&self) -> bool {
        let above = self.language.prefix.bytes().filter(|byte| *byte == b'/').count();
        self.page.kind != Kind::NotFound && self.depth() == above + 1
    }

    /// Address of a place in the site, as seen from this page.
    pub(in super::super) fn url(&self, address: &str) -> String {
        format!("{}{address}", self.root)
    }

    /// Link to a record's page; plain text when it has none.
    fn record_link(&self, ix: RecordIx) -> Link {
        let ix = self.in_language(ix);
        let record = self.portal.record(ix);
        let url = self.plan.record_address(ix).map(|address| self.url(address));
        Link { text: self.title(record), url, ..Link::default() }
    }

    /// The version of a record in the page's language, if there is one.
    pub(in super::super) fn in_language(&self, ix: RecordIx) -> RecordIx {
        self.language.version(ix)
    }

    /// Link to `collection:id`; the id itself when there is no such record.
    fn reference(&self, collection: &str, id: &str) -> Link {
        match self.portal.find_ix(collection, id) {
            Some(ix) => self.record_link(ix),
            None => Link::text(id),
        }
    }

    /// A record's title as readers see it. Blanks of a document show as their labels.
    fn title(&self, record: &Record) -> String {
        let title = typography(&record.lang, record.title());
        if title.contains("{{") { document::fill_title(record, &title) } else { title.into_owned() }
    }

    /// Text of a field in good typography.
    fn text(&self, record: &Record, text: &str) -> String {
        typography(&record.lang, text).into_owned()
    }
}
