//! A host of the static index's engine: files of a folder, of memory, of anything.

use metod_search::answer::{Answer, Request};
use metod_search::store::write::File;
use metod_search::store::{Engine, Error, ROOT, place};
use std::collections::BTreeMap;
use std::fs;
use std::io::Read as _;
use std::path::Path;

/// Bytes of a file that are read; no file of an index is so long.
const MAX_FILE: u64 = 16 << 20;

/// Gives the content of the file with an address.
type Read<'a> = dyn Fn(&str) -> Option<Vec<u8>> + 'a;

/// A static index whose files are read as they are needed.
pub struct Library<'a> {
    engine: Engine,
    read: Box<Read<'a>>,
    /// What the last question took.
    traffic: Traffic,
}

/// What a question took, beyond what was there before.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Traffic {
    /// Files and pieces of files in each round of fetches, with their lengths in bytes.
    pub rounds: Vec<Vec<(String, usize)>>,
    /// Rounds after which titles could be shown.
    pub until_titles: usize,
}

impl Traffic {
    /// Bytes of the first `rounds` rounds.
    pub fn bytes(&self, rounds: usize) -> usize {
        self.rounds.iter().take(rounds).flatten().map(|(_, bytes)| bytes).sum()
    }
}

impl<'a> Library<'a> {
    /// Opens an index. `read` gives the content of the file with that address, relative to the root of
    /// the site, if there is one.
    ///
    /// # Errors
    /// When there is no index, or none that this program can read.
    pub fn open(read: impl Fn(&str) -> Option<Vec<u8>> + 'a) -> Result<Self, Error> {
        let root = read(ROOT).ok_or(Error::Unknown)?;
        Ok(Self { engine: Engine::open(&root)?, read: Box::new(read), traffic: Traffic::default() })
    }

    /// Opens the index of the site in a folder.
    ///
    /// # Errors
    /// When there is no index, or none that this program can read.
    pub fn in_folder(site: &Path) -> Result<Self, Error> {
        let site = site.to_owned();
        // Addresses are made by the engine of letters, digits and dots alone.
        Self::open(move |address| {
            let file = fs::File::open(site.join(address)).ok()?;
            let mut bytes = Vec::new();
            file.take(MAX_FILE).read_to_end(&mut bytes).ok()?;
            Some(bytes)
        })
    }

    /// Opens an index in memory.
    ///
    /// # Errors
    /// When its root is damaged.
    pub fn of(files: Vec<File>) -> Result<Self, Error> {
        let files: BTreeMap<String, Vec<u8>> =
            files.into_iter().map(|file| (file.address, file.bytes)).collect();
        Self::open(move |address| files.get(address).cloned())
    }

    /// Answers a request, as far as all files can be had ([`Answer::lost`]).
    pub fn search(&mut self, request: &Request) -> Answer {
        self.traffic = Traffic::default();
        loop {
            let answer = self.engine.ask(request);
            if answer.state == metod_search::answer::State::Missing {
                self.traffic.until_titles = self.traffic.rounds.len() + 1;
            }
            if answer.want.is_empty() {
                return answer;
            }
            let mut round = Vec::new();
            for address in &answer.want {
                let bytes = self.bytes(address);
                round.push((address.clone(), bytes.as_ref().map_or(0, Vec::len)));
                let taken = bytes.map(|bytes| self.engine.give(address, &bytes));
                if !matches!(taken, Some(Ok(()))) {
                    self.engine.lost(address);
                }
            }
            self.traffic.rounds.push(round);
        }
    }

    /// A file, or the piece of one that is meant.
    fn bytes(&self, address: &str) -> Option<Vec<u8>> {
        let (file, piece) = place(address);
        let mut bytes = (self.read)(file)?;
        if let Some(piece) = piece {
            bytes = bytes.get(piece)?.to_vec();
        }
        Some(bytes)
    }

    /// What the last question took.
    pub fn traffic(&self) -> &Traffic {
        &self.traffic
    }
}
