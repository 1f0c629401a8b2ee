//! The flat list between Markdown and every output: what is left of the event stream once text is
//! joined, raw HTML and over-deep nesting are gone, blanks, links and images are recognised.

use super::url::Target;
use pulldown_cmark::{Alignment, BlockQuoteKind, CowStr};
use std::ops::Range;

/// A node and the bytes of the body that it came from.
#[derive(Clone, Debug)]
pub(super) struct Piece<'a> {
    pub(super) node: Node<'a>,
    pub(super) range: Range<usize>,
}

/// One step of the flat list; every [`Node::Open`] has its [`Node::Close`].
#[derive(Clone, Debug)]
pub(super) enum Node<'a> {
    Open(Element<'a>),
    Close,
    Text(CowStr<'a>),
    Code(CowStr<'a>),
    /// Index into the list of blanks.
    Blank(usize),
    /// Index into the list of images.
    Image(usize),
    FootnoteReference(CowStr<'a>),
    SoftBreak,
    HardBreak,
    Rule,
    Task(bool),
}

/// What encloses other nodes. Numbers are indices into the lists of the parsed body.
#[derive(Clone, Debug)]
pub(super) enum Element<'a> {
    Paragraph,
    Clause(usize),
    Heading(usize),
    Quote(Option<BlockQuoteKind>),
    /// Its language, if any.
    CodeBlock(String),
    List(Option<u64>),
    Item,
    Footnote(CowStr<'a>),
    Definitions,
    Term,
    Definition,
    Table(Vec<Alignment>),
    TableHead,
    TableRow,
    Cell,
    Emphasis,
    Strong,
    Strikethrough,
    Link(usize),
}

impl Element<'_> {
    /// Whether it stands in a line of text.
    pub(super) fn is_inline(&self) -> bool {
        matches!(
            self,
            Element::Emphasis | Element::Strong | Element::Strikethrough | Element::Link(_)
        )
    }

    /// How many levels it needs to be valid HTML: a list is nothing without its items.
    pub(super) fn levels(&self) -> usize {
        match self {
            Element::Table(_) => 4,
            Element::List(_) | Element::Definitions => 2,
            _ => 1,
        }
    }
}

impl Piece<'_> {
    /// Whether it may go when what it enclosed was removed; a table keeps its cells.
    pub(super) fn may_vanish(&self) -> bool {
        match &self.node {
            Node::Open(element) => {
                element.is_inline() || matches!(element, Element::Paragraph | Element::Heading(_))
            }
            _ => false,
        }
    }
}

impl Node<'_> {
    /// Whether the node can begin a line of text.
    pub(super) fn is_inline(&self) -> bool {
        match self {
            Node::Open(element) => element.is_inline(),
            Node::Close | Node::Rule => false,
            _ => true,
        }
    }
}

/// A link target or image as it was classified while reading.
#[derive(Clone, Debug)]
pub(super) struct Address {
    pub(super) target: String,
    pub(super) kind: Target,
    pub(super) title: String,
    /// Text of a link, alternative text of an image.
    pub(super) text: String,
    /// The address in the body.
    pub(super) range: Range<usize>,
    /// The whole link in the body.
    pub(super) whole: Range<usize>,
    /// `<https://…>`: the text is the address itself.
    pub(super) automatic: bool,
}

/// Text put together from several stretches of the body, which remembers where each came from.
#[derive(Debug, Default)]
pub(super) struct Joined {
    pub(super) text: String,
    stretches: Vec<(usize, Range<usize>)>,
}

impl Joined {
    pub(super) fn push(&mut self, text: &str, range: Range<usize>) {
        self.stretches.push((self.text.len(), range));
        self.text.push_str(text);
    }

    /// Where in the body a stretch of the joined text is. Text that differs in length from its
    /// source (an entity) is taken whole.
    pub(super) fn place(&self, range: &Range<usize>) -> Range<usize> {
        let start = self.locate(range.start, false);
        let end = self.locate(range.end, true);
        start..end.max(start)
    }

    fn locate(&self, offset: usize, as_end: bool) -> usize {
        // An end belongs to the stretch before it, a start to the one after.
        let after = self
            .stretches
            .partition_point(|(start, _)| if as_end { *start < offset } else { *start <= offset });
        let Some(index) = after.checked_sub(1) else {
            return self.stretches.first().map_or(0, |(_, range)| range.start);
        };
        let (start, range) = &self.stretches[index];
        let length = self.stretches.get(index + 1).map_or(self.text.len(), |next| next.0) - start;
        if length == range.len() {
            range.start + (offset - start)
        } else if as_end {
            range.end
        } else {
            range.start
        }
    }
}

/// The text of a code block whose pieces are `inside`.
pub(super) fn code(inside: &[Piece<'_>]) -> String {
    let text = |piece: &Piece<'_>| match &piece.node {
        Node::Text(text) => Some(text.to_string()),
        _ => None,
    };
    inside.iter().filter_map(text).collect()
}

/// Appends what a reader hears: text, code, alternative texts; blanks by what `blank` says.
pub(super) fn plain(
    out: &mut String,
    pieces: &[Piece<'_>],
    images: &[Address],
    blank: &mut dyn FnMut(usize, &mut String),
) {
    for piece in pieces {
        match &piece.node {
            Node::Text(text) | Node::Code(text) => out.push_str(text),
            Node::Blank(index) => blank(*index, out),
            Node::Image(index) => out.push_str(&images[*index].text),
            Node::SoftBreak | Node::HardBreak => out.push(' '),
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn joined_text_knows_its_places() {
        let mut joined = Joined::default();
        joined.push("ab", 10..12);
        joined.push("&", 12..17);
        joined.push("cd", 20..22);
        assert_eq!(joined.place(&(0..2)), 10..12);
        assert_eq!(joined.place(&(1..4)), 11..21);
        assert_eq!(joined.place(&(2..3)), 12..17);
        assert_eq!(joined.place(&(3..5)), 20..22);
    }
}
