//! What each path of a portal's repository is.

use crate::slug::is_slug;

/// What a file is, by its path alone.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Role {
    /// `portal.yaml`.
    Config,
    /// `data/schemas/<collection>.yaml`.
    Schema {
        /// The collection.
        collection: String,
    },
    /// `data/vocabularies/<name>.yaml`.
    Vocabulary {
        /// The vocabulary's name.
        name: String,
    },
    /// `data/<collection>.(yaml|csv|xlsx)`.
    Table {
        /// The collection.
        collection: String,
        /// How it is written.
        format: TableFormat,
    },
    /// `data/reviews/<record>/<expert>.yaml`.
    Review {
        /// Id of the practice.
        record: String,
        /// Id of the expert.
        expert: String,
    },
    /// `content/<collection>/<id>.md` or `content/<collection>/<id>/index.md`.
    Record {
        /// The collection.
        collection: String,
        /// Id as the file name gives it; it may be malformed.
        id: String,
        /// `<id>.<lang>.md`.
        lang: Option<String>,
    },
    /// `content/<collection>/<id>/rows.(yaml|csv|xlsx)`.
    Rows {
        /// The collection.
        collection: String,
        /// Id of the record.
        id: String,
        /// How it is written.
        format: TableFormat,
    },
    /// Any other file in a record's folder.
    Attachment {
        /// The collection.
        collection: String,
        /// Id of the record.
        id: String,
        /// Path within the record's folder.
        name: String,
    },
    /// `themes/<name>/<path>`.
    Theme {
        /// Name of the theme.
        theme: String,
        /// Path within it.
        path: String,
    },
    /// Under `content/` or `data/`, but nothing that a portal knows.
    Stray,
    /// Not the portal's: source code, documentation.
    Other,
}

/// How a table is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum TableFormat {
    /// YAML list of rows.
    Yaml,
    /// Comma, semicolon or tab separated.
    Csv,
    /// Excel workbook, first sheet.
    Xlsx,
}

impl TableFormat {
    fn of(extension: &str) -> Option<Self> {
        match extension {
            "yaml" | "yml" => Some(TableFormat::Yaml),
            "csv" => Some(TableFormat::Csv),
            "xlsx" => Some(TableFormat::Xlsx),
            _ => None,
        }
    }
}

/// Says what `path` (relative, `/`-separated) is.
pub fn role(path: &str) -> Role {
    let parts: Vec<&str> = path.split('/').collect();
    match parts.as_slice() {
        ["portal.yaml"] => Role::Config,
        ["content", rest @ ..] => content(rest),
        ["data", rest @ ..] => data(rest),
        ["themes", theme, rest @ ..] if !rest.is_empty() => {
            Role::Theme { theme: (*theme).to_owned(), path: rest.join("/") }
        }
        _ => Role::Other,
    }
}

fn content(parts: &[&str]) -> Role {
    match parts {
        [collection, file] => match file.strip_suffix(".md") {
            Some(stem) => record(collection, stem),
            None => Role::Stray,
        },
        [collection, id, file] => {
            if let Some(stem) = file.strip_suffix(".md")
                && let Some(lang) = index_lang(stem)
            {
                return Role::Record {
                    collection: (*collection).to_owned(),
                    id: (*id).to_owned(),
                    lang,
                };
            }
            if let Some(format) = file.strip_prefix("rows.").and_then(TableFormat::of) {
                let (collection, id) = ((*collection).to_owned(), (*id).to_owned());
                return Role::Rows { collection, id, format };
            }
            attachment(collection, id, &parts[2..])
        }
        [collection, id, ..] => attachment(collection, id, &parts[2..]),
        _ => Role::Stray,
    }
}

fn attachment(collection: &str, id: &str, rest: &[&str]) -> Role {
    Role::Attachment { collection: collection.to_owned(), id: id.to_owned(), name: rest.join("/") }
}

fn record(collection: &str, stem: &str) -> Role {
    let (id, lang) = match stem.rsplit_once('.') {
        Some((id, lang)) if is_lang(lang) => (id, Some(lang.to_owned())),
        _ => (stem, None),
    };
    Role::Record { collection: collection.to_owned(), id: id.to_owned(), lang }
}

fn index_lang(stem: &str) -> Option<Option<String>> {
    if stem == "index" {
        return Some(None);
    }
    let lang = stem.strip_prefix("index.")?;
    is_lang(lang).then(|| Some(lang.to_owned()))
}

/// A language tag as used in file names: two or three small letters.
fn is_lang(text: &str) -> bool {
    matches!(text.len(), 2 | 3) && text.bytes().all(|byte| byte.is_ascii_lowercase())
}

fn data(parts: &[&str]) -> Role {
    let yaml = |file: &str| {
        let stem = file.strip_suffix(".yaml").or_else(|| file.strip_suffix(".yml"));
        stem.filter(|stem| is_slug(stem)).map(str::to_owned)
    };
    let found = match parts {
        ["schemas", file] => yaml(file).map(|collection| Role::Schema { collection }),
        ["vocabularies", file] => yaml(file).map(|name| Role::Vocabulary { name }),
        ["reviews", record, file] => {
            yaml(file).map(|expert| Role::Review { record: (*record).to_owned(), expert })
        }
        [file] => file.rsplit_once('.').and_then(|(stem, extension)| {
            let format = TableFormat::of(extension)?;
            is_slug(stem).then(|| Role::Table { collection: stem.to_owned(), format })
        }),
        _ => None,
    };
    found.unwrap_or(Role::Stray)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_have_roles() {
        let record = |lang: Option<&str>| Role::Record {
            collection: "practices".into(),
            id: "x".into(),
            lang: lang.map(str::to_owned),
        };
        assert_eq!(role("content/practices/x.md"), record(None));
        assert_eq!(role("content/practices/x.en.md"), record(Some("en")));
        assert_eq!(role("content/practices/x/index.md"), record(None));
        assert_eq!(role("content/practices/x/index.en.md"), record(Some("en")));
        assert!(matches!(role("content/roadmaps/x/rows.csv"), Role::Rows { .. }));
        assert!(matches!(role("content/roadmaps/x/a/b.pdf"), Role::Attachment { .. }));
        assert!(matches!(role("data/methodists.xlsx"), Role::Table { .. }));
        assert!(matches!(role("data/reviews/x/m-1.yaml"), Role::Review { .. }));
        assert_eq!(role("content/x.md"), Role::Stray);
        assert_eq!(role("README.md"), Role::Other);
    }
}
