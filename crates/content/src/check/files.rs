//! Files beside a record's text: nothing that runs in a browser or an office program is published.

/// Extensions of files that are published as they are.
const SAFE: &[&str] = &[
    "pdf", "docx", "xlsx", "pptx", "odt", "ods", "odp", "rtf", "txt", "csv", "png", "jpg", "jpeg",
    "gif", "webp", "avif", "svg", "mp3", "m4a", "ogg", "mp4", "webm", "zip", "epub", "ics", "vtt",
    "json",
];

/// True when files with this extension (small letters, no dot) may be published.
pub fn is_safe_extension(extension: &str) -> bool {
    SAFE.contains(&extension)
}

/// What makes an SVG drawing unsafe to publish, if anything: a script, a handler, a foreign or
/// embedded resource, an entity declaration. The reading is deliberately narrow: a drawing needs none
/// of these words.
pub fn svg_danger(svg: &str) -> Option<String> {
    let lower = svg.to_lowercase();
    const WORDS: &[&str] = &[
        "<!entity",
        "<!doctype",
        "javascript:",
        "vbscript:",
        "data:text",
        "<?xml-stylesheet",
        "@import",
    ];
    let word = WORDS.iter().find(|word| lower.contains(**word)).map(|word| (*word).to_owned());
    word.or_else(|| encoding(&lower))
        .or_else(|| element(&lower))
        .or_else(|| handler(&lower))
        .or_else(|| foreign_link(&lower))
        .or_else(|| escape(&lower))
}

/// Another encoding than the one in which the drawing was looked at.
fn encoding(lower: &str) -> Option<String> {
    let declaration = lower.trim_start().strip_prefix("<?xml")?.split("?>").next()?;
    let (_, value) = declaration.split_once("encoding")?;
    let value = value.trim_start_matches([' ', '\t', '\r', '\n', '=']);
    let fits = ["\"utf-8\"", "'utf-8'"].iter().any(|known| value.starts_with(known));
    (!fits).then(|| "encoding".to_owned())
}

/// An element that runs, loads or changes something, under whatever prefix of a namespace.
fn element(lower: &str) -> Option<String> {
    const NAMES: &[&str] =
        &["script", "foreignobject", "iframe", "embed", "object", "handler", "set", "listener"];
    let mut rest = lower;
    while let Some(at) = rest.find('<') {
        rest = &rest[at + 1..];
        let end = rest.find(|c: char| c.is_whitespace() || matches!(c, '/' | '>'));
        let name = &rest[..end.unwrap_or(rest.len())];
        let local = name.rsplit(':').next().unwrap_or(name);
        if NAMES.contains(&local) || local.starts_with("animate") {
            return Some(format!("<{local}"));
        }
    }
    None
}

/// A backslash in a style: CSS can write `url` with it so that nobody sees it.
fn escape(lower: &str) -> Option<String> {
    let styled = lower.contains("style");
    (styled && lower.contains('\\')).then(|| "\\".to_owned())
}

/// An attribute `on…=`.
fn handler(lower: &str) -> Option<String> {
    let mut rest = lower;
    while let Some(at) = rest.find("on") {
        let before = rest[..at].chars().next_back();
        let word: String = rest[at..].chars().take_while(char::is_ascii_alphabetic).collect();
        let after = rest[at + word.len()..].trim_start();
        let starts = before.is_none_or(|c| c.is_whitespace() || matches!(c, '"' | '\'' | '/'));
        if starts && word.len() > 3 && after.starts_with('=') {
            return Some(word);
        }
        rest = &rest[at + 2..];
    }
    None
}

/// `href` or `url(…)` that leads anywhere but to a place of the drawing itself.
fn foreign_link(lower: &str) -> Option<String> {
    for (marker, skip) in [("href", "= \t\r\n\"'"), ("url(", " \t\r\n\"'")] {
        let mut rest = lower;
        while let Some(at) = rest.find(marker) {
            rest = &rest[at + marker.len()..];
            let target = rest.trim_start_matches(|c| skip.contains(c));
            let inner = target.starts_with('#') || target.starts_with("data:image/png");
            if !inner && (marker == "url(" || rest.trim_start().starts_with('=')) {
                let shown: String = target.chars().take(30).collect();
                return Some(format!("{marker} {shown}"));
            }
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn drawings_are_safe_or_named() {
        let good = r##"<svg xmlns="http://www.w3.org/2000/svg"><use href="#a"/><path fill="url(#g)"/></svg>"##;
        assert_eq!(svg_danger(good), None);
        for bad in [
            "<svg><script>x</script></svg>",
            "<svg OnLoad = 'x'>",
            "<svg><a href='javascript:x'/></svg>",
            "<svg><image href=\"https://example.org/x.png\"/></svg>",
            "<svg><use href='other.svg#a'/></svg>",
            "<svg style='fill:url(https://example.org)'/>",
            "<!DOCTYPE svg [<!ENTITY x 'y'>]><svg/>",
            "<svg><foreignObject/></svg>",
            "<svg><s:script xmlns:s='http://www.w3.org/2000/svg'>x</s:script></svg>",
            "<svg><SET attributeName='href' to='x'/></svg>",
            "<svg style='fill:\\75rl(//example.org)'/>",
            "<?xml version='1.0' encoding='utf-16'?><svg/>",
        ] {
            assert!(svg_danger(bad).is_some(), "{bad}");
        }
    }
}
