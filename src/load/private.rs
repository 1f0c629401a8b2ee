//! The private folder: people's contacts and their consents. What consents do not cover is dropped
//! here, before anything else of the program sees it.
//!
//! Findings name the files `<private>/…`: where the folder lies is nobody's business. They do not
//! show values either: a report of a check may be public.

use metod_content::date::CivilDate;
use metod_content::diagnostic::{self, Code, Diagnostic};
use metod_content::model::read::Reader;
use metod_content::model::{Field, Fields, Vocabularies, builtin, consent};
use metod_content::syntax::{FileId, Place, yaml};

use super::Loaded;
use crate::source::{Tree, text as decode};

/// Words of findings that come from the files themselves.
const VALUES: &[&str] = &["value", "found", "suggestion", "example", "detail"];

/// Reads the contacts that may be published on `day` into the portal. Without a folder there are none.
///
/// The folder is `private`, or the one within `tree` that portal.yaml names.
pub fn contacts(loaded: &mut Loaded, tree: &dyn Tree, private: Option<&dyn Tree>, day: CivilDate) {
    let (tree, folder) = match (private, &loaded.portal.config.private) {
        (Some(private), _) => (private, String::new()),
        (None, Some(path)) => (tree, format!("{path}/")),
        (None, None) => return,
    };
    let builtin = builtin::load();
    let mut found = Vec::new();
    let mut list = |name: &str, declared: &[Field]| -> Vec<(Place, Fields)> {
        // A fork has no private folder: that is no mistake.
        let Ok(bytes) = tree.read(&format!("{folder}{name}")) else { return Vec::new() };
        let file = loaded.files.add(&format!("<private>/{name}"));
        let (rows, diagnostics) = rows(bytes, file, declared);
        found.extend(diagnostics.into_iter().map(mask));
        rows
    };
    let contacts = list("contacts.yaml", &builtin.contacts);
    let consents = list("consents.yaml", &builtin.consents);
    let consents: Vec<Fields> = consents.into_iter().map(|(_, fields)| fields).collect();
    let (allowed, withheld) = consent::project(&builtin.contacts, &contacts, &consents, day);
    found.extend(withheld);
    let config = &loaded.portal.config;
    let weighed: Vec<Diagnostic> = found.into_iter().filter_map(|d| config.weigh(d)).collect();
    loaded.diagnostics.extend(weighed);
    diagnostic::tidy(&mut loaded.diagnostics);
    loaded.portal.contacts = allowed;
}

fn rows(
    bytes: Vec<u8>,
    file: FileId,
    declared: &[Field],
) -> (Vec<(Place, Fields)>, Vec<Diagnostic>) {
    let text = match decode::utf8(&bytes) {
        Ok(text) => text,
        Err(_) => {
            return (Vec::new(), vec![Diagnostic::new(Code::FileEncoding, Place::whole(file))]);
        }
    };
    let (node, mut diagnostics) = yaml::parse(text, file, 1);
    let Some(node) = node.filter(|node| !node.is_null()) else {
        return (Vec::new(), diagnostics);
    };
    let Some(items) = node.as_list() else {
        diagnostics.push(Diagnostic::new(Code::NotList, node.place));
        return (Vec::new(), diagnostics);
    };
    let none = Vocabularies::default();
    let mut reader = Reader::new(&none);
    let read = |item| {
        let fields: Fields = reader.fields(item, declared)?;
        let place = fields.get("id").map_or(item.place, |id| id.place);
        Some((place, fields))
    };
    let rows = items.iter().filter_map(read).collect();
    diagnostics.extend(reader.finish());
    (rows, diagnostics)
}

fn mask(mut diagnostic: Diagnostic) -> Diagnostic {
    for (name, value) in &mut diagnostic.args {
        let may_hold_value = VALUES.contains(name) || (*name == "field" && !is_field_name(value));
        if may_hold_value && !value.is_empty() {
            "…".clone_into(value);
        }
    }
    diagnostic
}

/// Whether it can only be the name of a field: of `phone:+7 900` without the space, a number is part of the name.
fn is_field_name(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_')
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::Memory;
    use metod_content::diagnostic::Lang;

    fn findings(contacts: &str) -> String {
        let tree = Memory::default().with("portal.yaml", "title: Портал\n");
        let mut loaded = super::super::load(&tree).expect("in memory");
        let private = Memory::default().with("contacts.yaml", contacts);
        let day = CivilDate::new(2026, 11, 25).expect("a day");
        super::contacts(&mut loaded, &tree, Some(&private), day);
        assert!(loaded.diagnostics.iter().any(|found| found.code == Code::UnknownField));
        let words = |found: &Diagnostic| [Lang::Ru, Lang::En].map(|lang| found.message(lang));
        loaded.diagnostics.iter().flat_map(words).collect::<Vec<_>>().join("\n")
    }

    #[test]
    fn a_slip_does_not_make_a_value_the_name_of_a_field() {
        let shown = findings("- {person: ivanov, phone:+7 900 1234567}\n");
        assert!(!shown.contains("1234567"), "{shown}");
        let shown = findings("- person: ivanov\n  ivanov@example.org:\n");
        assert!(!shown.contains("ivanov@"), "{shown}");
        let shown = findings("- {person: ivanov, fone: \"1\"}\n");
        assert!(shown.contains("fone"), "{shown}");
    }
}
