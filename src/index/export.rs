//! The static index: what tantivy knows, as small files for browsers.

use super::source::Reading;
use super::{Error, Index, Occurrence};
use metod_search::answer::Record;
use metod_search::rank::{self, Field, Posting};
use metod_search::store::write::{Collected, File, Term, write};
use metod_search::store::{Labels, ROOT};
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Mutex, PoisonError};

/// Parts into which the terms of a field are divided, to be read side by side.
const PARTS: u32 = 16;

/// Makes the files of the static index, with labels of facets by language, and gives each to `put` once, the
/// root last. Runs on rayon's current pool; the bytes are the same for any number of threads. Digests must have
/// been asked for ([`super::Options::digests`]), else there are no texts to cut snippets from.
///
/// # Errors
/// When the index cannot be read.
pub fn export(
    index: &Index,
    labels: BTreeMap<String, Labels>,
    put: impl Fn(File) + Sync,
) -> Result<(), Error> {
    let form = |form: rank::Form| (form.surface.to_owned(), form.term.to_owned());
    let records: Vec<Record> = index.documents.iter().map(|document| document.record()).collect();
    let collected = Collected {
        texts: index.texts.clone(),
        terms: terms(index)?,
        forms: index.forms.iter().map(form).collect(),
        endings: index.forms.backwards().map(form).collect(),
        records,
        columns: index.columns.clone(),
        dates: index.dates.to_vec(),
        labels,
        dear: index.dear,
        synonyms: index.synonyms.groups().to_vec(),
    };
    // Files are named by their content, which two lists may share.
    let given: Mutex<BTreeSet<String>> = Mutex::default();
    let put = |file: File| {
        let mut given = given.lock().unwrap_or_else(PoisonError::into_inner);
        let new = given.insert(file.address.clone());
        drop(given);
        if new {
            put(file);
        }
    };
    write(
        &collected,
        |count, make| (0..count).into_par_iter().with_max_len(4).map(make).collect(),
        &put,
    );
    Ok(())
}

/// The files of [`export`] in memory, in order of their addresses but for the root, which is the last.
///
/// # Errors
/// When the index cannot be read.
pub fn files(index: &Index, labels: BTreeMap<String, Labels>) -> Result<Vec<File>, Error> {
    let files: Mutex<BTreeMap<String, Vec<u8>>> = Mutex::default();
    export(index, labels, |file| {
        let mut files = files.lock().unwrap_or_else(PoisonError::into_inner);
        files.insert(file.address, file.bytes);
    })?;
    let mut files = files.into_inner().unwrap_or_else(PoisonError::into_inner);
    let root = files.remove_entry(ROOT);
    let all = files.into_iter().chain(root);
    Ok(all.map(|(address, bytes)| File { address, bytes }).collect())
}

/// Terms and phrases, in order of their keys.
fn terms(index: &Index) -> Result<Vec<Term>, Error> {
    let mut terms = merge(field_terms(index, Field::Title)?, field_terms(index, Field::Text)?);
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
    let newer = index.newer(field)?;
    let part = |part: u32| -> Result<Vec<Term>, Error> {
        let mut terms = Vec::new();
        index.walk_part(field, (part.into(), PARTS.into()), &newer, |key, occurrences| {
            let mut term = Term::new(key);
            for Occurrence { doc, impact, positions } in occurrences {
                term.add(field, Posting { doc: *doc, impact: *impact }, positions);
            }
            term.shrink();
            terms.push(term);
        })?;
        Ok(terms)
    };
    let parts: Vec<Vec<Term>> =
        (0..PARTS).into_par_iter().with_max_len(1).map(part).collect::<Result<_, Error>>()?;
    Ok(parts.into_iter().flatten().collect())
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
