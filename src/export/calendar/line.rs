//! Content lines (RFC 5545, 3.1): CRLF at the end, folded after 75 octets without breaking a
//! character, text escaped.

/// Octets of a line without its line end.
const LONGEST: usize = 75;

/// Lines of a calendar.
#[derive(Debug, Default)]
pub(super) struct Lines(String);

impl Lines {
    /// A property whose value needs no escaping.
    pub(super) fn line(&mut self, name: &str, value: &str) {
        let line = format!("{name}:{value}");
        let mut octets = 0;
        for c in line.chars().filter(|c| !c.is_control()) {
            if octets + c.len_utf8() > LONGEST {
                self.0.push_str("\r\n ");
                // The space counts.
                octets = 1;
            }
            self.0.push(c);
            octets += c.len_utf8();
        }
        self.0.push_str("\r\n");
    }

    /// A property of type TEXT (RFC 5545, 3.3.11).
    pub(super) fn text(&mut self, name: &str, value: &str) {
        let value = value.replace("\r\n", "\n");
        let mut out = String::with_capacity(value.len() + 8);
        for c in value.chars() {
            match c {
                '\n' => out.push_str("\\n"),
                '\t' => out.push(' '),
                '\\' | ';' | ',' => {
                    out.push('\\');
                    out.push(c);
                }
                c => out.push(c),
            }
        }
        self.line(name, &out);
    }

    pub(super) fn finish(self) -> Vec<u8> {
        self.0.into_bytes()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_folded_between_characters_and_text_is_escaped() {
        let mut lines = Lines::default();
        lines.text("SUMMARY", &"Семинар, «опыт»; ".repeat(8));
        lines.text("X", "a\\b\nc\r\nd\u{7}");
        let text = String::from_utf8(lines.finish()).unwrap();
        assert!(text.split("\r\n").all(|line| line.len() <= LONGEST));
        let unfolded = text.replace("\r\n ", "");
        assert!(unfolded.starts_with("SUMMARY:Семинар\\, «опыт»\\; Семинар"));
        assert!(unfolded.ends_with("X:a\\\\b\\nc\\nd\r\n"));
    }
}
