//! Typography, applied when text is rendered and never to the source.
//!
//! Russian: «кавычки» with „inner“ ones; тире with a no-break space before it; no line end after a
//! short preposition or conjunction, between a number and its unit, in «№ 5», «п. 5.3», «г. Вологда»,
//! «И. О. Фамилия». English: “curly” quotes, apostrophes, dashes. Other languages: nothing.
//!
//! Applying it twice changes nothing more: every rule looks only at what no rule changes, or treats
//! what it was and what it became alike (a space and a no-break space, a straight quote and a
//! curly one).

use std::borrow::Cow;

/// Stands for something in a line that is not text: code, an image, a blank.
pub(super) const OPAQUE: char = '\u{fffc}';

const NBSP: char = '\u{a0}';

#[derive(Clone, Copy, PartialEq, Eq)]
enum Language {
    Russian,
    English,
}

/// Text with the typography of its language; idempotent.
///
/// ```
/// let text = metod_content::body::typography("ru", "Школа \"Радуга\" - в г. Вологда");
/// assert_eq!(text, "Школа «Радуга»\u{a0}— в\u{a0}г.\u{a0}Вологда");
/// ```
pub fn typography<'a>(lang: &str, text: &'a str) -> Cow<'a, str> {
    apply(lang, &[text])
        .into_iter()
        .next()
        .unwrap_or(Cow::Borrowed(text))
}

/// Typography of a line that consists of several texts (before, inside and after emphasis, say).
/// Gives one text for each.
pub(super) fn apply<'a>(lang: &str, texts: &[&'a str]) -> Vec<Cow<'a, str>> {
    let language = match lang.split('-').next() {
        Some("ru") => Some(Language::Russian),
        Some("en") => Some(Language::English),
        _ => None,
    };
    let unchanged = || texts.iter().map(|text| Cow::Borrowed(*text)).collect();
    let Some(language) = language else {
        return unchanged();
    };
    let mut line = Line::new(texts);
    line.quotes(language);
    line.dashes(language);
    line.spaces(language);
    if line.changes.is_empty() {
        return unchanged();
    }
    line.write(texts)
}

struct Line {
    chars: Vec<char>,
    /// Characters of words that are addresses.
    protected: Vec<bool>,
    /// What characters become.
    changes: std::collections::BTreeMap<usize, &'static str>,
}

impl Line {
    fn new(texts: &[&str]) -> Self {
        let chars: Vec<char> = texts.iter().flat_map(|text| text.chars()).collect();
        let mut protected = vec![false; chars.len()];
        let mut start = 0;
        while start < chars.len() {
            let length = chars[start..].iter().take_while(|c| !is_space(**c)).count();
            let word = &chars[start..start + length];
            if is_address(word) {
                protected[start..start + length].fill(true);
            }
            start += length + 1;
        }
        Line {
            chars,
            protected,
            changes: std::collections::BTreeMap::new(),
        }
    }

    fn at(&self, index: usize) -> Option<char> {
        self.chars.get(index).copied()
    }

    fn before(&self, index: usize) -> Option<char> {
        index.checked_sub(1).and_then(|index| self.at(index))
    }

    fn write<'a>(&self, texts: &[&'a str]) -> Vec<Cow<'a, str>> {
        let mut start = 0;
        let mut written = Vec::with_capacity(texts.len());
        for text in texts {
            let length = text.chars().count();
            if self.changes.range(start..start + length).next().is_none() {
                written.push(Cow::Borrowed(*text));
            } else {
                let mut out = String::with_capacity(text.len() + 16);
                for index in start..start + length {
                    match self.changes.get(&index) {
                        Some(change) => out.push_str(change),
                        None => out.push(self.chars[index]),
                    }
                }
                written.push(Cow::Owned(out));
            }
            start += length;
        }
        written
    }

    /// Straight quotes that have a partner. Which way a quote opens depends only on what stands
    /// around the whole run of quotes it belongs to.
    fn quotes(&mut self, language: Language) {
        if !self.chars.contains(&'"') && !self.chars.contains(&'\'') {
            return;
        }
        let mut open: Vec<usize> = Vec::new();
        let mut pairs: Vec<(usize, usize)> = Vec::new();
        let mut index = 0;
        while index < self.chars.len() {
            if !is_quote(self.chars[index]) {
                if self.chars[index] == '\'' && language == Language::English {
                    self.apostrophe(index);
                }
                index += 1;
                continue;
            }
            let length = self.chars[index..]
                .iter()
                .take_while(|c| is_quote(**c))
                .count();
            let side = side(self.before(index), self.at(index + length));
            for at in index..index + length {
                if self.chars[at] == '"' && !self.protected[at] {
                    match side {
                        Some(Side::Opens) => open.push(at),
                        Some(Side::Closes) => pairs.extend(open.pop().map(|start| (start, at))),
                        None => {}
                    }
                }
            }
            index += length;
        }
        self.curl(pairs, language);
    }

    fn curl(&mut self, pairs: Vec<(usize, usize)>, language: Language) {
        let starts: std::collections::BTreeSet<usize> = pairs.iter().map(|pair| pair.0).collect();
        let ends: std::collections::BTreeSet<usize> = pairs.iter().map(|pair| pair.1).collect();
        let [outer, inner] = match language {
            Language::Russian => [["«", "»"], ["„", "“"]],
            Language::English => [["“", "”"], ["‘", "’"]],
        };
        // Quotes around, straight pairs or already curly ones.
        let mut depth = 0_usize;
        for index in 0..self.chars.len() {
            let opens = starts.contains(&index);
            let closes = ends.contains(&index);
            let [start, end] = if depth > usize::from(closes) {
                inner
            } else {
                outer
            };
            match self.chars[index] {
                '"' if opens => {
                    self.changes.insert(index, start);
                    depth += 1;
                }
                '"' if closes => {
                    self.changes.insert(index, end);
                    depth = depth.saturating_sub(1);
                }
                '«' | '„' => depth += 1,
                '“' if language == Language::English => depth += 1,
                '»' | '“' | '”' => depth = depth.saturating_sub(1),
                _ => {}
            }
        }
    }

    fn apostrophe(&mut self, index: usize) {
        let letters = self.before(index).is_some_and(char::is_alphabetic)
            && self.at(index + 1).is_some_and(char::is_alphabetic);
        if letters && !self.protected[index] {
            self.changes.insert(index, "’");
        }
    }

    /// A hyphen or two between spaces, two or three between words.
    fn dashes(&mut self, language: Language) {
        let mut index = 0;
        while index < self.chars.len() {
            if !is_dash(self.chars[index]) {
                index += 1;
                continue;
            }
            let length = self.chars[index..]
                .iter()
                .take_while(|c| is_dash(**c))
                .count();
            let end = index + length;
            let (left, right) = (self.before(index), self.at(end));
            let hyphens = self.chars[index..end].iter().all(|c| *c == '-');
            let spaced = left.is_some_and(is_space) && right.is_none_or(is_space);
            if spaced && index >= 2 {
                self.spaced_dash(index, end, hyphens, language);
            } else if hyphens && (2..=3).contains(&length) && !self.protected[index] {
                let digits = is_digit(left) && is_digit(right);
                let words = left.is_some_and(char::is_alphanumeric)
                    && right.is_some_and(char::is_alphanumeric);
                if digits {
                    self.dash(index, end, "–");
                } else if words {
                    self.dash(index, end, "\u{a0}— ");
                }
            }
            index = end;
        }
    }

    fn spaced_dash(&mut self, start: usize, end: usize, hyphens: bool, language: Language) {
        let (before, after) = (self.before(start - 1), self.at(end + 1));
        if before.is_none_or(|c| is_space(c) || is_dash(c)) {
            return;
        }
        let single = end - start == 1;
        // «5 - 7» is a range or a difference, «2022 – 2024» a range.
        let figures = is_digit(before) && is_digit(after) && single;
        let becomes = match (self.chars[start], language) {
            ('-', Language::English) if single => false,
            ('-', _) => hyphens && end - start <= 3 && !figures,
            ('–', Language::Russian) => single && !figures,
            ('—', _) => single,
            _ => false,
        };
        if becomes {
            if self.chars[start] != '—' {
                self.dash(start, end, "—");
            }
            self.changes.insert(start - 1, "\u{a0}");
        }
    }

    fn dash(&mut self, start: usize, end: usize, becomes: &'static str) {
        self.changes.insert(start, becomes);
        for index in start + 1..end {
            self.changes.insert(index, "");
        }
    }

    /// Spaces at which a line must not end.
    fn spaces(&mut self, language: Language) {
        for index in 0..self.chars.len() {
            let character = self.chars[index];
            let single = matches!(character, ' ' | '\n')
                && !self.before(index).is_none_or(is_space)
                && !self.at(index + 1).is_none_or(is_space);
            if single && self.binds(index, language) {
                self.changes.insert(index, "\u{a0}");
            }
            let joined = matches!(character, '№' | '§') && is_digit(self.at(index + 1));
            if joined && !self.protected[index] {
                self.changes.insert(
                    index,
                    if character == '№' {
                        "№\u{a0}"
                    } else {
                        "§\u{a0}"
                    },
                );
            }
        }
    }

    /// Whether the space at this index holds its neighbours together.
    fn binds(&self, index: usize, language: Language) -> bool {
        let left = self.word_before(index);
        if self.is_amount(index) {
            return true;
        }
        if language == Language::English {
            return false;
        }
        let right = self.at(index + 1);
        match self.before(index) {
            Some('№' | '§') => is_digit(right),
            Some('.') => {
                let word = self.word_before(index - 1);
                let name: String = word.iter().collect::<String>().to_lowercase();
                let initial = word.len() == 1
                    && word[0].is_uppercase()
                    && self.at(index - 2).is_some_and(char::is_uppercase);
                let abbreviated = BEFORE_FIGURE.contains(&name.as_str()) && is_digit(right)
                    || BEFORE_NAME.contains(&name.as_str())
                        && right.is_some_and(char::is_uppercase)
                    || name == "т"
                        && matches!(right, Some('е' | 'д' | 'п' | 'к' | 'ч'))
                        && self.at(index + 2) == Some('.');
                abbreviated || (initial && right.is_some_and(char::is_uppercase))
            }
            _ => {
                let word: String = left.iter().collect::<String>().to_lowercase();
                SHORT.contains(&word.as_str())
            }
        }
    }

    /// Letters that end before an index, as long as they are a word by themselves.
    fn word_before(&self, index: usize) -> &[char] {
        // Nothing that is asked for is longer.
        let limit = index.saturating_sub(8);
        let letters = self.chars[limit..index]
            .iter()
            .rev()
            .take_while(|c| c.is_alphabetic())
            .count();
        let start = index - letters;
        let compound = self.before(start) == Some('-')
            && start >= 2
            && self.at(start - 2).is_some_and(char::is_alphanumeric);
        let whole = !self
            .before(start)
            .is_some_and(|c| c.is_alphanumeric() || c == OPAQUE);
        if whole && !compound {
            &self.chars[start..index]
        } else {
            &[]
        }
    }

    /// A number before this space and what it counts after.
    fn is_amount(&self, index: usize) -> bool {
        if !is_digit(self.before(index)) {
            return false;
        }
        match self.at(index + 1) {
            Some('%' | '‰' | '°' | '₽' | '€' | '$') => true,
            Some(letter) if letter.is_alphabetic() => {
                let rest = &self.chars[index + 1..];
                let word: String = rest
                    .iter()
                    .take(12)
                    .take_while(|c| c.is_alphabetic())
                    .flat_map(|c| c.to_lowercase())
                    .collect();
                UNITS.contains(&word.as_str()) || STEMS.iter().any(|stem| word.starts_with(stem))
            }
            _ => false,
        }
    }
}

const SHORT: &[&str] = &[
    "в", "во", "на", "и", "к", "ко", "с", "со", "о", "об", "обо", "у", "а", "но", "не", "ни", "по",
    "за", "из", "от", "до", "при", "под", "над", "без", "для", "или", "как", "что", "про", "ото",
];

const BEFORE_FIGURE: &[&str] = &[
    "п", "пп", "ст", "ч", "гл", "рис", "табл", "стр", "с", "д", "кв", "т", "разд", "прил", "подп",
    "абз", "оф",
];

const BEFORE_NAME: &[&str] = &[
    "г", "гор", "ул", "им", "пос", "с", "д", "обл", "р", "пр", "пл", "проф",
];

const UNITS: &[&str] = &[
    "г",
    "гг",
    "в",
    "вв",
    "кг",
    "мг",
    "м",
    "км",
    "см",
    "мм",
    "га",
    "л",
    "ч",
    "мин",
    "с",
    "сек",
    "шт",
    "чел",
    "тыс",
    "млн",
    "млрд",
    "руб",
    "коп",
    "экз",
    "стр",
    "лет",
    "года",
    "год",
    "году",
    "годов",
    "раз",
    "раза",
    "дн",
    "кл",
    "kg",
];

const STEMS: &[&str] = &[
    "балл",
    "класс",
    "час",
    "минут",
    "месяц",
    "недел",
    "день",
    "дня",
    "дней",
    "процент",
    "рубл",
    "человек",
    "школ",
    "учител",
];

enum Side {
    Opens,
    Closes,
}

/// Which way quotes between these two characters face.
fn side(left: Option<char>, right: Option<char>) -> Option<Side> {
    let free_left = left.is_none_or(|c| is_space(c) || is_dash(c) || "([{/".contains(c));
    let free_right = right.is_none_or(|c| is_space(c) || is_dash(c) || ")]}/.,:;!?…".contains(c));
    match (free_left, free_right) {
        (true, false) => Some(Side::Opens),
        (false, true) => Some(Side::Closes),
        _ => None,
    }
}

fn is_space(character: char) -> bool {
    matches!(character, ' ' | NBSP | '\n' | '\t' | '\r' | '\u{202f}')
}

fn is_dash(character: char) -> bool {
    matches!(character, '-' | '–' | '—')
}

fn is_quote(character: char) -> bool {
    matches!(character, '"' | '«' | '»' | '„' | '“' | '”' | '‘' | '’')
}

fn is_digit(character: Option<char>) -> bool {
    character.is_some_and(|character| character.is_ascii_digit())
}

/// Whether a word is an address, in which nothing changes.
fn is_address(word: &[char]) -> bool {
    word.contains(&'@')
        || word.windows(3).any(|part| part == [':', '/', '/'])
        || word.windows(4).any(|part| part == ['w', 'w', 'w', '.'])
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// No-break spaces as `_`.
    fn ru(text: &str) -> String {
        typography("ru", text).replace(NBSP, "_")
    }

    #[test]
    fn quotes_in_russian() {
        assert_eq!(ru("\"Радуга\""), "«Радуга»");
        assert_eq!(
            ru("МБОУ \"Школа \"Радуга\"\", (\"да\")."),
            "МБОУ «Школа „Радуга“», («да»)."
        );
        assert_eq!(ru("«Школа \"Радуга\"»"), "«Школа „Радуга“»");
        assert_eq!(ru("монитор 15\" и 5\"x"), "монитор 15\" и_5\"x");
        assert_eq!(ru("\"без пары"), "\"без_пары");
        assert_eq!(ru("\"Ура!\" - сказал он"), "«Ура!»_— сказал он");
    }

    #[test]
    fn dashes_in_russian() {
        assert_eq!(ru("Методист - наставник"), "Методист_— наставник");
        assert_eq!(ru("Методист -- наставник"), "Методист_— наставник");
        assert_eq!(ru("Методист--наставник"), "Методист_— наставник");
        assert_eq!(ru("Методист – наставник"), "Методист_— наставник");
        assert_eq!(ru("Методист\n— наставник"), "Методист_— наставник");
        assert_eq!(
            ru("2022--2024, 2022–2024, 5 - 7, 5 – 7"),
            "2022–2024, 2022–2024, 5 - 7, 5 – 7"
        );
        assert_eq!(ru("кто-то, IT-класс, --flag"), "кто-то, IT-класс, --flag");
    }

    #[test]
    fn holds_words_together() {
        assert_eq!(ru("В школе и на уроке"), "В_школе и_на_уроке");
        assert_eq!(ru("по-прежнему что-то и"), "по-прежнему что-то и");
        assert_eq!(ru("5 % от 43 баллов за 2 ч"), "5_% от_43_баллов за_2_ч");
        assert_eq!(ru("до 2022 г. № 5, №12, § 3"), "до_2022_г. №_5, №_12, §_3");
        assert_eq!(ru("п. 5.3 ст. 10, г. Вологда"), "п._5.3 ст._10, г._Вологда");
        assert_eq!(
            ru("И. О. Фамилия, и т. д., т. е. так"),
            "И._О._Фамилия, и_т._д., т._е. так"
        );
        assert_eq!(ru("И.О. Фамилия"), "И.О._Фамилия");
        assert_eq!(ru("конец. Начало"), "конец. Начало");
        assert_eq!(ru("объём ещё"), "объём ещё");
    }

    #[test]
    fn leaves_addresses_alone() {
        let text = "https://example.org/a--b?q=\"x\" и a--b@example.org";
        assert_eq!(ru(text), text.replace("и ", "и_"));
    }

    #[test]
    fn english_and_others() {
        assert_eq!(
            typography("en", "\"I don't \"know\"\" -- 5 kg"),
            "“I don’t ‘know’”\u{a0}— 5\u{a0}kg"
        );
        assert_eq!(typography("de", "\"a\" - b"), "\"a\" - b");
        assert!(matches!(typography("ru", "просто"), Cow::Borrowed(_)));
    }

    #[test]
    fn sees_over_the_edges_of_texts() {
        let line = ["\"", "Важно", "\" - в", " ", "школе"];
        let joined: String = apply("ru", &line).concat();
        assert_eq!(joined.replace(NBSP, "_"), "«Важно»_— в_школе");
        assert_eq!(apply("ru", &line).len(), line.len());
    }

    proptest! {
        #[test]
        fn twice_changes_nothing_more(
            text in "[ \u{a0}\n\"'«»„“”’.,!()№§%0-3абвинпстгкАИ@:/–—-]{0,60}",
            lang in prop_oneof!["ru", "en"],
        ) {
            let once = typography(&lang, &text).into_owned();
            prop_assert_eq!(typography(&lang, &once).into_owned(), once);
        }

        #[test]
        fn changes_only_marks_and_spaces(text in "\\PC{0,80}") {
            let letters = |text: &str| text.chars().filter(|c| c.is_alphanumeric()).collect::<String>();
            prop_assert_eq!(letters(&typography("ru", &text)), letters(&text));
        }
    }
}
