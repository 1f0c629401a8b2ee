//! Words that mean the same: abbreviations and their full names, spellings, synonyms.

use crate::analyser::{Analyser, Kind};
use std::collections::BTreeMap;

/// Groups of expressions of one meaning, analysed.
#[derive(Clone, Debug, Default)]
pub struct Synonyms {
    groups: Vec<Vec<Expression>>,
    /// By term or surface of the first word: (group, expression).
    starts: BTreeMap<String, Vec<(usize, usize)>>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct Expression {
    terms: Vec<String>,
    surfaces: Vec<String>,
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
                out.add(expressions);
            }
        }
        out
    }

    fn add(&mut self, group: Vec<Expression>) {
        for (at, expression) in group.iter().enumerate() {
            let place = (self.groups.len(), at);
            let mut keys = [&expression.terms[0], &expression.surfaces[0]].to_vec();
            keys.dedup();
            for key in keys {
                self.starts.entry(key.clone()).or_default().push(place);
            }
        }
        self.groups.push(group);
    }

    /// The terms of every expression of several words.
    pub fn phrases(&self) -> impl Iterator<Item = &[String]> {
        let expressions = self.groups.iter().flatten().map(|expression| &expression.terms[..]);
        expressions.filter(|terms| terms.len() > 1)
    }

    /// The longest expression at the beginning of `words` (pairs of term and surface): how many words
    /// it takes, and the other expressions of its groups as terms.
    pub(super) fn at<'a>(&'a self, words: &[(&str, &str)]) -> Option<(usize, Vec<&'a [String]>)> {
        let &(term, surface) = words.first()?;
        let mut places: Vec<_> = [term, surface]
            .into_iter()
            .filter_map(|key| self.starts.get(key))
            .flatten()
            .filter(|&&(group, at)| self.groups[group][at].begins(words))
            .collect();
        places.sort_unstable();
        places.dedup();
        let length = |&&(group, at): &&(usize, usize)| self.groups[group][at].terms.len();
        let longest = places.iter().map(length).max()?;
        let others =
            places.iter().filter(|place| length(place) == longest).flat_map(|&&(group, own)| {
                self.groups[group]
                    .iter()
                    .enumerate()
                    .filter(move |&(at, _)| at != own)
                    .map(|(_, e)| &e.terms[..])
            });
        Some((longest, others.collect()))
    }
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

    #[test]
    fn either_side_finds_the_other() {
        let mut analyser = Analyser::new();
        let full = "федеральный государственный образовательный стандарт";
        let synonyms = Synonyms::new([["ФГОС", full]], &mut analyser);
        let typed =
            analyser.tokens("федеральному государственному образовательному стандарту урок");
        let words: Vec<_> = typed.iter().map(|t| (&*t.term, &*t.surface)).collect();
        let (taken, others) = synonyms.at(&words).expect("known");
        assert_eq!((taken, others), (4, vec![&["фгос".to_owned()][..]]));
        let (taken, others) = synonyms.at(&[("фгос", "фгос")]).expect("known");
        assert_eq!((taken, others[0].len()), (1, 4));
        assert!(synonyms.at(&words[1..]).is_none());
        assert!(synonyms.at(&words[..3]).is_none());
    }

    #[test]
    fn an_abbreviation_in_small_letters_is_known_by_its_surface() {
        let mut analyser = Analyser::new();
        let synonyms = Synonyms::new([["ИРО", "институт развития образования"]], &mut analyser);
        assert!(synonyms.at(&[("ир", "иро")]).is_some());
    }
}
