//! The files of one load by number.

use std::collections::BTreeMap;
use std::sync::Arc;

use metod_content::model::layout;
pub(super) use metod_content::model::layout::Role;
use metod_content::syntax::FileId;

use crate::source::Listing;

/// Paths by number, and what each is. Paths that may not be read have numbers too: diagnostics name
/// them.
#[derive(Debug, Default)]
pub struct Files {
    paths: Vec<Arc<str>>,
    sizes: Vec<u64>,
    roles: Vec<Option<Role>>,
    by_path: BTreeMap<Arc<str>, FileId>,
}

impl Files {
    pub(super) fn new(listing: &Listing) -> Self {
        let mut files = Files::default();
        for entry in &listing.files {
            let role = layout::role(&entry.path);
            files.push(entry.path.clone(), entry.size, Some(role));
        }
        for problem in &listing.problems {
            files.push(problem.path.as_str().into(), 0, None);
        }
        files
    }

    fn push(&mut self, path: Arc<str>, size: u64, role: Option<Role>) {
        let id = FileId(self.paths.len() as u32);
        self.by_path.entry(path.clone()).or_insert(id);
        self.paths.push(path);
        self.sizes.push(size);
        self.roles.push(role);
    }

    /// A number for a file that does not lie in the tree.
    pub(super) fn add(&mut self, path: &str) -> FileId {
        let file = FileId(self.paths.len() as u32);
        self.push(path.into(), 0, None);
        file
    }

    /// Path of a file; `portal.yaml` for what concerns the whole portal.
    pub fn path(&self, file: FileId) -> &str {
        self.paths.get(file.0 as usize).map_or("portal.yaml", |path| path)
    }

    /// The same, to be kept.
    pub(super) fn shared(&self, file: FileId) -> Arc<str> {
        self.paths.get(file.0 as usize).cloned().unwrap_or_else(|| "portal.yaml".into())
    }

    /// Number of a path.
    pub fn find(&self, path: &str) -> Option<FileId> {
        self.by_path.get(path).copied()
    }

    /// Readable files with their sizes in bytes, in the order of paths.
    pub fn sizes(&self) -> impl Iterator<Item = (&str, u64)> {
        self.iter().map(|(file, _)| (self.path(file), self.size(file)))
    }

    pub(super) fn size(&self, file: FileId) -> u64 {
        self.sizes.get(file.0 as usize).copied().unwrap_or_default()
    }

    /// Files of the portal's theme `name` with their paths within it.
    pub fn theme<'f>(&'f self, name: &'f str) -> impl Iterator<Item = (FileId, &'f str)> {
        self.iter().filter_map(move |(file, role)| match role {
            Role::Theme { theme, path } if theme == name => Some((file, path.as_str())),
            _ => None,
        })
    }

    /// Names of the portal's themes, one for each of their files.
    pub(super) fn themes(&self) -> impl Iterator<Item = &str> {
        self.iter().filter_map(|(_, role)| match role {
            Role::Theme { theme, .. } => Some(theme.as_str()),
            _ => None,
        })
    }

    /// Readable files with their roles, in the order of paths.
    pub(super) fn iter(&self) -> impl Iterator<Item = (FileId, &Role)> {
        self.roles
            .iter()
            .enumerate()
            .filter_map(|(number, role)| Some((FileId(number as u32), role.as_ref()?)))
    }
}
