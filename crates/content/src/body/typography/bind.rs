//! Where a line must not end.

use super::{Language, Line, OPAQUE, is_digit, is_space};

impl Line {
    /// Spaces at which a line must not end.
    pub(super) fn spaces(&mut self, language: Language) {
        for index in std::mem::take(&mut self.joints) {
            let character = self.chars[index];
            let single = matches!(character, ' ' | '\n')
                && !self.before(index).is_none_or(is_space)
                && !self.at(index + 1).is_none_or(is_space);
            if single && self.binds(index, language) {
                self.change(index, "\u{a0}");
            }
            let joined = matches!(character, '№' | '§') && is_digit(self.at(index + 1));
            if joined && !self.is_protected(index) {
                let becomes = match character {
                    '№' => "№\u{a0}",
                    _ => "§\u{a0}",
                };
                self.change(index, becomes);
            }
        }
    }

    /// Whether the space at this index holds its neighbours together.
    fn binds(&self, index: usize, language: Language) -> bool {
        if self.is_amount(index) {
            return true;
        }
        if language == Language::English {
            return false;
        }
        match self.before(index) {
            Some('№' | '§') => is_digit(self.at(index + 1)),
            Some('.') => self.is_abbreviated(index),
            _ => !self.ends_long_word(index) && is_one_of(self.word_before(index), SHORT),
        }
    }

    /// Whether a word longer than any of [`SHORT`] ends before an index: most words do.
    fn ends_long_word(&self, index: usize) -> bool {
        let start = index.checked_sub(4);
        start.is_some_and(|start| self.chars[start..index].iter().all(|c| is_letter(*c)))
    }

    /// Whether the word with a full stop before this space belongs to what follows: «п. 5»,
    /// «г. Вологда», «т. е.», «И. О. Фамилия».
    fn is_abbreviated(&self, index: usize) -> bool {
        let word = self.word_before(index - 1);
        let right = self.at(index + 1);
        if is_digit(right) {
            return is_one_of(word, BEFORE_FIGURE);
        }
        if right.is_some_and(char::is_uppercase) {
            let initial = word.len() == 1 && word[0].is_uppercase();
            return initial || is_one_of(word, BEFORE_NAME);
        }
        matches!(word, ['т' | 'Т'])
            && matches!(right, Some('е' | 'д' | 'п' | 'к' | 'ч'))
            && self.at(index + 2) == Some('.')
    }

    /// Letters that end before an index, as long as they are a word by themselves.
    fn word_before(&self, index: usize) -> &[char] {
        // Nothing that is asked for is longer.
        let limit = index.saturating_sub(8);
        let letters = self.chars[limit..index].iter().rev().take_while(|c| is_letter(**c)).count();
        let start = index - letters;
        let compound = self.before(start) == Some('-')
            && start >= 2
            && self.at(start - 2).is_some_and(char::is_alphanumeric);
        let whole = !self.before(start).is_some_and(|c| c.is_alphanumeric() || c == OPAQUE);
        if whole && !compound { &self.chars[start..index] } else { &[] }
    }

    /// A number before this space and what it counts after.
    fn is_amount(&self, index: usize) -> bool {
        if !is_digit(self.before(index)) {
            return false;
        }
        match self.at(index + 1) {
            Some('%' | '‰' | '°' | '₽' | '€' | '$') => true,
            Some(letter) if is_letter(letter) => {
                let rest = &self.chars[index + 1..self.chars.len().min(index + 13)];
                let length = rest.iter().take_while(|c| is_letter(**c)).count();
                let word = &rest[..length];
                is_one_of(word, UNITS) || STEMS.iter().any(|stem| starts_with(word, stem))
            }
            _ => false,
        }
    }
}

/// Asked at every space of a portal, so it looks at letters only where the lengths agree.
fn is_one_of(word: &[char], list: &[&str]) -> bool {
    let bytes: usize = word.iter().map(|letter| letter.len_utf8()).sum();
    bytes > 0 && list.iter().any(|entry| entry.len() == bytes && starts_with(word, entry))
}

fn starts_with(word: &[char], stem: &str) -> bool {
    let mut letters = word.iter().copied().map(small);
    stem.chars().all(|letter| letters.next() == Some(letter))
}

/// A letter of the lists below in its small form; the tables of Unicode cost far more than all else
/// here.
fn small(letter: char) -> char {
    match letter {
        'А'..='Я' => char::from_u32(letter as u32 + 32).unwrap_or(letter),
        _ => letter.to_ascii_lowercase(),
    }
}

/// [`char::is_alphabetic`], without its tables for the letters of Russian.
fn is_letter(character: char) -> bool {
    matches!(character, 'а'..='я' | 'А'..='Я') || character.is_alphabetic()
}

/// Words after which a line does not end.
const SHORT: &[&str] = &[
    "в", "во", "на", "и", "к", "ко", "с", "со", "о", "об", "обо", "у", "а", "но", "не", "ни", "по",
    "за", "из", "от", "до", "при", "под", "над", "без", "для", "или", "как", "что", "про", "ото",
];

/// Abbreviations before figures.
const BEFORE_FIGURE: &[&str] = &[
    "п", "пп", "ст", "ч", "гл", "рис", "табл", "стр", "с", "д", "кв", "т", "разд", "прил", "подп",
    "абз", "оф",
];

/// Abbreviations before names.
const BEFORE_NAME: &[&str] =
    &["г", "гор", "ул", "им", "пос", "с", "д", "обл", "р", "пр", "пл", "проф"];

/// What figures count, as whole words.
#[rustfmt::skip]
const UNITS: &[&str] = &[
    "г", "гг", "в", "вв", "кг", "мг", "м", "км", "см", "мм", "га", "л", "ч", "мин", "с", "сек", "шт",
    "чел", "тыс", "млн", "млрд", "руб", "коп", "экз", "стр", "лет", "года", "год", "году", "годов",
    "раз", "раза", "дн", "кл", "kg",
];

/// What figures count, by the beginning of the word.
#[rustfmt::skip]
const STEMS: &[&str] = &[
    "балл", "класс", "час", "минут", "месяц", "недел", "день", "дня", "дней", "процент", "рубл",
    "человек", "школ", "учител",
];
