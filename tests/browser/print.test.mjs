// On paper: A4, no navigation, the title and the date at the foot of every sheet.
import assert from "node:assert/strict";
import { execFile, spawnSync } from "node:child_process";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { after, before, test } from "node:test";
import { launch, tab } from "./support/browser.mjs";
import * as portal from "./support/portal.mjs";
import { SAMPLE } from "./support/sample.mjs";
import { missing, plain } from "./support/servers.mjs";

const run = promisify(execFile);
const skip = missing("pdftotext", !spawnSync("pdftotext", ["-v"]).error);
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

/** Prints a page; gives the text of each sheet and the sizes of all. */
async function printed(page, path) {
  await page.goto(server.url + path);
  const file = join(temp, `${path.replaceAll("/", "-")}.pdf`);
  await writeFile(file, await page.pdf({ preferCSSPageSize: true }));
  const { stdout: text } = await run("pdftotext", ["-layout", file, "-"], { maxBuffer: 1 << 26 });
  const { stdout: info } = await run("pdfinfo", ["-l", "999", file]);
  const sheets = text.split("\f").slice(0, -1);
  const sizes = [...info.matchAll(/size:\s+([\d.]+) x ([\d.]+)/g)].map(([, w, h]) => [Math.round(w), Math.round(h)]);
  return { sheets, sizes };
}

/** As pdftotext writes it: without the spaces that typography made narrow or fixed. */
const flat = (text) => text.replace(/[\s\u00a0\u202f]+/g, " ");

const PAGES = {
  practice: [595, 842],
  "document with blanks": [595, 842],
  "observation sheet": [595, 842],
  "roadmap with two tracks": [842, 595],
  "roadmap in six columns": [842, 595],
};

for (const [name, [width, height]] of Object.entries(PAGES)) {
  test(`${name}: A4, no navigation, title and date at the foot`, { skip }, () =>
    tab(browser, {}, async (page) => {
      const { sheets, sizes } = await printed(page, SAMPLE[name]);
      assert.ok(sheets.length > 0 && sizes.length > 0);
      for (const [w, h] of sizes) {
        assert.ok(Math.abs(w - width) <= 1 && Math.abs(h - height) <= 1, `${w} x ${h}`);
      }
      const title = await page.locator("h1").innerText();
      const footer = flat(await page.locator("html").getAttribute("data-print"));
      assert.match(footer, /\d{1,2} [а-я]+ \d{4}/);
      const unwanted = ["Для слабовидящих", "Тёмная тема", "Перейти к содержанию", "Распечатать", "Предложить правку", "Исходные тексты портала"];
      const all = flat(sheets.join(" "));
      assert.ok(all.includes(flat(title).split(" ").slice(0, 3).join(" ")), title);
      for (const words of unwanted) assert.ok(!all.includes(words), words);
      const nav = await page.locator(".site-nav").innerText();
      assert.ok(!all.includes(flat(nav).trim().slice(0, 40)), "the navigation is printed");
      const start = footer.split(" ").slice(0, 3).join(" ");
      const year = /\d{4}/.exec(footer)[0];
      sheets.forEach((sheet, i) => {
        const foot = flat(sheet.trimEnd().split("\n").slice(-4).join(" ")).trim();
        assert.ok(foot.includes(start) && foot.includes(year), `sheet ${i + 1} ends with: ${foot}`);
        assert.match(foot, new RegExp(`${i + 1} ?/ ?${sheets.length}$`), `sheet ${i + 1} ends with: ${foot}`);
      });
    }));
}

test("links to other sites are printed with their addresses", { skip }, () =>
  tab(browser, {}, async (page) => {
    const { sheets } = await printed(page, SAMPLE["organization with a site"]);
    const link = page.locator(".prose a.external, .files a.external, .fields a.external").first();
    const address = await link.getAttribute("href");
    assert.ok(sheets.join("").replace(/\s+/g, "").includes(address), address);
  }));

test("what is folded on the screen is open on paper", { skip }, () =>
  tab(browser, {}, async (page) => {
    await page.goto(server.url + SAMPLE["roadmap with two tracks"]);
    await page.emulateMedia({ media: "print" });
    await page.evaluate(() => dispatchEvent(new Event("beforeprint")));
    assert.equal(await page.locator(".content details:not([open]):not(.no-print)").count(), 0);
  }));

test("a sheet that was filled in is printed with its total", { skip }, () =>
  tab(browser, {}, async (page) => {
    await page.goto(server.url + SAMPLE["observation sheet"]);
    await page.locator(".sheet-form input[type=radio]").first().check({ force: true });
    const total = await page.locator(".figure-value").innerText();
    const file = join(temp, "filled.pdf");
    await writeFile(file, await page.pdf({ preferCSSPageSize: true }));
    const { stdout } = await run("pdftotext", ["-layout", file, "-"]);
    assert.ok(flat(stdout).includes(flat(total).trim()), total);
  }));
