//! Instruments: sheets with a common scale, or with points of each item.

use metod_content::model::instrument::{maximum, section_maximum};
use metod_content::model::record::objects;
use metod_content::model::{Fields, Kind, Record, Value};
use serde::Serialize;

use super::Views;
use super::record::TocItem;

/// `record.instrument` of the theme's contract.
#[derive(Debug, Serialize)]
pub(super) struct InstrumentView {
    kind: String,
    scale: Vec<Step>,
    sections: Vec<Section>,
    #[serde(skip_serializing_if = "Option::is_none")]
    max: Option<Points>,
    bands: Vec<Band>,
    #[serde(skip_serializing_if = "Option::is_none")]
    note: Option<String>,
    head: Vec<HeadLine>,
}

/// Points: whole ones without a fraction.
#[derive(Clone, Copy, Debug, Serialize)]
#[serde(untagged)]
enum Points {
    Whole(i64),
    Part(f64),
}

#[derive(Debug, Serialize)]
struct Step {
    id: String,
    label: String,
    points: Points,
    help: bool,
}

#[derive(Debug, Serialize)]
struct Section {
    id: String,
    title: String,
    anchor: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    max: Option<Points>,
    items: Vec<Item>,
}

#[derive(Debug, Serialize)]
struct Item {
    id: String,
    no: String,
    text: String,
    options: Vec<ItemOption>,
    #[serde(skip_serializing_if = "Option::is_none")]
    difficulty: Option<Difficulty>,
}

#[derive(Debug, Serialize)]
struct ItemOption {
    points: Points,
}

#[derive(Debug, Serialize)]
struct Difficulty {
    label: String,
    url: String,
}

#[derive(Debug, Serialize)]
struct Band {
    from: Points,
    to: Points,
    label: String,
    unit: String,
    unit_id: &'static str,
}

#[derive(Debug, Serialize)]
struct HeadLine {
    label: String,
}

impl Views<'_> {
    pub(super) fn instrument(&self, record: &Record, toc: &mut Vec<TocItem>) -> InstrumentView {
        let fields = &record.fields;
        let kind = fields.text("kind").unwrap_or("questionnaire").to_owned();
        // A questionnaire of difficulties shows where help is needed; adding its answers up says
        // nothing, so points are shown only where there are bands to read them by.
        let scored = fields.object("bands").is_some();
        let sections: Vec<Section> = objects(fields, "sections")
            .enumerate()
            .map(|(number, (_, section))| self.section(record, section, number + 1, scored))
            .collect();
        for section in &sections {
            toc.push(TocItem {
                level: 2,
                text: section.title.clone(),
                anchor: section.anchor.clone(),
            });
        }
        let lines = head_lines(&kind);
        InstrumentView {
            scale: self.scale(record),
            sections,
            max: scored.then(|| maximum(fields).map(points)).flatten(),
            bands: fields
                .object("bands")
                .map(|bands| self.bands(record, bands))
                .unwrap_or_default(),
            note: fields.text("note").map(|text| self.text(record, text)),
            head: lines.iter().map(|key| HeadLine { label: self.locale.text(key) }).collect(),
            kind,
        }
    }

    /// The answer with most points asks for help in a sheet whose items name difficulties.
    fn scale(&self, record: &Record) -> Vec<Step> {
        let fields = &record.fields;
        let diagnostic = objects(fields, "sections").any(|(_, section)| {
            objects(section, "items").any(|(_, i)| i.get("difficulty").is_some())
        });
        let steps: Vec<&Fields> = objects(fields, "scale").map(|(_, step)| step).collect();
        let most = steps.iter().filter_map(|step| step.number("points")).fold(f64::MIN, f64::max);
        steps
            .iter()
            .map(|step| {
                let value = step.number("points").unwrap_or_default();
                Step {
                    id: step.text("id").unwrap_or_default().to_owned(),
                    label: self.text(record, step.text("label").unwrap_or_default()),
                    points: points(value),
                    help: diagnostic && value >= most,
                }
            })
            .collect()
    }

    fn section(&self, record: &Record, section: &Fields, number: usize, scored: bool) -> Section {
        let id = section.text("id").unwrap_or_default().to_owned();
        let max = section_maximum(&record.fields, section).filter(|_| scored).map(points);
        let items = objects(section, "items")
            .enumerate()
            .map(|(index, (_, item))| self.item(record, item, &format!("{number}.{}", index + 1)));
        Section {
            title: self.text(record, section.text("title").unwrap_or_default()),
            anchor: format!("part--{id}"),
            max,
            items: items.collect(),
            id,
        }
    }

    fn item(&self, record: &Record, item: &Fields, no: &str) -> Item {
        let options = item.list("points").iter().filter_map(|placed| match &placed.value {
            Value::Number(number) => Some(ItemOption { points: points(number.value) }),
            _ => None,
        });
        Item {
            id: item.text("id").unwrap_or_default().to_owned(),
            no: no.to_owned(),
            text: self.text(record, item.text("text").unwrap_or_default()),
            options: options.collect(),
            difficulty: item.text("difficulty").and_then(|id| self.difficulty(id)),
        }
    }

    /// Where to look for help: the practices that address the difficulty.
    fn difficulty(&self, id: &str) -> Option<Difficulty> {
        let schema = self.portal.schemas.get("practices")?;
        let field = schema.field("difficulties")?;
        let Kind::Vocabulary(name) = &field.kind else {
            return None;
        };
        let prefix = &self.language.prefix;
        let address = crate::plan::address::facet_page(prefix, &schema.id, &field.id, id, 1);
        self.plan.page(&address)?;
        let label = self.portal.label(name, id, &self.language.tag);
        Some(Difficulty { label, url: self.url(&address) })
    }

    fn bands(&self, record: &Record, bands: &Fields) -> Vec<Band> {
        let percent = matches!(bands.text("unit"), Some("%" | "percent"));
        let unit = if percent { "%".to_owned() } else { self.locale.text("unit-points") };
        objects(bands, "of")
            .map(|(_, band)| Band {
                from: points(band.number("from").unwrap_or_default()),
                to: points(band.number("to").unwrap_or_default()),
                label: self.text(record, band.text("label").unwrap_or_default()),
                unit: unit.clone(),
                unit_id: if percent { "percent" } else { "points" },
            })
            .collect()
    }
}

/// Lines above a sheet, to be filled in by hand.
fn head_lines(kind: &str) -> &'static [&'static str] {
    match kind {
        "observation" => &["sheet-teacher", "sheet-lesson", "sheet-date", "sheet-observer"],
        _ => &["sheet-name", "sheet-school", "sheet-date"],
    }
}

fn points(value: f64) -> Points {
    if value.fract() == 0.0 && value.abs() < 1e15 {
        Points::Whole(value as i64)
    } else {
        Points::Part(value)
    }
}
