//! What the module holds between calls.

use core::cell::UnsafeCell;
use core::sync::atomic::{AtomicBool, Ordering};

/// A value that one caller uses at a time. Others wait: in WebAssembly there are none.
pub(crate) struct Alone<T> {
    taken: AtomicBool,
    value: UnsafeCell<T>,
}

// SAFETY: `with` lets one thread at a time have the value.
#[allow(unsafe_code, reason = "there are no locks without the standard library")]
unsafe impl<T: Send> Sync for Alone<T> {}

impl<T> Alone<T> {
    pub(crate) const fn new(value: T) -> Self {
        Self { taken: AtomicBool::new(false), value: UnsafeCell::new(value) }
    }

    /// Uses the value; never within another use of it.
    pub(crate) fn with<R>(&self, each: impl FnOnce(&mut T) -> R) -> R {
        while self.taken.swap(true, Ordering::Acquire) {
            core::hint::spin_loop();
        }
        // SAFETY: `taken` was false, so that nobody else has the value, and stays true until it is given back.
        #[allow(unsafe_code, reason = "see above")]
        let out = each(unsafe { &mut *self.value.get() });
        self.taken.store(false, Ordering::Release);
        out
    }
}
