//! The passage of a text that shows why it was found.

use crate::analyser::Analyser;
use crate::prelude::*;
use core::ops::Range;

/// A passage with the found words in it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Snippet {
    /// Plain text, white space collapsed, with an ellipsis where something was cut off.
    pub text: String,
    /// Bytes of `text` that hold found words: in order, apart from each other, on character boundaries.
    pub marks: Vec<Range<usize>>,
}

impl Snippet {
    /// The text in pieces, every second one of which was found: one more than twice the found ones.
    pub fn pieces(&self) -> impl Iterator<Item = &str> {
        let ends = self.marks.iter().flat_map(|mark| [mark.start, mark.end]);
        let mut from = 0;
        ends.chain([self.text.len()]).map(move |to| {
            let piece = self.text.get(from..to).unwrap_or_default();
            from = to;
            piece
        })
    }

    /// HTML: everything escaped, found words in `<mark>`.
    pub fn html(&self) -> String {
        let mut out = String::with_capacity(self.text.len() + 16 * self.marks.len());
        for (number, piece) in self.pieces().enumerate() {
            let (before, after) = if number % 2 == 1 { ("<mark>", "</mark>") } else { ("", "") };
            out.push_str(before);
            escape(piece, &mut out);
            out.push_str(after);
        }
        out
    }
}

/// As HTML and as plain text.
#[cfg(feature = "serde")]
impl serde::Serialize for Snippet {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        use serde::ser::SerializeStruct;
        let mut out = serializer.serialize_struct("Snippet", 2)?;
        out.serialize_field("snippet", &self.html())?;
        out.serialize_field("snippet_text", &self.text)?;
        out.end()
    }
}

fn escape(text: &str, out: &mut String) {
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            _ => out.push(c),
        }
    }
}

/// A found word in a text.
struct Found {
    range: Range<usize>,
    /// Index in the list of terms.
    term: usize,
}

/// The passage of at most about `limit` characters with the most different `terms` (sorted, each
/// once), the earliest of equals; the beginning of the text if it has none of them. Linear in the
/// text.
pub fn snippet(text: &str, terms: &[String], limit: usize, analyser: &mut Analyser) -> Snippet {
    let found = find(text, terms, analyser);
    let start =
        best_window(text, &found, terms.len(), limit).map_or(0, |first| begin(text, first, limit));
    cut(text, start, limit, &found)
}

fn find(text: &str, terms: &[String], analyser: &mut Analyser) -> Vec<Found> {
    let mut found: Vec<Found> = Vec::new();
    analyser.analyse(text, 0, |token| {
        let Ok(term) = terms.binary_search_by(|t| t.as_str().cmp(token.term)) else {
            return;
        };
        // A compound and its parts overlap: the first one found is marked.
        if found.last().is_none_or(|last| last.range.end <= token.range.start) {
            found.push(Found { range: token.range.clone(), term });
        }
    });
    found
}

/// The first byte of the first found word of the best window.
fn best_window(text: &str, found: &[Found], terms: usize, limit: usize) -> Option<usize> {
    let mut best: Option<(usize, usize, usize)> = None;
    // How often the window has each term, and how many it has.
    let mut counts = vec![0; terms];
    let mut different = 0;
    let mut to = 0;
    for (from, first) in found.iter().enumerate() {
        let end = char_after(text, first.range.start, limit * 3 / 4);
        while let Some(word) = found.get(to)
            && word.range.end <= end
        {
            different += usize::from(counts[word.term] == 0);
            counts[word.term] += 1;
            to += 1;
        }
        let score = (different, (to - from).min(different * 2));
        if best.is_none_or(|(d, n, _)| score > (d, n)) {
            best = Some((score.0, score.1, first.range.start));
        }
        if from < to {
            counts[first.term] -= 1;
            different -= usize::from(counts[first.term] == 0);
        } else {
            to += 1;
        }
    }
    best.map(|(_, _, start)| start)
}

fn char_after(text: &str, from: usize, chars: usize) -> usize {
    text[from..].char_indices().nth(chars).map_or(text.len(), |(at, _)| from + at)
}

/// Where to begin so that `first` has some words before it: at a sentence if one begins near.
fn begin(text: &str, first: usize, limit: usize) -> usize {
    let lead = limit / 4;
    let before = &text[..first];
    let earliest = before.char_indices().rev().nth(lead).map_or(0, |(at, _)| at);
    if earliest == 0 {
        return 0;
    }
    let near = &text[earliest..first];
    let sentence = near.rfind(['.', '!', '?', '\n']).map(|at| earliest + at + 1);
    let word = near.find(char::is_whitespace).map(|at| earliest + at);
    sentence.or(word).unwrap_or(first)
}

fn cut(text: &str, start: usize, limit: usize, found: &[Found]) -> Snippet {
    let mut end = char_after(text, start, limit);
    if end < text.len()
        && let Some(space) = text[start..end].rfind(char::is_whitespace)
        && space > 0
    {
        end = start + space;
    }
    let mut out = Snippet::default();
    // A digest has ellipses of its own.
    let told = text[start..].trim_start().starts_with('…');
    if !told && text[..start].chars().any(|c| !c.is_whitespace()) {
        out.text.push('…');
    }
    let mut at = start;
    for word in found.iter().filter(|w| w.range.start >= start && w.range.end <= end) {
        push_collapsed(&text[at..word.range.start], &mut out.text);
        let from = out.text.len();
        push_collapsed(&text[word.range.clone()], &mut out.text);
        out.marks.push(from..out.text.len());
        at = word.range.end;
    }
    push_collapsed(&text[at..end], &mut out.text);
    let kept = out.text.trim_end().len().max(out.marks.last().map_or(0, |mark| mark.end));
    out.text.truncate(kept);
    if end < text.len() {
        out.text.push('…');
    }
    out
}

/// Appends `text` with every run of white space as one space, none at the beginning or behind the ellipsis there.
fn push_collapsed(text: &str, out: &mut String) {
    for c in text.chars() {
        if !c.is_whitespace() {
            out.push(c);
        } else if !matches!(out.as_str(), "" | "…") && !out.ends_with(' ') {
            out.push(' ');
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn html(text: &str, query: &str, limit: usize) -> String {
        let mut analyser = Analyser::new();
        let mut terms: Vec<_> = analyser.tokens(query).into_iter().map(|t| t.term).collect();
        terms.sort_unstable();
        terms.dedup();
        snippet(text, &terms, limit, &mut analyser).html()
    }

    #[test]
    fn marks_forms_and_escapes_the_rest() {
        assert_eq!(
            html("<b>Практики</b> & «планы»", "практика план", 100),
            "&lt;b&gt;<mark>Практики</mark>&lt;/b&gt; &amp; «<mark>планы</mark>»"
        );
    }

    #[test]
    fn the_window_with_most_words_wins() {
        let text = format!(
            "План. {} Здесь план урока физики. {}",
            "Слово. ".repeat(50),
            "И так далее. ".repeat(50)
        );
        let found = html(&text, "план урок физика", 80);
        assert!(
            found.contains("<mark>план</mark> <mark>урока</mark> <mark>физики</mark>"),
            "{found}"
        );
        assert!(found.starts_with('…') && found.ends_with('…'), "{found}");
    }

    #[test]
    fn without_found_words_the_beginning() {
        assert_eq!(html("Раз  два\n\nтри четыре", "пять", 12), "Раз два…");
        assert_eq!(html("", "пять", 12), "");
    }

    #[test]
    fn compounds_are_marked_once() {
        assert_eq!(html("онлайн-урок", "онлайн-урок", 50), "<mark>онлайн</mark>-<mark>урок</mark>");
    }

    #[test]
    fn spaces_behind_ellipses_stay() {
        assert_eq!(html("Раз… два", "раз", 80), "<mark>Раз</mark>… два");
    }

    #[test]
    fn pieces_alternate() {
        let of = |text: &str, marks: &[(usize, usize)]| -> Vec<String> {
            let marks = marks.iter().map(|&(from, to)| from..to).collect();
            let snippet = Snippet { text: text.to_owned(), marks };
            snippet.pieces().map(str::to_owned).collect()
        };
        assert_eq!(of("", &[]), [""]);
        assert_eq!(of("a", &[]), ["a"]);
        assert_eq!(of("a b c", &[(2, 3)]), ["a ", "b", " c"]);
        assert_eq!(of("bc", &[(0, 1), (1, 2)]), ["", "b", "", "c", ""]);
    }

    proptest! {
        #[test]
        fn any_text_any_limit(text in "([а-я]{1,6}|[ .\n<&…-]|\\PC){0,60}", limit in 0usize..80) {
            let mut analyser = Analyser::new();
            let mut terms: Vec<_> = analyser.tokens(&text).into_iter().map(|t| t.term).step_by(2).collect();
            terms.sort_unstable();
            terms.dedup();
            let snippet = snippet(&text, &terms, limit, &mut analyser);
            let mut at = 0;
            for mark in &snippet.marks {
                prop_assert!(at <= mark.start && mark.start < mark.end);
                prop_assert!(snippet.text.get(mark.clone()).is_some());
                at = mark.end;
            }
            prop_assert!(snippet.text.chars().count() <= limit + 2);
        }
    }
}
