use super::*;
use std::io::{Cursor, Write};
use zip::write::{SimpleFileOptions, ZipWriter};

fn labels(header: &str) -> Option<String> {
    match header {
        "ФИО" => Some("name".into()),
        "Дата приказа" => Some("order.date".into()),
        _ => None,
    }
}

fn table(path: &str, bytes: &[u8]) -> Table {
    read(path, bytes, FileId(7), &labels)
}

/// `key=text@line:column` of every entry.
fn dump(table: &Table) -> Vec<Vec<String>> {
    let entry = |entry: &Entry| {
        let Pos { line, column } = entry.value.place.start;
        format!("{}={}@{line}:{column}", entry.key, entry.value.as_str().unwrap())
    };
    let row = |row: &Node| row.as_map().unwrap().iter().map(entry).collect();
    table.rows.as_list().unwrap().iter().map(row).collect()
}

fn faults(table: &Table) -> Vec<(u32, u32, &TableFault)> {
    let at = |problem: &TableProblem| problem.place.start;
    table
        .problems
        .iter()
        .map(|problem| (at(problem).line, at(problem).column, &problem.fault))
        .collect()
}

#[test]
fn csv_in_windows_1251_with_labels() {
    let text = "id;ФИО;Дата\r\nприказа;hours\r\n";
    let text = text.replace("Дата\r\nприказа", "\"Дата\r\nприказа\"");
    let text =
        format!("{text}m-01; Иванова А. А. ;20.05.2022;\r\n;;;\r\nm-02;\"Ёлкин «Б»\";;1,5\r\n");
    let (bytes, ..) = encoding_rs::WINDOWS_1251.encode(&text);
    let table = table("data/methodists.csv", &bytes);
    assert_eq!(table.encoding, Some(Encoding::Windows1251));
    assert_eq!(faults(&table), []);
    assert_eq!(
        dump(&table),
        [
            vec!["id=m-01@3:1", "name=Иванова А. А.@3:6", "order.date=20.05.2022@3:22"],
            vec!["id=m-02@5:1", "name=Ёлкин «Б»@5:6", "hours=1,5@5:19"],
        ]
    );
    let first = &table.rows.as_list().unwrap()[0];
    assert_eq!(first.place.file, FileId(7));
    assert_eq!(first.as_map().unwrap()[1].key_place.start, Pos::new(1, 4));
}

#[test]
fn every_problem_of_a_header_is_told() {
    let table = table("a.csv", "id,name,ФИО,\n1,a,b,c\n2,a,b,d,e\n".as_bytes());
    assert_eq!(
        faults(&table),
        [
            (1, 9, &TableFault::DuplicateColumn { key: "name".into() }),
            (2, 7, &TableFault::NamelessColumn),
            (3, 9, &TableFault::NamelessColumn),
        ]
    );
    assert_eq!(dump(&table)[0], ["id=1@2:1", "name=a@2:3"]);
    let empty = read("a.csv", b"\n \n", FileId(0), &labels);
    assert_eq!(faults(&empty), [(1, 1, &TableFault::Empty)]);
    let broken = read("a.csv", b"id;\x00\xFF", FileId(0), &labels);
    assert!(matches!(faults(&broken)[..], [(1, 5, TableFault::BadText(_))]));
}

const STYLES: &str = r#"<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><cellXfs count="2"><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs></styleSheet>"#;

/// A workbook of a hidden and a visible sheet; `cells` and `merged` are the visible one's XML.
fn workbook(cells: &str, merged: &str) -> Vec<u8> {
    let main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    let rels = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    let sheet = |cells: &str, merged: &str| {
        format!(r#"<worksheet xmlns="{main}"><sheetData>{cells}</sheetData>{merged}</worksheet>"#)
    };
    let hidden = r#"<row r="1"><c r="A1"><v>1</v></c></row>"#;
    let parts = [
        (
            "[Content_Types].xml",
            r#"<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>"#
                .to_owned(),
        ),
        (
            "_rels/.rels",
            format!(
                r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="{rels}/officeDocument" Target="xl/workbook.xml"/></Relationships>"#
            ),
        ),
        (
            "xl/workbook.xml",
            format!(
                r#"<workbook xmlns="{main}" xmlns:r="{rels}"><sheets><sheet name="hidden" sheetId="1" state="hidden" r:id="rId1"/><sheet name="Лист" sheetId="2" r:id="rId2"/></sheets></workbook>"#
            ),
        ),
        (
            "xl/_rels/workbook.xml.rels",
            format!(
                r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="{rels}/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type="{rels}/worksheet" Target="worksheets/sheet2.xml"/><Relationship Id="rId3" Type="{rels}/styles" Target="styles.xml"/><Relationship Id="rId4" Type="{rels}/sharedStrings" Target="sharedStrings.xml"/></Relationships>"#
            ),
        ),
        ("xl/styles.xml", STYLES.to_owned()),
        ("xl/worksheets/sheet1.xml", sheet(hidden, "")),
        ("xl/worksheets/sheet2.xml", sheet(cells, merged)),
    ];
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, xml) in parts {
        writer.start_file(name, SimpleFileOptions::default()).unwrap();
        writer.write_all(xml.as_bytes()).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

fn text(at: &str, text: &str) -> String {
    format!(r#"<c r="{at}" t="inlineStr"><is><t>{text}</t></is></c>"#)
}

#[test]
fn a_workbook_with_headings_dates_and_merged_cells() {
    let rows = [
        text("A1", "Реестр методистов"),
        [text("A3", "section"), text("B3", "ФИО"), text("C3", "Дата приказа"), text("D3", "on"), text("E3", "n")].concat(),
        [text("A4", "I"), text("B4", "Иванова"), r#"<c r="C4" s="1"><v>44701</v></c><c r="D4" t="b"><v>1</v></c><c r="E4"><v>12.0</v></c>"#.into()].concat(),
        [text("B5", " Петров "), r#"<c r="E5" t="e"><v>#N/A</v></c>"#.into()].concat(),
        text("A6", "Раздел второй"),
        [text("A7", "II"), text("B7", "Сидорова")].concat(),
    ];
    let cells: String = rows.iter().map(|row| format!("<row>{row}</row>")).collect();
    let merged = r#"<mergeCells count="3"><mergeCell ref="A1:E1"/><mergeCell ref="A4:A5"/><mergeCell ref="A6:E6"/></mergeCells>"#;
    let table = table("data/methodists.xlsx", &workbook(&cells, merged));
    let error = TableFault::CellError { shown: "#N/A".into() };
    assert_eq!(faults(&table), [(5, 5, &error)]);
    assert_eq!(
        dump(&table),
        [
            vec![
                "section=I@4:1",
                "name=Иванова@4:2",
                "order.date=2022-05-20@4:3",
                "on=true@4:4",
                "n=12@4:5"
            ],
            vec!["section=I@4:1", "name=Петров@5:2"],
            vec!["section=II@7:1", "name=Сидорова@7:2"],
        ]
    );
    assert_eq!(table.encoding, None);
}

#[test]
fn a_sheet_that_reaches_far_costs_nothing() {
    let cells =
        [text("A1", "id"), text("XFD1048576", "x")].map(|cell| format!("<row>{cell}</row>"));
    let merged = r#"<mergeCells count="1"><mergeCell ref="A1:A1048576"/></mergeCells>"#;
    let table = table("a.xlsx", &workbook(&cells.concat(), merged));
    assert_eq!(faults(&table), [(1_048_576, 16_384, &TableFault::NamelessColumn)]);
}

#[test]
fn hostile_workbooks_are_refused_before_they_are_read() {
    let refused = |path, bytes: &[u8]| table(path, bytes).problems[0].fault.clone();
    let good = workbook(&text("A1", "id"), "");
    assert_eq!(refused("a.xlsm", &good), TableFault::Unsafe(Unsafe::Macros));
    assert!(matches!(refused("a.xlsx", b"id;name\n"), TableFault::Unsafe(Unsafe::NotAnArchive(_))));
    let bomb = workbook(&" ".repeat(80 * 1024 * 1024), "");
    assert!(bomb.len() < 1024 * 1024);
    assert!(matches!(refused("a.xlsx", &bomb), TableFault::Unsafe(Unsafe::Inflated { .. })));
    let wrong = workbook("<row><c r=\"ZZZZZZZ99999999999\"><v>1</v></c></row>", "");
    assert!(matches!(refused("a.xlsx", &wrong), TableFault::Damaged(_)));
    let open = workbook("<row><c r=\"A1\">", "");
    assert!(matches!(refused("a.xlsx", &open), TableFault::Damaged(_)));
}

#[test]
fn a_string_named_too_often_is_refused() {
    let long = "я".repeat(1024 * 1024);
    let shared = format!(r#"<sst><si><t>{long}</t></si></sst>"#);
    let cells: String =
        (1..=60).map(|row| format!(r#"<row><c r="A{row}" t="s"><v>0</v></c></row>"#)).collect();
    let book = workbook(&cells, "");
    let mut archive = ZipWriter::new_append(Cursor::new(book)).unwrap();
    archive.start_file("xl/sharedStrings.xml", SimpleFileOptions::default()).unwrap();
    archive.write_all(shared.as_bytes()).unwrap();
    let book = archive.finish().unwrap().into_inner();
    assert_eq!(table("a.xlsx", &book).problems[0].fault, TableFault::TooMuch);
}

/// Noise and cut workbooks end in problems, never in a panic that leaves this room.
#[test]
fn noise_never_panics() {
    let book = workbook(
        &[text("A1", "id"), text("A2", "x")].map(|c| format!("<row>{c}</row>")).concat(),
        "",
    );
    let mut seed = 7u64;
    for round in 0..400 {
        let mut bytes = book.clone();
        for _ in 0..1 + round % 4 {
            seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            let at = (seed >> 33) as usize % bytes.len();
            bytes[at] = (seed >> 20) as u8;
        }
        let _ = table("a.xlsx", &bytes);
        let _ = table("a.csv", &bytes);
    }
}
