//! Bodies against the examples of the CommonMark specification.
//!
//! The specification's text is not ours to copy (CC BY-SA); the parser's package brings its examples
//! along as a test, so they are read from where cargo unpacked it. If it is not there, the test says
//! so and passes.

use crate::html::{Token, tokens};
use metod_content::body::url::Target;
use metod_content::body::{
    self, FindingKind, Image, Link, Links, NoHighlight, Render, Syntax, outline,
};
use pulldown_cmark::{Event, Parser};
use std::path::PathBuf;

struct Itself;

impl Links for Itself {
    fn link(&self, target: &str) -> Option<Link> {
        Some(Link { href: target.to_owned(), title: None })
    }

    fn image(&self, target: &str) -> Option<Image> {
        Some(Image { src: target.to_owned(), ..Image::default() })
    }
}

/// The examples: Markdown and HTML.
#[allow(clippy::disallowed_methods)] // Reads examples, not a portal.
fn examples() -> Option<Vec<(String, String)>> {
    let home = std::env::var_os("CARGO_HOME")
        .map(PathBuf::from)
        .or_else(|| std::env::var_os("HOME").map(|home| PathBuf::from(home).join(".cargo")))?;
    let mut found: Vec<PathBuf> = Vec::new();
    for registry in std::fs::read_dir(home.join("registry/src")).ok()?.flatten() {
        for package in std::fs::read_dir(registry.path()).ok()?.flatten() {
            let path = package.path();
            let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
            if name.starts_with("pulldown-cmark-0.13") {
                found.push(path.join("tests/suite/spec.rs"));
            }
        }
    }
    let text = found.iter().find_map(|path| std::fs::read_to_string(path).ok())?;
    let mut examples = Vec::new();
    for case in text.split("let original = r##\"").skip(1) {
        let (source, rest) = case.split_once("\"##;")?;
        let (_, rest) = rest.split_once("let expected = r##\"")?;
        let (expected, _) = rest.split_once("\"##;")?;
        examples.push((source.to_owned(), expected.to_owned()));
    }
    Some(examples)
}

/// Why an example cannot come out as the specification says: what it shows is refused here, or
/// read as one of the extensions.
fn is_ours(source: &str) -> bool {
    let raw =
        Parser::new(source).any(|event| matches!(event, Event::Html(_) | Event::InlineHtml(_)));
    let outline = outline(source, &Syntax::new("none"));
    let refused = outline.findings.iter().any(|finding| {
        matches!(
            finding.kind,
            FindingKind::Script
                | FindingKind::UnsafeScheme { .. }
                | FindingKind::LinkTargetEmpty
                | FindingKind::LinkTextEmpty
        )
    });
    let other = outline.links.iter().any(|link| {
        let bare = link.whole == link.range;
        bare || link.kind == Target::Reference || link.target.contains('\\')
    });
    raw || refused || other
}

/// Elements, texts and addresses, without what we add to them.
fn shape(html: &str) -> Result<Vec<String>, String> {
    let mut shape: Vec<String> = Vec::new();
    let mut anchor = false;
    let mut pre = false;
    for token in tokens(html)? {
        match token {
            Token::Open(name, attributes) => {
                let get = |key: &str| {
                    attributes.iter().find(|(name, _)| name == key).map(|(_, value)| value.as_str())
                };
                anchor = get("class") == Some("anchor");
                pre |= name == "pre";
                if !anchor {
                    let mut text = format!("<{}", heading(&name));
                    for key in ["href", "src", "alt", "title", "start"] {
                        if let Some(value) = get(key) {
                            // Percent-encoding differs in what need not be encoded.
                            let value = value.replace("%5B", "[").replace("%5D", "]");
                            text.push_str(&format!(" {key}={value:?}"));
                        }
                    }
                    shape.push(text);
                }
            }
            Token::Close(name) if anchor && name == "a" => anchor = false,
            Token::Close(name) => {
                pre &= name != "pre";
                shape.push(format!("</{}", heading(&name)));
            }
            Token::Text(_) if anchor => {}
            Token::Text(text) if pre => shape.push(text),
            Token::Text(text) => {
                let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
                if !text.is_empty() {
                    shape.push(text);
                }
            }
        }
    }
    Ok(shape)
}

fn heading(name: &str) -> &str {
    match name {
        "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => "h",
        _ => name,
    }
}

#[test]
fn agrees_with_the_specification() {
    let Some(examples) = examples() else {
        eprintln!("skipped: the parser's package is not unpacked here");
        return;
    };
    assert!(examples.len() > 600, "{} examples", examples.len());
    let options = Render {
        syntax: Syntax::new("none"),
        links: &Itself,
        highlight: &NoHighlight,
        blanks: &|_| None,
    };
    let mut compared = 0;
    let mut different = Vec::new();
    for (number, (source, expected)) in examples.iter().enumerate() {
        if is_ours(source) {
            continue;
        }
        let found = body::render(source, &options).html;
        if found.contains("<figure>") {
            continue;
        }
        compared += 1;
        let (shown, wanted) = (shape(&found), shape(expected));
        if shown.is_err() || shown != wanted {
            different.push(format!("{}: {source:?}\n{expected}\n{found}", number + 1));
        }
    }
    assert!(compared > 540, "{compared} compared");
    assert!(different.is_empty(), "{} of {compared}:\n{}", different.len(), different.join("\n"));
}
