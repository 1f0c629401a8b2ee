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

/// Appends text, safe both between tags and inside a double-quoted attribute.
pub fn text(out: &mut String, text: &str) {
    for character in text.chars() {
        match character {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\r' => {}
            _ if is_dropped(character) => {}
            _ => out.push(character),
        }
    }
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
