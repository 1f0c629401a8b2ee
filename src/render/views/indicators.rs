//! Indicators: what is measured, how it is scored, what is to be reached by year.

use std::collections::BTreeSet;

use metod_content::model::record::objects;
use metod_content::model::{Fields, Placed, Record, Value};
use serde::Serialize;

use super::Views;
use super::record::TocItem;

/// `record.indicators` of the theme's contract.
#[derive(Debug, Serialize)]
pub(super) struct IndicatorsView {
    years: Vec<String>,
    columns: Columns,
    groups: Vec<Group>,
}

#[derive(Debug, Serialize)]
struct Columns {
    no: bool,
    points: bool,
    threshold: bool,
    actual: bool,
}

#[derive(Debug, Serialize)]
struct Group {
    #[serde(skip_serializing_if = "Option::is_none")]
    title: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    anchor: Option<String>,
    rows: Vec<Row>,
}

#[derive(Debug, Serialize)]
struct Row {
    id: String,
    anchor: String,
    text: String,
    targets: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    no: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    unit: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    points_text: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    threshold_text: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    actual: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    source: Option<String>,
}

impl Views<'_> {
    pub(super) fn indicators(&self, record: &Record, toc: &mut Vec<TocItem>) -> IndicatorsView {
        let rows: Vec<&Fields> = objects(&record.fields, "rows").map(|(_, row)| row).collect();
        let has = |name: &str| rows.iter().any(|row| row.get(name).is_some());
        let years: BTreeSet<i32> =
            rows.iter().flat_map(|row| by_year(row, "targets")).map(|(year, _)| *year).collect();
        let mut groups: Vec<Group> = Vec::new();
        for fields in &rows {
            let title = fields.text("group").map(|text| self.text(record, text));
            let row = self.indicator(record, fields, &years);
            match groups.iter_mut().find(|known| known.title == title) {
                Some(known) => known.rows.push(row),
                None => {
                    let anchor = title.as_ref().map(|_| format!("part--{}", groups.len() + 1));
                    groups.push(Group { title, anchor, rows: vec![row] });
                }
            }
        }
        for group in &groups {
            if let (Some(title), Some(anchor)) = (&group.title, &group.anchor) {
                toc.push(TocItem { level: 2, text: title.clone(), anchor: anchor.clone() });
            }
        }
        IndicatorsView {
            years: years.iter().map(ToString::to_string).collect(),
            columns: Columns {
                no: has("no"),
                points: has("points"),
                threshold: has("threshold"),
                actual: has("actual"),
            },
            groups,
        }
    }

    fn indicator(&self, record: &Record, fields: &Fields, years: &BTreeSet<i32>) -> Row {
        let text = |name: &str| fields.text(name).map(|text| self.text(record, text));
        let id = fields.text("id").unwrap_or_default().to_owned();
        let targets = by_year(fields, "targets");
        let target = |year: &i32| {
            let found = targets.iter().find(|(known, _)| known == year);
            found.map(|(_, placed)| self.by_year_text(record, placed)).unwrap_or_default()
        };
        let note = text("note");
        Row {
            anchor: format!("row-{id}"),
            id,
            text: text("text").unwrap_or_default(),
            targets: years.iter().map(target).collect(),
            no: text("no"),
            unit: text("unit"),
            points_text: fields.object("points").map(|points| self.points(record, points)),
            threshold_text: fields.object("threshold").map(|threshold| self.threshold(threshold)),
            actual: by_year(fields, "actual")
                .last()
                .map(|(year, placed)| format!("{} ({year})", self.by_year_text(record, placed))),
            source: text("source").or(note),
        }
    }

    fn by_year_text(&self, record: &Record, placed: &Placed) -> String {
        match &placed.value {
            Value::Number(number) => self.locale.number(number.value),
            Value::Bool(flag) => self.locale.text(if *flag { "yes" } else { "no" }),
            other => self.text(record, other.as_text().unwrap_or_default()),
        }
    }

    /// «10», «0,5 за каждый, не больше 5», «от 70 % — 5; от 90 % — 9», «ВПР — 7; ОГЭ — 8».
    fn points(&self, record: &Record, points: &Fields) -> String {
        let number = |value: f64| self.locale.number(value);
        let pairs = |name: &str, of: &dyn Fn(&Fields) -> String| {
            let parts = objects(points, name).map(|(_, row)| {
                format!("{}\u{a0}— {}", of(row), number(row.number("points").unwrap_or_default()))
            });
            parts.collect::<Vec<_>>().join("; ")
        };
        let from = |row: &Fields| {
            let value = number(row.number("from").unwrap_or_default());
            self.locale.with("points-from", "value", &value)
        };
        let label = |row: &Fields| self.text(record, row.text("label").unwrap_or_default());
        let mut text = if let Some(value) = points.number("presence") {
            self.locale.with("points-presence", "value", &number(value))
        } else if let Some(value) = points.number("each") {
            self.locale.with("points-each", "value", &number(value))
        } else if let Some(value) = points.number("target") {
            self.locale.with("points-target", "value", &number(value))
        } else if points.get("steps").is_some() {
            pairs("steps", &from)
        } else {
            pairs("sum", &label)
        };
        if let Some(max) = points.number("max") {
            text.push_str(&self.locale.with("points-max", "value", &number(max)));
        }
        text
    }

    fn threshold(&self, threshold: &Fields) -> String {
        let sign = match threshold.text("op") {
            Some("<=") => "≤",
            Some(">=") => "≥",
            Some(other) => other,
            None => "",
        };
        let value = threshold.number("value").unwrap_or_default();
        format!("{sign}\u{a0}{}", self.locale.number(value))
    }
}

fn by_year<'r>(fields: &'r Fields, name: &str) -> &'r [(i32, Placed)] {
    match fields.get(name).map(|placed| &placed.value) {
        Some(Value::Years(years)) => years,
        _ => &[],
    }
}
