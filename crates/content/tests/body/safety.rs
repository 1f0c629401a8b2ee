//! Whatever comes in, safe and valid HTML comes out, in time proportional to what came in.

use crate::html;
use crate::verify::{both, verify};
use metod_content::body::FindingKind;
use proptest::prelude::*;

/// Fragments that fit together in bad ways.
fn fragment() -> impl Strategy<Value = String> {
    let known = prop::sample::select(vec![
        "<script>",
        "</script>",
        "<script",
        ">",
        "<",
        "</",
        "<svg/onload=x>",
        "</svg>",
        "<style>",
        "<iframe src=x>",
        "<div>",
        "</div>",
        "<b>",
        "<br>",
        "<p onclick=x>",
        "<!--",
        "-->",
        "<!-->",
        "<![CDATA[",
        "]]>",
        "<?",
        "?>",
        "<img src=x onerror=y>",
        "<a href='",
        "javascript:x",
        "java\nscript:x",
        "&#106;avascript:x",
        "data:text/html,x",
        "vbscript:x",
        "https://e.org",
        "https://",
        "http://a(",
        "HTTPS://e.org",
        "//e.org",
        "[",
        "]",
        "(",
        ")",
        "![",
        "](",
        "[a](",
        "[a]: ",
        "[a]",
        "[^1]",
        "[^1]: ",
        "[^2]",
        "\n[^2]: ",
        "`",
        "``",
        "```",
        "~~~",
        "\n",
        "\n\n",
        "    ",
        "\t",
        "> ",
        "- ",
        "* ",
        "1. ",
        "1) ",
        "2. ",
        "1.1. ",
        "1.2. ",
        "# ",
        "## ",
        "###### ",
        "{#a}",
        "{#a\"b}",
        "{{",
        "}}",
        "{{school}}",
        "{{ a b }}",
        "| a | b |\n|---|:-:|\n",
        "|",
        "| x |",
        "\n: ",
        "**",
        "*",
        "_",
        "~~",
        "~",
        "\\",
        "&",
        "&lt;",
        "&quot;",
        "\"",
        "'",
        "\0",
        "\u{202e}",
        "\u{fffc}",
        "🙂",
        "е\u{301}",
        "\u{a0}",
        "- [x] ",
        "> [!NOTE]\n",
        "---\n",
        "===\n",
        "текст",
        "a",
        " ",
        "\r\n",
        "  \n",
        "\n\n## ",
        "\n\n1. ",
        "\n\n    ",
        "Приложение",
    ]);
    prop_oneof![8 => known.prop_map(str::to_owned), 1 => "\\PC{0,6}"]
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 2000,
        failure_persistence: None,
        ..ProptestConfig::default()
    })]

    #[test]
    fn hostile_fragments_become_safe_html(
        fragments in prop::collection::vec(fragment(), 0..24),
        document: bool,
    ) {
        let source = fragments.concat();
        if let Err(mistake) = verify(&source, document) {
            prop_assert!(false, "{mistake}");
        }
    }
}

/// What once went wrong, and what others found the hard way.
#[test]
fn known_attacks() {
    for source in [
        "<scr<script>ipt>alert(1)</scr</script>ipt>",
        "<<script>alert(1)//<</script>",
        "<img src=x onerror=alert(1) //",
        "<a href=\"javascript&colon;x\">a</a>",
        "<math><mi//xlink:href=\"data:x,<script>alert(4)</script>\">",
        "[a](  \u{1}javascript:alert(1))",
        "![a](x\" onerror=\"alert(1))",
        "[a](https://e.org/\"><script>alert(1)</script>)",
        "[a](<https://e.org/ x> \"t\\\" onclick=\\\"x\")",
        "```js\" onclick=\"x\n</code></pre><script>\n```",
        "## <script>x</script> {#a\"><script>}",
        "{{a\"><script>}}",
        "[^\"><script>]: x\n\n[^\"><script>]",
        "<div\n\n<script>",
        "> <script>\n> x\n\ny </script> z",
        "<noscript><p title=\"</noscript><img src=x onerror=alert(1)>\">",
        "<svg></p><style><a id=\"</style><img src=1 onerror=alert(1)>\">",
        "<xmp></xmp><plaintext>x",
        "a <!-- --!> <script>x</script> -->",
    ] {
        for document in [false, true] {
            verify(source, document).expect("safe");
            let (rendered, _) = both(source, document);
            assert!(!rendered.html.contains("<script"), "{}", rendered.html);
        }
    }
}

#[test]
fn braces_that_are_escaped_or_spelt_are_no_blank() {
    let (rendered, outline) = both("{{a}\\} &#123;{b}} {{c}}", true);
    let names: Vec<&str> = outline.blanks.iter().map(|blank| &*blank.name).collect();
    assert_eq!(names, ["c"]);
    assert!(rendered.html.starts_with("<p>{{a}} {{b}} <"), "{}", rendered.html);
}

/// The parser lets an address between angle brackets be a link within the text of another.
#[test]
fn a_link_within_a_link_is_text() {
    let (rendered, outline) = both("[a <https://e.org> b](x) <https://e.org>", false);
    assert_eq!(html::mistake(&rendered.html), None, "{}", rendered.html);
    assert!(rendered.html.contains(">a https://e.org b</a> <a "), "{}", rendered.html);
    assert_eq!(outline.links.len(), 2);
    let (_, outline) = both("[a <javascript:x> b](x)", false);
    assert_eq!(outline.findings[0].kind, FindingKind::Script);
}

#[test]
fn nothing_of_a_script_is_left() {
    for (source, left) in [
        ("a<script>secret()</script>b", "<p>ab</p>\n"),
        ("a<SVG><p>secret *x*</p></SVG>b", "<p>ab</p>\n"),
        ("<script>\nsecret()\n\nsecret()\n</script>\n\nb", "<p>b</p>\n"),
        ("<div><object data=x>\n\nsecret()\n\n</object></div>\n\nb", "<p>b</p>\n"),
        ("[b](javascript:secret\\(\\))", "<p>b</p>\n"),
        ("a <javascript:secret()> b", "<p>a  b</p>\n"),
        ("![b](data:secret)", "<p>b</p>\n"),
    ] {
        let (rendered, outline) = both(source, false);
        assert_eq!(rendered.html, left, "{source}");
        assert!(outline.findings.iter().any(|finding| finding.kind == FindingKind::Script));
    }
}

/// A text of a hostile shape, of a size.
type Shape = (&'static str, fn(usize) -> String);

const SHAPES: &[Shape] = &[
    ("quotes", |n| ">".repeat(n) + " a"),
    ("quoted lines", |n| format!("{} a\n", ">".repeat(100)).repeat(n / 100)),
    ("nested lists", |n| "- ".repeat(n) + "a"),
    ("nested numbers", |n| "1. ".repeat(n) + "a"),
    ("deep list", |n| (0..n / 50).map(|i| format!("{}- a\n", "  ".repeat(i % 300))).collect()),
    ("emphasis", |n| "*a **b ".repeat(n)),
    ("closed emphasis", |n| "*a **b ".repeat(n) + &"c** d* ".repeat(n)),
    ("underscores", |n| "_".repeat(n) + "a" + &"_".repeat(n)),
    ("brackets", |n| "[".repeat(n)),
    ("closed brackets", |n| "[".repeat(n) + "a" + &"]".repeat(n)),
    ("links in links", |n| "[".repeat(n) + "a" + &"](x)".repeat(n)),
    ("images in images", |n| "![".repeat(n) + "a" + &"](x)".repeat(n)),
    ("parentheses", |n| "[a](".repeat(n)),
    ("footnotes", |n| {
        (0..n / 20).map(|i| format!("[^{i}]: x [^{}]\n", i + 1)).collect::<String>() + "[^0]"
    }),
    ("one footnote", |n| "[^a] ".repeat(n) + "\n\n[^a]: x"),
    ("no footnote", |n| "[^a ".repeat(n)),
    ("references", |n| (0..n / 10).map(|i| format!("[{i}]: x\n")).collect()),
    ("one reference", |n| "[a] ".repeat(n) + "\n\n[a]: https://example.org/long/address"),
    ("wide table", |n| format!("|{}\n|{}\n", "a|".repeat(n), "-|".repeat(n))),
    ("long table", |n| format!("|a|b|\n|-|-|\n{}", "|{{x}}|b|\n".repeat(n))),
    ("short rows", |n| {
        format!("|{}\n|{}\n{}", "a|".repeat(n / 50), "-|".repeat(n / 50), "|\n".repeat(n / 50))
    }),
    ("code", |n| "`a ``b ".repeat(n)),
    ("comments", |n| "<!-- a -->".repeat(n)),
    ("open comments", |n| "a <!-- ".repeat(n)),
    ("comment block", |n| "<!-- a --> <b>\n".repeat(n)),
    ("scripts", |n| "<script>a</script>".repeat(n)),
    ("open scripts", |n| "a <script> ".repeat(n)),
    ("script paragraphs", |n| "a <script> b\n\n".repeat(n)),
    ("svg in svg", |n| "a <svg>".repeat(n) + &"</svg>".repeat(n)),
    ("html block", |n| "<div><b title='>".repeat(n)),
    ("declarations", |n| "a <!A ".repeat(n)),
    ("instructions", |n| "a <?".repeat(n)),
    ("open braces", |n| "{{a".repeat(n)),
    ("braces", |n| "{".repeat(n)),
    ("quotation marks", |n| "\"a ".repeat(n)),
    ("marks in a row", |n| "\"".repeat(n)),
    ("words", |n| "в \"а\" - 5 % ".repeat(n)),
    ("one word", |n| "я".repeat(n)),
    ("dashes", |n| "a--".repeat(n)),
    ("same headings", |n| "## a\n".repeat(n)),
    ("same clauses", |n| "1. a\n".repeat(n)),
    ("clause lines", |n| (1..n / 4).map(|i| format!("1.{}. a\n", i % 999)).collect()),
    ("breaks", |n| "a\n".repeat(n)),
    ("definitions", |n| "a\n: b\n\n".repeat(n)),
    ("entities", |n| "&amp;".repeat(n)),
    ("escapes", |n| "\\*".repeat(n)),
    ("targets", |n| format!("[a](x{})", "%25".repeat(n))),
    ("addresses", |n| "http://a.b/(c ".repeat(n)),
    ("no addresses", |n| "xhttp://".repeat(n)),
    ("long address", |n| "http://a".to_owned() + &"(".repeat(n) + &").".repeat(n)),
    ("bidi", |n| "\u{202e}".repeat(n)),
];

/// Twice the text may not cost four times the output or the findings.
#[test]
fn output_grows_with_the_text() {
    for (name, shape) in SHAPES {
        let size = |n: usize| {
            let source = shape(n);
            let (rendered, outline) = both(&source, true);
            assert_eq!(html::mistake(&rendered.html), None, "{name}");
            rendered.html.len() + outline.findings.len() * 16
        };
        let (small, large) = (size(1000), size(2000));
        assert!(large < small * 3 + 20_000, "{name}: {small} became {large}");
    }
}

/// No stack overflow, no minutes: every shape in its full size. The only clock here is patience.
#[test]
fn large_shapes_end() {
    for (name, shape) in SHAPES {
        let source = shape(if name.ends_with("brackets") { 100_000 } else { 10_000 });
        let (rendered, outline) = both(&source, true);
        assert!(rendered.html.len() < source.len() * 60 + 100_000, "{name}");
        assert!(outline.headings.len() <= 10_000, "{name}");
    }
}
