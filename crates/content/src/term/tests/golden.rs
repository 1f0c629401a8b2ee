//! Every deadline of the sources against its meaning, written by hand.

use serde::Deserialize;

use super::super::parse;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    text: String,
    expect: String,
    #[serde(default)]
    free: bool,
    /// Says where to look; the test does not.
    #[serde(default, rename = "where")]
    place: String,
}

const FILES: [(&str, &str); 6] = [
    ("federal", include_str!("../golden/federal.yaml")),
    ("dagestan", include_str!("../golden/dagestan.yaml")),
    ("karachay-cherkessia", include_str!("../golden/karachay-cherkessia.yaml")),
    ("vologda", include_str!("../golden/vologda.yaml")),
    ("sverdlovsk", include_str!("../golden/sverdlovsk.yaml")),
    ("made", include_str!("../golden/made.yaml")),
];

fn cases() -> Vec<(&'static str, Case)> {
    let read = |(file, yaml): &(&'static str, &str)| {
        let cases: Vec<Case> = serde_yaml::from_str(yaml).unwrap();
        cases.into_iter().map(|case| (*file, case)).collect::<Vec<_>>()
    };
    FILES.iter().flat_map(read).collect()
}

#[test]
fn means_what_its_author_meant() {
    let mut wrong = Vec::new();
    for (file, case) in cases() {
        let term = parse(&case.text);
        let (found, place) = (term.notation(), &case.place);
        if found != case.expect || term.is_free() != case.free {
            let expect = &case.expect;
            wrong.push(format!("{file} {place}: {:?}\n  {expect}\n  {found}", case.text));
        }
    }
    assert!(wrong.is_empty(), "text, expected, found:\n{}", wrong.join("\n"));
}

#[test]
fn prints_what_reads_back_the_same() {
    for (_, case) in cases() {
        let term = parse(&case.text);
        let printed = term.to_string();
        assert_eq!(parse(&printed), term, "{:?} printed as {printed:?}", case.text);
    }
}

#[test]
fn no_source_lists_a_text_twice() {
    let mut seen = std::collections::BTreeSet::new();
    for (file, case) in cases() {
        assert!(seen.insert((file, case.text.clone())), "{file}: {:?}", case.text);
    }
}
