//! Workbooks (Office Open XML). Text is written as text, whatever it begins with: it never runs as a
//! formula or becomes a link.

use metod_content::date::CivilDate;
use rust_xlsxwriter::{
    DocProperties, ExcelDateTime, Format, FormatAlign, Workbook, Worksheet, XlsxError,
};

use super::super::ExportError;
use super::cell::{Cell, Say};
use super::sheet::Sheet;

/// Characters of a column, at least and at most.
const WIDTH: (usize, usize) = (8, 60);
/// UTF-16 units that Excel allows in a cell.
const LONGEST: usize = 32_767;
/// Paper format A4 in the numbers of ECMA-376, 18.3.1.63.
const A4: u8 = 9;

impl From<XlsxError> for ExportError {
    fn from(error: XlsxError) -> Self {
        ExportError(error.to_string())
    }
}

struct Formats {
    head: Format,
    text: Format,
    date: Format,
}

/// The workbook's bytes. They depend on the sheets only: the day of its making is always the same.
pub(super) fn write(title: &str, sheets: &[Sheet], say: Say<'_>) -> Result<Vec<u8>, ExportError> {
    let mut book = Workbook::new();
    let made = ExcelDateTime::from_ymd(2000, 1, 1)?;
    let title: String = title.chars().filter(|c| !c.is_control()).take(255).collect();
    book.set_properties(&DocProperties::new().set_title(title).set_creation_datetime(&made));
    let text = Format::new().set_text_wrap().set_align(FormatAlign::Top);
    let formats = Formats {
        head: text.clone().set_bold(),
        date: text.clone().set_num_format(say.word("dd.mm.yyyy", "yyyy-mm-dd")),
        text,
    };
    for (number, sheet) in sheets.iter().enumerate() {
        let page = book.add_worksheet();
        page.set_name(sheet_name(&sheet.name, number))?;
        fill(page, sheet, &formats)?;
    }
    Ok(book.save_to_buffer()?)
}

fn fill(page: &mut Worksheet, sheet: &Sheet, formats: &Formats) -> Result<(), ExportError> {
    for (number, heading) in sheet.headings.iter().enumerate() {
        let column = number as u16;
        page.write_string_with_format(0, column, clip(heading), &formats.head)?;
        page.set_column_width(column, width(sheet, number) as f64)?;
    }
    for (number, row) in sheet.rows.iter().enumerate() {
        for (column, cell) in row.iter().enumerate() {
            put(page, number as u32 + 1, column as u16, cell, formats)?;
        }
    }
    page.set_freeze_panes(1, 0)?;
    page.set_landscape();
    page.set_paper_size(A4);
    page.set_print_fit_to_pages(1, 0);
    if let Some(last) = sheet.headings.len().checked_sub(1) {
        page.autofilter(0, 0, sheet.rows.len() as u32, last as u16)?;
        page.set_repeat_rows(0, 0)?;
    }
    Ok(())
}

fn put(
    page: &mut Worksheet,
    row: u32,
    column: u16,
    cell: &Cell,
    formats: &Formats,
) -> Result<(), ExportError> {
    match cell {
        Cell::Empty => {}
        Cell::Text(text) => {
            page.write_string_with_format(row, column, clip(text), &formats.text)?;
        }
        Cell::Number(number) => {
            page.write_number_with_format(row, column, *number, &formats.text)?;
        }
        Cell::Date(day) => match date(*day) {
            Some(date) => {
                page.write_datetime_with_format(row, column, &date, &formats.date)?;
            }
            None => {
                page.write_string_with_format(row, column, day.to_string(), &formats.text)?;
            }
        },
    }
    Ok(())
}

/// Excel's calendar begins in 1900.
fn date(day: CivilDate) -> Option<ExcelDateTime> {
    ExcelDateTime::from_ymd(day.year(), day.month(), day.day()).ok()
}

/// As much of a text as a cell holds.
fn clip(text: &str) -> String {
    if text.len() <= LONGEST {
        return text.to_owned();
    }
    let mut units = 0;
    let fits = |c: &char| {
        units += c.len_utf16();
        units < LONGEST
    };
    let mut out: String = text.chars().take_while(fits).collect();
    out.push('…');
    out
}

/// Characters of the widest line of a column, within bounds; a heading may break between words.
fn width(sheet: &Sheet, column: usize) -> usize {
    let widest = |text: &str| text.lines().map(|line| line.chars().count()).max().unwrap_or(0);
    let of_cell = |cell: &Cell| match cell {
        Cell::Empty => 0,
        Cell::Text(text) => widest(text),
        Cell::Number(_) | Cell::Date(_) => 10,
    };
    let cells = sheet.rows.iter().filter_map(|row| row.get(column)).map(of_cell).max();
    let heading = sheet.headings.get(column).map_or("", String::as_str);
    let words = heading.split(' ').map(|word| word.chars().count()).max().unwrap_or(0);
    // The arrow of the filter stands in the heading's cell.
    (cells.unwrap_or(0).max(words + 3) + 1).clamp(WIDTH.0, WIDTH.1)
}

/// A name that Excel allows: at most 31 characters, none of `[]:*?/\`, no apostrophe at its ends.
fn sheet_name(name: &str, number: usize) -> String {
    let allowed = |c: &char| !c.is_control() && !"[]:*?/\\'".contains(*c);
    let name: String = name.chars().filter(allowed).take(28).collect();
    match (name.trim(), number) {
        ("", _) => format!("{}", number + 1),
        (name, 0) => name.to_owned(),
        // Names differ by more than case: numbers make sure of it.
        (name, _) => format!("{name} {}", number + 1),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_texts_that_excel_refuses_are_cut() {
        assert_eq!(sheet_name("Карта: [1/2]", 0), "Карта 12");
        assert_eq!(sheet_name("'", 1), "2");
        let long = clip(&"я".repeat(40_000));
        assert_eq!(long.chars().count(), LONGEST);
    }
}
