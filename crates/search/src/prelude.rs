//! What the standard library's prelude has beside that of the core library.

pub(crate) use alloc::borrow::ToOwned;
pub(crate) use alloc::boxed::Box;
pub(crate) use alloc::string::String;
pub(crate) use alloc::vec;
pub(crate) use alloc::vec::Vec;
#[cfg(test)]
pub(crate) use std::format;

/// All of the texts, with something between them. What the standard library joins with takes more code.
pub(crate) fn joined(texts: &[impl AsRef<str>], between: &str) -> String {
    let mut out = String::new();
    for (at, text) in texts.iter().enumerate() {
        out.push_str(if at > 0 { between } else { "" });
        out.push_str(text.as_ref());
    }
    out
}

/// Number of characters, which are no continuation bytes. What the core library counts by is faster and ten times the
/// code.
pub(crate) fn chars_in(text: &str) -> usize {
    text.bytes().filter(|byte| byte & 0xC0 != 0x80).count()
}
