//! The floor that `cargo xtask bench` measures against: the same files read, rendered, highlighted,
//! indexed and written by the same libraries, side by side on all cores, without templates, lists,
//! checks, addresses or safety. No real build can be faster.
//!
//! `metod-floor PORTAL OUT` reads `PORTAL/content/**/*.md` and writes `OUT/<number>.html` and the
//! index into `OUT/index/`.
#![allow(clippy::disallowed_methods)] // plain reading and writing is what a floor is

use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};

use pulldown_cmark::{CodeBlockKind, CowStr, Event, Options, Parser, Tag, TagEnd, html};
use rayon::prelude::*;
use syntect::html::{ClassStyle, ClassedHTMLGenerator};
use syntect::parsing::SyntaxSet;
use syntect::util::LinesWithEndings;
use tantivy::schema::{Field, STORED, Schema, TEXT};
use tantivy::{Index, IndexWriter, TantivyDocument, doc};

/// Threads of tantivy beside rayon's: one, since rendering needs the cores too and fewer segments are
/// left to merge. Not measured against two.
const INDEXING_THREADS: usize = 1;
/// Memory of tantivy's writer, in bytes. How many segments it leads to was not measured.
const INDEXING_MEMORY: usize = 128 << 20;

type Failure = Box<dyn Error + Send + Sync>;

/// What every page needs.
struct Floor {
    syntaxes: SyntaxSet,
    writer: IndexWriter,
    title: Field,
    body: Field,
    out: PathBuf,
}

fn main() -> Result<(), Failure> {
    let args: Vec<PathBuf> = std::env::args_os().skip(1).map(PathBuf::from).collect();
    let [portal, out] = args.as_slice() else {
        return Err("usage: metod-floor PORTAL OUT".into());
    };
    fs::create_dir_all(out.join("index"))?;
    let mut schema = Schema::builder();
    let title = schema.add_text_field("title", TEXT | STORED);
    let body = schema.add_text_field("body", TEXT);
    let index = Index::create_in_dir(out.join("index"), schema.build())?;
    let mut floor = Floor {
        syntaxes: SyntaxSet::load_defaults_newlines(),
        writer: index.writer_with_num_threads(INDEXING_THREADS, INDEXING_MEMORY)?,
        title,
        body,
        out: out.clone(),
    };
    let files = markdown(&portal.join("content"))?;
    files.par_iter().enumerate().try_for_each(|(number, file)| floor.page(number, file))?;
    floor.writer.commit()?;
    floor.writer.wait_merging_threads()?;
    Ok(())
}

fn markdown(folder: &Path) -> Result<Vec<PathBuf>, Failure> {
    let mut files = Vec::new();
    for entry in walkdir::WalkDir::new(folder) {
        let path = entry?.into_path();
        if path.extension().is_some_and(|extension| extension == "md") {
            files.push(path);
        }
    }
    Ok(files)
}

impl Floor {
    fn page(&self, number: usize, file: &Path) -> Result<(), Failure> {
        let source = fs::read_to_string(file)?;
        let mut parts = source.splitn(3, "---\n");
        let (_, front, text) = (parts.next(), parts.next(), parts.next().unwrap_or_default());
        let title = front.unwrap_or_default().lines().find_map(|line| line.strip_prefix("title: "));
        let (page, plain) = self.render(title.unwrap_or_default(), text);
        self.writer.add_document(doc!(
            self.title => title.unwrap_or_default(),
            self.body => plain,
        ) as TantivyDocument)?;
        fs::write(self.out.join(format!("{number}.html")), page)?;
        Ok(())
    }

    /// The page, and its text for the index.
    fn render(&self, title: &str, text: &str) -> (String, String) {
        let (mut plain, mut events, mut code) = (String::new(), Vec::new(), None);
        for event in Parser::new_ext(text, Options::all()) {
            if let Event::Text(words) | Event::Code(words) = &event {
                plain.push_str(words);
                plain.push(' ');
            }
            match (event, &mut code) {
                (Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(lang))), _) => {
                    code = Some((lang, String::new()));
                }
                (Event::End(TagEnd::CodeBlock), Some((lang, lines))) => {
                    events.push(Event::Html(CowStr::from(self.highlight(lang, lines))));
                    code = None;
                }
                (Event::Text(words), Some((_, lines))) => lines.push_str(&words),
                (event, _) => events.push(event),
            }
        }
        let mut page = format!("<!doctype html><title>{title}</title><h1>{title}</h1>");
        html::push_html(&mut page, events.into_iter());
        (page, plain)
    }

    fn highlight(&self, lang: &str, code: &str) -> String {
        let syntax = self.syntaxes.find_syntax_by_token(lang);
        let syntax = syntax.unwrap_or_else(|| self.syntaxes.find_syntax_plain_text());
        let style = ClassStyle::SpacedPrefixed { prefix: "hl-" };
        let mut lines = ClassedHTMLGenerator::new_with_class_style(syntax, &self.syntaxes, style);
        for line in LinesWithEndings::from(code) {
            // A grammar that fails leaves the rest of the code out: as fast as it gets.
            if lines.parse_html_for_line_which_includes_newline(line).is_err() {
                break;
            }
        }
        format!("<pre><code>{}</code></pre>", lines.finalize())
    }
}
