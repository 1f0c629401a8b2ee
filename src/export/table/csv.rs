//! CSV as a Russian Excel opens it by a double click: UTF-8 with a byte-order mark, `;` between
//! cells, CRLF at the end of lines; quoting by RFC 4180.

use super::cell::{Cell, Say};
use super::sheet::Sheet;

/// Characters with which spreadsheets take a cell for a formula (OWASP, "CSV Injection"), and their
/// full-width twins.
const FORMULA: &[char] = &['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠'];

/// The sheet's bytes.
pub(super) fn write(sheet: &Sheet, say: Say<'_>) -> Vec<u8> {
    let mut out = String::from("\u{feff}");
    line(&mut out, sheet.headings.iter().map(|heading| harmless(heading)));
    for row in &sheet.rows {
        line(
            &mut out,
            row.iter().map(|cell| match cell {
                Cell::Text(text) => harmless(text),
                other => say.text(other),
            }),
        );
    }
    out.into_bytes()
}

fn line(out: &mut String, cells: impl Iterator<Item = String>) {
    for (number, cell) in cells.enumerate() {
        if number > 0 {
            out.push(';');
        }
        quote(out, &cell);
    }
    out.push_str("\r\n");
}

/// An apostrophe before what would run as a formula. Text that is a number stays one.
fn harmless(text: &str) -> String {
    let suspect = text.trim_start_matches(' ').starts_with(FORMULA);
    let number = || text.replace(',', ".").parse::<f64>().is_ok_and(f64::is_finite);
    if suspect && !number() { format!("'{text}") } else { text.to_owned() }
}

fn quote(out: &mut String, cell: &str) {
    if !cell.contains([';', '"', '\r', '\n']) {
        out.push_str(cell);
        return;
    }
    out.push('"');
    out.push_str(&cell.replace('"', "\"\""));
    out.push('"');
}

#[cfg(test)]
mod tests {
    use metod_content::model::Portal;

    use super::*;

    #[test]
    fn formulas_are_harmless_and_cells_quoted() {
        let portal = Portal::default();
        let say = Say { portal: &portal, tag: "ru" };
        let text = |text: &str| Cell::Text(text.to_owned());
        let sheet = Sheet {
            name: String::new(),
            headings: vec!["А".into(), "=Б".into()],
            rows: vec![
                vec![text("=HYPERLINK(\"x\")"), text("а;б")],
                vec![text("-5"), Cell::Number(-0.5)],
                vec![text("- пункт"), Cell::Date("2026-11-02".parse().unwrap())],
                vec![text(" @SUM(A1)"), Cell::Empty],
            ],
        };
        let wanted = "\u{feff}А;'=Б\r\n\"'=HYPERLINK(\"\"x\"\")\";\"а;б\"\r\n-5;-0,5\r\n'- пункт;02.11.2026\r\n' @SUM(A1);\r\n";
        assert_eq!(String::from_utf8(write(&sheet, say)).unwrap(), wanted);
    }
}
