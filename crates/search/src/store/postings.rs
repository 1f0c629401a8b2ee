//! Lists of documents with impacts.
//!
//! A list of at most [`inline`] postings stands whole in its shard of words, as one number for each:
//! the distance to the document before, and the impact in the lowest five bits. A longer one keeps a
//! head there: every posting down to some impact (and, of the text, every document that has the
//! term in its title); the rest is a file of its own, its tail, which the root knows. Heads and tails are ordered by impact.

use super::bytes::Input;
use crate::prelude::*;
use crate::rank::{Field, LEVELS, Posting};
use crate::sort::sort;

/// Postings that stand whole in the shard. Phrases (keys with spaces) always do.
pub(super) fn inline(field: Field, key: &str) -> usize {
    match field {
        _ if is_phrase(key) => usize::MAX,
        // So many that portals of some thousand pages need no further round of fetches.
        Field::Title | Field::Text => 4096,
    }
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

/// A list as its shard has it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct List {
    /// In order of documents.
    pub(super) postings: Vec<Posting>,
    /// The greatest impact in what is not among them; 0: all are.
    pub(super) rest: u8,
}

/// Reads the list of a key with `count` documents.
pub(super) fn read(input: &mut Input, field: Field, key: &str, count: u32) -> List {
    if count as usize <= inline(field, key) {
        return List { postings: read_whole(input, count), rest: 0 };
    }
    let postings = read_levels(input);
    let mut rest = 0;
    if (postings.len() as u32) < count {
        rest = input.byte();
        if !(1..=LEVELS).contains(&rest) {
            input.damage();
        }
    }
    List { postings, rest }
}

fn read_whole(input: &mut Input, count: u32) -> Vec<Posting> {
    if count as usize > input.left() {
        input.damage();
        return Vec::new();
    }
    let mut out = Vec::with_capacity(count as usize);
    let mut next: u32 = 0;
    for _ in 0..count {
        let code = input.number();
        let doc = input.sum(next, code >> IMPACT_BITS);
        let impact = (code & u32::from(LEVELS)) as u8;
        if impact == 0 {
            input.damage();
        }
        out.push(Posting { doc, impact });
        next = input.sum(doc, 1);
    }
    out
}

/// Reads postings ordered by impact into the order of documents.
pub(super) fn read_levels(input: &mut Input) -> Vec<Posting> {
    let count = input.count();
    let mut out = Vec::with_capacity(count);
    let mut last = LEVELS + 1;
    while out.len() < count && input.sound() {
        let impact = input.byte();
        if impact == 0 || impact >= last {
            input.damage();
        }
        last = impact;
        let mut next: u32 = 0;
        for _ in 0..input.count() {
            let doc = input.after(next);
            out.push(Posting { doc, impact });
            next = input.sum(doc, 1);
        }
    }
    by_document(&mut out);
    out
}

#[cfg(any(test, feature = "write"))]
pub(super) mod write {
    use super::*;
    use crate::store::bytes::Output;

    /// Documents that a head has at least.
    const HEAD: usize = 128;

    /// Cuts a list into what its shard holds and the rest. `titles` has the documents that a head must
    /// hold in any case, in order.
    pub(in super::super) fn cut(
        field: Field,
        key: &str,
        postings: &[Posting],
        titles: &[Posting],
    ) -> (Vec<Posting>, Vec<Posting>) {
        if postings.len() <= inline(field, key) {
            return (postings.to_vec(), Vec::new());
        }
        let is_head = is_head(postings, titles);
        postings.iter().partition(|posting| is_head(posting))
    }

    /// Whether [`cut`] leaves a rest.
    pub(in super::super) fn is_cut(
        field: Field,
        key: &str,
        postings: &[Posting],
        titles: &[Posting],
    ) -> bool {
        postings.len() > inline(field, key) && !postings.iter().all(is_head(postings, titles))
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

    /// Writes what [`super::read`] reads.
    pub(in super::super) fn list(
        out: &mut Output,
        field: Field,
        key: &str,
        head: &[Posting],
        rest: u8,
    ) {
        if rest == 0 && head.len() <= inline(field, key) {
            let mut next = 0;
            for posting in head {
                out.number(((posting.doc - next) << IMPACT_BITS) | u32::from(posting.impact));
                next = posting.doc + 1;
            }
            return;
        }
        levels(out, head);
        if rest > 0 {
            out.byte(rest);
        }
    }

    /// Writes what [`super::read_levels`] reads.
    pub(in super::super) fn levels(out: &mut Output, postings: &[Posting]) {
        out.count(postings.len());
        for level in (1..=LEVELS).rev() {
            let same = || postings.iter().filter(|p| p.impact == level);
            let count = same().count();
            if count > 0 {
                out.byte(level);
                out.count(count);
                let mut next = 0;
                for posting in same() {
                    out.number(posting.doc - next);
                    next = posting.doc + 1;
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::bytes::Output;
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
            let (head, rest) = write::cut(Field::Text, "слово", &postings, &titles);
            let most = rest.iter().map(|p| p.impact).max().unwrap_or(0);
            let mut out = Output::default();
            write::list(&mut out, Field::Text, "слово", &head, most);
            let mut input = Input::new(&out.0);
            let read = read(&mut input, Field::Text, "слово", postings.len() as u32);
            prop_assert_eq!(input.whole(read), Ok(List { postings: head.clone(), rest: most }));
            prop_assert!(rest.iter().all(|p| titles.binary_search_by_key(&p.doc, |t| t.doc).is_err()));
            let mut out = Output::default();
            write::levels(&mut out, &rest);
            let mut input = Input::new(&out.0);
            let levels = read_levels(&mut input);
            prop_assert_eq!(input.whole(levels), Ok(rest.clone()));
            prop_assert_eq!(head.len() + rest.len(), postings.len());
        }

        #[test]
        fn garbage_is_refused_or_read(bytes in prop::collection::vec(any::<u8>(), 0..80), count in 0u32..2000) {
            let _ = read(&mut Input::new(&bytes), Field::Text, "слово", count);
            let _ = read_levels(&mut Input::new(&bytes));
        }
    }
}
