// The two searches, each as a page in a browser that has never been there.
import { readFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { setTimeout as pause } from "node:timers/promises";
import { serve } from "./link.mjs";

const HERE = dirname(dirname(fileURLToPath(import.meta.url)));
const PATIENCE = { timeout: 180_000, polling: 20 };

/** How each is reached, and what else of it is to be measured. */
export const OURS = {
  name: "Metod",
  page: "search.html",
  allFacets: async (page) => {
    const rest = page.locator("details.facet-rest > summary");
    if (await rest.count()) await rest.click();
  },
};
export const PAGEFIND = {
  name: "Pagefind",
  page: "bench/pagefind.html",
  allFacets: (page) => page.evaluate(() => window.allFilters()),
};

/** The site, and beside it the other search on a page with the same styles and scripts. */
export async function serveBoth(site, pagefind, secret) {
  const ours = await readFile(join(site, "search.html"), "utf8");
  const assets = ours.match(/<link rel="stylesheet"[^>]*>|<script src="assets\/(early|site)[^>]*><\/script>/g);
  const page = `<!DOCTYPE html>
<html lang="ru"><head><meta charset="utf-8"><base href="/"><title>Pagefind</title>
${assets.join("\n")}
<script type="module" src="/bench/page/pagefind.js"></script></head>
<body><main id="search-app"><input id="q" type="search"><p id="search-count"></p><ol class="cards" id="search-hits"></ol></main></body></html>`;
  const mounts = [["/bench/", HERE + "/"], ["/pagefind/", pagefind || ""], ["/", site]];
  return serve(mounts, { "/bench/pagefind.html": page }, secret);
}

/** Waits until nothing is on its way any more. */
async function quiet(server, delay) {
  let count = -1;
  while (count !== server.log.length || server.log.some((entry) => entry.end === undefined)) {
    count = server.log.length;
    await pause(250 + 2 * delay);
  }
}

/** Opens the page of a search over a free line in a new profile, runs `action` and closes it. */
export async function visit(browser, server, engine, free, action) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, locale: "ru-RU", ignoreHTTPSErrors: true });
  try {
    const page = await context.newPage();
    await page.addInitScript({ path: join(HERE, "page/watch.js") });
    const issued = new Map();
    page.on("request", (request) => {
      const path = decodeURIComponent(new URL(request.url()).pathname);
      if (!issued.has(path)) issued.set(path, Date.now());
    });
    server.shape(free);
    server.log.length = 0;
    await page.goto(server.url + engine.page);
    await quiet(server, 0);
    return await action(page, issued);
  } finally {
    await context.close();
  }
}

/** Sets the words in the box as one change and waits for the whole answer. */
export async function ask(page, query) {
  await page.evaluate(() => window.watch.clear());
  await page.evaluate(() => document.querySelector("#q").select());
  await page.keyboard.insertText(query);
  return answer(page);
}

export async function answer(page) {
  await page.waitForFunction(() => window.watch.isOver(), undefined, PATIENCE);
  return page.evaluate(() => window.watch.times());
}

/** The first question of a visitor: what it takes, and when what is on the screen. `isPrepared`: the visitor
 *  was in the box long enough for everything to be loaded that is loaded then. */
export async function first(browser, server, engine, query, { line, free, isPrepared, further }) {
  return visit(browser, server, engine, free, async (page, issued) => {
    const code = server.log.filter((entry) => entry.path.includes("search-page"));
    const begin = server.log.length;
    server.shape(line);
    await page.evaluate(() => window.watch.clear());
    await page.focus("#q");
    if (isPrepared) await quiet(server, line.delay);
    const typed = server.log.length;
    await page.keyboard.insertText(query);
    const times = await answer(page);
    await quiet(server, line.delay);
    const log = () => server.log.map((entry) => ({ ...entry, issued: issued.get(entry.path) ?? entry.at }));
    const result = {
      query,
      times,
      code,
      prepared: log().slice(begin, typed),
      asked: log().slice(typed),
    };
    if (!further) return result;
    const before = server.log.length;
    await ask(page, further);
    await quiet(server, line.delay);
    result.further = log().slice(before);
    const rest = server.log.length;
    await engine.allFacets(page);
    await quiet(server, line.delay);
    result.facets = log().slice(rest);
    return result;
  });
}

/** The last key of a query for which everything is at hand: when it was pressed, asked, and painted. */
export async function lastKey(page, query) {
  const [start, key] = [query.slice(0, -1), query.at(-1)];
  for (const words of [start, query, start]) await ask(page, words);
  await page.keyboard.press("End");
  // A key within 100 ms of another waits for the next one, in both pages.
  await pause(150);
  await page.evaluate(() => window.watch.clear());
  // Playwright's keyboard has no Russian keys.
  const session = await page.context().newCDPSession(page);
  await session.send("Input.dispatchKeyEvent", { type: "keyDown", key, text: key, unmodifiedText: key });
  await session.send("Input.dispatchKeyEvent", { type: "keyUp", key });
  await session.detach();
  const times = await answer(page);
  return { keydown: times.keydown, asked: times.asked, painted: times.first };
}
