//! Results as a table of Markdown.

use super::measure::{Cost, median};
use super::{Results, Wanted};

/// The table with its caption: what was measured, and what the numbers do not say.
pub(super) fn print(wanted: &Wanted, results: &Results) -> String {
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let text = match wanted.generator {
        Some(_) => "written by the generator",
        None => "paragraphs of the sample portal in new combinations",
    };
    let mut lines = vec![
        format!(
            "{} records ({text}), {cores} cores, medians of {} runs in turns. \"Floor\" reads, renders, highlights, indexes and \
             writes, with no templates, lists or checks. A build writes everything: pages, lists, the search index, all formats.",
            results.records, wanted.runs
        ),
        String::new(),
        "| output | | wall s | CPU s | peak MiB | × floor, wall | × floor, CPU |".to_owned(),
        "|---|---|---|---|---|---|---|".to_owned(),
    ];
    for (place, builds) in &results.places {
        let floor = median(&builds.floor);
        let first = median(&builds.first);
        let rows = [
            ("floor", floor),
            ("first build", first),
            ("build after one edit", median(&builds.second)),
        ];
        lines.extend(rows.map(|(name, cost)| row(place, name, cost, Some(floor))));
    }
    lines.push(row("none", "`metod check`", median(&results.check), None));
    lines.push(row("none", "`metod search`", median(&results.search), None));
    let serve = &results.serve;
    let again = results.places.iter().map(|(place, builds)| {
        let ratio = median(&builds.second).wall / median(&builds.first).wall;
        format!("{ratio:.2} of the first ({place})")
    });
    lines.push(String::new());
    lines.push(format!("A build after one edit takes {}.", again.collect::<Vec<_>>().join(", ")));
    lines.push(format!(
        "{:.2} files a record. `metod serve`: first page after {:.2} s, changed page {:.2} s after the edit, peak {} MiB.",
        results.files as f64 / results.records as f64,
        serve.first,
        serve.edit,
        shown(serve.peak, 0)
    ));
    lines.join("\n")
}

/// How the time for one record grows with the portal, against the first size.
pub(super) fn growth(all: &[Results]) -> String {
    let Some((small, larger)) = all.split_first() else {
        return String::new();
    };
    let time = |results: &Results, place: usize| {
        median(&results.places[place].1.first).wall / results.records as f64
    };
    let mut lines = Vec::new();
    for results in larger {
        for (place, (name, _)) in results.places.iter().enumerate() {
            lines.push(format!(
                "Time per record of a first build, {} records against {} ({name}): {:.2}.",
                results.records,
                small.records,
                time(results, place) / time(small, place)
            ));
        }
    }
    lines.join("\n")
}

/// What it takes to make the indexes of a portal.
pub(super) fn costs(records: usize, costs: &[(&str, Cost)]) -> String {
    let row = |(name, cost): &(&str, Cost)| {
        format!("| {name} | {:.1} | {} | {} |", cost.wall, shown(cost.cpu, 1), shown(cost.peak, 0))
    };
    let head =
        format!("| {records} records, one run | wall s | CPU s | peak MiB |\n|---|---|---|---|");
    std::iter::once(head).chain(costs.iter().map(row)).collect::<Vec<_>>().join("\n")
}

fn row(place: &str, name: &str, cost: Cost, floor: Option<Cost>) -> String {
    let wall = floor.map(|floor| cost.wall / floor.wall);
    let cpu = floor.and_then(|floor| Some(cost.cpu? / floor.cpu?));
    format!(
        "| {place} | {name} | {:.2} | {} | {} | {} | {} |",
        cost.wall,
        shown(cost.cpu, 2),
        shown(cost.peak, 0),
        shown(wall, 1),
        shown(cpu, 1),
    )
}

fn shown(value: Option<f64>, digits: usize) -> String {
    value.map_or_else(|| "—".to_owned(), |value| format!("{value:.digits$}"))
}
