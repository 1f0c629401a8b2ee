//! Stems of folded words.

use super::{english, russian};
use crate::prelude::*;

/// Stems Russian and English words; others pass unchanged.
///
/// Which algorithm applies depends on the letters of the word alone, never on the language of the
/// page, so that a query (whose language nobody knows) gets the same stems.
#[derive(Default)]
pub(crate) struct Stems {
    #[cfg(any(test, feature = "write"))]
    pub(super) memory: Option<super::memory::Memory>,
}

impl Stems {
    /// Writes the stem of the folded `word` into `out`.
    pub(crate) fn stem(&mut self, word: &str, out: &mut String) {
        out.clear();
        #[cfg(any(test, feature = "write"))]
        if let Some(memory) = &mut self.memory {
            return memory.stem(word, out);
        }
        stem(word, out);
    }

    /// Notes that the word was seen as an abbreviation, where such things are remembered.
    pub(crate) fn abbreviation(&mut self, _word: &str) {
        #[cfg(any(test, feature = "write"))]
        if let Some(memory) = &mut self.memory {
            memory.abbreviation(_word);
        }
    }
}

/// Russian for words of а–я only (not Tatar, Chuvash …, which it would maul), English for a–z only.
pub(super) fn stem(word: &str, out: &mut String) {
    let bytes = word.as_bytes();
    match bytes.first() {
        // а–я occupy D0 B0 … D0 BF and D1 80 … D1 8F in UTF-8.
        Some(0xD0 | 0xD1)
            if bytes
                .chunks(2)
                .all(|pair| matches!(pair, [0xD0, 0xB0..=0xBF] | [0xD1, 0x80..=0x8F])) =>
        {
            out.push_str(russian::stem(word));
        }
        Some(b'a'..=b'z') if bytes.iter().all(u8::is_ascii_lowercase) => english::stem(word, out),
        _ => out.push_str(word),
    }
}

/// The longest of the words in `table` with which `letters` end: its length, and where it begins in the
/// table. Words stand between spaces, perhaps after a hyphen. Compared letter by letter from the end, where
/// most differ at once: all words of all snippets are stemmed.
pub(super) fn longest(letters: &[u8], table: &str) -> Option<(usize, usize)> {
    let mut longest: Option<(usize, usize)> = None;
    let mut rest = table.as_bytes();
    loop {
        let (mut word, mut same) = (rest, 0);
        let mut ends = letters.iter().rev();
        while let ([before @ .., letter], Some(own)) = (word, ends.next())
            && letter == own
        {
            (word, same) = (before, same + 1);
        }
        let whole = matches!(word, [] | [.., b' ' | b'-']);
        if whole && longest.is_none_or(|(len, _)| same > len) {
            longest = Some((same, word.len()));
        }
        while let [before @ .., sign] = word
            && *sign != b' '
        {
            word = before;
        }
        match word {
            [before @ .., _] => rest = before,
            [] => return longest,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::memory::Memory;
    use super::*;
    use frostem::{Algorithm, Stemmer};
    use proptest::prelude::*;

    fn stem(word: &str) -> String {
        let mut out = String::new();
        Stems::default().stem(word, &mut out);
        let mut remembered = String::new();
        let mut bulk = Stems { memory: Some(Memory::default()) };
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

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(4096))]

        #[test]
        fn russian_as_generated_by_snowball(
            word in "[а-я]{0,5}([бкнрст]?(е|и|ы|а|о|у|ю|я)){0,3}(ост|ейш|в|л|н|нн|т|ть|щ|вш)?(а|я|е|и|о|ы|у|ю|й|ь|ый|его|ому|ями|ешь|сь|ся|ость)?",
        ) {
            prop_assert_eq!(stem(&word), Stemmer::new(Algorithm::Russian).stem(&word));
        }

        #[test]
        fn english_as_generated_by_snowball(
            word in "(arsen|commun|emerg|gener|inter|later|organ|past|univers|[a-z]{0,4})([bcdlnrst]?[aeiouy]){0,2}(bb|tt|at|bl|iz|y|l|og|c|k)?(ed|eed|ing|edly|ingly|s|ies|sses|us)?(ate|ive|al|ful|ous|ess|ion|ment|able|ly|li|ity|iti|ism|ize|er|e)?(ed|ing|s|ly|ness|ll|e|y)?",
        ) {
            prop_assert_eq!(stem(&word), Stemmer::new(Algorithm::English).stem(&word));
        }
    }

    #[test]
    fn exceptions_as_generated_by_snowball() {
        let words = "andes atlas bias cosmos early gently howe idly news only singly skies skis sky ugly evening \
            canning inning earring herring outing dying lying tying ying succeed proceed exceed exceedly egged \
            added offing past pasted paste agreed yyy sayyes ties cries gas this kiwis as us be by y is";
        for word in words.split(' ') {
            assert_eq!(stem(word), Stemmer::new(Algorithm::English).stem(word));
        }
    }
}
