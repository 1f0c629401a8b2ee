//! The newest snapshot of the portal.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError, RwLock};

use metod_content::diagnostic::Lang;

use crate::pipeline::{self, Prepared};
use crate::render::Facts;
use crate::report::human;
use crate::source::{Disk, History, Repository, SourceError, Tree};

/// History of the folder that is served; empty outside a repository.
fn read_history(tree: &Disk) -> History {
    History::read(Repository::discover(tree.root()).ok().as_ref(), tree.scope(), 0)
}

fn read(
    tree: &Disk,
    private: Option<&Disk>,
    history: History,
    facts: &Facts,
    drafts: bool,
) -> Result<Prepared, SourceError> {
    let private = private.map(|folder| folder as &dyn Tree);
    pipeline::prepare_with(tree, private, history, facts, drafts)
}

/// Content by address.
pub(super) type SearchFiles = BTreeMap<String, Vec<u8>>;

/// What the server knows.
pub(super) struct State {
    pub(super) tree: Disk,
    private: Option<Disk>,
    facts: Facts,
    drafts: bool,
    snapshot: RwLock<Arc<Prepared>>,
    generation: AtomicU64,
    search: Mutex<Option<(u64, Arc<SearchFiles>)>>,
}

impl State {
    /// Reads the portal for the first time.
    pub(super) fn new(
        tree: Disk,
        private: Option<Disk>,
        facts: Facts,
        drafts: bool,
    ) -> Result<Self, SourceError> {
        let prepared = read(&tree, private.as_ref(), read_history(&tree), &facts, drafts)?;
        Ok(State {
            tree,
            private,
            facts,
            drafts,
            snapshot: RwLock::new(Arc::new(prepared)),
            generation: AtomicU64::new(0),
            search: Mutex::new(None),
        })
    }

    /// The newest snapshot.
    pub(super) fn snapshot(&self) -> Arc<Prepared> {
        self.snapshot.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Reads the portal again and gives the number of the new snapshot.
    pub(super) fn refresh(&self) -> Result<u64, SourceError> {
        // A commit is rare while one writes: the history of the start is good enough until then.
        let history = self.snapshot().history.clone();
        let prepared = read(&self.tree, self.private.as_ref(), history, &self.facts, self.drafts)?;
        let prepared = Arc::new(prepared);
        *self.snapshot.write().unwrap_or_else(PoisonError::into_inner) = prepared;
        Ok(self.generation.fetch_add(1, Ordering::AcqRel) + 1)
    }

    /// Builds the search index of the newest snapshot on a thread of its own.
    pub(super) fn start_index(self: &Arc<Self>) {
        let state = self.clone();
        std::thread::spawn(move || state.build_index());
    }

    fn build_index(&self) {
        let generation = self.generation.load(Ordering::Acquire);
        let snapshot = self.snapshot();
        let index = pipeline::index(&snapshot);
        match index.and_then(|index| pipeline::search_files(&snapshot, &index)) {
            Ok(files) => {
                let files = files.into_iter().map(|file| (file.address, file.bytes)).collect();
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
