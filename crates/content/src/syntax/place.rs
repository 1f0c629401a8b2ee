//! Places in source files.

use serde::Serialize;

/// Number of a source file within one load; the table of paths is kept by the loader.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct FileId(pub u32);

impl FileId {
    /// Stands for the files that are embedded in the binary.
    pub const BUILTIN: FileId = FileId(u32::MAX);
}

/// A position in a text: line and column count from 1; a column is a Unicode scalar value, a
/// byte-order mark is not counted, CRLF is one line end, a tab is one column. In a spreadsheet the
/// line is the row and the column is the cell's column.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct Pos {
    /// Line, from 1.
    pub line: u32,
    /// Column in Unicode scalar values, from 1.
    pub column: u32,
}

impl Pos {
    /// The start of a file, where a mistake of the whole file is reported.
    pub const START: Pos = Pos { line: 1, column: 1 };

    /// A position from its two numbers.
    pub const fn new(line: u32, column: u32) -> Self {
        Pos { line, column }
    }
}

/// A stretch of a source file; `end` is exclusive.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct Place {
    /// The file.
    pub file: FileId,
    /// First position.
    pub start: Pos,
    /// Position after the last character.
    pub end: Pos,
}

impl Place {
    /// The place of a mistake that concerns a whole file: 1:1.
    pub const fn whole(file: FileId) -> Self {
        Place { file, start: Pos::START, end: Pos::START }
    }

    /// A place of one file.
    pub const fn new(file: FileId, start: Pos, end: Pos) -> Self {
        Place { file, start, end }
    }
}

/// Byte offsets of a text to positions. Built once a text; a look-up costs a binary search and the
/// characters of one line.
#[derive(Clone, Debug)]
pub struct LineIndex {
    /// Byte offset at which each line starts.
    starts: Vec<u32>,
    /// Characters before each multiple of [`STRIDE`] bytes, so that a long line costs no more than
    /// a short one.
    counts: Vec<u32>,
}

/// Bytes between two counts.
const STRIDE: usize = 256;

impl LineIndex {
    /// Indexes the lines of `text` (without a byte-order mark). `\n`, `\r\n` and a lone `\r` end a line.
    pub fn new(text: &str) -> Self {
        let bytes = text.as_bytes();
        let mut starts = vec![0];
        for (i, byte) in bytes.iter().enumerate() {
            let ends_line = match byte {
                b'\n' => true,
                b'\r' => bytes.get(i + 1) != Some(&b'\n'),
                _ => false,
            };
            if ends_line {
                starts.push(i as u32 + 1);
            }
        }
        let mut counts = Vec::with_capacity(bytes.len() / STRIDE + 1);
        let mut count = 0;
        for chunk in bytes.chunks(STRIDE) {
            counts.push(count);
            count += characters(chunk);
        }
        counts.push(count);
        LineIndex { starts, counts }
    }

    /// Position of byte `offset` in `text`, which must be the indexed text. An offset inside a
    /// character counts as its start; one behind the end as the end.
    pub fn pos(&self, text: &str, offset: usize) -> Pos {
        let mut offset = offset.min(text.len());
        while !text.is_char_boundary(offset) {
            offset -= 1;
        }
        let line = self.starts.partition_point(|&start| start as usize <= offset) - 1;
        let start = self.starts[line] as usize;
        let column = self.before(text, offset) - self.before(text, start) + 1;
        Pos { line: line as u32 + 1, column }
    }

    /// Characters before byte `offset`.
    fn before(&self, text: &str, offset: usize) -> u32 {
        let stride = (offset / STRIDE).min(self.counts.len().saturating_sub(1));
        let counted = self.counts.get(stride).copied().unwrap_or_default();
        counted + characters(&text.as_bytes()[stride * STRIDE..offset])
    }

    /// Byte range of line `line` (from 1) without its line end, or `None` behind the last line.
    pub fn line<'t>(&self, text: &'t str, line: u32) -> Option<&'t str> {
        let index = (line as usize).checked_sub(1)?;
        let start = *self.starts.get(index)? as usize;
        let end = self.starts.get(index + 1).map_or(text.len(), |&next| next as usize);
        Some(text.get(start..end)?.trim_end_matches(['\n', '\r']))
    }
}

/// Characters that begin in a stretch of UTF-8.
fn characters(bytes: &[u8]) -> u32 {
    bytes.iter().filter(|byte| (**byte & 0xC0) != 0x80).count() as u32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn positions_count_scalars_tabs_and_line_ends() {
        let text = "а\tб\r\n😀e\u{301}x\rлес\n";
        let index = LineIndex::new(text);
        let at = |needle: &str| {
            let pos = index.pos(text, text.find(needle).unwrap());
            (pos.line, pos.column)
        };
        assert_eq!(at("а"), (1, 1));
        assert_eq!(at("б"), (1, 3));
        assert_eq!(at("😀"), (2, 1));
        assert_eq!(at("x"), (2, 4));
        assert_eq!(at("лес"), (3, 1));
        assert_eq!(index.pos(text, text.len()), Pos::new(4, 1));
        assert_eq!(index.line(text, 2), Some("😀e\u{301}x"));
        assert_eq!(index.line(text, 9), None);
    }

    #[test]
    fn long_lines_count_like_short_ones() {
        let text = "я😀e\u{301} ".repeat(3000) + "\n" + &"щ".repeat(5000);
        let index = LineIndex::new(&text);
        for (offset, _) in text.char_indices().step_by(97) {
            let line = text[..offset].matches('\n').count();
            let start = text[..offset].rfind('\n').map_or(0, |at| at + 1);
            let column = text[start..offset].chars().count();
            assert_eq!(index.pos(&text, offset), Pos::new(line as u32 + 1, column as u32 + 1));
        }
        assert_eq!(index.pos(&text, text.len()), Pos::new(2, 5001));
    }
}
