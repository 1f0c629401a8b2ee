//! Why the YAML scanner stumbled, and where people should look: the scanner notices many mistakes only
//! where they make the rest unreadable (an unclosed bracket at the next colon, a missing colon on the
//! next line). Every rule looks at the text a fixed number of times.

use super::place::{FileId, Place, Pos};
use super::yaml::MAX_DEPTH;
use crate::diagnostic::{Code, Diagnostic};

/// A mistake in the lines of a text.
struct Stumble {
    code: Code,
    detail: String,
    /// Line and column within the text, from 1, and the number of characters to mark.
    line: usize,
    column: usize,
    width: usize,
}

/// Explains the scanner's words `info`, said at `line` (from 1) and `column` (from 0) of `text`, whose
/// first line is line `first_line` of the file.
pub(super) fn explain(
    info: &str,
    (line, column): (usize, usize),
    text: &str,
    file: FileId,
    first_line: u32,
) -> Diagnostic {
    let lines: Vec<&str> = text.split('\n').map(|line| line.trim_end_matches('\r')).collect();
    let at = line.max(1).min(lines.len().max(1));
    let said = Stumble {
        code: Code::YamlSyntax,
        detail: info.to_owned(),
        line,
        column: column + 1,
        width: 1,
    };
    let found = refused(info, &said)
        .or_else(|| quote(&lines, at))
        .or_else(|| bracket(info, &lines, at, column))
        .or_else(|| colon(info, &lines, at, column))
        .or_else(|| no_field(info, &lines))
        .or_else(|| escape(info, &lines, at))
        .or_else(|| last_line(info, &lines, at))
        .unwrap_or(said);
    let start = Pos::new(found.line as u32 + first_line - 1, found.column as u32);
    let end = Pos::new(start.line, start.column + found.width as u32);
    Diagnostic::new(found.code, Place::new(file, start, end))
        .with("detail", found.detail)
        .with("max", MAX_DEPTH)
}

/// What is refused anyway, wherever the scanner notices it.
fn refused(info: &str, said: &Stumble) -> Option<Stumble> {
    let code = if info.contains("anchor") {
        Code::YamlAlias
    } else if info.to_lowercase().contains("tag") && !info.contains("tab") {
        Code::YamlTag
    } else if info.contains("recursion limit") {
        Code::YamlDepth
    } else {
        return None;
    };
    Some(Stumble { code, detail: String::new(), line: said.line, column: said.column, width: 1 })
}

/// The first value that begins with a quote which neither its line nor a later one closes, or behind
/// which the next line begins a field.
fn quote(lines: &[&str], failed: usize) -> Option<Stumble> {
    let last_ending = |quote: char| lines.iter().rposition(|line| line.trim_end().ends_with(quote));
    let (double, single) = (last_ending('"'), last_ending('\''));
    for (number, line) in lines.iter().enumerate().take(failed) {
        let Some(start) = value_start(line) else { continue };
        let Some(quote @ ('"' | '\'')) = line[start..].chars().next() else { continue };
        if closes(&line[start..], quote) {
            continue;
        }
        let last = if quote == '"' { double } else { single };
        let closed_later = last.is_some_and(|last| last > number);
        let next_is_key = lines.get(number + 1).is_some_and(|next| value_start(next).is_some());
        if !closed_later || next_is_key {
            return Some(Stumble {
                code: Code::YamlQuote,
                detail: String::new(),
                line: number + 1,
                column: chars(&line[..start]) + 1,
                width: 1,
            });
        }
    }
    None
}

/// The innermost bracket that is open where the scanner failed, if it failed inside brackets.
fn bracket(info: &str, lines: &[&str], failed: usize, column: usize) -> Option<Stumble> {
    if !info.contains("flow")
        && !info.contains("illegal placement of ':'")
        && !info.contains("end of stream")
    {
        return None;
    }
    let mut open: Vec<(char, usize, usize)> = Vec::new();
    let mut quote = None;
    for (number, line) in lines.iter().enumerate().take(failed) {
        let mut before = ' ';
        for (at, c) in line.chars().enumerate() {
            if number + 1 == failed && at >= column {
                break;
            }
            match (quote, c) {
                (Some(open), c) if open == c => quote = None,
                (Some(_), _) => {}
                (None, '"' | '\'') if matches!(before, ' ' | '[' | '{' | ',') => quote = Some(c),
                (None, '#') if before == ' ' => break,
                (None, '[' | '{') if !open.is_empty() || matches!(before, ' ' | '\t') => {
                    open.push((c, number + 1, at + 1));
                }
                (None, ']' | '}') => {
                    open.pop();
                }
                _ => {}
            }
            before = c;
        }
    }
    let (_, line, column) = open.pop()?;
    Some(Stumble {
        code: Code::YamlSyntax,
        detail: "unclosed bracket".to_owned(),
        line,
        column,
        width: 1,
    })
}

/// A colon that the scanner did not expect. If it ends the name of a field, the line above it is what
/// is wrong: it has no colon, or no space behind it, or stands further to the left.
fn colon(info: &str, lines: &[&str], failed: usize, column: usize) -> Option<Stumble> {
    if info != "mapping values are not allowed in this context" {
        return None;
    }
    let line = lines.get(failed - 1)?;
    let (start, end) = name(line)?;
    if chars(&line[..end]) != column {
        return None;
    }
    let (number, above) = lines[..failed - 1]
        .iter()
        .enumerate()
        .rev()
        .find(|(_, line)| !line.trim().is_empty() && !line.trim_start().starts_with('#'))?;
    let stumble = |detail: &str, line: usize, column: usize, width: usize| Stumble {
        code: Code::YamlSyntax,
        detail: detail.to_owned(),
        line,
        column: column + 1,
        width,
    };
    let body = above.len() - above.trim_start().trim_start_matches("- ").trim_start().len();
    Some(match name(above) {
        Some((_, over))
            if above[over + 1..].starts_with([' ', '\t']) || above.len() == over + 1 =>
        {
            stumble("indented too far", failed, chars(&line[..start]), chars(&line[start..end]))
        }
        Some((_, end)) => stumble("no space behind the colon", number + 1, chars(&above[..end]), 1),
        None => {
            let word = above[body..].split_whitespace().next().unwrap_or_default();
            stumble("no colon behind the name", number + 1, chars(&above[..body]), chars(word))
        }
    })
}

/// A first line that is no field makes the scanner take it for the whole document.
fn no_field(info: &str, lines: &[&str]) -> Option<Stumble> {
    if info != "did not find expected <document start>" {
        return None;
    }
    let full = |line: &&str| !line.trim().is_empty() && !line.trim_start().starts_with('#');
    let number = lines.iter().position(full)?;
    let line = lines[number];
    if name(line).is_some() {
        return None;
    }
    let body = line.trim_start();
    let word = body.split_whitespace().next().unwrap_or_default();
    Some(Stumble {
        code: Code::YamlSyntax,
        detail: "no colon behind the name".to_owned(),
        line: number + 1,
        column: chars(line) - chars(body) + 1,
        width: chars(word),
    })
}

/// The backslash that begins no escape sequence of YAML 1.2 (5.7).
fn escape(info: &str, lines: &[&str], failed: usize) -> Option<Stumble> {
    if !info.contains("escape character") && !info.contains("hexadecimal") {
        return None;
    }
    let line = lines.get(failed - 1)?;
    let mut rest = line.char_indices().peekable();
    while let Some((at, c)) = rest.next() {
        if c != '\\' {
            continue;
        }
        match rest.next() {
            Some((_, 'x' | 'u' | 'U')) if info.contains("hexadecimal") => {}
            Some((_, next)) if "0abt\tnvfre \"/\\N_LPxuU".contains(next) => continue,
            _ => {}
        }
        let detail = info.to_owned();
        let column = chars(&line[..at]) + 1;
        return Some(Stumble { code: Code::YamlSyntax, detail, line: failed, column, width: 1 });
    }
    None
}

/// A line that ends the text without being a field: the scanner notices it behind the last line.
fn last_line(info: &str, lines: &[&str], failed: usize) -> Option<Stumble> {
    if !info.starts_with("simple key expect") {
        return None;
    }
    let full = |line: &&str| !line.trim().is_empty();
    if lines.get(failed - 1).is_some_and(full) {
        return None;
    }
    let number = lines[..failed.min(lines.len())].iter().rposition(full)?;
    let line = lines[number];
    let body = line.trim_start();
    Some(Stumble {
        code: Code::YamlSyntax,
        detail: info.to_owned(),
        line: number + 1,
        column: chars(line) - chars(body) + 1,
        width: chars(body.trim_end()),
    })
}

fn chars(text: &str) -> usize {
    text.chars().count()
}

/// Bytes of the name of a field at the start of a line, behind hyphens of lists; its colon is at the
/// end.
fn name(line: &str) -> Option<(usize, usize)> {
    let mut body = line.trim_start();
    while let Some(rest) = body.strip_prefix("- ") {
        body = rest.trim_start();
    }
    let start = line.len() - body.len();
    let colon = body.find(':')?;
    let is_name = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | '.');
    let fits = colon > 0 && body[..colon].chars().all(is_name);
    fits.then_some((start, start + colon))
}

/// Byte offset of the value of a `key: value` or `- value` line.
fn value_start(line: &str) -> Option<usize> {
    let body = line.trim_start();
    let indent = line.len() - body.len();
    if let Some(rest) = body.strip_prefix("- ") {
        return Some(indent + 2 + (rest.len() - rest.trim_start().len()));
    }
    let colon = body.find(':')?;
    let key = &body[..colon];
    if !key.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_')) {
        return None;
    }
    let rest = &body[colon + 1..];
    Some(indent + colon + 1 + (rest.len() - rest.trim_start().len()))
}

fn closes(value: &str, quote: char) -> bool {
    let mut escaped = false;
    for c in value.chars().skip(1) {
        if escaped {
            escaped = false;
        } else if c == '\\' && quote == '"' {
            escaped = true;
        } else if c == quote {
            return true;
        }
    }
    false
}
