//! Which part of a folder is the portal, and how large its files may be.

use super::FileKind;

/// Size limits. A pull request is hostile until checked: limits are looked at before a file is opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Bytes of a text file.
    pub text: u64,
    /// Bytes of a table.
    pub table: u64,
    /// Bytes of an attachment.
    pub attachment: u64,
    /// Files in a tree.
    pub files: usize,
    /// Folders within each other.
    pub depth: usize,
}

impl Default for Limits {
    fn default() -> Self {
        const MB: u64 = 1024 * 1024;
        Limits { text: 5 * MB, table: 20 * MB, attachment: 50 * MB, files: 500_000, depth: 32 }
    }
}

impl Limits {
    /// Bytes that the file at `path` may have.
    pub fn of(&self, path: &str) -> u64 {
        match FileKind::of(path) {
            FileKind::Text => self.text,
            FileKind::Table => self.table,
            FileKind::Attachment => self.attachment,
        }
    }
}

/// Which part of a folder is looked at.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Scope {
    /// Names at the root that count, files or folders; empty: all.
    pub only: Vec<String>,
    /// Relative paths (of the output folder, say) that are left out with everything below them.
    pub skip: Vec<String>,
    /// Size limits.
    pub limits: Limits,
}

impl Scope {
    /// The names that a portal's repository has by convention, so that a portal may live among other
    /// things (a program's sources, say) without their links and sizes counting.
    pub fn portal() -> Self {
        Scope {
            only: ["content", "data", "portal.yaml", "themes"].map(str::to_owned).to_vec(),
            ..Scope::default()
        }
    }

    /// The same scope without `path` and what is below it.
    pub fn without(mut self, path: impl Into<String>) -> Self {
        self.skip.push(path.into());
        self
    }

    /// True if the file or folder at `path` is left out without a word: outside `only`, under `skip`, hidden
    /// (a name that begins with a dot), or the leavings of tools (`node_modules`, `target`).
    pub fn leaves_out(&self, path: &str) -> bool {
        let name = path.rsplit('/').next().unwrap_or(path);
        let top = path.split('/').next().unwrap_or(path);
        name.starts_with('.')
            || matches!(name, "node_modules" | "target")
            || (!self.only.is_empty() && !self.only.iter().any(|known| known == top))
            || self.skip.iter().any(|skip| skip == path)
    }

    /// True if `path`, or a folder on the way to it, [is left out](Self::leaves_out).
    pub(super) fn leaves_out_below(&self, path: &str) -> bool {
        let ends = path.match_indices('/').map(|(at, _)| at);
        ends.chain([path.len()]).any(|end| self.leaves_out(&path[..end]))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tools_and_output_are_left_out() {
        let scope = Scope::portal().without("content/site");
        assert!(scope.leaves_out(".git"));
        assert!(scope.leaves_out("content/node_modules"));
        assert!(scope.leaves_out("content/site"));
        assert!(scope.leaves_out("src"));
        assert!(scope.leaves_out_below("content/site/index.html"));
        assert!(!scope.leaves_out("content/sites"));
        assert!(!scope.leaves_out("content"));
        assert!(!scope.leaves_out("portal.yaml"));
    }

    #[test]
    fn limits_go_by_kind() {
        let limits = Limits::default();
        assert_eq!(limits.of("a/b.MD"), limits.text);
        assert_eq!(limits.of("a/b.xlsx"), limits.table);
        assert_eq!(limits.of("a/md"), limits.attachment);
        assert_eq!(limits.of("a.md/b"), limits.attachment);
    }
}
