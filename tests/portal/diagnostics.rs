//! Every code of the catalogue: an input, the exact words in Russian and in English, the exact place.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use metod::pipeline;
use metod::render::Facts;
use metod::report::human;
use metod::source::{History, Memory};
use metod_content::date::CivilDate;
use metod_content::diagnostic::{Code, Lang};
use rayon::prelude::*;

use crate::archive::{self, Archive};

/// Codes without a case: [`crate::hostile`] causes three on a disk, which a tree in memory cannot, and a
/// thousand findings are no case to read.
const ELSEWHERE: &[Code] = &[Code::FileLink, Code::FileSpecial, Code::FileRead, Code::MoreFindings];

/// The words of `metod check` without colour.
fn check(tree: &Memory, lang: Lang) -> String {
    let facts = Facts { as_of: "2026-11-23".parse::<CivilDate>().unwrap(), base_url: None };
    let prepared = pipeline::prepare(tree, History::default(), &facts, false).unwrap();
    let style = human::Style { lang, color: false };
    let loaded = &prepared.loaded;
    human::list(&loaded.diagnostics, &loaded.files, tree, style)
}

/// The code whose case this is: the longest that its name begins with.
fn code_of(case: &Archive) -> Option<Code> {
    let name = case.name();
    let fits = |code: &&Code| {
        name.strip_prefix(code.id()).is_some_and(|rest| rest.is_empty() || rest.starts_with('-'))
    };
    let codes = Code::ALL.iter().filter(fits);
    codes.max_by_key(|code| code.id().len()).copied()
}

#[test]
fn words_and_places_are_as_expected() {
    let mut cases = archive::all(&archive::folder().join("cases"));
    let wrong: Vec<String> = cases
        .par_iter_mut()
        .map(|case| {
            let mut wrong = String::new();
            for (name, lang) in [("ru", Lang::Ru), ("en", Lang::En)] {
                let found = check(&case.tree(), lang);
                let expected = case.get(name).unwrap_or_default();
                if found != expected {
                    let _ = writeln!(
                        wrong,
                        "{} ({name})\nexpected:\n{expected}\nfound:\n{found}",
                        case.name()
                    );
                    case.set(name, found);
                }
            }
            if archive::blessing() && !wrong.is_empty() {
                case.write();
                wrong.clear();
            }
            wrong
        })
        .collect();
    let wrong: String = wrong.concat();
    assert!(wrong.is_empty(), "{wrong}");
}

/// A file that is wrong from end to end does not bury the others.
#[test]
fn a_thousand_findings_of_one_file_are_enough() {
    let rows: String = (0..1_500).map(|number| format!("s-{number};Площадка;тип\n")).collect();
    let tree = Memory::new()
        .with("portal.yaml", "title: Портал\ntitel: Портал\n")
        .with("data/organizations.csv", format!("id;name;kind\n{rows}"));
    let words = check(&tree, Lang::Ru);
    let last = "data/organizations.csv:1002:17: ошибка[more-findings]: замечаний к этому файлу больше: ещё 500";
    assert!(words.contains(last), "{}", &words[words.len() - 600..]);
    assert!(words.contains("portal.yaml:2:1: ошибка[unknown-field]"));
    assert!(words.ends_with("\n1002 ошибки, 0 предупреждений.\n"));
    assert!(check(&tree, Lang::En).contains("there are 500 more findings in this file"));
}

#[test]
fn every_code_has_a_case() {
    let cases = archive::all(&archive::folder().join("cases"));
    let mut covered: BTreeSet<Code> = ELSEWHERE.iter().copied().collect();
    for case in &cases {
        let name = case.name();
        let words = case.get("ru").unwrap_or_default();
        if let Some(code) = code_of(case) {
            let shown = format!("[{}]: ", code.id());
            assert!(words.contains(&shown), "{name} does not show its code");
            covered.insert(code);
        } else {
            // Cases of what must not be found begin with "good-", of several codes with "all-".
            let free = name.starts_with("good-") || name.starts_with("all-");
            assert!(free, "{name} is named after no code");
        }
    }
    let missing: Vec<&str> =
        Code::ALL.iter().filter(|code| !covered.contains(code)).map(|code| code.id()).collect();
    assert!(missing.is_empty(), "codes without a case: {missing:?}");
}
