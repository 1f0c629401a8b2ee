//! What a pull request may try. Each attempt meets a good portal that is published already: the attempt
//! is refused and the old site stands, or it is made harmless and published. Nothing hangs, nothing panics
//! ([`crate::run`] sees to both), and the time of every attempt is printed.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use tempfile::TempDir;

use crate::run::{Said, metod};
use crate::{archive, workbook};

const PRACTICE: &str = "---\ntitle: Опыт\nsummary: Коротко.\nkind: teaching\nstages: [ooo]\n\
    authors: [{name: Иванова А. А.}]\n---\nТекст.\n";

/// A portal on the disk, built once.
struct Portal {
    folder: TempDir,
    before: BTreeMap<PathBuf, Vec<u8>>,
}

impl Portal {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let mut portal = Portal { folder, before: BTreeMap::new() };
        portal.write("portal.yaml", "title: Портал\n");
        portal.write("content/practices/opyt.md", PRACTICE);
        let said = portal.build();
        assert_eq!(said.code, 0, "{}", said.all());
        portal.before = files(&portal.site());
        portal
    }

    fn root(&self) -> &Path {
        self.folder.path()
    }

    fn site(&self) -> PathBuf {
        self.root().join("public")
    }

    fn write(&self, path: &str, bytes: impl AsRef<[u8]>) {
        let path = self.root().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }

    fn build(&self) -> Said {
        metod(self.root(), &["build", "--as-of", "2026-11-23"])
    }

    /// The attempt is refused with `code`, and the old site stands byte for byte.
    fn refused(&self, name: &str, code: &str) -> Said {
        let said = self.build();
        println!("{name}: {:.2} s", said.took.as_secs_f64());
        assert_eq!(said.code, 1, "{name}: {}", said.all());
        let shown = format!("[{code}]");
        assert!(said.stderr.contains(&shown), "{name}: {}", said.stderr);
        assert!(files(&self.site()) == self.before, "{name}: the old site has changed");
        said
    }

    /// The attempt is published, but nothing of it runs.
    fn harmless(&self, name: &str) -> Said {
        let said = self.build();
        println!("{name}: {:.2} s", said.took.as_secs_f64());
        assert_eq!(said.code, 0, "{name}: {}", said.all());
        for (path, bytes) in files(&self.site()) {
            if path.extension().is_some_and(|extension| extension == "html") {
                let html = String::from_utf8(bytes).unwrap();
                nothing_runs(&html, &format!("{name}: {}", path.display()));
            }
        }
        said
    }
}

/// Every file below a folder.
fn files(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let mut out = BTreeMap::new();
    let mut open = vec![folder.to_owned()];
    while let Some(next) = open.pop() {
        for entry in fs::read_dir(&next).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                open.push(path);
            } else {
                out.insert(path.strip_prefix(folder).unwrap().to_owned(), fs::read(&path).unwrap());
            }
        }
    }
    out
}

/// No script but the theme's own, no handler, no address that runs, no style of its own.
fn nothing_runs(html: &str, name: &str) {
    for tag in tags(html) {
        let lower = tag.to_lowercase();
        let element = lower.split([' ', '\n', '\t', '/', '>']).next().unwrap_or_default();
        if element == "script" {
            let own = lower.contains("src=") && lower.contains("assets/");
            let data = lower.contains("type=\"application/");
            assert!(own || data, "{name}: {tag}");
        }
        assert!(!["iframe", "object", "embed", "base"].contains(&element), "{name}: {tag}");
        for (attribute, value) in attributes(tag) {
            let attribute = attribute.to_lowercase();
            assert!(!attribute.starts_with("on"), "{name}: {tag}");
            assert!(attribute != "style" && attribute != "srcdoc", "{name}: {tag}");
            let plain: String = value.to_lowercase().split_whitespace().collect();
            if ["href", "src", "action", "formaction", "srcset"].contains(&attribute.as_str()) {
                for scheme in ["javascript", "vbscript", "data:text", "file:"] {
                    assert!(!plain.contains(scheme), "{name}: {tag}");
                }
            }
        }
    }
}

/// What stands between `<` and `>`, quotes understood.
fn tags(html: &str) -> Vec<&str> {
    let mut out = Vec::new();
    let mut rest = html;
    while let Some(at) = rest.find('<') {
        rest = &rest[at + 1..];
        let mut quote = None;
        let end = rest.char_indices().find(|(_, c)| match (quote, c) {
            (Some(open), c) if open == *c => {
                quote = None;
                false
            }
            (None, '"' | '\'') => {
                quote = Some(*c);
                false
            }
            (None, '>') => true,
            _ => false,
        });
        let Some((end, _)) = end else { break };
        if rest.starts_with(|c: char| c.is_ascii_alphabetic()) {
            out.push(&rest[..end]);
        }
        rest = &rest[end..];
    }
    out
}

/// Names and values of a tag's attributes.
fn attributes(tag: &str) -> Vec<(&str, &str)> {
    let mut out = Vec::new();
    let mut rest = tag.split_once(char::is_whitespace).map_or("", |(_, rest)| rest);
    loop {
        rest = rest.trim_start_matches(|c: char| c.is_whitespace() || c == '/');
        if rest.is_empty() {
            return out;
        }
        let end = rest
            .find(|c: char| c.is_whitespace() || c == '=' || c == '/')
            .unwrap_or(rest.len())
            .max(1);
        let name = &rest[..end];
        rest = &rest[end..];
        let mut value = "";
        if let Some(after) = rest.strip_prefix('=') {
            let quote = after.chars().next().filter(|c| matches!(c, '"' | '\''));
            (value, rest) = match quote {
                Some(quote) => after[1..].split_once(quote).unwrap_or((&after[1..], "")),
                None => after.split_once(char::is_whitespace).unwrap_or((after, "")),
            };
        }
        out.push((name, value));
    }
}

#[test]
fn the_reader_of_pages_sees_what_runs() {
    let bad = |html: &str| std::panic::catch_unwind(|| nothing_runs(html, "")).is_err();
    for html in [
        "<script>x</script>",
        "<p onclick=x>",
        "<a href=\"java\nscript:x\">",
        "<img title='>' onerror=\"x\">",
        "<p style='x'>",
        "<iframe src=x>",
    ] {
        assert!(bad(html), "{html}");
    }
    nothing_runs(
        "<script src=\"../assets/site-1.js\" defer></script><p title=\"on x=\">&lt;script></p>",
        "",
    );
}

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

#[test]
fn dangerous_attachments_are_refused() {
    let portal = Portal::new();
    portal.write("content/pages/about/index.md", "---\ntitle: О портале\n---\nТекст.\n");
    let cases: &[(&str, &[u8], &str)] = &[
        (
            "a.svg",
            b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>",
            "svg-script",
        ),
        ("a.svg", b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", "svg-script"),
        (
            "a.svg",
            b"<svg><a href='&#106;avascript:alert(1)'><text>x</text></a></svg>",
            "svg-script",
        ),
        (
            "a.svg",
            b"<svg><a href='java&#10;script:alert(1)'><text>x</text></a></svg>",
            "svg-script",
        ),
        ("a.svg", b"<svg/onload=alert(1)>", "svg-script"),
        (
            "a.svg",
            b"<svg><s:script xmlns:s='http://www.w3.org/2000/svg'>x</s:script></svg>",
            "svg-script",
        ),
        ("a.svg", b"<svg><style>*{background:url(//example.org)}</style></svg>", "svg-script"),
        ("a.svg", b"\xff\xfe<\x00s\x00c\x00r\x00i\x00p\x00t\x00>\x00", "file-encoding"),
        ("a.html", b"<p>x</p>", "file-type"),
        ("a.XHTML", b"<p>x</p>", "file-type"),
        ("a.htm ", b"x", "file-name"),
        ("a.js", b"alert(1)", "file-type"),
        ("a.docm", b"x", "file-type"),
        ("a.exe", b"x", "file-type"),
        ("a.pdf.lnk", b"x", "file-type"),
    ];
    for (name, bytes, code) in cases {
        let path = format!("content/pages/about/{name}");
        portal.write(&path, bytes);
        portal.refused(&format!("{name} {code}"), code);
        fs::remove_file(portal.root().join(path)).unwrap();
    }
}

#[cfg(unix)]
#[test]
fn the_disk_is_not_trusted() {
    use std::os::unix::ffi::OsStrExt;
    use std::os::unix::fs::symlink;

    let portal = Portal::new();
    let at = |name: &str| portal.root().join("content/practices").join(name);
    let secret = tempfile::NamedTempFile::new().unwrap();
    fs::write(secret.path(), PRACTICE.replace("Текст", "ТАЙНА")).unwrap();

    symlink(secret.path(), at("ssylka.md")).unwrap();
    let said = portal.refused("a link out of the tree", "file-link");
    assert!(!said.all().contains("ТАЙНА"));
    fs::remove_file(at("ssylka.md")).unwrap();

    symlink("..", at("petlya")).unwrap();
    portal.refused("a loop of links", "file-link");
    fs::remove_file(at("petlya")).unwrap();

    let name = std::ffi::CString::new(at("truba.md").as_os_str().as_bytes()).unwrap();
    rustix::fs::mkfifoat(rustix::fs::CWD, name.as_c_str(), rustix::fs::Mode::from_raw_mode(0o600))
        .unwrap();
    portal.refused("a pipe", "file-special");
    fs::remove_file(at("truba.md")).unwrap();

    for name in ["a\\b.md", "x..\\..\\b.md", "a\nb.md", "a\u{1b}[31m.md", "aux.md", " a.md"] {
        fs::write(at(name), PRACTICE).unwrap();
        let said = portal.refused(&format!("{name:?}"), "file-name");
        assert!(!said.stderr.contains('\u{1b}'), "{name:?} reaches the terminal");
        fs::remove_file(at(name)).unwrap();
    }
    let bytes = at("x").with_file_name(std::ffi::OsStr::from_bytes(b"\xff\xfe.md"));
    fs::write(&bytes, PRACTICE).unwrap();
    portal.refused("a name that is not UTF-8", "file-name");
    fs::remove_file(bytes).unwrap();

    symlink("/etc", portal.root().join("data")).unwrap();
    portal.refused("a folder that is a link", "file-link");
    fs::remove_file(portal.root().join("data")).unwrap();
    assert_eq!(portal.build().code, 0);
}

/// Root reads everything, so that only other users can see this.
#[cfg(unix)]
#[test]
fn what_may_not_be_read_is_said() {
    use std::os::unix::fs::PermissionsExt;

    let portal = Portal::new();
    let path = portal.root().join("content/practices/opyt.md");
    fs::set_permissions(&path, fs::Permissions::from_mode(0o000)).unwrap();
    if fs::read(&path).is_err() {
        portal.refused("a file without rights", "file-read");
    }
    fs::set_permissions(&path, fs::Permissions::from_mode(0o600)).unwrap();
}

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

#[test]
fn a_portal_cannot_leave_its_folder() {
    let portal = Portal::new();
    for (config, code) in [
        ("languages: [ru, \"../../x\"]\n", "wrong-type"),
        ("theme: ../../../etc\n", "unknown-theme"),
        ("theme: \"<script>\"\n", "unknown-theme"),
    ] {
        portal.write("portal.yaml", format!("title: Портал\n{config}"));
        portal.refused(config, code);
    }
    portal.write("portal.yaml", "title: Портал\n");
    portal.write(
        "data/schemas/olympiads.yaml",
        "label: Олимпиады\nfields:\n  - {id: \"../../../x\", label: Побег, facet: true}\n",
    );
    portal.refused("a field that leads out", "bad-id");
    fs::remove_file(portal.root().join("data/schemas/olympiads.yaml")).unwrap();
    portal.write("content/../../portal-x.md", PRACTICE);
    fs::remove_file(portal.root().join("../portal-x.md")).unwrap();
}

#[test]
fn broken_pictures_are_refused() {
    let portal = Portal::new();
    portal.write("content/pages/about/index.md", "---\ntitle: О портале\n---\n![Схема](a.png)\n");
    let png = archive::png(1200, 800);
    portal.write("content/pages/about/a.png", &png[..png.len() / 2]);
    portal.refused("half a picture", "image-unreadable");
    let mut huge = archive::png(20, 10);
    huge[16..24].copy_from_slice(&[0, 0, 0xff, 0xff, 0, 0, 0xff, 0xff]);
    portal.write("content/pages/about/a.png", huge);
    portal.refused("a picture that says it is enormous", "image-unreadable");
    portal.write("content/pages/about/a.png", "<svg onload=alert(1)>");
    portal.refused("a drawing under the name of a picture", "image-unreadable");
}
