//! Stems of folded words, remembered between calls.

use frostem::{Algorithm, Stemmer};

/// Slots of the memory used for bulk work. Direct-mapped: a collision replaces, so memory is bounded.
const BULK_SLOTS: usize = 1 << 15;

/// Stems Russian and English words; others pass unchanged.
///
/// Which algorithm applies depends on the letters of the word alone, never on the language of the
/// page, so that a query (whose language nobody knows) gets the same stems.
pub(crate) struct Stems {
    russian: Stemmer,
    english: Stemmer,
    memory: Vec<Slot>,
}

#[derive(Clone, Default)]
struct Slot {
    word: String,
    stem: String,
}

impl Stems {
    /// Stems without memory: for queries.
    pub(crate) fn new() -> Self {
        Self::with_slots(0)
    }

    /// Stems with a few megabytes of memory: for whole portals.
    pub(crate) fn bulk() -> Self {
        Self::with_slots(BULK_SLOTS)
    }

    fn with_slots(slots: usize) -> Self {
        Self {
            russian: Stemmer::new(Algorithm::Russian),
            english: Stemmer::new(Algorithm::English),
            memory: vec![Slot::default(); slots],
        }
    }

    /// Writes the stem of the folded `word` into `out`.
    pub(crate) fn stem(&mut self, word: &str, out: &mut String) {
        out.clear();
        let Some(stemmer) = self.stemmer(word) else {
            out.push_str(word);
            return;
        };
        if self.memory.is_empty() {
            out.push_str(&stemmer.stem(word));
            return;
        }
        let at = (hash(word) % self.memory.len() as u64) as usize;
        let slot = &mut self.memory[at];
        if slot.word != word {
            slot.stem.clear();
            slot.stem.push_str(&stemmer.stem(word));
            slot.word.clear();
            slot.word.push_str(word);
        }
        out.push_str(&slot.stem);
    }

    /// Russian for words of а–я only (not Tatar, Chuvash …, which it would maul), English for a–z only.
    fn stemmer(&self, word: &str) -> Option<Stemmer> {
        let bytes = word.as_bytes();
        match bytes.first()? {
            // а–я occupy D0 B0 … D0 BF and D1 80 … D1 8F in UTF-8.
            0xD0 | 0xD1 => bytes
                .chunks(2)
                .all(|pair| matches!(pair, [0xD0, 0xB0..=0xBF] | [0xD1, 0x80..=0x8F]))
                .then_some(self.russian),
            b'a'..=b'z' => bytes
                .iter()
                .all(u8::is_ascii_lowercase)
                .then_some(self.english),
            _ => None,
        }
    }
}

/// FNV-1a over eight bytes at a time: only picks a slot, so quality matters little and speed much.
fn hash(word: &str) -> u64 {
    let mut h: u64 = 0xcbf2_9ce4_8422_2325;
    for chunk in word.as_bytes().chunks(8) {
        let mut eight = [0; 8];
        eight[..chunk.len()].copy_from_slice(chunk);
        h = (h ^ u64::from_le_bytes(eight)).wrapping_mul(0x0000_0100_0000_01b3);
        h ^= h >> 29;
    }
    h
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stem(word: &str) -> String {
        let mut out = String::new();
        Stems::new().stem(word, &mut out);
        let mut remembered = String::new();
        let mut bulk = Stems::bulk();
        bulk.stem(word, &mut remembered);
        bulk.stem(word, &mut remembered);
        assert_eq!(out, remembered);
        out
    }

    #[test]
    fn one_stem_for_forms_of_a_word() {
        assert_eq!(stem("практикой"), stem("практика"));
        assert_eq!(stem("методистами"), stem("методист"));
        assert_eq!(stem("teachers"), stem("teacher"));
    }

    #[test]
    fn other_alphabets_and_numbers_pass() {
        for word in [
            "укучылар\u{4E9}",
            "мәктәп",
            "2022",
            "8а",
            "webинар",
            "σχολείο",
        ] {
            assert_eq!(stem(word), word);
        }
    }
}
