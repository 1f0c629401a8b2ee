//! Markdown files beside what they must become: `tests/body/*.md` and `*.html`.
//!
//! `BLESS=1 cargo test -p metod-content --test body` writes the HTML anew; read the difference.

use metod_content::body::{self, BlankView, Image, Link, Links, NoHighlight, Render, Syntax};
use std::path::Path;

struct Portal;

impl Links for Portal {
    fn link(&self, target: &str) -> Option<Link> {
        let href = match target {
            "organizations:tsnppm" => "../organizations/tsnppm.html",
            "../documents/polozhenie.md#p-1" => "../documents/polozhenie.html#p-1",
            _ => return None,
        };
        Some(Link { href: href.to_owned(), title: None })
    }

    fn image(&self, target: &str) -> Option<Image> {
        (target == "scheme.png").then(|| Image {
            src: "../files/scheme.0a1b.png".to_owned(),
            width: Some(640),
            height: Some(480),
            srcset: Some("../files/scheme.0a1b-320.png 320w".to_owned()),
            sizes: Some("100vw".to_owned()),
        })
    }
}

#[allow(clippy::disallowed_methods)] // The fixtures of a test are no portal.
fn check(name: &str, document: bool) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/body");
    let source = std::fs::read_to_string(folder.join(format!("{name}.md"))).expect("source");
    let blanks = |name: &str| {
        let label = match name {
            "school" => "[Название организации]",
            "approved_on" => "[Дата]",
            _ => return None,
        };
        Some(BlankView { label: label.to_owned() })
    };
    let options = Render {
        syntax: Syntax { clauses: document, blanks: document, ..Syntax::default() },
        links: &Portal,
        highlight: &NoHighlight,
        blanks: &blanks,
    };
    let rendered = body::render(&source, &options);
    let mut found = rendered.html;
    found.push_str("<!--\n");
    for entry in rendered.toc {
        let number = entry.number.unwrap_or_default();
        found.push_str(&format!("{} #{} {number} {}\n", entry.level, entry.anchor, entry.text));
    }
    for finding in body::outline(&source, &options.syntax).findings {
        found.push_str(&format!("{:?} {:?}\n", finding.kind, &source[finding.range]));
    }
    found.push_str("-->\n");
    let path = folder.join(format!("{name}.html"));
    if std::env::var_os("BLESS").is_some() {
        std::fs::write(&path, &found).expect("written");
    }
    let expected = std::fs::read_to_string(&path).expect("expected");
    assert_eq!(found, expected, "{name}");
}

#[test]
fn common() {
    check("common", false);
}

#[test]
fn clauses() {
    check("clauses", true);
}

#[test]
fn hostile() {
    check("hostile", false);
}
