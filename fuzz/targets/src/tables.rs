//! Tables: delimited text and workbooks.
//!
//! The first byte of the data chooses: delimited text, the sheet of a good workbook, its cells as lines of text, or
//! the workbook's own bytes.

#[path = "../../../tests/portal/workbook.rs"]
mod workbook;

use metod::source::tables::{Table, read};
use metod_content::syntax::FileId;

use crate::{Target, choice, text};

pub(crate) const TARGET: Target = Target {
    name: "tables",
    run,
    seeds,
    words: &[
        ";",
        ",",
        "\t",
        "\"",
        "\"\"",
        "\r\n",
        "sep=;\n",
        "<row r=\"1\">",
        "</row>",
        "<c r=\"A1\">",
        "</c>",
        "<v>",
        "</v>",
        "<is><t>",
        " t=\"inlineStr\"",
        " t=\"s\"",
        " t=\"e\"",
        "#N/A",
        "<mergeCell ref=\"A1:C3\"/>",
        "XFD1048576",
        "id",
        "\u{feff}",
        "1e308",
    ],
    mutations: 500,
};

/// Cells are trimmed and not empty, keys of a row stand once, problems come in order of places.
fn run(data: &[u8]) {
    let (how, data) = choice(data);
    let key = |label: &str| (label == "ФИО").then(|| "name".to_owned());
    let table = |path: &str, bytes: &[u8]| read(path, bytes, FileId(1), &key);
    let table = match how % 5 {
        0 => table("a.csv", data),
        1 => table("a.tsv", data),
        2 => table("a.xlsx", &workbook::pack(&workbook::parts(&text(data)))),
        3 => table("a.xlsx", &workbook::from_text(&text(data), false)),
        _ => table("a.xlsx", data),
    };
    verify(&table);
}

fn verify(table: &Table) {
    assert!(
        table.problems.windows(2).all(|two| two[0].place <= two[1].place),
        "{:?}",
        table.problems
    );
    for row in table.rows.as_list().expect("a list") {
        let entries = row.as_map().expect("a row");
        let mut keys: Vec<&str> = entries.iter().map(|entry| entry.key.as_str()).collect();
        keys.sort_unstable();
        assert!(keys.windows(2).all(|two| two[0] != two[1]), "{keys:?}");
        for entry in entries {
            let text = entry.value.as_str().expect("text");
            assert!(!text.is_empty() && text.trim() == text, "{text:?}");
            assert!(entry.value.place.start <= entry.value.place.end, "{entry:?}");
        }
    }
}

/// Workbooks.
fn seeds() -> Vec<Vec<u8>> {
    let book = workbook::from_text("id;ФИО;hours\nm-1;Иванова А. А.;12\nm-2;#N/A;\n", false);
    let sheet = "<row r=\"1\"><c r=\"A1\" t=\"inlineStr\"><is><t>id</t></is></c><c r=\"B1\"><v>45000</v></c></row>";
    vec![[&[4], &book[..]].concat(), [&[2], sheet.as_bytes()].concat()]
}
