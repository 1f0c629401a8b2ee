//! Delimited text (RFC 4180, as Excel and LibreOffice write it) to cells with places.
//!
//! The `csv` crate keeps no place of a cell, so this reads by itself; tests hold the two against each other.

use metod_content::syntax::{FileId, Place, Pos};

use super::{Budget, Cell, TableFault, TableProblem, trimmed};

/// Rows of cells that are not empty.
pub(super) fn rows(text: &str, file: FileId, problems: &mut Vec<TableProblem>) -> Vec<Vec<Cell>> {
    let (delimiter, skip) = delimiter(text);
    let mut scanner = Scanner::new(text, delimiter);
    for _ in 0..skip {
        scanner.record();
    }
    let mut budget = Budget::default();
    let mut rows = Vec::new();
    while let Some(record) = scanner.record() {
        let mut row = Vec::new();
        for (column, field) in (0..).zip(record) {
            let place = Place::new(file, field.start, field.end);
            if field.open {
                let fault = TableFault::OpenQuote;
                problems.push(TableProblem { place, fault });
                return rows;
            }
            let text = trimmed(&field.text);
            if text.is_empty() {
                continue;
            }
            if !budget.take(text) {
                let fault = TableFault::TooMuch;
                problems.push(TableProblem { place, fault });
                return rows;
            }
            row.push(Cell { column, place, text: text.to_owned() });
        }
        rows.push(row);
    }
    rows
}

/// The delimiter, and how many records to skip before the header. Excel's own first line `sep=;` decides.
/// Otherwise the candidate that gives the first records one number of fields, and the most of them, wins;
/// a tie goes to `;`, since commas stand in Russian labels and numbers.
fn delimiter(text: &str) -> (char, usize) {
    let first = text.lines().next().unwrap_or_default();
    if let Some(rest) = first.strip_prefix("sep=") {
        let mut chars = rest.chars();
        if let (Some(c @ (';' | ',' | '\t' | '|')), None) = (chars.next(), chars.next()) {
            return (c, 1);
        }
    }
    let score = |delimiter: char| {
        let counts = counts(text, delimiter);
        let most = counts.iter().copied().max().unwrap_or(1);
        let even = counts.iter().all(|&count| count == most);
        (most > 1, even, counts.first().copied().unwrap_or(1))
    };
    // `max_by_key` takes the last of equals.
    let best = [',', '\t', ';'].into_iter().max_by_key(|&c| score(c));
    (best.unwrap_or(';'), 0)
}

/// Number of fields of the first records that are not blank.
fn counts(text: &str, delimiter: char) -> Vec<usize> {
    const RECORDS: usize = 10;
    let mut scanner = Scanner::new(text, delimiter);
    let mut counts = Vec::new();
    while counts.len() < RECORDS
        && let Some(record) = scanner.record()
    {
        if record.iter().any(|field| !field.text.trim().is_empty()) {
            counts.push(record.len());
        }
    }
    counts
}

/// One field, quotes resolved.
struct Field {
    start: Pos,
    end: Pos,
    text: String,
    /// The closing quote is missing.
    open: bool,
}

struct Scanner<'t> {
    rest: std::iter::Peekable<std::str::Chars<'t>>,
    delimiter: char,
    pos: Pos,
}

impl<'t> Scanner<'t> {
    fn new(text: &'t str, delimiter: char) -> Self {
        Scanner { rest: text.chars().peekable(), delimiter, pos: Pos::START }
    }

    /// The next character; the position moves behind it. CRLF comes as one `\n`, a lone CR as `\n` too.
    fn next(&mut self) -> Option<char> {
        let c = self.rest.next()?;
        if c == '\r' || c == '\n' {
            if c == '\r' && self.rest.peek() == Some(&'\n') {
                self.rest.next();
            }
            self.pos = Pos::new(self.pos.line + 1, 1);
            return Some('\n');
        }
        self.pos.column += 1;
        Some(c)
    }

    fn peek(&mut self) -> Option<char> {
        self.rest.peek().map(|&c| if c == '\r' { '\n' } else { c })
    }

    /// The fields of the next record, or `None` at the end.
    fn record(&mut self) -> Option<Vec<Field>> {
        self.peek()?;
        let mut fields = Vec::new();
        loop {
            fields.push(self.field());
            match self.next() {
                Some(c) if c == self.delimiter => {}
                // A line end, or the end of the text.
                _ => return Some(fields),
            }
        }
    }

    /// Reads up to a delimiter or line end, which stays.
    fn field(&mut self) -> Field {
        let start = self.pos;
        let mut text = String::new();
        let mut open = false;
        if self.peek() == Some('"') {
            self.next();
            open = !self.quoted(&mut text);
        }
        while let Some(c) = self.peek()
            && c != self.delimiter
            && c != '\n'
        {
            text.push(c);
            self.next();
        }
        Field { start, end: self.pos, text, open }
    }

    /// Reads up to and over the closing quote; false if there is none.
    fn quoted(&mut self, text: &mut String) -> bool {
        while let Some(c) = self.next() {
            if c != '"' {
                text.push(c);
            } else if self.peek() == Some('"') {
                self.next();
                text.push('"');
            } else {
                return true;
            }
        }
        false
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(text: &str) -> Vec<Vec<String>> {
        let mut problems = Vec::new();
        let rows = rows(text, FileId(0), &mut problems);
        assert!(problems.is_empty(), "{problems:?}");
        let row = |row: Vec<Cell>| row.into_iter().map(|cell| cell.text).collect();
        rows.into_iter().map(row).collect()
    }

    #[test]
    fn the_delimiter_is_found() {
        assert_eq!(delimiter("id,name\na,b\n"), (',', 0));
        assert_eq!(delimiter("id;фамилия, имя\nа;б\n"), (';', 0));
        assert_eq!(delimiter("id\tname, first\na\tb, c\n"), ('\t', 0));
        assert_eq!(delimiter("id,название\n1,\"а; б; в\"\n"), (',', 0));
        assert_eq!(delimiter("id;доля\nа;0,5\nб;0,75\n"), (';', 0));
        assert_eq!(delimiter("id\n1\n2\n"), (';', 0));
        assert_eq!(delimiter("sep=,\nid,a;b\n"), (',', 1));
        assert_eq!(delimiter(""), (';', 0));
    }

    #[test]
    fn quotes_lines_and_places() {
        let text = "id;текст\r\n\r\n1;\"а;\r\n\"\"б\"\"\";x\r2;y";
        let rows = rows(text, FileId(0), &mut Vec::new());
        let cell = &rows[2][1];
        assert_eq!(cell.text, "а;\n\"б\"");
        assert_eq!((cell.place.start, cell.place.end), (Pos::new(3, 3), Pos::new(4, 7)));
        assert_eq!(rows[2][2].place.start, Pos::new(4, 8));
        assert_eq!(rows[3][1].place, Place::new(FileId(0), Pos::new(5, 3), Pos::new(5, 4)));
        assert!(rows[1].is_empty());
    }

    #[test]
    fn an_open_quote_is_told_at_its_start() {
        let mut problems = Vec::new();
        let rows = rows("id;t\n1;x\n2;\"open\n3;y\n", FileId(0), &mut problems);
        assert_eq!(rows.len(), 2);
        assert_eq!(problems[0].fault, TableFault::OpenQuote);
        assert_eq!(problems[0].place.start, Pos::new(3, 3));
    }

    /// The crate that everybody uses reads the same cells.
    #[test]
    fn the_csv_crate_agrees() {
        let alphabet = ["a", "б", ";", ";", "\"", "\"\"", "\n", "\r\n", " ", "x\"y", ";\"q\";"];
        let mut seed = 1u64;
        for _ in 0..3000 {
            let mut text = "id;a\n".to_owned();
            for _ in 0..12 {
                seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
                text.push_str(alphabet[(seed >> 33) as usize % alphabet.len()]);
            }
            let mut problems = Vec::new();
            let mine = rows(&text, FileId(0), &mut problems);
            if !problems.is_empty() || delimiter(&text).0 != ';' {
                continue;
            }
            let mine: Vec<Vec<String>> = mine
                .into_iter()
                .filter(|row| !row.is_empty())
                .map(|row| row.into_iter().map(|cell| cell.text).collect())
                .collect();
            let mut reader = csv::ReaderBuilder::new()
                .delimiter(b';')
                .has_headers(false)
                .flexible(true)
                .from_reader(text.as_bytes());
            let theirs: Vec<Vec<String>> = reader
                .records()
                .map(|record| {
                    let record = record.unwrap();
                    let fields = record.iter().map(|field| field.replace("\r\n", "\n"));
                    fields
                        .map(|field| trimmed(&field).to_owned())
                        .filter(|field| !field.is_empty())
                        .collect()
                })
                .filter(|row: &Vec<String>| !row.is_empty())
                .collect();
            assert_eq!(mine, theirs, "{text:?}");
        }
    }

    #[test]
    fn blanks_are_left_out() {
        assert_eq!(texts("id; a \n 1 ;\u{A0}\n;;\n"), [vec!["id", "a"], vec!["1"], vec![]]);
    }
}
