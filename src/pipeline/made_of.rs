//! What pages are made of, as hashes, so that a build may take over from the site before what it would make again.
//!
//! The text of a record is shown on its own page only. All else that is read from outside (front matter, tables,
//! schemas, vocabularies, reviews, the theme, pictures), what is asked for, and the program itself count for every
//! page: nothing is ever declared stale by hand. `tests/again.rs` compares such builds with builds from nothing.

use blake3::{Hash, Hasher};

use super::{Prepared, Request};
use crate::publish::MadeOf;
use crate::source::Noted;

/// Hash of the sources of this program: another program makes other pages.
const PROGRAM: &str = env!("METOD_SOURCES");

/// All that a portal is made of but the texts of its records.
pub(super) struct Ingredients(Hash);

impl Ingredients {
    /// Everything that was read and asked for when the portal was prepared.
    pub(super) fn of(prepared: &Prepared, tree: &Noted<'_>, request: &Request) -> Self {
        let Prepared { loaded, facts, history, .. } = prepared;
        let mut hasher = Hasher::new();
        let mut part = |bytes: &[u8]| {
            hasher.update(&(bytes.len() as u64).to_le_bytes()).update(bytes);
        };
        part(PROGRAM.as_bytes());
        part(format!("{facts:?} {}", request.drafts).as_bytes());
        part(format!("{history:?}").as_bytes());
        // Of the private folder, only what may be published: the hash is published, too.
        part(format!("{:?}", loaded.portal.contacts).as_bytes());
        let private = loaded.portal.config.private.as_deref();
        let is_private = |path: &str| {
            let rest = private.and_then(|folder| path.strip_prefix(folder));
            rest.is_some_and(|rest| rest.starts_with('/'))
        };
        let read = tree.read_so_far();
        for (path, size) in loaded.files.sizes().filter(|(path, _)| !is_private(path)) {
            part(path.as_bytes());
            match (loaded.bodies.head(path), read.get(path)) {
                (Some(head), _) => part(head.as_bytes()),
                (None, Some(whole)) => part(whole.as_bytes()),
                (None, None) => part(&size.to_le_bytes()),
            }
        }
        Ingredients(hasher.finalize())
    }

    /// Of a page without the text of a record.
    pub(super) fn page(&self) -> MadeOf {
        MadeOf::new(self.0)
    }

    /// Of the page of a record whose text has this hash, if it has one.
    pub(super) fn record(&self, text: Option<Hash>) -> MadeOf {
        let text = text.map_or([0; 32], |text| *text.as_bytes());
        MadeOf::new(blake3::keyed_hash(self.0.as_bytes(), &text))
    }
}
