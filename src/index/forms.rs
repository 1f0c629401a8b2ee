//! The words of the documents as written.

use metod_search::rank::Form;

/// Surface forms with their terms, in order of surfaces.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Forms {
    /// Sorted, each pair once.
    forms: Vec<(Box<str>, Box<str>)>,
    /// For each form: characters, and the set of its letters ([`letters`]).
    sketches: Vec<(u8, u64)>,
}

impl Forms {
    /// Collects forms from several analysers.
    pub(super) fn new(mut forms: Vec<(Box<str>, Box<str>)>) -> Self {
        forms.sort_unstable();
        forms.dedup();
        let sketches = forms.iter().map(|(surface, _)| sketch(surface)).collect();
        Self { forms, sketches }
    }

    /// Number of forms.
    pub fn len(&self) -> usize {
        self.forms.len()
    }

    /// No documents, or none with words.
    pub fn is_empty(&self) -> bool {
        self.forms.is_empty()
    }

    /// All forms in order.
    pub fn iter(&self) -> impl Iterator<Item = Form<'_>> {
        self.forms.iter().map(|(surface, term)| Form { surface, term })
    }

    /// Forms that begin with `prefix`.
    pub(super) fn with_prefix<'a>(&'a self, prefix: &'a str) -> impl Iterator<Item = Form<'a>> {
        let from = self.forms.partition_point(|(surface, _)| &**surface < prefix);
        self.forms[from..]
            .iter()
            .take_while(move |(surface, _)| surface.starts_with(prefix))
            .map(|(surface, term)| Form { surface, term })
    }

    /// Forms that may be within `limit` mistakes of `word`, whole or from their beginning: each mistake
    /// changes at most two letters of the set, so most forms are passed over by one comparison.
    pub(super) fn near<'a>(&'a self, word: &str, limit: u8) -> impl Iterator<Item = Form<'a>> {
        let (chars, set) = sketch(word);
        let near = move |&(other_chars, other_set): &(u8, u64)| {
            let missing = (set & !other_set).count_ones();
            missing <= u32::from(limit) && other_chars.saturating_add(limit) >= chars
        };
        self.sketches
            .iter()
            .zip(&self.forms)
            .filter(move |(sketch, _)| near(sketch))
            .map(|(_, (surface, term))| Form { surface, term })
    }
}

fn sketch(word: &str) -> (u8, u64) {
    let mut set = 0;
    let mut chars: u8 = 0;
    for c in word.chars() {
        chars = chars.saturating_add(1);
        // а–я take 32 places, everything else shares the other 32.
        let place = match c {
            'а'..='я' => c as u32 - 'а' as u32,
            _ => 32 + c as u32 % 32,
        };
        set |= 1 << place;
    }
    (chars, set)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn forms(words: &[&str]) -> Forms {
        Forms::new(words.iter().map(|&w| (w.into(), w.into())).collect())
    }

    #[test]
    fn prefixes_and_near_forms() {
        let forms = forms(&["практика", "практик", "урок", "праздник", "практика"]);
        assert_eq!(forms.len(), 4);
        let with: Vec<_> = forms.with_prefix("практ").map(|f| f.surface).collect();
        assert_eq!(with, ["практик", "практика"]);
        let near: Vec<_> = forms.near("парктика", 1).map(|f| f.surface).collect();
        assert!(near.contains(&"практика") && !near.contains(&"урок"));
    }
}
