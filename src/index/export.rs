//! The static index: what tantivy knows, as small files for browsers.

use super::source::{Inverted, Reading};
use super::{Error, Index, Occurrence};
use metod_search::analyser::Analyser;
use metod_search::answer::{Catalogue, Passage, Record};
use metod_search::rank::{self, Field, Posting};
use metod_search::store::Labels;
use metod_search::store::write::{Collected, Digester, File, Term, write};
use rayon::prelude::*;
use std::collections::BTreeMap;

/// Documents whose texts are in memory at a time, for each thread.
const BATCH: usize = 64;

/// The files of the static index, with labels of facets by language. Runs on rayon's current pool; the
/// bytes are the same for any number of threads. The texts of documents must have been kept
/// ([`super::Options::keep_text`]), else there is nothing to cut snippets from but summaries.
///
/// # Errors
/// When the index cannot be read.
pub fn export(index: &Index, labels: BTreeMap<String, Labels>) -> Result<Vec<File>, Error> {
    let terms = terms(index)?;
    let form = |form: rank::Form| (form.surface.to_owned(), form.term.to_owned());
    let records: Vec<Record> = index.documents.iter().map(|document| document.record()).collect();
    let collected = Collected {
        texts: digests(index, &terms)?,
        terms,
        forms: index.forms.iter().map(form).collect(),
        endings: index.forms.backwards().map(form).collect(),
        records,
        columns: index.columns.clone(),
        dates: index.dates.to_vec(),
        labels,
        synonyms: index.synonyms.groups().to_vec(),
    };
    Ok(write(&collected, |count, make| (0..count).into_par_iter().map(make).collect()))
}

/// Terms and phrases, in order of their keys.
fn terms(index: &Index) -> Result<Vec<Term>, Error> {
    let (titles, texts) =
        rayon::join(|| field_terms(index, Field::Title), || field_terms(index, Field::Text));
    let mut terms = merge(titles?, texts?);
    let reading = Reading::new(index)?;
    for phrase in index.synonyms.phrases() {
        let mut term = Term::new(&phrase.join(" "));
        for field in Field::ALL {
            let postings = rank::phrase_postings(&reading, field, phrase);
            postings.into_iter().for_each(|posting| term.add(field, posting, &[]));
        }
        terms.push(term);
    }
    reading.finish()?;
    terms.sort_by(|a, b| a.key().cmp(b.key()));
    terms.dedup_by(|later, first| later.key() == first.key());
    Ok(terms)
}

fn field_terms(index: &Index, field: Field) -> Result<Vec<Term>, Error> {
    let mut terms = Vec::new();
    index.walk(field, |key, occurrences| {
        let mut term = Term::new(key);
        for Occurrence { doc, impact, positions } in occurrences {
            term.add(field, Posting { doc: *doc, impact: *impact }, positions);
        }
        terms.push(term);
    })?;
    Ok(terms)
}

/// Two sorted lists as one, equal keys joined.
fn merge(titles: Vec<Term>, texts: Vec<Term>) -> Vec<Term> {
    let mut out: Vec<Term> = Vec::with_capacity(texts.len() + titles.len() / 8);
    let mut titles = titles.into_iter().peekable();
    for mut text in texts {
        while let Some(title) = titles.next_if(|title| title.key() <= text.key()) {
            if title.key() == text.key() {
                text.join(Field::Title, title);
            } else {
                out.push(title);
            }
        }
        out.push(text);
    }
    out.extend(titles);
    out
}

/// The digests of all documents.
fn digests(index: &Index, terms: &[Term]) -> Result<Vec<Vec<Passage>>, Error> {
    let documents = index.documents.len();
    let idf = |term: &str| {
        let at = terms.binary_search_by(|t| t.key().cmp(term));
        let found = at.map_or(1, |at| terms[at].in_text().max(1));
        (documents as f32 / found as f32).ln().max(0.01)
    };
    let words = Inverted::open(index, Field::Text)?.map_or(0, |i| i.index.total_num_tokens());
    let digester = Digester::new(&idf, words as f32 / documents.max(1) as f32);
    let numbers: Vec<u32> = (0..documents as u32).collect();
    let batch = |numbers: &[u32]| -> Result<Vec<Vec<Passage>>, Error> {
        let reading = Reading::new(index)?;
        let mut analyser = Analyser::bulk();
        let digest = |&doc: &u32| {
            let passages = reading.passages(doc).unwrap_or_default();
            digester.digest(&passages, &mut analyser)
        };
        let digests = numbers.iter().map(digest).collect();
        reading.finish()?;
        Ok(digests)
    };
    let batches: Vec<_> = numbers.par_chunks(BATCH).map(batch).collect::<Result<_, _>>()?;
    Ok(batches.into_iter().flatten().collect())
}
