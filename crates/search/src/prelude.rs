//! What the standard library's prelude has beside that of the core library.

pub(crate) use alloc::borrow::ToOwned;
pub(crate) use alloc::boxed::Box;
pub(crate) use alloc::string::String;
pub(crate) use alloc::vec;
pub(crate) use alloc::vec::Vec;
#[cfg(test)]
pub(crate) use std::format;
