//! Scripts in texts, fields and addresses.

use super::{PRACTICE, Portal};

#[test]
fn scripts_in_texts_are_refused() {
    let portal = Portal::new();
    for text in [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "<img src=x\nonerror=\nalert(1)>",
        "<svg><a xlink:href=\"javascript:x\">x</a></svg>",
        "<iframe srcdoc=\"<script>x</script>\"></iframe>",
        "<details open ontoggle=alert(1)>",
        "<a href=\"java\tscript:alert(1)\">x</a>",
        "[Ссылка туда](javascript:alert(1))",
        "[Ссылка туда](JaVaScRiPt:alert(1))",
        "[Ссылка туда](java&#115;cript:alert(1))",
        "[Ссылка туда](javascript&colon;alert(1))",
        "[Ссылка туда](&#x6A;avascript:alert(1))",
        "[Ссылка туда](<java\u{200b}script:alert(1)>)",
        "[Ссылка туда](javascript%3Aalert(1))",
        "[Ссылка туда](vbscript:msgbox)",
        "[Ссылка туда](data:text/html;base64,PHNjcmlwdD4=)",
        "<javascript:alert(1)>",
        "[Ссылка туда][x]\n\n[x]: javascript:alert(1)",
        "![Рисунок](javascript:alert(1))",
        "![Рисунок](data:image/svg+xml,<svg/onload=alert(1)>)",
        "Сноска[^1].\n\n[^1]: <script>alert(1)</script>",
        "| a |\n|---|\n| <script>alert(1)</script> |",
    ] {
        portal.write("content/practices/opyt.md", PRACTICE.replace("Текст.", text));
        portal.refused(&format!("{text:?}"), "script");
    }
}

#[test]
fn text_that_only_looks_like_script_is_shown() {
    let portal = Portal::new();
    let text = "`<script>alert(1)</script>`\n\n```html\n<img onerror=alert(1) src=x>\n```\n\n\
        \\<script>alert(1)\\</script> и &lt;script&gt;alert(1)&lt;/script&gt;\n\n\
        ```\"><script>alert(1)</script>\nкод\n```\n\n## <b>Заголовок</b> {#raz}\n";
    portal.write("content/practices/opyt.md", PRACTICE.replace("Текст.", text));
    portal.harmless("script as text");
}

#[test]
fn front_matter_is_escaped_wherever_it_is_shown() {
    let portal = Portal::new();
    let evil = "\\\"'><script>alert(1)</script><img src=x onerror=alert(1)>{{ 7*7 }}&amp;";
    let practice = format!(
        "---\ntitle: \"T{evil}\"\nsummary: \"S{evil}\"\nkind: teaching\nstages: [ooo]\n\
         tags: [\"t{evil}\"]\naudience: \"a{evil}\"\nproblem: \"p{evil}\"\naim: \"g{evil}\"\n\
         resources: \"r{evil}\"\nreplication: \"c{evil}\"\nlicense: \"l{evil}\"\n\
         authors: [{{name: \"n{evil}\", position: \"o{evil}\"}}]\n\
         results: [{{what: \"w{evil}\", before: 1, after: 2, unit: \"u{evil}\", source: \"q{evil}\"}}]\n\
         sources: [{{title: \"i{evil}\", place: \"e{evil}\", url: \"https://example.org/?a=1&b='x'\"}}]\n---\nТекст.\n"
    );
    portal.write("content/practices/opyt.md", practice);
    portal.write(
        "portal.yaml",
        format!(
            "title: \"P{evil}\"\nregion: \"R{evil}\"\nsummary: \"M{evil}\"\n\
             operator: {{name: \"N{evil}\", inn: \"1{evil}\", address: \"A{evil}\", phone: \"javascript:alert(1)//{evil}\"}}\n\
             forge: {{url: \"https://example.org/a'b\", branch: \"m{evil}\"}}\n"
        ),
    );
    portal.write(
        "data/schemas/olympiads.yaml",
        format!(
            "label: \"L{evil}\"\nintro: \"I{evil}\"\nnav: 9\nfields:\n  \
             - {{id: winner, label: \"W{evil}\", show: [glance, card, passport], facet: true, search: 2}}\n"
        ),
    );
    portal.write(
        "content/olympiads/a.md",
        format!("---\ntitle: \"O{evil}\"\nwinner: \"../../{evil}\"\n---\n"),
    );
    portal.write("data/vocabularies/tiers.yaml", format!("- {{id: region, label: \"V{evil}\"}}\n"));
    portal.write(
        "content/roadmaps/plan.md",
        format!(
            "---\ntitle: \"D{evil}\"\ntier: region\nrows:\n  - {{id: r-1, section: \"1{evil}\", no: \"2{evil}\", \
             activity: \"3{evil}\", term: \"4{evil}\", result: \"5{evil}\", note: \"6{evil}\", \
             responsible: [{{name: \"7{evil}\"}}]}}\n---\n"
        ),
    );
    portal.write(
        "content/instruments/list.md",
        format!(
            "---\ntitle: \"Q{evil}\"\nkind: questionnaire\nscale: [{{id: no, label: \"n{evil}\", points: 0}}]\n\
             sections:\n  - id: a\n    title: \"s{evil}\"\n    items: [{{id: q-1, text: \"t{evil}\"}}]\n\
             note: \"z{evil}\"\n---\n"
        ),
    );
    portal.write(
        "content/documents/prikaz.md",
        format!(
            "---\ntitle: \"B{evil}\"\nkind: prikaz\nnumber: \"0{evil}\"\nissuer: {{name: \"i{evil}\"}}\n\
             basis: [{{title: \"b{evil}\"}}]\nblanks: [{{id: school, label: \"k{evil}\", example: \"x{evil}\", type: choice, options: [\"y{evil}\"]}}]\n---\n\
             Приказ по {{{{school}}}}.\n"
        )
        .replace("{{ 7*7 }}", "7*7"),
    );
    portal.write(
        "content/indicators/nabor.md",
        format!(
            "---\ntitle: \"C{evil}\"\nrows:\n  - {{id: i-1, no: \"1{evil}\", group: \"g{evil}\", text: \"t{evil}\", \
             unit: \"u{evil}\", points: {{sum: [{{label: \"l{evil}\", points: 1}}]}}, targets: {{2026: \"y{evil}\"}}, \
             threshold: {{op: \"<{evil}\", value: 1}}, source: \"s{evil}\"}}\n---\n"
        ),
    );
    portal.write(
        "data/methodists.csv",
        "id;name;position\nm-1;\"Z\"\"'><script>alert(1)</script>\";<img src=x onerror=alert(1)>\n",
    );
    let said = portal.harmless("front matter");
    assert!(!said.stderr.contains("49"), "a template of the content was computed");
}

#[test]
fn addresses_in_fields_are_of_the_web() {
    let portal = Portal::new();
    for url in [
        "javascript:alert(1)",
        "JAVASCRIPT:alert(1)",
        " javascript:alert(1)",
        "data:text/html,x",
        "//example.org",
        "https://\\\"onclick=x",
        "file:///etc/passwd",
    ] {
        let field = format!("sources: [{{title: a, url: \"{url}\"}}]\n---\nТекст.");
        portal.write("content/practices/opyt.md", PRACTICE.replace("---\nТекст.", &field));
        portal.refused(url, "wrong-type");
    }
}
