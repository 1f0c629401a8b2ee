//! A record in a list.

use metod_content::model::{Field, RecordIx};
use serde::Serialize;
use tera::Context;

use super::super::shared::Setting;
use super::super::{RenderError, to_value};
use super::{Badge, Html, Views};

/// `card` of the theme's contract.
#[derive(Clone, Debug, Serialize)]
struct Card {
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
    /// The cards of records, those without pages left out.
    pub(super) fn cards(
        &self,
        records: impl IntoIterator<Item = RecordIx>,
        setting: Setting,
    ) -> Result<Vec<Html>, RenderError> {
        let known = records.into_iter().map(|ix| self.in_language(ix));
        let shown = known.filter(|ix| self.plan.record_address(*ix).is_some());
        shown.map(|ix| self.card_html(ix, setting)).collect()
    }

    fn card_html(&self, ix: RecordIx, setting: Setting) -> Result<Html, RenderError> {
        let make = || {
            let mut arguments = Context::new();
            arguments.insert_value("card", to_value(&self.card(ix, setting.is_named()))?);
            arguments.insert("h", &setting.heading());
            Ok(self.engine.component("card", &arguments)?.into())
        };
        if !self.is_in_collection() {
            return make();
        }
        let place = (ix.0 as usize, self.portal.records.len());
        self.engine.shared.card(place, setting, make)
    }

    /// `named` tells the record's collection on the card.
    fn card(&self, ix: RecordIx, named: bool) -> Option<Card> {
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
