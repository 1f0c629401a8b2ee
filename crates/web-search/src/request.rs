//! Questions of a host: lines of `name=value`, the query last and whatever it contains.
//!
//! ```text
//! typing=1
//! sort=date
//! offset=10
//! limit=10
//! snippets=1
//! facets=collection,stages
//! lang=ru
//! filter=stages.ooo
//! q=план урока
//! ```
//!
//! Any number of filters; what is left out or not understood is as in [`Request::default`], but that
//! snippets and facets are not wanted.

use alloc::borrow::ToOwned;
use alloc::vec::Vec;
use metod_search::answer::{Facets, Request, Sort};

/// Most hits that are skipped or given: more are not looked at, and cost time.
const MOST: usize = 1000;

/// A request, and the language in which labels are wanted.
pub(crate) fn read(text: &str) -> (Request, &str) {
    let mut request = Request { snippets: false, facets: Facets::None, ..Request::default() };
    let mut lang = "";
    let mut rest = text;
    while !rest.is_empty() {
        if let Some(query) = rest.strip_prefix("q=") {
            query.clone_into(&mut request.query);
            break;
        }
        let (line, after) = cut(rest, b'\n');
        rest = after;
        let (name, value) = cut(line, b'=');
        let number = || value.parse::<usize>().ok().map(|number| number.min(MOST));
        match name {
            "typing" => request.typing = value == "1",
            "snippets" => request.snippets = value == "1",
            "facets" if !value.is_empty() => {
                let (mut names, mut left) = (Vec::new(), value);
                while !left.is_empty() {
                    let (name, after) = cut(left, b',');
                    names.push(name.to_owned());
                    left = after;
                }
                request.facets = Facets::These(names);
            }
            "offset" => request.offset = number().unwrap_or(request.offset),
            "limit" => request.limit = number().unwrap_or(request.limit),
            "lang" => lang = value,
            "sort" if value == "date" => request.sort = Sort::Date,
            "sort" if value != "relevance" => request.sort = Sort::Facet(value.to_owned()),
            "filter" => {
                let (field, id) = cut(value, b'.');
                if field.len() < value.len() {
                    request.filters.push((field.to_owned(), id.to_owned()));
                }
            }
            _ => {}
        }
    }
    (request, lang)
}

/// What stands before an ASCII sign, and what after it; all and nothing, if it is not there. Searchers of the standard
/// library take a kilobyte.
fn cut(text: &str, sign: u8) -> (&str, &str) {
    let found = text.bytes().position(|byte| byte == sign);
    let parts = found.and_then(|at| Some((text.get(..at)?, text.get(at + 1..)?)));
    parts.unwrap_or((text, ""))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_is_read() {
        let text = "typing=1\nsort=level\noffset=10\nlimit=5\nsnippets=1\nfacets=stages,kind\nlang=ru\n\
                    filter=stages.ooo\nfilter=kind.a.b\nq=план\nfilter=x.y\nq=";
        let (request, lang) = read(text);
        let pair = |field: &str, id: &str| (field.to_owned(), id.to_owned());
        assert_eq!(lang, "ru");
        assert_eq!(request.query, "план\nfilter=x.y\nq=");
        assert_eq!(request.filters, [pair("stages", "ooo"), pair("kind", "a.b")]);
        assert_eq!(request.sort, Sort::Facet("level".to_owned()));
        assert_eq!((request.offset, request.limit), (10, 5));
        assert!(request.typing && request.snippets);
        let fields = ["stages", "kind"].map(str::to_owned);
        assert_eq!(request.facets, Facets::These(fields.into()));
    }

    #[test]
    fn anything_is_a_request() {
        let plain = Request { snippets: false, facets: Facets::None, ..Request::default() };
        for text in ["", "\n\n", "q=", "facets=", "limit=many", "filter=", "?", "sort=relevance"] {
            assert_eq!(read(text), (plain.clone(), ""), "{text:?}");
        }
        assert_eq!(read("limit=99999999999999999999999").0.limit, 10);
        assert_eq!(read("limit=5000").0.limit, MOST);
    }
}
