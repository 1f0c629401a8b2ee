//! Lines of text: typography over the whole line, then its pieces one by one.

use super::Writer;
use crate::body::piece::{Address, Element, Node, Piece};
use crate::body::typography;
use crate::body::url::{self, Target};
use std::borrow::Cow;

/// A line with its typography done: a text for every piece, empty for what is not text.
pub(super) fn texts<'t>(lang: &str, line: &'t [Piece<'_>], links: &[Address]) -> Vec<Cow<'t, str>> {
    let mut automatic = 0_usize;
    let mut depth = Vec::new();
    let mut sources: Vec<&str> = Vec::with_capacity(line.len());
    for piece in line {
        sources.push(match &piece.node {
            Node::Open(element) => {
                let address = matches!(element, Element::Link(index) if links[*index].automatic);
                automatic += usize::from(address);
                depth.push(address);
                ""
            }
            Node::Close => {
                automatic -= usize::from(depth.pop().unwrap_or_default());
                ""
            }
            Node::Text(_) if automatic > 0 => "\u{fffc}",
            Node::Text(text) => text,
            Node::SoftBreak | Node::HardBreak => "\n",
            Node::FootnoteReference(_) | Node::Rule => "",
            Node::Code(_) | Node::Blank(_) | Node::Image(_) | Node::Task(_) => "\u{fffc}",
        });
    }
    typography::apply(lang, &sources)
}

/// Whether an address that the caller gave may be written. Browsers read a backslash as a slash,
/// servers do not.
fn is_publishable(address: &str) -> bool {
    url::classify(address).is_final() && !address.contains('\\')
}

/// How a link ends.
enum End {
    With(&'static str),
    /// The text in it is an address that must not be shown.
    Hidden,
}

impl Writer<'_, '_> {
    /// A line of text: inline pieces only.
    pub(super) fn line(&mut self, line: &[Piece<'_>]) {
        let parsed = self.parsed;
        let texts = texts(self.options.syntax.lang, line, &parsed.links);
        let mut ends: Vec<End> = Vec::new();
        let mut hidden = 0_usize;
        for (piece, text) in line.iter().zip(&texts) {
            match &piece.node {
                Node::Open(element) => {
                    let end = self.open_inline(element);
                    hidden += usize::from(matches!(end, End::Hidden));
                    ends.push(end);
                }
                Node::Close => match ends.pop() {
                    Some(End::With(end)) => self.raw(end),
                    Some(End::Hidden) => hidden -= 1,
                    None => {}
                },
                _ if hidden > 0 => {}
                // The text of an address is opaque to typography.
                Node::Text(source) if text == "\u{fffc}" => self.text(source),
                Node::Text(_) | Node::SoftBreak => self.text(text),
                Node::Code(code) => {
                    self.raw("<code>");
                    self.text(code);
                    self.raw("</code>");
                }
                Node::HardBreak => self.raw("<br>\n"),
                Node::Blank(index) => self.blank(&parsed.blanks[*index].name),
                Node::Image(index) => {
                    self.image(&parsed.images[*index], true);
                }
                Node::FootnoteReference(label) => self.footnote_reference(label),
                Node::Task(done) => self.task(*done),
                Node::Rule => {}
            }
        }
    }

    fn open_inline(&mut self, element: &Element<'_>) -> End {
        let (start, end) = match element {
            Element::Emphasis => ("<em>", "</em>"),
            Element::Strong => ("<strong>", "</strong>"),
            Element::Strikethrough => ("<del>", "</del>"),
            Element::Link(index) => return self.link(&self.parsed.links[*index]),
            _ => ("", ""),
        };
        self.raw(start);
        End::With(end)
    }

    fn link(&mut self, link: &Address) -> End {
        if link.automatic && !link.kind.is_final() && link.kind != Target::Reference {
            return End::Hidden;
        }
        let has_text = !link.text.trim().is_empty();
        let Some((href, title)) = self.resolve(link).filter(|_| has_text) else {
            return End::With("");
        };
        let external = url::classify(&href) == Target::External;
        self.raw("<a");
        self.address("href", &href);
        if external {
            self.raw(" class=\"external\" rel=\"noopener\"");
        }
        if !title.is_empty() {
            self.attribute("title", &title);
        }
        self.raw(">");
        End::With("</a>")
    }

    /// Address and title of a link, if it may be one.
    fn resolve(&self, link: &Address) -> Option<(String, String)> {
        let own = || Some((link.target.clone(), link.title.clone()));
        let known = match &link.kind {
            Target::External | Target::Mail | Target::Phone => return own(),
            Target::Anchor
                if self.parsed.slugs.contains(link.target.trim().trim_start_matches('#')) =>
            {
                return own();
            }
            Target::Anchor | Target::Local | Target::Reference => {
                self.options.links.link(&link.target)?
            }
            Target::Empty | Target::Script | Target::Unsafe(_) => return None,
        };
        if !is_publishable(&known.href) {
            return None;
        }
        let title = match link.title.is_empty() {
            true => known.title.unwrap_or_default(),
            false => link.title.clone(),
        };
        Some((known.href, title))
    }

    /// An image, or its alternative text if there is no such image; whether there is.
    pub(super) fn image(&mut self, image: &Address, with_title: bool) -> bool {
        let known = match image.kind {
            Target::Local | Target::Reference | Target::External => {
                self.options.links.image(&image.target)
            }
            _ => None,
        };
        let lang = self.options.syntax.lang;
        let alt = typography::typography(lang, image.text.trim());
        let Some(known) = known.filter(|known| is_publishable(&known.src)) else {
            self.text(&alt);
            return false;
        };
        self.raw("<img");
        self.address("src", &known.src);
        for (name, value) in [("srcset", &known.srcset), ("sizes", &known.sizes)] {
            if let Some(value) = value {
                self.attribute(name, value);
            }
        }
        for (name, value) in [("width", known.width), ("height", known.height)] {
            if let Some(value) = value {
                self.attribute(name, &value.to_string());
            }
        }
        self.raw(" loading=\"lazy\" decoding=\"async\"");
        self.attribute("alt", &alt);
        if with_title && !image.title.is_empty() {
            self.attribute("title", &image.title);
        }
        self.raw(">");
        true
    }

    fn blank(&mut self, name: &str) {
        match (self.options.blanks)(name) {
            Some(view) => {
                self.raw("<span class=\"blank\"");
                self.attribute("data-blank", name);
                self.raw(">");
                self.text(&view.label);
                self.raw("</span>");
            }
            None => {
                self.raw("{{");
                self.text(name);
                self.raw("}}");
            }
        }
    }

    fn task(&mut self, done: bool) {
        let (word, mark) = match done {
            true => (self.words.done, "☑"),
            false => (self.words.open, "☐"),
        };
        self.raw("<span class=\"task\" role=\"img\"");
        self.attribute("aria-label", word);
        self.raw(">");
        self.raw(mark);
        self.raw("</span> ");
    }
}
