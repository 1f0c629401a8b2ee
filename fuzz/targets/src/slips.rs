//! Typing mistakes and keyboard layouts, beside the textbook.

use metod_search::distance::{Near, Slips};
use metod_search::keyboard::{flip, neighbours, readings};

use crate::{Target, choice, none, text};

pub(crate) const TARGET: Target = Target {
    name: "slips",
    run,
    seeds: none,
    words: &["\n", "ь", "ъ", "аа", "аб", "ба", ";", "[", "`", "ё"],
    mutations: 2500,
};

/// Longest word: the textbook takes its time.
const LONGEST: usize = 40;

/// Distances are those of the textbook, cut off or not; layouts flip and keys touch both ways.
fn run(data: &[u8]) {
    let (limit, data) = choice(data);
    let limit = limit % 8;
    let text = text(data);
    let (one, other) = text.split_once('\n').unwrap_or((&text, ""));
    let one: String = one.chars().take(LONGEST).collect();
    let other: String = other.chars().take(LONGEST).collect();
    let slips =
        |a: &str, b: &str| Near::new(a).distance(b, Slips::at_most(limit)).map(Slips::count);
    let (a, b): (Vec<char>, Vec<char>) = (one.chars().collect(), other.chars().collect());
    let all = textbook(&a, &b);
    let wanted = |slips: usize| u8::try_from(slips).ok().filter(|&slips| slips <= limit);
    let last = all.last().copied().unwrap_or_default();
    assert_eq!(slips(&one, &other), wanted(last), "{one:?} {other:?}");
    assert_eq!(slips(&other, &one), wanted(last), "{other:?} {one:?}");
    let prefix =
        Near::new(&one).distance_to_prefix(&other, Slips::at_most(limit)).map(Slips::count);
    let best = all.iter().copied().min().and_then(wanted);
    assert_eq!(prefix, best, "{one:?} and beginnings of {other:?}");
    for (&a, &b) in a.iter().zip(&b) {
        assert_eq!(neighbours(a, b), neighbours(b, a), "{a:?} {b:?}");
    }
    assert!(readings(&one).iter().all(|reading| reading.chars().count() <= one.chars().count()));
    if let Some(flipped) = flip(&one) {
        assert_eq!(flipped.chars().count(), one.chars().count());
    }
}

/// Distances (insertion, deletion, substitution, neighbours swapped, each part edited once) between `a` and every
/// beginning of `b`, the whole last.
fn textbook(a: &[char], b: &[char]) -> Vec<usize> {
    let mut rows: Vec<Vec<usize>> = vec![vec![0; b.len() + 1]; a.len() + 1];
    for i in 0..=a.len() {
        for j in 0..=b.len() {
            rows[i][j] = match (i, j) {
                (0, j) => j,
                (i, 0) => i,
                (i, j) => {
                    let other = usize::from(a[i - 1] != b[j - 1]);
                    let mut best = (rows[i - 1][j] + 1)
                        .min(rows[i][j - 1] + 1)
                        .min(rows[i - 1][j - 1] + other);
                    if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                        best = best.min(rows[i - 2][j - 2] + 1);
                    }
                    best
                }
            };
        }
    }
    rows.pop().unwrap_or_default()
}
