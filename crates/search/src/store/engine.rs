//! Answers from files that someone else fetches.

use super::cache::{Cache, File};
use super::columns::Labels;
use super::root::Root;
use super::view::View;
use super::{Error, Kind, address, frame};
use crate::analyser::Analyser;
use crate::answer::{Answer, Request, State, answer};
use crate::map::{Map, Names};
use crate::prelude::*;

/// A search over a static index. It never reads or fetches anything by itself:
///
/// 1. the host fetches [`super::ROOT`] and gives it to [`Engine::open`];
/// 2. it calls [`Engine::ask`]; what the answer has so far can be shown;
/// 3. it fetches the files that [`Answer::want`] names, side by side, and hands each to
///    [`Engine::give`], or tells by [`Engine::lost`] that it cannot be had;
/// 4. it asks again, until nothing is wanted.
///
/// Each round brings the answer nearer to [`State::Whole`]; a file that was given or lost is not asked
/// for again by the same question. Files are kept for later questions, within some megabytes.
pub struct Engine {
    root: Root,
    cache: Cache,
    lost: Names,
    /// Bytes of rows that were given.
    spent: usize,
    /// By address.
    labels: Map<Labels>,
    analyser: Analyser,
}

impl Engine {
    /// An engine for the index with that root.
    ///
    /// # Errors
    /// When the file is damaged, or was made by another version of the format or the analyser.
    pub fn open(root: &[u8]) -> Result<Self, Error> {
        let root = Root::read(&frame::open(root, Kind::Root)?)?;
        Ok(Self {
            root,
            cache: Cache::default(),
            lost: Names::default(),
            spent: 0,
            labels: Map::default(),
            analyser: Analyser::new(),
        })
    }

    /// Number of documents.
    pub fn documents(&self) -> u32 {
        self.root.documents
    }

    /// Languages of the documents.
    pub fn languages(&self) -> &[String] {
        &self.root.languages
    }

    /// Names of all facets; the first ones share one small file.
    pub fn facets(&self) -> impl Iterator<Item = &str> {
        self.root.fields.iter().map(|(field, _)| field.as_str())
    }

    /// Takes a file that was asked for.
    ///
    /// # Errors
    /// When it is damaged, of another version or none of this index's. It may be fetched again, or
    /// given up by [`Engine::lost`].
    pub fn give(&mut self, address: &str, bytes: &[u8]) -> Result<(), Error> {
        let kind = Kind::of(address)?;
        let (file, size) = File::read(kind, bytes, &self.root)?;
        self.lost.remove(address);
        if kind == Kind::Rows {
            self.spent += bytes.len();
        }
        match file {
            File::Labels(labels) => {
                self.labels.insert(address.to_owned(), labels);
            }
            file => self.cache.put(address.to_owned(), file, size),
        }
        Ok(())
    }

    /// Notes that a file cannot be had: answers will do without it, and say so ([`Answer::lost`]).
    pub fn lost(&mut self, address: &str) {
        self.lost.insert(address.to_owned(), ());
    }

    /// Forgets which files were lost, so that they are asked for again: when the connection is back.
    pub fn retry(&mut self) {
        self.lost.clear();
    }

    /// Answers as far as the files that are here allow, and says which ones would help.
    pub fn ask(&mut self, request: &Request) -> Answer {
        self.cache.tick();
        let mut analyser = core::mem::take(&mut self.analyser);
        let view = View::new(&self.root, &self.cache, &self.lost, self.spent);
        let mut answer = answer(request, &view, &mut analyser);
        let (wanted, lost) = view.into_wanted();
        if answer.state != State::Whole {
            answer.want = wanted.into_iter().map(|(address, ())| address).collect();
        }
        answer.lost = lost;
        self.analyser = analyser;
        answer
    }

    /// Labels of facets and values in a language, if they have been given.
    pub fn labels(&self, lang: &str) -> Option<&Labels> {
        self.labels.get(&self.labels_address(lang)?)
    }

    /// The file with the labels in a language, if there are any.
    pub fn labels_address(&self, lang: &str) -> Option<String> {
        let (_, hash) = self.root.labels.iter().find(|(own, _)| own == lang)?;
        Some(address(Kind::Labels, *hash))
    }
}
