//! Names that change with their content, so that browsers may keep files for good.

/// Hexadecimal digits of the hash in a name.
const DIGITS: usize = 8;

/// Puts a short hash of `bytes` before the extension: `main.css` becomes `main.3f2a9c1b.css`. Folders in
/// `path` stay.
pub fn hashed_name(path: &str, bytes: &[u8]) -> String {
    let hash = blake3::hash(bytes).to_hex();
    let hash = &hash[..DIGITS];
    let name_at = path.rfind('/').map_or(0, |slash| slash + 1);
    match path[name_at..].rfind('.') {
        Some(dot) if dot > 0 => {
            let (stem, extension) = path.split_at(name_at + dot);
            format!("{stem}.{hash}{extension}")
        }
        _ => format!("{path}.{hash}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_extension_stays_last() {
        assert_eq!(hashed_name("main.css", b""), "main.af1349b9.css");
        assert_eq!(hashed_name("a.b/main.min.js", b""), "a.b/main.min.af1349b9.js");
        assert_eq!(hashed_name("a.b/LICENSE", b""), "a.b/LICENSE.af1349b9");
        assert_ne!(hashed_name("main.css", b"a"), hashed_name("main.css", b"b"));
    }
}
