//! Stems of folded words, remembered between calls where many are needed.

use frostem::{Algorithm, Stemmer};

/// Words and their stems. Never iterated in its own order.
/// A stranger who could choose words to collide would slow down only the build of his own text.
#[allow(clippy::disallowed_types)]
type Memory = std::collections::HashMap<Box<str>, Box<str>, rustc_hash::FxBuildHasher>;

/// Stems Russian and English words; others pass unchanged.
///
/// Which algorithm applies depends on the letters of the word alone, never on the language of the
/// page, so that a query (whose language nobody knows) gets the same stems.
pub(crate) struct Stems {
    russian: Stemmer,
    english: Stemmer,
    memory: Option<Memory>,
}

impl Stems {
    /// Stems without memory: for queries.
    pub(crate) fn new() -> Self {
        Self {
            russian: Stemmer::new(Algorithm::Russian),
            english: Stemmer::new(Algorithm::English),
            memory: None,
        }
    }

    /// Stems that remember every word: for whole portals.
    pub(crate) fn bulk() -> Self {
        Self { memory: Some(Memory::default()), ..Self::new() }
    }

    /// The words remembered, with their stems, in no order.
    pub(crate) fn into_memory(self) -> impl Iterator<Item = (Box<str>, Box<str>)> {
        self.memory.unwrap_or_default().into_iter()
    }

    /// Writes the stem of the folded `word` into `out`.
    pub(crate) fn stem(&mut self, word: &str, out: &mut String) {
        out.clear();
        if let Some(stem) = self.memory.as_ref().and_then(|memory| memory.get(word)) {
            out.push_str(stem);
            return;
        }
        match self.stemmer(word) {
            Some(stemmer) => out.push_str(&stemmer.stem(word)),
            None => out.push_str(word),
        }
        if let Some(memory) = &mut self.memory {
            memory.insert(word.into(), out.as_str().into());
        }
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
            b'a'..=b'z' => bytes.iter().all(u8::is_ascii_lowercase).then_some(self.english),
            _ => None,
        }
    }
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
        for word in ["укучылар\u{4E9}", "мәктәп", "2022", "8а", "webинар", "σχολείο"]
        {
            assert_eq!(stem(word), word);
        }
    }
}
