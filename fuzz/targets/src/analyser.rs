//! The analyser on any text.

use metod_search::analyser::Analyser;

use crate::{Target, none, text};

pub(crate) const TARGET: Target = Target {
    name: "analyser",
    run,
    seeds: none,
    words: &[
        "ё",
        "и\u{306}",
        "\u{ad}",
        "\u{301}",
        "\u{2011}",
        "'",
        "-",
        "ость",
        "ейш",
        "ing",
        "№",
        "C++",
    ],
    mutations: 2000,
};

/// Words of the text lie within it, in order; a folded word folds to itself, whoever remembers it.
fn run(data: &[u8]) {
    let text = text(data);
    let mut analyser = Analyser::new();
    let tokens = analyser.tokens(&text);
    let (mut position, mut surfaces) = (0, Vec::new());
    analyser.analyse(&text, 0, |token| {
        assert!(!token.term.is_empty() && !token.surface.is_empty(), "{token:?}");
        assert!(text.get(token.range.clone()).is_some_and(|word| !word.is_empty()), "{token:?}");
        assert!(token.position >= position, "{token:?}");
        position = token.position;
        surfaces.push(token.surface.to_owned());
    });
    for surface in &surfaces {
        analyser.analyse(surface, 0, |token| assert_eq!(token.surface, surface));
    }
    assert_eq!(tokens, Analyser::bulk().tokens(&text));
}
