//! Sorting by the rules of a language (Unicode collation, CLDR): Ё beside Е, capitals beside small
//! letters.

use icu_collator::options::{CollatorOptions, Strength};
use icu_collator::{Collator, CollatorBorrowed};
use icu_locale_core::Locale;

/// The order of one language.
pub struct Collation {
    collator: Option<CollatorBorrowed<'static>>,
}

impl Collation {
    /// The order of the language `tag`; of code points if the tag is not known.
    pub fn new(tag: &str) -> Self {
        let locale = tag.parse::<Locale>().unwrap_or(Locale::UNKNOWN);
        let mut options = CollatorOptions::default();
        options.strength = Some(Strength::Tertiary);
        Collation { collator: Collator::try_new(locale.into(), options).ok() }
    }

    /// Bytes that sort as `text` does.
    pub fn key(&self, text: &str) -> Vec<u8> {
        let mut out = Vec::with_capacity(text.len() * 2);
        match &self.collator {
            Some(collator) => {
                let Ok(()) = collator.write_sort_key_to(text, &mut out);
            }
            None => out.extend_from_slice(text.as_bytes()),
        }
        out
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn russian_order() {
        let collation = Collation::new("ru");
        let mut names = vec!["Москва", "ёлка", "Дагестан", "жук", "Елец", "елка"];
        names.sort_by_key(|name| collation.key(name));
        assert_eq!(names, ["Дагестан", "Елец", "елка", "ёлка", "жук", "Москва"]);
    }
}
