//! Expert review: sheets of scores, and the level that follows from them.
//!
//! Regions differ in criteria, scale, thresholds and the number of experts: all of it is data (the
//! vocabulary `criteria`, and `review:` in portal.yaml). The default is three experts, scores from 1
//! to 10, and levels by the share of the maximum that the mean of the experts reaches: from 80 % top,
//! from 60 % advanced, from 40 % basic.

use super::config::Config;
use super::value::Fields;
use super::vocabulary::Vocabularies;
use crate::date::PartialDate;
use crate::syntax::Place;

/// How levels follow from scores.
#[derive(Clone, Debug, PartialEq)]
pub struct Rules {
    /// Highest score of one criterion.
    pub scale: f64,
    /// Experts needed for a level.
    pub experts: usize,
    /// Id of a level and the least share of the maximum for it, in percent, highest first.
    pub levels: Vec<(String, f64)>,
}

impl Default for Rules {
    fn default() -> Self {
        let levels = [("top", 80.0), ("advanced", 60.0), ("basic", 40.0)];
        let levels = levels.map(|(id, from)| (id.to_owned(), from)).to_vec();
        Rules { scale: 10.0, experts: 3, levels }
    }
}

/// One expert's sheet.
#[derive(Clone, Debug)]
pub struct Sheet {
    /// Id of the practice.
    pub record: String,
    /// Id of the expert in `methodists`.
    pub expert: String,
    /// When it was written.
    pub date: Option<PartialDate>,
    /// Id of the criterion and its score.
    pub scores: Vec<(String, f64)>,
    /// Each of the scores as written, and where it stands.
    pub written: Vec<(String, Place)>,
    /// What the expert says.
    pub comment: Option<String>,
    /// Id in the vocabulary `verdicts`.
    pub verdict: Option<String>,
    /// Where the sheet names its expert.
    pub place: Place,
}

impl Sheet {
    /// Makes a sheet of the values of a file.
    pub fn from_fields(record: &str, fields: &Fields, whole: Place) -> Self {
        let mut scores = Vec::new();
        let mut written = Vec::new();
        for (name, placed) in fields.object("criteria").iter().flat_map(|map| map.iter()) {
            let text = placed.value.as_text().unwrap_or_default();
            // What is no number is out of every scale.
            let score = text.replace(',', ".").parse().unwrap_or(-1.0);
            scores.push((name.to_owned(), score));
            written.push((text.to_owned(), placed.place));
        }
        Sheet {
            record: record.to_owned(),
            expert: fields.text("expert").unwrap_or_default().to_owned(),
            date: fields.date("date"),
            scores,
            written,
            comment: fields.text("comment").map(str::to_owned),
            verdict: fields.text("verdict").map(str::to_owned),
            place: fields.get("expert").map_or(whole, |expert| expert.place),
        }
    }

    /// Sum of the scores.
    pub fn total(&self) -> f64 {
        self.scores.iter().map(|(_, score)| score).sum()
    }
}

/// What several sheets together say.
#[derive(Clone, Debug, PartialEq)]
pub struct Assessment {
    /// Number of sheets.
    pub count: usize,
    /// Mean of the sheets' sums.
    pub mean: f64,
    /// Highest possible sum.
    pub maximum: f64,
    /// Id in the vocabulary `levels`.
    pub level: String,
    /// Mean of each criterion, in the order of the vocabulary.
    pub criteria: Vec<(String, f64)>,
}

/// Assesses a practice; `None` when nobody has reviewed it.
pub fn assess(
    config: &Config,
    vocabularies: &Vocabularies,
    sheets: &[&Sheet],
) -> Option<Assessment> {
    if sheets.is_empty() {
        return None;
    }
    let rules = &config.review;
    let criteria = vocabularies.get("criteria").map_or(&[][..], |words| words.entries());
    let count = sheets.len() as f64;
    let mean = sheets.iter().map(|sheet| sheet.total()).sum::<f64>() / count;
    let maximum = rules.scale * criteria.len() as f64;
    let share = 100.0 * mean / maximum;
    let reached = rules.levels.iter().find(|(_, from)| share >= *from);
    let level = match (sheets.len() >= rules.experts, reached) {
        (false, _) => "pending",
        (true, Some((level, _))) => level,
        (true, None) => "not-recommended",
    };
    let of = |id: &str| {
        let scores = sheets.iter().flat_map(|sheet| &sheet.scores);
        let sum: f64 = scores.filter(|(name, _)| name == id).map(|(_, score)| score).sum();
        (id.to_owned(), sum / count)
    };
    Some(Assessment {
        count: sheets.len(),
        mean,
        maximum,
        level: level.to_owned(),
        criteria: criteria.iter().map(|entry| of(&entry.id)).collect(),
    })
}
