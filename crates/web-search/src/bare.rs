//! What the standard library gives other programs: memory and an end. WebAssembly only.
//!
//! Its own allocator, and the messages of panics that nobody would read, took as much room in the module as the
//! search itself.

// Whoever hands out memory handles addresses; each use says why it is sound.
#![allow(unsafe_code)]

use core::alloc::{GlobalAlloc, Layout};
use core::arch::wasm32::{memory_grow, unreachable};
use core::cell::UnsafeCell;
use core::ptr::{null_mut, with_exposed_provenance_mut};

/// Bytes of the smallest block, and what all blocks are aligned to: nothing here needs more.
const LEAST: usize = 16;

/// Bytes of a page of WebAssembly's memory.
const PAGE: usize = 64 << 10;

/// Memory in blocks of four sizes between one power of two and the next. What is given back waits for the
/// next one who wants such a block: a search asks for the same sizes again and again.
struct Memory(UnsafeCell<Blocks>);

struct Blocks {
    /// By size, the first free block; each holds the address of the next.
    free: [*mut u8; 4 * usize::BITS as usize],
    /// The memory that was never used.
    next: usize,
    end: usize,
}

// SAFETY: the module is compiled without threads.
unsafe impl Sync for Memory {}

#[global_allocator]
static MEMORY: Memory = Memory(UnsafeCell::new(Blocks { free: [null_mut(); _], next: 0, end: 0 }));

/// The number and the bytes of the smallest blocks that hold `len` bytes. `None` if there are none.
fn block(len: usize) -> Option<(usize, usize)> {
    if len <= 4 * LEAST {
        let steps = len.div_ceil(LEAST).max(1);
        return Some((steps - 1, steps * LEAST));
    }
    let power = (len - 1).ilog2();
    let step = 1 << (power - 2);
    let steps = len.div_ceil(step);
    Some((power as usize * 4 + steps - 4, step.checked_mul(steps)?))
}

impl Blocks {
    /// Memory that was never used: 0 if there is no more.
    fn fresh(&mut self, len: usize) -> usize {
        if len > self.end - self.next {
            let pages = len.div_ceil(PAGE);
            let before = memory_grow(0, pages);
            if before == usize::MAX {
                return 0;
            }
            // Nobody else asks for pages, so these follow those before.
            if self.end == 0 {
                self.next = before * PAGE;
            }
            self.end = (before + pages) * PAGE;
        }
        let at = self.next;
        self.next += len;
        at
    }
}

// SAFETY: blocks are apart from each other, at least as long as asked for, aligned to 16 bytes (or not given),
// and handed out again only when they were given back.
unsafe impl GlobalAlloc for Memory {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        // SAFETY: there is one thread, and nothing here calls back.
        let blocks = unsafe { &mut *self.0.get() };
        let Some((number, len)) = block(layout.size()).filter(|_| layout.align() <= LEAST) else {
            return null_mut();
        };
        let first = blocks.free[number];
        if first.is_null() {
            return with_exposed_provenance_mut(blocks.fresh(len));
        }
        // SAFETY: a free block holds the address of the next one, written by `dealloc`.
        blocks.free[number] = unsafe { first.cast::<*mut u8>().read() };
        first
    }

    unsafe fn dealloc(&self, at: *mut u8, layout: Layout) {
        // SAFETY: as above.
        let blocks = unsafe { &mut *self.0.get() };
        if let Some((number, _)) = block(layout.size()) {
            // SAFETY: the block is no longer used, 16 bytes long at least and aligned.
            unsafe { at.cast::<*mut u8>().write(blocks.free[number]) };
            blocks.free[number] = at;
        }
    }

    unsafe fn realloc(&self, at: *mut u8, layout: Layout, len: usize) -> *mut u8 {
        if block(layout.size()) == block(len) {
            return at;
        }
        let Ok(wanted) = Layout::from_size_align(len, layout.align()) else {
            return null_mut();
        };
        // SAFETY: as the caller promises; both blocks hold the bytes that are copied.
        unsafe {
            let to = self.alloc(wanted);
            if !to.is_null() {
                at.copy_to_nonoverlapping(to, layout.size().min(len));
                self.dealloc(at, layout);
            }
            to
        }
    }
}

/// A mistake of the program ends the call; the host starts a new instance.
#[panic_handler]
fn panic(_: &core::panic::PanicInfo<'_>) -> ! {
    unreachable()
}
