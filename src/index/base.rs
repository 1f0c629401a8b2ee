//! What an index leaves for the next one, so that after an edit only the documents that changed are analysed.
//!
//! It says of each document what it was made of, and has tantivy's segment, digests, and the forms of words that
//! each document uses, since a form goes with the last document that has it. The next index is the same, byte for
//! byte, as one made of nothing.

use super::digests::Weights;
use super::part::{Numbers, Part};
use super::{Error, Forms, Index, build};
use metod_search::store::write::{PACK, Texts};
use rayon::prelude::*;
use std::io::{self, Read, Write};
use std::path::Path;
use tantivy::directory::{Directory, RamDirectory, TerminatingWrite};
use tantivy::{SegmentReader, TantivyError};

const MAGIC: &[u8] = b"metod index 1";

/// If more than one document in so many changed, the index is made of nothing: it would hardly take longer.
const MOST_CHANGED: usize = 4;

/// The index before.
pub struct Base {
    segment: SegmentReader,
    /// By document, whether it is to be analysed again.
    changed: Vec<bool>,
    forms: Vec<(Box<str>, Box<str>)>,
    uses: Uses,
    texts: Vec<Texts>,
    weights: Weights,
}

impl std::fmt::Debug for Base {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Base").field("documents", &self.changed.len()).finish_non_exhaustive()
    }
}

/// The forms that documents use.
#[derive(Debug, Default)]
pub(super) struct Uses(Vec<Box<[u8]>>);

impl Uses {
    /// The forms of one document: distances in LEB128.
    pub(super) fn pack(mut forms: Vec<u32>) -> Box<[u8]> {
        forms.sort_unstable();
        let mut out = Vec::with_capacity(forms.len() * 2);
        let mut last = 0;
        for form in forms {
            let mut rest = form - last;
            last = form;
            while rest >= 0x80 {
                out.push(rest as u8 | 0x80);
                rest >>= 7;
            }
            out.push(rest as u8);
        }
        out.into_boxed_slice()
    }

    fn unpack(packed: &[u8]) -> impl Iterator<Item = u32> {
        let (mut form, mut distance, mut shift) = (0u32, 0u32, 0u32);
        packed.iter().filter_map(move |&byte| {
            distance |= u32::from(byte & 0x7f).checked_shl(shift).unwrap_or(0);
            shift += 7;
            if byte >= 0x80 {
                return None;
            }
            form = form.wrapping_add(distance);
            (distance, shift) = (0, 0);
            Some(form)
        })
    }

    /// Of documents with their analysers, whose forms have now these places.
    pub(super) fn collect(documents: Vec<(usize, Box<[u8]>)>, places: &[Vec<u32>]) -> Self {
        let place = |(analyser, packed): (usize, Box<[u8]>)| {
            let places = &places[analyser];
            Self::pack(Self::unpack(&packed).map(|form| places[form as usize]).collect())
        };
        Self(documents.into_par_iter().map(place).collect())
    }
}

impl Base {
    /// Reads what [`Index::leave`] wrote, `length` bytes, and finds out what changed since: `portal` is a hash of all
    /// that documents have in common, `made_of` hashes of what each is made of. Nothing if little of it can be
    /// used, or if it cannot be read.
    pub fn read(
        from: &mut dyn Read,
        length: u64,
        portal: &str,
        made_of: &[String],
    ) -> Option<Self> {
        let mut rest = Reader { from, left: length };
        (rest.bytes()? == MAGIC && rest.bytes()? == portal.as_bytes()).then_some(())?;
        let before = rest.many(Reader::bytes)?;
        if before.len() != made_of.len() {
            return None;
        }
        let pairs = before.iter().zip(made_of);
        let edited: Vec<bool> = pairs.map(|(before, now)| *before != now.as_bytes()).collect();
        let weighed = Weights::sample(made_of.len()).any(|at| edited[at]);
        // Digests share their files.
        let pack = |pack: &[bool]| vec![pack.contains(&true); pack.len()];
        let changed: Vec<bool> = edited.chunks(PACK).flat_map(pack).collect();
        let count = changed.iter().filter(|&&changed| changed).count();
        if weighed || count * MOST_CHANGED > changed.len() {
            return None;
        }
        let (documents, words) = (rest.number()? as u32, rest.number()?);
        let frequencies = rest.many(|rest| Some((rest.number()?, rest.number()? as u32)))?;
        let weights = Weights::from_parts(documents, words, frequencies);
        let forms = rest.many(|rest| Some((rest.text()?, rest.text()?)))?;
        let uses = Uses(rest.many(|rest| rest.bytes().map(Vec::into_boxed_slice))?);
        let texts = rest.many(|rest| {
            let lens = rest.many(|rest| Some(rest.number()? as u32))?;
            Some(Texts::new(rest.bytes()?, lens))
        })?;
        let directory = RamDirectory::create();
        rest.many(|rest| {
            let name = rest.text()?;
            let mut file = directory.open_write(Path::new(&*name)).ok()?;
            rest.copy(&mut file)?;
            file.terminate().ok()
        })?;
        let segment = build::open(directory).ok().flatten()?;
        Some(Self { segment, changed, forms, uses, texts, weights })
    }

    /// Whether a document is taken from here.
    pub fn keeps(&self, document: usize) -> bool {
        self.changed.get(document) == Some(&false)
    }

    /// What words tell: they must be weighed alike.
    pub fn weights(&self) -> &Weights {
        &self.weights
    }

    /// This index with what is new over it: its segment, the numbers of the documents in it, their forms and
    /// digests.
    pub(super) fn under(
        mut self,
        segment: Option<SegmentReader>,
        documents: Vec<u32>,
        forms: &Forms,
        texts: Vec<Texts>,
    ) -> (Vec<Part>, Forms, Vec<Texts>) {
        let packs = documents.chunk_by(|a, b| *a as usize / PACK == *b as usize / PACK);
        for (pack, text) in packs.zip(texts) {
            if let Some(old) = self.texts.get_mut(pack[0] as usize / PACK) {
                *old = text;
            }
        }
        let mut used = vec![false; self.forms.len()];
        let kept = self.uses.0.iter().zip(&self.changed).filter(|(_, changed)| !**changed);
        for form in kept.flat_map(|(packed, _)| Uses::unpack(packed)) {
            if let Some(used) = used.get_mut(form as usize) {
                *used = true;
            }
        }
        let old = self.forms.into_iter().zip(used).filter_map(|(form, used)| used.then_some(form));
        let new = forms.iter().map(|form| (form.surface.into(), form.term.into()));
        let mut all: Vec<(Box<str>, Box<str>)> = old.chain(new).collect();
        all.sort();
        all.dedup();
        let old = Part { segment: self.segment, numbers: Numbers::Without(self.changed) };
        let new = segment.map(|segment| Part { segment, numbers: Numbers::These(documents) });
        (std::iter::once(old).chain(new).collect(), Forms::sorted(all), self.texts)
    }
}

impl Index {
    /// Number of documents that were analysed for it: the others came from the index before.
    pub fn analysed(&self) -> usize {
        self.analysed
    }

    /// Writes what the next index can be made over ([`Base::read`]). Only of an index that is made of nothing: after
    /// one that is made over another, the next is made over that other one, too.
    ///
    /// # Errors
    /// When `out` refuses.
    pub fn leave(&self, portal: &str, made_of: &[String], out: &mut dyn Write) -> io::Result<()> {
        let mut out = Writer(out);
        out.bytes(MAGIC)?;
        out.bytes(portal.as_bytes())?;
        out.many(made_of, |out, made_of| out.bytes(made_of.as_bytes()))?;
        let (documents, words, frequencies) = self.weights.parts();
        out.number(documents.into())?;
        out.number(words)?;
        out.many(&frequencies, |out, (term, found)| {
            out.number(*term)?;
            out.number((*found).into())
        })?;
        let forms: Vec<_> = self.forms.iter().collect();
        out.many(&forms, |out, form| {
            out.bytes(form.surface.as_bytes())?;
            out.bytes(form.term.as_bytes())
        })?;
        out.many(&self.uses.0, |out, packed| out.bytes(packed))?;
        out.many(&self.texts, |out, pack| {
            out.many(pack.lens(), |out, len| out.number((*len).into()))?;
            out.bytes(&pack.bytes())
        })?;
        out.many(&self.segment_files().map_err(io::Error::other)?, |out, (name, bytes)| {
            out.bytes(name.as_bytes())?;
            out.bytes(bytes)
        })
    }

    /// The files of tantivy's segment.
    fn segment_files(&self) -> Result<Vec<(String, tantivy::directory::OwnedBytes)>, Error> {
        let mut out = Vec::new();
        for path in &self.managed {
            if self.directory.exists(path).map_err(TantivyError::from)? {
                let file = self.directory.open_read(path).map_err(TantivyError::from)?;
                out.push((path.to_string_lossy().into_owned(), file.read_bytes()?));
            }
        }
        Ok(out)
    }
}

/// Numbers of 64 bits, the lowest byte first; texts and lists behind their length.
struct Writer<'w>(&'w mut dyn Write);

impl Writer<'_> {
    fn number(&mut self, number: u64) -> io::Result<()> {
        self.0.write_all(&number.to_le_bytes())
    }

    fn bytes(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.number(bytes.len() as u64)?;
        self.0.write_all(bytes)
    }

    fn many<T>(
        &mut self,
        all: &[T],
        mut write: impl FnMut(&mut Self, &T) -> io::Result<()>,
    ) -> io::Result<()> {
        self.number(all.len() as u64)?;
        all.iter().try_for_each(|one| write(self, one))
    }
}

/// Reads what [`Writer`] wrote.
struct Reader<'r> {
    from: &'r mut dyn Read,
    /// Bytes that are there: no length can be greater.
    left: u64,
}

impl Reader<'_> {
    fn number(&mut self) -> Option<u64> {
        let mut number = [0; 8];
        self.left = self.left.checked_sub(8)?;
        self.from.read_exact(&mut number).ok()?;
        Some(u64::from_le_bytes(number))
    }

    fn length(&mut self) -> Option<u64> {
        let length = self.number()?;
        self.left = self.left.checked_sub(length)?;
        Some(length)
    }

    fn bytes(&mut self) -> Option<Vec<u8>> {
        let mut bytes = vec![0; usize::try_from(self.length()?).ok()?];
        self.from.read_exact(&mut bytes).ok()?;
        Some(bytes)
    }

    fn text(&mut self) -> Option<Box<str>> {
        String::from_utf8(self.bytes()?).ok().map(String::into_boxed_str)
    }

    fn copy(&mut self, to: &mut dyn Write) -> Option<()> {
        let length = self.length()?;
        let copied = io::copy(&mut Read::by_ref(&mut self.from).take(length), to).ok()?;
        (copied == length).then_some(())
    }

    fn many<T>(&mut self, mut read: impl FnMut(&mut Self) -> Option<T>) -> Option<Vec<T>> {
        let count = self.number()?;
        // Each takes at least eight bytes.
        let mut out = Vec::with_capacity(usize::try_from(count.min(self.left / 8)).ok()?);
        for _ in 0..count {
            out.push(read(self)?);
        }
        Some(out)
    }
}
