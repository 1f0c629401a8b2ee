//! The folder with people's contacts and consents: `--private`, or `private:` of portal.yaml. It may
//! lie outside the portal.

use std::path::Path;

use metod_content::syntax::{FileId, yaml};

use super::{Common, Failure};
use crate::source::{Disk, Scope, Tree, text};

/// The folder as a tree of its own; `None` when none is named, or the one that portal.yaml names is not
/// there (a fork has no access to it).
pub(super) fn tree(
    common: &Common,
    portal: &dyn Tree,
    typed: Option<&Path>,
) -> Result<Option<Disk>, Failure> {
    if let Some(folder) = typed {
        return Ok(Some(Disk::new(folder, Scope::default())?));
    }
    let folder = named(portal).map(|folder| common.root.join(folder));
    Ok(folder.and_then(|folder| Disk::new(folder, Scope::default()).ok()))
}

/// What portal.yaml names. It is read for this before all else; what is wrong with it, loading says.
fn named(portal: &dyn Tree) -> Option<String> {
    let bytes = portal.read("portal.yaml").ok()?;
    let (node, _) = yaml::parse(text::utf8(&bytes).ok()?, FileId::BUILTIN, 1);
    let folder = node?.get("private")?.as_str()?.trim_matches('/').to_owned();
    (!folder.is_empty()).then_some(folder)
}
