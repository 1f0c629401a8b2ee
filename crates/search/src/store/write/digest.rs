//! The sentences by which a document is known, for snippets.

use crate::answer::Passage;
use crate::prelude::*;
use crate::rank::{Field, impact};
use alloc::collections::BTreeSet;
use core::ops::Range;

/// Characters of a digest, about; a longer summary is kept whole.
pub const MAX_DIGEST: usize = 1800;

/// A record of many passages is a table, each row of which says something of its own: from this number on,
/// each adds so many characters to the digest.
const MANY: usize = 10;
const FOR_EACH: usize = 120;

/// Longer sentences are cut.
const MAX_SENTENCE: usize = 300;

/// What a sentence costs beside its letters, so that scraps are not preferred.
const COST: usize = 30;

/// A document's passages, gathered while it is analysed for the index: no text is analysed twice. The first
/// passage is the summary.
#[derive(Clone, Debug, Default)]
pub struct Gatherer {
    passages: Vec<Passage>,
    sentences: Vec<Sentence>,
    /// Numbers of terms ([`number`]), those of one sentence together.
    words: Vec<u64>,
    /// The sentence that the last word stood in.
    at: usize,
}

/// A document's sentences, and how often each of its terms stands in them.
#[derive(Clone, Debug, Default)]
pub struct Gathered {
    passages: Vec<Passage>,
    sentences: Vec<Sentence>,
    /// Sorted, each once.
    terms: Vec<(u64, u32)>,
    words: u32,
}

#[derive(Clone, Debug, Default)]
struct Sentence {
    passage: usize,
    range: Range<usize>,
    /// In [`Gatherer::words`]; sorted, each once.
    words: Range<usize>,
    /// Places of its terms among those of the document.
    terms: Vec<u32>,
    chars: usize,
}

impl Gatherer {
    /// Begins a passage; its words follow.
    pub fn passage(&mut self, passage: Passage) {
        let number = self.passages.len();
        self.at = self.sentences.len();
        let words = self.words.len()..self.words.len();
        self.sentences.extend(split(&passage.text).into_iter().map(|range| Sentence {
            passage: number,
            chars: passage.text[range.clone()].chars().count(),
            range,
            words: words.clone(),
            terms: Vec::new(),
        }));
        self.passages.push(passage);
    }

    /// Adds a word of the passage begun last: its term, and where it stands in the text. In order.
    pub fn word(&mut self, term: &str, range: &Range<usize>) {
        while self.sentences.get(self.at).is_some_and(|s| s.range.end <= range.start) {
            self.at += 1;
        }
        if let Some(sentence) = self.sentences.get_mut(self.at) {
            if sentence.words.is_empty() {
                sentence.words = self.words.len()..self.words.len();
            }
            self.words.push(number(term));
            sentence.words.end = self.words.len();
        }
    }

    /// The document, when all its words are there.
    pub fn finish(mut self) -> Gathered {
        let mut all = self.words.clone();
        all.sort_unstable();
        let terms: Vec<(u64, u32)> =
            all.chunk_by(|a, b| a == b).map(|same| (same[0], same.len() as u32)).collect();
        for sentence in &mut self.sentences {
            let place = |word: &u64| {
                terms.binary_search_by_key(word, |(term, _)| *term).ok().map(|at| at as u32)
            };
            sentence.terms = self.words[sentence.words.clone()].iter().filter_map(place).collect();
            sentence.terms.sort_unstable();
            sentence.terms.dedup();
        }
        let words = all.len() as u32;
        Gathered { passages: self.passages, sentences: self.sentences, terms, words }
    }
}

impl Gathered {
    /// Its terms, as numbers, each once.
    pub fn terms(&self) -> impl Iterator<Item = u64> {
        self.terms.iter().map(|(term, _)| *term)
    }

    /// Its words.
    pub fn words(&self) -> u32 {
        self.words
    }

    /// Its digest: sentences in their order, chosen so that they cover as many of its strongest terms as
    /// fit; the summary whole. `idf` tells how much a term counts, whatever the document; `mean` is the
    /// mean length of documents in words.
    pub fn digest(&self, idf: impl Fn(u64) -> f32, mean: f32) -> Vec<Passage> {
        let weight = |&(term, count): &(u64, u32)| {
            f32::from(impact(Field::Text, count, self.words, mean)) * idf(term)
        };
        let mut weights: Vec<f32> = self.terms.iter().map(weight).collect();
        let rows = self.passages.len().saturating_sub(MANY);
        let chosen = choose(&self.sentences, &mut weights, MAX_DIGEST + rows * FOR_EACH);
        join(&self.passages, &self.sentences, &chosen)
    }
}

/// A term as a number (FNV-1a, 64 bits): two terms with one number would only let a sentence look a
/// little better or worse than it is.
fn number(term: &str) -> u64 {
    let mix = |hash: u64, byte: u8| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
    term.bytes().fold(0xcbf2_9ce4_8422_2325, mix)
}

/// Numbers of the sentences chosen: those of the first passage, then the one that adds most by length.
fn choose(sentences: &[Sentence], weights: &mut [f32], most: usize) -> BTreeSet<usize> {
    let mut chosen = BTreeSet::new();
    let mut left = most;
    let mut take = |at: usize, left: &mut usize, weights: &mut [f32]| {
        sentences[at].terms.iter().for_each(|&term| weights[term as usize] = 0.0);
        *left = left.saturating_sub(sentences[at].chars);
        chosen.insert(at);
    };
    for at in (0..sentences.len()).filter(|&at| sentences[at].passage == 0) {
        take(at, &mut left, weights);
    }
    let mut open: Vec<usize> =
        (0..sentences.len()).filter(|&at| sentences[at].passage > 0).collect();
    loop {
        open.retain(|&at| sentences[at].chars <= left);
        let gain = |at: usize| {
            let sum: f32 = sentences[at].terms.iter().map(|&term| weights[term as usize]).sum();
            sum / (sentences[at].chars + COST) as f32
        };
        let gains = open.iter().map(|&at| (gain(at), at));
        // The first of equals.
        let best = gains.reduce(|best, next| if next.0 > best.0 { next } else { best });
        match best {
            Some((gain, at)) if gain > 0.0 => {
                take(at, &mut left, weights);
                open.retain(|&other| other != at);
            }
            _ => return chosen,
        }
    }
}

fn join(passages: &[Passage], sentences: &[Sentence], chosen: &BTreeSet<usize>) -> Vec<Passage> {
    let mut out: Vec<(usize, Passage)> = Vec::new();
    let mut last = None;
    for &at in chosen {
        let sentence = &sentences[at];
        let passage = &passages[sentence.passage];
        let text = passage.text[sentence.range.clone()].trim();
        match out.last_mut() {
            Some((number, made)) if *number == sentence.passage => {
                made.text.push_str(if last == Some(at.wrapping_sub(1)) { " " } else { " … " });
                made.text.push_str(text);
            }
            _ => out.push((sentence.passage, Passage { text: text.to_owned(), ..passage.clone() })),
        }
        last = Some(at);
    }
    // The first passage is the summary, also when it is empty.
    if out.first().is_none_or(|(number, _)| *number > 0) {
        out.insert(0, (0, Passage::default()));
    }
    out.into_iter().map(|(_, passage)| passage).collect()
}

/// Sentences of a text: up to a full stop (or line end) with white space after it.
fn split(text: &str) -> Vec<Range<usize>> {
    let mut out = Vec::new();
    let (mut start, mut space, mut chars) = (0, None, 0);
    let mut last = ' ';
    for (at, c) in text.char_indices() {
        let end = c.is_whitespace() && matches!(last, '.' | '!' | '?' | '…');
        if c == '\n' || end {
            out.push(start..at);
            (start, space, chars) = (at, None, 0);
        } else if c.is_whitespace() {
            space = Some(at);
        }
        if chars >= MAX_SENTENCE
            && let Some(cut) = space
        {
            out.push(start..cut);
            (start, space, chars) = (cut, None, text[cut..at].chars().count());
        }
        chars += 1;
        last = c;
    }
    out.push(start..text.len());
    out.retain(|range| text[range.clone()].contains(char::is_alphanumeric));
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analyser::Analyser;

    fn digest(texts: &[&str]) -> Vec<String> {
        let mut analyser = Analyser::new();
        let mut gatherer = Gatherer::default();
        for text in texts {
            gatherer.passage(Passage { text: (*text).to_owned(), ..Passage::default() });
            analyser.analyse(text, 0, |token| gatherer.word(token.term, &token.range));
        }
        let rare = number(analyser.stem("редкое"));
        let idf = |term: u64| if term == rare { 9.0 } else { 1.0 };
        let digest = gatherer.finish().digest(idf, 100.0);
        digest.into_iter().map(|passage| passage.text).collect()
    }

    #[test]
    fn short_texts_are_kept_whole() {
        assert_eq!(digest(&["Кратко.", "Раз. Два!"]), ["Кратко.", "Раз. Два!"]);
        assert_eq!(digest(&["", "Раз"]), ["", "Раз"]);
        assert_eq!(digest(&[""]), [""]);
    }

    #[test]
    fn rare_words_are_covered_first() {
        let long = format!(
            "{}Редкое слово. {}",
            "Одно и то же. ".repeat(300),
            "Снова то же. ".repeat(300)
        );
        let found = digest(&["", &long]);
        assert!(found[1].contains("Редкое слово.") && found[1].contains(" … "), "{found:?}");
        assert!(found[1].chars().count() < MAX_DIGEST);
        let endless = "слово ".repeat(2000);
        assert!(digest(&["", &endless])[1].chars().count() <= MAX_DIGEST);
    }
}
