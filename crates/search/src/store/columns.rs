//! Values of all documents: facets, dates; and the words by which people know them.

use super::Error;
use super::bytes::Input;
use super::coder::{Bits, Reader, Sizes, Tree, tree};
use crate::answer::Column;
use crate::map::Map;
use crate::prelude::*;
use alloc::sync::Arc;

/// Words for facets and their values in one language.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Labels {
    /// By field: its label, and labels by id of value.
    pub fields: Map<(String, Map<String>)>,
}

impl Labels {
    /// The label of a field.
    pub fn field(&self, field: &str) -> Option<&str> {
        self.fields.get(field).map(|(label, _)| &**label)
    }

    /// The label of a value.
    pub fn value(&self, field: &str, id: &str) -> Option<&str> {
        self.fields.get(field)?.1.get(id).map(|label| &**label)
    }
}

/// Numbers of values that the documents have on average at most: more are damage.
const MOST: usize = 64;

/// The odds of one column.
struct Model {
    /// Of the number of values, by that of the document before.
    counts: [Sizes; 3],
    /// Of the first value, of the distance to the second, and of those to further ones.
    values: [Tree; 3],
}

impl Model {
    fn new(values: usize) -> Self {
        let bits = values.saturating_sub(1).max(1).ilog2() + 1;
        Self { counts: Default::default(), values: [tree(bits), tree(bits), tree(bits)] }
    }

    /// Reads or writes the values of all documents, as far as `got` wants them; `of` gives those that are written.
    fn pass<'c>(
        &mut self,
        bits: &mut impl Bits,
        documents: u32,
        of: &dyn Fn(u32) -> &'c [u32],
        got: &mut dyn FnMut(u32, &mut Vec<u32>) -> bool,
    ) {
        let mut before = 0;
        let mut items = Vec::new();
        for doc in 0..documents {
            let own = of(doc);
            let count = bits.sized(own.len() as u32, 0, &mut self.counts[before.min(2)]) as usize;
            if !got(count as u32, &mut items) {
                return;
            }
            let mut next = 0;
            for at in 0..count {
                let distance = own.get(at).map_or(0, |item| item - next);
                let distance = bits.number(distance, &mut self.values[at.min(2)]);
                let item = next.saturating_add(distance);
                items.push(item);
                next = item.saturating_add(1);
            }
            before = count;
        }
        got(0, &mut items);
    }
}

/// Reads facets with their columns: names and ids; then how many values each document has, and which.
pub(super) fn read_columns(raw: &[u8], documents: u32) -> Result<Map<Arc<Column>>, Error> {
    let mut input = Input::new(raw);
    let mut names = Vec::new();
    for _ in 0..input.count() {
        let field = input.text();
        let values: Vec<String> = (0..input.count()).map(|_| input.text()).collect();
        names.push((field, values));
    }
    let mut bits = Reader::new(input.take(input.left()));
    let mut out = Map::default();
    for (field, values) in input.whole(names)? {
        let mut counts = Vec::new();
        let mut all = Vec::new();
        let mut left = documents as usize * MOST;
        Model::new(values.len()).pass(&mut bits, documents, &|_| &[], &mut |count, items| {
            counts.push(count);
            all.append(items);
            let more = left.checked_sub(count as usize);
            left = more.unwrap_or(0);
            more.is_some()
        });
        // The last call tells of the end alone.
        counts.pop();
        let whole = counts.len() == documents as usize;
        let column = if whole { Column::of_counts(values, &counts, all) } else { None };
        out.insert(field, Arc::new(column.ok_or(Error::Damaged)?));
    }
    Ok(out)
}

/// Reads the dates of all documents: the first date less one, then what each is after that; 0 for none.
pub(super) fn read_dates(raw: &[u8], documents: u32) -> Result<Vec<u32>, Error> {
    let mut input = Input::new(raw);
    let base = input.number();
    let mut out = Vec::new();
    while input.left() > 0 {
        let after = input.number();
        out.push(if after == 0 { 0 } else { input.sum(base, after) });
    }
    if out.len() == documents as usize { input.whole(out) } else { Err(Error::Damaged) }
}

/// Reads labels.
pub(super) fn read_labels(raw: &[u8]) -> Result<Labels, Error> {
    let mut input = Input::new(raw);
    let mut out = Labels::default();
    for _ in 0..input.count() {
        let (field, label) = (input.text(), input.text());
        let values = (0..input.count()).map(|_| (input.text(), input.text())).collect();
        out.fields.insert(field, (label, values));
    }
    input.whole(out)
}

#[cfg(any(test, feature = "write"))]
pub(super) mod write {
    use super::*;
    use crate::store::bytes::Output;
    use crate::store::coder::Writer;

    /// Writes what [`read_columns`] reads: what is to be packed, and the rest.
    pub(in super::super) fn columns(columns: &[(&str, &Column)]) -> (Vec<u8>, Vec<u8>) {
        let mut out = Output::default();
        let mut bits = Writer::new();
        out.count(columns.len());
        for (field, column) in columns {
            out.text(field);
            out.count(column.values.len());
            column.values.iter().for_each(|value| out.text(value));
            let mut model = Model::new(column.values.len());
            model.pass(&mut bits, column.documents(), &|doc| column.of(doc), &mut |_, _| true);
        }
        (out.0, bits.finish())
    }

    /// Writes what [`read_dates`] reads.
    pub(in super::super) fn dates(dates: &[u32]) -> Vec<u8> {
        let mut out = Output::default();
        let base = dates.iter().copied().filter(|&date| date > 0).min().map_or(0, |date| date - 1);
        out.number(base);
        dates.iter().for_each(|&date| out.number(date.saturating_sub(base)));
        out.0
    }

    /// Writes what [`read_labels`] reads.
    pub(in super::super) fn labels(labels: &Labels) -> Vec<u8> {
        let mut out = Output::default();
        out.count(labels.fields.len());
        for (field, (label, values)) in labels.fields.iter() {
            out.text(field);
            out.text(label);
            out.count(values.len());
            for (id, label) in values.iter() {
                out.text(id);
                out.text(label);
            }
        }
        out.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn columns_dates_and_labels_come_back(
            of in prop::collection::vec(prop::collection::vec(0u32..4, 0..3), 0..40),
            dates in prop::collection::vec(any::<u32>(), 0..20),
        ) {
            let values = ["а", "b", "c", "d"].map(str::to_owned).to_vec();
            let documents = of.len() as u32;
            let column = Column::new(values, of);
            let (packed, rest) = write::columns(&[("stages", &column), ("kind", &column)]);
            let read = read_columns(&[packed, rest].concat(), documents).unwrap();
            prop_assert_eq!(read.get("kind").map(|read| &**read), Some(&column));
            prop_assert_eq!(read.get("stages").map(|read| &**read), Some(&column));
            prop_assert_eq!(read_dates(&write::dates(&dates), dates.len() as u32), Ok(dates));
            let values = Map::from_iter([("ooo".to_owned(), "Основное".to_owned())]);
            let labels = Labels { fields: Map::from_iter([("stages".to_owned(), ("Уровень".to_owned(), values))]) };
            prop_assert_eq!(read_labels(&write::labels(&labels)), Ok(labels));
        }

        #[test]
        fn garbage_is_refused_or_read(bytes in prop::collection::vec(any::<u8>(), 0..80)) {
            let _ = (read_columns(&bytes, 99), read_dates(&bytes, 99), read_labels(&bytes));
        }
    }
}
