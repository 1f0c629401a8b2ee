// Numbers from what was noted.

/** The value below which a share of the values lies. */
export function quantile(values, share) {
  const sorted = values.filter((value) => value !== undefined).sort((a, b) => a - b);
  if (!sorted.length) return NaN;
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))];
}
export const median = (values) => quantile(values, 0.5);

export const bytes = (entries) => entries.reduce((sum, entry) => sum + entry.bytes, 0);

/** Length of the longest chain of requests each of which began after the one before had ended. `begin` tells
 *  when one began: for the page, or for the server, where some had to wait for a connection. */
export function chain(entries, begin = (entry) => entry.issued) {
  const sorted = [...entries].sort((a, b) => a.end - b.end);
  const long = [];
  sorted.forEach((entry, i) => {
    const before = sorted.slice(0, i).map((other, j) => (other.end <= begin(entry) ? long[j] : 0));
    long.push(1 + Math.max(0, ...before));
  });
  return Math.max(0, ...long);
}

/** What had to come before the titles could be shown. */
export function untilTitles(visit) {
  return visit.asked.filter((entry) => entry.end <= visit.times.titles);
}

/** Bytes, requests and rounds of one visit. */
export function cost(visit) {
  const titles = untilTitles(visit);
  const start = [...visit.code, ...visit.prepared];
  return {
    prepared: bytes(start),
    titles: bytes(start) + bytes(titles),
    whole: bytes(start) + bytes(visit.asked),
    facets: visit.facets && bytes(start) + bytes(visit.asked) + bytes(visit.facets),
    further: visit.further && bytes(visit.further),
    requestsTitles: start.length + titles.length,
    requestsWhole: start.length + visit.asked.length,
    roundsPrepared: chain(visit.prepared),
    roundsTitles: chain(titles),
    roundsWhole: chain(visit.asked),
    waitsTitles: chain(titles, (entry) => entry.at),
    waitsWhole: chain(visit.asked, (entry) => entry.at),
  };
}

/** What a file is for, by its name. */
const KINDS = [
  [/search-page|\/pagefind(-worker)?\.js$/, "scripts"],
  [/search-worker/, "scripts"],
  [/assets\/search\.|wasm\./, "engine"],
  [/root\.bin|entry\.json|pf_meta/, "root, metadata"],
  [/\/w\d[^/]*$|pf_index/, "words"],
  [/\/[tu]\d[^/]*$/, "rest of long lists"],
  [/\/[pb][0-9a-f][^/]*$/, "positions"],
  [/\/[fe]\d[^/]*$/, "spelling"],
  [/\/h\d[^/]*$/, "titles"],
  [/\/d\d[^/]*$|pf_fragment/, "texts"],
  [/\/[cvnl][0-9a-f]+\.bin$|pf_filter/, "facets, dates, labels"],
];

/** Bytes by kind of file, of each visit. */
export function byKind(visits) {
  const kinds = new Map([...KINDS.map(([, name]) => [name, visits.map(() => 0)]), ["other", visits.map(() => 0)]]);
  visits.forEach((visit, i) => {
    for (const entry of [...visit.code, ...visit.prepared, ...visit.asked]) {
      const kind = KINDS.find(([pattern]) => pattern.test(entry.path))?.[1] ?? "other";
      kinds.get(kind)[i] += entry.bytes;
    }
  });
  return kinds;
}
