//! Portals of any size, the same for the same number: real paragraphs of the sample portal's practices
//! in new combinations, under its vocabularies and registries.

use std::fs;
use std::path::Path;

use super::{at, remove};
use crate::run::{self, Failure};

/// Size of a record's text, in bytes: what the corpus of the comparison with other programs has.
const SIZE: usize = 6500;
/// Links to other records in each.
const LINKS: usize = 3;
/// The texts come from elsewhere, and a few of their links lead nowhere.
const SEVERITIES: &str = "severities: {broken-link: warning, broken-image: warning}\n";
const PORTAL: &str = "title: Банк практик\nregion: Образцовая область\nbase_url: https://example.org/\nlanguages: [ru]\n";

/// Writes a portal of `records` practices into an empty `folder`.
pub(super) fn make(folder: &Path, records: usize, generator: Option<&Path>) -> Result<(), Failure> {
    remove(folder)?;
    match generator {
        Some(script) => {
            let mut python = run::program("python3");
            python.arg(script).arg(folder).args(["-n", &records.to_string()]);
            run::run(&mut python, "The generator is a script of Python 3.")?;
        }
        None => own(folder, records)?,
    }
    let path = folder.join("portal.yaml");
    let text = at(&path, fs::read_to_string(&path))?;
    at(&path, fs::write(&path, text + SEVERITIES))
}

/// Adds a paragraph to one record.
pub(super) fn edit(portal: &Path, words: &str) -> Result<(), Failure> {
    let path = portal.join("content/practices/p-00001.md");
    let text = at(&path, fs::read_to_string(&path))?;
    at(&path, fs::write(&path, format!("{text}\n{words}\n")))
}

fn own(folder: &Path, records: usize) -> Result<(), Failure> {
    let samples = samples()?;
    let practices = folder.join("content/practices");
    at(&practices, fs::create_dir_all(&practices))?;
    copy(&run::root().join("data"), &folder.join("data"))?;
    let path = folder.join("portal.yaml");
    at(&path, fs::write(&path, PORTAL))?;
    for number in 1..=records {
        let path = practices.join(format!("p-{number:05}.md"));
        at(&path, fs::write(&path, record(&samples, number, records)))?;
    }
    Ok(())
}

/// What a practice gives: its fields, its headings, its paragraphs.
#[derive(Default)]
struct Sample {
    fields: String,
    headings: Vec<String>,
    paragraphs: Vec<String>,
}

fn samples() -> Result<Vec<Sample>, Failure> {
    let folder = run::root().join("content/practices");
    let mut paths = Vec::new();
    for entry in at(&folder, fs::read_dir(&folder))? {
        let path = at(&folder, entry)?.path();
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        if name.ends_with(".md") && !name.ends_with(".en.md") {
            paths.push(path);
        }
    }
    paths.sort();
    let read = |path: &std::path::PathBuf| Ok(sample(&at(path, fs::read_to_string(path))?));
    paths.iter().map(read).collect()
}

fn sample(text: &str) -> Sample {
    let mut parts = text.splitn(3, "---\n").skip(1);
    let fields = parts.next().unwrap_or_default().to_owned();
    let mut sample = Sample { fields, ..Sample::default() };
    for block in parts.next().unwrap_or_default().split("\n\n").map(str::trim) {
        if block.starts_with("## ") {
            sample.headings.push(block.to_owned());
        } else if !block.is_empty() && !block.starts_with('#') && !block.contains(['[', '`']) {
            sample.paragraphs.push(block.to_owned());
        }
    }
    sample
}

fn record(samples: &[Sample], number: usize, records: usize) -> String {
    let mut dice = Dice(number as u64);
    let mut text = "---\n".to_owned();
    for line in dice.pick(samples).fields.lines() {
        match line.strip_prefix("title: ") {
            Some(title) => {
                let title = title.trim_matches('"').replace(['"', '\\'], "");
                text.push_str(&format!("title: \"{title} ({number})\"\n"));
            }
            None => text.push_str(&format!("{line}\n")),
        }
    }
    text.push_str("---\n");
    let size = text.len() + SIZE;
    let mut blocks = 0;
    while text.len() < size {
        let sample = dice.pick(samples);
        let list = if blocks % 4 == 0 { &sample.headings } else { &sample.paragraphs };
        blocks += 1;
        if !list.is_empty() {
            text.push_str(&format!("{}\n\n", dice.pick(list)));
        }
    }
    for _ in 0..LINKS {
        let other = 1 + dice.below(records);
        text.push_str(&format!("Смотрите также [практику {other}](p-{other:05}.md).\n\n"));
    }
    text
}

/// Sebastiano Vigna's splitmix64: the same numbers everywhere.
struct Dice(u64);

impl Dice {
    fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((z ^ (z >> 31)) % end as u64) as usize
    }

    fn pick<'l, T>(&mut self, list: &'l [T]) -> &'l T {
        &list[self.below(list.len())]
    }
}

/// Registries and vocabularies, without what belongs to single practices.
fn copy(from: &Path, to: &Path) -> Result<(), Failure> {
    at(to, fs::create_dir_all(to))?;
    for entry in at(from, fs::read_dir(from))? {
        let path = at(from, entry)?.path();
        let name = path.file_name().unwrap_or_default();
        if path.is_file() {
            at(&path, fs::copy(&path, to.join(name)))?;
        } else if name == "vocabularies" {
            copy(&path, &to.join(name))?;
        }
    }
    Ok(())
}
