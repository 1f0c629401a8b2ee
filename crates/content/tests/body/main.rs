//! Bodies from the outside: golden files, findings with their places, hostile input, the examples of
//! the CommonMark specification.
#![allow(clippy::expect_used, clippy::panic)] // Failing loudly is what tests are for.

mod commonmark;
mod findings;
mod golden;
mod html;
mod safety;
mod verify;
