//! Files for office programs and calendars: what other programs read in them.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
// Files are written and looked at beside the program, not by it.
#![allow(clippy::disallowed_methods)]

use std::collections::BTreeMap;
use std::fs;
use std::io::{Cursor, Read};
use std::path::Path;

use calamine::{Data, Reader, Xlsx};
use icalendar::{Calendar, CalendarComponent, Component, DatePerhapsTime};
use metod::pipeline::{self, Prepared, Request};
use metod::render::Facts;
use metod::source::{Disk, History, Memory, Scope};
use metod_content::date::CivilDate;
use metod_content::diagnostic::{Code, Lang};

const PORTAL: &str = "title: Портал\nbase_url: https://Metod.example.org/p/\n";

const ROADMAP: &str = "---
title: Карта, «первая»; опыт
period: {from: 2022-05, to: 2025-12}
rows:
  - {id: r-1, section: I. Основа, no: '1.10', activity: \"=HYPERLINK(\\\"http://x\\\")\", responsible: [tsnppm, {name: Школы}], term: 25 декабря 2022 г., status: done}
  - {id: r-2, activity: Положение о методисте, term: Май 2022, result: Приказ}
  - {id: r-3, activity: Курсы, term: январь–апрель 2023 г.}
  - {id: r-4, activity: Отчёт, term: ежеквартально}
  - {id: r-5, activity: Помощь, term: постоянно}
  - {id: r-6, activity: Встречи, term: по отдельному плану}
  - {id: r-7, activity: Съезд, term: 'до 31 декабря 2023 г., далее постоянно'}
  - {id: r-8, activity: Недели, term: 'апрель, август 2023 г.'}
---
";

const INDICATORS: &str = "---
title: Показатели
rows:
  - {id: i-1, text: Доля школ, unit: '%', targets: {2023: 12.5, 2024: 20}, points: {each: 0.5, max: 5}, threshold: {op: '<=', value: 250}}
  - {id: i-2, text: Есть план, targets: {2024: yes}}
---
";

const INSTRUMENT: &str = "---
title: Лист
kind: questionnaire
scale: [{id: yes-1, label: Да, points: 2}, {id: no-1, label: Нет, points: 0}]
sections:
  - id: a
    title: Первый
    items: [{id: a-1, text: Умеете?}, {id: a-2, text: Хотите?}]
bands: {unit: points, of: [{from: 0, to: 4, label: любой}]}
---
";

fn tree() -> Memory {
    let mut tree = Memory::new().with_scope(Scope::portal());
    let files: [(&str, &str); 6] = [
        ("portal.yaml", PORTAL),
        ("content/roadmaps/karta.md", ROADMAP),
        ("content/indicators/nabor.md", INDICATORS),
        ("content/instruments/list.md", INSTRUMENT),
        (
            "data/organizations.yaml",
            "- {id: tsnppm, name: 'Центр; \"первый\"', kind: tsnppm, url: 'https://c.example.org/'}\n",
        ),
        (
            "data/methodists.yaml",
            "- id: m-1\n  name: Яковлева Анна\n  organization: tsnppm\n  subjects: [matematika, fizika]\n  order: {number: '+7-од', date: 2025-09-15}\n  term: {from: 2025-10, to: 2028-09}\n  teachers: 214\n  photo: m-1.jpg\n- {id: m-2, name: Авдеев Пётр, draft: true}\n- {id: m-3, name: Белов Иван, position: '@учитель'}\n",
        ),
    ];
    for (path, text) in files {
        tree.insert(path, text.as_bytes());
    }
    tree
}

fn prepared(as_of: &str) -> Prepared {
    let facts = Facts { as_of: as_of.parse::<CivilDate>().unwrap(), base_url: None };
    let prepared = pipeline::prepare(&tree(), History::default(), &facts, false).unwrap();
    assert!(!prepared.loaded.has_errors(), "{:?}", prepared.loaded.diagnostics);
    prepared
}

fn files() -> BTreeMap<String, Vec<u8>> {
    let prepared = prepared("2026-11-23");
    let jobs = prepared.exports();
    jobs.iter().map(|job| job.file().unwrap()).map(|file| (file.address, file.bytes)).collect()
}

fn text(files: &BTreeMap<String, Vec<u8>>, address: &str) -> String {
    String::from_utf8(files.get(address).unwrap_or_else(|| panic!("{address}")).clone()).unwrap()
}

fn book(files: &BTreeMap<String, Vec<u8>>, address: &str) -> Xlsx<Cursor<Vec<u8>>> {
    Xlsx::new(Cursor::new(files[address].clone())).unwrap()
}

/// Headings and rows of the first sheet.
fn rows(files: &BTreeMap<String, Vec<u8>>, address: &str) -> Vec<Vec<Data>> {
    let range = book(files, address).worksheet_range_at(0).unwrap().unwrap();
    range.rows().map(<[Data]>::to_vec).collect()
}

fn column(rows: &[Vec<Data>], heading: &str) -> Vec<Data> {
    let is = |data: &Data| *data == Data::String(heading.to_owned());
    let at = rows[0].iter().position(is).unwrap_or_else(|| panic!("{heading}: {:?}", rows[0]));
    rows[1..].iter().map(|row| row[at].clone()).collect()
}

fn string(text: &str) -> Data {
    Data::String(text.to_owned())
}

#[test]
fn the_right_records_have_files() {
    let all = files();
    let names: Vec<&str> =
        all.keys().map(String::as_str).filter(|name| !name.ends_with(".json")).collect();
    for name in [
        "indicators/nabor.csv",
        "indicators/nabor.xlsx",
        "instruments/list.csv",
        "instruments/list.xlsx",
        "methodists/methodists.csv",
        "methodists/methodists.xlsx",
        "organizations/organizations.csv",
        "organizations/organizations.xlsx",
        "roadmaps/karta.csv",
        "roadmaps/karta.ics",
        "roadmaps/karta.xlsx",
    ] {
        assert!(names.contains(&name), "{name}: {names:?}");
    }
}

#[test]
fn csv_of_a_registry_is_what_russian_excel_opens() {
    let all = files();
    let text = text(&all, "methodists/methodists.csv");
    assert!(text.starts_with('\u{feff}') && text.ends_with("\r\n"));
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(b';')
        .from_reader(text.trim_start_matches('\u{feff}').as_bytes());
    let headings = reader.headers().unwrap().clone();
    let rows: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
    assert_eq!(rows.len(), 2, "a draft is no row");
    let cell = |row: usize, heading: &str| {
        let at = headings.iter().position(|known| known == heading);
        rows[row][at.unwrap_or_else(|| panic!("{heading}: {headings:?}"))].to_owned()
    };
    assert_eq!((&headings[0], &headings[1]), ("Идентификатор", "Имя"));
    assert_eq!(cell(0, "Имя"), "Белов Иван");
    assert_eq!(cell(0, "Должность"), "'@учитель");
    assert_eq!(cell(1, "Организация"), "Центр; \"первый\"");
    assert_eq!(cell(1, "Предметы"), "Математика; Физика");
    assert_eq!(cell(1, "Срок полномочий: с"), "01.10.2025");
    assert_eq!(cell(1, "Срок полномочий: по"), "30.09.2028");
    assert_eq!(cell(1, "Приказ о включении в реестр: Номер"), "'+7-од");
    assert_eq!(cell(1, "Закреплено педагогов"), "214");
    assert!(!text.contains("m-1.jpg"), "a photo needs consent");
}

#[test]
fn workbooks_hold_numbers_dates_and_harmless_text() {
    let all = files();
    let people = rows(&all, "methodists/methodists.xlsx");
    assert_eq!(column(&people, "Закреплено педагогов")[1], Data::Float(214.0));
    assert_eq!(column(&people, "Должность")[0], string("@учитель"));
    let Data::DateTime(day) = &column(&people, "Срок полномочий: по")[1] else {
        panic!("{people:?}");
    };
    // 30 September 2028 by the count of ECMA-376, 18.17.4.1.
    assert_eq!(day.as_f64(), 47_026.0);

    let map = rows(&all, "roadmaps/karta.xlsx");
    assert_eq!(map.len(), 9);
    assert_eq!(column(&map, "Мероприятие")[0], string("=HYPERLINK(\"http://x\")"));
    assert_eq!(column(&map, "№")[0], string("1.10"));
    assert_eq!(column(&map, "Ответственные")[0], string("Центр; \"первый\"; Школы"));
    assert!(matches!(column(&map, "Срок: по")[1], Data::DateTime(_)));
    assert_eq!(column(&map, "Срок: по")[4], Data::Empty);
    let formulas = book(&all, "roadmaps/karta.xlsx").worksheet_formula("Дорожная карта").unwrap();
    assert!(formulas.used_cells().next().is_none());
}

#[test]
fn indicators_have_years_and_instruments_answers() {
    let all = files();
    let indicators = rows(&all, "indicators/nabor.xlsx");
    assert_eq!(column(&indicators, "Цели по годам: 2023")[0], Data::Float(12.5));
    assert_eq!(column(&indicators, "Цели по годам: 2024")[1], string("да"));
    assert_eq!(column(&indicators, "Баллы: За каждый")[0], Data::Float(0.5));
    assert!(text(&all, "indicators/nabor.csv").contains(";12,5;20;<=;250"));
    let sheet = rows(&all, "instruments/list.xlsx");
    assert_eq!(column(&sheet, "Раздел"), [string("Первый"), string("Первый")]);
    assert_eq!(column(&sheet, "Да")[0], Data::Float(2.0));
    assert_eq!(book(&all, "instruments/list.xlsx").sheet_names().len(), 2);
}

#[test]
fn workbooks_do_not_know_when_they_were_made() {
    let make = |as_of: &str| {
        let prepared = prepared(as_of);
        let jobs = prepared.exports();
        let found = jobs.iter().find(|job| job.address == "roadmaps/karta.xlsx").unwrap();
        found.file().unwrap().bytes
    };
    assert_eq!(make("2026-11-23"), make("2027-01-01"));
}

#[test]
fn another_library_reads_the_same_days() {
    let all = files();
    let raw = text(&all, "roadmaps/karta.ics");
    assert!(raw.split("\r\n").all(|line| line.len() <= 75 && !line.contains('\n')), "{raw}");
    let calendar: Calendar = raw.parse().unwrap();
    let date = |date: Option<DatePerhapsTime>| match date {
        Some(DatePerhapsTime::Date(day)) => day.to_string(),
        other => panic!("{other:?}"),
    };
    let mut found = Vec::new();
    for component in &calendar.components {
        let CalendarComponent::Event(event) = component else { panic!("{component:?}") };
        assert_eq!(event.property_value("DTSTAMP"), Some("20261123T000000Z"));
        assert!(event.property_value("SEQUENCE").is_some());
        let uid = event.get_uid().unwrap().strip_suffix(".karta@metod.example.org").unwrap();
        let rule = event.property_value("RRULE").unwrap_or_default();
        let (start, end) = (date(event.get_start()), date(event.get_end()));
        let words = format!("{uid} {start} {end} {}|{rule}", event.get_summary().unwrap());
        found.push(words);
    }
    assert_eq!(
        found,
        [
            "r-1 2022-12-25 2022-12-26 =HYPERLINK(\"http://x\")|",
            "r-2 2022-05-31 2022-06-01 Срок: Положение о методисте|",
            "r-3 2023-01-01 2023-05-01 Курсы|",
            "r-4 2022-06-30 2022-07-01 Срок: Отчёт|FREQ=MONTHLY;INTERVAL=3;BYMONTHDAY=-1;UNTIL=20251231",
            "r-7 2023-12-31 2024-01-01 Срок: Съезд|",
            "r-8 2023-04-30 2023-05-01 Срок: Недели|",
            "r-8.2 2023-08-31 2023-09-01 Срок: Недели|",
        ]
    );
    assert_eq!(calendar.get_name(), Some("Карта\\, «первая»\\; опыт"));
}

const CONTACTS: &str = "\
- {id: m-1, email: seen@example.org, phone: '+7 (000) 111-22-33'}
- {id: m-3, email: hidden-one@example.org, phone: '+7 (000) 999-88-77'}
- {id: m-4, email: hidden-two@example.org, hours: 'секретные часы'}
";

const CONSENTS: &str = "\
- {id: m-1, operator: Институт, purpose: портал, fields: [email], from: 2025-10-01, to: 2028-09-30, document: {number: Тайный-1, date: 2025-09-15}}
- {id: m-3, operator: Институт, purpose: портал, fields: [email, phone], from: 2020-01-01, to: 2026-11-22}
";

/// Text of everything below `folder`, workbooks unpacked.
fn everything(folder: &Path, out: &mut String) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            everything(&path, out);
            continue;
        }
        let bytes = fs::read(&path).unwrap();
        if path.extension().is_some_and(|extension| extension == "xlsx" || extension == "docx") {
            let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
            for number in 0..archive.len() {
                let mut part = Vec::new();
                archive.by_index(number).unwrap().read_to_end(&mut part).unwrap();
                out.push_str(&String::from_utf8_lossy(&part));
            }
        } else {
            out.push_str(&String::from_utf8_lossy(&bytes));
        }
    }
}

#[test]
fn contacts_without_consent_are_nowhere_in_the_site() {
    let folder = tempfile::tempdir().unwrap();
    let private = folder.path().join("closed");
    fs::create_dir(&private).unwrap();
    fs::write(private.join("contacts.yaml"), CONTACTS).unwrap();
    fs::write(private.join("consents.yaml"), CONSENTS).unwrap();
    let out = folder.path().join("site");
    let request = Request {
        out: out.clone(),
        as_of: "2026-11-23".parse().unwrap(),
        base_url: None,
        drafts: true,
        private: Some(Disk::new(&private, Scope::default()).unwrap()),
        commit: None,
    };
    let mut tree = tree();
    let more = "- {id: m-1, name: Яковлева Анна}\n- {id: m-3, name: Белов Иван}\n- {id: m-4, name: Ким Ольга}\n";
    tree.insert("data/methodists.yaml", more.as_bytes());
    let outcome = pipeline::build(&tree, History::default(), &request).unwrap();
    assert!(outcome.published.is_some(), "{:?}", outcome.diagnostics);

    let page = |id: &str| fs::read_to_string(out.join(format!("methodists/{id}.html"))).unwrap();
    assert!(page("m-1").contains("mailto:seen@example.org"));
    for id in ["m-3", "m-4"] {
        assert!(page(id).contains("Контакты не опубликованы"), "{id}");
    }
    let mut site = String::new();
    everything(&out, &mut site);
    for secret in [
        "hidden-",
        "999-88-77",
        "9998877",
        "111-22-33",
        "секретные",
        "Тайный",
        "closed",
        "contacts.yaml",
    ] {
        assert!(!site.contains(secret), "«{secret}» is in the site");
    }

    let withheld: Vec<_> =
        outcome.diagnostics.iter().filter(|found| found.code == Code::ContactsWithheld).collect();
    assert_eq!(withheld.len(), 3);
    for found in withheld {
        assert_eq!(outcome.files.path(found.place.file), "<private>/contacts.yaml");
        let words = found.message(Lang::Ru) + &found.help(Lang::Ru);
        assert!(!words.contains("example.org") && !words.contains("000"), "{words}");
    }
}

#[test]
fn pages_link_to_their_files() {
    let prepared = prepared("2026-11-23");
    let jobs: Vec<String> = prepared.exports().iter().map(|job| job.address.clone()).collect();
    let mut found = 0;
    for page in &prepared.plan.pages {
        let html = prepared.html(page).unwrap();
        let folder = page.address.rsplit_once('/').map_or("", |(folder, _)| folder);
        for (at, _) in html.match_indices("\" download>") {
            let start = html[..at].rfind("href=\"").unwrap() + 6;
            let address = html[start..at].trim_start_matches("../");
            assert!(jobs.iter().any(|job| job == address), "{folder}: {address}");
            found += 1;
        }
    }
    assert!(found >= 11, "{found}");
}
