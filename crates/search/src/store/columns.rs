//! Values of all documents: facets, dates; and the words by which people know them.

use super::Error;
use super::bytes::Input;
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

/// Reads facets with their columns: ids; runs of documents with as many values; the values of all.
pub(super) fn read_columns(raw: &[u8], documents: u32) -> Result<Map<Arc<Column>>, Error> {
    let mut input = Input::new(raw);
    let mut out = Map::default();
    for _ in 0..input.count() {
        let field = input.text();
        let values = (0..input.count()).map(|_| input.text()).collect();
        let mut counts: Vec<u32> = Vec::new();
        while (counts.len() as u32) < documents && input.sound() {
            let count = input.number();
            let run = u64::from(input.number()) + 1;
            if run > u64::from(documents) - counts.len() as u64 {
                input.damage();
            } else {
                counts.extend((0..run).map(|_| count));
            }
        }
        let all: u64 = counts.iter().map(|&count| u64::from(count)).sum();
        if all > input.left() as u64 {
            input.damage();
            break;
        }
        let items = (0..all).map(|_| input.number()).collect();
        let column = Column::of_counts(values, &counts, items).ok_or(Error::Damaged)?;
        out.insert(field, Arc::new(column));
    }
    input.whole(out)
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

    /// Writes what [`read_columns`] reads.
    pub(in super::super) fn columns(columns: &[(&str, &Column)]) -> Vec<u8> {
        let mut out = Output::default();
        out.count(columns.len());
        for (field, column) in columns {
            out.text(field);
            out.count(column.values.len());
            column.values.iter().for_each(|value| out.text(value));
            let mut doc = 0;
            while doc < column.documents() {
                let count = column.of(doc).len();
                let same = |&d: &u32| column.of(d).len() == count;
                let run = (doc + 1..column.documents()).take_while(same).count();
                out.count(count);
                out.count(run);
                doc += 1 + run as u32;
            }
            (0..column.documents()).flat_map(|doc| column.of(doc)).for_each(|&i| out.number(i));
        }
        out.0
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
            let raw = write::columns(&[("stages", &column), ("kind", &column)]);
            let read = read_columns(&raw, documents).unwrap();
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
