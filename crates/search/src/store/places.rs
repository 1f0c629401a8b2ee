//! Positions of terms, for phrases.
//!
//! They follow the documents of the term's postings in order, without naming them: for each document
//! the first position doubled, plus one if others follow; then how many beyond one, and the distances.
//! Most terms of a shard of words keep theirs together in one file ([`Places`]); those of a common one
//! are cut by ranges of documents into blocks, each a file of its own.

use super::Error;
use super::bytes::Input;
use crate::prelude::*;
use crate::rank::Posting;

/// Calls `visit` with the positions in those documents of `postings` that are among `wanted` (sorted).
pub(super) fn visit(
    bytes: &[u8],
    postings: &[Posting],
    wanted: &[u32],
    visit: &mut dyn FnMut(u32, &[u32]),
) -> Result<(), Error> {
    let mut input = Input::new(bytes);
    let mut at = Vec::new();
    for posting in postings {
        let first = input.number();
        at.clear();
        at.push(first >> 1);
        if first & 1 == 1 {
            let mut last = first >> 1;
            for _ in 0..=input.count() {
                last = input.after(last);
                last = input.sum(last, 1);
                at.push(last);
            }
        }
        if !input.sound() {
            return Err(Error::Damaged);
        }
        if wanted.binary_search(&posting.doc).is_ok() {
            visit(posting.doc, &at);
        }
    }
    Ok(())
}

/// Positions of the terms of one shard.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Places {
    raw: Vec<u8>,
    /// Where the positions of each term in the title and in the text begin; and the end.
    starts: Vec<u32>,
}

impl Places {
    pub(super) fn read(raw: Vec<u8>) -> Result<Self, Error> {
        let mut input = Input::new(&raw);
        let count = input.count();
        let mut lens = Vec::with_capacity(count);
        for _ in 0..count {
            lens.push(input.number());
        }
        let mut end = (raw.len() - input.left()) as u32;
        let mut starts = vec![end];
        for len in lens {
            end = input.sum(end, len);
            starts.push(end);
        }
        if !input.sound() || end as usize != raw.len() {
            return Err(Error::Damaged);
        }
        Ok(Self { raw, starts })
    }

    /// Positions of a term (by its number in the shard) in a field (0: title).
    pub(super) fn of(&self, term: usize, field: usize) -> &[u8] {
        let at = term * 2 + field;
        match self.starts.get(at..at + 2) {
            Some(&[from, to]) => &self.raw[from as usize..to as usize],
            _ => &[],
        }
    }

    pub(super) fn bytes(&self) -> usize {
        self.raw.len() + self.starts.len() * 4
    }
}

#[cfg(any(test, feature = "write"))]
pub(super) mod write {
    use crate::store::bytes::Output;

    /// Writes what [`super::Places::read`] reads: for each term the positions in title and text.
    pub(in super::super) fn places<'a>(
        out: &mut Output,
        terms: impl Iterator<Item = [&'a [u8]; 2]> + Clone,
    ) {
        out.count(terms.clone().count() * 2);
        for bytes in terms.clone().flatten() {
            out.count(bytes.len());
        }
        terms.flatten().for_each(|bytes| out.bytes(bytes));
    }

    /// Writes the positions in one document, ascending.
    pub(in super::super) fn document(out: &mut Output, positions: &[u32]) {
        let [first, rest @ ..] = positions else {
            return out.number(0);
        };
        out.number(first << 1 | u32::from(!rest.is_empty()));
        if !rest.is_empty() {
            out.count(rest.len() - 1);
            let mut last = first;
            for at in rest {
                out.number(at - last - 1);
                last = at;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::bytes::Output;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn positions_come_back(
            lists in prop::collection::vec(prop::collection::btree_set(0u32..9000, 1..9), 0..9),
            others in prop::collection::vec(any::<u8>(), 0..9),
        ) {
            let mut out = Output::default();
            let lists: Vec<Vec<u32>> = lists.into_iter().map(|l| l.into_iter().collect()).collect();
            lists.iter().for_each(|list| write::document(&mut out, list));
            let mut file = Output::default();
            write::places(&mut file, [[&others[..], &[][..]], [&others[..], &out.0[..]]].into_iter());
            let places = Places::read(file.0).unwrap();
            prop_assert_eq!(places.of(0, 0), &others[..]);
            prop_assert_eq!(places.of(2, 0), &[][..]);
            let postings: Vec<Posting> =
                (0..lists.len() as u32).map(|doc| Posting { doc, impact: 1 }).collect();
            let mut found = Vec::new();
            visit(places.of(1, 1), &postings, &[1, 3], &mut |doc, at| found.push((doc, at.to_vec())))
                .unwrap();
            let all = lists.into_iter().enumerate().filter(|(doc, _)| [1, 3].contains(doc));
            let expected: Vec<_> = all.map(|(doc, list)| (doc as u32, list)).collect();
            prop_assert_eq!(found, expected);
        }

        #[test]
        fn garbage_is_refused_or_read(bytes in prop::collection::vec(any::<u8>(), 0..80)) {
            let postings = [Posting { doc: 1, impact: 1 }; 9];
            let _ = visit(&bytes, &postings, &[1], &mut |_, _| {});
            if let Ok(places) = Places::read(bytes) {
                let _ = places.of(0, 1);
            }
        }
    }
}
