//! Vocabularies as JSON, and as SKOS concept schemes (W3C SKOS Reference) in Turtle (RDF 1.1 Turtle).

use metod_content::model::Vocabulary;
use metod_content::model::vocabulary::Entry;
use serde::Serialize;

use super::data::pretty;
use super::facts::Words;
use super::{ExportError, Job, Material};

/// `data/vocabularies.json` and `data/vocabularies.ttl`.
pub(super) fn jobs<'m>(material: Material<'m>) -> Vec<Job<'m>> {
    vec![
        Job::new("data/vocabularies.json", move || json(material)),
        Job::new("data/vocabularies.ttl", move || Ok(turtle(material).into_bytes())),
    ]
}

#[derive(Serialize)]
struct File<'m> {
    #[serde(rename = "$schema")]
    schema: &'static str,
    version: u32,
    vocabularies: Vec<Listed<'m>>,
}

#[derive(Serialize)]
struct Listed<'m> {
    id: &'m str,
    entries: Vec<Term<'m>>,
}

#[derive(Serialize)]
struct Term<'m> {
    id: &'m str,
    label: Words<'m>,
    #[serde(skip_serializing_if = "<[String]>::is_empty")]
    abbr: &'m [String],
    #[serde(skip_serializing_if = "<[String]>::is_empty")]
    synonyms: &'m [String],
    #[serde(skip_serializing_if = "Option::is_none")]
    broader: Option<&'m str>,
}

fn json<'m>(material: Material<'m>) -> Result<Vec<u8>, ExportError> {
    let term = |entry: &'m Entry| {
        let Entry { id, label, abbr, synonyms, broader, .. } = entry;
        Term { id, label: material.words(label), abbr, synonyms, broader: broader.as_deref() }
    };
    let listed = |(id, words): (&'m str, &'m Vocabulary)| Listed {
        id,
        entries: words.entries().iter().map(term).collect(),
    };
    let vocabularies = material.portal.vocabularies.iter().map(listed).collect();
    pretty(&File { schema: "schema/vocabularies.schema.json", version: 1, vocabularies })
}

/// Concepts are named relative to the file (`#stages/ooo`), so that they are absolute wherever it is
/// published and the file needs no base.
fn turtle(material: Material<'_>) -> String {
    let mut out = "@prefix skos: <http://www.w3.org/2004/02/skos/core#> .\n".to_owned();
    for (name, words) in material.portal.vocabularies.iter() {
        out.push_str(&format!("\n<#{}> a skos:ConceptScheme .\n", iri(name)));
        for entry in words.entries() {
            concept(&mut out, material, name, words, entry);
        }
    }
    out
}

fn concept(
    out: &mut String,
    material: Material<'_>,
    name: &str,
    words: &Vocabulary,
    entry: &Entry,
) {
    let (scheme, own) = (iri(name), material.portal.config.lang());
    out.push_str(&format!("\n<#{scheme}/{}> a skos:Concept ;\n", iri(&entry.id)));
    out.push_str(&format!("    skos:inScheme <#{scheme}> ;\n    skos:notation "));
    literal(out, &entry.id, None);
    for (lang, text) in material.words(&entry.label).all() {
        out.push_str(" ;\n    skos:prefLabel ");
        literal(out, text, Some(lang));
    }
    // SKOS wants alternative labels to differ from the preferred one.
    let preferred = |text: &str| entry.label.all().any(|(_, known)| known == text);
    for text in entry.abbr.iter().chain(&entry.synonyms).filter(|text| !preferred(text)) {
        out.push_str(" ;\n    skos:altLabel ");
        literal(out, text, Some(own));
    }
    match entry.broader.as_ref().filter(|id| words.get(id).is_some()) {
        Some(id) => out.push_str(&format!(" ;\n    skos:broader <#{scheme}/{}>", iri(id))),
        None => out.push_str(&format!(" ;\n    skos:topConceptOf <#{scheme}>")),
    }
    out.push_str(" .\n");
}

/// An id within an IRI: anything but letters, digits, `-` and `_` is percent-encoded.
fn iri(id: &str) -> String {
    let mut out = String::with_capacity(id.len());
    for byte in id.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_' => out.push(byte.into()),
            _ => out.push_str(&format!("%{byte:02X}")),
        }
    }
    out
}

/// A string literal (Turtle grammar, STRING_LITERAL_QUOTE) with its language.
fn literal(out: &mut String, text: &str, lang: Option<&str>) {
    out.push('"');
    for character in text.chars() {
        match character {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            character => out.push(character),
        }
    }
    out.push('"');
    // A tag that is none (LANGTAG of the grammar) would break the file.
    let is_tag = |tag: &&str| !tag.is_empty() && tag.bytes().all(|byte| byte.is_ascii_alphabetic());
    if let Some(tag) = lang.filter(is_tag) {
        out.push('@');
        out.push_str(tag);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn literals_cannot_break_out() {
        let mut out = String::new();
        literal(&mut out, "a\"\\\n", Some("ru"));
        literal(&mut out, "b", Some("x> ."));
        assert_eq!(out, "\"a\\\"\\\\\\n\"@ru\"b\"");
        assert_eq!(iri("a>b ж"), "a%3Eb%20%D0%B6");
    }
}
