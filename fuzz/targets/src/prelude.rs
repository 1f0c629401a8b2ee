//! What the reader of deflate data finds in the search crate.

pub(crate) use std::vec::Vec;
