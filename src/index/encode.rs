//! Documents as terms, ready for tantivy.
//!
//! Analysing is the expensive part and runs on all threads; tantivy's single writer then only splits
//! a string of terms. In that string, `\n` before a term means the next position, `\t` the same
//! position again; a `\n` without a term is a position without one.

use super::IndexDoc;
use metod_search::analyser::{Analyser, Token};
use metod_search::answer::Passage;
use metod_search::store::write::{Gathered, Gatherer};
use tantivy::tokenizer::{Token as Emitted, TokenStream, Tokenizer};

const NEXT: char = '\n';
const SAME: char = '\t';

/// Positions between fields and sections, so that no phrase reaches from one into another.
const GAP: u32 = 16;

/// What words of the summary and of headings count, in repetitions.
const SUMMARY: u8 = 2;
const HEADING: u8 = 2;

/// The searched fields of one document.
pub(super) struct Encoded {
    pub(super) title: String,
    pub(super) text: String,
    /// For its digest, if that is wanted.
    pub(super) gathered: Option<Gathered>,
}

/// Analyses a document; with `gather`, also for its digest.
pub(super) fn encode(doc: &IndexDoc, gather: bool, analyser: &mut Analyser) -> Encoded {
    let mut title = Writer::default();
    title.add(&doc.title, 1, analyser, None);
    let mut text = Writer::default();
    let mut gatherer = gather.then(Gatherer::default);
    if let Some(gatherer) = &mut gatherer {
        gatherer.passage(Passage { text: doc.summary.clone(), ..Passage::default() });
    }
    text.add(&doc.summary, SUMMARY, analyser, gatherer.as_mut());
    for (anchor, heading, body) in &doc.sections {
        text.add(heading, HEADING, analyser, None);
        if let Some(gatherer) = &mut gatherer {
            let (anchor, heading, text) = (anchor.clone(), heading.clone(), body.clone());
            gatherer.passage(Passage { anchor, heading, text });
        }
        text.add(body, 1, analyser, gatherer.as_mut());
    }
    // Labels would take room from sentences; where there are none, they are all that can be shown.
    let mut labelled = gatherer.as_mut().filter(|_| doc.sections.is_empty());
    for (weight, field) in &doc.fields {
        if let Some(gatherer) = &mut labelled {
            gatherer.passage(Passage { text: field.clone(), ..Passage::default() });
        }
        text.add(field, weight.repetitions(), analyser, labelled.as_deref_mut());
    }
    Encoded { title: title.out, text: text.out, gathered: gatherer.map(Gatherer::finish) }
}

#[derive(Default)]
struct Writer {
    out: String,
    /// Positions begun so far.
    begun: u32,
}

impl Writer {
    fn add(
        &mut self,
        text: &str,
        repetitions: u8,
        analyser: &mut Analyser,
        mut gatherer: Option<&mut Gatherer>,
    ) {
        if repetitions == 0 || text.is_empty() {
            return;
        }
        let start = if self.begun == 0 { 0 } else { self.begun + GAP };
        analyser.analyse(text, start, |token| {
            self.push(token, repetitions);
            if let Some(gatherer) = &mut gatherer {
                gatherer.word(token.term, &token.range);
            }
        });
    }

    fn push(&mut self, token: &Token, repetitions: u8) {
        let mut sign = SAME;
        while self.begun <= token.position {
            self.begun += 1;
            if self.begun <= token.position {
                self.out.push(NEXT);
            }
            sign = NEXT;
        }
        for _ in 0..repetitions {
            self.out.push(sign);
            self.out.push_str(token.term);
            sign = SAME;
        }
    }
}

/// Reads what [`encode`] wrote.
#[derive(Clone, Default)]
pub(super) struct Decoder {
    token: Emitted,
}

/// The terms of one field.
pub(super) struct Terms<'a> {
    rest: &'a str,
    token: &'a mut Emitted,
}

impl Tokenizer for Decoder {
    type TokenStream<'a> = Terms<'a>;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> Terms<'a> {
        // The first term begins with NEXT and brings the position from MAX to 0.
        self.token.reset();
        Terms { rest: text, token: &mut self.token }
    }
}

impl TokenStream for Terms<'_> {
    fn advance(&mut self) -> bool {
        loop {
            let mut chars = self.rest.chars();
            let Some(sign) = chars.next() else {
                return false;
            };
            if sign == NEXT {
                self.token.position = self.token.position.wrapping_add(1);
            }
            let body = chars.as_str();
            let end = body.bytes().position(|b| b < b' ').unwrap_or(body.len());
            let (term, rest) = body.split_at(end);
            self.rest = rest;
            if !term.is_empty() {
                self.token.text.clear();
                self.token.text.push_str(term);
                return true;
            }
        }
    }

    fn token(&self) -> &Emitted {
        self.token
    }

    fn token_mut(&mut self) -> &mut Emitted {
        self.token
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::index::FieldWeight;

    fn decode(text: &str) -> Vec<(String, usize)> {
        let mut decoder = Decoder::default();
        let mut stream = decoder.token_stream(text);
        let mut out = Vec::new();
        stream.process(&mut |token| out.push((token.text.clone(), token.position)));
        out
    }

    #[test]
    fn positions_survive() {
        let doc = IndexDoc {
            title: "онлайн-урок дома".into(),
            summary: "план".into(),
            fields: vec![
                (FieldWeight::new(0.4), "нет".into()),
                (FieldWeight::new(1.0), "да".into()),
            ],
            ..IndexDoc::default()
        };
        let encoded = encode(&doc, false, &mut Analyser::new());
        let title: Vec<_> = decode(&encoded.title).into_iter().map(|(_, at)| at).collect();
        assert_eq!(title, [0, 0, 1, 2]);
        let text = decode(&encoded.text);
        let expected = [("план", 0), ("план", 0), ("да", 1 + GAP as usize)];
        assert_eq!(text, expected.map(|(term, at)| (term.to_owned(), at)));
    }
}
