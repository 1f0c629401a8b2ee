//! A whole portal: configuration, schemas, vocabularies, records, reviews, the private folder.
//!
//! The data are files, each behind a line `=== <path>`; those under `private/` are the private folder.

use metod::load::{contacts, load};
use metod::source::Memory;
use metod_content::date::CivilDate;
use metod_content::diagnostic::Lang;

use crate::{Target, none, text};

pub(crate) const TARGET: Target = Target {
    name: "portal",
    run,
    seeds: none,
    words: &[
        "\n=== portal.yaml\n",
        "\n=== data/schemas/olympiads.yaml\n",
        "\n=== data/vocabularies/stages.yaml\n",
        "\n=== content/practices/a.md\n---\n",
        "\n=== content/documents/b.en.md\n---\n",
        "\n---\n",
        "\n=== data/sites.csv\n",
        "\n=== private/contacts.yaml\n",
        "\n=== private/consents.yaml\n",
        "\n=== data/reviews/a.yaml\n",
        "fields:\n",
        "- {id: a, label: A}\n",
        "type: reference",
        "type: object",
        "list: true",
        "title: ",
        "languages: [ru, en]",
        "behaviour: roadmap",
        "rows:\n",
        "{{a}}",
        "[a](../practices/a.md)",
        "term: ",
        "2026-01-01",
    ],
    mutations: 200,
};

/// A word that stands in the private folder only.
const SECRET: &str = "ТАЙНА";

/// Anything loads, twice alike; findings do not show what stands in the private folder only.
fn run(data: &[u8]) {
    let text = text(data);
    let (mut tree, mut private) = (Memory::new(), Memory::new());
    let mut is_secret = true;
    for file in text.split("=== ").skip(1) {
        let (path, content) = file.split_once('\n').unwrap_or((file, ""));
        match path.trim().strip_prefix("private/") {
            Some(path) => private.insert(path, content),
            None => {
                is_secret &= !file.contains(SECRET);
                tree.insert(path.trim(), content);
            }
        }
    }
    let day: CivilDate = "2026-11-25".parse().expect("a day");
    let Ok(mut loaded) = load(&tree) else { return };
    let before = loaded.diagnostics.clone();
    assert_eq!(load(&tree).map(|again| again.diagnostics).ok(), Some(before));
    contacts(&mut loaded, &tree, Some(&private), day);
    for found in &loaded.diagnostics {
        assert!(found.place.start <= found.place.end, "{found:?}");
        let words = [Lang::Ru, Lang::En].map(|lang| found.message(lang));
        let _ = (found.help(Lang::Ru), loaded.files.path(found.place.file));
        assert!(!is_secret || words.iter().all(|words| !words.contains(SECRET)), "{words:?}");
    }
}
