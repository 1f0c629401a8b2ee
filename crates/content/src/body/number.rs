//! Numbers of clauses as people write them, and what may follow what.

/// A clause number: `1.2.3` is `[1, 2, 3]`.
pub(super) type Number = Vec<u16>;

/// Numbers have at most this many parts.
const MAX_PARTS: usize = 6;

/// The number at the start of a text, and how many bytes it takes with the white space after it.
///
/// A number is parts of one to three digits without leading zeros, joined by full stops. One part
/// needs its full stop (`1.`); several may end with a full stop, a bracket (`1.1)`) or nothing, but
/// then a capital, a digit-free word, has to follow: `1.5 ставки` is a figure, `1.5 Ставки` a clause.
pub(super) fn leading(text: &str) -> Option<(Number, Written)> {
    let bytes = text.as_bytes();
    let mut number = Number::new();
    let mut at = 0;
    let mut end = 0;
    let mut closed = false;
    while number.len() < MAX_PARTS {
        let digits = bytes[at..].iter().take_while(|byte| byte.is_ascii_digit()).count();
        if digits == 0 || digits > 3 || bytes[at] == b'0' {
            break;
        }
        number.push(text[at..at + digits].parse().ok()?);
        at += digits;
        end = at;
        closed = bytes.get(at) == Some(&b'.');
        if !closed {
            break;
        }
        at += 1;
        end = at;
    }
    if number.is_empty() || bytes.get(end).is_some_and(u8::is_ascii_digit) {
        return None;
    }
    let several = number.len() > 1;
    if !closed && several && bytes.get(end) == Some(&b')') {
        closed = true;
        end += 1;
    }
    let rest = &text[end..];
    let after = rest.trim_start_matches([' ', '\t', '\u{a0}']);
    let first = after.chars().next();
    let spaced = after.len() < rest.len() || first.is_none() || rest.starts_with('\n');
    let good = if closed {
        spaced || (several && first.is_some_and(char::is_uppercase))
    } else {
        several
            && spaced
            && first.is_none_or(|first| first.is_uppercase() || "«\"[{".contains(first))
    };
    good.then(|| {
        let written = Written { number: end, whole: text.len() - after.len() };
        (number, written)
    })
}

/// Lengths in bytes of a number as written, and of it with the white space after it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Written {
    pub(super) number: usize,
    pub(super) whole: usize,
}

/// Whether a number may follow another: the first clause below it, the next one beside it or beside
/// any clause that encloses it, or the first ones of the next section (1.5 → 2.1), whose own number
/// may stand in a heading without one. `None` is the start of a document.
pub(super) fn follows(previous: Option<&[u16]>, number: &[u16]) -> bool {
    let Some(previous) = previous else {
        return number.iter().all(|part| *part == 1) && number.len() <= 2;
    };
    let common = previous.iter().zip(number).take_while(|(one, other)| one == other).count();
    if common == previous.len() {
        return number.len() == common + 1 && number[common] == 1;
    }
    common < number.len()
        && number[common] == previous[common] + 1
        && number[common + 1..].iter().all(|part| *part == 1)
        && number.len() <= previous.len().max(common + 1)
}

/// The number that should stand where one of this depth was found.
pub(super) fn expected(previous: Option<&[u16]>, depth: usize) -> Number {
    let Some(previous) = previous else {
        return vec![1; depth.clamp(1, 2)];
    };
    let mut next = previous[..depth.min(previous.len())].to_vec();
    if depth > previous.len() {
        next.push(1);
    } else if let Some(last) = next.last_mut() {
        *last += 1;
    }
    next
}

/// `1.2.3` as text.
pub(super) fn show(number: &[u16]) -> String {
    let parts: Vec<String> = number.iter().map(u16::to_string).collect();
    parts.join(".")
}

/// The anchor of a clause: `p-1-2-3`.
pub(super) fn anchor(number: &[u16]) -> String {
    let parts: Vec<String> = number.iter().map(u16::to_string).collect();
    format!("p-{}", parts.join("-"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Option<(String, &str)> {
        leading(text).map(|(number, written)| (show(&number), &text[..written.number]))
    }

    #[test]
    fn reads_numbers_as_people_write_them() {
        for (text, number, written) in [
            ("1. Общие положения", "1", "1."),
            ("1.1. Текст", "1.1", "1.1."),
            ("1.1.\u{a0}Текст", "1.1", "1.1."),
            ("2.3.4 Текст", "2.3.4", "2.3.4"),
            ("1.1) текст", "1.1", "1.1)"),
            ("1.1.Текст", "1.1", "1.1."),
            ("10.12. «Текст»", "10.12", "10.12."),
            ("1.1. текст", "1.1", "1.1."),
            ("3.", "3", "3."),
            ("1.2 «Положение»", "1.2", "1.2"),
        ] {
            assert_eq!(read(text), Some((number.to_owned(), written)), "{text}");
        }
        for text in [
            "1.5 ставки",
            "2022. Итоги",
            "20.05.2023 состоялось",
            "01.09 начало",
            "1 сентября",
            "1) пункт",
            "1.текст",
            "1.1.текст",
            "0.5. x",
            "5",
            "№ 1.",
            "",
            "1.2.3.4.5.6.7. x",
            "1..2. x",
        ] {
            assert_eq!(read(text), None, "{text}");
        }
    }

    #[test]
    fn knows_what_follows() {
        for (previous, number) in [
            (vec![1], vec![1, 1]),
            (vec![1], vec![2]),
            (vec![1, 1], vec![1, 2]),
            (vec![1, 1], vec![1, 1, 1]),
            (vec![1, 1, 4], vec![1, 2]),
            (vec![1, 5, 2], vec![2]),
            (vec![1, 5], vec![2, 1]),
            (vec![1, 9], vec![1, 10]),
        ] {
            assert!(follows(Some(&previous), &number), "{previous:?} {number:?}");
        }
        for (previous, number, should) in [
            (vec![1], vec![3], vec![2]),
            (vec![1], vec![1], vec![2]),
            (vec![1], vec![1, 1, 1], vec![1, 1]),
            (vec![1, 1], vec![1, 3], vec![1, 2]),
            (vec![1, 2], vec![1, 2], vec![1, 3]),
            (vec![1, 2], vec![1, 1], vec![1, 3]),
            (vec![1, 2, 3], vec![3], vec![2]),
            (vec![2], vec![1], vec![3]),
        ] {
            assert!(!follows(Some(&previous), &number), "{previous:?} {number:?}");
            assert_eq!(expected(Some(&previous), number.len()), should);
        }
        assert!(follows(None, &[1]) && follows(None, &[1, 1]) && !follows(None, &[2]));
        assert_eq!(expected(None, 2), [1, 1]);
    }
}
