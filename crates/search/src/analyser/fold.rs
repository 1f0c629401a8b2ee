//! One character at a time: what it is to a word, and the lower-case letter it stands for.
//!
//! Small tables instead of a normalisation library, because this code also travels to the browser.
//! For Cyrillic and Latin the result is the same for composed and decomposed text (tested against
//! a full implementation of UAX #15); in other scripts only marks U+0300–036F are dropped.

/// What a character does to the word around it.
use super::lower;
use crate::prelude::*;
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Class {
    /// Letter or number: belongs to a word.
    Word,
    /// A word by itself: Han, kana (scripts without spaces).
    Ideograph,
    /// Combining mark: belongs to the letter before it.
    Mark,
    /// Soft hyphen, zero-width characters: invisible, never ends a word.
    Invisible,
    /// Joins two parts of a compound when letters stand on both sides.
    Hyphen,
    /// Joins letters when they stand on both sides, and vanishes.
    Apostrophe,
    /// Ends a word.
    Other,
}

/// Classifies `c`.
#[inline]
pub(crate) fn class(c: char) -> Class {
    match c {
        'a'..='z' | 'A'..='Z' | '0'..='9' | 'А'..='я' | 'Ё' | 'ё' => Class::Word,
        ' '..='&' | '('..=',' | '.' | '/' | ':'..='@' | '['..='`' | '{'..='~' => Class::Other,
        '-' | '\u{2010}' | '\u{2011}' => Class::Hyphen,
        '\'' | '\u{2019}' | '\u{02BC}' | '\u{2BB}' => Class::Apostrophe,
        '\u{AD}' | '\u{200B}'..='\u{200F}' | '\u{2060}' | '\u{FEFF}' | '\u{202A}'..='\u{202E}' => {
            Class::Invisible
        }
        '\u{300}'..='\u{36F}' | '\u{483}'..='\u{489}' | '\u{FE00}'..='\u{FE0F}' => Class::Mark,
        '\u{3041}'..='\u{3096}'
        | '\u{30A1}'..='\u{30FA}'
        | '\u{3400}'..='\u{4DBF}'
        | '\u{4E00}'..='\u{9FFF}' => Class::Ideograph,
        _ if c.is_alphanumeric() => Class::Word,
        _ => Class::Other,
    }
}

/// Appends the folded form of `c`: lower case, ё as е, Latin letters without their marks,
/// superscript digits as digits.
#[inline]
pub(crate) fn push(c: char, out: &mut String) {
    match c {
        'а'..='я' | 'a'..='z' | '0'..='9' => out.push(c),
        'А'..='Я' => out.push(char::from_u32(c as u32 + 0x20).unwrap_or(c)),
        'A'..='Z' => out.push(c.to_ascii_lowercase()),
        'ё' | 'Ё' | 'ѐ' | 'Ѐ' => out.push('е'),
        'ѝ' | 'Ѝ' => out.push('и'),
        // The acute and the grave are stress marks everywhere, also where Unicode composes them.
        'ѓ' | 'Ѓ' => out.push('г'),
        'ќ' | 'Ќ' => out.push('к'),
        '²' => out.push('2'),
        '³' => out.push('3'),
        '¹' => out.push('1'),
        _ => push_lower(lower(c), out),
    }
}

fn push_lower(c: char, out: &mut String) {
    if class(c) == Class::Mark {
        return;
    }
    match latin_base(c) {
        Some(base) => out.push_str(base),
        None => out.push(c),
    }
}

/// Applies a combining mark to the letter at the end of `out`: composes what is a letter of its own
/// in some Cyrillic alphabet (й, ӑ, ӧ …), drops stress and everything else. Never grows `out`.
pub(crate) fn apply_mark(mark: char, out: &mut String) {
    let Some(base) = out.chars().next_back() else {
        return;
    };
    if let Some(letter) = composed(base, mark) {
        out.pop();
        out.push(letter);
    }
}

#[rustfmt::skip]
fn composed(base: char, mark: char) -> Option<char> {
    Some(match (base, mark) {
        ('и', '\u{306}') => 'й', ('у', '\u{306}') => 'ў', ('а', '\u{306}') => 'ӑ',
        ('е', '\u{306}') => 'ӗ', ('ж', '\u{306}') => 'ӂ',
        ('і', '\u{308}') => 'ї', ('а', '\u{308}') => 'ӓ', ('ә', '\u{308}') => 'ӛ',
        ('ж', '\u{308}') => 'ӝ', ('з', '\u{308}') => 'ӟ', ('и', '\u{308}') => 'ӥ',
        ('о', '\u{308}') => 'ӧ', ('ө', '\u{308}') => 'ӫ', ('э', '\u{308}') => 'ӭ',
        ('у', '\u{308}') => 'ӱ', ('ч', '\u{308}') => 'ӵ', ('ы', '\u{308}') => 'ӹ',
        ('и', '\u{304}') => 'ӣ', ('у', '\u{304}') => 'ӯ', ('у', '\u{30B}') => 'ӳ',
        ('ѵ', '\u{30F}') => 'ѷ',
        _ => return None,
    })
}

/// The plain letters that an accented Latin letter (lower case) is searched as.
#[rustfmt::skip]
fn latin_base(c: char) -> Option<&'static str> {
    Some(match c {
        'à'..='å' | 'ā' | 'ă' | 'ą' | 'ǎ' | 'ǟ' | 'ǡ' | 'ǻ' | 'ȁ' | 'ȃ' | 'ȧ' => "a",
        'æ' | 'ǣ' | 'ǽ' => "ae",
        'ç' | 'ć' | 'ĉ' | 'ċ' | 'č' => "c",
        'ď' | 'đ' | 'ð' => "d",
        'è'..='ë' | 'ē' | 'ĕ' | 'ė' | 'ę' | 'ě' | 'ȅ' | 'ȇ' | 'ȩ' => "e",
        'ĝ' | 'ğ' | 'ġ' | 'ģ' | 'ǧ' | 'ǵ' => "g",
        'ĥ' | 'ħ' | 'ȟ' => "h",
        'ì'..='ï' | 'ĩ' | 'ī' | 'ĭ' | 'į' | 'ı' | 'ǐ' | 'ȉ' | 'ȋ' => "i",
        'ĵ' | 'ǰ' => "j",
        'ķ' | 'ǩ' => "k",
        'ĺ' | 'ļ' | 'ľ' | 'ł' => "l",
        'ñ' | 'ń' | 'ņ' | 'ň' | 'ǹ' => "n",
        'ò'..='ö' | 'ø' | 'ō' | 'ŏ' | 'ő' | 'ơ' | 'ǒ' | 'ǫ' | 'ǭ' | 'ǿ' | 'ȍ' | 'ȏ' | 'ȫ' | 'ȭ' | 'ȯ' | 'ȱ' => "o",
        'œ' => "oe",
        'ŕ' | 'ŗ' | 'ř' | 'ȑ' | 'ȓ' => "r",
        'ś' | 'ŝ' | 'ş' | 'š' | 'ș' => "s",
        'ß' => "ss",
        'ţ' | 'ť' | 'ț' => "t",
        'ù'..='ü' | 'ũ' | 'ū' | 'ŭ' | 'ů' | 'ű' | 'ų' | 'ư' | 'ǔ' | 'ǖ' | 'ǘ' | 'ǚ' | 'ǜ' | 'ȕ' | 'ȗ' => "u",
        'ŵ' => "w",
        'ý' | 'ÿ' | 'ŷ' | 'ȳ' => "y",
        'ź' | 'ż' | 'ž' => "z",
        'ǯ' => "ʒ",
        _ => return None,
    })
}

/// The Cyrillic letter that looks like this Latin one (as small or as capital letter).
#[rustfmt::skip]
pub(crate) fn to_cyrillic(c: char) -> Option<char> {
    Some(match c {
        'a' => 'а', 'b' => 'в', 'c' => 'с', 'e' => 'е', 'h' => 'н', 'k' => 'к', 'm' => 'м',
        'o' => 'о', 'p' => 'р', 't' => 'т', 'x' => 'х', 'y' => 'у',
        _ => return None,
    })
}

/// The Latin letter that looks like this Cyrillic one: the inverse of [`to_cyrillic`].
#[rustfmt::skip]
pub(crate) fn to_latin(c: char) -> Option<char> {
    Some(match c {
        'а' => 'a', 'в' => 'b', 'с' => 'c', 'е' => 'e', 'н' => 'h', 'к' => 'k', 'м' => 'm',
        'о' => 'o', 'р' => 'p', 'т' => 't', 'х' => 'x', 'у' => 'y',
        _ => return None,
    })
}

/// Letters of a folded word by script, and how many of them exist in that script only.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Scripts {
    cyrillic: u16,
    latin: u16,
    cyrillic_only: u16,
    latin_only: u16,
    digits: u16,
}

impl Scripts {
    /// Counts the letters of `word`.
    pub(crate) fn of(word: &str) -> Self {
        let mut s = Self::default();
        for c in word.chars() {
            match c {
                'a'..='z' => {
                    s.latin = s.latin.saturating_add(1);
                    s.latin_only = s.latin_only.saturating_add(u16::from(to_cyrillic(c).is_none()));
                }
                'а'..='я' => {
                    s.cyrillic = s.cyrillic.saturating_add(1);
                    s.cyrillic_only =
                        s.cyrillic_only.saturating_add(u16::from(to_latin(c).is_none()));
                }
                '0'..='9' => s.digits = s.digits.saturating_add(1),
                _ => {}
            }
        }
        s
    }

    /// Both scripts in one word.
    fn mixed(self) -> bool {
        self.cyrillic > 0 && self.latin > 0
    }
}

/// Puts a word that mixes look-alike letters into one script, in place: `вПP`, `пpактика` become
/// Cyrillic, `intеrnet` Latin. Words with letters peculiar to both scripts stay as they are.
/// Short codes of digits and look-alikes (`A4`, `8B`) become Cyrillic, since nobody sees the difference.
pub(crate) fn unify_scripts(word: &mut String, scratch: &mut String) {
    let s = Scripts::of(word);
    let code = s.digits > 0 && s.latin > 0 && s.cyrillic == 0 && s.latin_only == 0;
    if !s.mixed() && !code {
        return;
    }
    let cyrillic_fits = s.latin_only == 0;
    let latin_fits = s.cyrillic_only == 0;
    let map = match (cyrillic_fits, latin_fits) {
        (true, false) => to_cyrillic,
        (false, true) => to_latin,
        (true, true) if s.digits > 0 || s.cyrillic >= s.latin => to_cyrillic,
        (true, true) => to_latin,
        (false, false) => return,
    };
    scratch.clear();
    scratch.extend(word.chars().map(|c| map(c).unwrap_or(c)));
    core::mem::swap(word, scratch);
}

#[cfg(test)]
mod tests {
    use super::*;
    use unicode_normalization::UnicodeNormalization;

    fn fold(text: &str) -> String {
        let mut out = String::new();
        for c in text.chars() {
            match class(c) {
                Class::Mark => apply_mark(c, &mut out),
                _ => push(c, &mut out),
            }
        }
        out
    }

    fn unified(text: &str) -> String {
        let mut word = fold(text);
        unify_scripts(&mut word, &mut String::new());
        word
    }

    #[test]
    fn composed_and_decomposed_text_fold_alike() {
        let blocks = ['\u{41}'..='\u{24F}', '\u{400}'..='\u{52F}'];
        for c in blocks.into_iter().flatten().filter(|c| c.is_alphabetic()) {
            let composed: String = String::from(c).nfc().collect();
            let decomposed: String = String::from(c).nfd().collect();
            assert_eq!(fold(&composed), fold(&decomposed), "{c} U+{:04X}", c as u32);
        }
    }

    #[test]
    fn stress_and_case_vanish_but_short_i_stays() {
        assert_eq!(fold("за́мок"), "замок");
        assert_eq!(fold("и\u{306}од"), "йод");
        assert_eq!(fold("Ёлка"), "елка");
        assert_eq!(fold("CAFÉ"), "cafe");
        assert_eq!(fold("м²"), "м2");
    }

    #[test]
    fn lookalikes_go_to_the_script_of_the_word() {
        assert_eq!(unified("пpaктикa"), "практика");
        assert_eq!(unified("ВПP"), "впр");
        assert_eq!(unified("intеrnet"), "internet");
        assert_eq!(unified("A4"), "а4");
        assert_eq!(unified("3d"), "3d");
        assert_eq!(unified("webинар"), "webинар");
        assert_eq!(unified("cop"), "cop");
    }
}
