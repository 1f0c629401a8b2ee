//! The segments of an index: one of all documents, or an older one with a small one over it.

use tantivy::SegmentReader;

/// A segment of tantivy, and which documents of the index are its.
pub(super) struct Part {
    pub(super) segment: SegmentReader,
    pub(super) numbers: Numbers,
}

/// How the documents of a segment are numbered in the index. In both, their order is the same.
pub(super) enum Numbers {
    /// Alike.
    Same,
    /// Alike, but for those that are gone or have come to another segment.
    Without(Vec<bool>),
    /// By their numbers in the segment, the numbers in the index.
    These(Vec<u32>),
}

impl Part {
    /// Whether all documents of the segment are the index's.
    pub(super) fn is_whole(&self) -> bool {
        !matches!(self.numbers, Numbers::Without(_))
    }

    /// The number in the index of a document of the segment.
    pub(super) fn number(&self, doc: u32) -> Option<u32> {
        match &self.numbers {
            Numbers::Same => Some(doc),
            Numbers::Without(gone) => (!gone.get(doc as usize)?).then_some(doc),
            Numbers::These(numbers) => numbers.get(doc as usize).copied(),
        }
    }

    /// The number in the segment of a document of the index.
    pub(super) fn place(&self, number: u32) -> Option<u32> {
        match &self.numbers {
            Numbers::Same | Numbers::Without(_) => {
                self.number(number).filter(|&doc| doc < self.segment.max_doc())
            }
            Numbers::These(numbers) => numbers.binary_search(&number).ok().map(|doc| doc as u32),
        }
    }
}
