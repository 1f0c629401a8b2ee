//! The one rule by which Russian words become addresses: ids of new records, anchors of headings.
//!
//! The published rule, in the order in which it is applied:
//!
//! 1. Letters become lower case.
//! 2. Cyrillic letters become Latin ones by this table, the simplified BGN/PCGN that Russian sites
//!    and maps use, without apostrophes and without letters that depend on their neighbours:
//!
//!    | а | б | в | г | д | е | ё | ж | з | и | й | к | л | м | н | о |
//!    |---|---|---|---|---|---|---|---|---|---|---|---|---|---|---|---|
//!    | a | b | v | g | d | e | e | zh | z | i | y | k | l | m | n | o |
//!
//!    | п | р | с | т | у | ф | х | ц | ч | ш | щ | ъ | ы | ь | э | ю | я |
//!    |---|---|---|---|---|---|---|---|---|---|---|---|---|---|---|---|---|
//!    | p | r | s | t | u | f | kh | ts | ch | sh | shch | – | y | – | e | yu | ya |
//!
//!    `ё` is `e`, so that an address does not depend on whether its dots were typed.
//!    Letters of the other languages of Russia follow their nearest sound (ә a, ө o, ү u, ң n …).
//! 3. Latin letters lose their diacritics; ASCII letters and digits stay.
//! 4. Apostrophes, soft hyphens, stress marks and other combining marks vanish. Everything else,
//!    runs of it included, becomes one hyphen; none stands at the start or the end.
//! 5. What is longer than [`MAX_LEN`] characters is cut at the last hyphen before that.
//!
//! The same text always gives the same slug; a second use of one in the same place gets `-2`, then
//! `-3` ([`Slugs`]). Changing this rule changes addresses that people have bookmarked.

use std::collections::{BTreeMap, BTreeSet};

/// Longest slug that [`slug`] gives, in characters (all of them ASCII). File systems and Windows
/// paths limit names; a number added by [`Slugs`] comes on top.
pub const MAX_LEN: usize = 80;

/// The slug of a text by the rule of this module: `[a-z0-9-]*`, empty if nothing in the text can be
/// written with those characters.
///
/// ```
/// assert_eq!(metod_content::slug::slug("Описание практики"), "opisanie-praktiki");
/// ```
pub fn slug(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut gap = false;
    let mut characters = text.chars().flat_map(char::to_lowercase).peekable();
    while let Some(character) = characters.next() {
        // A decomposed й (macOS file names) is still й.
        let composed = character == 'и' && characters.peek() == Some(&'\u{306}');
        let latin = if composed { Some("y") } else { latin(character) };
        match latin {
            Some("") => {}
            Some(letters) => {
                if gap && !out.is_empty() {
                    out.push('-');
                }
                gap = false;
                out.push_str(letters);
            }
            None if character.is_ascii_alphanumeric() => {
                if gap && !out.is_empty() {
                    out.push('-');
                }
                gap = false;
                out.push(character);
            }
            None => gap = true,
        }
        if out.len() > MAX_LEN {
            return cut(out);
        }
    }
    out
}

/// Whether a text is an id: one or more of `a`–`z`, `0`–`9`, `-`, no hyphen at either end.
pub fn is_slug(text: &str) -> bool {
    !text.is_empty()
        && !text.starts_with('-')
        && !text.ends_with('-')
        && text
            .bytes()
            .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-')
}

fn cut(mut long: String) -> String {
    long.truncate(MAX_LEN + 1);
    let end = long.rfind('-').filter(|&at| at > 0).unwrap_or(MAX_LEN);
    long.truncate(end);
    while long.ends_with('-') {
        long.pop();
    }
    long
}

/// What a lower-case character becomes; `Some("")` if it vanishes, `None` if it separates words or
/// stands for itself.
fn latin(character: char) -> Option<&'static str> {
    Some(match character {
        'а' | 'ә' | 'ӑ' | 'ӓ' | 'á' | 'à' | 'â' | 'ä' | 'ã' | 'å' | 'ā' | 'ă' | 'ą' => {
            "a"
        }
        'б' => "b",
        'в' => "v",
        'г' | 'ғ' | 'ґ' | 'ҕ' | 'ğ' => "g",
        'д' | 'ď' | 'ð' | 'đ' => "d",
        'е' | 'ё' | 'э' | 'є' | 'ӗ' | 'ӭ' | 'é' | 'è' | 'ê' | 'ë' | 'ē' | 'ę' | 'ě' => {
            "e"
        }
        'ж' | 'җ' | 'ӂ' | 'ӝ' => "zh",
        'з' | 'ҙ' | 'ӟ' | 'ź' | 'ż' | 'ž' => "z",
        'и' | 'і' | 'ї' | 'ӣ' | 'ӥ' | 'í' | 'ì' | 'î' | 'ï' | 'ī' | 'ı' => "i",
        'й' | 'ы' | 'ӹ' | 'ý' | 'ÿ' | 'ҋ' => "y",
        'к' | 'ҡ' | 'қ' | 'ҝ' | 'ӄ' => "k",
        'л' | 'ӆ' | 'ԓ' | 'ł' => "l",
        'м' => "m",
        'н' | 'ң' | 'ҥ' | 'ӈ' | 'ñ' | 'ń' | 'ň' => "n",
        'о' | 'ө' | 'ӧ' | 'ӫ' | 'ó' | 'ò' | 'ô' | 'ö' | 'õ' | 'ø' | 'ō' | 'ő' => "o",
        'п' => "p",
        'р' | 'ř' => "r",
        'с' | 'ҫ' | 'ś' | 'ş' | 'š' | 'ș' => "s",
        'ç' | 'ć' | 'č' => "c",
        'т' | 'ţ' | 'ť' | 'ț' => "t",
        'у' | 'ү' | 'ұ' | 'ӯ' | 'ӱ' | 'ӳ' | 'ў' | 'ú' | 'ù' | 'û' | 'ü' | 'ū' | 'ů' | 'ű' => {
            "u"
        }
        'ф' => "f",
        'х' => "kh",
        'һ' | 'ҳ' => "h",
        'ц' => "ts",
        'ч' | 'ӵ' | 'ҷ' => "ch",
        'ш' => "sh",
        'щ' => "shch",
        'ю' => "yu",
        'я' => "ya",
        'ß' => "ss",
        'æ' | 'ӕ' => "ae",
        'œ' => "oe",
        'þ' => "th",
        'ъ' | 'ь' | 'ӏ' | '\'' | '’' | 'ʼ' | '\u{ad}' => "",
        '\u{300}'..='\u{36f}' | '\u{200b}'..='\u{200d}' | '\u{2060}' | '\u{feff}' => "",
        '№' => "n",
        _ => return None,
    })
}

/// The slugs already taken in one place (the anchors of a page, the ids of a collection).
#[derive(Clone, Debug, Default)]
pub struct Slugs {
    taken: BTreeSet<String>,
    // Where counting went on last, so that thousands of equal headings stay linear.
    next: BTreeMap<String, usize>,
}

impl Slugs {
    /// None taken yet.
    pub fn new() -> Self {
        Slugs::default()
    }

    /// Takes exactly this slug; `false` if it was taken before.
    pub fn reserve(&mut self, slug: &str) -> bool {
        self.taken.insert(slug.to_owned())
    }

    /// Whether this slug is taken.
    pub fn contains(&self, slug: &str) -> bool {
        self.taken.contains(slug)
    }

    /// Takes the slug itself if it is free, otherwise with the first free number: `-2`, `-3`, …
    pub fn unique(&mut self, base: &str) -> String {
        if self.reserve(base) {
            return base.to_owned();
        }
        let next = self.next.entry(base.to_owned()).or_insert(2);
        loop {
            let candidate = format!("{base}-{next}");
            *next += 1;
            if self.taken.insert(candidate.clone()) {
                return candidate;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn follows_the_published_table() {
        let cases = [
            ("Описание практики", "opisanie-praktiki"),
            ("абвгдеёжзийклмноп", "abvgdeezhziyklmnop"),
            ("рстуфхцчшщъыьэюя", "rstufkhtschshshchyeyuya"),
            ("Функциональная грамотность", "funktsionalnaya-gramotnost"),
            ("Всё о ФГОС ООО", "vse-o-fgos-ooo"),
            ("  «Ёлочки» — и №\u{a0}5!  ", "elochki-i-n-5"),
            ("1.1. Общие положения", "1-1-obshchie-polozheniya"),
            ("C++ & Café Straße", "c-cafe-strasse"),
            ("Ҫӗнӗ Чӑваш", "sene-chavash"),
            ("объём, подъезд", "obem-podezd"),
            ("и\u{306}од е\u{308}ж", "yod-ezh"),
            ("don’t", "dont"),
            ("🙂", ""),
            ("", ""),
        ];
        for (text, expected) in cases {
            assert_eq!(slug(text), expected, "{text}");
        }
    }

    #[test]
    fn cuts_long_ones_at_a_hyphen() {
        let long = slug(&"слово ".repeat(40));
        assert!(long.len() <= MAX_LEN);
        assert!(long.ends_with("slovo"));
        assert_eq!(slug(&"щ".repeat(200)).len(), MAX_LEN);
        assert!(is_slug(&slug(&"щ".repeat(200))));
    }

    #[test]
    fn numbers_repeated_slugs() {
        let mut slugs = Slugs::new();
        assert_eq!(slugs.unique("tsel"), "tsel");
        assert_eq!(slugs.unique("tsel"), "tsel-2");
        assert!(slugs.reserve("tsel-3"));
        assert_eq!(slugs.unique("tsel"), "tsel-4");
        assert!(!slugs.reserve("tsel"));
        assert!(slugs.contains("tsel-4"));
    }

    #[test]
    fn knows_an_id() {
        for good in ["a", "soh-12", "2022"] {
            assert!(is_slug(good), "{good}");
        }
        for bad in ["", "-a", "a-", "A", "a_b", "а", "a b"] {
            assert!(!is_slug(bad), "{bad}");
        }
    }

    proptest::proptest! {
        #[test]
        fn is_an_id_and_a_fixed_point(text in "\\PC{0,200}") {
            let once = slug(&text);
            proptest::prop_assert!(once.is_empty() || is_slug(&once));
            proptest::prop_assert_eq!(slug(&once), once);
        }
    }
}
