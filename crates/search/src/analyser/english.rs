//! Stems of English words by Snowball's algorithm (<https://snowballstem.org/algorithms/english/stemmer.html>,
//! version 3.2), for words of a–z: its rules for apostrophes are left out.
//!
//! Written anew because it travels to browsers: the generated one takes twice the room there. Tests compare
//! both.

use super::stem::longest;
use crate::prelude::*;

/// Endings, and what takes the place of each, where a hyphen stands for nothing.
type Table = (&'static str, &'static str);

/// By the last letter.
type Endings = fn(u8) -> Option<Table>;

/// The beginning after which the first region begins, by its first letter.
fn beginning(first: u8) -> Option<&'static str> {
    Some(match first {
        b'a' => "arsen",
        b'c' => "commun",
        b'e' => "emerg",
        b'g' => "gener",
        b'i' => "inter",
        b'l' => "later",
        b'o' => "organ",
        b'p' => "past",
        b'u' => "univers",
        _ => return None,
    })
}

fn plurals(last: u8) -> Option<Table> {
    Some(match last {
        b'd' => ("ied", "i"),
        b's' => ("s ies sses ss us", "- i ss ss us"),
        _ => return None,
    })
}

fn tenses(last: u8) -> Option<Table> {
    Some(match last {
        b'd' => ("ed eed", "- ee"),
        b'g' => ("ing", "-"),
        b'y' => ("edly eedly ingly", "- ee -"),
        _ => return None,
    })
}

fn second(last: u8) -> Option<Table> {
    Some(match last {
        b'i' => (
            "anci enci ogi li bli abli alli fulli lessli ousli entli aliti biliti iviti",
            "ance ence og - ble able al ful less ous ent al ble ive",
        ),
        b'l' => ("tional ational", "tion ate"),
        b'm' => ("alism", "al"),
        b'n' => ("ation ization", "ate ize"),
        b'r' => ("izer ator", "ize ate"),
        b's' => ("iveness fulness ousness", "ive ful ous"),
        b't' => ("ogist", "og"),
        _ => return None,
    })
}

fn third(last: u8) -> Option<Table> {
    Some(match last {
        b'e' => ("icate ative alize", "ic - al"),
        b'i' => ("iciti", "ic"),
        b'l' => ("ical tional ational ful", "ic tion ate -"),
        b's' => ("ness", "-"),
        _ => return None,
    })
}

fn fourth(last: u8) -> Option<Table> {
    Some(match last {
        b'c' => ("ic", "-"),
        b'e' => ("ance ence able ible ate ive ize", "- - - - - - -"),
        b'i' => ("iti", "-"),
        b'l' => ("al", "-"),
        b'm' => ("ism", "-"),
        b'n' => ("ion", "-"),
        b'r' => ("er", "-"),
        b's' => ("ous", "-"),
        b't' => ("ant ent ment ement", "- - - -"),
        _ => return None,
    })
}

/// The stem of a word that has one of its own; the whole word where that is shorter than three letters.
fn exception(word: &str) -> Option<&str> {
    Some(match word {
        "early" => "earli",
        "gently" => "gentl",
        "idly" => "idl",
        "only" => "onli",
        "singly" => "singl",
        "skies" => "sky",
        "skis" => "ski",
        "ugly" => "ugli",
        "andes" | "atlas" | "bias" | "cosmos" | "howe" | "news" | "sky" => word,
        _ if word.len() < 3 => word,
        _ => return None,
    })
}

/// Appends the stem of the word.
pub(super) fn stem(word: &str, out: &mut String) {
    if let Some(stem) = exception(word) {
        return out.push_str(stem);
    }
    let mut rest = Word { letters: consonants_marked(word), first: 0, second: 0 };
    let begun = word.bytes().next().and_then(beginning).filter(|begun| word.starts_with(begun));
    rest.first = begun.map_or_else(|| rest.region(0), str::len);
    rest.second = rest.region(rest.first);
    rest.plural();
    rest.tense();
    rest.final_y();
    rest.second_step();
    rest.third_step();
    rest.fourth_step();
    rest.last_step();
    rest.letters.make_ascii_lowercase();
    out.push_str(&rest.letters);
}

/// The word with a capital for each y that is a consonant.
fn consonants_marked(word: &str) -> String {
    let mut out = String::with_capacity(word.len());
    for c in word.chars() {
        let consonant = c == 'y' && out.bytes().next_back().is_none_or(vowel);
        out.push(if consonant { 'Y' } else { c });
    }
    out
}

fn vowel(letter: u8) -> bool {
    matches!(letter, b'a' | b'e' | b'i' | b'o' | b'u' | b'y')
}

/// Whether the letters end with a short syllable.
fn short(letters: &[u8]) -> bool {
    match letters {
        [.., before, middle, last] if !vowel(*before) && vowel(*middle) && !vowel(*last) => {
            !matches!(last, b'w' | b'x' | b'Y') || letters.ends_with(b"past")
        }
        [middle, last] => vowel(*middle) && !vowel(*last),
        _ => letters.ends_with(b"past"),
    }
}

/// The word after so many spaces. (The searchers of the standard library take half a kilobyte.)
fn nth_word(words: &'static str, number: usize) -> Option<&'static str> {
    let mut spaces = words.bytes().enumerate().filter(|(_, sign)| *sign == b' ').map(|(at, _)| at);
    let from = if number == 0 { 0 } else { spaces.nth(number - 1)? + 1 };
    words.get(from..spaces.next().unwrap_or(words.len()))
}

struct Word {
    letters: String,
    /// Where the regions begin in which most endings must stand.
    first: usize,
    second: usize,
}

impl Word {
    /// Where the region after the first consonant after the first vowel begins.
    fn region(&self, from: usize) -> usize {
        let mut letters = self.letters.bytes().enumerate().skip(from);
        let consonant = letters.find(|(_, letter)| vowel(*letter)).is_some();
        let end = letters.find(|(_, letter)| !vowel(*letter)).filter(|_| consonant);
        end.map_or(self.letters.len(), |(at, _)| at + 1)
    }

    /// Where the longest of the endings begins that the word has, with what takes its place.
    fn ending(&self, endings: Endings) -> (usize, &'static str, &'static str) {
        let found = || {
            let letters = self.letters.as_bytes();
            let (table, others) = endings(*letters.last()?)?;
            let (len, at) = longest(letters, table)?;
            let spaces = |text: &str| text.bytes().filter(|&sign| sign == b' ').count();
            let other = nth_word(others, spaces(&table[..at]))?;
            Some((letters.len() - len, &table[at..at + len], other))
        };
        found().unwrap_or((self.letters.len(), "", "-"))
    }

    /// The letters before a place.
    fn before(&self, at: usize) -> &[u8] {
        self.letters.as_bytes().get(..at).unwrap_or_default()
    }

    fn replace(&mut self, at: usize, with: &str) {
        self.letters.truncate(at);
        if with != "-" {
            self.letters.push_str(with);
        }
    }

    fn plural(&mut self) {
        let (at, ending, mut other) = self.ending(plurals);
        match ending {
            "" => return,
            "s" if !self.before(at.saturating_sub(1)).iter().any(|&letter| vowel(letter)) => return,
            "ied" | "ies" if at < 2 => other = "ie",
            _ => {}
        }
        self.replace(at, other);
    }

    /// `-ed`, `-ing` and the like.
    fn tense(&mut self) {
        let (at, ending, other) = self.ending(tenses);
        let before = self.before(at);
        if ending.is_empty() {
            return;
        }
        if other == "ee" {
            if at >= self.first && !matches!(before, b"succ" | b"proc" | b"exc") {
                self.replace(at, other);
            }
            return;
        }
        if ending == "ing" {
            match before {
                [first, b'y'] if !vowel(*first) => return self.replace(1, "ie"),
                b"even" | b"cann" | b"inn" | b"earr" | b"herr" | b"out" => return,
                _ => {}
            }
        }
        if before.iter().any(|&letter| vowel(letter)) {
            self.letters.truncate(at);
            self.mend();
        }
    }

    /// Gives back what the ending had taken.
    fn mend(&mut self) {
        let letters = self.letters.as_bytes();
        match letters {
            [.., b'a', b't'] | [.., b'b', b'l'] | [.., b'i', b'z'] => self.letters.push('e'),
            [.., a, b] if a == b && b"bdfgmnprt".contains(a) => {
                // `add`, `egg` and `off` keep theirs.
                let whole = matches!(letters, [b'a' | b'e' | b'o', _, _]);
                self.letters.truncate(letters.len() - usize::from(!whole));
            }
            _ if letters.len() == self.first && short(letters) => self.letters.push('e'),
            _ => {}
        }
    }

    fn final_y(&mut self) {
        if let [_, .., before, b'y' | b'Y'] = self.letters.as_bytes()
            && !vowel(*before)
        {
            self.letters.pop();
            self.letters.push('i');
        }
    }

    fn second_step(&mut self) {
        let (at, ending, other) = self.ending(second);
        let last = self.before(at).last().copied().unwrap_or_default();
        let fits = match ending {
            "" => false,
            "ogi" => last == b'l',
            "li" => b"cdeghkmnrt".contains(&last),
            _ => true,
        };
        if fits && at >= self.first {
            self.replace(at, other);
        }
    }

    fn third_step(&mut self) {
        let (at, ending, other) = self.ending(third);
        let from = if ending == "ative" { self.first.max(self.second) } else { self.first };
        if !ending.is_empty() && at >= from {
            self.replace(at, other);
        }
    }

    fn fourth_step(&mut self) {
        let (at, ending, _) = self.ending(fourth);
        let fits = ending != "ion" || matches!(self.before(at), [.., b's' | b't']);
        if !ending.is_empty() && fits && at >= self.second {
            self.letters.truncate(at);
        }
    }

    fn last_step(&mut self) {
        let at = self.letters.len().saturating_sub(1);
        let gone = match self.letters.as_bytes() {
            [before @ .., b'e'] => at >= self.second || (at >= self.first && !short(before)),
            [.., b'l', b'l'] => at >= self.second,
            _ => false,
        };
        if gone {
            self.letters.pop();
        }
    }
}
