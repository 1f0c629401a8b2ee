//! Schemas and vocabularies that come with the binary. They are read by the code that reads a
//! portal's own; a test proves that they are without findings.

use std::sync::LazyLock;

use super::read::Reader;
use super::schema::{Field, Schemas};
use super::schema_read::SchemaReader;
use super::vocabulary::Vocabularies;
use crate::diagnostic::Diagnostic;
use crate::syntax::{FileId, Node, yaml};

macro_rules! embed {
    ($folder:literal: $($name:literal)*) => {
        &[$(($name, include_str!(concat!("../../builtin/", $folder, "/", $name, ".yaml")))),*]
    };
}

/// Name and text of each built-in schema.
pub const SCHEMAS: &[(&str, &str)] = embed!("schemas":
    "practices" "documents" "roadmaps" "instruments" "indicators" "methodists" "organizations"
    "municipalities" "programmes" "sites" "glossary" "news" "pages");

/// Name and text of each built-in vocabulary.
pub const VOCABULARIES: &[(&str, &str)] = embed!("vocabularies":
    "tiers" "stages" "subjects" "practice-kinds" "document-kinds" "instrument-kinds"
    "organization-kinds" "site-kinds" "costs" "levels" "statuses" "categories" "course-forms"
    "units" "abbreviations" "criteria" "verdicts");

const COMMON: &str = include_str!("../../builtin/schemas/_common.yaml");
const PORTAL: &str = include_str!("../../builtin/meta/portal.yaml");
const CONTACTS: &str = include_str!("../../builtin/meta/contacts.yaml");
const CONSENTS: &str = include_str!("../../builtin/meta/consents.yaml");
const REVIEW: &str = include_str!("../../builtin/meta/review.yaml");
const VOCABULARY: &str = include_str!("../../builtin/meta/vocabulary.yaml");

/// What the binary brings.
pub struct Builtin {
    /// Fields that every collection has.
    pub common: Vec<Field>,
    /// Fields of portal.yaml.
    pub portal: Vec<Field>,
    /// Fields of a person's contacts.
    pub contacts: Vec<Field>,
    /// Fields of a consent to publish them.
    pub consents: Vec<Field>,
    /// Fields of a review sheet.
    pub review: Vec<Field>,
    /// Fields of an entry of a vocabulary.
    pub vocabulary: Vec<Field>,
    /// The built-in collections.
    pub schemas: Schemas,
    /// The built-in vocabularies.
    pub vocabularies: Vocabularies,
    /// What is wrong with them: nothing, in a released binary.
    pub diagnostics: Vec<Diagnostic>,
}

/// Everything built in. It never changes, so it is read once: a server would do so after every edit.
pub fn load() -> &'static Builtin {
    static READ: LazyLock<Builtin> = LazyLock::new(read);
    &READ
}

fn read() -> Builtin {
    let mut diagnostics = Vec::new();
    let mut node = |text: &str| -> Option<Node> {
        let (node, found) = yaml::parse(text, FileId::BUILTIN, 1);
        diagnostics.extend(found);
        node
    };
    let mut fields = |text: &str, found: &mut Vec<Diagnostic>| {
        let mut reader = SchemaReader::new(&[]);
        let fields = node(text).map(|node| reader.fields(&node)).unwrap_or_default();
        found.extend(reader.finish());
        fields
    };
    let mut found = Vec::new();
    let common = fields(COMMON, &mut found);
    let portal = fields(PORTAL, &mut found);
    let vocabulary = fields(VOCABULARY, &mut found);
    let review = fields(REVIEW, &mut found);
    let contacts = fields(CONTACTS, &mut found);
    let consents = fields(CONSENTS, &mut found);

    let mut schemas = Schemas::default();
    let mut reader = SchemaReader::new(&common);
    for (name, text) in SCHEMAS {
        if let Some(node) = node(text) {
            reader.schema(name, &node, &mut schemas);
        }
    }
    found.extend(reader.finish());

    let mut vocabularies = Vocabularies::default();
    let none = Vocabularies::default();
    let mut reader = Reader::new(&none);
    for (name, text) in VOCABULARIES {
        if let Some(node) = node(text) {
            vocabularies.read(name, &node, &vocabulary, &mut reader);
        }
    }
    found.extend(reader.finish());
    diagnostics.append(&mut found);
    Builtin {
        common,
        portal,
        contacts,
        consents,
        review,
        vocabulary,
        schemas,
        vocabularies,
        diagnostics,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::Lang;

    #[test]
    fn what_is_built_in_is_without_findings() {
        let builtin = load();
        let messages: Vec<String> = builtin
            .diagnostics
            .iter()
            .map(|d| format!("{:?} {}", d.place.start, d.message(Lang::En)))
            .collect();
        assert_eq!(messages, Vec::<String>::new());
        assert_eq!(builtin.schemas.iter().count(), SCHEMAS.len());
        assert!(builtin.schemas.get("methodists").unwrap().field("title").is_none());
    }
}
