//! A folder that is looked at again and again: what was read once is not read again while names, sizes and
//! times tell that it is the same.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, SystemTime};

use super::{Disk, Entry, Listing, ReadProblem, SourceError, Tree};

/// Age from which a file's time tells two contents apart: file systems count in steps of up to two seconds,
/// and two edits within one step look like one.
const SETTLED: Duration = Duration::from_secs(3);

/// Hashes of what files held when they were last read. Kept from look to look.
#[derive(Debug, Default)]
pub struct Digests(Mutex<BTreeMap<Arc<str>, Known>>);

#[derive(Clone, Copy, Debug)]
struct Known {
    size: u64,
    modified: Option<SystemTime>,
    digest: blake3::Hash,
    settled: bool,
}

impl Digests {
    /// True when a file that was edited just before it was read holds something else by now, though its size
    /// and time are the same.
    pub fn slipped(&self, tree: &Disk, listing: &Listing) -> bool {
        let young: Vec<(Arc<str>, Known)> = {
            let known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
            let young = known.iter().filter(|(_, known)| !known.settled);
            young.map(|(path, known)| (path.clone(), *known)).collect()
        };
        young.into_iter().any(|(path, known)| {
            let Some(entry) = find(listing, &path).filter(|entry| is_same(&known, entry)) else {
                return false;
            };
            let read = Watched { disk: tree, listing, digests: self }.read(&entry.path);
            read.is_ok_and(|bytes| blake3::hash(&bytes) != known.digest)
        })
    }

    fn known(&self, entry: &Entry) -> Option<blake3::Hash> {
        let known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let known = known.get(&entry.path)?;
        (known.settled && is_same(known, entry)).then_some(known.digest)
    }

    fn note(&self, entry: &Entry, digest: blake3::Hash) {
        // How old a file is decides only whether it is read once more, never what is made of it.
        let age = entry.modified.and_then(|time| time.elapsed().ok());
        let settled = age.is_some_and(|age| age >= SETTLED);
        let known = Known { size: entry.size, modified: entry.modified, digest, settled };
        self.0.lock().unwrap_or_else(PoisonError::into_inner).insert(entry.path.clone(), known);
    }

    /// Forgets files that are no more.
    fn keep(&self, listing: &Listing) {
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        known.retain(|path, _| find(listing, path).is_some());
    }
}

fn is_same(known: &Known, entry: &Entry) -> bool {
    known.size == entry.size && known.modified == entry.modified
}

fn find<'l>(listing: &'l Listing, path: &str) -> Option<&'l Entry> {
    let at = listing.files.binary_search_by(|entry| (*entry.path).cmp(path)).ok()?;
    Some(&listing.files[at])
}

/// A folder as one look has found it.
#[derive(Clone, Copy, Debug)]
pub struct Watched<'w> {
    disk: &'w Disk,
    listing: &'w Listing,
    digests: &'w Digests,
}

impl<'w> Watched<'w> {
    /// The folder `disk` with the files of `listing`, which is the newest of it.
    pub fn new(disk: &'w Disk, listing: &'w Listing, digests: &'w Digests) -> Self {
        digests.keep(listing);
        Watched { disk, listing, digests }
    }
}

impl Tree for Watched<'_> {
    fn files(&self) -> Result<Listing, SourceError> {
        Ok(self.listing.clone())
    }

    fn read(&self, path: &str) -> Result<Vec<u8>, ReadProblem> {
        let bytes = self.disk.read(path)?;
        if let Some(entry) = find(self.listing, path) {
            // The time is that of the listing: if the file has changed since, the next listing tells so.
            self.digests.note(entry, blake3::hash(&bytes));
        }
        Ok(bytes)
    }

    fn digest(&self, path: &str) -> Option<blake3::Hash> {
        self.digests.known(find(self.listing, path)?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::Scope;
    use std::fs::File;
    use std::io::Write;
    use tempfile::TempDir;

    fn put(root: &TempDir, text: &str, age: Duration) {
        let mut file = File::create(root.path().join("a.md")).unwrap();
        file.write_all(text.as_bytes()).unwrap();
        // A fixed age, not the clock's.
        file.set_modified(SystemTime::UNIX_EPOCH + Duration::from_secs(1_000_000) - age).unwrap();
    }

    fn put_now(root: &TempDir, text: &str) {
        File::create(root.path().join("a.md")).unwrap().write_all(text.as_bytes()).unwrap();
    }

    #[test]
    fn what_is_known_is_not_asked_again_until_it_changes() {
        let root = TempDir::new().unwrap();
        let disk = Disk::new(root.path(), Scope::default()).unwrap();
        let digests = Digests::default();
        put(&root, "one", Duration::ZERO);
        let listing = disk.files().unwrap();
        let tree = Watched::new(&disk, &listing, &digests);
        assert_eq!(tree.digest("a.md"), None);
        tree.read("a.md").unwrap();
        assert_eq!(tree.digest("a.md"), Some(blake3::hash(b"one")));
        put(&root, "two", Duration::from_secs(10));
        let listing = disk.files().unwrap();
        let tree = Watched::new(&disk, &listing, &digests);
        assert_eq!(tree.digest("a.md"), None);
    }

    #[test]
    fn two_edits_within_one_step_of_the_clock_are_seen() {
        let root = TempDir::new().unwrap();
        let disk = Disk::new(root.path(), Scope::default()).unwrap();
        let digests = Digests::default();
        put_now(&root, "one");
        let listing = disk.files().unwrap();
        let tree = Watched::new(&disk, &listing, &digests);
        tree.read("a.md").unwrap();
        assert_eq!(tree.digest("a.md"), None, "too young to be trusted");
        assert!(!digests.slipped(&disk, &listing));
        let time = listing.files[0].modified.unwrap();
        put_now(&root, "two");
        File::options()
            .append(true)
            .open(root.path().join("a.md"))
            .unwrap()
            .set_modified(time)
            .unwrap();
        assert_eq!(disk.files().unwrap(), listing);
        assert!(digests.slipped(&disk, &listing));
    }
}
