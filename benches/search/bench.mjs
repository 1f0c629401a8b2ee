// Measures two searches of one portal in Chromium; see README.md.
//   node bench.mjs SITE PORTAL QUERIES SHAPED http1|http2 [PAGEFIND]
import { readdir, stat } from "node:fs/promises";
import { join } from "node:path";
import { launch } from "../../tests/browser/support/browser.mjs";
import { first, lastKey, OURS, PAGEFIND, serveBoth, visit } from "./support/engines.mjs";
import { FREE } from "./support/link.mjs";
import { probe } from "./support/probe.mjs";
import { draw } from "./support/queries.mjs";
import { makeSecret } from "./support/secret.mjs";
import { bytesTable, hitsLine, indexTable, keysTable, kindsTable, timesTable } from "./support/table.mjs";

/** Some delay tells what follows from what: so short a one changes nothing else. */
const COUNTED = { name: "counted", delay: 60, rate: Infinity };
/** Slow lines of the requirement. */
const LINES = [
  { name: "150 ms, 1.6 Mbit/s", delay: 150, rate: 1_600_000 },
  { name: "400 ms, 400 kbit/s", delay: 400, rate: 400_000 },
];

async function weigh(folder, isPart) {
  let [files, bytes] = [0, 0];
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile() || !isPart(entry.name)) continue;
    files += 1;
    bytes += (await stat(join(entry.parentPath ?? entry.path, entry.name))).size;
  }
  return { files, bytes };
}

/** Everything of one kind, the searches in turns, so that what else the machine does hits both alike. */
async function inTurns(engines, queries, action) {
  const results = new Map(engines.map((engine) => [engine.name, []]));
  for (const [i, query] of queries.entries()) {
    for (const engine of engines) results.get(engine.name).push(await action(engine, query, i));
  }
  return results;
}

/** What the lines do, measured by something else than a browser. */
async function probes(server, site) {
  const large = (await readdir(join(site, "assets"))).find((name) => name.startsWith("search."));
  const out = [];
  for (const line of LINES) out.push(await probe(server, line, `assets/${large}`));
  return out;
}

async function measure(browser, server, engines, queries, { shaped, lines }) {
  const names = engines.map((engine) => engine.name);
  const say = (words) => console.log(`${new Date().toISOString().slice(11, 19)} ${words}`);
  const show = (...tables) => console.log(`\n${tables.join("\n\n")}\n`);
  say(`${queries.length} first questions, counted`);
  const visits = await inTurns(engines, queries, (engine, query, i) => {
    const further = queries[(i + 1) % queries.length];
    return first(browser, server, engine, query, { line: COUNTED, free: FREE, isPrepared: true, further });
  });
  show(hitsLine(names, visits), bytesTable(names, visits), kindsTable(names, visits));

  say("last keys with everything at hand");
  const keys = new Map();
  for (const engine of engines) {
    const pressed = await visit(browser, server, engine, FREE, async (page) => {
      const all = [];
      for (const query of queries) all.push(await lastKey(page, query));
      return all;
    });
    keys.set(engine.name, pressed);
  }
  show(keysTable(names, keys));

  const times = [];
  for (const line of LINES) {
    for (const isPrepared of [true, false]) {
      say(`${shaped.length} first questions at ${line.name}, ${isPrepared ? "loaded on focus" : "at once"}`);
      const options = { line, free: FREE, isPrepared };
      const some = await inTurns(engines, shaped, (engine, query) => first(browser, server, engine, query, options));
      times.push({ line, isPrepared, visits: some });
    }
  }
  show(`Lines as measured beside the browser: ${lines.join("; ")}.`, timesTable(names, times));
}

const [site, portal, count, shaped, protocol, pagefind] = process.argv.slice(2);
const engines = pagefind ? [OURS, PAGEFIND] : [OURS];
const queries = await draw(portal, Number(count));
const server = await serveBoth(site, pagefind, protocol === "http2" ? await makeSecret() : undefined);
const browser = await launch();
try {
  const index = new Map([[OURS.name, await weigh(join(site, "search"), (name) => name.endsWith(".bin"))]]);
  // Without the user interfaces that it brings as well: our page uses none of them.
  const isPart = (name) => !/(ui|highlight)\.(js|css)$/.test(name);
  if (pagefind) index.set(PAGEFIND.name, await weigh(pagefind, isPart));
  console.log(`\nQuestions: ${queries.join(" · ")}\n\n${indexTable(engines.map((engine) => engine.name), index)}\n`);
  const lines = await probes(server, site);
  await measure(browser, server, engines, queries, { shaped: queries.slice(0, Number(shaped)), lines });
} finally {
  await browser.close();
  await server.stop();
}
