// Results as Markdown.
import { byKind, cost, median, quantile } from "./figures.mjs";

const kb = (bytes) => (Number.isFinite(bytes) ? (bytes / 1024).toFixed(1) : "—");
const seconds = (ms) => (ms / 1000).toFixed(2);
const row = (cells) => `| ${cells.join(" | ")} |`;

function table(head, rows) {
  return [row(head), `|${"---|".repeat(head.length)}`, ...rows.map(row)].join("\n");
}
/** The median, and in brackets what 95 of 100 keep below. */
function both(values, show) {
  return `${show(median(values))} (${show(quantile(values, 0.95))})`;
}

/** What a first question takes. */
export function bytesTable(names, visits) {
  const costs = new Map(names.map((name) => [name, visits.get(name).map(cost)]));
  const line = (label, key, show) => [label, ...names.map((name) => both(costs.get(name).map((one) => one[key]), show))];
  const number = (value) => String(value);
  return table(
    ["first question, median (95 %)", ...names],
    [
      line("loaded before the first key, KB", "prepared", kb),
      line("in all until ten titles, KB", "titles", kb),
      line("in all with snippets and what the page counts, KB", "whole", kb),
      line("in all with counts of all facets, KB", "facets", kb),
      line("a further question, KB", "further", kb),
      line("requests until ten titles", "requestsTitles", number),
      line("requests in all", "requestsWhole", number),
      line("rounds on focus", "roundsPrepared", number),
      line("rounds from the key to ten titles", "roundsTitles", number),
      line("rounds from the key to the end", "roundsWhole", number),
      line("… waits for one of six connections counted, to ten titles", "waitsTitles", number),
      line("… to the end", "waitsWhole", number),
    ],
  );
}

/** Which files these bytes are. */
export function kindsTable(names, visits) {
  const kinds = new Map(names.map((name) => [name, byKind(visits.get(name))]));
  const mean = (values) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const labels = [...kinds.get(names[0]).keys()].filter((kind) =>
    names.some((name) => mean(kinds.get(name).get(kind)) > 0),
  );
  return table(
    ["mean KB of a first question, by file", ...names],
    labels.map((kind) => [kind, ...names.map((name) => kb(mean(kinds.get(name).get(kind))))]),
  );
}

/** From the question to what is on the screen, over slow lines. */
export function timesTable(names, times) {
  const rows = [];
  for (const { line, isPrepared, visits } of times) {
    const begin = isPrepared ? "input" : "focusin";
    const label = `${line.name}; ${isPrepared ? "loaded on focus, clock from the key" : "typed at once, clock from the focus"}`;
    for (const [what, key] of [["ten titles", "titles"], ["snippets", "texts"]]) {
      const medians = names.map((name) => median(visits.get(name).map(({ times }) => times[key] - times[begin])));
      const ratio = medians.length > 1 ? (medians[0] / medians[1]).toFixed(2) : "—";
      rows.push([label, what, ...medians.map(seconds), ratio]);
    }
  }
  return table(["line", "painted", ...names.map((name) => `${name}, s`), "ratio"], rows);
}

/** The last key of a word, nothing to fetch. */
export function keysTable(names, keys) {
  const span = (name, from) => both(keys.get(name).map((one) => one.painted - one[from]), (ms) => ms.toFixed(0));
  return table(
    ["last key, all files at hand, ms, median (95 %)", ...names],
    [
      ["from the key to the paint", ...names.map((name) => span(name, "keydown"))],
      ["from the question to the paint", ...names.map((name) => span(name, "asked"))],
    ],
  );
}

export function indexTable(names, index) {
  return table(
    ["index on the disk", ...names],
    [
      ["files", ...names.map((name) => index.get(name).files)],
      ["MB", ...names.map((name) => (index.get(name).bytes / 1e6).toFixed(1))],
    ],
  );
}

export function hitsLine(names, visits) {
  const found = names.map((name) => {
    const hits = visits.get(name).map((visit) => visit.times.hits);
    return `${name} ${hits.filter((hit) => hit >= 10).length} with ten hits, ${hits.filter((hit) => !hit).length} with none`;
  });
  return `Of ${visits.get(names[0]).length} questions: ${found.join("; ")}.`;
}
