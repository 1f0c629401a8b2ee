//! Tests of the content side: whole portals in, words and pages out.
//!
//! - [`diagnostics`]: every code of the catalogue, the expected words beside the input (`cases/`).
//! - [`golden`]: portals built into folders, the pages compared with `golden/`.
//! - [`hostile`]: what a pull request may try; nothing runs, nothing hangs, the old site stands.
//! - [`cli`]: transcripts of the command line (`transcripts/`).
//!
//! `BLESS=1 cargo test --test portal` writes what is expected anew; read every changed line before committing it.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
#![allow(clippy::disallowed_methods)] // Tests make and read files of their own.

mod archive;
mod cli;
mod diagnostics;
mod golden;
mod hostile;
mod run;
mod workbook;
