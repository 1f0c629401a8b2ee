//! Small Excel workbooks, written by hand: the parts that every reader asks for, nothing else.

use std::io::{Cursor, Write};

use zip::write::{SimpleFileOptions, ZipWriter};

/// A workbook of one sheet. Lines are rows, `;` stands between cells.
pub(crate) fn from_text(text: &str, macros: bool) -> Vec<u8> {
    let rows: Vec<Vec<&str>> =
        text.lines().map(|line| line.split(';').map(str::trim).collect()).collect();
    let mut parts = parts(&sheet(&rows));
    if macros {
        parts.push(("xl/vbaProject.bin", "macro".to_owned()));
    }
    pack(&parts)
}

/// An archive of these parts.
pub(crate) fn pack(parts: &[(&str, String)]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in parts {
        writer.start_file(*name, SimpleFileOptions::default()).unwrap();
        writer.write_all(text.as_bytes()).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

/// The parts of a workbook whose only sheet is `sheet`.
pub(crate) fn parts(sheet: &str) -> Vec<(&'static str, String)> {
    const MAIN: &str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    const DOCUMENT: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    const PACKAGE: &str = "http://schemas.openxmlformats.org/package/2006/relationships";
    let types = "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\">\
        <Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>\
        <Default Extension=\"xml\" ContentType=\"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml\"/>\
        </Types>";
    vec![
        ("[Content_Types].xml", types.to_owned()),
        (
            "_rels/.rels",
            format!(
                "<Relationships xmlns=\"{PACKAGE}\"><Relationship Id=\"r1\" Type=\"{DOCUMENT}/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>"
            ),
        ),
        (
            "xl/workbook.xml",
            format!(
                "<workbook xmlns=\"{MAIN}\" xmlns:r=\"{DOCUMENT}\"><sheets><sheet name=\"Лист1\" sheetId=\"1\" r:id=\"r1\"/></sheets></workbook>"
            ),
        ),
        (
            "xl/_rels/workbook.xml.rels",
            format!(
                "<Relationships xmlns=\"{PACKAGE}\"><Relationship Id=\"r1\" Type=\"{DOCUMENT}/worksheet\" Target=\"worksheets/sheet1.xml\"/></Relationships>"
            ),
        ),
        (
            "xl/worksheets/sheet1.xml",
            format!("<worksheet xmlns=\"{MAIN}\"><sheetData>{sheet}</sheetData></worksheet>"),
        ),
    ]
}

fn sheet(rows: &[Vec<&str>]) -> String {
    let mut out = String::new();
    for (row, cells) in rows.iter().enumerate() {
        out.push_str(&format!("<row r=\"{}\">", row + 1));
        for (column, text) in cells.iter().enumerate().filter(|(_, text)| !text.is_empty()) {
            let letter = char::from(b'A' + column as u8);
            let at = format!("{letter}{}", row + 1);
            // As Excel stores what a formula could not compute.
            if text.starts_with('#') {
                out.push_str(&format!("<c r=\"{at}\" t=\"e\"><v>{text}</v></c>"));
            } else {
                let text = text.replace('&', "&amp;").replace('<', "&lt;");
                out.push_str(&format!("<c r=\"{at}\" t=\"inlineStr\"><is><t>{text}</t></is></c>"));
            }
        }
        out.push_str("</row>");
    }
    out
}
