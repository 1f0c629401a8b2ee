//! Every kind of finding, and the exact stretch of source it marks.

use metod_content::body::url::Target;
use metod_content::body::{FindingKind as Kind, Outline, Syntax, outline};

fn document() -> Syntax<'static> {
    Syntax { clauses: true, blanks: true, ..Syntax::default() }
}

/// Findings of a text and what they mark; `⟦…⟧` in the text shows where, and is taken out first.
fn check(marked: &str, syntax: &Syntax<'_>, expected: &[Kind]) {
    let mut source = String::new();
    let mut ranges = Vec::new();
    let mut open = Vec::new();
    for character in marked.chars() {
        match character {
            '⟦' => {
                open.push(ranges.len());
                ranges.push(source.len()..source.len());
            }
            '⟧' => ranges[open.pop().expect("open")].end = source.len(),
            _ => source.push(character),
        }
    }
    let found = outline(&source, syntax).findings;
    let kinds: Vec<&Kind> = found.iter().map(|finding| &finding.kind).collect();
    assert_eq!(kinds, expected.iter().collect::<Vec<_>>(), "{marked:?}");
    let places: Vec<_> = found.iter().map(|finding| finding.range.clone()).collect();
    assert_eq!(places, ranges, "{marked:?}");
}

fn plain(marked: &str, expected: &[Kind]) {
    check(marked, &Syntax::default(), expected);
}

fn scheme(scheme: &str) -> Kind {
    Kind::UnsafeScheme { scheme: scheme.to_owned() }
}

fn raw(tag: &str) -> Kind {
    Kind::RawHtml { tag: tag.to_owned() }
}

#[test]
fn script() {
    plain("я🙂\t⟦<script>⟧x</script>", &[Kind::Script]);
    plain("a\r\n\r\n⟦<iframe src=x>⟧\r\n</iframe>\r\n", &[Kind::Script]);
    plain("> a\n>\n> ⟦<b\n> onclick=x>⟧\n> c</b>", &[Kind::Script]);
    plain("[а](⟦javascript:x⟧ \"б\")", &[Kind::Script]);
    plain("[🙂 *а* `](`](<⟦java\tscript:x⟧>)", &[Kind::Script]);
    plain("<⟦javascript:alert(1)⟧>", &[Kind::Script]);
    plain("[а]\n\n[а]: ⟦data:text/html,x⟧ 'б'\n", &[Kind::Script]);
    plain("[не нужна]: <⟦vbscript:x⟧>\n", &[Kind::Script]);
    plain("![а](⟦data:image/png;base64,x⟧)", &[Kind::Script]);
    plain("![а ⟦[б](javascript:x)⟧](в.png)", &[Kind::Script]);
}

#[test]
fn unsafe_scheme() {
    plain("[а](⟦ftp://example.org⟧)", &[scheme("ftp")]);
    plain("[а](⟦//example.org/(x)⟧)", &[scheme("//")]);
    plain("<⟦skype:some.one⟧>", &[scheme("skype")]);
    plain("[а](https://example.org) [б](mailto:a@example.org) [в](c:d) [г](../е.md)", &[]);
}

#[test]
fn bidi_control() {
    let kind = || Kind::BidiControl { character: '\u{202e}' };
    plain("а\t⟦\u{202e}⟧б `⟦\u{202e}⟧`", &[kind(), kind()]);
    plain("а ⟦&#x202e;⟧ б", &[kind()]);
    plain("⟦<div>⟧⟦&#x202e;⟧б", &[raw("div"), kind()]);
}

#[test]
fn raw_html() {
    plain("а⟦<br>⟧б ⟦<sup class=\"x\">⟧2</sup>", &[raw("br"), raw("sup")]);
    plain("\r\n⟦<div>⟧\r\n\tа ⟦<u>⟧б</u>\r\n</div>\r\n", &[raw("div"), raw("u")]);
    plain("а ⟦</b>⟧", &[raw("/b")]);
    plain("| а |\n|---|\n| б⟦<br/>⟧в |\n", &[raw("br")]);
    plain("а <!-- заметка --> б `<b>`", &[]);
}

#[test]
fn too_deep() {
    let outline = outline(&format!("{} а", ">".repeat(200)), &Syntax::default());
    let kinds: Vec<_> = outline.findings.iter().map(|finding| &finding.kind).collect();
    assert_eq!(kinds, [&Kind::TooDeep]);
    assert_eq!(outline.findings[0].range.start, 100);
}

#[test]
fn headings() {
    let skipped = |expected, found| Kind::HeadingSkipped { expected, found };
    plain("⟦# А\n⟧", &[Kind::HeadingOne]);
    plain("⟦### А\n⟧\n## Б\n\n⟦#### В\n⟧", &[skipped(2, 3), skipped(3, 4)]);
    plain("⟦##\n⟧", &[Kind::HeadingEmpty]);
    plain("## {{школа}}\n\n### Б\n\n## В", &[]);
    let duplicate = |anchor: &str| Kind::AnchorDuplicate { anchor: anchor.to_owned() };
    plain("## А {#x}\r\n\r\n## 🙂 ⟦{#x}⟧\r\n", &[duplicate("x")]);
    let invalid = Kind::AnchorInvalid { anchor: "Якорь".into(), became: "yakor".into() };
    plain("## А ⟦{#Якорь}⟧", &[invalid]);
    let syntax = Syntax { reserved: &["main"], ..Syntax::default() };
    check("## А ⟦{#main}⟧\n\n## Main", &syntax, &[duplicate("main")]);
}

#[test]
fn links_and_images() {
    let vague = |text: &str| Kind::LinkTextVague { text: text.to_owned() };
    plain("⟦[](а.md)⟧ ⟦[ **Здесь** ](а.md)⟧", &[Kind::LinkTextEmpty, vague("Здесь")]);
    plain("⟦[а]()⟧ ⟦[б](<>)⟧", &[Kind::LinkTargetEmpty, Kind::LinkTargetEmpty]);
    plain("⟦![](а.png)⟧ [![а](б.png)](в.md)", &[Kind::ImageAltMissing]);
    plain("![а](⟦https://example.org/а.png⟧)", &[Kind::ImageRemote]);
}

#[test]
fn footnotes() {
    let missing = Kind::FootnoteMissing { label: "нет".into() };
    let unused = Kind::FootnoteUnused { label: "б".into() };
    plain("а[^А] б⟦[^нет]⟧ \\[^x] `[^y]`\n\n[^а]: в\n\n⟦[^б]: г⟧", &[missing, unused]);
}

#[test]
fn clause_numbers() {
    let gap = |found: &str, expected: &str| Kind::ClauseGap {
        found: found.into(),
        expected: expected.into(),
    };
    let twice = |found: &str, expected: &str| Kind::ClauseDuplicate {
        found: found.into(),
        expected: expected.into(),
    };
    check("1. А\r\n\r\n⟦3.⟧ Б\r\n\r\n⟦3.⟧ В", &document(), &[gap("3", "2"), twice("3", "4")]);
    check(
        "## 1. А\n\n1.1. Б\n\n**⟦1.3.⟧** В\n\n## 2. Г\n\n⟦2.2⟧ Д",
        &document(),
        &[gap("1.3", "1.2"), gap("2.2", "2.1")],
    );
    check("⟦2.⟧ А", &document(), &[gap("2", "1")]);
    check("1. А\n\n   1. б\n   1. в\n\n1) г\n\n2. Д", &document(), &[]);
    check("1. А\n\n⟦1.⟧ б\n\n## Приложение\n\n1. В", &document(), &[twice("1", "2")]);
    plain("1. А\n\n1.3. Б", &[]);
}

#[test]
fn blanks_know_their_places() {
    let source = "\u{feff}я🙂 {{школа}}\r\n\r\n| *{{ a\\_b }}* {x} | `{{no}}` |\r\n|-|-|\r\n| [{{c}}](x) | {{d |\r\n\r\n    {{no}}\r\n\r\n## &amp; {{e}} {#f}\r\n";
    let outline = outline(source, &document());
    let found: Vec<_> = outline
        .blanks
        .iter()
        .map(|blank| (blank.name.as_str(), &source[blank.range.clone()]))
        .collect();
    assert_eq!(
        found,
        [("школа", "{{школа}}"), ("a_b", "{{ a\\_b }}"), ("c", "{{c}}"), ("e", "{{e}}"),]
    );
    assert_eq!(outline.headings[0].anchor, "f");
    assert!(metod_content::body::outline(source, &Syntax::default()).blanks.is_empty());
}

#[test]
fn links_know_their_places() {
    let source = "[a *b*](<x y> \"t\")\t![i](z\\)\r\n't') [r][R] <a@example.org> [s]\r\n\r\n[r]:\r\n  q.md\r\n[s]: w";
    let Outline { links, images, .. } = outline(source, &Syntax::default());
    let found: Vec<_> = links
        .iter()
        .map(|link| (link.target.as_str(), &source[link.range.clone()], link.text.as_str()))
        .collect();
    assert_eq!(
        found,
        [
            ("x y", "x y", "a b"),
            ("q.md", "q.md", "r"),
            ("mailto:a@example.org", "a@example.org", "a@example.org"),
            ("w", "w", "s"),
        ]
    );
    assert_eq!(links[0].title, "t");
    assert_eq!(links[2].kind, Target::Mail);
    assert_eq!(&source[links[1].whole.clone()], "[r][R]");
    assert_eq!((images[0].target.as_str(), &source[images[0].range.clone()]), ("z)", "z\\)"));
    assert_eq!((images[0].alt.as_str(), images[0].title.as_str()), ("i", "t"));
}

#[test]
fn pasted_addresses_are_links() {
    let source = "См. https://example.org/a_b_c, (http://example.org/(x)). xhttp://no `http://no` [http://no](y) **https://example.org/я?a&amp;b**! http:// https://ivan@evil.example";
    let outline = outline(source, &Syntax::default());
    let found: Vec<_> = outline
        .links
        .iter()
        .map(|link| (link.target.as_str(), &source[link.range.clone()]))
        .collect();
    assert_eq!(
        found,
        [
            ("https://example.org/a_b_c", "https://example.org/a_b_c"),
            ("http://example.org/(x)", "http://example.org/(x)"),
            ("y", "y"),
            ("https://example.org/я?a&b", "https://example.org/я?a&amp;b"),
            ("https://ivan@evil.example", "https://ivan@evil.example"),
        ]
    );
    assert_eq!(outline.findings.len(), 1);
}

#[test]
fn clauses_know_their_places_and_titles() {
    let source = "## 1. Общие {{школа}}\n\n1.1. Первый *пункт*\n\n2. Второй\n\n   2.1) третий";
    let outline = outline(source, &document());
    let found: Vec<_> = outline
        .clauses
        .iter()
        .map(|clause| {
            (clause.anchor.as_str(), &source[clause.range.clone()], clause.title.as_str())
        })
        .collect();
    assert_eq!(
        found,
        [
            ("p-1", "1.", "Общие {{школа}}"),
            ("p-1-1", "1.1.", "Первый пункт"),
            ("p-2", "2.", "Второй"),
            ("p-2-1", "2.1)", "третий"),
        ]
    );
    assert_eq!(outline.headings[0].text, "1. Общие {{школа}}");
    assert!(outline.anchors.contains("p-2-1"));
}

#[test]
fn sections_read_as_text() {
    let source = "Начало[^a] & `код`\n\n## 1. Раздел {{s}}\n\n1.1. Пункт **важный**\nдальше\n\n- а\n- б\n\n| в | г |\n|---|---|\n| д | е |\n\n    x < y\n\n### Ещё\n\n[^a]: Сноска ![рис](x.png)\n";
    let label = |name: &str| Some(metod_content::body::BlankView { label: format!("[{name}]") });
    let sections = metod_content::body::sections(source, &document(), &label);
    let found: Vec<_> = sections
        .iter()
        .map(|section| (section.anchor.as_deref(), section.heading.as_str(), section.text.as_str()))
        .collect();
    assert_eq!(
        found,
        [
            (None, "", "Начало & код"),
            (Some("p-1"), "1. Раздел [s]", "1.1. Пункт важный дальше\nа\nб\nв г\nд е\nx < y"),
            (Some("eshche"), "Ещё", "Сноска рис"),
        ]
    );
    assert_eq!(metod_content::body::plain("## А\n\nб *в*"), "А\nб в");
}
