//! Words that mean the same: abbreviations and their full names, spellings, synonyms.

use super::Source;
use crate::analyser::{Analyser, Kind};
use crate::prelude::*;
use alloc::collections::BTreeMap;

/// Expressions of one meaning.
pub type Group = Vec<Expression>;

/// Words that stand side by side.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Expression {
    /// What they are indexed as. Never empty.
    pub terms: Vec<String>,
    /// Folded, not stemmed; as many.
    pub surfaces: Vec<String>,
}

/// Groups of expressions of one meaning, analysed.
#[derive(Clone, Debug, Default)]
pub struct Synonyms {
    groups: Vec<Group>,
    /// By term or surface of an expression's first word: groups.
    starts: BTreeMap<String, Vec<u32>>,
}

impl Synonyms {
    /// Analyses the groups. Each is a list of expressions, such as `["ФГОС", "федеральный
    /// государственный образовательный стандарт"]`; those without words and repeated ones are dropped.
    pub fn new<G, E>(groups: impl IntoIterator<Item = G>, analyser: &mut Analyser) -> Self
    where
        G: IntoIterator<Item = E>,
        E: AsRef<str>,
    {
        let mut out = Self::default();
        for group in groups {
            let mut expressions = Vec::new();
            for text in group {
                let expression = Expression::of(text.as_ref(), analyser);
                if !expression.terms.is_empty() && !expressions.contains(&expression) {
                    expressions.push(expression);
                }
            }
            if expressions.len() > 1 {
                let number = out.groups.len() as u32;
                for key in expressions.iter().flat_map(Expression::keys) {
                    let known = out.starts.entry(key.to_owned()).or_default();
                    if !known.contains(&number) {
                        known.push(number);
                    }
                }
                out.groups.push(expressions);
            }
        }
        out
    }

    /// All groups, by number.
    pub fn groups(&self) -> &[Group] {
        &self.groups
    }

    /// What [`Source::synonyms`] visits.
    pub fn starting(&self, key: &str, visit: &mut dyn FnMut(u32, &Group)) {
        let numbers = self.starts.get(key).into_iter().flatten();
        numbers.for_each(|&number| visit(number, &self.groups[number as usize]));
    }

    /// The terms of every expression of several words.
    pub fn phrases(&self) -> impl Iterator<Item = &[String]> {
        let expressions = self.groups.iter().flatten().map(|expression| &expression.terms[..]);
        expressions.filter(|terms| terms.len() > 1)
    }
}

/// The longest expression at the beginning of `words` (pairs of term and surface): how many words it
/// takes, and the terms of the other expressions of its groups.
pub(super) fn synonyms_at(
    source: &impl Source,
    words: &[(&str, &str)],
) -> Option<(usize, Vec<Vec<String>>)> {
    let &(term, surface) = words.first()?;
    let mut groups: Vec<(u32, Group)> = Vec::new();
    for key in [term, surface] {
        source.synonyms(key, &mut |number, group| {
            if let Err(at) = groups.binary_search_by_key(&number, |(own, _)| *own) {
                groups.insert(at, (number, group.clone()));
            }
        });
    }
    let mut longest = 0;
    for (_, group) in &groups {
        for meant in group.iter().filter(|e| e.begins(words)) {
            longest = longest.max(meant.terms.len());
        }
    }
    if longest == 0 {
        return None;
    }
    let mut others = Vec::new();
    for (_, group) in &groups {
        for meant in group.iter().filter(|e| e.begins(words) && e.terms.len() == longest) {
            others.extend(group.iter().filter(|e| *e != meant).map(|e| e.terms.clone()));
        }
    }
    Some((longest, others))
}

impl Expression {
    fn of(text: &str, analyser: &mut Analyser) -> Self {
        let mut out = Self { terms: Vec::new(), surfaces: Vec::new() };
        let mut next = 0;
        for token in analyser.tokens(text) {
            if token.kind != Kind::Joined && token.position >= next {
                next = token.position + 1;
                out.terms.push(token.term);
                out.surfaces.push(token.surface);
            }
        }
        out
    }

    /// Keys under which the expression is looked up: term and surface of its first word.
    pub fn keys(&self) -> impl Iterator<Item = &str> {
        [&self.terms, &self.surfaces].into_iter().filter_map(|words| words.first().map(|w| &**w))
    }

    fn begins(&self, words: &[(&str, &str)]) -> bool {
        self.terms.len() <= words.len()
            && words.iter().zip(self.terms.iter().zip(&self.surfaces)).all(
                |(&(term, surface), (own_term, own_surface))| {
                    term == own_term || surface == own_surface
                },
            )
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rank::tests::Memory;

    #[test]
    fn either_side_finds_the_other() {
        let mut analyser = Analyser::new();
        let full = "федеральный государственный образовательный стандарт";
        let index = Memory::with_synonyms(&[&["ФГОС", full]]);
        let typed =
            analyser.tokens("федеральному государственному образовательному стандарту урок");
        let words: Vec<_> = typed.iter().map(|t| (&*t.term, &*t.surface)).collect();
        let (taken, others) = synonyms_at(&index, &words).expect("known");
        assert_eq!((taken, others), (4, vec![vec!["фгос".to_owned()]]));
        let (taken, others) = synonyms_at(&index, &[("фгос", "фгос")]).expect("known");
        assert_eq!((taken, others[0].len()), (1, 4));
        assert!(synonyms_at(&index, &words[1..]).is_none());
        assert!(synonyms_at(&index, &words[..3]).is_none());
    }

    #[test]
    fn an_abbreviation_in_small_letters_is_known_by_its_surface() {
        let index = Memory::with_synonyms(&[&["ИРО", "институт развития образования"]]);
        assert!(synonyms_at(&index, &[("ир", "иро")]).is_some());
    }
}
