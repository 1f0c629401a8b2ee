//! How many typing mistakes lie between two words.

use crate::keyboard::neighbours;
use crate::prelude::*;

/// Mistakes forgiven in a word of this many characters: none below 4, one below 10, then two.
pub fn allowed(chars: usize) -> u8 {
    match chars {
        0..4 => 0,
        4..10 => 1,
        _ => 2,
    }
}

/// Slips between two words and their price. Ordered by their number, then by price.
///
/// The price is in letters: how long a word must be for its slips to be believed. Short words lie so close
/// together that most words one slip away are other words: of common Russian words that a portal of 2,300
/// pages lacks, 17 in 100 of four letters are one neighbouring key away from a word it has, of six letters
/// one; one arbitrary letter away are 21 of four letters, 9 of six, 2 of ten.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Slips(u16);

impl Slips {
    /// None.
    pub const NONE: Self = Self(0);
    /// One slip, in the unit of the high byte; the low byte is the price.
    const ONE: u16 = 1 << 8;

    /// So many, at any price; at most 25, whose prices fit into the low byte.
    pub fn at_most(count: u8) -> Self {
        Self(u16::from(count) << 8 | 0xFF)
    }

    /// How many.
    pub fn count(self) -> u8 {
        (self.0 >> 8) as u8
    }

    /// Whether a word of so many letters was rather mistyped than another word.
    pub fn believed(self, letters: usize) -> bool {
        usize::from(self.0 & 0xFF) <= letters
    }
}

/// Neighbours swapped, a letter doubled or not, ь and ъ, vowels that sound alike.
const COMMON: u16 = Slips::ONE + 4;
const MISSING: u16 = Slips::ONE + 5;
/// A neighbouring key, a consonant that sounds alike.
const NEAR: u16 = Slips::ONE + 6;
const EXTRA: u16 = Slips::ONE + 8;
const OTHER: u16 = Slips::ONE + 10;

/// Letters that are taken for each other by ear: vowels without stress, then voiced and voiceless.
const VOWELS: &str = "оаеиеяяиэеыи";
const CONSONANTS: &str = "бпдтгкзсвфжшшщ";

/// A letter typed for another.
fn replaced(a: char, b: char) -> u16 {
    if a == b {
        0
    } else if alike(VOWELS, a, b) {
        COMMON
    } else if alike(CONSONANTS, a, b) || neighbours(a, b) {
        NEAR
    } else {
        OTHER
    }
}

fn alike(pairs: &str, a: char, b: char) -> bool {
    let mut letters = pairs.chars();
    while let (Some(one), Some(other)) = (letters.next(), letters.next()) {
        if (one, other) == (a, b) || (one, other) == (b, a) {
            return true;
        }
    }
    false
}

/// A letter that stands in one of the words only, after that one; alone it has the price `otherwise`.
fn single(letters: &[char], at: usize, otherwise: u16) -> u16 {
    let letter = letters[at];
    let common = matches!(letter, 'ь' | 'ъ') || at > 0 && letters[at - 1] == letter;
    if common { COMMON } else { otherwise }
}

/// Compares one word with many: insertions, deletions, substitutions, swaps of neighbours
/// (Damerau–Levenshtein with each part edited once).
pub struct Near {
    word: Vec<char>,
    other: Vec<char>,
    /// Three rows of the matrix: of two characters ago, of the last one, of this one.
    rows: [Vec<u16>; 3],
}

impl Near {
    /// Longer words are compared by their beginning: sums of prices stay within their 16 bits.
    const LONGEST: usize = 100;

    /// Compares with `word`, as typed.
    pub fn new(word: &str) -> Self {
        let word: Vec<char> = word.chars().take(Self::LONGEST).collect();
        let row = vec![0; word.len() + 1];
        Self { word, other: Vec::new(), rows: [row.clone(), row.clone(), row] }
    }

    /// Characters of the word compared with.
    pub fn chars(&self) -> usize {
        self.word.len()
    }

    /// Slips between the word and `other`, as meant, if at most `limit`. Takes time proportional to the
    /// product of the lengths at worst, and mostly stops after a few characters.
    pub fn distance(&mut self, other: &str, limit: Slips) -> Option<Slips> {
        self.other.clear();
        self.other.extend(other.chars().take(Self::LONGEST));
        if self.word.len().abs_diff(self.other.len()) > usize::from(limit.count()) {
            return None;
        }
        self.fill(limit.0).then(|| Slips(self.rows[1][self.word.len()])).filter(|&d| d <= limit)
    }

    /// Slips between the word and the best beginning of `other`: for words still being typed.
    pub fn distance_to_prefix(&mut self, other: &str, limit: Slips) -> Option<Slips> {
        let more = usize::from(limit.count());
        (self.word.len().saturating_sub(more)..=self.word.len() + more)
            .filter_map(|len| {
                let cut = other.char_indices().nth(len).map_or(other.len(), |(at, _)| at);
                self.distance(&other[..cut], limit)
            })
            .min()
    }

    /// Leaves the last row in `rows[1]`; false as soon as no cell can be within `limit`.
    fn fill(&mut self, limit: u16) -> bool {
        self.rows[1][0] = 0;
        for j in 0..self.word.len() {
            self.rows[1][j + 1] = self.rows[1][j] + single(&self.word, j, EXTRA);
        }
        for (i, &c) in self.other.iter().enumerate() {
            let [before, last, this] = &mut self.rows;
            let missing = single(&self.other, i, MISSING);
            this[0] = last[0] + missing;
            let mut best = this[0];
            for (j, &w) in self.word.iter().enumerate() {
                let mut d = last[j + 1] + missing;
                // Prices are asked for only where they may matter.
                if last[j] < d {
                    d = d.min(last[j] + replaced(w, c));
                }
                if this[j] < d {
                    d = d.min(this[j] + single(&self.word, j, EXTRA));
                }
                let swapped = i > 0 && j > 0 && w == self.other[i - 1] && self.word[j - 1] == c;
                if swapped {
                    d = d.min(before[j - 1] + COMMON);
                }
                this[j + 1] = d;
                best = best.min(d);
            }
            if best > limit && last.iter().all(|&d| d > limit) {
                return false;
            }
            self.rows.rotate_left(1);
        }
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn slips(a: &str, b: &str, limit: u8) -> Option<Slips> {
        Near::new(a).distance(b, Slips::at_most(limit))
    }

    fn distance(a: &str, b: &str) -> Option<u8> {
        slips(a, b, 3).map(Slips::count)
    }

    #[test]
    fn counts_mistakes() {
        assert_eq!(distance("практика", "практика"), Some(0));
        assert_eq!(distance("парктика", "практика"), Some(1));
        assert_eq!(distance("пратика", "практика"), Some(1));
        assert_eq!(distance("прракткка", "практика"), Some(2));
        assert_eq!(distance("урок", "закон"), None);
        assert_eq!(distance("", "год"), Some(3));
    }

    #[test]
    fn prefixes_of_longer_words() {
        let distance =
            |a, b| Near::new(a).distance_to_prefix(b, Slips::at_most(1)).map(Slips::count);
        assert_eq!(distance("парктик", "практиками"), Some(1));
        assert_eq!(distance("прак", "практиками"), Some(0));
        assert_eq!(distance("урок", "практика"), None);
    }

    #[test]
    fn what_fingers_and_ears_do_is_believed_of_shorter_words() {
        let least = |typed, meant| {
            let slips = slips(typed, meant, 2).unwrap();
            (0..40).find(|&letters| slips.believed(letters)).unwrap()
        };
        assert_eq!(least("урко", "урок"), 4);
        assert_eq!(least("уррок", "урок"), 4);
        assert_eq!(least("група", "группа"), 4);
        assert_eq!(least("учител", "учитель"), 4);
        assert_eq!(least("дифект", "дефект"), 4);
        assert_eq!(least("класх", "класс"), 10);
        assert_eq!(least("класч", "класс"), 6);
        assert_eq!(least("клас", "класс"), 4);
        assert_eq!(least("клсс", "класс"), 5);
        assert_eq!(least("зуп", "зуб"), 6);
        assert_eq!(least("клавсс", "класс"), 8);
        assert_eq!(least("шкрла", "шкала"), 10);
        assert_eq!(least("парктиак", "практика"), 8);
        assert_eq!(least("lesdon", "lesson"), 6);
    }

    #[test]
    fn the_longest_words_are_counted_too() {
        let (a, b) = ("а".repeat(300), "щ".repeat(300));
        assert_eq!(Near::new(&a).distance(&b, Slips::at_most(2)), None);
        assert_eq!(Near::new(&a).distance(&a, Slips::at_most(1)), Some(Slips::NONE));
    }

    #[test]
    fn short_words_are_taken_at_their_word() {
        assert_eq!([3, 4, 9, 10].map(allowed), [0, 1, 1, 2]);
    }

    proptest! {
        #[test]
        fn symmetric_and_zero_only_for_equals(a in "[абв]{0,6}", b in "[абв]{0,6}") {
            let there = slips(&a, &b, 6).map(Slips::count);
            prop_assert_eq!(there, slips(&b, &a, 6).map(Slips::count));
            prop_assert_eq!(there == Some(0), a == b);
        }

        #[test]
        fn a_limit_never_changes_what_is_within_it(a in "[абвг]{0,8}", b in "[абвг]{0,8}", limit in 0u8..4) {
            let free = slips(&a, &b, 20).filter(|d| d.count() <= limit);
            prop_assert_eq!(slips(&a, &b, limit), free);
        }
    }
}
