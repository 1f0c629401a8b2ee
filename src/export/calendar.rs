//! Deadlines of roadmaps for calendar programs (iCalendar, RFC 5545).
//!
//! - Every occasion of a row is a `VEVENT` of whole days: calendars of phones pass over `VTODO`.
//!   [`crate::plan::occasions`] tells which days those are.
//! - `UID` is `<row>.<roadmap>@<host>`, with the number of the occasion behind the row from the second
//!   on, so that a calendar that is read again is brought up to date instead of doubled.
//! - There is no clock: `DTSTAMP` is the start of the day for which the portal is built, `SEQUENCE`
//!   the number of that day, so that a later build always counts as the newer version.
//! - Nobody is busy on these days (`TRANSPARENT`), and no alarm is set: that is the reader's choice.

mod line;

use metod_content::model::record::objects;
use metod_content::model::{Fields, Kind, Record, Value};

use super::{Job, Material};
use crate::plan::downloads::{self, Format};
use crate::plan::occasions::{self, Occasion, Sense, compact};
use line::Lines;

/// What stands behind the `@` of identifiers where the portal has no address (RFC 2606).
const NO_HOST: &str = "metod.invalid";

/// A file for each roadmap in which something has a date.
pub fn jobs(material: Material<'_>) -> Vec<Job<'_>> {
    let Some(language) = material.plan.languages.first() else {
        return Vec::new();
    };
    let mut jobs = Vec::new();
    for collection in &language.collections {
        let Some(schema) = material.portal.schemas.get(&collection.id) else {
            continue;
        };
        for &ix in &collection.records {
            let record = material.portal.record(ix);
            if downloads::of_record(schema, record).contains(&Format::Ics) {
                let page = material.plan.record_address(ix);
                let calendar = Calendar { material, record, tag: &language.tag, page };
                let address = downloads::record_address(record, Format::Ics);
                jobs.push(Job::new(address, move || Ok(calendar.write())));
            }
        }
    }
    jobs
}

struct Calendar<'m> {
    material: Material<'m>,
    record: &'m Record,
    tag: &'m str,
    page: Option<&'m str>,
}

impl Calendar<'_> {
    fn write(&self) -> Vec<u8> {
        let mut out = Lines::default();
        out.line("BEGIN", "VCALENDAR");
        out.line("VERSION", "2.0");
        out.line("PRODID", "-//metod//metod//RU");
        out.line("CALSCALE", "GREGORIAN");
        out.line("METHOD", "PUBLISH");
        // The standard's name (RFC 7986) and the one that programs know.
        out.text("NAME", self.record.title());
        out.text("X-WR-CALNAME", self.record.title());
        let period = self.record.fields.period("period").unwrap_or_default();
        for (_, row) in objects(&self.record.fields, "rows") {
            for (number, occasion) in occasions::of_row(row, period).iter().enumerate() {
                self.event(&mut out, row, number, occasion);
            }
        }
        out.line("END", "VCALENDAR");
        out.finish()
    }

    fn event(&self, out: &mut Lines, row: &Fields, number: usize, occasion: &Occasion) {
        let as_of = self.material.as_of;
        out.line("BEGIN", "VEVENT");
        out.line("UID", &self.uid(row, number));
        out.line("DTSTAMP", &format!("{}T000000Z", compact(as_of)));
        out.line("SEQUENCE", &as_of.epoch_days().max(0).to_string());
        out.line("DTSTART;VALUE=DATE", &compact(occasion.first));
        // The end is the day after the last (RFC 5545, 3.6.1).
        out.line("DTEND;VALUE=DATE", &compact(occasion.last.add_days(1)));
        if let Some(rule) = &occasion.rule {
            out.line("RRULE", rule);
        }
        out.text("SUMMARY", &self.summary(row, occasion.sense));
        out.text("DESCRIPTION", &self.description(row));
        if let Some(section) = row.text("section") {
            out.text("CATEGORIES", section);
        }
        if let (Some(base), Some(page)) = (self.material.base_url, self.page) {
            let anchor = row.text("id").unwrap_or_default();
            out.line("URL", &format!("{base}{page}#row-{anchor}"));
        }
        out.line("TRANSP", "TRANSPARENT");
        out.line("END", "VEVENT");
    }

    fn uid(&self, row: &Fields, number: usize) -> String {
        let id = row.text("id").unwrap_or_default();
        // Ids hold no dots, so that no row can take the place of another's second occasion.
        let number = if number == 0 { String::new() } else { format!(".{}", number + 1) };
        format!("{id}{number}.{}@{}", self.record.id, host(self.material.base_url))
    }

    fn summary(&self, row: &Fields, sense: Sense) -> String {
        let activity = row.text("activity").unwrap_or_default();
        let before = match (sense, self.tag) {
            (Sense::On, _) => return activity.to_owned(),
            (Sense::Due, "ru") => "Срок",
            (Sense::Due, _) => "Due",
            (Sense::Begins, "ru") => "Начало",
            (Sense::Begins, _) => "Begins",
        };
        format!("{before}: {activity}")
    }

    /// What the roadmap says besides, line by line.
    fn description(&self, row: &Fields) -> String {
        let schema = self.material.portal.schema(self.record);
        let rows = schema.and_then(|schema| schema.field("rows")).map(|field| &field.kind);
        let mut lines = vec![self.record.title().to_owned()];
        if let Some(Kind::Object(declared)) = rows {
            for field in declared {
                if !matches!(&*field.id, "term" | "responsible" | "executors" | "result" | "note") {
                    continue;
                }
                let values = row.list(&field.id).iter().map(|placed| self.words(&placed.value));
                let values: Vec<String> = values.filter(|words| !words.is_empty()).collect();
                if !values.is_empty() {
                    lines.push(format!("{}: {}", field.label.get(self.tag), values.join("; ")));
                }
            }
        }
        lines.join("\n")
    }

    fn words(&self, value: &Value) -> String {
        match value {
            Value::Reference(id) => {
                let found = self.material.portal.find("organizations", id);
                found.map_or(id.as_str(), Record::title).to_owned()
            }
            Value::Free(free) => free.text("name").unwrap_or_default().to_owned(),
            other => other.as_text().unwrap_or_default().to_owned(),
        }
    }
}

/// Host of an address, in lower case; without its port.
fn host(base_url: Option<&str>) -> String {
    let rest = base_url.and_then(|url| url.split_once("://")).map_or("", |(_, rest)| rest);
    let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let host = authority.rsplit('@').next().unwrap_or_default();
    let host = host.split(':').next().unwrap_or_default().to_lowercase();
    let plain = |c: char| c.is_alphanumeric() || matches!(c, '.' | '-');
    if host.is_empty() || !host.chars().all(plain) { NO_HOST.to_owned() } else { host }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn identifiers_name_the_portal() {
        assert_eq!(host(Some("https://Metod.example.org:8443/a/")), "metod.example.org");
        assert_eq!(host(None), NO_HOST);
        assert_eq!(host(Some("https://a b/")), NO_HOST);
    }
}
