//! Former addresses of records (`aliases:`): a small page at each that leads to the new one.
//!
//! An alias is a former id (`old-name`) or a former path within the site (`archive/2021/old.html`,
//! `old/` for its `index.html`).

use std::collections::BTreeMap;

use metod_content::body::{escape_address, escape_text};
use metod_content::diagnostic::{Code, Diagnostic};
use metod_content::model::read::bad_id;
use metod_content::model::{Portal, Record};
use metod_content::slug::is_slug;
use metod_content::syntax::Place;

use super::facts::title;
use super::{Job, Material};
use crate::plan::{Plan, address};
use crate::source::names::{self, Clashes};

/// A page for each former address.
pub(super) fn jobs<'m>(material: Material<'m>) -> Vec<Job<'m>> {
    let mut found: BTreeMap<String, (&Record, &str)> = BTreeMap::new();
    for (_, record, to) in material.published() {
        for alias in record.fields.list("aliases") {
            let Some(from) = alias.value.as_text().and_then(|text| place_of(text, record, to))
            else {
                continue;
            };
            if material.plan.page(&from).is_none() {
                found.entry(from).or_insert((record, to));
            }
        }
    }
    found
        .into_iter()
        .map(|(from, (record, to))| {
            let depth = from.matches('/').count();
            Job::new(from, move || Ok(page(material, record, to, depth).into_bytes()))
        })
        .collect()
}

/// Reports aliases that are no addresses, and those that lead to where something else stands.
pub fn check(portal: &Portal, plan: &Plan) -> Vec<Diagnostic> {
    let mut diagnostics = Vec::new();
    let mut taken: Option<Taken> = None;
    for (ix, record) in portal.iter() {
        let aliases = record.fields.list("aliases");
        let Some(to) = plan.record_address(ix).filter(|_| !aliases.is_empty()) else {
            continue;
        };
        let taken = taken.get_or_insert_with(|| Taken::new(plan));
        for alias in aliases {
            let text = alias.value.as_text().unwrap_or_default();
            diagnostics.extend(match place_of(text, record, to) {
                None => Some(bad_id(text, alias.place)),
                Some(from) => taken.take(&from, record, alias.place),
            });
        }
    }
    diagnostics
}

/// Addresses of pages and of aliases met so far.
struct Taken {
    clashes: Clashes,
    by: BTreeMap<String, String>,
}

impl Taken {
    fn new(plan: &Plan) -> Self {
        let mut taken = Taken { clashes: Clashes::default(), by: BTreeMap::new() };
        for page in &plan.pages {
            taken.clashes.insert(&page.address);
            taken.by.insert(page.address.clone(), page.address.clone());
        }
        taken
    }

    fn take(&mut self, from: &str, record: &Record, place: Place) -> Option<Diagnostic> {
        let other = match self.by.get(from) {
            Some(other) => Some(other.clone()),
            None => self.clashes.insert(from),
        };
        if other.is_none() {
            self.by.insert(from.to_owned(), record.path.to_string());
        }
        let diagnostic = Diagnostic::new(Code::DuplicateAddress, place).with("address", from);
        other.map(|other| diagnostic.with("other", other))
    }
}

/// The file at which an alias is served; `None` for what no static server could serve as a page.
fn place_of(alias: &str, record: &Record, to: &str) -> Option<String> {
    let alias = alias.trim().trim_start_matches('/');
    if is_slug(alias) {
        let prefix = to.strip_suffix(&address::record_page("", &record.collection, &record.id))?;
        return Some(address::record_page(prefix, &record.collection, alias));
    }
    let path = match alias.rsplit_once('/') {
        Some((folder, "")) => format!("{folder}/index.html"),
        _ => alias.to_owned(),
    };
    // A folder with a dot could be a file of ours; `#` and `%` would not survive in an address.
    let (folders, file) = path.rsplit_once('/').unwrap_or(("", &path));
    let is_page = file.ends_with(".html") || file.ends_with(".htm");
    let clean = !folders.contains('.') && !path.contains(['#', '%', '\'']) && is_page;
    (clean && names::check_path(&path).is_ok()).then_some(path)
}

/// The page: it leads on at once, by link where a browser does not follow, and says to search engines
/// which address counts.
fn page(material: Material<'_>, record: &Record, to: &str, depth: usize) -> String {
    let target = format!("{}{to}", "../".repeat(depth));
    let (mut link, mut name, mut canonical) = (String::new(), String::new(), String::new());
    escape_address(&mut link, &target);
    escape_text(&mut name, &title(record));
    if let Some(base) = material.base_url {
        canonical.push_str("<link rel=\"canonical\" href=\"");
        escape_address(&mut canonical, &format!("{base}{to}"));
        canonical.push_str("\">\n");
    }
    let lang = &record.lang;
    format!(
        "<!DOCTYPE html>\n<html lang=\"{lang}\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <title>{name}</title>\n{canonical}\
         <meta http-equiv=\"refresh\" content=\"0; url={link}\">\n</head>\n<body>\n\
         <p><a href=\"{link}\">{name}</a></p>\n</body>\n</html>\n"
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use metod_content::model::value::Fields;
    use metod_content::syntax::FileId;

    fn record() -> Record {
        Record {
            collection: "practices".into(),
            id: "new".into(),
            lang: "en".into(),
            path: "content/practices/new.en.md".into(),
            place: Place::whole(FileId::BUILTIN),
            fields: Fields::default(),
            body: None,
            attachments: Vec::new(),
            title_field: "title".into(),
        }
    }

    #[test]
    fn aliases_are_ids_or_paths_of_pages() {
        let place = |alias: &str| place_of(alias, &record(), "en/practices/new.html");
        assert_eq!(place("old").as_deref(), Some("en/practices/old.html"));
        assert_eq!(place("/a/b/").as_deref(), Some("a/b/index.html"));
        assert_eq!(place("архив/опыт.html").as_deref(), Some("архив/опыт.html"));
        for bad in
            ["", "../x.html", "a/../x.html", "x.php", "robots.txt/x.html", "a\\b.html", "a//b.html"]
        {
            assert_eq!(place(bad), None, "{bad}");
        }
    }
}
