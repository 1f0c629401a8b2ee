//! Notices changes on the disk by looking at names, sizes and times: works on every system and on
//! network drives, and costs one walk over the folders a look.

use std::sync::Arc;
use std::time::{Duration, Instant};

use tokio::sync::watch::Sender;

use super::state::State;
use crate::source::{Listing, Tree};

/// Shortest pause between two looks.
const PAUSE: Duration = Duration::from_millis(100);
/// A look may take this share of the time: one part in ten.
const SHARE: u32 = 9;

/// Watches on a thread of its own until the process ends.
pub(super) fn start(state: Arc<State>, sender: Sender<u64>, quiet: bool) {
    std::thread::spawn(move || {
        let mut known = state.tree.files().ok();
        loop {
            let started = Instant::now();
            let seen = state.tree.files().ok();
            let took = started.elapsed();
            if changed(known.as_ref(), seen.as_ref()) {
                known = seen;
                follow(&state, &sender, quiet);
            }
            std::thread::sleep(PAUSE.max(took * SHARE));
        }
    });
}

fn changed(known: Option<&Listing>, seen: Option<&Listing>) -> bool {
    // A folder that cannot be listed for a moment (an editor is moving it) is not a change.
    seen.is_some() && known != seen
}

fn follow(state: &Arc<State>, sender: &Sender<u64>, quiet: bool) {
    match state.refresh() {
        Ok(generation) => {
            state.print_findings();
            if !quiet {
                eprintln!("↻ {generation}");
            }
            // No browser may be listening.
            let _ = sender.send(generation);
            state.start_index();
        }
        Err(error) => eprintln!("metod: {error}"),
    }
}
