//! Notices changes on the disk by looking at names, sizes and times: works on every system and on
//! network drives, and costs one walk over the folders a look.
//!
//! Linux rings a [bell](Bell) as soon as a file is saved, so that a look need not wait for its turn. The bell
//! is only a hint: what has changed is always what the look sees.

use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::time::{Duration, Instant};

use tokio::sync::watch::Sender as Changes;

use super::state::State;
use crate::source::{Disk, History, Listing, Repository, Tree};

/// Shortest pause between two looks, and the share of the time that looks may take: a quarter.
const PAUSE: Duration = Duration::from_millis(100);
const REST: u32 = 3;
/// The same where a bell rings, for what it does not tell: a twentieth.
const QUIET_PAUSE: Duration = Duration::from_millis(500);
const QUIET_REST: u32 = 19;
/// Programs save in several steps: a look waits until this long nothing has happened, but not longer than that.
const STILL: Duration = Duration::from_millis(10);
const LONGEST_UNREST: Duration = Duration::from_millis(150);
/// So long the first pages wait for the history of the repository.
const PATIENCE: Duration = Duration::from_millis(100);

/// What ends a pause between two looks.
pub(super) enum Ring {
    /// Something has happened in a folder.
    Folder,
    /// The repository's history is read.
    History(History),
}

/// Reads the history of the folder that is served on a thread of its own: a long one takes seconds.
pub(super) fn read_history(tree: &Disk) -> (Sender<Ring>, Receiver<Ring>) {
    let (sender, rings) = channel();
    let (tree, ring) = (tree.clone(), sender.clone());
    std::thread::spawn(move || {
        let repository = Repository::discover(tree.root()).ok();
        let history = History::read(repository.as_ref(), tree.scope(), 0);
        // Nobody listens when the server is ending.
        let _ = ring.send(Ring::History(history));
    });
    (sender, rings)
}

/// Takes the history into the first snapshot if it comes soon.
pub(super) fn await_history(state: &State, rings: &Receiver<Ring>) {
    if let Ok(Ring::History(history)) = rings.recv_timeout(PATIENCE) {
        // What the folder holds is known: it can be prepared again.
        if state.learn(history) {
            let _ = state.refresh(state.listing());
        }
    }
}

/// Watches on a thread of its own until the process ends.
pub(super) fn start(
    state: Arc<State>,
    changes: Changes<u64>,
    (sender, rings): (Sender<Ring>, Receiver<Ring>),
    quiet: bool,
) {
    std::thread::spawn(move || {
        let mut bell = Bell::new(sender.clone());
        // Kept, so that the pause does not end early when no bell rings.
        let _sender = sender;
        let mut known = state.listing();
        if let Some(bell) = &mut bell {
            bell.listen(&state.tree, &known);
        }
        loop {
            let started = Instant::now();
            let seen = state.tree.files().ok();
            // A folder that cannot be listed for a moment (an editor is moving it) is not a change.
            let seen = seen.filter(|seen| *seen != *known || state.slipped(seen));
            let took = started.elapsed();
            let changed = seen.is_some();
            if let Some(seen) = seen {
                known = Arc::new(seen);
                if let Some(bell) = &mut bell {
                    bell.listen(&state.tree, &known);
                }
                follow(&state, &changes, quiet, || state.refresh(known.clone()));
            }
            // What rings without a change must not be looked at all the time.
            let least = if changed { Duration::ZERO } else { took * REST };
            let most = if bell.is_some() {
                QUIET_PAUSE.max(took * QUIET_REST)
            } else {
                PAUSE.max(took * REST)
            };
            if let Some(history) = pause(&rings, least, most)
                && state.learn(history)
            {
                follow(&state, &changes, quiet, || state.refresh(known.clone()));
            }
        }
    });
}

/// Waits for the next look. Gives the history if it has come.
fn pause(rings: &Receiver<Ring>, least: Duration, most: Duration) -> Option<History> {
    let mut history = None;
    let mut take = |ring| {
        if let Ring::History(found) = ring {
            history = Some(found);
        }
    };
    match rings.recv_timeout(most) {
        Ok(ring) => take(ring),
        Err(RecvTimeoutError::Timeout) => return None,
        Err(RecvTimeoutError::Disconnected) => std::thread::sleep(most),
    }
    let rang = Instant::now();
    while rang.elapsed() < LONGEST_UNREST
        && let Ok(ring) = rings.recv_timeout(STILL)
    {
        take(ring);
    }
    if history.is_none() {
        std::thread::sleep(least.saturating_sub(rang.elapsed()));
    }
    history
}

fn follow(
    state: &Arc<State>,
    changes: &Changes<u64>,
    quiet: bool,
    refresh: impl FnOnce() -> Result<u64, crate::source::SourceError>,
) {
    match refresh() {
        Ok(generation) => {
            // No browser may be listening.
            let _ = changes.send(generation);
            state.print_findings();
            if !quiet {
                eprintln!("↻ {generation}");
            }
        }
        Err(error) => eprintln!("metod: {error}"),
    }
}

/// The system's notice that something happens in a folder.
#[cfg(target_os = "linux")]
struct Bell(Arc<rustix::fd::OwnedFd>);

#[cfg(target_os = "linux")]
impl Bell {
    fn new(sender: Sender<Ring>) -> Option<Self> {
        use rustix::fs::inotify::{CreateFlags, init};
        let notices = Arc::new(init(CreateFlags::CLOEXEC).ok()?);
        let source = notices.clone();
        std::thread::spawn(move || {
            let mut notice = [0_u8; 4096];
            // What the notices say does not matter: the look sees for itself.
            while rustix::io::read(&source, &mut notice).is_ok()
                && sender.send(Ring::Folder).is_ok()
            {}
        });
        Some(Bell(notices))
    }

    /// Listens to every folder that files lie in. Where that is not possible, the next look tells.
    fn listen(&mut self, tree: &Disk, listing: &Listing) {
        use rustix::fs::inotify::{WatchFlags, add_watch};
        let flags = WatchFlags::CLOSE_WRITE
            | WatchFlags::CREATE
            | WatchFlags::DELETE
            | WatchFlags::MOVED_FROM
            | WatchFlags::MOVED_TO
            | WatchFlags::ONLYDIR;
        let mut last = None;
        let _ = add_watch(&*self.0, tree.root(), flags);
        for entry in &listing.files {
            let mut folder = &*entry.path;
            while let Some((above, _)) = folder.rsplit_once('/') {
                if last.is_some_and(|last: &str| {
                    last.strip_prefix(above)
                        .is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
                }) {
                    break;
                }
                let _ = add_watch(&*self.0, tree.root().join(above), flags);
                folder = above;
            }
            last = entry.path.rsplit_once('/').map(|(folder, _)| folder);
        }
    }
}

#[cfg(not(target_os = "linux"))]
struct Bell;

#[cfg(not(target_os = "linux"))]
impl Bell {
    fn new(_: Sender<Ring>) -> Option<Self> {
        None
    }

    fn listen(&mut self, _: &Disk, _: &Listing) {}
}
