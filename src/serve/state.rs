//! The newest snapshot of the portal.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError, RwLock};

use metod_content::diagnostic::Lang;

use super::leisure::{self, Wish};
use crate::pipeline::{self, Memory, Prepared, Purpose, SearchFiles};
use crate::render::Facts;
use crate::report::human;
use crate::source::{Digests, Disk, History, Listing, SourceError, Tree, Watched};

/// What the server knows.
pub(super) struct State {
    pub(super) tree: Disk,
    private: Option<Disk>,
    facts: Facts,
    drafts: bool,
    snapshot: RwLock<Arc<Prepared>>,
    generation: AtomicU64,
    search: Mutex<Option<(u64, Arc<SearchFiles>)>>,
    reading: Mutex<Reading>,
    digests: Digests,
    wish: Wish,
}

/// What reading the portal again starts from.
struct Reading {
    memory: Memory,
    listing: Arc<Listing>,
    history: History,
}

impl State {
    /// Reads the portal for the first time, without its history.
    pub(super) fn new(
        tree: Disk,
        private: Option<Disk>,
        facts: Facts,
        drafts: bool,
    ) -> Result<Self, SourceError> {
        let listing = Arc::new(tree.files()?);
        let digests = Digests::default();
        let mut memory = Memory::default();
        let seen = Watched::new(&tree, &listing, &digests);
        let folder = private.as_ref().map(|folder| folder as &dyn Tree);
        let history = History::default();
        let first = pipeline::prepare_again(&seen, folder, history, &facts, drafts, &mut memory)?;
        // The terms of all titles, which every later plan takes from memory: the first edit shall not wait.
        first.plan.get_ready(&first.loaded.portal);
        let reading = Reading { memory, listing, history: History::default() };
        Ok(State {
            tree,
            private,
            facts,
            drafts,
            snapshot: RwLock::new(Arc::new(first)),
            generation: AtomicU64::new(0),
            search: Mutex::new(None),
            reading: Mutex::new(reading),
            digests,
            wish: Wish::default(),
        })
    }

    /// The newest snapshot.
    pub(super) fn snapshot(&self) -> Arc<Prepared> {
        self.snapshot.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Files of the newest snapshot.
    pub(super) fn listing(&self) -> Arc<Listing> {
        self.reading.lock().unwrap_or_else(PoisonError::into_inner).listing.clone()
    }

    /// True when a file has changed in a way that `listing`, which is known, does not show.
    pub(super) fn slipped(&self, listing: &Listing) -> bool {
        self.digests.slipped(&self.tree, listing)
    }

    /// Takes in the repository's history, for the next snapshot. A commit is rare while one writes: it is good
    /// enough until the server ends. False when there is nothing in it.
    pub(super) fn learn(&self, history: History) -> bool {
        let tells = !history.files.is_empty();
        self.reading.lock().unwrap_or_else(PoisonError::into_inner).history = history;
        tells
    }

    /// Reads the portal again, as `listing` shows it, and gives the number of the new snapshot.
    pub(super) fn refresh(&self, listing: Arc<Listing>) -> Result<u64, SourceError> {
        let mut reading = self.reading.lock().unwrap_or_else(PoisonError::into_inner);
        let history = reading.history.clone();
        reading.listing = listing;
        let Reading { memory, listing, .. } = &mut *reading;
        let seen = Watched::new(&self.tree, listing, &self.digests);
        let private = self.private.as_ref().map(|folder| folder as &dyn Tree);
        let prepared =
            pipeline::prepare_again(&seen, private, history, &self.facts, self.drafts, memory)?;
        let old = {
            let mut newest = self.snapshot.write().unwrap_or_else(PoisonError::into_inner);
            std::mem::replace(&mut *newest, Arc::new(prepared))
        };
        let generation = self.generation.fetch_add(1, Ordering::AcqRel) + 1;
        self.wish.make();
        // Taking a portal apart takes a while, during which pages need not wait.
        drop(old);
        Ok(generation)
    }

    /// Keeps the search index up to date, on a thread of its own.
    pub(super) fn start_index(self: &Arc<Self>) {
        let state = self.clone();
        self.wish.make();
        std::thread::spawn(move || {
            loop {
                state.wish.wait();
                // Threads of their own each time: what they have freed goes back to the system when they end.
                match leisure::threads() {
                    Some(threads) => threads.install(|| state.build_index()),
                    None => state.build_index(),
                }
            }
        });
    }

    fn build_index(&self) {
        let generation = self.generation.load(Ordering::Acquire);
        let snapshot = self.snapshot();
        let index = pipeline::index(&snapshot, Purpose::Files);
        match index.and_then(|index| pipeline::search_files(&snapshot, &index)) {
            Ok(files) => {
                let mut slot = self.search.lock().unwrap_or_else(PoisonError::into_inner);
                // A newer snapshot may have been faster.
                if slot.as_ref().is_none_or(|(known, _)| *known <= generation) {
                    *slot = Some((generation, Arc::new(files)));
                }
            }
            Err(error) => eprintln!("metod: {error}"),
        }
    }

    /// The newest files that browsers search, by address; `None` while the first ones are being made.
    pub(super) fn search_files(&self) -> Option<Arc<SearchFiles>> {
        let slot = self.search.lock().unwrap_or_else(PoisonError::into_inner);
        slot.as_ref().map(|(_, files)| files.clone())
    }

    /// Says on the terminal what is wrong.
    pub(super) fn print_findings(&self) {
        let snapshot = self.snapshot();
        let loaded = &snapshot.loaded;
        if loaded.diagnostics.is_empty() {
            return;
        }
        let lang = Lang::from_tag(loaded.portal.config.lang());
        let style = human::Style { lang, color: false };
        eprint!("{}", human::list(&loaded.diagnostics, &loaded.files, &self.tree, style));
    }
}
