// The same site from a memory stick and behind a server that knows no media types; with scripts and without.
import assert from "node:assert/strict";
import { pathToFileURL } from "node:url";
import { after, before, test } from "node:test";
import { launch, listen, PHONE, tab } from "./support/browser.mjs";
import * as portal from "./support/portal.mjs";
import { FEW, SAMPLE } from "./support/sample.mjs";
import { plain } from "./support/servers.mjs";

let temp, browser, server;
const places = {};

before(async () => {
  temp = await portal.folder();
  const site = await portal.build(temp);
  server = await plain(site);
  places["file://"] = `${pathToFileURL(site)}/`;
  places["a plain server"] = server.url;
  browser = await launch();
});
after(async () => {
  await browser?.close();
  await server?.stop();
  await portal.remove(temp);
});

for (const place of ["file://", "a plain server"]) {
  for (const name of FEW) {
    test(`${name}, from ${place}: silent`, () =>
      tab(browser, {}, async (page) => {
        const heard = listen(page, places[place]);
        await page.goto(places[place] + SAMPLE[name], { waitUntil: "networkidle" });
        assert.deepEqual(heard.complaints, []);
        assert.equal(await page.evaluate(() => document.documentElement.classList.contains("js")), true);
      }));
  }

  test(`from ${place}, without scripts: from the home page to a practice by its facets`, () =>
    tab(browser, { javaScriptEnabled: false, viewport: PHONE }, async (page) => {
      await page.goto(`${places[place]}index.html`);
      await page.locator(".site-nav a", { hasText: "Практики" }).click();
      const all = await page.locator(".card").count();
      assert.ok(all > 5, `${all} cards`);
      await page.locator(".facets summary").first().click();
      const facet = page.locator(".facet a").first();
      await facet.click();
      assert.match(page.url(), /\/practices\/by\.[a-z]+\.[a-z0-9-]+\.html$/);
      assert.ok((await page.locator(".card").count()) > 0);
      await page.locator(".card a").first().click();
      assert.ok((await page.locator(".content").innerText()).length > 500);
      await page.goBack();
      await page.locator(".active-filters a").first().click();
      assert.match(page.url(), /\/practices\/index\.html$/);
    }));

  test(`from ${place}, without scripts: the pages of a list follow each other`, () =>
    tab(browser, { javaScriptEnabled: false }, async (page) => {
      await page.goto(places[place] + SAMPLE.list);
      const first = await page.locator(".card a").first().innerText();
      await page.locator(".pager a[rel~=next]").click();
      assert.match(page.url(), /page\.2\.html$/);
      assert.notEqual(await page.locator(".card a").first().innerText(), first);
    }));
}

for (const [name, path] of Object.entries(SAMPLE)) {
  test(`${name}, without scripts: all is there to read`, () =>
    tab(browser, { javaScriptEnabled: false }, async (page) => {
      if (path === "404.html") return;
      await page.goto(places["a plain server"] + path);
      assert.equal(await page.locator("h1:visible").count(), 1);
      assert.ok((await page.locator("main").innerText()).length > 150);
      assert.ok((await page.locator(".site-nav a:visible").count()) > 5);
      // What needs scripts does not stand there dead.
      assert.deepEqual(await page.locator("button:visible:not([type=submit])").allInnerTexts(), []);
    }));
}

test("without scripts: blanks stand as they stand on paper", () =>
  tab(browser, { javaScriptEnabled: false }, async (page) => {
    await page.goto(places["a plain server"] + SAMPLE["document with blanks"]);
    const blanks = await page.locator(".prose .blank").allInnerTexts();
    assert.ok(blanks.length > 3);
    assert.deepEqual(blanks.filter((text) => !text.trim()), []);
  }));
