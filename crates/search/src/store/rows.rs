//! Values of the documents of a shard of words, for counts: of many questions they take less than columns, which
//! have those of all documents.
//!
//! Only of facets whose columns are large, and of words that not too many documents have. After the number of
//! documents of each term come, facet by facet, the values of these documents as in [`super::columns`].

use super::bytes::Input;
use super::coder::Reader;
use super::columns::read_column;
use crate::answer::Column;
use crate::prelude::*;
use crate::rank::Posting;

/// Rows of a shard at most; or half as many as there are documents: columns take hardly more than more of them.
const FEW: u32 = 4096;

/// The documents of two lists of a term, each once, in their order: a row for each.
pub(super) fn documents<'p>(mut left: &'p [Posting], mut right: &'p [Posting]) -> Vec<u32> {
    let mut out = Vec::new();
    loop {
        let doc = match (left.first(), right.first()) {
            (Some(a), Some(b)) => a.doc.min(b.doc),
            (Some(one), None) | (None, Some(one)) => one.doc,
            (None, None) => return out,
        };
        out.push(doc);
        for list in [&mut left, &mut right] {
            if let [first, rest @ ..] = *list
                && first.doc == doc
            {
                *list = rest;
            }
        }
    }
}

/// Puts the values of a term (by its number in the shard), which has these documents, into those columns. `None` if the
/// file has others.
pub(super) fn read(raw: &[u8], term: usize, docs: &[u32], columns: &mut [Column]) -> Option<()> {
    let mut input = Input::new(raw);
    let (mut end, mut own) = (0, 0..0);
    for at in 0..input.count() {
        let from = end;
        end = input.after(end);
        own = if at == term { from..end } else { own };
    }
    let mut bits = Reader::new(input.take(input.left()));
    input.whole(()).ok()?;
    let (from, most) = (own.start, columns.first().map_or(0, Column::documents).max(FEW));
    if own.len() != docs.len() || end > most {
        return None;
    }
    for column in columns {
        let doc = |row: u32| {
            let own = row.checked_sub(from).and_then(|row| docs.get(row as usize));
            own.copied().unwrap_or(u32::MAX)
        };
        read_column(&mut bits, column, end, &doc)?;
    }
    Some(())
}

#[cfg(any(test, feature = "write"))]
pub(super) mod write {
    use super::*;
    use crate::store::bytes::Output;
    use crate::store::coder::Writer;
    use crate::store::columns::write::column;

    /// Writes what [`read`] reads: what is to be packed, and the rest. `terms` are the documents of each, `columns`
    /// those of the facets, and whether neighbours in them are alike. `None` if the documents are too many.
    pub(in super::super) fn rows(
        terms: &[Vec<u32>],
        columns: &[(&Column, bool)],
        documents: usize,
    ) -> Option<(Vec<u8>, Vec<u8>)> {
        let docs: Vec<u32> = terms.concat();
        if docs.len() > (documents / 2).max(FEW as usize) {
            return None;
        }
        let (mut out, mut bits) = (Output::default(), Writer::new());
        out.count(terms.len());
        terms.iter().for_each(|own| out.count(own.len()));
        for (own, runs) in columns {
            let doc = |row: u32| docs[row as usize];
            column(own, *runs, docs.len() as u32, &doc, &mut bits);
        }
        Some((out.0, bits.finish()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn empty(documents: u32) -> Vec<Column> {
        ["а", "б"].map(|id| Column::empty(vec![id.to_owned(), "в".to_owned()], documents)).to_vec()
    }

    fn postings(docs: &[u32]) -> Vec<Posting> {
        docs.iter().map(|&doc| Posting { doc, impact: 1 }).collect()
    }

    #[test]
    fn documents_of_both_lists_come_once() {
        let both = documents(&postings(&[1, 3, 9]), &postings(&[0, 3, 4, 9, 12]));
        assert_eq!(both, [0, 1, 3, 4, 9, 12]);
        assert_eq!(documents(&postings(&[]), &postings(&[2])), [2]);
    }

    #[test]
    fn more_rows_than_there_may_be_are_not_read() {
        // One term of 2^32 - 1 documents, another of one.
        let raw = [2, 0xFF, 0xFF, 0xFF, 0xFF, 0x0F, 1, 0];
        assert_eq!(read(&raw, 1, &[0], &mut empty(9)), None);
        let raw = [1, 0x81, 0x20, 0];
        assert_eq!(read(&raw, 0, &vec![0; 4097], &mut empty(9)), None);
    }

    proptest! {
        #[test]
        fn rows_of_each_term_come_back(
            values in prop::collection::vec((0u32..2, 0u32..2), 40),
            terms in prop::collection::vec(prop::collection::btree_set(0u32..40, 0..30), 1..6),
        ) {
            let ids = || vec!["а".to_owned(), "в".to_owned()];
            let columns = [0, 1].map(|at| {
                let of = values.iter().map(|pair| vec![if at == 0 { pair.0 } else { pair.1 }]);
                Column::new(ids(), of.collect::<Vec<_>>().into_iter())
            });
            let terms: Vec<Vec<u32>> = terms.into_iter().map(|t| t.into_iter().collect()).collect();
            let pairs = [(&columns[0], false), (&columns[1], true)];
            let (packed, rest) = write::rows(&terms, &pairs, 40).unwrap();
            let raw = [packed, rest].concat();
            for (at, docs) in terms.iter().enumerate() {
                let mut read = empty(40);
                prop_assert_eq!(super::read(&raw, at, docs, &mut read), Some(()));
                for (read, own) in read.iter().zip(&columns) {
                    for doc in 0..40 {
                        let expected = if docs.contains(&doc) { own.of(doc) } else { &[] };
                        prop_assert_eq!(read.of(doc), expected);
                    }
                }
                // Another list is damage.
                let others = vec![0; docs.len() + 1];
                prop_assert_eq!(super::read(&raw, at, &others, &mut empty(40)), None);
            }
        }

        #[test]
        fn garbage_is_refused_or_read(bytes in prop::collection::vec(any::<u8>(), 0..80), count in 0usize..9) {
            let docs: Vec<u32> = (0..count as u32).collect();
            let _ = read(&bytes, 0, &docs, &mut empty(99));
        }
    }
}
