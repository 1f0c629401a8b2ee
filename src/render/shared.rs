//! What many pages show alike, made once for all of them: `site`, the cards of records, the values of
//! facets. A record's card stands in every list that it belongs to; made anew for each, cards took more
//! time than the records' own pages.
//!
//! Kept is only what is seen from a collection's folder, where all but a few pages lie: links are relative,
//! so the same card has other addresses elsewhere.

use std::sync::{Arc, OnceLock};

use serde::{Serialize, Serializer};
use tera::Value;

/// Finished HTML, shared by the pages that show it.
#[derive(Clone, Debug)]
pub(super) struct Html(Arc<str>);

impl Html {
    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl From<String> for Html {
    fn from(html: String) -> Self {
        Html(html.into())
    }
}

impl Serialize for Html {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}

/// Where a card stands, which decides how it looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Setting {
    /// In the list of its collection: right under the page's title.
    List,
    /// Under a heading, among others of its collection.
    Group,
    /// Under a heading, among records of any collection: it says what it is.
    Mixed,
}

impl Setting {
    /// Level of the card's heading.
    pub(super) fn heading(self) -> u8 {
        if self == Setting::List { 2 } else { 3 }
    }

    /// Whether the card tells its collection.
    pub(super) fn is_named(self) -> bool {
        self == Setting::Mixed
    }
}

/// Depths of folders that pages lie in: the root, a collection's, the same under a language's.
const DEPTHS: usize = 3;

/// What is made when it is first asked for. One for each language.
#[derive(Default)]
pub(super) struct Shared {
    sites: [OnceLock<Value>; DEPTHS],
    cards: OnceLock<Vec<[OnceLock<Html>; 3]>>,
    facets: OnceLock<Vec<OnceLock<Arc<[Html]>>>>,
}

impl Shared {
    /// `site` for pages at a depth of folders.
    pub(super) fn site<E>(
        &self,
        depth: usize,
        make: impl FnOnce() -> Result<Value, E>,
    ) -> Result<Value, E> {
        match self.sites.get(depth) {
            Some(kept) => once(kept, make),
            None => make(),
        }
    }

    /// The card of record `number` of `count`.
    pub(super) fn card<E>(
        &self,
        (number, count): (usize, usize),
        setting: Setting,
        make: impl FnOnce() -> Result<Html, E>,
    ) -> Result<Html, E> {
        let cards = self.cards.get_or_init(|| slots(count));
        match cards.get(number) {
            Some(kept) => once(&kept[setting as usize], make),
            None => make(),
        }
    }

    /// The facets of collection `number` of `count`, none of their values chosen.
    pub(super) fn facets<E>(
        &self,
        (number, count): (usize, usize),
        make: impl FnOnce() -> Result<Arc<[Html]>, E>,
    ) -> Result<Arc<[Html]>, E> {
        let facets = self.facets.get_or_init(|| slots(count));
        match facets.get(number) {
            Some(kept) => once(kept, make),
            None => make(),
        }
    }
}

fn slots<T: Default>(count: usize) -> Vec<T> {
    std::iter::repeat_with(T::default).take(count).collect()
}

/// Two threads may make the same thing at the same time; it is the same thing.
fn once<T: Clone, E>(kept: &OnceLock<T>, make: impl FnOnce() -> Result<T, E>) -> Result<T, E> {
    if let Some(made) = kept.get() {
        return Ok(made.clone());
    }
    let made = make()?;
    Ok(kept.get_or_init(|| made).clone())
}
