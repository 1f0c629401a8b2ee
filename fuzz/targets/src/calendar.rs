//! Lines of calendars.

#[path = "../../../src/export/calendar/line.rs"]
mod line;

use crate::{Target, choice, none, text};

pub(crate) const TARGET: Target = Target {
    name: "calendar",
    run,
    seeds: none,
    words: &["\r\n", "\n ", "\\", "\\n", ";", ",", "\t", "END:VEVENT", "\r", "🙂", "\u{7f}"],
    mutations: 1500,
};

/// No text gets out of its line, no line is too long, and the text reads back (RFC 5545, 3.1 and 3.3.11).
fn run(data: &[u8]) {
    let (padding, data) = choice(data);
    let text = text(data);
    let name = "X".repeat(usize::from(padding % 80) + 1);
    let mut lines = line::Lines::default();
    lines.text(&name, &text);
    lines.line("END", "VEVENT");
    let written = String::from_utf8(lines.finish()).expect("text");
    assert!(written.split("\r\n").all(|line| line.len() <= 75 && !line.contains(['\r', '\n'])));
    let unfolded = written.replace("\r\n ", "");
    let mut unfolded = unfolded.split("\r\n");
    let value = unfolded.next().and_then(|line| line.strip_prefix(&name)?.strip_prefix(':'));
    let wanted: String = text
        .replace("\r\n", "\n")
        .replace('\t', " ")
        .chars()
        .filter(|c| *c == '\n' || !c.is_control())
        .collect();
    assert_eq!(read_back(value.expect("the property")), wanted);
    assert_eq!(unfolded.collect::<Vec<_>>(), ["END:VEVENT", ""]);
}

fn read_back(value: &str) -> String {
    let mut out = String::new();
    let mut rest = value.chars();
    while let Some(c) = rest.next() {
        match c {
            '\\' => match rest.next() {
                Some('n') => out.push('\n'),
                Some(c @ ('\\' | ';' | ',')) => out.push(c),
                other => panic!("\\{other:?}"),
            },
            ';' | ',' => panic!("a bare {c}"),
            c => out.push(c),
        }
    }
    out
}
