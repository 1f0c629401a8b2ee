//! A range of words: terms with postings, forms, completions, kin.
//!
//! All keys (terms, phrases, forms, prefixes, roots) are sorted in one order and cut into ranges of about the same
//! size. A shard is a piece of a file; it holds, after the place of its positions and in this order:
//!
//! 1. terms, and phrases that are synonyms (their terms with spaces between), sorted; then for each its
//!    number of documents and its blocks of positions;
//! 2. forms, sorted, with their terms;
//! 3. the best completions of every prefix in the range whose forms lie in several shards;
//! 4. the terms of every root in the range whose kin lie in several shards;
//! 5. every group of synonyms one of whose expressions begins with a word in the range;
//! 6. the postings of all terms, of the text and of the title.
//!
//! The positions of its terms are a piece of the file of positions with the same number ([`super::places`]); the
//! values of its documents are a file of their own ([`super::rows`]).
//!
//! What lies in this shard alone is looked up among its forms and terms.

use super::bytes::Input;
use super::coder::Reader;
use super::postings::{List, Lists, Packed, inline, is_phrase};
use super::{Error, Hash, Kindred, Pair};
use crate::prelude::*;
use crate::rank::{Expression, Field, Form, Group, Kin, LEVELS};
use core::ops::Range;

/// Shards of one file, each a piece.
pub(super) const SHARDS: usize = 3;

/// Their lengths are multiples of so many bytes, since the root tells them all.
pub(super) const UNIT: usize = 64;

/// A shard, decoded: texts stand in one string, postings in one list.
#[derive(Clone, Debug, Default)]
pub(super) struct Words {
    raw: Vec<u8>,
    postings: Vec<Packed>,
    texts: String,
    terms: Vec<Entry>,
    /// Surface, and number of the term's text.
    forms: Vec<(Range<u32>, Range<u32>)>,
    completions: Vec<(String, Vec<Pair>)>,
    kin: Vec<Kindred>,
    /// Where in the file of positions its own lie: the first byte and the length.
    pub(super) places: (u32, u32),
    /// The file with values of its documents, and the length of it, if there is one.
    pub(super) rows: Option<(Hash, u32)>,
    /// Synonyms, with the numbers of their groups.
    pub(super) groups: Vec<(u32, Group)>,
}

#[derive(Clone, Debug, Default)]
struct Entry {
    key: Range<u32>,
    /// Documents, in the order of [`Field::ALL`].
    counts: [u32; 2],
    /// What of `postings` are its lists, and the greatest impact of what is not among them.
    lists: [Range<u32>; 2],
    rests: [u8; 2],
    /// Where the blocks of positions are named in `raw`, if there are any.
    blocks: u32,
}

/// Postings of one shard: more are damage.
const MAX_POSTINGS: usize = 1 << 20;

/// Blocks of positions: the first document, and where it is.
pub(super) type Blocks = Vec<(u32, Hash)>;

impl Words {
    /// Reads a shard of an index of so many documents.
    pub(super) fn read(raw: Vec<u8>, documents: u32) -> Result<Self, Error> {
        let mut out = Self::default();
        let mut input = Input::new(&raw);
        out.places = (input.number(), input.number());
        out.rows = match input.number() {
            0 => None,
            len => Some((input.hash(), len)),
        };
        out.read_terms(&mut input, raw.len());
        out.read_forms(&mut input);
        for _ in 0..input.count() {
            let prefix = input.text();
            let mut forms = Vec::new();
            for _ in 0..input.count() {
                let surface = input.text();
                let term = input.changed_text(&surface);
                forms.push((surface, term));
            }
            out.completions.push((prefix, forms));
        }
        for _ in 0..input.count() {
            let kin = if input.byte() == 0 { Kin::Inflected } else { Kin::Root };
            let key = input.text();
            let mut terms = Vec::new();
            for _ in 0..input.count() {
                terms.push(input.changed_text(&key));
            }
            out.kin.push((kin, key, terms));
        }
        for _ in 0..input.count() {
            let number = input.number();
            let mut group = Group::new();
            for _ in 0..input.count() {
                let mut expression = Expression::default();
                for _ in 0..input.count() {
                    let surface = input.text();
                    expression.terms.push(input.changed_text(&surface));
                    expression.surfaces.push(surface);
                }
                group.push(expression);
            }
            out.groups.push((number, group));
        }
        let lists = input.take(input.left());
        input.whole(())?;
        out.read_lists(lists, documents).ok_or(Error::Damaged)?;
        out.raw = raw;
        Ok(out)
    }

    /// Reads the lists, whose lengths are known.
    fn read_lists(&mut self, bytes: &[u8], documents: u32) -> Option<()> {
        let mut bits = Reader::new(bytes);
        let mut lists = Lists::new(documents);
        for entry in &mut self.terms {
            // Texts first: nearly every term has one.
            for field in [Field::Text, Field::Title] {
                let list = &mut entry.lists[field as usize];
                let from = self.postings.len() as u32;
                lists.read(&mut bits, field, list.end, &mut self.postings)?;
                *list = from..self.postings.len() as u32;
            }
            if self.postings.len() > MAX_POSTINGS {
                return None;
            }
        }
        Some(())
    }

    fn read_terms(&mut self, input: &mut Input, len: usize) {
        let count = input.count();
        let mut key = String::new();
        self.terms.reserve(count);
        for _ in 0..count {
            input.next_text(&mut key);
            let key = self.push(&key);
            self.terms.push(Entry { key, ..Entry::default() });
        }
        for at in 0..count {
            let head = input.number();
            let in_title = if head & 1 == 1 { input.number() } else { 0 };
            let counts = [in_title, head >> 2];
            let key = self.text(&self.terms[at].key);
            let is_long = counts.map(|count| count as usize > inline(key));
            let entry = &mut self.terms[at];
            entry.counts = counts;
            for field in [Field::Text, Field::Title] {
                let at = field as usize;
                entry.lists[at] = 0..counts[at];
                if is_long[at] {
                    entry.lists[at].end = input.number();
                    entry.rests[at] = input.byte().min(LEVELS);
                }
            }
            if head & 2 == 2 {
                entry.blocks = (len - input.left()) as u32;
                read_blocks(input);
            }
        }
    }

    fn read_forms(&mut self, input: &mut Input) {
        let count = input.count();
        let mut surface = String::new();
        self.forms.reserve(count);
        for _ in 0..count {
            input.next_text(&mut surface);
            let term = input.changed_text(&surface);
            let form = self.push(&surface);
            // Most terms are a beginning of their form: they need no letters of their own.
            let term = if surface.starts_with(&term) {
                form.start..form.start + term.len() as u32
            } else {
                self.push(&term)
            };
            self.forms.push((form, term));
        }
    }

    fn push(&mut self, text: &str) -> Range<u32> {
        let from = self.texts.len() as u32;
        self.texts.push_str(text);
        from..self.texts.len() as u32
    }

    fn text(&self, range: &Range<u32>) -> &str {
        self.texts.get(range.start as usize..range.end as usize).unwrap_or_default()
    }

    /// The number of a term in the shard.
    pub(super) fn find(&self, term: &str) -> Option<usize> {
        self.terms.binary_search_by(|entry| self.text(&entry.key).cmp(term)).ok()
    }

    /// Documents that have the term in the field.
    pub(super) fn count(&self, at: usize, field: Field) -> u32 {
        self.terms[at].counts[field as usize]
    }

    /// The postings of a term, as far as the shard has them.
    pub(super) fn list(&self, at: usize, field: Field) -> List {
        let entry = &self.terms[at];
        let Range { start, end } = entry.lists[field as usize];
        let packed = self.postings.get(start as usize..end as usize).unwrap_or_default();
        let postings = packed.iter().map(|packed| packed.posting()).collect();
        List { postings, rest: entry.rests[field as usize] }
    }

    /// Blocks of the term's positions in the text; `None`: they are with those of the other terms.
    pub(super) fn blocks(&self, at: usize) -> Option<Blocks> {
        let from = self.terms[at].blocks as usize;
        if from == 0 {
            return None;
        }
        Some(read_blocks(&mut Input::new(self.raw.get(from..).unwrap_or_default())))
    }

    /// Terms that begin with `prefix`, no phrases.
    pub(super) fn terms_with<'a>(&'a self, prefix: &'a str) -> impl Iterator<Item = &'a str> {
        let from = self.terms.partition_point(|entry| self.text(&entry.key) < prefix);
        self.terms[from..]
            .iter()
            .map(|entry| self.text(&entry.key))
            .take_while(move |term| term.starts_with(prefix))
            .filter(|term| !is_phrase(term))
    }

    /// Forms that begin with `prefix`.
    pub(super) fn forms_with<'a>(&'a self, prefix: &'a str) -> impl Iterator<Item = Form<'a>> {
        let from = self.forms.partition_point(|(surface, _)| self.text(surface) < prefix);
        self.forms[from..]
            .iter()
            .map(|(surface, term)| Form { surface: self.text(surface), term: self.text(term) })
            .take_while(move |form| form.surface.starts_with(prefix))
    }

    /// The best completions of a prefix whose forms lie in several shards.
    pub(super) fn completions(&self, prefix: &str) -> &[Pair] {
        self.completions.iter().find(|(p, _)| p == prefix).map_or(&[], |(_, forms)| forms)
    }

    /// The terms of a root whose kin lie in several shards.
    pub(super) fn kin(&self, kin: Kin, key: &str) -> &[String] {
        let found = self.kin.iter().find(|(k, own, _)| *k == kin && own == key);
        found.map_or(&[], |(_, _, terms)| terms)
    }

    /// Bytes that it takes, about.
    pub(super) fn bytes(&self) -> usize {
        let listed = self.completions.len() * 1000 + self.kin.len() * 100 + self.groups.len() * 500;
        self.raw.len()
            + self.postings.len() * 4
            + self.texts.len()
            + self.terms.len() * 48
            + self.forms.len() * 16
            + listed
    }
}

fn read_blocks(input: &mut Input) -> Blocks {
    let mut out = Blocks::new();
    let mut doc: u32 = 0;
    for _ in 0..input.count() {
        doc = input.after(doc);
        out.push((doc, input.hash()));
    }
    out
}

#[cfg(any(test, feature = "write"))]
pub(super) mod write {
    use super::*;
    use crate::rank::Posting;
    use crate::store::bytes::Output;
    use crate::store::coder::Writer;

    /// A term to be written.
    #[derive(Clone, Debug, Default)]
    pub(in super::super) struct Word {
        pub(in super::super) key: String,
        /// In the order of [`Field::ALL`]: number of documents, what the shard holds of them, the
        /// greatest impact of the rest.
        pub(in super::super) counts: [u32; 2],
        pub(in super::super) heads: [Vec<Posting>; 2],
        pub(in super::super) rests: [u8; 2],
        pub(in super::super) blocks: Blocks,
    }

    /// A shard to be written.
    #[derive(Clone, Debug, Default)]
    pub(in super::super) struct Shard<'a> {
        pub(in super::super) words: Vec<Word>,
        pub(in super::super) forms: &'a [Pair],
        pub(in super::super) completions: &'a [(String, Vec<Pair>)],
        pub(in super::super) kin: &'a [Kindred],
        pub(in super::super) groups: Vec<(u32, &'a Group)>,
        pub(in super::super) places: (u32, u32),
        pub(in super::super) rows: Option<(Hash, u32)>,
    }

    /// Writes what [`Words::read`] reads of an index of so many documents: what is to be packed, and the rest.
    pub(in super::super) fn shard(shard: &Shard, documents: u32) -> (Vec<u8>, Vec<u8>) {
        let mut out = Output::default();
        out.number(shard.places.0);
        out.number(shard.places.1);
        out.number(shard.rows.map_or(0, |(_, len)| len));
        if let Some((hash, _)) = shard.rows {
            out.bytes(&hash);
        }
        out.count(shard.words.len());
        let mut last = "";
        for word in &shard.words {
            out.next_text(last, &word.key);
            last = &word.key;
        }
        shard.words.iter().for_each(|word| self::word(&mut out, word));
        out.count(shard.forms.len());
        let mut last = "";
        for (surface, term) in shard.forms {
            out.next_text(last, surface);
            out.changed_text(surface, term);
            last = surface;
        }
        out.count(shard.completions.len());
        for (prefix, forms) in shard.completions {
            out.text(prefix);
            out.count(forms.len());
            for (surface, term) in forms {
                out.text(surface);
                out.changed_text(surface, term);
            }
        }
        out.count(shard.kin.len());
        for (kin, key, terms) in shard.kin {
            out.byte(u8::from(*kin == Kin::Root));
            out.text(key);
            out.count(terms.len());
            terms.iter().for_each(|term| out.changed_text(key, term));
        }
        out.count(shard.groups.len());
        for (number, group) in &shard.groups {
            out.number(*number);
            out.count(group.len());
            for expression in *group {
                out.count(expression.terms.len());
                for (surface, term) in expression.surfaces.iter().zip(&expression.terms) {
                    out.text(surface);
                    out.changed_text(surface, term);
                }
            }
        }
        (out.0, lists(shard, documents))
    }

    fn lists(shard: &Shard, documents: u32) -> Vec<u8> {
        let mut bits = Writer::new();
        let mut lists = Lists::new(documents);
        for word in &shard.words {
            for field in [Field::Text, Field::Title] {
                lists.write(&mut bits, field, &word.heads[field as usize]);
            }
        }
        bits.finish()
    }

    fn word(out: &mut Output, word: &Word) {
        let [title, text] = word.counts;
        let blocks = u32::from(!word.blocks.is_empty());
        out.number(text << 2 | blocks << 1 | u32::from(title > 0));
        if title > 0 {
            out.number(title);
        }
        for field in [Field::Text, Field::Title] {
            let at = field as usize;
            if word.counts[at] as usize > inline(&word.key) {
                out.count(word.heads[at].len());
                out.byte(word.rests[at]);
            }
        }
        if blocks == 1 {
            out.count(word.blocks.len());
            let mut last = 0;
            for (doc, hash) in &word.blocks {
                out.number(doc - last);
                out.bytes(hash);
                last = *doc;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::write::{Shard, Word};
    use super::*;
    use crate::rank::Posting;
    use proptest::prelude::*;

    fn word(key: &str) -> Word {
        let heads = [vec![], vec![Posting { doc: 3, impact: 9 }, Posting { doc: 70, impact: 31 }]];
        Word { key: key.to_owned(), counts: [0, 2], heads, ..Word::default() }
    }

    proptest! {
        #[test]
        fn shards_come_back(
            keys in prop::collection::btree_set("[а-гa-b8]{1,4}( [а-в]{1,2})?", 0..20),
            forms in prop::collection::btree_map("[а-г]{1,5}", "[а-г]{1,5}", 0..20),
        ) {
            let words: Vec<Word> = keys.iter().map(|key| word(key)).collect();
            let forms: Vec<Pair> = forms.into_iter().collect();
            let completions = [("пр".to_owned(), forms.clone())];
            let kin = [(Kin::Root, "корн".to_owned(), keys.iter().cloned().collect())];
            let words_of = |text: &str| vec![text.to_owned(), "слово".to_owned()];
            let expression = Expression { terms: words_of("дом"), surfaces: words_of("дома") };
            let group: Group = vec![expression; 2];
            let groups = vec![(7, &group)];
            let rows = (!forms.is_empty()).then_some(([7; 6], 300));
            let shard =
                Shard { words, forms: &forms, completions: &completions, kin: &kin, groups, places: (4, 900), rows };
            let (packed, rest) = write::shard(&shard, 71);
            let read = Words::read([packed, rest].concat(), 71).unwrap();
            for key in &keys {
                let at = read.find(key).unwrap();
                prop_assert_eq!((read.count(at, Field::Text), read.count(at, Field::Title)), (2, 0));
                prop_assert_eq!(&read.list(at, Field::Text).postings, &word(key).heads[1]);
                prop_assert_eq!(read.blocks(at), None);
            }
            let found: Vec<_> =
                read.forms_with("").map(|f| (f.surface.to_owned(), f.term.to_owned())).collect();
            prop_assert_eq!(&found, &forms);
            prop_assert_eq!(read.completions("пр"), &forms[..]);
            prop_assert_eq!(&read.groups, &vec![(7, group.clone())]);
            prop_assert_eq!((read.places, read.rows), ((4, 900), rows));
            let kin: Vec<String> = keys.iter().cloned().collect();
            prop_assert_eq!(read.kin(Kin::Root, "корн"), &kin[..]);
        }

        #[test]
        fn garbage_is_refused_or_read(
            bytes in prop::collection::vec(any::<u8>(), 0..120),
            cut in any::<prop::sample::Index>(),
        ) {
            let _ = Words::read(bytes, 71);
            let words = ["дом", "дома", "домик"].map(word).to_vec();
            let (mut file, rest) = write::shard(&Shard { words, ..Shard::default() }, 71);
            let at = cut.index(file.len());
            prop_assert!(Words::read(file[..at].to_vec(), 71).is_err());
            file[at] ^= 0x55;
            if let Ok(read) = Words::read([file, rest].concat(), 71) {
                for at in 0..read.terms.len() {
                    let _ = (read.list(at, Field::Text), read.blocks(at));
                }
            }
        }
    }
}
