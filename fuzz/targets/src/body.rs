//! Markdown bodies: what `crates/content/tests/body/` asks of fragments, asked of any text.

#[path = "../../../crates/content/tests/body/html.rs"]
#[allow(dead_code, reason = "other tests read the HTML, too")]
mod html;
#[path = "../../../crates/content/tests/body/verify.rs"]
mod verify;

use crate::{Target, choice, none, text};

pub(crate) const TARGET: Target = Target {
    name: "body",
    run,
    seeds: none,
    words: &[
        "<script>",
        "</script>",
        "<svg/onload=x>",
        "<!--",
        "-->",
        "<![CDATA[",
        "<?",
        "](",
        "![",
        "[^1]",
        "[^1]: ",
        "```",
        "~~~",
        "> ",
        "- ",
        "1. ",
        "1.1. ",
        "## ",
        "{#a}",
        "{{",
        "}}",
        "| a | b |\n|---|:-:|\n",
        "\n: ",
        "**",
        "~~",
        "\\",
        "&#106;",
        "&quot;",
        "javascript:",
        "https://",
        "\u{202e}",
        "\u{a0}",
        "\r\n",
        "- [x] ",
        "> [!NOTE]\n",
        "---\n",
        "    ",
    ],
    mutations: 600,
};

/// Only permitted elements and attributes come out, and places lie within the text.
fn run(data: &[u8]) {
    let (options, data) = choice(data);
    if let Err(mistake) = verify::verify(&text(data), options & 1 == 1) {
        panic!("{mistake}");
    }
}
