//! Workbooks, opened by LibreOffice. Skipped where there is none (apt-get install libreoffice-calc); in CI
//! it has to be there.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::Command;
use std::sync::LazyLock;

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use super::{FILES, SAMPLE, ending, files, roadmap};

/// A cell as LibreOffice keeps it.
#[derive(Clone, Debug, PartialEq)]
enum Cell {
    Empty,
    Text(String),
    Number(f64),
    /// As ISO 8601 writes it.
    Date(String),
    /// Of another type, or a formula.
    Other(String),
}

/// Rows of the first sheet.
type Rows = Vec<Vec<Cell>>;

/// What a cell must never become.
const HOSTILE: &str = "---
title: Карта
rows:
  - {id: r-1, no: '1.10', activity: '=1+1', result: '=HYPERLINK(\"http://x.example.org\")', term: Май 2022}
  - {id: r-2, no: '03.05', activity: '+7', result: '-2+3', term: 25 декабря 2022 г.}
  - {id: r-3, no: '2', activity: '@SUM(A1)', result: '{=1+1}', term: постоянно}
---
";

/// Every workbook of the sample portal and a hostile one, by address; nothing without LibreOffice.
static OPENED: LazyLock<Option<BTreeMap<String, Rows>>> = LazyLock::new(|| {
    let folder = tempfile::tempdir().unwrap();
    let hostile = files(&roadmap(HOSTILE)).remove("roadmaps/karta.xlsx").unwrap();
    let mut books: BTreeMap<String, &[u8]> =
        ending(".xlsx").map(|(name, bytes)| (name.to_owned(), bytes)).collect();
    books.insert("hostile.xlsx".to_owned(), &hostile);
    let flat = |name: &str| name.replace('/', "--");
    for (name, bytes) in &books {
        fs::write(folder.path().join(flat(name)), bytes).unwrap();
    }
    if !convert(folder.path()) {
        return None;
    }
    let rows = |name: &String| {
        let file = folder.path().join(flat(name)).with_extension("fods");
        rows(&fs::read_to_string(&file).unwrap_or_else(|error| panic!("{name}: {error}")))
    };
    Some(books.keys().map(|name| (name.clone(), rows(name))).collect())
});

/// Turns all workbooks of a folder into flat OpenDocument files beside them; whether there was a program
/// to do it.
fn convert(folder: &Path) -> bool {
    let books = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    // A profile of its own: an office that is open elsewhere would take the work over.
    let profile = format!("-env:UserInstallation=file://{}", folder.join("profile").display());
    let mut office = Command::new("soffice");
    office.args([&profile, "--headless", "--convert-to", "fods", "--outdir"]).arg(folder);
    match office.args(books).output() {
        Ok(output) => {
            assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
            true
        }
        Err(error) if std::env::var_os("CI").is_some() => panic!("soffice: {error}"),
        Err(_) => {
            println!("skipped: apt-get install libreoffice-calc");
            false
        }
    }
}

fn rows(fods: &str) -> Rows {
    let mut reader = Reader::from_str(fods);
    reader.config_mut().expand_empty_elements = true;
    let (mut rows, mut row, mut cell, mut depth) = (Rows::new(), Vec::new(), Cell::Empty, 0);
    let (mut repeated, mut words) = (1, String::new());
    loop {
        match reader.read_event().unwrap() {
            Event::Start(tag) => match tag.name().as_ref() {
                "table:table-cell" => {
                    cell = typed(&tag);
                    repeated = number(&tag, "table:number-columns-repeated");
                    words.clear();
                    depth = 1;
                }
                "text:p" if depth > 0 && !words.is_empty() => words.push('\n'),
                // Several spaces in a row.
                "text:s" if depth > 0 => words.extend(vec![' '; number(&tag, "text:c")]),
                _ => {}
            },
            Event::Text(text) if depth > 0 => words.push_str(&text),
            Event::GeneralRef(name) if depth > 0 => words.push_str(match &*name {
                "amp" => "&",
                "lt" => "<",
                "gt" => ">",
                "quot" => "\"",
                "apos" => "'",
                other => panic!("&{other};"),
            }),
            Event::End(tag) => match tag.name().as_ref() {
                "table:table-cell" => {
                    let cell = match cell.clone() {
                        Cell::Text(_) => Cell::Text(words.trim().to_owned()),
                        other => other,
                    };
                    // The rest of a sheet's columns are one empty cell, repeated.
                    let times = if cell == Cell::Empty { repeated.min(40) } else { repeated };
                    row.extend(vec![cell; times]);
                    depth = 0;
                }
                "table:table-row" => rows.push(std::mem::take(&mut row)),
                "table:table" => return rows,
                _ => {}
            },
            Event::Eof => panic!("no table"),
            _ => {}
        }
    }
}

fn attribute(tag: &BytesStart<'_>, name: &str) -> Option<String> {
    let mut all = tag.attributes().map(Result::unwrap);
    all.find(|found| found.key.as_ref() == name).map(|found| found.value.to_string())
}

fn number(tag: &BytesStart<'_>, name: &str) -> usize {
    attribute(tag, name).map_or(1, |value| value.parse().unwrap())
}

fn typed(tag: &BytesStart<'_>) -> Cell {
    if let Some(formula) = attribute(tag, "table:formula") {
        return Cell::Other(formula);
    }
    match attribute(tag, "office:value-type").as_deref() {
        None => Cell::Empty,
        Some("string") => Cell::Text(String::new()),
        Some("float") => Cell::Number(attribute(tag, "office:value").unwrap().parse().unwrap()),
        Some("date") => Cell::Date(attribute(tag, "office:date-value").unwrap()),
        Some(other) => Cell::Other(other.to_owned()),
    }
}

fn column<'r>(rows: &'r Rows, heading: &str) -> Vec<&'r Cell> {
    let is = |cell: &Cell| *cell == Cell::Text(heading.to_owned());
    let at = rows[0].iter().position(is).unwrap_or_else(|| panic!("{heading}: {:?}", rows[0]));
    rows[1..].iter().map(|row| row.get(at).unwrap_or(&Cell::Empty)).collect()
}

/// The rows of the CSV file beside a workbook.
fn csv_of(workbook: &str) -> Vec<csv::StringRecord> {
    let bytes = &FILES[&workbook.replace(".xlsx", ".csv")];
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(b';')
        .has_headers(false)
        .from_reader(std::str::from_utf8(bytes).unwrap().trim_start_matches('\u{feff}').as_bytes());
    reader.records().map(Result::unwrap).collect()
}

/// What a cell should say in CSV: Russian dates and decimal signs, text that might be a formula quoted.
fn in_csv(cell: &Cell) -> String {
    match cell {
        Cell::Empty => String::new(),
        Cell::Text(text) => text.clone(),
        Cell::Number(number) => number.to_string().replace('.', ","),
        Cell::Date(iso) => {
            let parts: Vec<&str> = iso.split('-').collect();
            format!("{}.{}.{}", parts[2], parts[1], parts[0])
        }
        Cell::Other(what) => panic!("a cell is {what}"),
    }
}

fn plain(text: &str) -> String {
    text.trim_start_matches('\'').split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn an_office_reads_what_the_csv_beside_says() {
    let Some(opened) = &*OPENED else { return };
    let (mut dates, mut numbers) = (0, 0);
    for (name, rows) in opened.iter().filter(|(name, _)| *name != "hostile.xlsx") {
        let csv = csv_of(name);
        // A sheet may end in rows that only have a height.
        assert!(rows.len() >= csv.len(), "{name}: {} rows of {}", rows.len(), csv.len());
        for (number, (row, line)) in rows.iter().zip(&csv).enumerate() {
            for (column, said) in line.iter().enumerate() {
                let cell = row.get(column).unwrap_or(&Cell::Empty);
                let at = format!("{name}, row {}, column {}", number + 1, column + 1);
                assert_eq!(plain(&in_csv(cell)), plain(said), "{at}");
                dates += usize::from(matches!(cell, Cell::Date(_)));
                numbers += usize::from(matches!(cell, Cell::Number(_)));
            }
        }
    }
    assert!(opened.len() > 20 && dates > 100 && numbers > 100, "{dates} dates, {numbers} numbers");
}

#[test]
fn dates_are_dates_and_numbers_numbers() {
    let Some(opened) = &*OPENED else { return };
    let people = &opened["methodists/methodists.xlsx"];
    let filled = |heading: &str| -> Vec<&Cell> {
        let all = column(people, heading);
        all.into_iter().filter(|cell| **cell != Cell::Empty).collect()
    };
    for heading in ["Срок полномочий: с", "Срок полномочий: по"] {
        let cells = filled(heading);
        assert!(cells.len() >= 60, "{heading}");
        assert!(cells.iter().all(|cell| matches!(cell, Cell::Date(_))), "{heading}: {cells:?}");
    }
    let attached = filled("Закреплено педагогов");
    assert!(!attached.is_empty() && attached.iter().all(|cell| matches!(cell, Cell::Number(_))));

    // The days of deadlines are the model's.
    let record = SAMPLE.loaded.portal.find("roadmaps", "dagestan-regionalnaya").unwrap();
    let begins = record.fields.period("period").unwrap_or_default().0;
    let rows = metod_content::model::record::objects(&record.fields, "rows");
    let due: Vec<Cell> = rows
        .map(|(_, row)| match row.get("term").map(|placed| &placed.value) {
            Some(metod_content::model::Value::Deadline(deadline)) => {
                let term = begins.map_or(deadline.term.clone(), |day| deadline.term.starting(day));
                term.due().map_or(Cell::Empty, |day| Cell::Date(day.to_string()))
            }
            _ => Cell::Empty,
        })
        .collect();
    let shown = column(&opened["roadmaps/dagestan-regionalnaya.xlsx"], "Срок: по");
    assert!(due.iter().filter(|cell| **cell != Cell::Empty).count() > 10);
    assert_eq!(shown[..due.len()], due.iter().collect::<Vec<_>>());
}

#[test]
fn what_looks_like_a_formula_or_a_date_stays_text() {
    let Some(opened) = &*OPENED else { return };
    let rows = &opened["hostile.xlsx"];
    let text = |heading: &str| -> Vec<String> {
        let cells = column(rows, heading).into_iter().take(3);
        cells
            .map(|cell| match cell {
                Cell::Text(text) => text.clone(),
                other => panic!("{heading}: {other:?}"),
            })
            .collect()
    };
    assert_eq!(text("№"), ["1.10", "03.05", "2"]);
    assert_eq!(text("Мероприятие"), ["=1+1", "+7", "@SUM(A1)"]);
    assert_eq!(text("Результат"), ["=HYPERLINK(\"http://x.example.org\")", "-2+3", "{=1+1}"]);
    assert_eq!(*column(rows, "Срок: по")[1], Cell::Date("2022-12-25".to_owned()));
}
