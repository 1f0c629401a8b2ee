//! The sentences by which a document is known, for snippets.

use crate::analyser::Analyser;
use crate::answer::Passage;
use crate::rank::{Field, impact};
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

/// Characters of a digest, about; a longer summary is kept whole.
pub const MAX_DIGEST: usize = 1800;

/// Longer sentences are cut.
const MAX_SENTENCE: usize = 300;

/// What a sentence costs beside its letters, so that scraps are not preferred.
const COST: usize = 30;

/// Makes digests of documents.
pub struct Digester<'a> {
    /// How much a term tells, whatever the document.
    idf: &'a (dyn Fn(&str) -> f32 + Sync),
    /// Words of a document's text on average.
    mean: f32,
}

struct Sentence {
    passage: usize,
    range: Range<usize>,
    /// Numbers of its terms.
    terms: Vec<usize>,
    chars: usize,
}

impl<'a> Digester<'a> {
    /// `idf` tells how much a term counts, `mean` is the mean length of texts in words.
    pub fn new(idf: &'a (dyn Fn(&str) -> f32 + Sync), mean: f32) -> Self {
        Self { idf, mean }
    }

    /// The digest of a document's texts, of which the first is the summary and kept whole: sentences in
    /// their order, chosen so that they cover as many of the document's strongest terms as fit.
    pub fn digest(&self, passages: &[Passage], analyser: &mut Analyser) -> Vec<Passage> {
        let mut numbers: BTreeMap<String, usize> = BTreeMap::new();
        let mut counts: Vec<u32> = Vec::new();
        let mut sentences = Vec::new();
        let mut words = 0;
        for (at, passage) in passages.iter().enumerate() {
            for range in split(&passage.text) {
                let text = &passage.text[range.clone()];
                let mut terms = Vec::new();
                analyser.analyse(text, 0, |token| {
                    let number = match numbers.get(token.term) {
                        Some(&number) => number,
                        None => {
                            counts.push(0);
                            numbers.insert(token.term.to_owned(), counts.len() - 1);
                            counts.len() - 1
                        }
                    };
                    counts[number] += 1;
                    words += 1;
                    terms.push(number);
                });
                terms.sort_unstable();
                terms.dedup();
                sentences.push(Sentence { passage: at, range, terms, chars: text.chars().count() });
            }
        }
        let mut weights = vec![0.0; counts.len()];
        for (term, &number) in &numbers {
            let impact = impact(Field::Text, counts[number], words, self.mean);
            weights[number] = f32::from(impact) * (self.idf)(term);
        }
        let chosen = choose(&sentences, &mut weights);
        join(passages, &sentences, &chosen)
    }
}

/// Numbers of the sentences chosen: those of the first passage, then the one that adds most by length.
fn choose(sentences: &[Sentence], weights: &mut [f32]) -> BTreeSet<usize> {
    let mut chosen = BTreeSet::new();
    let mut left = MAX_DIGEST;
    let mut take = |at: usize, left: &mut usize, weights: &mut [f32]| {
        sentences[at].terms.iter().for_each(|&term| weights[term] = 0.0);
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
            let sum: f32 = sentences[at].terms.iter().map(|&term| weights[term]).sum();
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

    fn digest(texts: &[&str]) -> Vec<String> {
        let passage = |text: &&str| Passage { text: (*text).to_owned(), ..Passage::default() };
        let passages: Vec<Passage> = texts.iter().map(passage).collect();
        let idf = |term: &str| if term.starts_with("редк") { 9.0 } else { 1.0 };
        let digest = Digester::new(&idf, 100.0).digest(&passages, &mut Analyser::new());
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
