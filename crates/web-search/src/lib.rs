//! The search of `metod` for browsers: [`metod_search::store::Engine`] behind a plain C interface, to be
//! compiled to WebAssembly. A host (the theme's `scripts/search-worker/`) writes bytes into memory that
//! [`interface::metod_alloc`] gave, calls, and reads the answer, JSON (`json.rs`).
//!
//! One engine a module: WebAssembly has one thread, and a host that wants two makes two instances.

// The tests run elsewhere, with the standard library.
#![cfg_attr(target_family = "wasm", no_std)]

extern crate alloc;

mod alone;
#[cfg(target_family = "wasm")]
mod bare;
mod json;
mod request;

use alloc::borrow::ToOwned;
use alloc::string::String;
use alone::Alone;

use metod_search::answer::{Facets, State};
use metod_search::store::{Engine, Error};

/// What the module holds between calls.
struct Session {
    engine: Engine,
    /// A file with labels that cannot be had.
    lost_labels: Option<String>,
}

/// The session, if an index is open, and the last answer, which the host copies at once.
static STATE: Alone<(Option<Session>, String)> = Alone::new((None, String::new()));

/// The session to work with.
fn with_session<R>(each: impl FnOnce(&mut Option<Session>) -> R) -> R {
    STATE.with(|(session, _)| each(session))
}

// What calls give back; scripts/search-worker/ of the theme knows the numbers.

/// A file was taken.
const GOOD: u32 = 0;
/// It is cut off or changed.
const DAMAGED: u32 = 1;
/// It is of another version of the format or of the analyser.
const VERSION: u32 = 2;
/// No index is open, or the file is none of it.
const UNKNOWN: u32 = 3;

fn code(result: Result<(), Error>) -> u32 {
    match result {
        Ok(()) => GOOD,
        Err(Error::Damaged) => DAMAGED,
        Err(Error::Version(_) | Error::Analyser) => VERSION,
        Err(Error::Unknown) => UNKNOWN,
    }
}

/// Opens the index with that root instead of the one before. After an error the one before stays.
fn open(root: &[u8]) -> u32 {
    code(Engine::open(root).map(|engine| {
        with_session(|slot| *slot = Some(Session { engine, lost_labels: None }));
    }))
}

fn give(address: &str, bytes: &[u8]) -> u32 {
    with_session(|slot| match slot {
        Some(session) => code(session.engine.give(address, bytes)),
        None => UNKNOWN,
    })
}

fn lost(address: &str) {
    with_session(|slot| {
        let Some(session) = slot else { return };
        // Kinds of files are told by their letter: labels are the engine's, but asked for here.
        if address.starts_with("search/l") {
            session.lost_labels = Some(address.to_owned());
        }
        session.engine.lost(address);
    });
}

/// The answer to a question as JSON; an empty text when no index is open.
fn ask(question: &str) -> String {
    with_session(|slot| {
        let Some(session) = slot else { return String::new() };
        let (request, lang) = request::read(question);
        let mut answer = session.engine.ask(&request);
        if request.facets != Facets::None
            && session.engine.labels(lang).is_none()
            && let Some(address) = session.engine.labels_address(lang)
            && session.lost_labels.as_ref() != Some(&address)
        {
            answer.want.push(address);
            answer.state = answer.state.min(State::Titles);
        }
        json::answer(&answer, session.engine.labels(lang))
    })
}

/// The words of all facets and values in a language as JSON; an empty text when they are not here.
fn labels(lang: &str) -> String {
    with_session(|slot| {
        let labels = slot.as_ref().and_then(|session| session.engine.labels(lang));
        labels.map(json::labels).unwrap_or_default()
    })
}

/// Forgets which files were lost.
fn retry() {
    with_session(|slot| {
        if let Some(session) = slot {
            session.lost_labels = None;
            session.engine.retry();
        }
    });
}

/// The interface proper. Names are long because a native library would share them with all others.
#[allow(unsafe_code, reason = "JavaScript passes addresses; each use says why it is sound")]
pub mod interface {
    use super::STATE;
    use alloc::boxed::Box;
    use alloc::string::String;
    use alloc::vec;

    /// Memory of `len` bytes for the host to write into, until it calls [`metod_release`].
    // Names that are not mangled are unsafe, for they could take the place of others': all of these begin
    // with the program's own.
    #[unsafe(no_mangle)]
    pub extern "C" fn metod_alloc(len: usize) -> *mut u8 {
        let memory: Box<[u8]> = vec![0; len].into_boxed_slice();
        Box::into_raw(memory).cast()
    }

    /// Gives back memory of [`metod_alloc`].
    ///
    /// # Safety
    /// `at` and `len` must be those of one [`metod_alloc`] that was not given back yet.
    #[unsafe(no_mangle)]
    pub unsafe extern "C" fn metod_release(at: *mut u8, len: usize) {
        // SAFETY: made by `Box::into_raw` in `metod_alloc` with this length, which the caller promises.
        drop(unsafe { Box::from_raw(core::ptr::slice_from_raw_parts_mut(at, len)) });
    }

    /// The bytes that the host wrote.
    ///
    /// # Safety
    /// `at` and `len` must be those of memory of [`metod_alloc`] that outlives the call.
    unsafe fn bytes<'a>(at: *const u8, len: usize) -> &'a [u8] {
        // SAFETY: `metod_alloc` gave initialised memory of this length; nobody writes to it during a call,
        // since the host waits for it.
        unsafe { core::slice::from_raw_parts(at, len) }
    }

    /// The same as text.
    ///
    /// # Safety
    /// As for [`bytes`].
    unsafe fn text<'a>(at: *const u8, len: usize) -> &'a str {
        // SAFETY: as the caller promises.
        core::str::from_utf8(unsafe { bytes(at, len) }).unwrap_or_default()
    }

    /// Opens an index. Gives 0 when it is taken, 1 when it is damaged, 2 when it is of another version,
    /// 3 when it is unknown.
    ///
    /// # Safety
    /// The memory must be of [`metod_alloc`].
    #[unsafe(no_mangle)]
    pub unsafe extern "C" fn metod_open(at: *const u8, len: usize) -> u32 {
        // SAFETY: as the caller promises.
        super::open(unsafe { bytes(at, len) })
    }

    /// Takes a file that an answer wanted.
    ///
    /// # Safety
    /// Both pieces of memory must be of [`metod_alloc`].
    #[unsafe(no_mangle)]
    pub unsafe extern "C" fn metod_give(
        name: *const u8,
        name_len: usize,
        at: *const u8,
        len: usize,
    ) -> u32 {
        // SAFETY: as the caller promises.
        let (name, bytes) = unsafe { (text(name, name_len), bytes(at, len)) };
        super::give(name, bytes)
    }

    /// Notes that a file cannot be had.
    ///
    /// # Safety
    /// The memory must be of [`metod_alloc`].
    #[unsafe(no_mangle)]
    pub unsafe extern "C" fn metod_lost(at: *const u8, len: usize) {
        // SAFETY: as the caller promises.
        super::lost(unsafe { text(at, len) });
    }

    /// Forgets which files could not be had.
    #[unsafe(no_mangle)]
    pub extern "C" fn metod_retry() {
        super::retry();
    }

    /// Answers a question (`request.rs` tells how it is written); gives the length of the answer.
    ///
    /// # Safety
    /// The memory must be of [`metod_alloc`].
    #[unsafe(no_mangle)]
    pub unsafe extern "C" fn metod_ask(at: *const u8, len: usize) -> usize {
        // SAFETY: as the caller promises.
        answer(super::ask(unsafe { text(at, len) }))
    }

    /// Words of facets in a language; gives the length of the answer.
    ///
    /// # Safety
    /// The memory must be of [`metod_alloc`].
    #[unsafe(no_mangle)]
    pub unsafe extern "C" fn metod_labels(at: *const u8, len: usize) -> usize {
        // SAFETY: as the caller promises.
        answer(super::labels(unsafe { text(at, len) }))
    }

    /// Where the last answer lies, until the next call.
    #[unsafe(no_mangle)]
    pub extern "C" fn metod_answer() -> *const u8 {
        STATE.with(|(_, answer)| answer.as_ptr())
    }

    fn answer(text: String) -> usize {
        let len = text.len();
        STATE.with(|(_, answer)| *answer = text);
        len
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    #[allow(unsafe_code, reason = "the interface as a host uses it")]
    fn memory_is_taken_and_given_back() {
        for len in [0, 1, 7, 4096] {
            let at = interface::metod_alloc(len);
            // SAFETY: memory of `metod_alloc`, given back once.
            unsafe {
                at.write_bytes(b'x', len);
                assert_eq!(interface::metod_open(at, len), DAMAGED);
                assert_eq!(interface::metod_ask(at, len), 0);
                interface::metod_release(at, len);
            }
        }
    }

    #[test]
    fn nothing_answers_before_an_index_is_open() {
        assert_eq!(open(b"no index"), DAMAGED);
        assert_eq!(give("search/w0.bin", b""), UNKNOWN);
        assert_eq!(ask("q=план"), "");
        assert_eq!(labels("ru"), "");
        lost("search/w0.bin");
        retry();
    }
}
