//! Decoded files, the longest unused of which make room for new ones.

use super::columns::{self, Labels};
use super::packs;
use super::places::Places;
use super::postings;
use super::root::Root;
use super::spelling::Spelling;
use super::words::Words;
use super::{Error, Kind, frame};
use crate::answer::{Column, Passage};
use crate::map::Map;
use crate::prelude::*;
use crate::rank::{Field, Posting};
use alloc::sync::Arc;
use core::cell::Cell;

/// Bytes that decoded files may take, about.
const LIMIT: usize = 8 << 20;

/// A decoded file.
pub(super) enum File {
    Words(Words),
    Tail(Vec<Posting>),
    Places(Places),
    Block(Vec<u8>),
    Rows(Vec<u8>),
    Spelling(Spelling),
    Titles(Vec<packs::Entry>),
    /// Of one document.
    Text(Vec<Passage>),
    Columns(Map<Arc<Column>>),
    Dates(Arc<Vec<u32>>),
    Labels(Labels),
}

impl File {
    /// Decodes a file, or a piece of one, of an index of that root; also about how many bytes it takes.
    pub(super) fn read(kind: Kind, bytes: &[u8], root: &Root) -> Result<(Self, usize), Error> {
        let raw = match kind {
            Kind::Words | Kind::Places | Kind::Texts => frame::open_piece(bytes)?,
            _ => frame::open(bytes, kind)?,
        };
        let len = raw.len();
        Ok(match kind {
            Kind::Words => {
                let words = Words::read(raw, root.documents)?;
                let bytes = words.bytes();
                (Self::Words(words), bytes)
            }
            Kind::Tail | Kind::TitleTail => {
                let field = if kind == Kind::Tail { Field::Text } else { Field::Title };
                let postings = postings::read_tail(&raw, field, root.documents)?;
                let bytes = postings.len() * 8;
                (Self::Tail(postings), bytes)
            }
            Kind::Places => {
                let places = Places::read(raw)?;
                let bytes = places.bytes();
                (Self::Places(places), bytes)
            }
            Kind::Block => (Self::Block(raw), len),
            Kind::Rows => (Self::Rows(raw), len),
            Kind::Forms | Kind::Endings => {
                let spelling = match kind {
                    Kind::Forms => Spelling::read_forms(&raw)?,
                    _ => Spelling::read_endings(&raw)?,
                };
                let bytes = spelling.bytes();
                (Self::Spelling(spelling), bytes)
            }
            Kind::Titles => {
                let records = packs::read_titles(&raw, root)?;
                (Self::Titles(records), len * 2)
            }
            Kind::Texts => (Self::Text(packs::read_text(&raw)?), len * 2),
            Kind::Columns => {
                let columns = columns::read_columns(&raw, root.documents)?;
                let bytes = columns.len() * root.documents as usize * 8;
                (Self::Columns(columns), bytes)
            }
            Kind::Dates => {
                let dates = columns::read_dates(&raw, root.documents)?;
                let bytes = dates.len() * 4;
                (Self::Dates(Arc::new(dates)), bytes)
            }
            Kind::Labels => (Self::Labels(columns::read_labels(&raw)?), len * 2),
            Kind::Root => return Err(Error::Unknown),
        })
    }
}

struct Slot {
    file: File,
    bytes: usize,
    /// When it was last used.
    used: Cell<u64>,
}

/// The files that are here.
#[derive(Default)]
pub(super) struct Cache {
    slots: Map<Slot>,
    bytes: usize,
    /// Counts questions.
    now: u64,
}

impl Cache {
    /// Begins another question.
    pub(super) fn tick(&mut self) {
        self.now += 1;
    }

    pub(super) fn get(&self, address: &str) -> Option<&File> {
        let slot = self.slots.get(address)?;
        slot.used.set(self.now);
        Some(&slot.file)
    }

    /// Keeps a file. What the last question used stays whatever it takes: the next one is the same
    /// again, and would otherwise ask for it for ever.
    pub(super) fn put(&mut self, address: String, file: File, bytes: usize) {
        let slot = Slot { file, bytes, used: Cell::new(self.now) };
        self.bytes += bytes;
        if let Some(old) = self.slots.insert(address, slot) {
            self.bytes -= old.bytes;
        }
        while self.bytes > LIMIT {
            let oldest = self.slots.iter().min_by_key(|(_, slot)| slot.used.get());
            let Some((address, slot)) = oldest else { return };
            if slot.used.get() >= self.now {
                return;
            }
            self.bytes -= slot.bytes;
            let address = address.clone();
            self.slots.remove(&address);
        }
    }
}
