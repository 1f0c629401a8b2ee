//! What every format says about a record: its name, its addresses, its dates.

use metod_content::body::typography;
use metod_content::date::CivilDate;
use metod_content::model::record::objects;
use metod_content::model::{Label, Record, RecordIx};
use serde::{Serialize, Serializer};

use super::Material;

impl<'m> Material<'m> {
    /// Published records with their addresses, in the order of the model.
    pub(super) fn published(self) -> impl Iterator<Item = (RecordIx, &'m Record, &'m str)> {
        let found = self.portal.iter();
        found.filter_map(move |(ix, record)| {
            let address = self.plan.record_address(ix)?;
            Some((ix, record, address))
        })
    }

    /// The published version of `collection:id` in `lang`, or in the first language there is.
    pub(super) fn target(self, collection: &str, id: &str, lang: &str) -> Option<RecordIx> {
        let variants = self.portal.variants(collection, id).iter().copied();
        let mut shown = variants.filter(|ix| self.plan.record_address(*ix).is_some()).peekable();
        let first = shown.peek().copied();
        shown.find(|ix| *self.portal.record(*ix).lang == *lang).or(first)
    }

    /// When a record appeared: as its author says, else as history knows.
    pub(super) fn created(self, record: &Record) -> Option<CivilDate> {
        let own = record.date().map(|date| date.first_day());
        own.or_else(|| self.file(record).map(|(created, _)| created))
    }

    /// When a record changed last.
    pub(super) fn updated(self, record: &Record) -> Option<CivilDate> {
        let own = record.fields.date("updated").map(|date| date.first_day());
        own.or_else(|| self.file(record).map(|(_, changed)| changed))
    }

    fn file(self, record: &Record) -> Option<(CivilDate, CivilDate)> {
        // A table's history says when its file changed, not when one of its rows did.
        record.body.as_ref()?;
        let known = self.history.files.get(&*record.path)?;
        Some((known.created, known.changed))
    }

    /// The portal's name in a language.
    pub(super) fn site_title(self, lang: &str) -> &'m str {
        self.portal.config.title.get(lang)
    }

    /// Words by language, those without a language as the portal's own.
    pub(super) fn words(self, label: &'m Label) -> Words<'m> {
        Words { label, own: self.portal.config.lang() }
    }
}

/// A label as a JSON object of languages.
#[derive(Clone, Copy)]
pub(super) struct Words<'m> {
    label: &'m Label,
    own: &'m str,
}

impl Words<'_> {
    /// Language and text of each wording.
    pub(super) fn all(&self) -> impl Iterator<Item = (&str, &str)> {
        let some = self.label.all().filter(|(_, text)| !text.is_empty());
        some.map(|(lang, text)| (if lang.is_empty() { self.own } else { lang }, text))
    }
}

impl Serialize for Words<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.all())
    }
}

/// What a record is called, in good typography; blanks of a document show as their labels.
pub(super) fn title(record: &Record) -> String {
    let title = typography(&record.lang, record.title()).into_owned();
    let mut out = String::with_capacity(title.len());
    let mut rest = title.as_str();
    while let Some((before, tail)) = rest.split_once("{{") {
        let Some((name, after)) = tail.split_once("}}") else {
            break;
        };
        let mut blanks = objects(&record.fields, "blanks").map(|(_, blank)| blank);
        let found = blanks.find(|blank| blank.text("id") == Some(name.trim()));
        let Some(label) = found.and_then(|blank| blank.text("label")) else {
            break;
        };
        out.push_str(before);
        out.push_str(&format!("[{label}]"));
        rest = after;
    }
    out.push_str(rest);
    out
}

/// A record's summary in good typography.
pub(super) fn summary(record: &Record) -> Option<String> {
    let text = record.summary()?;
    Some(typography(&record.lang, text).into_owned())
}
