//! Passages that are cut from texts.

use metod_search::analyser::Analyser;
use metod_search::snippet::snippet;

use crate::{Target, choice, none, text};

pub(crate) const TARGET: Target = Target {
    name: "snippet",
    run,
    seeds: none,
    words: &[" ", "\n", "…", "-", "<mark>", "&", "и\u{306}", "\u{ad}", "слово", "ё"],
    mutations: 1500,
};

/// Marks lie in the passage, in order, apart; the passage is as short as was asked and stands in the text; as HTML
/// it holds no tags but marks.
fn run(data: &[u8]) {
    let (limit, data) = choice(data);
    let (every, data) = choice(data);
    let limit = usize::from(limit);
    let text = text(data);
    let mut analyser = Analyser::new();
    let tokens = analyser.tokens(&text).into_iter().step_by(usize::from(every % 7) + 1);
    let mut terms: Vec<String> = tokens.map(|token| token.term).collect();
    terms.sort_unstable();
    terms.dedup();
    let snippet = snippet(&text, &terms, limit, &mut analyser);
    let mut at = 0;
    for mark in &snippet.marks {
        assert!(at <= mark.start && mark.start < mark.end, "{snippet:?}");
        assert!(snippet.text.get(mark.clone()).is_some(), "{snippet:?}");
        at = mark.end;
    }
    assert!(snippet.text.chars().count() <= limit + 2, "{limit}: {snippet:?}");
    assert_eq!(snippet.pieces().collect::<String>(), snippet.text);
    let collapsed = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let inner = snippet.text.trim_start_matches('…').trim_end_matches('…').trim();
    // An ellipsis of the text's own may be trimmed, too.
    assert!(collapsed.contains(inner), "{inner:?} of {collapsed:?}");
    let html = snippet.html().replace("<mark>", "").replace("</mark>", "");
    assert!(!html.contains(['<', '>', '"']), "{html:?}");
}
