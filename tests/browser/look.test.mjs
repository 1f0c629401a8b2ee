// Every template, light and dark: nothing that axe objects to, and nothing to scroll sideways.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { PHONE, launch, tab } from "./support/browser.mjs";
import * as portal from "./support/portal.mjs";
import { plain } from "./support/servers.mjs";
import { SAMPLE } from "./support/sample.mjs";

const WIDTHS = [320, 360, 768, 1280];
let temp, site, browser, server, axe, lostPage;

before(async () => {
  temp = await portal.folder();
  site = await portal.build(temp, { baseUrl: "https://portal.example.org/metod/" });
  // The page of a missing address names its files from the root of its server: shown from the disk.
  const lost = await readFile(join(site, "404.html"), "utf8");
  lostPage = lost.replaceAll("/metod/", "");
  server = await plain(site);
  browser = await launch();
  axe = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
});
after(async () => {
  await browser?.close();
  await server?.stop();
  await portal.remove(temp);
});

async function open(page, path) {
  if (path === "404.html") await page.route("**/404.html", (route) => route.fulfill({ body: lostPage, contentType: "text/html" }));
  await page.goto(server.url + path);
}

/** What axe finds, with the place. The theme promises 7:1, so that too low an enhanced contrast is a mistake too. */
async function violations(page) {
  await page.evaluate(axe);
  const { violations } = await page.evaluate(() =>
    axe.run(document, { rules: { "color-contrast-enhanced": { enabled: true } } }),
  );
  return violations.map(({ id, help, nodes }) => `${id}: ${help}\n    ${nodes.slice(0, 3).map((node) => node.html.slice(0, 200)).join("\n    ")}`);
}

for (const [name, path] of Object.entries(SAMPLE)) {
  for (const colorScheme of ["light", "dark"]) {
    test(`${name}, ${colorScheme}: accessible`, () =>
      tab(browser, { colorScheme }, async (page) => {
        await open(page, path);
        assert.deepEqual(await violations(page), []);
      }));
  }

  test(`${name}: nothing to scroll sideways`, () =>
    tab(browser, { viewport: PHONE }, async (page) => {
      await open(page, path);
      const wide = [];
      for (const width of WIDTHS) {
        await page.setViewportSize({ width, height: 800 });
        const [needs, has] = await page.evaluate(() => {
          const { scrollWidth, clientWidth } = document.scrollingElement;
          return [scrollWidth, clientWidth];
        });
        if (needs > has) wide.push(`${needs} of ${width}`);
      }
      assert.deepEqual(wide, []);
    }));
}

test("accessible on a phone, with the menu and the facets open", () =>
  tab(browser, { viewport: PHONE }, async (page) => {
    await open(page, SAMPLE.list);
    await page.locator('[data-action="menu"]').click();
    await page.locator(".facets summary").first().click();
    assert.deepEqual(await violations(page), []);
  }));

for (const scheme of ["bw", "wb", "blue"]) {
  test(`accessible in the version for the visually impaired, ${scheme}`, () =>
    tab(browser, {}, async (page) => {
      await open(page, SAMPLE.practice);
      await page.locator('[data-action="a11y"]').click();
      await page.locator(`label:has(input[name="a11y-scheme"][value="${scheme}"])`).click();
      await page.locator('label:has(input[name="a11y-size"][value="3"])').click();
      assert.deepEqual(await violations(page), []);
      const [needs, has] = await page.evaluate(() => [document.scrollingElement.scrollWidth, document.scrollingElement.clientWidth]);
      assert.ok(needs <= has, `${needs} of ${has}`);
    }));
}

test("what answers each other stands side by side, and one under another on a phone", () =>
  tab(browser, {}, async (page) => {
    await open(page, SAMPLE["roadmap with two tracks"]);
    const tops = () =>
      page.evaluate(() => [...document.querySelectorAll(".pairs tbody tr")].map((row) => [...row.querySelectorAll(".activity")].map((cell) => Math.round(cell.getBoundingClientRect().top))));
    const wide = await tops();
    assert.equal(wide.length, 17);
    for (const [federal, regional] of wide) assert.equal(federal, regional);
    await page.setViewportSize(PHONE);
    for (const [federal, regional] of await tops()) assert.ok(federal < regional);
  }));

test("no word of the facts breaks on a phone with a wide font", () =>
  tab(browser, { viewport: PHONE }, async (page) => {
    for (const path of [SAMPLE.practice, SAMPLE["observation sheet"], SAMPLE["document with blanks"]]) {
      await open(page, path);
      // As wide as the widest of the fonts that systems bring.
      await page.addStyleTag({ content: ".glance dd { letter-spacing: 0.09em }" });
      const broken = await page.evaluate(() => {
        const found = [];
        for (const fact of document.querySelectorAll(".glance dd")) {
          const walk = document.createTreeWalker(fact, NodeFilter.SHOW_TEXT);
          for (let node = walk.nextNode(); node; node = walk.nextNode()) {
            for (const { index, 0: word } of node.data.matchAll(/[\p{L}\p{M}]+/gu)) {
              const range = document.createRange();
              range.setStart(node, index);
              range.setEnd(node, index + word.length);
              if (new Set([...range.getClientRects()].map((rect) => rect.top)).size > 1) found.push(word);
            }
          }
        }
        return found;
      });
      assert.deepEqual(broken, [], path);
    }
  }));

test("a card in another language than its list says so", () =>
  tab(browser, {}, async (page) => {
    await open(page, "en/practices/index.html");
    const cards = await page.evaluate(() => [...document.querySelectorAll(".card")].map((card) => [card.querySelector(".card-title").textContent, card.querySelector(".card-title a").lang, card.querySelector(".card-text").lang]));
    for (const [title, ...langs] of cards) {
      const lang = /[а-яё]/i.test(title) ? "ru" : "";
      assert.deepEqual(langs, [lang, lang], title);
    }
    assert.ok(cards.some(([, lang]) => lang === "ru"));
  }));
