//! YAML with positions: saphyr's event parser makes [`Node`]s.
//!
//! Scalars stay as written. Anchors, aliases and tags are refused: content needs none of them, and
//! aliases are how a small file becomes an enormous one. Depth is bounded, so that no later walk
//! over a node can exhaust the stack.

use std::collections::BTreeSet;

use saphyr_parser::{Event, Marker, Parser, ScalarStyle, ScanError, Span};

use super::node::{Entry, Node, Scalar, Yaml};
use super::place::{FileId, Place, Pos};
use super::stumble;
use crate::diagnostic::{Code, Diagnostic};

/// Deepest nesting of lists and mappings that is read.
pub const MAX_DEPTH: usize = 32;

/// Parses one YAML document. `first_line` is the line of the file on which `text` starts, so that
/// front matter reports positions of its file. The node is missing when the syntax is broken or the
/// text is empty; what else is wrong (a key twice, an alias) is reported beside a usable node.
pub fn parse(text: &str, file: FileId, first_line: u32) -> (Option<Node>, Vec<Diagnostic>) {
    let mut builder = Builder {
        parser: Parser::new_from_str(text),
        file,
        first_line,
        diagnostics: Vec::new(),
        last_end: Pos::new(first_line, 1),
    };
    let node = match builder.document() {
        Ok(node) => node,
        Err(Stop::Scan(error)) => {
            let diagnostic = builder.scan_error(&error, text);
            builder.diagnostics.push(diagnostic);
            None
        }
        Err(Stop::Refused(diagnostic)) => {
            builder.diagnostics.push(*diagnostic);
            None
        }
    };
    (node, builder.diagnostics)
}

struct Builder<'t> {
    parser: Parser<'t, saphyr_parser::StrInput<'t>>,
    file: FileId,
    first_line: u32,
    diagnostics: Vec<Diagnostic>,
    last_end: Pos,
}

enum Stop {
    Scan(ScanError),
    Refused(Box<Diagnostic>),
}

impl<'t> Builder<'t> {
    fn next(&mut self) -> Result<(Event<'t>, Span), Stop> {
        match self.parser.next_event() {
            Some(Ok(pair)) => Ok(pair),
            Some(Err(error)) => Err(Stop::Scan(error)),
            None => Ok((Event::StreamEnd, Span::default())),
        }
    }

    fn document(&mut self) -> Result<Option<Node>, Stop> {
        let mut root = None;
        loop {
            let (event, span) = self.next()?;
            match event {
                Event::StreamEnd => return Ok(root),
                Event::StreamStart | Event::DocumentEnd | Event::Nothing => {}
                Event::DocumentStart(_) => {
                    if root.is_some() {
                        let place = self.place(span);
                        return Err(refuse(Diagnostic::new(Code::YamlSecondDocument, place)));
                    }
                }
                event => root = Some(self.node(event, span, 0)?),
            }
        }
    }

    fn node(&mut self, event: Event<'t>, span: Span, depth: usize) -> Result<Node, Stop> {
        let mut place = self.place(span);
        if depth > MAX_DEPTH {
            let diagnostic = Diagnostic::new(Code::YamlDepth, place).with("max", MAX_DEPTH);
            return Err(refuse(diagnostic));
        }
        let (anchor, tag) = anchor_and_tag(&event);
        if anchor {
            return Err(refuse(Diagnostic::new(Code::YamlAlias, place)));
        }
        if tag {
            return Err(refuse(Diagnostic::new(Code::YamlTag, place)));
        }
        let yaml = match event {
            Event::Scalar(text, style, ..) => {
                let plain = style == ScalarStyle::Plain;
                if matches!(style, ScalarStyle::Literal | ScalarStyle::Folded) {
                    place.end = place.end.max(place.start);
                }
                Yaml::Scalar(Scalar { text: text.into_owned(), plain })
            }
            Event::SequenceStart(..) => Yaml::List(self.sequence(depth)?),
            Event::MappingStart(..) => Yaml::Map(self.mapping(depth)?),
            _ => Yaml::Scalar(Scalar { text: String::new(), plain: true }),
        };
        if !matches!(yaml, Yaml::Scalar(_)) {
            place.end = self.last_end.max(place.start);
        }
        self.last_end = place.end;
        Ok(Node { place, yaml })
    }

    fn sequence(&mut self, depth: usize) -> Result<Vec<Node>, Stop> {
        let mut items = Vec::new();
        loop {
            let (event, span) = self.next()?;
            match event {
                Event::SequenceEnd => {
                    self.note_end(span);
                    return Ok(items);
                }
                event => items.push(self.node(event, span, depth + 1)?),
            }
        }
    }

    fn mapping(&mut self, depth: usize) -> Result<Vec<Entry>, Stop> {
        let mut entries: Vec<Entry> = Vec::new();
        let mut seen = BTreeSet::new();
        loop {
            let (event, span) = self.next()?;
            if event == Event::MappingEnd {
                self.note_end(span);
                return Ok(entries);
            }
            let key = self.node(event, span, depth + 1)?;
            let (event, span) = self.next()?;
            let value = self.node(event, span, depth + 1)?;
            let Yaml::Scalar(scalar) = key.yaml else {
                self.diagnostics.push(Diagnostic::new(Code::YamlKey, key.place));
                continue;
            };
            if seen.insert(scalar.text.clone()) {
                entries.push(Entry { key: scalar.text, key_place: key.place, value });
            } else {
                let diagnostic =
                    Diagnostic::new(Code::YamlDuplicateKey, key.place).with("key", scalar.text);
                self.diagnostics.push(diagnostic);
            }
        }
    }

    /// The end of a flow collection (`]`, `}`) has a width; that of a block collection has none.
    fn note_end(&mut self, span: Span) {
        if span.end.index() > span.start.index() {
            self.last_end = self.pos(span.end);
        }
    }

    fn pos(&self, marker: Marker) -> Pos {
        let line = marker.line().max(1) as u32 + self.first_line - 1;
        Pos::new(line, marker.col() as u32 + 1)
    }

    fn place(&self, span: Span) -> Place {
        Place::new(self.file, self.pos(span.start), self.pos(span.end))
    }

    fn scan_error(&self, error: &ScanError, text: &str) -> Diagnostic {
        let marker = error.marker();
        let at = (marker.line(), marker.col());
        stumble::explain(error.info(), at, text, self.file, self.first_line)
    }
}

fn refuse(diagnostic: Diagnostic) -> Stop {
    Stop::Refused(Box::new(diagnostic))
}

fn anchor_and_tag(event: &Event<'_>) -> (bool, bool) {
    match event {
        Event::Alias(_) => (true, false),
        Event::Scalar(_, _, anchor, tag) => (*anchor > 0, tag.is_some()),
        Event::SequenceStart(anchor, tag) | Event::MappingStart(anchor, tag) => {
            (*anchor > 0, tag.is_some())
        }
        _ => (false, false),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> (Option<Node>, Vec<Diagnostic>) {
        parse(text, FileId(0), 1)
    }

    fn span(place: Place) -> (u32, u32, u32, u32) {
        (place.start.line, place.start.column, place.end.line, place.end.column)
    }

    #[test]
    fn scalars_stay_as_written() {
        let (node, diagnostics) = read("no: 1.10\non: on\nq: \"да\"\nempty:\n");
        assert_eq!(diagnostics, vec![]);
        let node = node.unwrap();
        assert_eq!(node.get("no").unwrap().as_str(), Some("1.10"));
        assert_eq!(node.get("on").unwrap().as_str(), Some("on"));
        assert_eq!(node.get("q").unwrap().as_str(), Some("да"));
        assert!(node.get("empty").unwrap().is_null());
    }

    #[test]
    fn a_field_too_far_to_the_right_is_marked_whole() {
        let (_, diagnostics) = read("a: x\n    long: y\n");
        assert_eq!(diagnostics[0].args["detail"], "indented too far");
        assert_eq!(span(diagnostics[0].place), (2, 5, 2, 9));
    }

    #[test]
    fn places_count_characters() {
        let (node, _) = read("кл😀ч: [а, б́в]\r\nx:\n  - y: 1\n");
        let node = node.unwrap();
        let entries = node.as_map().unwrap();
        assert_eq!(span(entries[0].key_place), (1, 1, 1, 5));
        let items = entries[0].value.as_list().unwrap();
        assert_eq!(span(items[1].place), (1, 11, 1, 14));
        assert_eq!(span(entries[0].value.place), (1, 7, 1, 15));
        let inner = &entries[1].value.as_list().unwrap()[0];
        assert_eq!(span(inner.get("y").unwrap().place), (3, 8, 3, 9));
    }

    #[test]
    fn refuses_aliases_tags_and_depth() {
        let code = |text: &str| read(text).1[0].code;
        assert_eq!(code("a: &x 1\nb: *x\n"), Code::YamlAlias);
        assert_eq!(code("a: !!binary x\n"), Code::YamlTag);
        let deep = "[".repeat(5000) + &"]".repeat(5000);
        assert!(matches!(code(&deep), Code::YamlDepth | Code::YamlSyntax));
    }

    #[test]
    fn reports_duplicate_keys_and_keeps_the_first() {
        let (node, diagnostics) = read("a: 1\na: 2\n");
        assert_eq!(node.unwrap().get("a").unwrap().as_str(), Some("1"));
        assert_eq!(diagnostics[0].code, Code::YamlDuplicateKey);
        assert_eq!(span(diagnostics[0].place), (2, 1, 2, 2));
    }

    #[test]
    fn an_unclosed_quote_is_shown_where_it_opens() {
        let (node, diagnostics) = read("title: Так\nsummary: \"Без конца\nkind: x\nnote: y\n");
        assert!(node.is_none());
        assert_eq!(diagnostics[0].code, Code::YamlQuote);
        assert_eq!((diagnostics[0].place.start.line, diagnostics[0].place.start.column), (2, 10));
    }
}
