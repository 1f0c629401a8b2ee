//! Stems of Russian words by Snowball's algorithm (<https://snowballstem.org/algorithms/russian/stemmer.html>),
//! for words of а–я that are folded already.
//!
//! Written anew because it travels to browsers: the generated one takes twice the room there. Tests compare
//! both.

use super::stem::longest;

/// Endings of a kind by their last letter, which they are written without; a hyphen stands before those that
/// are cut off only after `а` or `я`.
type Endings = fn(char) -> Option<&'static str>;

fn gerund(last: char) -> Option<&'static str> {
    Some(match last {
        'в' => "- ы и",
        'и' => "-вш ывш ивш",
        'ь' => "-вшис ывшис ившис",
        _ => return None,
    })
}

fn reflexive(last: char) -> Option<&'static str> {
    matches!(last, 'ь' | 'я').then_some("с")
}

fn adjective(last: char) -> Option<&'static str> {
    Some(match last {
        'е' | 'й' | 'м' => "ы е и о",
        'и' => "ым им",
        'о' => "ег ог",
        'у' => "ем ом",
        'х' => "ы и",
        'ю' => "у ю е о",
        'я' => "я а",
        _ => return None,
    })
}

fn participle(last: char) -> Option<&'static str> {
    Some(match last {
        'м' => "-е",
        'н' => "-н",
        'ш' => "-в ыв ив",
        'щ' => "- -ю ую",
        _ => return None,
    })
}

fn verb(last: char) -> Option<&'static str> {
    Some(match last {
        'а' => "-л ыл ил -н ен",
        'е' => "-ет ит -йт уйт ейт",
        'и' => "-л ыл ил",
        'й' => "- у е",
        'л' => "- ы и",
        'м' => "ы -е и",
        'н' => "- е",
        'о' => "-л ыл ил -н ен -нн",
        'т' => "ы -ю ую я -е уе и",
        'ы' => "-н ен",
        'ь' => "-т ыт ит -еш иш",
        'ю' => " у",
        _ => return None,
    })
}

fn noun(last: char) -> Option<&'static str> {
    Some(match last {
        'а' | 'о' | 'у' | 'ы' | 'ь' => "",
        'в' => "е о",
        'е' | 'ю' | 'я' => " ь и",
        'и' => " е и ям иям ам",
        'й' => " е ие и о",
        'м' => "я ия а е ие о",
        'х' => "я ия а",
        _ => return None,
    })
}

fn derived(last: char) -> Option<&'static str> {
    Some(match last {
        'т' => "ос",
        'ь' => "ост",
        _ => return None,
    })
}

fn superlative(last: char) -> Option<&'static str> {
    Some(match last {
        'е' => "ейш",
        'ш' => "ей",
        _ => return None,
    })
}

/// The stem: a beginning of the word.
pub(super) fn stem(word: &str) -> &str {
    let (first, second) = regions(word);
    let mut rest = Rest { word, from: first };
    if !rest.cut(gerund) {
        rest.cut(reflexive);
        if rest.cut(adjective) {
            rest.cut(participle);
        } else if !rest.cut(verb) {
            rest.cut(noun);
        }
    }
    rest.cut(|last| (last == 'и').then_some(""));
    if rest.ending(derived).is_some_and(|(len, _)| rest.word.len() - len >= second) {
        rest.cut(derived);
    }
    let cut = rest.cut(superlative);
    if rest.ending(|last| (last == 'н').then_some("н")).is_some() {
        rest.cut(|_| Some(""));
    }
    if !cut {
        rest.cut(|last| (last == 'ь').then_some(""));
    }
    rest.word
}

/// Where the part begins from which endings are cut off (after the first vowel), and that from which `ость`
/// is.
fn regions(word: &str) -> (usize, usize) {
    let vowel = |c| matches!(c, 'а' | 'е' | 'и' | 'о' | 'у' | 'ы' | 'э' | 'ю' | 'я');
    let mut letters = word.char_indices();
    let mut after = |wanted: bool| {
        let found = letters.by_ref().find(|(_, c)| vowel(*c) == wanted);
        found.map_or(word.len(), |(at, c)| at + c.len_utf8())
    };
    let first = after(true);
    after(false);
    after(true);
    (first, after(false))
}

/// A word of which nothing before `from` is cut off.
struct Rest<'a> {
    word: &'a str,
    from: usize,
}

impl Rest<'_> {
    /// Cuts off the longest of the endings that the word has, if what stands before it allows that.
    fn cut(&mut self, endings: Endings) -> bool {
        let Some((len, bound)) = self.ending(endings) else {
            return false;
        };
        let before = Rest { word: &self.word[..self.word.len() - len], from: self.from };
        let allowed =
            !bound || before.ending(|last| matches!(last, 'а' | 'я').then_some("")).is_some();
        if allowed {
            self.word = before.word;
        }
        allowed
    }

    /// Bytes of the longest of the endings that the word has, and whether it must follow `а` or `я`.
    fn ending(&self, endings: Endings) -> Option<(usize, bool)> {
        let rest = self.word.get(self.from..)?;
        let last = rest.chars().next_back()?;
        let letters = last.len_utf8();
        let table = endings(last)?;
        let (len, at) = longest(&rest.as_bytes()[..rest.len() - letters], table)?;
        Some((len + letters, table[..at].ends_with('-')))
    }
}
