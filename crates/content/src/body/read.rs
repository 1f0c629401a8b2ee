//! Markdown to pieces: one walk over the events of the parser.
//!
//! What happens to an event, in this order:
//!
//! 1. inside an image it only adds to the alternative text (`address`);
//! 2. raw HTML is taken apart and removed, dangerous elements with all they enclose;
//! 3. what is nested deeper than [`MAX_DEPTH`] loses its element and keeps its text;
//! 4. neighbouring text is joined, then split at blanks.

use super::address;
use super::finding::{Finding, FindingKind};
use super::piece::{Address, Element, Joined, Node, Piece};
use super::raw::Removed;
use super::text;
use super::{BlankUse, Syntax};
use pulldown_cmark::{
    CodeBlockKind, CowStr, Event, HeadingLevel, LinkType, Options, Parser, RefDefs, Tag,
};
use std::ops::Range;

/// Elements nested deeper than this lose their markup. Browsers stop at 512; nobody writes 20.
pub(super) const MAX_DEPTH: usize = 100;

/// What the walk found.
#[derive(Debug, Default)]
pub(super) struct Reading<'a> {
    pub(super) pieces: Vec<Piece<'a>>,
    /// Level of every heading, in the order of the body.
    pub(super) levels: Vec<u8>,
    pub(super) links: Vec<Address>,
    pub(super) images: Vec<Address>,
    pub(super) blanks: Vec<BlankUse>,
    pub(super) findings: Vec<Finding>,
}

/// Reads a body.
pub(super) fn read<'a>(source: &'a str, syntax: &Syntax<'_>) -> Reading<'a> {
    let options = Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_GFM
        | Options::ENABLE_DEFINITION_LIST;
    let mut reader = Reader::new(source, syntax.blanks);
    let mut events = Parser::new_ext(source, options).into_offset_iter();
    while let Some((event, range)) = events.next() {
        reader.event(event, range, events.reference_definitions());
    }
    reader.flush();
    address::definitions(&mut reader.reading, source, events.reference_definitions());
    text::bidi_controls(&mut reader.reading.findings, source);
    reader.reading
}

/// An open tag of the parser.
struct Frame {
    /// Index of its piece; none if the tag was dropped.
    piece: Option<usize>,
    /// Whether it was dropped for its depth.
    deep: bool,
    /// Whether it is a footnote.
    footnote: bool,
    /// A link, by its index.
    link: Option<Pending>,
}

/// A link or image whose end is still to come.
pub(super) struct Pending {
    pub(super) index: usize,
    pub(super) kind: LinkType,
    pub(super) id: String,
}

/// An image whose alternative text is being gathered, and how deep in its tags we are.
struct Alternative {
    pending: Pending,
    text: String,
    nested: usize,
}

pub(super) struct Reader<'a> {
    pub(super) source: &'a str,
    pub(super) reading: Reading<'a>,
    pub(super) removed: Removed,
    /// Text that may still be followed by text.
    pub(super) text: Vec<(CowStr<'a>, Range<usize>)>,
    blanks: bool,
    frames: Vec<Frame>,
    depth: usize,
    too_deep: usize,
    in_code: bool,
    in_link: bool,
    footnotes: usize,
    html: Option<Joined>,
    image: Option<Alternative>,
    /// End of the event before this one.
    last_end: usize,
}

impl<'a> Reader<'a> {
    fn new(source: &'a str, blanks: bool) -> Self {
        Reader {
            source,
            reading: Reading::default(),
            removed: Removed::default(),
            text: Vec::new(),
            blanks,
            frames: Vec::new(),
            depth: 0,
            too_deep: 0,
            in_code: false,
            in_link: false,
            footnotes: 0,
            html: None,
            image: None,
            last_end: 0,
        }
    }

    fn event(&mut self, event: Event<'a>, range: Range<usize>, definitions: &RefDefs<'_>) {
        self.removed.pass(range.start);
        let last_end = std::mem::replace(&mut self.last_end, range.end);
        if self.image.is_some() {
            self.in_image(event, range, last_end, definitions);
            return;
        }
        match event {
            Event::Start(tag) => {
                self.last_end = range.start;
                self.start(tag, range);
            }
            Event::End(_) => self.end(range, last_end, definitions),
            Event::Html(text) => {
                if let Some(html) = &mut self.html {
                    html.push(&text, range);
                }
            }
            Event::InlineHtml(text) => self.inline_html(&text, range),
            _ if self.removed.is_hiding() => {}
            Event::Text(text) | Event::InlineMath(text) | Event::DisplayMath(text) => {
                self.text.push((text, range));
            }
            Event::Code(text) => self.leaf(Node::Code(text), range),
            Event::FootnoteReference(label) => self.leaf(Node::FootnoteReference(label), range),
            Event::SoftBreak => self.leaf(Node::SoftBreak, range),
            Event::HardBreak => self.leaf(Node::HardBreak, range),
            Event::TaskListMarker(done) => self.leaf(Node::Task(done), range),
            Event::Rule if self.too_deep > 0 => self.gap(&range),
            Event::Rule => self.leaf(Node::Rule, range),
        }
    }

    /// A node that encloses nothing.
    pub(super) fn leaf(&mut self, node: Node<'a>, range: Range<usize>) {
        self.flush();
        self.reading.pieces.push(Piece { node, range });
    }

    /// Separates texts whose blocks were dropped.
    pub(super) fn gap(&mut self, range: &Range<usize>) {
        self.flush();
        let last = self.reading.pieces.last().map(|piece| &piece.node);
        if matches!(last, Some(Node::Text(_) | Node::Code(_) | Node::Blank(_) | Node::Image(_))) {
            self.leaf(Node::SoftBreak, range.start..range.start);
        }
    }

    /// Ends the current text: joins it and looks for blanks.
    pub(super) fn flush(&mut self) {
        if !self.text.is_empty() {
            let context = text::Context {
                code: self.in_code,
                blanks: self.blanks && !self.in_code,
                links: !self.in_link && self.depth < MAX_DEPTH,
            };
            text::join(&mut self.reading, self.source, &mut self.text, context);
        }
    }

    fn start(&mut self, tag: Tag<'a>, range: Range<usize>) {
        self.flush();
        let mut link = None;
        let element = match tag {
            Tag::HtmlBlock => {
                self.html = Some(Joined::default());
                None
            }
            Tag::Link { .. } | Tag::Image { .. } if self.removed.is_hiding() => None,
            // An address between angle brackets, within the text of a link: HTML has no such thing.
            Tag::Link { dest_url, .. } if self.in_link => {
                address::refuse(&mut self.reading.findings, &dest_url, range.clone());
                None
            }
            Tag::Link { link_type, dest_url, title, id } => {
                let address = address::open(link_type, &dest_url, &title, range.clone());
                self.reading.links.push(address);
                self.in_link = true;
                let index = self.reading.links.len() - 1;
                link = Some(Pending { index, kind: link_type, id: id.into_string() });
                Some(Element::Link(index))
            }
            Tag::Image { link_type, dest_url, title, id } => {
                let address = address::open(link_type, &dest_url, &title, range.clone());
                self.reading.images.push(address);
                let index = self.reading.images.len() - 1;
                let pending = Pending { index, kind: link_type, id: id.into_string() };
                self.image = Some(Alternative { pending, text: String::new(), nested: 0 });
                return;
            }
            tag => self.element(tag),
        };
        let mut frame = Frame {
            piece: None,
            deep: false,
            footnote: matches!(element, Some(Element::Footnote(_))),
            link,
        };
        self.footnotes += usize::from(frame.footnote);
        if let Some(element) = element {
            if !element.is_inline() {
                self.removed.enter(range.end);
            }
            if self.too_deep > 0 || self.depth + element.levels() > MAX_DEPTH {
                frame.deep = true;
                self.sink(&element, &range);
            } else {
                self.depth += 1;
                frame.piece = Some(self.reading.pieces.len());
                self.reading.pieces.push(Piece { node: Node::Open(element), range });
            }
        }
        self.frames.push(frame);
    }

    /// Drops an element for its depth; only the outermost one is reported.
    fn sink(&mut self, element: &Element<'a>, range: &Range<usize>) {
        if self.too_deep == 0 {
            self.finding(FindingKind::TooDeep, range.clone());
        }
        self.too_deep += 1;
        if matches!(element, Element::Heading(_)) {
            self.reading.levels.pop();
        }
        if !element.is_inline() {
            self.gap(range);
        }
    }

    fn end(&mut self, range: Range<usize>, last_end: usize, definitions: &RefDefs<'_>) {
        self.flush();
        if let Some(html) = self.html.take() {
            self.html_block(&html, &range);
        }
        let Some(frame) = self.frames.pop() else {
            return;
        };
        self.in_code = false;
        self.footnotes -= usize::from(frame.footnote);
        if let Some(link) = frame.link {
            self.in_link = false;
            let text = frame.piece.map_or(String::new(), |piece| self.plain_from(piece));
            let address = &mut self.reading.links[link.index];
            address.text = text;
            address::close(address, &link, self.source, last_end, definitions);
            address::check_link(&mut self.reading, link.index);
        }
        if frame.deep {
            self.too_deep -= 1;
            self.gap(&(range.end..range.end));
        }
        if let Some(start) = frame.piece {
            self.depth -= 1;
            let emptied = self.removed.since(&self.reading.pieces[start].range)
                && start + 1 == self.reading.pieces.len();
            if emptied && self.reading.pieces[start].may_vanish() {
                if let Some(Node::Open(Element::Heading(_))) =
                    self.reading.pieces.pop().map(|piece| piece.node)
                {
                    self.reading.levels.pop();
                }
            } else {
                self.reading.pieces.push(Piece { node: Node::Close, range });
            }
        }
    }

    fn plain_from(&self, start: usize) -> String {
        let mut text = String::new();
        let Reading { pieces, images, blanks, .. } = &self.reading;
        super::piece::plain(&mut text, &pieces[start..], images, &mut |index, out| {
            out.push_str(&blanks[index].name);
        });
        text
    }

    /// Inside an image only text counts; links and images there are still checked.
    fn in_image(
        &mut self,
        event: Event<'a>,
        range: Range<usize>,
        last_end: usize,
        definitions: &RefDefs<'_>,
    ) {
        let Some(image) = &mut self.image else {
            return;
        };
        match event {
            Event::Start(tag) => {
                image.nested += 1;
                self.last_end = range.start;
                if let Tag::Link { dest_url, .. } | Tag::Image { dest_url, .. } = tag {
                    address::refuse(&mut self.reading.findings, &dest_url, range);
                }
            }
            Event::End(_) if image.nested > 0 => image.nested -= 1,
            Event::End(_) => self.end_image(range, last_end, definitions),
            Event::Text(text) | Event::Code(text) if !self.removed.is_hiding() => {
                image.text.push_str(&text);
            }
            Event::SoftBreak | Event::HardBreak => image.text.push(' '),
            Event::InlineHtml(html) => self.inline_html(&html, range),
            _ => {}
        }
    }

    fn end_image(&mut self, range: Range<usize>, last_end: usize, definitions: &RefDefs<'_>) {
        let Some(image) = self.image.take() else {
            return;
        };
        let index = image.pending.index;
        let address = &mut self.reading.images[index];
        address.text = image.text;
        address::close(address, &image.pending, self.source, last_end, definitions);
        address::check_image(&mut self.reading, index);
        if self.too_deep > 0 {
            self.text.push((self.reading.images[index].text.clone().into(), range));
        } else {
            self.leaf(Node::Image(index), range);
        }
    }

    pub(super) fn finding(&mut self, kind: FindingKind, range: Range<usize>) {
        self.reading.findings.push(Finding { kind, range });
    }

    pub(super) fn is_in_image(&self) -> bool {
        self.image.is_some()
    }

    /// Elements without links, images and raw HTML.
    fn element(&mut self, tag: Tag<'a>) -> Option<Element<'a>> {
        Some(match tag {
            Tag::Paragraph => Element::Paragraph,
            // Footnotes stand at the end of the page, or nowhere: no place for headings.
            Tag::Heading { .. } if self.footnotes > 0 => Element::Paragraph,
            Tag::Heading { level, .. } => {
                self.reading.levels.push(number(level));
                Element::Heading(self.reading.levels.len() - 1)
            }
            Tag::BlockQuote(kind) => Element::Quote(kind),
            Tag::CodeBlock(kind) => {
                self.in_code = true;
                Element::CodeBlock(match kind {
                    CodeBlockKind::Indented => String::new(),
                    CodeBlockKind::Fenced(info) => language(&info),
                })
            }
            Tag::List(start) => Element::List(start),
            Tag::Item => Element::Item,
            Tag::FootnoteDefinition(label) => Element::Footnote(label),
            Tag::DefinitionList => Element::Definitions,
            Tag::DefinitionListTitle => Element::Term,
            Tag::DefinitionListDefinition => Element::Definition,
            Tag::Table(alignments) => Element::Table(alignments),
            Tag::TableHead => Element::TableHead,
            Tag::TableRow => Element::TableRow,
            Tag::TableCell => Element::Cell,
            Tag::Emphasis => Element::Emphasis,
            Tag::Strong => Element::Strong,
            Tag::Strikethrough => Element::Strikethrough,
            _ => return None,
        })
    }
}

fn number(level: HeadingLevel) -> u8 {
    match level {
        HeadingLevel::H1 => 1,
        HeadingLevel::H2 => 2,
        HeadingLevel::H3 => 3,
        HeadingLevel::H4 => 4,
        HeadingLevel::H5 => 5,
        HeadingLevel::H6 => 6,
    }
}

/// The language of a fence: its first word, as far as it can be the name of one.
fn language(info: &str) -> String {
    info.split([' ', '\t', ','])
        .next()
        .unwrap_or_default()
        .chars()
        .filter(|character| character.is_ascii_alphanumeric() || "+#-_.".contains(*character))
        .take(32)
        .collect::<String>()
        .to_ascii_lowercase()
}
