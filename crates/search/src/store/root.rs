//! The file of fixed name: what the index is made of, and where the ranges of its keys begin.

use super::bytes::{Input, beginning};
use super::coder::{Bits, Reader, Sizes, Tree, tree};
use super::frame::{self, MAX_RAW};
use super::words::{SHARDS, UNIT};
use super::{Error, Hash};
use crate::prelude::*;

/// Ranges of sorted keys.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Ranges {
    /// Where each range but the first begins: as few letters as tell it from the end of the one before.
    pub(super) starts: Vec<String>,
}

impl Ranges {
    /// The range in which a key lies.
    pub(super) fn find(&self, key: &str) -> usize {
        self.starts.partition_point(|start| start.as_str() <= key)
    }

    /// The first and the last range that may hold keys with this beginning.
    pub(super) fn with(&self, prefix: &str) -> (usize, usize) {
        let first = self.find(prefix);
        let more =
            self.starts[first..].iter().take_while(|start| start.starts_with(prefix)).count();
        (first, first + more)
    }

    /// Whether keys with this beginning lie in several ranges.
    pub(super) fn split(&self, prefix: &str) -> bool {
        let (first, last) = self.with(prefix);
        first != last
    }
}

/// The odds of texts that follow each other in order.
struct Sorted {
    /// Of the number of letters that two share, by that of the two before.
    shared: [Sizes; 6],
    before: usize,
    /// Of the bytes of the others.
    lens: Sizes,
    /// Of how far the first of these is from the one that it replaces, and of further ones.
    letters: [Tree; 2],
    /// The bytes of the last text.
    last: Vec<u8>,
}

impl Sorted {
    fn new() -> Self {
        let (shared, lens) = (Default::default(), Sizes::default());
        let letters = [tree(8), tree(8)];
        Self { shared, before: 0, lens, letters, last: Vec::new() }
    }

    /// Reads or writes the next one: the number of letters that it shares, and the bytes of the others.
    fn pass(&mut self, bits: &mut impl Bits, shared: u32, own: &[u8]) -> (u32, Vec<u8>) {
        let shared = bits.sized(shared, 0, &mut self.shared[self.before]);
        self.before = (shared as usize).min(self.shared.len() - 1);
        let len = bits.sized(own.len() as u32, 0, &mut self.lens) as usize;
        let replaced = self.last.get(shared as usize).copied().unwrap_or_default();
        let byte = |at: usize| {
            let from = if at == 0 { replaced } else { 0 };
            let own = own.get(at).map_or(0, |own| own.wrapping_sub(from));
            (bits.number(u32::from(own), &mut self.letters[at.min(1)]) as u8).wrapping_add(from)
        };
        // Longer ones are damage.
        let own: Vec<u8> = (0..len.min(MAX_KEY)).map(byte).collect();
        self.last.truncate(shared as usize);
        self.last.extend_from_slice(&own);
        (shared, own)
    }

    /// Reads so many. `None` if they are in no order.
    fn read(&mut self, bits: &mut Reader, count: usize) -> Option<Vec<String>> {
        let mut out: Vec<String> = Vec::new();
        let mut text = String::new();
        let mut left = MAX_RAW;
        for _ in 0..count {
            let (shared, own) = self.pass(bits, 0, &[]);
            text.truncate(beginning(&text, shared as usize).0);
            if !Input::new(&own).letters_into(&mut text) || out.last().is_some_and(|l| *l >= text) {
                return None;
            }
            left = left.checked_sub(text.len())?;
            out.push(text.clone());
        }
        Some(out)
    }
}

/// Bits of the length of a shard of which nothing is known.
const LEN_BITS: u32 = 1;

/// Bytes of the longest key.
const MAX_KEY: usize = 4096;

/// A facet whose values also stand beside words, as [`super::rows`].
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Dear {
    /// Its number among the fields.
    pub(super) field: u32,
    /// Bytes of the file with its column.
    pub(super) bytes: u32,
    pub(super) ids: Vec<String>,
}

/// Facets that may be dear: of all columns, each takes at least so much as if there were that many.
pub(super) const MOST_DEAR: usize = 16;

/// The root of an index.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Root {
    /// [`crate::analyser::ANALYSER_VERSION`] of the terms.
    pub(super) analyser: u32,
    pub(super) documents: u32,
    pub(super) collections: Vec<String>,
    pub(super) languages: Vec<String>,
    /// Values of the facet that lists show.
    pub(super) badges: Vec<String>,
    pub(super) words: Ranges,
    /// Lengths of the shards, in [`super::words::UNIT`]s.
    pub(super) word_lens: Vec<u32>,
    pub(super) word_groups: Vec<Hash>,
    pub(super) place_groups: Vec<Hash>,
    /// Keys whose lists have a tail, sorted; in the order of [`crate::rank::Field::ALL`].
    pub(super) tails: [Vec<String>; 2],
    pub(super) tail_groups: [Vec<Hash>; 2],
    pub(super) forms: Ranges,
    pub(super) form_groups: Vec<Hash>,
    pub(super) endings: Ranges,
    pub(super) ending_groups: Vec<Hash>,
    pub(super) title_groups: Vec<Hash>,
    pub(super) text_groups: Vec<Hash>,
    /// Names of facets, each with its file; several may share one.
    pub(super) fields: Vec<(String, Hash)>,
    /// Those of them whose values stand beside words, too.
    pub(super) dear: Vec<Dear>,
    pub(super) dates: Hash,
    /// By language.
    pub(super) labels: Vec<(String, Hash)>,
}

impl Root {
    /// The piece that is a shard of words: the number of its file, its first byte, its length.
    pub(super) fn shard(&self, number: usize) -> Option<(usize, u32, u32)> {
        let file = number / SHARDS;
        let unit = |len: &u32| len.saturating_mul(UNIT as u32);
        let before = self.word_lens.get(file * SHARDS..number)?.iter().map(unit);
        let from = before.fold(frame::HEADER as u32, u32::saturating_add);
        Some((file, from, unit(self.word_lens.get(number)?)))
    }

    pub(super) fn read(raw: &[u8]) -> Result<Self, Error> {
        let mut input = Input::new(raw);
        let analyser = input.number();
        if input.sound() && analyser != crate::analyser::ANALYSER_VERSION {
            return Err(Error::Analyser);
        }
        let mut root = Self {
            analyser,
            documents: input.number(),
            collections: texts(&mut input),
            languages: texts(&mut input),
            badges: texts(&mut input),
            word_groups: hashes(&mut input),
            place_groups: hashes(&mut input),
            tail_groups: [hashes(&mut input), hashes(&mut input)],
            form_groups: hashes(&mut input),
            ending_groups: hashes(&mut input),
            title_groups: hashes(&mut input),
            text_groups: hashes(&mut input),
            fields: named(&mut input),
            dear: dear(&mut input),
            dates: input.hash(),
            labels: named(&mut input),
            ..Self::default()
        };
        let counts = [(); 5].map(|()| input.number() as usize);
        root.read_sorted(counts, input.take(input.left())).ok_or(Error::Damaged)?;
        // Whoever sums up over all documents reserves memory for them.
        let groups = root.text_groups.len() as u64 * super::GROUP as u64;
        let few = u64::from(root.documents) <= groups * u64::from(super::packs::PACK)
            && root.dear.len() <= MOST_DEAR;
        if few { input.whole(root) } else { Err(Error::Damaged) }
    }

    /// Reads what is sorted, and the lengths of the shards of words.
    fn read_sorted(&mut self, counts: [usize; 5], bytes: &[u8]) -> Option<()> {
        // Each takes some bits.
        if counts.iter().any(|&count| count > bytes.len() * 8) {
            return None;
        }
        let mut bits = Reader::new(bytes);
        let mut sorted = Sorted::new();
        let mut next = |at: usize| sorted.read(&mut bits, counts[at]);
        self.words.starts = next(0)?;
        self.tails = [next(1)?, next(2)?];
        self.forms.starts = next(3)?;
        self.endings.starts = next(4)?;
        let mut sizes = Sizes::default();
        let len = |_| bits.sized(0, LEN_BITS, &mut sizes);
        self.word_lens = (0..=counts[0]).map(len).collect();
        Some(())
    }
}

fn texts(input: &mut Input) -> Vec<String> {
    (0..input.count()).map(|_| input.text()).collect()
}

fn hashes(input: &mut Input) -> Vec<Hash> {
    (0..input.count()).map(|_| input.hash()).collect()
}

fn named(input: &mut Input) -> Vec<(String, Hash)> {
    (0..input.count()).map(|_| (input.text(), input.hash())).collect()
}

fn dear(input: &mut Input) -> Vec<Dear> {
    let count = input.count();
    let dear = |_| Dear { field: input.number(), bytes: input.number(), ids: texts(input) };
    (0..count).map(dear).collect()
}

#[cfg(any(test, feature = "write"))]
pub(super) mod write {
    use super::*;
    use crate::store::bytes::{Output, shared};
    use crate::store::coder::Writer;

    impl Ranges {
        /// Adds the range that begins with `first`, where the one before ends with `last`.
        pub(in super::super) fn cut(&mut self, last: &str, first: &str) {
            let both = first.char_indices().zip(last.chars());
            let same = both.take_while(|((_, a), b)| a == b).count();
            self.starts.push(first.chars().take(same + 1).collect());
        }
    }

    impl Root {
        /// Writes what [`Root::read`] reads.
        pub(in super::super) fn write(&self) -> (Vec<u8>, Vec<u8>) {
            let mut out = Output::default();
            out.number(self.analyser);
            out.number(self.documents);
            texts(&mut out, &self.collections);
            texts(&mut out, &self.languages);
            texts(&mut out, &self.badges);
            hashes(&mut out, &self.word_groups);
            hashes(&mut out, &self.place_groups);
            self.tail_groups.iter().for_each(|groups| hashes(&mut out, groups));
            hashes(&mut out, &self.form_groups);
            hashes(&mut out, &self.ending_groups);
            hashes(&mut out, &self.title_groups);
            hashes(&mut out, &self.text_groups);
            named(&mut out, &self.fields);
            dear(&mut out, &self.dear);
            out.bytes(&self.dates);
            named(&mut out, &self.labels);
            let [titles, texts] = &self.tails;
            let lists =
                [&self.words.starts, titles, texts, &self.forms.starts, &self.endings.starts];
            lists.iter().for_each(|list| out.count(list.len()));
            (out.0, self.write_sorted(&lists))
        }

        fn write_sorted(&self, lists: &[&Vec<String>]) -> Vec<u8> {
            let mut bits = Writer::new();
            let mut sorted = Sorted::new();
            for list in lists {
                let mut last = "";
                for text in *list {
                    let (chars, bytes) = shared(last, text);
                    let mut own = Output::default();
                    own.letters(&text[bytes..]);
                    sorted.pass(&mut bits, chars as u32, &own.0);
                    last = text;
                }
            }
            let mut sizes = Sizes::default();
            self.word_lens.iter().for_each(|&len| _ = bits.sized(len, LEN_BITS, &mut sizes));
            bits.finish()
        }
    }

    fn texts(out: &mut Output, texts: &[String]) {
        out.count(texts.len());
        texts.iter().for_each(|text| out.text(text));
    }

    fn hashes(out: &mut Output, hashes: &[Hash]) {
        out.count(hashes.len());
        hashes.iter().for_each(|hash| out.bytes(hash));
    }

    fn dear(out: &mut Output, dear: &[Dear]) {
        out.count(dear.len());
        for facet in dear {
            out.number(facet.field);
            out.number(facet.bytes);
            texts(out, &facet.ids);
        }
    }

    fn named(out: &mut Output, named: &[(String, Hash)]) {
        out.count(named.len());
        for (name, hash) in named {
            out.text(name);
            out.bytes(hash);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn ranges_hold_what_they_begin_with() {
        let mut ranges = Ranges::default();
        ranges.cut("планета", "планы");
        ranges.cut("прадед", "практика");
        ranges.cut("практикум", "практичный");
        assert_eq!(ranges.starts, ["планы", "прак", "практич"]);
        assert_eq!(
            ["пла", "планы", "прадед", "практика", "я"].map(|k| ranges.find(k)),
            [0, 1, 1, 2, 3]
        );
        assert_eq!(ranges.with("пра"), (1, 3));
        assert!(ranges.split("практ") && !ranges.split("практич") && !ranges.split("я"));
    }

    proptest! {
        #[test]
        fn roots_come_back(
            starts in prop::collection::btree_set("[а-я]{1,6}", 0..20),
        ) {
            let starts: Vec<String> = starts.into_iter().collect();
            let hashes = vec![[3; 6]; starts.len() + 1];
            let root = Root {
                analyser: crate::analyser::ANALYSER_VERSION,
                documents: starts.len() as u32,
                collections: starts.clone(),
                languages: vec!["ru".to_owned()],
                badges: starts.clone(),
                words: Ranges { starts: starts.clone() },
                word_lens: vec![200; starts.len() + 1],
                word_groups: hashes.clone(),
                place_groups: hashes.clone(),
                tails: [starts.clone(), vec!["урок".to_owned()]],
                tail_groups: [hashes.clone(), vec![[9; 6]]],
                forms: Ranges { starts: starts.clone() },
                form_groups: hashes.clone(),
                endings: Ranges { starts: starts.clone() },
                ending_groups: hashes.clone(),
                title_groups: hashes.clone(),
                text_groups: hashes,
                fields: vec![("kind".to_owned(), [1; 6]), ("stages".to_owned(), [1; 6])],
                dear: vec![Dear { field: 1, bytes: 900, ids: starts.clone() }],
                dates: [2; 6],
                labels: vec![("ru".to_owned(), [4; 6])],
            };
            let (packed, rest) = root.write();
            prop_assert!(Root::read(&packed[..packed.len() - 1]).is_err());
            prop_assert_eq!(Root::read(&[packed, rest].concat()), Ok(root));
        }

        #[test]
        fn garbage_is_refused_or_read(bytes in prop::collection::vec(any::<u8>(), 0..80)) {
            let mut raw = vec![crate::analyser::ANALYSER_VERSION as u8];
            raw.extend(bytes);
            let _ = Root::read(&raw);
        }
    }
}
