// What scripts add: remembered settings, forms that count and fill in, and all of it by keyboard.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { launch, PHONE, tab } from "./support/browser.mjs";
import * as portal from "./support/portal.mjs";
import { SAMPLE } from "./support/sample.mjs";
import { plain } from "./support/servers.mjs";

let temp, browser, server;
before(async () => {
  temp = await portal.folder();
  server = await plain(await portal.build(temp));
  browser = await launch();
});
after(async () => {
  await browser?.close();
  await server?.stop();
  await portal.remove(temp);
});

/** Opens a page of the sample in a fresh tab. */
const on = (name, action, options = {}) =>
  tab(browser, options, async (page, context) => {
    await page.goto(server.url + SAMPLE[name]);
    return action(page, context);
  });

const classes = (page) => page.evaluate(() => [...document.documentElement.classList]);
const background = (page) => page.evaluate(() => getComputedStyle(document.body).backgroundColor);

test("the theme is remembered, and the system's can be had back", () =>
  on("home", async (page) => {
    const light = await background(page);
    const button = page.locator('[data-action="theme"]:visible');
    await button.click();
    assert.equal(await button.getAttribute("aria-pressed"), "true");
    const dark = await background(page);
    assert.notEqual(dark, light);
    await page.goto(server.url + SAMPLE.practice);
    assert.ok((await classes(page)).includes("theme-dark"));
    assert.equal(await background(page), dark);
    await button.click();
    await page.reload();
    assert.equal(await background(page), light);
    assert.deepEqual((await classes(page)).filter((name) => name.startsWith("theme")), []);
  }));

test("a page in a dark system is dark without a word", () =>
  on(
    "home",
    async (page) => {
      const [red] = (await background(page)).match(/\d+/g).map(Number);
      assert.ok(red < 60, await background(page));
    },
    { colorScheme: "dark" },
  ));

test("the version for the visually impaired is remembered, and can be left", () =>
  on("practice", async (page) => {
    const size = () => page.evaluate(() => parseFloat(getComputedStyle(document.querySelector(".prose p")).fontSize));
    const usual = await size();
    await page.locator('[data-action="a11y"]').click();
    assert.ok(await page.locator("#a11y-panel").isVisible());
    await page.locator('label:has(input[name="a11y-size"][value="3"])').click();
    await page.locator('label:has(input[name="a11y-scheme"][value="wb"])').click();
    await page.locator('label:has(input[name="a11y-images"][value="off"])').click();
    await page.goto(server.url + SAMPLE.list);
    await page.goto(server.url + SAMPLE.practice);
    assert.ok((await size()) > usual * 1.7, `${await size()} after ${usual}`);
    assert.equal(await background(page), "rgb(0, 0, 0)");
    assert.equal(await page.locator("main img:visible").count(), 0);
    await page.locator('[data-action="a11y"]').click();
    await page.locator('[data-action="a11y-off"]').click();
    await page.reload();
    assert.equal(await size(), usual);
  }));

test("blanks are filled in as one types, and cleared", () =>
  on("document with blanks", async (page) => {
    await page.locator("#blanks summary").click();
    const field = page.locator('.blanks-form input[type="text"]').first();
    const blank = page.locator(`.blank[data-blank="${await field.getAttribute("name")}"]`);
    const empty = await blank.allInnerTexts();
    assert.ok(empty.length > 0);
    const typed = 'МБОУ «СОШ № 12» <b>&"';
    await field.pressSequentially(typed);
    assert.deepEqual(new Set(await blank.allInnerTexts()), new Set([typed]));
    await page.locator('#blanks [data-action="clear"]').click();
    assert.deepEqual(await blank.allInnerTexts(), empty);
    assert.equal(await field.inputValue(), "");
  }));

test("a sheet counts its sections and its total and shows the band", () =>
  on("observation sheet", async (page) => {
    const total = page.locator("output[data-total]");
    assert.equal(await total.innerText(), "");
    const [sum, sections] = await page.evaluate(() => {
      // The highest answer to each question, by the page's own numbers.
      let sum = 0;
      const sections = [...document.querySelectorAll(".sheet-section")].map((section) => {
        let part = 0;
        for (const row of section.querySelectorAll("tr[data-item]")) {
          const inputs = [...row.querySelectorAll("input")].sort((a, b) => b.value - a.value);
          part += +inputs[0].value;
          inputs[0].click();
        }
        sum += part;
        return String(part);
      });
      return [sum, sections];
    });
    assert.equal(await total.innerText(), String(sum));
    assert.deepEqual(await page.locator(".sheet-section output.sum").allInnerTexts(), sections);
    assert.equal(await page.locator(".bands tr.current").count(), 1);
    const [from, to] = await page.locator(".bands tr.current").evaluate((row) => [+row.dataset.from, +row.dataset.to]);
    assert.ok(from <= sum && sum <= to, `${from} to ${to} for ${sum}`);
    await page.locator('[data-action="clear"]').click();
    assert.equal(await total.innerText(), "");
    assert.equal(await page.locator(".bands tr.current").count(), 0);
  }));

test("answers that ask for help link to what the portal has", () =>
  on("questionnaire", async (page) => {
    assert.equal(await page.locator("[data-sheet-help]").isVisible(), false);
    await page.locator("tr[data-difficulty] input[data-help]").first().check({ force: true });
    const link = page.locator("[data-sheet-help] a").first();
    assert.ok(await link.isVisible());
    await link.click();
    assert.ok((await page.locator("h1").innerText()).length > 3);
    assert.ok(await page.locator(".card, .content").count());
  }));

test("the first Tab offers to skip to the content", () =>
  on("practice", async (page) => {
    await page.keyboard.press("Tab");
    const skip = page.locator(".skip");
    assert.ok(await skip.evaluate((link) => link === document.activeElement));
    const box = await skip.boundingBox();
    assert.ok(box.y >= 0 && box.height > 20, JSON.stringify(box));
    await page.keyboard.press("Enter");
    assert.ok(await page.evaluate(() => document.activeElement.id === "main"));
  }));

for (const name of ["home", "list", "practice", "document with blanks"]) {
  test(`${name}: the keyboard reaches all, and shows where it is`, () =>
    on(name, async (page) => {
      const expected = await page.evaluate(() => {
        const all = document.querySelectorAll('a[href], button, input, select, textarea, summary, [tabindex="0"]');
        const shown = [...all].filter((el) => el.checkVisibility({ visibilityProperty: true }) && !el.disabled);
        shown.forEach((el, i) => (el.dataset.testStop = i));
        return shown.length;
      });
      const seen = new Set();
      const hidden = new Set();
      for (let presses = 0; presses < expected + 5 && seen.size < expected; presses++) {
        await page.keyboard.press("Tab");
        const stop = await page.evaluate(async () => {
          // The page scrolls to the focus with the next frame.
          await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
          const el = document.activeElement;
          const style = getComputedStyle(el);
          const ring = (style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2) || style.boxShadow !== "none";
          const { top, bottom } = el.getBoundingClientRect();
          const inside = bottom > 0 && top < innerHeight;
          return { id: el.dataset.testStop, clear: ring && inside, html: el.outerHTML.slice(0, 120) };
        });
        if (stop.id === undefined) continue;
        seen.add(stop.id);
        if (!stop.clear) hidden.add(stop.html);
      }
      const lost = await page.evaluate(
        (seen) =>
          [...document.querySelectorAll("[data-test-stop]")]
            .filter((el) => !seen.includes(el.dataset.testStop))
            .map((el) => el.outerHTML.slice(0, 120)),
        [...seen],
      );
      assert.deepEqual(lost, []);
      assert.deepEqual([...hidden], []);
    }));
}

test("a sheet is filled in by keyboard", () =>
  on("observation sheet", async (page) => {
    await page.locator(".sheet-form input[type=radio]").first().focus();
    await page.keyboard.press("ArrowRight");
    assert.notEqual(await page.locator("output[data-total]").innerText(), "");
  }));

test("on a phone, what is pressed is at least 44 pixels high", () =>
  on(
    "practice",
    async (page) => {
      const small = await page.evaluate(() =>
        [...document.querySelectorAll("button, summary, .site-nav a, .actions a, input, select")]
          .filter((el) => el.checkVisibility({ visibilityProperty: true }))
          .filter((el) => el.getBoundingClientRect().height < 43.5)
          .map((el) => `${el.getBoundingClientRect().height}: ${el.outerHTML.slice(0, 120)}`),
      );
      assert.deepEqual(small, []);
    },
    { viewport: PHONE },
  ));

test("the menu of a phone opens and closes by keyboard", () =>
  on(
    "list",
    async (page) => {
      const menu = page.locator('[data-action="menu"]');
      assert.equal(await page.locator(".site-nav a:visible").count(), 0);
      await menu.focus();
      await page.keyboard.press("Enter");
      assert.equal(await menu.getAttribute("aria-expanded"), "true");
      assert.ok((await page.locator(".site-nav a:visible").count()) > 5);
      await page.keyboard.press("Enter");
      assert.equal(await menu.getAttribute("aria-expanded"), "false");
    },
    { viewport: PHONE },
  ));
