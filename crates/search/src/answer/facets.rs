//! Values of documents: filters and counts.

use super::Catalogue;
use crate::prelude::*;
use crate::rank::Match;
use crate::sort::sort;
use alloc::collections::BTreeMap;
use alloc::sync::Arc;

/// A value of a facet.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct FacetCount {
    /// Id of the value.
    pub id: String,
    /// Hits that have it.
    pub count: usize,
}

/// The values of one facet, by document.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Column {
    /// Ids, in their order; each once.
    pub values: Vec<String>,
    /// For each document, where its values begin in `items`, and where they end.
    spans: Vec<(u32, u32)>,
    /// Numbers of values, ascending within a document.
    items: Vec<u32>,
}

impl Column {
    /// A column of ids, and by document the numbers of its values.
    pub fn new(values: Vec<String>, documents: impl ExactSizeIterator<Item = Vec<u32>>) -> Self {
        let mut out = Self::empty(values, documents.len() as u32);
        for (doc, mut items) in (0..).zip(documents) {
            items.sort_unstable();
            items.dedup();
            items.retain(|&item| (item as usize) < out.values.len());
            out.put(doc, &items);
        }
        out
    }

    /// A column of ids that no document has.
    pub(crate) fn empty(values: Vec<String>, documents: u32) -> Self {
        Self { values, spans: vec![(0, 0); documents as usize], items: Vec::new() }
    }

    /// Gives a document its values, ascending; tells whether there are such.
    pub(crate) fn put(&mut self, doc: u32, items: &[u32]) -> bool {
        let from = self.items.len() as u32;
        if let Some(span) = self.spans.get_mut(doc as usize) {
            *span = (from, from + items.len() as u32);
            self.items.extend_from_slice(items);
        }
        items.last().is_none_or(|&item| (item as usize) < self.values.len())
    }

    /// Numbers of the document's values.
    pub fn of(&self, doc: u32) -> &[u32] {
        let span = self.spans.get(doc as usize).copied().unwrap_or_default();
        self.items.get(span.0 as usize..span.1 as usize).unwrap_or_default()
    }

    /// Number of documents.
    pub fn documents(&self) -> u32 {
        self.spans.len() as u32
    }
}

/// Columns in the making.
#[derive(Clone, Debug, Default)]
pub struct Columns {
    documents: u32,
    /// By field and id: documents.
    found: BTreeMap<String, BTreeMap<String, Vec<u32>>>,
}

impl Columns {
    /// Adds the next document with its pairs of field and id.
    pub fn add<'a>(&mut self, values: impl IntoIterator<Item = (&'a str, &'a str)>) {
        for (field, id) in values {
            if !self.found.contains_key(field) {
                self.found.insert(field.to_owned(), BTreeMap::new());
            }
            let Some(ids) = self.found.get_mut(field) else {
                continue;
            };
            match ids.get_mut(id) {
                Some(documents) => documents.push(self.documents),
                None => {
                    ids.insert(id.to_owned(), vec![self.documents]);
                }
            }
        }
        self.documents += 1;
    }

    /// The columns by field. `order` gives ids in their order for some fields; others follow it, in the
    /// order of their letters.
    pub fn finish(self, order: &BTreeMap<String, Vec<String>>) -> BTreeMap<String, Column> {
        let documents = self.documents as usize;
        let column = |(field, mut ids): (String, BTreeMap<String, Vec<u32>>)| {
            let mut values = Vec::new();
            let mut of = vec![Vec::new(); documents];
            let mut add = |id: String, found: Vec<u32>| {
                found.into_iter().for_each(|doc| of[doc as usize].push(values.len() as u32));
                values.push(id);
            };
            for id in order.get(&field).into_iter().flatten() {
                if let Some(found) = ids.remove(id) {
                    add(id.clone(), found);
                }
            }
            ids.into_iter().for_each(|(id, found)| add(id, found));
            (field, Column::new(values, of.into_iter()))
        };
        self.found.into_iter().map(column).collect()
    }
}

/// The filters of a request, looked up: by field, its column and the values chosen.
pub struct Filters(Vec<(String, Option<Filter>)>);

/// A column, and for each of its values whether it is chosen.
type Filter = (Arc<Column>, Vec<bool>);

/// Filters that a document does not fit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Misses<'a> {
    /// It fits all.
    None,
    /// It fits all but that of this field.
    Only(&'a str),
    /// It does not fit several.
    Several,
}

impl Filters {
    /// Looks up pairs of field and id.
    pub fn new(filters: &[(String, String)], catalogue: &impl Catalogue) -> Self {
        let mut out: Vec<(String, Option<Filter>)> = Vec::new();
        for (at, (field, _)) in filters.iter().enumerate() {
            if filters[..at].iter().any(|(before, _)| before == field) {
                continue;
            }
            let asked = |id: &String| filters.iter().any(|(of, own)| of == field && own == id);
            let filter = catalogue.column(field).map(|column| {
                let chosen = column.values.iter().map(asked).collect();
                (column, chosen)
            });
            out.push((field.clone(), filter));
        }
        Self(out)
    }

    /// Which filters the document does not fit.
    pub fn misses(&self, doc: u32) -> Misses<'_> {
        let fits = |filter: &Option<Filter>| {
            let chosen = |(column, chosen): &Filter| {
                column.of(doc).iter().any(|&value| chosen[value as usize])
            };
            filter.as_ref().is_some_and(chosen)
        };
        let mut missed = self.0.iter().filter(|(_, filter)| !fits(filter));
        match (missed.next(), missed.next()) {
            (None, _) => Misses::None,
            (Some((field, _)), None) => Misses::Only(field),
            _ => Misses::Several,
        }
    }

    /// How many matches have each value of a field; its own filter is not applied. Most frequent first,
    /// equals in the order of the column.
    pub fn count(&self, field: &str, column: &Column, matches: &[Match]) -> Vec<FacetCount> {
        let mut counts = vec![0; column.values.len()];
        for found in matches {
            let misses = self.misses(found.doc);
            if misses == Misses::None || misses == Misses::Only(field) {
                column.of(found.doc).iter().for_each(|&value| counts[value as usize] += 1);
            }
        }
        let pairs = column.values.iter().zip(counts).filter(|(_, count)| *count > 0);
        let mut out: Vec<_> =
            pairs.map(|(id, count)| FacetCount { id: id.clone(), count }).collect();
        sort(&mut out, |a, b| a.count > b.count);
        out
    }
}
