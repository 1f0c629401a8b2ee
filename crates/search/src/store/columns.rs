//! Values of all documents: facets, dates; and the words by which people know them.

use super::Error;
use super::bytes::Input;
use super::coder::{Bits, Odds, Reader, Sizes, Tree, tree};
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

/// Odds of first values that a model may hold, in bits: more first values before share theirs.
const CONTEXTS: u32 = 14;

/// The odds of one column.
struct Model {
    /// Whether neighbours are alike: then it is told where a document has the values of the one before.
    runs: bool,
    /// Of having them, by whether the one before had those of the one before it.
    same: [Odds; 2],
    /// Of the number of values, by that of the document before.
    counts: [Sizes; 3],
    /// Of the first value, of the distance to the second, and of those to further ones: if neighbours are alike, by
    /// the value that the document before has in this place, without so many lowest bits, as long as all values
    /// were those of that document.
    values: [Vec<Tree>; 3],
    shift: u32,
}

impl Model {
    fn new(values: usize, runs: bool) -> Self {
        let bits = values.saturating_sub(1).max(1).ilog2() + 1;
        let shift = (2 * bits).saturating_sub(CONTEXTS).min(bits);
        let contexts = if runs { 1 + (1 << (bits - shift)) } else { 1 };
        Self {
            runs,
            same: [Odds::EVEN; 2],
            counts: Default::default(),
            values: core::array::from_fn(|_| vec![tree(bits); contexts]),
            shift,
        }
    }

    /// Reads or writes the values of all documents and gives each document's to `got`; `of` gives those that are
    /// written. Stops at what can be damage only.
    fn pass<'c>(
        &mut self,
        bits: &mut impl Bits,
        documents: u32,
        of: &dyn Fn(u32) -> &'c [u32],
        got: &mut dyn FnMut(&[u32]),
    ) {
        let mut left = documents as usize * MOST;
        let (mut last, mut now) = (Vec::new(), Vec::new());
        let mut same = false;
        for doc in 0..documents {
            let own = of(doc);
            if self.runs {
                same = bits.bit(own == last, &mut self.same[usize::from(same)]);
            }
            if !same {
                let sizes = &mut self.counts[last.len().min(2)];
                let count = bits.sized(own.len() as u32, 0, sizes) as usize;
                if count > left {
                    return;
                }
                let (mut next, mut alike) = (0_u32, self.runs);
                for at in 0..count {
                    let before = last.get(at).copied().filter(|_| alike);
                    let context = before.map_or(0, |value| 1 + (value >> self.shift) as usize);
                    let Some(odds) = self.values[at.min(2)].get_mut(context) else { return };
                    let distance = own.get(at).map_or(0, |item| item - next);
                    next = next.saturating_add(bits.number(distance, odds));
                    alike = before == Some(next);
                    now.push(next);
                    next = next.saturating_add(1);
                }
                core::mem::swap(&mut last, &mut now);
                now.clear();
            }
            let Some(rest) = left.checked_sub(last.len()) else { return };
            left = rest;
            got(&last);
        }
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
        let mut column = Column::empty(values, documents);
        read_column(&mut bits, &mut column, documents, &|row| row).ok_or(Error::Damaged)?;
        out.insert(field, Arc::new(column));
    }
    Ok(out)
}

/// Reads so many rows of values, those of the documents that `doc` names. `None` if there are no such values.
pub(super) fn read_column(
    bits: &mut Reader,
    column: &mut Column,
    count: u32,
    doc: &dyn Fn(u32) -> u32,
) -> Option<()> {
    let mut row = 0;
    let mut sound = true;
    let runs = bits.even(0, 1) == 1;
    Model::new(column.values.len(), runs).pass(bits, count, &|_| &[], &mut |items| {
        sound &= column.put(doc(row), items);
        row += 1;
    });
    (sound && row == count).then_some(())
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
            self::column(column, are_alike(column), column.documents(), &|row| row, &mut bits);
        }
        (out.0, bits.finish())
    }

    /// Whether a column takes less if it is told where a document has the values of the one before.
    pub(in super::super) fn are_alike(column: &Column) -> bool {
        let [apart, alike] = [false, true].map(|runs| {
            let mut alone = Writer::new();
            self::column(column, runs, column.documents(), &|row| row, &mut alone);
            alone.finish().len()
        });
        alike < apart
    }

    /// Writes what [`read_column`] reads.
    pub(in super::super) fn column(
        column: &Column,
        runs: bool,
        count: u32,
        doc: &dyn Fn(u32) -> u32,
        bits: &mut Writer,
    ) {
        bits.even(u32::from(runs), 1);
        let mut model = Model::new(column.values.len(), runs);
        model.pass(bits, count, &|row| column.of(doc(row)), &mut |_| ());
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

    #[test]
    fn the_longer_values_stay_the_same_the_less_they_take() {
        let values: Vec<String> = (0..40).map(|n| format!("v{n}")).collect();
        let len = |of: &dyn Fn(u32) -> u32| {
            let column = Column::new(values.clone(), (0..8000).map(|doc| vec![of(doc)]));
            let (packed, rest) = write::columns(&[("field", &column)]);
            let read = read_columns(&[packed, rest.clone()].concat(), 8000).unwrap();
            assert_eq!(read.get("field").map(|read| &**read), Some(&column));
            rest.len()
        };
        let (sorted, twice, mixed) = (
            len(&|doc| doc / 200),
            len(&|doc| doc / 20 % 40),
            len(&|doc| u32::from(crate::store::write::hash(&doc.to_le_bytes())[0]) % 40),
        );
        assert!(sorted < 100 && twice < 600 && mixed > 4000, "{sorted} {twice} {mixed}");
    }

    #[test]
    fn many_values_are_not_repeated_for_every_document() {
        let documents = 100;
        let many: Vec<u32> = (0..documents * MOST as u32).collect();
        let mut given = 0;
        let mut model = Model::new(many.len(), true);
        let mut bits = crate::store::coder::Writer::new();
        model.pass(&mut bits, documents, &|_| &many, &mut |items| given += items.len());
        assert_eq!(given, many.len());
    }

    proptest! {
        #[test]
        fn columns_dates_and_labels_come_back(
            of in prop::collection::vec((prop::collection::vec(0u32..4, 0..3), 1usize..9), 0..20),
            dates in prop::collection::vec(any::<u32>(), 0..20),
        ) {
            let values = ["а", "b", "c", "d"].map(str::to_owned).to_vec();
            let of: Vec<Vec<u32>> =
                of.into_iter().flat_map(|(items, times)| vec![items; times]).collect();
            let documents = of.len() as u32;
            let column = Column::new(values, of.into_iter());
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
