// Behind nginx, from a sub-path, under the strict policy: light, silent, and at home.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { launch, listen, tab, weigh } from "./support/browser.mjs";
import * as portal from "./support/portal.mjs";
import { SAMPLE } from "./support/sample.mjs";
import { freePort, missing, nginx, nginxPath } from "./support/servers.mjs";
import { tags } from "./support/tree.mjs";

const REQUESTS = 6;
const BYTES = 50 * 1024;
const skip = missing("nginx", nginxPath());
let temp, site, browser, server;

before(async () => {
  if (skip) return;
  temp = await portal.folder();
  const port = await freePort();
  site = await portal.build(temp, { baseUrl: `http://127.0.0.1:${port}/portal/` });
  server = await nginx(site, temp, port);
  browser = await launch();
});
after(async () => {
  await browser?.close();
  await server?.stop();
  if (temp) await portal.remove(temp);
});

for (const [name, path] of Object.entries(SAMPLE)) {
  test(`${name}: light, silent, at home`, { skip }, () =>
    tab(browser, {}, async (page) => {
      const weight = await weigh(page);
      const heard = listen(page, new URL(server.url).origin);
      await page.goto(server.url + path, { waitUntil: "networkidle" });
      assert.deepEqual(heard.complaints, []);
      const own = tags(await readFile(join(site, path), "utf8")).some((tag) => tag.name === "img");
      if (own) return;
      assert.ok(heard.requests.length <= REQUESTS, `${heard.requests.length} requests:\n${heard.requests.join("\n")}`);
      assert.ok(weight.bytes <= BYTES, `${weight.bytes} bytes`);
    }));
}

test("the page of a missing address works at any depth", { skip }, () =>
  tab(browser, {}, async (page) => {
    const response = await page.goto(`${server.url}practices/no/such/page.html`, { waitUntil: "networkidle" });
    assert.equal(response.status(), 404);
    const styled = await page.evaluate(() => [...document.styleSheets].every((sheet) => sheet.cssRules.length > 0));
    assert.ok(styled);
    await page.locator("main a").first().click();
    assert.equal(new URL(page.url()).pathname.startsWith("/portal/"), true);
    assert.notEqual(await page.locator("h1").textContent(), "");
  }));

test("folders lead to their lists", { skip }, () =>
  tab(browser, {}, async (page) => {
    await page.goto(`${server.url}practices/`);
    await page.locator(".card a").first().click();
    assert.match(new URL(page.url()).pathname, /^\/portal\/practices\/[a-z0-9-]+\.html$/);
  }));
