//! Queries as visitors type them, made of the documents' own words.

use metod::index::{Index, IndexDoc, Request};
use metod_search::analyser::{Analyser, OwnedToken};
use metod_search::keyboard;
use std::collections::BTreeMap;

/// An endless row of requests, the same for the same documents.
pub(crate) struct Queries<'a> {
    docs: &'a [IndexDoc],
    /// By term, its forms.
    forms: BTreeMap<&'a str, Vec<&'a str>>,
    analyser: Analyser,
    seed: u64,
}

impl<'a> Queries<'a> {
    pub(crate) fn new(docs: &'a [IndexDoc], index: &'a Index) -> Self {
        let mut forms: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
        for form in index.forms().iter() {
            forms.entry(form.term).or_default().push(form.surface);
        }
        Self { docs, forms, analyser: Analyser::new(), seed: 0x9E37_79B9_7F4A_7C15 }
    }

    /// A number below `limit`.
    fn below(&mut self, limit: usize) -> usize {
        self.seed ^= self.seed << 13;
        self.seed ^= self.seed >> 7;
        self.seed ^= self.seed << 17;
        (self.seed >> 11) as usize % limit.max(1)
    }

    /// Words of a document: its title, its summary or a section.
    fn words(&mut self, doc: usize) -> (String, Vec<OwnedToken>) {
        let doc = &self.docs[doc];
        let at = self.below(doc.sections.len() + 3);
        let text = match at {
            0 | 1 => &doc.title,
            2 => &doc.summary,
            _ => &doc.sections[at - 3].2,
        };
        let text: String = text.chars().take(20_000).collect();
        let tokens = self.analyser.tokens(&text);
        (text, tokens)
    }

    fn query(&mut self) -> (String, bool) {
        loop {
            let doc = self.below(self.docs.len());
            let (text, tokens) = self.words(doc);
            if tokens.is_empty() {
                continue;
            }
            let kind = self.below(20);
            if kind < 4 {
                let from = self.below(tokens.len());
                let to = (from + 1 + self.below(2)).min(tokens.len() - 1);
                let phrase = &text
                    [tokens[from].range.start..tokens[to].range.end.max(tokens[from].range.end)];
                return (format!("\"{}\"", phrase.replace('"', " ")), false);
            }
            let count = 1 + self.below(4);
            let mut words: Vec<String> = Vec::new();
            for _ in 0..count {
                let token = &tokens[self.below(tokens.len())];
                if token.surface.chars().count() < 3 {
                    continue;
                }
                let (term, range) = (token.term.clone(), token.range.clone());
                let same = self.forms.get(term.as_str()).cloned().unwrap_or_default();
                words.push(match self.below(2) {
                    0 if !same.is_empty() => same[self.below(same.len())].to_owned(),
                    _ => text[range].to_owned(),
                });
            }
            let Some(last) = words.pop() else { continue };
            let letters: Vec<char> = last.chars().collect();
            let (last, typing) = match kind {
                4 if letters.len() > 4 => {
                    let cut = 3 + self.below(letters.len() - 3);
                    (letters[..cut].iter().collect(), true)
                }
                5 if letters.len() > 4 => {
                    let at = 1 + self.below(letters.len() - 2);
                    let mut letters = letters;
                    letters.swap(at, at - 1);
                    (letters.into_iter().collect(), false)
                }
                6 => (keyboard::flip(&last).unwrap_or(last), false),
                7 => (format!("-{last}"), false),
                8 if letters.len() > 4 => (letters[..4].iter().chain(&['*']).collect(), false),
                _ => (last, false),
            };
            words.push(last);
            return (words.join(" "), typing);
        }
    }
}

impl Iterator for Queries<'_> {
    type Item = Request;

    fn next(&mut self) -> Option<Request> {
        let (query, typing) = self.query();
        let mut filters = Vec::new();
        if self.below(4) == 0 {
            let at = self.below(self.docs.len());
            filters.extend(self.docs[at].facets.first().cloned());
        }
        Some(Request { query, typing, filters, ..Request::default() })
    }
}
