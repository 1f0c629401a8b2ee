//! Links to the files that the build writes beside pages.

use metod_content::model::{RecordIx, Schema};
use serde::Serialize;

use super::Views;
use crate::plan::downloads::{self, Format};
use crate::plan::lists::Collection;

/// One file for office programs or calendars.
#[derive(Debug, Serialize)]
pub(super) struct Download {
    label: String,
    url: String,
    kind: &'static str,
}

impl Views<'_> {
    pub(super) fn downloads(&self, schema: &Schema, ix: RecordIx) -> Vec<Download> {
        // All languages share the files, which are made of the first version.
        let shown = downloads::shown(self.portal, self.plan, ix).unwrap_or(ix);
        let record = self.portal.record(shown);
        let formats = downloads::of_record(schema, record).into_iter();
        let address = |format| downloads::record_address(record, format);
        formats.map(|format| self.download(format, &address(format))).collect()
    }

    pub(super) fn list_downloads(&self, plan: &Collection) -> Vec<Download> {
        let Some(schema) = self.portal.schemas.get(&plan.id) else {
            return Vec::new();
        };
        let formats = downloads::of_list(schema).iter();
        let address = |format| downloads::list_address(schema, format);
        formats.map(|&format| self.download(format, &address(format))).collect()
    }

    fn download(&self, format: Format, address: &str) -> Download {
        let kind = format.extension();
        let label = match format {
            Format::Xlsx => self.locale.text("download-xlsx"),
            Format::Csv => self.locale.text("download-csv"),
            Format::Ics => self.locale.text("download-ics"),
        };
        Download { label, url: self.url(address), kind }
    }
}
