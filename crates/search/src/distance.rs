//! How many typing mistakes lie between two words.

use crate::prelude::*;

/// Mistakes forgiven in a word of this many characters: none below 4, one below 10, then two.
pub fn allowed(chars: usize) -> u8 {
    match chars {
        0..4 => 0,
        4..10 => 1,
        _ => 2,
    }
}

/// Compares one word with many: insertions, deletions, substitutions, swaps of neighbours
/// (Damerau–Levenshtein with each part edited once).
pub struct Near {
    word: Vec<char>,
    other: Vec<char>,
    /// Three rows of the matrix: of two characters ago, of the last one, of this one.
    rows: [Vec<u8>; 3],
}

impl Near {
    /// Compares with `word`.
    pub fn new(word: &str) -> Self {
        let word: Vec<char> = word.chars().take(u8::MAX as usize / 2).collect();
        let row = vec![0; word.len() + 1];
        Self { word, other: Vec::new(), rows: [row.clone(), row.clone(), row] }
    }

    /// Characters of the word compared with.
    pub fn chars(&self) -> usize {
        self.word.len()
    }

    /// Mistakes between the word and `other`, if at most `limit`. Takes time proportional to the
    /// product of the lengths at worst, and mostly stops after a few characters.
    pub fn distance(&mut self, other: &str, limit: u8) -> Option<u8> {
        self.other.clear();
        self.other.extend(other.chars().take(u8::MAX as usize / 2));
        if self.word.len().abs_diff(self.other.len()) > limit as usize {
            return None;
        }
        self.fill(limit).then(|| self.rows[1][self.word.len()]).filter(|&d| d <= limit)
    }

    /// Mistakes between the word and the best beginning of `other`: for words still being typed.
    pub fn distance_to_prefix(&mut self, other: &str, limit: u8) -> Option<u8> {
        let longest = self.word.len() + limit as usize;
        (self.word.len().saturating_sub(limit as usize)..=longest)
            .filter_map(|len| {
                let cut = other.char_indices().nth(len).map_or(other.len(), |(at, _)| at);
                self.distance(&other[..cut], limit)
            })
            .min()
    }

    /// Leaves the last row in `rows[1]`; false as soon as no cell can be within `limit`.
    fn fill(&mut self, limit: u8) -> bool {
        for (at, cell) in self.rows[1].iter_mut().enumerate() {
            *cell = at as u8;
        }
        for (i, &c) in self.other.iter().enumerate() {
            let [before, last, this] = &mut self.rows;
            this[0] = i as u8 + 1;
            let mut best = this[0];
            for (j, &w) in self.word.iter().enumerate() {
                let mut d = (last[j] + u8::from(w != c)).min(last[j + 1] + 1).min(this[j] + 1);
                let swapped = i > 0 && j > 0 && w == self.other[i - 1] && self.word[j - 1] == c;
                if swapped {
                    d = d.min(before[j - 1] + 1);
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

    fn distance(a: &str, b: &str) -> Option<u8> {
        Near::new(a).distance(b, 3)
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
        assert_eq!(Near::new("парктик").distance_to_prefix("практиками", 1), Some(1));
        assert_eq!(Near::new("прак").distance_to_prefix("практиками", 1), Some(0));
        assert_eq!(Near::new("урок").distance_to_prefix("практика", 1), None);
    }

    #[test]
    fn short_words_are_taken_at_their_word() {
        assert_eq!([3, 4, 9, 10].map(allowed), [0, 1, 1, 2]);
    }

    proptest! {
        #[test]
        fn symmetric_and_zero_only_for_equals(a in "[абв]{0,6}", b in "[абв]{0,6}") {
            let there = Near::new(&a).distance(&b, 6);
            prop_assert_eq!(there, Near::new(&b).distance(&a, 6));
            prop_assert_eq!(there == Some(0), a == b);
        }

        #[test]
        fn a_limit_never_changes_what_is_within_it(a in "[абвг]{0,8}", b in "[абвг]{0,8}", limit in 0u8..4) {
            let free = Near::new(&a).distance(&b, 20).filter(|&d| d <= limit);
            prop_assert_eq!(Near::new(&a).distance(&b, limit), free);
        }
    }
}
