//! Nobody's mail address or telephone number stands in the repository: only invented ones, under
//! example.org, and numbers that cannot exist.

use super::texts;

#[test]
fn no_contacts_but_invented_ones() {
    let mut found = Vec::new();
    for (path, text) in texts() {
        for (number, line) in text.lines().enumerate() {
            let wrong = mails(line).into_iter().chain(telephones(line));
            found.extend(wrong.map(|what| format!("{}:{}: {what}", path.display(), number + 1)));
        }
    }
    assert!(found.is_empty(), "\n{}", found.join("\n"));
}

/// Mail addresses outside example.org, example.com and example.net.
fn mails(line: &str) -> Vec<String> {
    let part = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_' | '+');
    let mut out = Vec::new();
    for (at, _) in line.match_indices('@') {
        let start = line[..at]
            .rfind(|c| !part(c))
            .map_or(0, |last| last + line[last..].chars().next().map_or(1, char::len_utf8));
        let domain: &str = line[at + 1..].split(|c| !part(c)).next().unwrap_or_default();
        let domain = domain.trim_end_matches(['.', '-']);
        let invented = ["example.org", "example.com", "example.net"]
            .iter()
            .any(|known| domain == *known || domain.ends_with(&format!(".{known}")));
        if start < at && domain.contains('.') && !invented {
            out.push(format!("{}@{domain}", &line[start..at]));
        }
    }
    out
}

/// Eleven digits as Russian telephone numbers are written, but those of the code 000.
fn telephones(line: &str) -> Vec<String> {
    let chars: Vec<char> = line.chars().collect();
    let mut out = Vec::new();
    for at in 0..chars.len() {
        let before = at.checked_sub(1).map(|before| chars[before]);
        let first = matches!((before, chars[at]), (Some('+'), '7'))
            || (chars[at] == '8'
                && !before.is_some_and(|c| c.is_alphanumeric() || c == '-' || c == '.'));
        if !first {
            continue;
        }
        let run: String = chars[at..]
            .iter()
            .take_while(|c| {
                c.is_ascii_digit() || matches!(c, ' ' | '\u{a0}' | '-' | '(' | ')' | '‑')
            })
            .collect();
        let digits: String = run.chars().filter(char::is_ascii_digit).collect();
        if digits.len() == 11 && digits[1..4] != *"000" {
            out.push(run.trim().to_owned());
        }
    }
    out
}

#[test]
fn contacts_are_recognised() {
    assert_eq!(mails("пишите: Ivan.P@school12.ru, a@x.example.org"), ["Ivan.P@school12.ru"]);
    assert_eq!(telephones("тел. 8 (817) 212-34-56"), ["8 (817) 212-34-56"]);
    assert_eq!(telephones("+7 817 212-34-56"), ["7 817 212-34-56"]);
    assert!(telephones("+7 000 123-45-67, приказ 8, 2023-05-20").is_empty());
}
