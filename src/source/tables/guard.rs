//! Looks into an archive (a workbook, a Word file) before anything else opens it.

use std::io::{self, Cursor, Read};

use zip::ZipArchive;

/// What an archive may hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ArchiveLimits {
    /// Number of its entries.
    pub entries: usize,
    /// Bytes of all entries once inflated.
    pub inflated: u64,
}

impl Default for ArchiveLimits {
    fn default() -> Self {
        ArchiveLimits { entries: 10_000, inflated: 64 * 1024 * 1024 }
    }
}

/// Why an archive must not be opened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Unsafe {
    /// It holds macros, or its type allows them.
    Macros,
    /// An old binary format (.xls, .doc) or an encrypted file: nothing can be looked at before opening.
    OldOrEncrypted,
    /// Not an archive, or a damaged one; the reader's words.
    NotAnArchive(String),
    /// More entries than allowed.
    Entries {
        /// Entries.
        count: usize,
        /// Allowed.
        limit: usize,
    },
    /// It inflates to more bytes than allowed.
    Inflated {
        /// Allowed.
        limit: u64,
    },
    /// Entries share their bytes: only zip bombs do.
    Overlap,
}

/// Looks at the directory of the archive in `bytes` and inflates every entry once, counting, not keeping:
/// what the directory declares may be a lie.
///
/// # Errors
/// The first reason not to open it.
pub fn check(bytes: &[u8], limits: ArchiveLimits) -> Result<(), Unsafe> {
    const COMPOUND_FILE: &[u8] = &[0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1];
    if bytes.starts_with(COMPOUND_FILE) {
        return Err(Unsafe::OldOrEncrypted);
    }
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(broken)?;
    let (count, limit) = (archive.len(), limits.entries);
    if count > limit {
        return Err(Unsafe::Entries { count, limit });
    }
    if archive.has_overlapping_entries().map_err(broken)? {
        return Err(Unsafe::Overlap);
    }
    let limit = limits.inflated;
    let mut left = limit;
    for index in 0..count {
        let entry = archive.by_index_raw(index).map_err(broken)?;
        if entry.encrypted() {
            return Err(Unsafe::OldOrEncrypted);
        }
        let name = entry.name().map_err(broken)?.to_ascii_lowercase();
        if name.ends_with("vbaproject.bin") || name.contains("/macrosheets/") {
            return Err(Unsafe::Macros);
        }
        left = left.checked_sub(entry.size()).ok_or(Unsafe::Inflated { limit })?;
    }
    inflate(&mut archive, limit)
}

fn inflate(archive: &mut ZipArchive<Cursor<&[u8]>>, limit: u64) -> Result<(), Unsafe> {
    let mut left = limit;
    for index in 0..archive.len() {
        let mut entry = archive.by_index(index).map_err(broken)?;
        let is_types = entry.name().is_ok_and(|name| name == "[Content_Types].xml");
        let mut limited = (&mut entry).take(left + 1);
        let read = if is_types {
            let mut types = Vec::new();
            let read = limited.read_to_end(&mut types).map(|read| read as u64);
            let types = String::from_utf8_lossy(&types);
            if types.contains("macroEnabled") || types.contains("vbaProject") {
                return Err(Unsafe::Macros);
            }
            read
        } else {
            io::copy(&mut limited, &mut io::sink())
        };
        let read = read.map_err(|error| Unsafe::NotAnArchive(error.to_string()))?;
        left = left.checked_sub(read).ok_or(Unsafe::Inflated { limit })?;
    }
    Ok(())
}

fn broken(error: zip::result::ZipError) -> Unsafe {
    Unsafe::NotAnArchive(error.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write;
    use zip::write::{SimpleFileOptions, ZipWriter};

    fn archive(entries: &[(&str, &[u8])]) -> Vec<u8> {
        let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
        for (name, bytes) in entries {
            writer.start_file(*name, SimpleFileOptions::default()).unwrap();
            writer.write_all(bytes).unwrap();
        }
        writer.finish().unwrap().into_inner()
    }

    const SMALL: ArchiveLimits = ArchiveLimits { entries: 3, inflated: 1000 };

    #[test]
    fn plain_archives_pass() {
        assert_eq!(check(&archive(&[("a", b"x"), ("b", &[0; 900])]), SMALL), Ok(()));
    }

    #[test]
    fn bombs_are_refused() {
        let limit = 1000;
        let zeros = vec![0; 100_000];
        let bomb = archive(&[("a", &zeros)]);
        assert!(bomb.len() < 1000);
        assert_eq!(check(&bomb, SMALL), Err(Unsafe::Inflated { limit }));
        let sum = archive(&[("a", &zeros[..600]), ("b", &zeros[..600])]);
        assert_eq!(check(&sum, SMALL), Err(Unsafe::Inflated { limit }));
        let many = archive(&[("a", b""), ("b", b""), ("c", b""), ("d", b"")]);
        assert_eq!(check(&many, SMALL), Err(Unsafe::Entries { count: 4, limit: 3 }));
    }

    #[test]
    fn a_directory_that_lies_about_sizes_is_refused() {
        let mut bomb = archive(&[("a", &vec![0; 100_000])]);
        let declared = 100_000u32.to_le_bytes();
        let at: Vec<usize> = (0..bomb.len() - 4).filter(|&i| bomb[i..i + 4] == declared).collect();
        assert!(!at.is_empty());
        for i in at {
            bomb[i..i + 4].copy_from_slice(&10u32.to_le_bytes());
        }
        assert!(check(&bomb, SMALL).is_err());
    }

    #[test]
    fn macros_and_old_formats_are_refused() {
        let macros = archive(&[("xl/vbaProject.bin", b"x")]);
        assert_eq!(check(&macros, SMALL), Err(Unsafe::Macros));
        let typed = archive(&[(
            "[Content_Types].xml",
            b"application/vnd.ms-excel.sheet.macroEnabled.main+xml",
        )]);
        assert_eq!(check(&typed, SMALL), Err(Unsafe::Macros));
        let old = [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1, 0, 0];
        assert_eq!(check(&old, SMALL), Err(Unsafe::OldOrEncrypted));
        assert!(matches!(check(b"id;name", SMALL), Err(Unsafe::NotAnArchive(_))));
        let mut cut = archive(&[("a", &[7; 500])]);
        cut.truncate(cut.len() - 30);
        assert!(matches!(check(&cut, SMALL), Err(Unsafe::NotAnArchive(_))));
    }
}
