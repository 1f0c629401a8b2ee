//! The words of the documents as written.

use metod_search::rank::{Form, NearKeys};
use rayon::prelude::*;

/// Surface forms with their terms, in order of surfaces.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Forms {
    /// Sorted, each pair once.
    forms: Vec<(Box<str>, Box<str>)>,
    /// The shortest form of each term, in order of the terms read backwards.
    backwards: Vec<u32>,
}

impl Forms {
    /// Brings the forms of several analysers together. With it, for each of them, the places that its forms have now.
    pub(super) fn collect(
        analysers: impl IntoIterator<Item = Vec<(Box<str>, Box<str>)>>,
    ) -> (Self, Vec<Vec<u32>>) {
        let mut places = Vec::new();
        let mut all = Vec::new();
        for (analyser, forms) in analysers.into_iter().enumerate() {
            places.push(vec![0; forms.len()]);
            all.extend(forms.into_iter().enumerate().map(|(at, form)| (form, analyser, at)));
        }
        all.par_sort_unstable();
        let mut forms: Vec<(Box<str>, Box<str>)> = Vec::with_capacity(all.len());
        for (form, analyser, at) in all {
            if forms.last() != Some(&form) {
                forms.push(form);
            }
            places[analyser][at] = forms.len() as u32 - 1;
        }
        forms.shrink_to_fit();
        (Self::sorted(forms), places)
    }

    /// Forms that are sorted, each pair once.
    pub(super) fn sorted(forms: Vec<(Box<str>, Box<str>)>) -> Self {
        let mut order: Vec<u32> = (0..forms.len() as u32).collect();
        let form = |at: &u32| &forms[*at as usize];
        order.par_sort_unstable_by(|a, b| {
            let ((s, t), (other_s, other_t)) = (form(a), form(b));
            let shortest = || (s.chars().count(), s).cmp(&(other_s.chars().count(), other_s));
            t.chars().rev().cmp(other_t.chars().rev()).then_with(shortest)
        });
        order.dedup_by(|later, first| form(later).1 == form(first).1);
        Self { forms, backwards: order }
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

    /// The shortest form of each term, in order of the terms read backwards.
    pub fn backwards(&self) -> impl Iterator<Item = Form<'_>> {
        self.backwards.iter().map(|&at| self.form(at as usize))
    }

    fn form(&self, at: usize) -> Form<'_> {
        let (surface, term) = &self.forms[at];
        Form { surface, term }
    }

    /// Forms that begin with `prefix`.
    pub(super) fn with_prefix<'a>(&'a self, prefix: &'a str) -> impl Iterator<Item = Form<'a>> {
        let from = self.forms.partition_point(|(surface, _)| &**surface < prefix);
        self.forms[from..]
            .iter()
            .take_while(move |(surface, _)| surface.starts_with(prefix))
            .map(|(surface, term)| Form { surface, term })
    }

    /// See [`metod_search::rank::Source::forms_near`].
    pub(super) fn near<'a>(&'a self, keys: NearKeys<'a>) -> impl Iterator<Item = Form<'a>> {
        let term = |&at: &u32| self.form(at as usize).term;
        let from = self
            .backwards
            .partition_point(|at| term(at).chars().rev().lt(keys.suffix.chars().rev()));
        let ending =
            self.backwards[from..].iter().take_while(move |at| term(at).ends_with(keys.suffix));
        self.with_prefix(keys.prefix).chain(ending.map(|&at| self.form(at as usize)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn forms(words: &[&str]) -> Forms {
        let (one, other) = words.split_at(words.len() / 2);
        let analysers = [one, other].map(|w| w.iter().map(|&w| (w.into(), w.into())).collect());
        let (forms, places) = Forms::collect(analysers);
        for (word, at) in words.iter().zip(places.concat()) {
            assert_eq!(forms.form(at as usize).surface, *word);
        }
        forms
    }

    #[test]
    fn prefixes_and_both_ends() {
        let forms = forms(&["практика", "практик", "урок", "праздник", "практика"]);
        assert_eq!(forms.len(), 4);
        let with: Vec<_> = forms.with_prefix("практ").map(|f| f.surface).collect();
        assert_eq!(with, ["практик", "практика"]);
        let keys = NearKeys::new("првктика", "првктика");
        let near: Vec<_> = forms.near(keys).map(|f| f.surface).collect();
        assert_eq!(near, ["практика"]);
        let keys = NearKeys::new("прааздник", "прааздник");
        let both = ["праздник", "практик", "практика", "праздник"];
        assert_eq!(forms.near(keys).map(|f| f.surface).collect::<Vec<_>>(), both);
    }
}
