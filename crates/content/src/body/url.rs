//! Link targets: what kind of address a text is, and whether a browser may be given it.
//!
//! The rule is a list of what is allowed (`http`, `https`, `mailto`, `tel`, anchors, paths,
//! `collection:id`); what runs code is told apart from what is merely not allowed only so that the
//! message can say so.

use std::borrow::Cow;

/// What a link target is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Target {
    /// `http://…` or `https://…` with a host and without a user name before it.
    External,
    /// `mailto:…`
    Mail,
    /// `tel:…`
    Phone,
    /// `#anchor` of the same page.
    Anchor,
    /// `collection:id`, perhaps with `#anchor`; whether it exists is for others to say.
    Reference,
    /// A path inside the portal; whether it exists is for others to say.
    Local,
    /// Nothing at all.
    Empty,
    /// Runs or carries code, in whatever disguise: `javascript:`, `vbscript:`, `data:`.
    Script,
    /// Any other scheme (given here), a user name before the host, or `//host` (given as `//`).
    Unsafe(String),
}

impl Target {
    /// Whether the target itself, unresolved, may stand in an `href`.
    pub fn is_final(&self) -> bool {
        matches!(
            self,
            Target::External | Target::Mail | Target::Phone | Target::Anchor | Target::Local
        )
    }
}

const SCRIPTS: [&str; 6] =
    ["javascript:", "vbscript:", "data:", "livescript:", "jscript:", "mocha:"];

/// Schemes that people and programs know and that look like `collection:id`.
const KNOWN: [&str; 17] = [
    "about",
    "blob",
    "chrome",
    "cid",
    "feed",
    "file",
    "filesystem",
    "ftp",
    "geo",
    "intent",
    "jar",
    "mhtml",
    "sms",
    "urn",
    "view-source",
    "ws",
    "wss",
];

/// Kind of a link target as an author wrote it (entities of Markdown already decoded).
///
/// ```
/// use metod_content::body::url::{classify, Target};
/// assert_eq!(classify("../practices/dnevnik.md"), Target::Local);
/// assert_eq!(classify("organizations:tsnppm"), Target::Reference);
/// assert_eq!(classify("java\tscript:alert(1)"), Target::Script);
/// ```
pub fn classify(target: &str) -> Target {
    if is_script(target) {
        return Target::Script;
    }
    let plain = squeeze(target);
    if plain.is_empty() {
        return Target::Empty;
    }
    if plain.starts_with('#') {
        return Target::Anchor;
    }
    let slashed = plain.replace('\\', "/");
    if slashed.starts_with("//") {
        return Target::Unsafe("//".to_owned());
    }
    let head = slashed.find(['/', '?', '#', ':']);
    match head {
        Some(at) if slashed.as_bytes()[at] == b':' => {
            with_scheme(&slashed[..at], &slashed[at + 1..])
        }
        _ => Target::Local,
    }
}

fn with_scheme(scheme: &str, rest: &str) -> Target {
    match scheme {
        "http" | "https" => match rest.strip_prefix("//") {
            Some(after) => {
                let host = after.split(['/', '?', '#']).next().unwrap_or_default();
                if host.is_empty() || host.contains('@') {
                    Target::Unsafe(scheme.to_owned())
                } else {
                    Target::External
                }
            }
            None => Target::Unsafe(scheme.to_owned()),
        },
        "mailto" => Target::Mail,
        "tel" => Target::Phone,
        _ if KNOWN.contains(&scheme) => Target::Unsafe(scheme.to_owned()),
        _ => {
            let id = rest.split('#').next().unwrap_or_default();
            if is_name(scheme) && is_name(id) {
                Target::Reference
            } else {
                Target::Unsafe(scheme.chars().take(32).collect())
            }
        }
    }
}

fn is_name(text: &str) -> bool {
    !text.is_empty()
        && text
            .bytes()
            .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-')
}

/// Whether a text would run as code were it a link target: decoded as often as people nest it.
pub(super) fn is_script(target: &str) -> bool {
    let mut text = Cow::Borrowed(target);
    for _ in 0..4 {
        let plain = squeeze(&text);
        let mut bare = plain.trim_start_matches('\\');
        while let Some(inner) = ["view-source:", "feed:", "jar:", "url="]
            .iter()
            .find_map(|prefix| bare.strip_prefix(prefix))
        {
            bare = inner;
        }
        if SCRIPTS.iter().any(|script| bare.starts_with(script)) {
            return true;
        }
        match decode(&text) {
            Some(decoded) => text = Cow::Owned(decoded),
            None => return false,
        }
    }
    false
}

/// Lower case, without what browsers or eyes overlook: white space, control and format characters.
fn squeeze(text: &str) -> String {
    text.chars()
        .filter(|&character| !is_overlooked(character))
        .flat_map(char::to_lowercase)
        .collect()
}

fn is_overlooked(character: char) -> bool {
    character.is_whitespace()
        || character.is_control()
        || matches!(character,
            '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}'
            | '\u{fffd}')
}

/// One round of undoing character references and percent-encoding; `None` if there was nothing to
/// undo.
pub(super) fn decode(text: &str) -> Option<String> {
    if !text.contains(['&', '%']) {
        return None;
    }
    let mut out: Vec<u8> = Vec::with_capacity(text.len());
    let mut rest = text;
    let mut changed = false;
    while let Some(at) = rest.find(['&', '%']) {
        out.extend_from_slice(&rest.as_bytes()[..at]);
        let tail = &rest[at..];
        let found = if tail.starts_with('%') {
            percent(tail)
        } else {
            reference(tail).map(|(character, length)| (Decoded::Character(character), length))
        };
        let (character, length) = match found {
            Some(found) => {
                changed = true;
                found
            }
            None => (Decoded::Byte(tail.as_bytes()[0]), 1),
        };
        match character {
            Decoded::Byte(byte) => out.push(byte),
            Decoded::Character(character) => {
                out.extend_from_slice(character.encode_utf8(&mut [0; 4]).as_bytes());
            }
        }
        rest = &tail[length..];
    }
    out.extend_from_slice(rest.as_bytes());
    changed.then(|| String::from_utf8_lossy(&out).into_owned())
}

enum Decoded {
    Byte(u8),
    Character(char),
}

fn percent(text: &str) -> Option<(Decoded, usize)> {
    let digits = text.get(1..3)?;
    let byte = u8::from_str_radix(digits, 16).ok()?;
    Some((Decoded::Byte(byte), 3))
}

/// A character reference; browsers read numeric ones without their semicolon too.
pub(super) fn reference(text: &str) -> Option<(char, usize)> {
    for (name, character) in [
        ("&colon;", ':'),
        ("&tab;", '\t'),
        ("&newline;", '\n'),
        ("&sol;", '/'),
        ("&lpar;", '('),
        ("&percnt;", '%'),
        ("&amp;", '&'),
        ("&lt;", '<'),
        ("&gt;", '>'),
        ("&quot;", '"'),
        ("&nbsp;", '\u{a0}'),
        ("&laquo;", '«'),
        ("&raquo;", '»'),
        ("&mdash;", '—'),
        ("&ndash;", '–'),
    ] {
        if text.get(..name.len()).is_some_and(|start| start.eq_ignore_ascii_case(name)) {
            return Some((character, name.len()));
        }
    }
    let digits = text.strip_prefix("&#")?;
    let (digits, radix, start) = match digits.strip_prefix(['x', 'X']) {
        Some(hexadecimal) => (hexadecimal, 16, 3),
        None => (digits, 10, 2),
    };
    let length = digits.bytes().take_while(|byte| char::from(*byte).is_digit(radix)).count();
    let significant = digits[..length].trim_start_matches('0');
    if length == 0 || significant.len() > 8 {
        return None;
    }
    let code = u32::from_str_radix(significant, radix).unwrap_or(0);
    let character = char::from_u32(code)?;
    let semicolon = usize::from(digits[length..].starts_with(';'));
    Some((character, start + length + semicolon))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn allows_what_is_listed() {
        let cases = [
            ("https://example.org/a?b=c:d", Target::External),
            ("HTTP://example.org", Target::External),
            ("mailto:a@example.org", Target::Mail),
            ("tel:+78172000000", Target::Phone),
            ("#p-1-1", Target::Anchor),
            ("../documents/polozhenie.md#p-1", Target::Local),
            ("a/b:c", Target::Local),
            ("файл с пробелом.pdf", Target::Local),
            ("organizations:tsnppm", Target::Reference),
            ("documents:polozhenie#p-1-1", Target::Reference),
            (" \t", Target::Empty),
        ];
        for (text, expected) in cases {
            assert_eq!(classify(text), expected, "{text}");
        }
    }

    #[test]
    fn refuses_other_schemes() {
        for (text, scheme) in [
            ("ftp://example.org", "ftp"),
            ("file:abc", "file"),
            ("C:\\docs\\a.doc", "c"),
            ("//example.org/x", "//"),
            ("/\\example.org", "//"),
            ("\\\\server\\share", "//"),
            ("https:example.org", "https"),
            ("https://gov.example@evil.example/", "https"),
            ("skype:some.one?call", "skype"),
        ] {
            assert_eq!(classify(text), Target::Unsafe(scheme.to_owned()), "{text}");
        }
    }

    #[test]
    fn sees_script_in_any_disguise() {
        for text in [
            "javascript:alert(1)",
            "JaVaScRiPt:alert(1)",
            " \u{1}javascript:alert(1)",
            "java\nscript:alert(1)",
            "java\u{200b}script\u{ad}:x",
            "javascript&colon;alert(1)",
            "&#106;avascript:alert(1)",
            "&#x6A&#97vascript:alert(1)",
            "&#0000106;avascript:x",
            "javascript%3Aalert(1)",
            "%6Aavascript:alert(1)",
            "%256Aavascript:alert(1)",
            "&amp;#106;avascript:alert(1)",
            "vbscript:msgbox(1)",
            "data:text/html;base64,PHNjcmlwdD4=",
            "DATA:image/svg+xml,<svg>",
            "view-source:javascript:x",
            "\\javascript:x",
        ] {
            assert_eq!(classify(text), Target::Script, "{text:?}");
        }
        for text in ["metadata:x", "database.md", "javascript.md", "https://e.org/?q=javascript:x"]
        {
            assert_ne!(classify(text), Target::Script, "{text:?}");
        }
    }

    #[test]
    fn decodes_without_panicking() {
        for text in ["%", "%ж", "&#", "&#x", "&#99999999999;", "&", "%e", "&#xD800;", "&#0;"] {
            let _ = classify(text);
        }
    }
}
