//! How well a practice is supported: what experts say.

use metod_content::model::Record;
use metod_content::model::review::Sheet;
use serde::Serialize;

use super::fields::Fact;
use super::{Badge, Link, Views};

/// `record.review` of the theme's contract.
#[derive(Debug, Serialize)]
pub(super) struct ReviewView {
    count: usize,
    #[serde(skip_serializing_if = "Option::is_none")]
    level: Option<Level>,
    mean: String,
    max: String,
    criteria: Vec<Criterion>,
    items: Vec<Item>,
}

#[derive(Debug, Serialize)]
struct Level {
    id: String,
    label: String,
}

#[derive(Debug, Serialize)]
struct Criterion {
    label: String,
    value: f64,
    max: f64,
    text: String,
}

#[derive(Debug, Serialize)]
struct Item {
    expert: Link,
    #[serde(skip_serializing_if = "Option::is_none")]
    date: Option<String>,
    total: String,
    max: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    verdict: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    comment: Option<String>,
}

/// Levels from the lowest, as dots.
pub(super) const LEVELS: [&str; 3] = ["basic", "advanced", "top"];

impl Views<'_> {
    pub(super) fn review(&self, record: &Record) -> Option<ReviewView> {
        if &*record.collection != "practices" {
            return None;
        }
        let found = self.portal.assessment(&record.id)?;
        let scale = self.portal.config.review.scale;
        let tag = &self.language.tag;
        let criteria = found.criteria.iter().map(|(id, value)| Criterion {
            label: self.portal.label("criteria", id, tag),
            value: (value * 10.0).round() / 10.0,
            max: scale,
            text: self.locale.number((value * 10.0).round() / 10.0),
        });
        let max = self.locale.number(found.maximum);
        let sheets = self.portal.sheets(&record.id);
        Some(ReviewView {
            count: found.count,
            level: Some(Level {
                label: self.portal.label("levels", &found.level, tag),
                id: found.level,
            }),
            mean: self.locale.number((found.mean * 10.0).round() / 10.0),
            criteria: criteria.collect(),
            items: sheets.iter().map(|sheet| self.sheet(record, sheet, &max)).collect(),
            max,
        })
    }

    fn sheet(&self, record: &Record, sheet: &Sheet, max: &str) -> Item {
        let verdict = sheet.verdict.as_ref();
        Item {
            expert: self.reference("methodists", &sheet.expert),
            date: sheet.date.map(|date| self.locale.date(date)),
            total: self.locale.number(sheet.total()),
            max: max.to_owned(),
            verdict: verdict.map(|id| self.portal.label("verdicts", id, &self.language.tag)),
            comment: sheet.comment.as_ref().map(|text| self.text(record, text)),
        }
    }

    /// The level as a badge on cards and pages; none while there is none.
    pub(super) fn level_badge(&self, record: &Record) -> Option<Badge> {
        let level = self.level(record)?;
        LEVELS.contains(&level.as_str()).then(|| self.badge_of(&level))
    }

    /// The badge of a level.
    pub(super) fn badge_of(&self, level: &str) -> Badge {
        Badge {
            text: self.portal.label("levels", level, &self.language.tag),
            kind: Some(format!("level-{level}")),
        }
    }

    /// The level as a fact of the first screen.
    pub(super) fn support(&self, record: &Record) -> Option<Fact> {
        if &*record.collection != "practices" {
            return None;
        }
        let level = self.level(record).unwrap_or_else(|| "pending".to_owned());
        let rank = LEVELS.iter().position(|known| *known == level);
        Some(Fact {
            id: "level".to_owned(),
            label: self.locale.text("support"),
            text: self.portal.label("levels", &level, &self.language.tag),
            value: rank.map(|rank| rank + 1),
            of: rank.map(|_| LEVELS.len()),
            url: rank.map(|_| "#review".to_owned()),
        })
    }

    fn level(&self, record: &Record) -> Option<String> {
        let practice = &*record.collection == "practices";
        practice.then(|| self.portal.assessment(&record.id)).flatten().map(|found| found.level)
    }
}
