//! Texts, tables and declarations that would take forever, or all memory.

use std::fs;

use super::{PRACTICE, Portal};
use crate::workbook;

#[test]
fn texts_that_would_take_forever_are_read_in_time() {
    let portal = Portal::new();
    let with = |text: String| PRACTICE.replace("Текст.", &text);
    let lists: String =
        (0..10_000).map(|depth| format!("{}- x\n", "  ".repeat(depth % 200))).collect();
    for (name, text) in [
        ("10,000 nested quotes", ">".repeat(10_000) + " дно"),
        ("10,000 items in 200 levels", lists),
        ("10,000 hyphens", "- ".repeat(10_000) + "дно"),
        ("100,000 [", "[".repeat(100_000)),
        ("100,000 ![", "![".repeat(50_000)),
        ("100,000 *", "*a ".repeat(50_000)),
        ("100,000 `", "`a ``b ".repeat(20_000)),
        ("100,000 <", "<a ".repeat(50_000)),
        ("100,000 {{", "{{".repeat(50_000)),
        ("50,000 footnotes", "[^1]".repeat(50_000) + "\n\n[^1]: x\n"),
        ("a line of a million letters", "ы".repeat(1_000_000)),
        ("100,000 tags in one line", "<b>".repeat(100_000)),
        ("20,000 links", "[опыт](opyt.md) ".repeat(20_000)),
        ("a table of 5,000 columns", format!("|{}\n|{}\n", "a|".repeat(5_000), "-|".repeat(5_000))),
    ] {
        portal.write("content/practices/drugoy.md", with(text));
        portal.harmless(name);
    }
}

#[test]
fn a_list_nested_ten_thousand_times_is_flattened() {
    let portal = Portal::new();
    let mut text = String::new();
    // Each level two spaces deeper: quadratic in bytes, so a thousand levels are a megabyte.
    for depth in 0..1_000 {
        text.push_str(&format!("{}- x\n", "  ".repeat(depth)));
    }
    portal.write("content/practices/drugoy.md", PRACTICE.replace("Текст.", &text));
    let said = portal.harmless("a list of 1,000 levels");
    assert!(said.stderr.contains("[too-deep]"), "{}", said.stderr);
}

#[test]
fn yaml_that_would_take_forever_is_refused() {
    let portal = Portal::new();
    let front = |yaml: &str| format!("---\n{yaml}\n---\nТекст.\n");
    let mut laughs = "a: &a [x, x, x, x, x, x, x, x, x, x]\n".to_owned();
    for (from, to) in ('a'..='i').zip('b'..='j') {
        let star = format!("*{from}, ").repeat(10);
        laughs.push_str(&format!("{to}: &{to} [{}]\n", star.trim_end_matches(", ")));
    }
    let path = "content/practices/drugoy.md";
    for (name, text, code) in [
        ("exploding aliases", front(&laughs), "yaml-alias"),
        ("100,000 [", front(&"[".repeat(100_000)), "yaml-depth"),
        ("100,000 {", front(&"{a: ".repeat(100_000)), "yaml-depth"),
        ("100,000 lists", front(&"- ".repeat(100_000)), "yaml-depth"),
        (
            "30,000 keys",
            front(&(0..30_000).map(|n| format!("k{n}: 1\n")).collect::<String>()),
            "unknown-field",
        ),
        ("100,000 open quotes", front(&"- \"x\n".repeat(100_000)), "yaml-"),
        ("50 MB", front(&format!("title: {}", "ы".repeat(25_000_000))), "file-size"),
        ("4 MB of title", front(&format!("title: {}", "ы".repeat(2_000_000))), "missing-field"),
        ("never closed", "---\n".to_owned() + &"a: 1\n".repeat(500_000), "front-matter-unclosed"),
        ("not UTF-8", String::new(), "file-encoding"),
    ] {
        if name == "not UTF-8" {
            portal.write(path, b"---\ntitle: \xcf\xf0\xe8\n---\n");
        } else {
            portal.write(path, text);
        }
        let code = if code.ends_with('-') { "yaml-quote" } else { code };
        portal.refused(name, code);
        fs::remove_file(portal.root().join(path)).unwrap();
    }
}

#[test]
fn tables_that_would_take_forever_are_refused() {
    let portal = Portal::new();
    let row = format!("<row>{}</row>", "<c t=\"inlineStr\"><is><t>x</t></is></c>".repeat(1_000));
    let bomb = workbook::pack(&workbook::parts(&row.repeat(3_000)));
    assert!(bomb.len() < 1_000_000, "{}", bomb.len());
    portal.write("data/sites.xlsx", bomb);
    portal.refused("a zip bomb", "table-unsafe");

    let far = "<row r=\"1048576\"><c r=\"XFD1048576\"><v>1</v></c></row>";
    portal.write("data/sites.xlsx", workbook::pack(&workbook::parts(far)));
    portal.build();

    let entity =
        "<!DOCTYPE x [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;\">]>";
    let mut parts =
        workbook::parts("<row r=\"1\"><c r=\"A1\" t=\"inlineStr\"><is><t>&b;</t></is></c></row>");
    for (name, text) in &mut parts {
        if name.ends_with("sheet1.xml") {
            *text = format!("{entity}{text}");
        }
    }
    portal.write("data/sites.xlsx", workbook::pack(&parts));
    let said = portal.build();
    assert!(!said.all().contains("aaaaaaaaaaaaaaa"));
    fs::remove_file(portal.root().join("data/sites.xlsx")).unwrap();
    // The manifest tells what a site was made of: back to what it was.
    portal.build();

    let mut cells = "id;name;kind;zzz\ns;Площадка;innovation;x\n".to_owned();
    for number in 0..66_666 {
        cells.push_str(&format!("s-{number};Площадка {number};innovation\n"));
    }
    portal.write("data/sites.csv", &cells);
    portal.refused("200,000 cells", "unknown-field");

    portal.write("data/sites.csv", "id;name\n\"".to_owned() + &"a;\n".repeat(300_000));
    portal.refused("a quote that never ends", "table-syntax");
    portal.write("data/sites.csv", "a;".repeat(200_000));
    portal.refused("200,000 columns", "yaml-duplicate-key");
    portal.write("data/sites.csv", "id;name\ns-1;Площадка\n");
    portal.write("data/sites.yaml", "- {id: s-1, name: Площадка}\n");
    portal.refused("two registries in two formats", "table-twice");
}

#[test]
fn declarations_that_refer_to_themselves_end() {
    let portal = Portal::new();
    portal.write(
        "data/schemas/olympiads.yaml",
        "label: Олимпиады\nfields:\n  - {id: next, label: Следующая, type: reference, collection: olympiads, facet: true, show: [card]}\n",
    );
    portal.write("content/olympiads/a.md", "---\ntitle: А\nnext: b\n---\n");
    portal.write("content/olympiads/b.md", "---\ntitle: Б\nnext: a\n---\n");
    portal.write("content/olympiads/c.md", "---\ntitle: В\nnext: c\n---\n[Сам на себя](c.md)\n");
    portal.write(
        "data/vocabularies/directions.yaml",
        "- {id: a, label: А, broader: b}\n- {id: b, label: Б, broader: a}\n- {id: c, label: В, broader: c}\n",
    );
    portal.write(
        "data/organizations.yaml",
        "- {id: x, name: Икс, kind: school, parent: y}\n- {id: y, name: Игрек, kind: school, parent: x}\n",
    );
    portal.write(
        "content/documents/a.md",
        "---\ntitle: А\nkind: prikaz\nsupersedes: b\n---\nТекст.\n",
    );
    portal.write(
        "content/documents/b.md",
        "---\ntitle: Б\nkind: prikaz\nsupersedes: a\n---\nТекст.\n",
    );
    portal.harmless("circles");
    let portal = Portal::new();
    let mut deep = "label: Олимпиады\n".to_owned();
    for level in 0..40 {
        let indent = "    ".repeat(level);
        deep.push_str(&format!("{indent}fields:\n{indent}  - id: a\n{indent}    type: object\n"));
    }
    portal.write("data/schemas/olympiads.yaml", deep);
    portal.refused("a schema that never ends", "yaml-depth");
}
