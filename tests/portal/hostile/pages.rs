//! What of a page would run in a browser.

/// No script but the theme's own, no handler, no address that runs, no style of its own.
pub(super) fn nothing_runs(html: &str, name: &str) {
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
