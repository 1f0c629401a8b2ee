//! Words typed with the wrong keyboard layout: `ghfrnbrf` is `практика`, `руддщ` is `hello`.

/// Keys of the Russian layout (ЙЦУКЕН) and of the US one, key by key.
use crate::analyser::lower;
use crate::prelude::*;
#[rustfmt::skip]
const KEYS: [(char, char); 33] = [
    ('й', 'q'), ('ц', 'w'), ('у', 'e'), ('к', 'r'), ('е', 't'), ('н', 'y'), ('г', 'u'), ('ш', 'i'),
    ('щ', 'o'), ('з', 'p'), ('х', '['), ('ъ', ']'), ('ф', 'a'), ('ы', 's'), ('в', 'd'), ('а', 'f'),
    ('п', 'g'), ('р', 'h'), ('о', 'j'), ('л', 'k'), ('д', 'l'), ('ж', ';'), ('э', '\''), ('я', 'z'),
    ('ч', 'x'), ('с', 'c'), ('м', 'v'), ('и', 'b'), ('т', 'n'), ('ь', 'm'), ('б', ','), ('ю', '.'),
    ('ё', '`'),
];

/// Signs that shift produces on keys that carry a Russian letter.
const SHIFTED: [(char, char); 7] =
    [('х', '{'), ('ъ', '}'), ('ж', ':'), ('э', '"'), ('б', '<'), ('ю', '>'), ('ё', '~')];

/// What would have been typed with the other layout, in lower case: every character is replaced by
/// its neighbour on the same key, Russian by Latin or Latin by Russian as the first letter tells.
/// `None` without a letter of either layout. Linear.
pub fn flip(text: &str) -> Option<String> {
    let first = text.chars().map(lower).find_map(|c| match c {
        'а'..='я' | 'ё' => Some(true),
        'a'..='z' => Some(false),
        _ => None,
    });
    let from_russian = first?;
    Some(text.chars().map(lower).map(|c| key(c, from_russian)).collect())
}

/// Readings of a word typed with the other layout, likeliest first: the whole word, and the word
/// without signs at its ends (`ghfrnbrf,` may end with a comma or with the letter б).
pub fn readings(word: &str) -> Vec<String> {
    let inner = word.trim_matches(|c: char| !c.is_alphanumeric());
    let mut out: Vec<String> = [word, inner].into_iter().filter_map(flip).collect();
    out.dedup();
    out
}

/// First keys of the rows of the keyboard among [`KEYS`]; the last one is no neighbour of any.
const ROWS: [usize; 4] = [0, 12, 23, 32];

/// Whether two letters of one layout, in lower case, lie on keys that touch. Keys of the next row lie half
/// a key to the right.
pub fn neighbours(a: char, b: char) -> bool {
    let place = |c| {
        let at = KEYS.iter().position(|&(ru, en)| c == ru || c == en)?;
        let row = ROWS.iter().rposition(|&first| first <= at)?;
        Some((row, at - ROWS[row]))
    };
    let (Some(a), Some(b)) = (place(a), place(b)) else { return false };
    let (upper, lower) = (a.min(b), a.max(b));
    match lower.0 - upper.0 {
        _ if lower.0 == ROWS.len() - 1 => false,
        0 => lower.1 - upper.1 == 1,
        1 => upper.1 == lower.1 || upper.1 == lower.1 + 1,
        _ => false,
    }
}

fn key(c: char, from_russian: bool) -> char {
    let pairs = KEYS.iter().chain(&SHIFTED);
    let found = pairs.into_iter().find(|&&(ru, en)| c == if from_russian { ru } else { en });
    match found {
        Some(&(ru, en)) => {
            if from_russian {
                en
            } else {
                ru
            }
        }
        None => c,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_ways() {
        assert_eq!(flip("ghfrnbrf").as_deref(), Some("практика"));
        assert_eq!(flip("руддщ").as_deref(), Some("hello"));
        assert_eq!(flip("'rpfvty").as_deref(), Some("экзамен"));
        assert_eq!(flip(",bjkjubz").as_deref(), Some("биология"));
        assert_eq!(flip("F[f").as_deref(), Some("аха"));
        assert_eq!(flip("2022"), None);
    }

    #[test]
    fn keys_that_touch() {
        let around = |c| KEYS.map(|(ru, _)| ru).into_iter().filter(move |&o| neighbours(c, o));
        assert_eq!(around('а').collect::<String>(), "кевпсм");
        assert_eq!(around('й').collect::<String>(), "цф");
        assert_eq!(around('ю').collect::<String>(), "джб");
        assert_eq!(around('ё').count(), 0);
        assert!(neighbours('g', 'h') && !neighbours('g', 'a'));
    }

    #[test]
    fn signs_at_the_ends_may_be_letters_or_signs() {
        assert_eq!(readings("ghfrnbrf,"), ["практикаб", "практика"]);
        assert_eq!(readings("ghfrnbrf"), ["практика"]);
        assert!(readings("…").is_empty());
    }

    #[test]
    fn flipping_twice_returns_every_letter() {
        for (ru, en) in KEYS {
            assert_eq!(key(ru, true), en);
            assert_eq!(key(en, false), ru);
        }
    }
}
