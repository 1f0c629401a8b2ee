//! Lists of documents with impacts.
//!
//! A list of at most [`inline`] postings stands whole in its shard of words. A longer one keeps a
//! head there: every posting down to some impact (and, of the text, every document that has the
//! term in its title); the rest is a file of its own, its tail, which the root knows. Lists are
//! distances between documents and impacts, by the odds of such numbers ([`super::coder`]).

use super::Error;
use super::bytes::Input;
#[cfg(any(test, feature = "write"))]
use super::coder::Writer;
use super::coder::{Bits, Reader, Sizes, Tree, tree};
use crate::prelude::*;
use crate::rank::{Field, LEVELS, Posting};
use crate::sort::sort;

/// Postings that stand whole in the shard. Phrases (keys with spaces) always do.
pub(super) fn inline(key: &str) -> usize {
    // So many that portals of some thousand pages need no further round of fetches.
    if is_phrase(key) { usize::MAX } else { 4096 }
}

/// Whether a key is several terms.
pub(super) fn is_phrase(key: &str) -> bool {
    key.bytes().any(|byte| byte == b' ')
}

/// Brings postings into the order of documents.
pub(super) fn by_document(postings: &mut [Posting]) {
    sort(postings, |a, b| a.doc < b.doc);
}

/// Bits of an impact.
const IMPACT_BITS: u32 = 5;

/// A document and its impact in one number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Packed(u32);

impl Packed {
    pub(super) fn posting(self) -> Posting {
        Posting { doc: self.0 >> IMPACT_BITS, impact: (self.0 & u32::from(LEVELS)) as u8 }
    }
}

/// A list as its shard has it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct List {
    /// In order of documents.
    pub(super) postings: Vec<Posting>,
    /// The greatest impact in what is not among them; 0: all are.
    pub(super) rest: u8,
}

/// The odds of lists. Those that follow each other share them.
pub(super) struct Lists {
    documents: u32,
    /// By density of the list.
    gaps: Vec<Sizes>,
    /// By field.
    impacts: [Tree; 2],
}

/// Classes of lists, by the logarithm of their density.
const DENSITIES: u32 = 4;

impl Lists {
    /// Of an index of so many documents.
    pub(super) fn new(documents: u32) -> Self {
        Self {
            documents,
            gaps: vec![Sizes::default(); DENSITIES as usize + 1],
            impacts: [tree(IMPACT_BITS), tree(IMPACT_BITS)],
        }
    }

    /// Reads or writes a list of `count` documents; `of` gives those that are written.
    fn pass(
        &mut self,
        bits: &mut impl Bits,
        field: Field,
        count: u32,
        of: &dyn Fn(usize) -> Posting,
        got: &mut dyn FnMut(u32, u32),
    ) {
        let sparse = (self.documents / count.max(1)).max(1).ilog2();
        // Three bits are left to be learnt of a distance of mean length.
        let low = sparse.saturating_sub(DENSITIES - 1);
        let gaps = &mut self.gaps[sparse.min(DENSITIES) as usize];
        let impacts = &mut self.impacts[field as usize];
        let mut next = 0;
        for at in 0..count as usize {
            let posting = of(at);
            let gap = bits.sized(posting.doc.saturating_sub(next), low, gaps);
            let doc = next.saturating_add(gap);
            got(doc, bits.number(u32::from(posting.impact), impacts));
            next = doc.saturating_add(1);
        }
    }

    /// Reads a list of `count` documents. `None` if there are no such documents.
    pub(super) fn read(
        &mut self,
        bits: &mut Reader,
        field: Field,
        count: u32,
        out: &mut Vec<Packed>,
    ) -> Option<()> {
        let documents = self.documents.min(u32::MAX >> IMPACT_BITS);
        let mut sound = count <= documents;
        if sound {
            let nothing = Posting { doc: 0, impact: 0 };
            self.pass(bits, field, count, &|_| nothing, &mut |doc, impact| {
                sound &= doc < documents && impact > 0;
                out.push(Packed(doc << IMPACT_BITS | impact));
            });
        }
        sound.then_some(())
    }

    /// Writes what [`Self::read`] reads.
    #[cfg(any(test, feature = "write"))]
    pub(super) fn write(&mut self, bits: &mut Writer, field: Field, postings: &[Posting]) {
        let count = postings.len() as u32;
        self.pass(bits, field, count, &|at| postings[at], &mut |_, _| {});
    }
}

/// Reads a tail, in order of documents.
pub(super) fn read_tail(raw: &[u8], field: Field, documents: u32) -> Result<Vec<Posting>, Error> {
    let mut input = Input::new(raw);
    let count = input.number();
    let mut out = Vec::new();
    let mut bits = Reader::new(input.take(input.left()));
    let read = Lists::new(documents).read(&mut bits, field, count, &mut out);
    input.whole(read)?.ok_or(Error::Damaged)?;
    Ok(out.into_iter().map(Packed::posting).collect())
}

#[cfg(any(test, feature = "write"))]
pub(super) mod write {
    use super::*;

    /// Documents that a head has at least.
    const HEAD: usize = 128;

    /// Cuts a list into what its shard holds and the rest. `titles` has the documents that a head must
    /// hold in any case, in order.
    pub(in super::super) fn cut(
        key: &str,
        postings: &[Posting],
        titles: &[Posting],
    ) -> (Vec<Posting>, Vec<Posting>) {
        if postings.len() <= inline(key) {
            return (postings.to_vec(), Vec::new());
        }
        let is_head = is_head(postings, titles);
        postings.iter().partition(|posting| is_head(posting))
    }

    /// Whether [`cut`] leaves a rest.
    pub(in super::super) fn is_cut(key: &str, postings: &[Posting], titles: &[Posting]) -> bool {
        postings.len() > inline(key) && !postings.iter().all(is_head(postings, titles))
    }

    /// Which postings of a list that is cut are in its head.
    fn is_head<'p>(postings: &[Posting], titles: &'p [Posting]) -> impl Fn(&Posting) -> bool + 'p {
        let mut counts = [0; LEVELS as usize + 1];
        postings.iter().for_each(|p| counts[usize::from(p.impact)] += 1);
        let mut least = LEVELS;
        let mut taken = counts[usize::from(least)];
        while taken < HEAD && least > 1 {
            least -= 1;
            taken += counts[usize::from(least)];
        }
        let titled = |doc: u32| titles.binary_search_by_key(&doc, |p| p.doc).is_ok();
        move |posting| posting.impact >= least || titled(posting.doc)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Short lists, and some that are longer than a shard takes.
    fn list() -> impl Strategy<Value = Vec<Posting>> {
        let lens = prop_oneof![0..60usize, 4000..4500usize];
        let pairs = lens.prop_flat_map(|len| prop::collection::vec((0u32..3, 1..=LEVELS), len));
        pairs.prop_map(|pairs| {
            let mut next = 0;
            let posting = |(gap, impact)| {
                let doc = next + gap;
                next = doc + 1;
                Posting { doc, impact }
            };
            pairs.into_iter().map(posting).collect()
        })
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]

        #[test]
        fn lists_come_back(postings in list(), titles in list()) {
            let (head, rest) = write::cut("слово", &postings, &titles);
            prop_assert!(rest.iter().all(|p| titles.binary_search_by_key(&p.doc, |t| t.doc).is_err()));
            let mut bits = Writer::new();
            let mut lists = Lists::new(20_000);
            let written = [(Field::Text, &head), (Field::Title, &titles), (Field::Text, &rest)];
            written.iter().for_each(|(field, list)| lists.write(&mut bits, *field, list));
            let bytes = bits.finish();
            let mut bits = Reader::new(&bytes);
            let mut lists = Lists::new(20_000);
            for (field, list) in written {
                let mut out = Vec::new();
                prop_assert!(lists.read(&mut bits, field, list.len() as u32, &mut out).is_some());
                prop_assert!(out.into_iter().map(Packed::posting).eq(list.iter().copied()));
            }
            prop_assert_eq!(head.len() + rest.len(), postings.len());
        }

        #[test]
        fn garbage_is_refused_or_read(bytes in prop::collection::vec(any::<u8>(), 0..80), count in 0u32..2000) {
            let mut out = Vec::new();
            let _ = Lists::new(999).read(&mut Reader::new(&bytes), Field::Text, count, &mut out);
            prop_assert!(out.len() < 1000);
        }
    }
}
