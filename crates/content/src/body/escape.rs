//! Writing text and addresses into HTML.

/// Characters that never reach a reader: controls that HTML forbids, and those that turn the
/// direction of the following text, which can make a line read differently from what it says.
fn is_dropped(character: char) -> bool {
    is_bidi_control(character)
        || matches!(character,
            '\0'..='\u{8}' | '\u{b}' | '\u{c}' | '\u{e}'..='\u{1f}' | '\u{7f}'..='\u{9f}'
            | '\u{fdd0}'..='\u{fdef}' | '\u{fffe}' | '\u{ffff}')
}

/// Embeddings, overrides and isolates of the bidirectional algorithm (UAX #9).
pub(super) fn is_bidi_control(character: char) -> bool {
    matches!(character, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// Every such control of a text, with the byte at which it stands.
pub(super) fn bidi_controls(text: &str) -> impl Iterator<Item = (usize, char)> {
    // All of them are three bytes long: E2 80 AA–AE, E2 81 A6–A9.
    let found = text.as_bytes().windows(3).enumerate().filter(|(_, bytes)| {
        matches!(bytes, [0xe2, 0x80, 0xaa..=0xae] | [0xe2, 0x81, 0xa6..=0xa9])
    });
    found.filter_map(|(at, _)| Some((at, text.get(at..)?.chars().next()?)))
}

/// Whether a byte begins nothing that [`text`] changes: whole runs of such bytes are copied at once.
const PLAIN: [bool; 256] = {
    let mut plain = [true; 256];
    let mut byte = 0;
    while byte < 256 {
        plain[byte] = match byte as u8 {
            b'\t' | b'\n' => true,
            0..=0x1f | 0x7f | b'&' | b'<' | b'>' | b'"' => false,
            // The first bytes of U+0080–00BF, U+2000–2FFF and U+F000–FFFF, some of which are dropped.
            0xc2 | 0xe2 | 0xef => false,
            _ => true,
        };
        byte += 1;
    }
    plain
};

/// Appends text, safe both between tags and inside a double-quoted attribute.
pub fn text(out: &mut String, text: &str) {
    let bytes = text.as_bytes();
    let (mut copied, mut at) = (0, 0);
    while let Some(&byte) = bytes.get(at) {
        if PLAIN[usize::from(byte)] {
            at += 1;
            continue;
        }
        let Some(character) = text[at..].chars().next() else {
            break;
        };
        let becomes = match character {
            '&' => Some("&amp;"),
            '<' => Some("&lt;"),
            '>' => Some("&gt;"),
            '"' => Some("&quot;"),
            '\r' => Some(""),
            _ => is_dropped(character).then_some(""),
        };
        let next = at + character.len_utf8();
        if let Some(becomes) = becomes {
            out.push_str(&text[copied..at]);
            out.push_str(becomes);
            copied = next;
        }
        at = next;
    }
    out.push_str(&text[copied..]);
}

/// Appends an address for a double-quoted `href` or `src`: what RFC 3986 does not allow is
/// percent-encoded, existing percent signs stay.
pub fn address(out: &mut String, address: &str) {
    for character in address.trim().chars() {
        match character {
            '&' => out.push_str("&amp;"),
            '\'' => out.push_str("&#x27;"),
            'a'..='z' | 'A'..='Z' | '0'..='9' => out.push(character),
            _ if "-_.~!#$%()*+,/:;=?@".contains(character) => out.push(character),
            _ if is_dropped(character) || matches!(character, '\t' | '\n' | '\r') => {}
            _ => {
                for byte in character.encode_utf8(&mut [0; 4]).bytes() {
                    out.push('%');
                    for digit in [byte >> 4, byte & 15] {
                        out.push(char::from(b"0123456789ABCDEF"[usize::from(digit)]));
                    }
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn escapes_text() {
        let mut out = String::new();
        super::text(&mut out, "<a b=\"c\">&\u{202e}\0\r\nж'");
        assert_eq!(out, "&lt;a b=&quot;c&quot;&gt;&amp;\nж'");
    }

    #[test]
    fn encodes_addresses() {
        let mut out = String::new();
        super::address(&mut out, " a b\"<>'&ж%20[x]\n ");
        assert_eq!(out, "a%20b%22%3C%3E&#x27;&amp;%D0%B6%20%5Bx%5D");
    }
}
