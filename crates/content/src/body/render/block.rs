//! Blocks: one loop over the pieces with a stack of what is to be closed.

use super::inline;
use super::{TocEntry, Writer};
use crate::body::clause::{end_of, inline_end};
use crate::body::piece::{self, Element, Node, Piece};
use pulldown_cmark::{Alignment, BlockQuoteKind};
use std::fmt::Write;
use std::ops::Range;

/// How a block ends.
enum End {
    With(&'static str),
    Heading(usize),
    TableHead,
    Table,
}

/// The table being written; tables do not nest.
#[derive(Default)]
struct Table {
    alignments: Vec<Alignment>,
    cell: usize,
    head: bool,
    /// A head without any text is left out.
    skip: bool,
    body: bool,
}

impl Writer<'_, '_> {
    /// Writes whole blocks.
    pub(super) fn blocks(&mut self, range: Range<usize>) {
        let pieces = &self.parsed.pieces;
        let mut ends: Vec<End> = Vec::new();
        let mut table = Table::default();
        let mut at = range.start;
        while at < range.end {
            let piece = &pieces[at];
            if piece.node.is_inline() {
                let end = inline_end(pieces, at).min(range.end);
                self.line(&pieces[at..end]);
                at = end;
                continue;
            }
            match &piece.node {
                Node::Rule => self.raw("<hr>\n"),
                Node::Close => self.end(ends.pop(), &mut table),
                Node::Open(Element::Footnote(_)) => {
                    at = end_of(pieces, at);
                    continue;
                }
                Node::Open(Element::CodeBlock(lang)) => {
                    let end = end_of(pieces, at);
                    self.code(lang, &pieces[at + 1..end - 1]);
                    at = end;
                    continue;
                }
                Node::Open(Element::Paragraph) if self.figure(&pieces[at + 1..]) => {
                    at += 3;
                    continue;
                }
                Node::Open(element) => {
                    let end = self.open(element, &pieces[at + 1..], &mut table);
                    ends.push(end);
                    if table.skip && matches!(element, Element::TableHead) {
                        at = end_of(pieces, at) - 1;
                        continue;
                    }
                }
                _ => {}
            }
            at += 1;
        }
    }

    fn open(&mut self, element: &Element<'_>, inside: &[Piece<'_>], table: &mut Table) -> End {
        match element {
            Element::Paragraph => self.wrap("<p>", "</p>\n"),
            Element::Clause(index) => self.clause(*index),
            Element::Heading(index) => self.heading(*index, inside),
            Element::Quote(Some(kind)) => self.note(*kind),
            Element::Quote(None) => self.wrap("<blockquote>\n", "</blockquote>\n"),
            Element::List(None) => self.wrap("<ul>\n", "</ul>\n"),
            Element::List(Some(1)) => self.wrap("<ol>\n", "</ol>\n"),
            Element::List(Some(start)) => {
                let _ = writeln!(self.out, "<ol start=\"{start}\">");
                End::With("</ol>\n")
            }
            Element::Item if matches!(inside.first(), Some(Piece { node: Node::Task(_), .. })) => {
                self.wrap("<li class=\"task-item\">", "</li>\n")
            }
            Element::Item => self.wrap("<li>", "</li>\n"),
            Element::Definitions => self.wrap("<dl>\n", "</dl>\n"),
            Element::Term => self.wrap("<dt>", "</dt>\n"),
            Element::Definition => self.wrap("<dd>", "</dd>\n"),
            Element::Table(alignments) => self.table(alignments, table),
            Element::TableHead => self.table_head(inside, table),
            Element::TableRow => self.table_row(table),
            Element::Cell => self.cell(inside, table),
            _ => End::With(""),
        }
    }

    fn wrap(&mut self, start: &str, end: &'static str) -> End {
        self.raw(start);
        End::With(end)
    }

    fn end(&mut self, end: Option<End>, table: &mut Table) {
        match end {
            Some(End::With(end)) => self.raw(end),
            Some(End::Heading(index)) => self.end_heading(index),
            Some(End::TableHead) => {
                table.head = false;
                if !table.skip {
                    self.raw("</tr>\n</thead>\n");
                }
            }
            Some(End::Table) => {
                if table.body {
                    self.raw("</tbody>\n");
                }
                self.raw("</table>\n</div>\n");
            }
            None => {}
        }
    }

    fn clause(&mut self, index: usize) -> End {
        let clause = &self.parsed.clauses[index];
        self.raw("<p");
        self.attribute("id", &clause.anchor);
        self.raw(" class=\"clause\"><span class=\"clause-no\">");
        self.text(&clause.written);
        self.raw("</span> ");
        End::With("</p>\n")
    }

    fn heading(&mut self, index: usize, inside: &[Piece<'_>]) -> End {
        let heading = &self.parsed.headings[index];
        let clause = heading.clause.map(|clause| &self.parsed.clauses[clause]);
        let _ = write!(self.out, "<h{}", heading.shown);
        self.attribute("id", &heading.anchor);
        if let Some(clause) = clause {
            self.raw(" class=\"clause\"><span class=\"clause-no\"");
            if clause.anchor != heading.anchor {
                self.attribute("id", &clause.anchor);
            }
            self.raw(">");
            self.text(&clause.written);
            self.raw("</span> ");
        } else {
            self.raw(">");
        }
        if heading.top && (heading.shown <= 3 || clause.is_some()) {
            let text = self.heading_text(&inside[..inline_end(inside, 0)]);
            self.toc.push(TocEntry {
                level: heading.shown,
                anchor: heading.anchor.clone(),
                number: clause.map(|clause| clause.written.clone()),
                text,
            });
        }
        End::Heading(index)
    }

    fn heading_text(&self, line: &[Piece<'_>]) -> String {
        let texts = inline::texts(self.options.syntax.lang, line, &self.parsed.links);
        let mut out = String::new();
        for (piece, text) in line.iter().zip(texts) {
            match &piece.node {
                Node::Text(source) if text == "\u{fffc}" => out.push_str(source),
                Node::Text(_) => out.push_str(&text),
                Node::Code(code) => out.push_str(code),
                Node::Image(index) => out.push_str(&self.parsed.images[*index].text),
                Node::SoftBreak | Node::HardBreak => out.push(' '),
                Node::Blank(index) => {
                    let name = &self.parsed.blanks[*index].name;
                    let view = (self.options.blanks)(name);
                    out.push_str(
                        &view.map_or_else(|| format!("{{{{{name}}}}}"), |view| view.label),
                    );
                }
                _ => {}
            }
        }
        out.trim().to_owned()
    }

    /// The sign is for eyes and mice; a screen reader hears the short label.
    fn end_heading(&mut self, index: usize) {
        let heading = &self.parsed.headings[index];
        let _ = writeln!(
            self.out,
            " <a class=\"anchor\" href=\"#{}\" aria-label=\"{}\">#</a></h{}>",
            heading.anchor, self.words.anchor, heading.shown
        );
    }

    fn note(&mut self, kind: BlockQuoteKind) -> End {
        let (class, index) = match kind {
            BlockQuoteKind::Note => ("note", 0),
            BlockQuoteKind::Tip => ("tip", 1),
            BlockQuoteKind::Important => ("important", 2),
            BlockQuoteKind::Warning => ("warning", 3),
            BlockQuoteKind::Caution => ("caution", 4),
        };
        let title = self.words.notes[index];
        let _ = writeln!(
            self.out,
            "<aside class=\"note note-{class}\" role=\"note\">\n<p class=\"note-title\">{title}</p>"
        );
        End::With("</aside>\n")
    }

    fn code(&mut self, lang: &str, inside: &[Piece<'_>]) {
        let code = piece::code(inside);
        self.raw("<pre class=\"code\" tabindex=\"0\"><code");
        if !lang.is_empty() {
            self.attribute("class", &format!("language-{lang}"));
        }
        self.raw(">");
        let coloured = match lang {
            "" => None,
            _ => self.options.highlight.highlight(lang, &code),
        };
        match coloured {
            Some(html) => self.raw(&html),
            None => self.text(&code),
        }
        self.raw("</code></pre>\n");
    }

    /// An image alone in its paragraph and with a title has that as its caption. Whether it was
    /// one.
    fn figure(&mut self, inside: &[Piece<'_>]) -> bool {
        let [Piece { node: Node::Image(index), .. }, Piece { node: Node::Close, .. }, ..] = inside
        else {
            return false;
        };
        let image = &self.parsed.images[*index];
        if image.title.trim().is_empty() {
            return false;
        }
        let before = self.out.len();
        self.raw("<figure>");
        if !self.image(image, false) {
            self.out.truncate(before);
            return false;
        }
        self.raw("<figcaption>");
        let lang = self.options.syntax.lang;
        self.text(&crate::body::typography(lang, image.title.trim()));
        self.raw("</figcaption></figure>\n");
        true
    }

    fn table(&mut self, alignments: &[Alignment], table: &mut Table) -> End {
        *table = Table { alignments: alignments.to_vec(), ..Table::default() };
        self.tables += 1;
        let _ = writeln!(
            self.out,
            "<div class=\"table-scroll\" role=\"region\" tabindex=\"0\" aria-label=\"{} {}\">\n<table>",
            self.words.table, self.tables
        );
        End::Table
    }

    fn table_head(&mut self, inside: &[Piece<'_>], table: &mut Table) -> End {
        let mut depth = 0_usize;
        let cells = inside.iter().take_while(|piece| {
            match piece.node {
                Node::Open(_) => depth += 1,
                Node::Close if depth == 0 => return false,
                Node::Close => depth -= 1,
                _ => {}
            }
            true
        });
        table.skip =
            cells.into_iter().all(|piece| matches!(piece.node, Node::Open(_) | Node::Close));
        table.head = true;
        table.cell = 0;
        if !table.skip {
            self.raw("<thead>\n<tr>\n");
        }
        End::TableHead
    }

    fn table_row(&mut self, table: &mut Table) -> End {
        if !table.body {
            table.body = true;
            self.raw("<tbody>\n");
        }
        table.cell = 0;
        self.raw("<tr>\n");
        End::With("</tr>\n")
    }

    fn cell(&mut self, inside: &[Piece<'_>], table: &mut Table) -> End {
        // An empty header says nothing about its column.
        let empty = matches!(inside.first(), Some(Piece { node: Node::Close, .. }));
        let header = table.head && !empty;
        self.raw(if header { "<th scope=\"col\"" } else { "<td" });
        match table.alignments.get(table.cell) {
            Some(Alignment::Right) => self.raw(" class=\"align-right\""),
            Some(Alignment::Center) => self.raw(" class=\"align-center\""),
            _ => {}
        }
        table.cell += 1;
        self.raw(">");
        End::With(if header { "</th>\n" } else { "</td>\n" })
    }
}
