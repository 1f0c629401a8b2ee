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
    let (mut from, mut end) = (0, 0);
    for at in 0..input.count() {
        from = if at == term { end } else { from };
        end = input.after(end);
    }
    let mut bits = Reader::new(input.take(input.left()));
    input.whole(()).ok()?;
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

    /// Rows of a shard at most, unless it has more than half of all documents: columns take hardly more then.
    const FEW: usize = 4096;

    /// Writes what [`read`] reads: what is to be packed, and the rest. `terms` are the documents of each, `columns`
    /// those of the facets, and whether neighbours in them are alike. `None` if the documents are too many.
    pub(in super::super) fn rows(
        terms: &[Vec<u32>],
        columns: &[(&Column, bool)],
        documents: usize,
    ) -> Option<(Vec<u8>, Vec<u8>)> {
        let docs: Vec<u32> = terms.concat();
        if docs.len() > (documents / 2).max(FEW) {
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
