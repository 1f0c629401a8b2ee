// What the search fetches before it is asked, and what a reader gains by it.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { launch, tab } from "./support/browser.mjs";
import * as portal from "./support/portal.mjs";
import { plain, POLICY } from "./support/servers.mjs";

const WAIT = { timeout: 15000 };
let temp, site, browser;

before(async () => {
  temp = await portal.folder();
  site = await portal.build(temp);
  browser = await launch();
});
after(async () => {
  await browser?.close();
  await portal.remove(temp);
});

/** Runs `action(page, server, asked)`: `asked` are the paths that were asked for, `hold(path)` may make one wait. */
async function behind(hold, action) {
  const asked = [];
  const change = async (path, bytes) => {
    asked.push(path);
    await hold(path);
    return bytes;
  };
  const server = await plain(site, { headers: { "content-security-policy": POLICY }, change });
  try {
    await tab(browser, {}, (page) => action(page, server, asked));
  } finally {
    await server.stop();
  }
}

function promise() {
  let keep;
  const made = new Promise((done) => (keep = done));
  return { made, keep };
}

test("engine and root come while the worker's script does", () => {
  const script = promise();
  return behind(
    (path) => (path.includes("search-worker") ? script.made : undefined),
    async (page, server, asked) => {
      await page.goto(`${server.url}search.html`);
      const coming = [/assets\/search\.\w+\.bin/, /root\.bin/].map((name) => page.waitForRequest(name, WAIT));
      await page.locator("#q").focus();
      await Promise.all(coming);
      script.keep();
      await page.locator("#q").fill("урок");
      await page.locator("#search-hits .card").first().waitFor(WAIT);
      // Nobody fetches them twice.
      const engine = asked.filter((path) => /assets\/search\.\w+\.bin/.test(path));
      assert.ok(engine.length > 1);
      for (const path of [...engine, "search/root.bin"]) assert.equal(asked.filter((one) => one === path).length, 1, path);
    },
  );
});

test("counts of facets come with the titles, before any text", () => {
  const texts = promise();
  return behind(
    (path) => (/^search\/d/.test(path) ? texts.made : undefined),
    async (page, server) => {
      await page.goto(`${server.url}search.html`);
      const columns = page.waitForResponse(/search\/c[0-9a-f]+\.bin/, WAIT);
      const words = page.waitForResponse(/search\/l[0-9a-f]+\.bin/, WAIT);
      await page.locator("#q").focus();
      await Promise.all([columns, words]);
      await page.waitForLoadState("networkidle");
      await page.locator("#q").fill("урок");
      const value = page.locator('[data-facet="collection"] label', { hasText: "Практики" });
      await value.waitFor(WAIT);
      const promised = await value.innerText();
      assert.equal(await page.locator("#search-app[aria-busy]").count(), 1);
      assert.equal(await page.locator("#search-hits .card-text.pending").count(), await page.locator("#search-hits .card").count());
      texts.keep();
      await page.locator("#search-app:not([aria-busy])").waitFor(WAIT);
      assert.equal(await value.innerText(), promised);
    },
  );
});

test("a reader who is fast waits for no facets", () => {
  const columns = promise();
  return behind(
    (path) => (/^search\/c/.test(path) ? columns.made : undefined),
    async (page, server) => {
      await page.goto(`${server.url}search.html`);
      await page.locator("#q").focus();
      await page.locator("#q").fill("урок");
      await page.locator("#search-hits .card").first().waitFor(WAIT);
      assert.equal(await page.locator("[data-facet]").count(), 0);
      columns.keep();
      await page.locator('[data-facet="collection"]').waitFor(WAIT);
    },
  );
});
