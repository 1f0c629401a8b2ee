//! Tables (CSV, XLSX) to nodes that know their place.
//!
//! 1. [`csv`] or [`xlsx`] gives the cells that are not empty, row by row, with their places;
//! 2. the first row with text is the header; its names become keys (ids of fields as they are, labels
//!    through the caller's mapping);
//! 3. every further row becomes a mapping, the table a list of them. Empty cells have no entry.
//!
//! Cells are text, trimmed. What they mean (dates, several values in a cell) is the schema's matter.

mod csv;
pub mod guard;
mod xlsx;

use metod_content::syntax::{Entry, FileId, Node, Place, Pos, Yaml};

pub use guard::{ArchiveLimits, Unsafe};

use super::text::{BadText, Encoding};

/// Cells that are not empty, of one table. A registry of 30,000 people has about this many.
pub const MOST_CELLS: usize = 500_000;
/// Bytes of text in all cells of one table. A workbook can name one long string many times.
pub const MOST_TEXT: usize = 64 * 1024 * 1024;

/// A table as read. What could be read is there, whatever the problems.
#[derive(Clone, Debug, PartialEq)]
pub struct Table {
    /// A list of mappings in the order of the file.
    pub rows: Node,
    /// How the text was encoded; `None` for a spreadsheet.
    pub encoding: Option<Encoding>,
    /// Everything that is wrong, by place.
    pub problems: Vec<TableProblem>,
}

/// Something wrong in a table.
#[derive(Clone, Debug, PartialEq)]
pub struct TableProblem {
    /// The cell, or 1:1 for the whole file.
    pub place: Place,
    /// What it is.
    pub fault: TableFault,
}

/// What can be wrong with a table.
#[derive(Clone, Debug, PartialEq)]
pub enum TableFault {
    /// Bytes that are not text.
    BadText(BadText),
    /// A quote without its end; everything behind it is one cell.
    OpenQuote,
    /// The table has no header.
    Empty,
    /// Values below a header without a name.
    NamelessColumn,
    /// Two columns of one name: the second is left out.
    DuplicateColumn {
        /// The name, as a key.
        key: String,
    },
    /// More cells than [`MOST_CELLS`] or more text than [`MOST_TEXT`].
    TooMuch,
    /// A formula that could not be computed.
    CellError {
        /// Excel's word for it, `#N/A` say.
        shown: String,
    },
    /// The workbook must not be opened.
    Unsafe(Unsafe),
    /// The workbook has no visible sheet.
    NoSheet,
    /// The workbook is damaged; the reader's words.
    Damaged(String),
}

impl TableFault {
    /// True if opening the file would be dangerous, false if it is only wrong.
    pub fn is_unsafe(&self) -> bool {
        matches!(self, TableFault::Unsafe(_) | TableFault::TooMuch)
    }
}

/// Reads the table in `bytes`; the extension of `path` tells how. `key` maps a header to the id of a field
/// (a Russian label, say); a header that it does not know is taken as it is.
pub fn read(path: &str, bytes: &[u8], file: FileId, key: &dyn Fn(&str) -> Option<String>) -> Table {
    let extension = path.rsplit_once('.').map_or("", |(_, extension)| extension);
    let mut problems = Vec::new();
    let mut encoding = None;
    let rows = match extension.to_ascii_lowercase().as_str() {
        "csv" | "tsv" => match super::text::table(bytes) {
            Ok((text, found)) => {
                encoding = Some(found);
                csv::rows(&text, file, &mut problems)
            }
            Err(bad) => {
                let place = Place::new(file, bad.pos, bad.pos);
                problems.push(TableProblem { place, fault: TableFault::BadText(bad) });
                Vec::new()
            }
        },
        _ => xlsx::rows(path, bytes, file, &mut problems),
    };
    let failed = rows.is_empty() && !problems.is_empty();
    let rows = if failed { Vec::new() } else { assemble(rows, file, key, &mut problems) };
    problems.sort_by_key(|problem| problem.place);
    Table { rows: Node { place: Place::whole(file), yaml: Yaml::List(rows) }, encoding, problems }
}

/// A cell that is not empty.
#[derive(Clone, Debug, PartialEq)]
struct Cell {
    /// From 0.
    column: u32,
    place: Place,
    text: String,
}

/// Counts against [`MOST_CELLS`] and [`MOST_TEXT`].
#[derive(Debug, Default)]
struct Budget {
    cells: usize,
    text: usize,
}

impl Budget {
    /// Takes one cell; false if it is one too many.
    fn take(&mut self, text: &str) -> bool {
        self.cells += 1;
        self.text += text.len();
        self.cells <= MOST_CELLS && self.text <= MOST_TEXT
    }
}

/// A column of the table.
struct Column {
    /// `None` for the second of two with one name.
    key: Option<String>,
    place: Place,
}

/// Rows of cells to nodes: the first row names the columns.
fn assemble(
    rows: Vec<Vec<Cell>>,
    file: FileId,
    key: &dyn Fn(&str) -> Option<String>,
    problems: &mut Vec<TableProblem>,
) -> Vec<Node> {
    let mut rows = rows.into_iter().filter(|row| !row.is_empty());
    let Some(header) = rows.next() else {
        problems.push(TableProblem { place: Place::whole(file), fault: TableFault::Empty });
        return Vec::new();
    };
    let mut columns = columns(header, key, problems);
    rows.filter_map(|row| row_node(row, &mut columns, problems)).collect()
}

/// Columns by number.
fn columns(
    header: Vec<Cell>,
    key: &dyn Fn(&str) -> Option<String>,
    problems: &mut Vec<TableProblem>,
) -> std::collections::BTreeMap<u32, Column> {
    let mut known = std::collections::BTreeSet::new();
    let mut columns = std::collections::BTreeMap::new();
    for cell in header {
        // A label may be broken into lines in its cell.
        let name = cell.text.split_whitespace().collect::<Vec<_>>().join(" ");
        let name = key(&name).unwrap_or(name);
        let place = cell.place;
        let key = if known.insert(name.clone()) {
            Some(name)
        } else {
            problems.push(TableProblem { place, fault: TableFault::DuplicateColumn { key: name } });
            None
        };
        columns.insert(cell.column, Column { key, place });
    }
    columns
}

fn row_node(
    row: Vec<Cell>,
    columns: &mut std::collections::BTreeMap<u32, Column>,
    problems: &mut Vec<TableProblem>,
) -> Option<Node> {
    let place = Place { end: row.last()?.place.end, ..row.first()?.place };
    let mut entries = Vec::with_capacity(row.len());
    for cell in row {
        let column = columns.entry(cell.column).or_insert_with(|| {
            // Told once a column, at its first value.
            problems.push(TableProblem { place: cell.place, fault: TableFault::NamelessColumn });
            Column { key: None, place: cell.place }
        });
        if let Some(key) = &column.key {
            entries.push(Entry {
                key: key.clone(),
                key_place: column.place,
                value: Node::text(cell.place, cell.text),
            });
        }
    }
    (!entries.is_empty()).then_some(Node { place, yaml: Yaml::Map(entries) })
}

/// A cell's place in a spreadsheet, both numbers from 0.
fn grid_place(file: FileId, row: u32, column: u32) -> Place {
    let start = Pos::new(row + 1, column + 1);
    Place::new(file, start, Pos::new(row + 1, column + 2))
}

/// Without the white space around it that people do not see; no-break spaces included.
fn trimmed(text: &str) -> &str {
    text.trim_matches(|c: char| c.is_whitespace() || c == '\u{FEFF}')
}

#[cfg(test)]
mod tests;
