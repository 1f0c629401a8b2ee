//! Work that must not be in anybody's way: one thing at a time, when nothing has changed for a moment, and on
//! Linux only while no other thread wants the processor.

use std::sync::{Condvar, Mutex, PoisonError};
use std::time::{Duration, Instant};

/// So long nothing must have changed.
const STILL: Duration = Duration::from_millis(1500);

/// Tells the worker that there is something to do, and when it came.
#[derive(Debug, Default)]
pub(super) struct Wish {
    newest: Mutex<Option<Instant>>,
    made: Condvar,
}

impl Wish {
    /// Asks for the work to be done (again).
    pub(super) fn make(&self) {
        *self.newest.lock().unwrap_or_else(PoisonError::into_inner) = Some(Instant::now());
        self.made.notify_one();
    }

    /// Waits until there is a wish and none newer for a moment, and takes it.
    pub(super) fn wait(&self) {
        let mut newest = self.newest.lock().unwrap_or_else(PoisonError::into_inner);
        loop {
            let pause = newest.map(|since| STILL.saturating_sub(since.elapsed()));
            newest = match pause {
                Some(Duration::ZERO) => {
                    *newest = None;
                    return;
                }
                Some(pause) => {
                    let waited = self.made.wait_timeout(newest, pause);
                    waited.unwrap_or_else(PoisonError::into_inner).0
                }
                None => self.made.wait(newest).unwrap_or_else(PoisonError::into_inner),
            };
        }
    }
}

/// Threads of the lowest priority: they and what they start step back behind all others.
pub(super) fn threads() -> Option<rayon::ThreadPool> {
    let count = std::thread::available_parallelism().map_or(1, |cores| cores.get().div_ceil(2));
    let pool = rayon::ThreadPoolBuilder::new().num_threads(count).start_handler(|_| step_back());
    pool.build().ok()
}

fn step_back() {
    // On Linux a priority is a thread's own. Where it cannot be changed, there are still few threads.
    #[cfg(target_os = "linux")]
    let _ = rustix::process::nice(19);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn many_wishes_in_a_row_are_one() {
        let wish = Wish::default();
        wish.make();
        wish.make();
        let began = Instant::now();
        wish.wait();
        assert!(began.elapsed() > STILL / 2);
        assert!(wish.newest.lock().unwrap().is_none());
    }
}
