//! The portal's public records in other people's formats.
//!
//! 1. [`table`] and [`calendar`] write what office programs and calendars read.
//! 2. [`data`] writes JSON, [`schema`] its schemas, [`vocabularies`] JSON and SKOS.
//! 3. [`feed`], [`sitemap`], [`host`] and [`redirect`] write what feed readers, search engines, servers
//!    and old links look for.
//! 4. [`linked`] gives each page what it says of itself to search engines.
//! 5. [`offline`] holds what the search needs where it cannot fetch.
//! 6. [`all`] names every file; nothing is rendered until its [`Job`] is asked for its bytes, so that
//!    a build does them side by side and the development server only the one that is wanted.
//!
//! Nothing here may show more of a record than its page does.

pub mod calendar;
mod data;
mod facts;
mod feed;
mod host;
mod linked;
mod offline;
mod redirect;
mod schema;
mod sitemap;
pub mod table;
mod vocabularies;
mod xml;

pub use feed::{FeedLink, TYPE as FEED_TYPE, feeds};
pub use linked::jsonld;
pub use offline::{OFFLINE, Offline};
pub use redirect::check;

use metod_content::date::CivilDate;
use metod_content::model::Portal;

use crate::plan::Plan;
use crate::source::History;

/// What files are made of.
#[derive(Clone, Copy)]
pub struct Material<'m> {
    /// The model.
    pub portal: &'m Portal,
    /// Pages and addresses.
    pub plan: &'m Plan,
    /// When files came and changed.
    pub history: &'m History,
    /// The date for which the portal is built.
    pub as_of: CivilDate,
    /// Address under which it is published, with a slash at its end.
    pub base_url: Option<&'m str>,
}

/// A finished file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct File {
    /// Path within the site.
    pub address: String,
    /// Content.
    pub bytes: Vec<u8>,
}

/// Why a file could not be written: the words of the library that writes the format.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub struct ExportError(pub String);

type Make<'m> = Box<dyn Fn() -> Result<Vec<u8>, ExportError> + Send + Sync + 'm>;

/// A file that can be written.
pub struct Job<'m> {
    /// Path within the site.
    pub address: String,
    make: Make<'m>,
}

impl<'m> Job<'m> {
    /// A file at `address` with what `make` gives.
    pub fn new(
        address: impl Into<String>,
        make: impl Fn() -> Result<Vec<u8>, ExportError> + Send + Sync + 'm,
    ) -> Self {
        Job { address: address.into(), make: Box::new(make) }
    }

    /// Writes the file.
    ///
    /// # Errors
    /// When the library that writes the format refuses.
    pub fn file(&self) -> Result<File, ExportError> {
        Ok(File { address: self.address.clone(), bytes: (self.make)()? })
    }
}

/// Every file, in the order of their addresses.
pub fn all(material: Material<'_>) -> Vec<Job<'_>> {
    let mut jobs = Vec::new();
    jobs.extend(table::jobs(material));
    jobs.extend(calendar::jobs(material));
    jobs.extend(data::jobs(material));
    jobs.extend(vocabularies::jobs(material));
    jobs.extend(feed::jobs(material));
    jobs.extend(sitemap::jobs(material));
    jobs.extend(host::jobs(material));
    jobs.extend(host::opensearch(material));
    jobs.extend(redirect::jobs(material));
    jobs.extend(offline::jobs(material));
    jobs.sort_by(|a, b| a.address.cmp(&b.address));
    jobs
}
