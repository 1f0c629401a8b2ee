//! Search of `metod`: how text becomes terms, how a query is read, how hits are ranked. Pure, so that
//! the build, the command line and the browser answer alike.
//!
//! Without the standard library: in a browser's module its messages of panics, which nobody would read, took
//! as much room as the search itself. What a build needs beside is compiled for builds only.

#![no_std]

extern crate alloc;
#[cfg(any(test, feature = "write"))]
extern crate std;

pub mod analyser;
pub mod answer;
pub mod distance;
pub mod keyboard;
pub mod map;
mod prelude;
pub mod query;
pub mod rank;
pub mod snippet;
mod sort;
pub mod store;
