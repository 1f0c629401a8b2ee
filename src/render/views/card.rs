//! A record in a list.

use metod_content::model::{Field, RecordIx};
use serde::Serialize;

use super::{Badge, Views};

/// `card` of the theme's contract.
#[derive(Clone, Debug, Serialize)]
pub(in super::super) struct Card {
    title: String,
    url: String,
    /// Language of title and summary where it is not the page's.
    #[serde(skip_serializing_if = "Option::is_none")]
    lang: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    summary: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    collection: Option<String>,
    badges: Vec<Badge>,
    meta: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    date: Option<String>,
}

impl Views<'_> {
    /// The card of a record; `None` when it has no page. `named` tells its collection on it.
    pub(super) fn card(&self, ix: RecordIx, named: bool) -> Option<Card> {
        let ix = self.in_language(ix);
        let record = self.portal.record(ix);
        let schema = self.portal.schema(record)?;
        let address = self.plan.record_address(ix)?;
        let shown = schema.public().filter(|field| field.show.card);
        Some(Card {
            title: self.title(record),
            url: self.url(address),
            lang: (*record.lang != *self.language.tag).then(|| record.lang.to_string()),
            summary: record.summary().map(|text| self.text(record, text)),
            collection: named.then(|| schema.one.get(&self.language.tag).to_owned()),
            badges: self.badges(record),
            meta: shown.filter_map(|field| self.meta(ix, field)).collect(),
            date: record.fields.date("date").map(|date| self.locale.date(date)),
        })
    }

    /// One fact of a card: at most two values, and how many more there are.
    fn meta(&self, ix: RecordIx, field: &Field) -> Option<String> {
        let record = self.portal.record(ix);
        let values = self.field_links(record, field);
        let shown: Vec<&str> = values.iter().take(2).map(|link| link.text.as_str()).collect();
        if shown.is_empty() {
            return None;
        }
        let more = values.len() - shown.len();
        let text = shown.join(", ");
        Some(if more > 0 { format!("{text} +{more}") } else { text })
    }

    /// Badges of a record in lists: that it is made up.
    pub(super) fn badges(&self, record: &metod_content::model::Record) -> Vec<Badge> {
        let demo = super::record::is_demo(record) && !self.portal.config.demo;
        let badge =
            || Badge { text: self.locale.text("demo-badge"), kind: Some("demo".to_owned()) };
        self.level_badge(record).into_iter().chain(demo.then(badge)).collect()
    }
}
