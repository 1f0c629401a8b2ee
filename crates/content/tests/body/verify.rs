//! What holds for every body: fragments (`safety.rs`) and fuzzers (`fuzz/targets/`) ask for it.

use super::html;
use metod_content::body::{
    self, BlankView, Image, Link, Links, NoHighlight, Outline, Render, Rendered, Syntax,
};

/// Resolves everything to itself: the worst resolver there is.
struct Gullible;

impl Links for Gullible {
    fn link(&self, target: &str) -> Option<Link> {
        Some(Link { href: target.to_owned(), title: Some("\"><script>".to_owned()) })
    }

    fn image(&self, target: &str) -> Option<Image> {
        Some(Image {
            src: target.to_owned(),
            width: Some(1),
            srcset: Some("\"onload=x".to_owned()),
            ..Image::default()
        })
    }
}

fn syntax(document: bool) -> Syntax<'static> {
    Syntax { clauses: document, blanks: document, ..Syntax::default() }
}

/// The HTML of a body, and what the checks see of it.
pub(crate) fn both(source: &str, document: bool) -> (Rendered, Outline) {
    let blanks = |name: &str| Some(BlankView { label: format!("[{name}<b>]") });
    let options = Render {
        syntax: syntax(document),
        links: &Gullible,
        highlight: &NoHighlight,
        blanks: &blanks,
    };
    (body::render(source, &options), body::outline(source, &options.syntax))
}

/// What is wrong with what a body becomes, whatever it is made of.
pub(crate) fn verify(source: &str, document: bool) -> Result<(), String> {
    let (rendered, outline) = both(source, document);
    if let Some(mistake) = html::mistake(&rendered.html) {
        return Err(format!("{mistake}\nin {}\nof {source:?}", rendered.html));
    }
    let ranges = outline.findings.iter().map(|finding| &finding.range);
    let ranges = ranges
        .chain(outline.links.iter().flat_map(|link| [&link.range, &link.whole]))
        .chain(outline.images.iter().flat_map(|image| [&image.range, &image.whole]))
        .chain(outline.headings.iter().map(|heading| &heading.range))
        .chain(outline.clauses.iter().map(|clause| &clause.range))
        .chain(outline.blanks.iter().map(|blank| &blank.range));
    for range in ranges {
        if source.get(range.clone()).is_none() {
            return Err(format!("{range:?} is no stretch of {source:?}"));
        }
    }
    for blank in &outline.blanks {
        let written = &source[blank.range.clone()];
        if !written.starts_with("{{") || !written.ends_with("}}") {
            return Err(format!("a blank at {written:?} of {source:?}"));
        }
    }
    for entry in &rendered.toc {
        if !rendered.html.contains(&format!("id=\"{}\"", entry.anchor)) {
            return Err(format!("no {} in {}", entry.anchor, rendered.html));
        }
    }
    body::sections(source, &syntax(document), &|_| None);
    Ok(())
}
