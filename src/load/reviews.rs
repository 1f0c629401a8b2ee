//! Review sheets, one file an expert, so that a forge can protect the folder.

use metod_content::diagnostic::Diagnostic;
use metod_content::model::read::Reader;
use metod_content::model::review::Sheet;
use metod_content::model::{Field, Vocabularies};
use metod_content::syntax::Place;

use super::files::{Files, Role};
use super::read_yaml;
use crate::source::Tree;

/// All sheets by practice and expert.
pub(super) fn read(
    tree: &dyn Tree,
    files: &Files,
    declared: &[Field],
    vocabularies: &Vocabularies,
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<Sheet> {
    let mut sheets = Vec::new();
    for (file, role) in files.iter() {
        let Role::Review { record, .. } = role else { continue };
        let node = match read_yaml(tree, files, file) {
            Ok((node, found)) => {
                diagnostics.extend(found);
                node
            }
            Err(found) => {
                diagnostics.push(*found);
                None
            }
        };
        let Some(node) = node else { continue };
        let mut reader = Reader::new(vocabularies);
        let fields = reader.fields(&node, declared);
        diagnostics.extend(reader.finish());
        if let Some(fields) = fields.filter(|fields| fields.text("expert").is_some()) {
            sheets.push(Sheet::from_fields(record, &fields, Place::whole(file)));
        }
    }
    sheets.sort_by(|a, b| (&a.record, &a.expert).cmp(&(&b.record, &b.expert)));
    sheets
}
