//! Workbooks (ECMA-376) to cells with places: the first visible sheet counts.

use std::collections::BTreeMap;
use std::io::Cursor;
use std::panic::{AssertUnwindSafe, catch_unwind};

use calamine::{
    DataRef, Dimensions, ExcelDateTime, Reader, SheetType, SheetVisible, Xlsx, XlsxError,
};
use metod_content::syntax::{FileId, Place};

use super::guard::{self, ArchiveLimits, Unsafe};
use super::{Budget, Cell, TableFault, TableProblem, grid_place, trimmed};

/// Regions of merged cells that are looked at: more do not come from people.
const MOST_MERGED: usize = 20_000;

type Rows = BTreeMap<u32, BTreeMap<u32, Cell>>;

/// Rows of cells that are not empty.
pub(super) fn rows(
    path: &str,
    bytes: &[u8],
    file: FileId,
    problems: &mut Vec<TableProblem>,
) -> Vec<Vec<Cell>> {
    let has = |extension: &str| path.to_ascii_lowercase().ends_with(extension);
    let answer = if has(".xlsm") || has(".xltm") {
        Err(TableFault::Unsafe(Unsafe::Macros))
    } else {
        guard::check(bytes, ArchiveLimits::default()).map_err(TableFault::Unsafe)
    };
    // The reader's own assumptions about paths inside the workbook end in panics when they fail.
    let answer = answer.and_then(|()| {
        catch_unwind(AssertUnwindSafe(|| sheet(bytes, file, problems)))
            .unwrap_or_else(|_| Err(TableFault::Damaged("unexpected structure".to_owned())))
    });
    match answer {
        Ok(rows) => rows.into_values().map(|row| row.into_values().collect()).collect(),
        Err(fault) => {
            problems.push(TableProblem { place: Place::whole(file), fault });
            Vec::new()
        }
    }
}

fn sheet(bytes: &[u8], file: FileId, problems: &mut Vec<TableProblem>) -> Result<Rows, TableFault> {
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).map_err(damaged)?;
    let is_shown = |sheet: &&calamine::Sheet| {
        sheet.typ == SheetType::WorkSheet && sheet.visible == SheetVisible::Visible
    };
    let first = book.sheets_metadata().iter().find(is_shown);
    let name = first.map(|sheet| sheet.name.clone()).ok_or(TableFault::NoSheet)?;
    let mut rows = cells(&mut book, &name, file, problems)?;
    let mut merged = book.merge_cells_by_sheet_name(&name).map_err(damaged)?;
    merged.truncate(MOST_MERGED);
    drop_headings(&mut rows, &merged);
    fill_down(&mut rows, &merged)?;
    Ok(rows)
}

/// The cells that are not empty. One by one: a sheet may claim to reach to its farthest corner.
fn cells(
    book: &mut Xlsx<Cursor<&[u8]>>,
    name: &str,
    file: FileId,
    problems: &mut Vec<TableProblem>,
) -> Result<Rows, TableFault> {
    let mut rows = Rows::new();
    let mut budget = Budget::default();
    let mut reader = book.worksheet_cells_reader(name).map_err(damaged)?;
    while let Some(cell) = reader.next_cell().map_err(damaged)? {
        let (row, column) = cell.get_position();
        let place = grid_place(file, row, column);
        let text = match cell.get_value() {
            DataRef::Error(error) => {
                problems.push(TableProblem {
                    place,
                    fault: TableFault::CellError { shown: error.to_string() },
                });
                continue;
            }
            value => shown(value),
        };
        let text = trimmed(&text);
        if text.is_empty() {
            continue;
        }
        if !budget.take(text) || problems.len() > super::MOST_CELLS {
            return Err(TableFault::TooMuch);
        }
        let text = text.to_owned();
        rows.entry(row).or_default().insert(column, Cell { column, place, text });
    }
    Ok(rows)
}

/// A row that consists of one cell merged over columns is a heading for people, above the table or within
/// it, not a record.
fn drop_headings(rows: &mut Rows, merged: &[Dimensions]) {
    let wide: BTreeMap<(u32, u32), ()> = merged
        .iter()
        .filter(|region| region.end.1 > region.start.1)
        .map(|region| (region.start, ()))
        .collect();
    rows.retain(|&row, cells| {
        let only = cells.len() == 1;
        let column = cells.keys().next().copied().unwrap_or_default();
        !(only && wide.contains_key(&(row, column)))
    });
}

/// A cell merged over rows stands for each of them.
fn fill_down(rows: &mut Rows, merged: &[Dimensions]) -> Result<(), TableFault> {
    let mut budget = Budget::default();
    for region in merged {
        let ((top, column), (bottom, right)) = (region.start, region.end);
        if bottom <= top || right != column {
            continue;
        }
        let Some(cell) = rows.get(&top).and_then(|row| row.get(&column)).cloned() else {
            continue;
        };
        for (_, row) in rows.range_mut(top + 1..=bottom) {
            if !budget.take(&cell.text) {
                return Err(TableFault::TooMuch);
            }
            row.entry(column).or_insert_with(|| cell.clone());
        }
    }
    Ok(())
}

/// The text of a cell as a person would type it, dates as ISO.
fn shown(value: &DataRef<'_>) -> String {
    match value {
        DataRef::Int(number) => number.to_string(),
        DataRef::Float(number) => float(*number),
        DataRef::String(text) => text.clone(),
        DataRef::SharedString(text) => (*text).to_owned(),
        DataRef::Bool(flag) => flag.to_string(),
        DataRef::DateTime(time) => date(time),
        DataRef::DateTimeIso(text) => text.strip_suffix("T00:00:00").unwrap_or(text).to_owned(),
        DataRef::DurationIso(text) => text.clone(),
        DataRef::Error(_) | DataRef::Empty => String::new(),
    }
}

/// Fifteen significant digits, as Excel itself shows: 0.1 + 0.2 is 0.3 there. No ".0".
fn float(number: f64) -> String {
    let rounded: f64 = format!("{number:.14e}").parse().unwrap_or(number);
    rounded.to_string()
}

/// `YYYY-MM-DD`, with `THH:MM` if there is a time; a time alone, or a length of time, as `H:MM`.
fn date(time: &ExcelDateTime) -> String {
    let serial = time.as_f64();
    // Half a second up: fractions of a day are not exact.
    let minutes = ((serial * 86_400.0 + 0.5).floor() / 60.0).floor();
    if time.is_duration() || (0.0..1.0).contains(&serial) {
        let (hours, rest) = ((minutes / 60.0).floor(), minutes.rem_euclid(60.0));
        return format!("{hours}:{rest:02}");
    }
    let (year, month, day, hour, minute, ..) = time.to_ymd_hms_milli();
    let date = format!("{year:04}-{month:02}-{day:02}");
    if serial.fract() == 0.0 { date } else { format!("{date}T{hour:02}:{minute:02}") }
}

fn damaged(error: XlsxError) -> TableFault {
    TableFault::Damaged(error.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;
    use calamine::ExcelDateTimeType;

    #[test]
    fn values_look_as_typed() {
        assert_eq!(float(12.0), "12");
        assert_eq!(float(0.1 + 0.2), "0.3");
        assert_eq!(float(-1.5), "-1.5");
        assert_eq!(float(1e15), "1000000000000000");
        assert_eq!(float(89_001_234_567.0), "89001234567");
        let at = |serial, kind| date(&ExcelDateTime::new(serial, kind, false));
        assert_eq!(at(44_701.0, ExcelDateTimeType::DateTime), "2022-05-20");
        assert_eq!(at(44_701.5, ExcelDateTimeType::DateTime), "2022-05-20T12:00");
        assert_eq!(at(0.75, ExcelDateTimeType::DateTime), "18:00");
        assert_eq!(at(1.5, ExcelDateTimeType::TimeDelta), "36:00");
        assert_eq!(shown(&DataRef::Bool(true)), "true");
        assert_eq!(shown(&DataRef::DateTimeIso("2022-05-20T00:00:00".into())), "2022-05-20");
    }
}
