// `metod serve`: the bytes of `metod build`, and a page that follows the files.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { cp, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { after, before, describe, test } from "node:test";
import { setTimeout as pause } from "node:timers/promises";
import { launch, listen, tab } from "./support/browser.mjs";
import * as portal from "./support/portal.mjs";
import { SAMPLE } from "./support/sample.mjs";
import { stop } from "./support/servers.mjs";

const RECORD = "content/practices/dnevnik-nablyudeniy-matematika.md";
let temp, root;

before(async () => {
  temp = await portal.folder();
  // A copy without history, so that a test may break it.
  root = join(temp, "portal");
  for (const name of ["portal.yaml", "content", "data"]) {
    await cp(join(portal.ROOT, name), join(root, name), { recursive: true });
  }
});
after(() => portal.remove(temp));

/** Starts the server; it says its address on the standard error. */
async function serve(...options) {
  const args = ["serve", "--root", root, "--port", "0", "--as-of", portal.AS_OF, ...options];
  const child = spawn(portal.METOD, args, { stdio: ["ignore", "ignore", "pipe"] });
  const said = [];
  const url = await new Promise((done, failed) => {
    child.once("exit", (code) => failed(new Error(`ended with ${code}:\n${said.join("\n")}`)));
    createInterface({ input: child.stderr }).on("line", (line) => {
      said.push(line);
      const address = /^(http:\/\/127\.0\.0\.1:\d+\/)$/.exec(line.trim());
      if (address) done(address[1]);
    });
  });
  return { url, stop: () => stop(child) };
}

test("every page has the bytes of the build", async () => {
  const site = await portal.build(temp, { root });
  const server = await serve("--no-reload");
  try {
    const different = [];
    // The index is made beside the pages: wait for it.
    for (let tries = 0; tries < 100 && (await fetch(`${server.url}search/root.bin`)).status === 503; tries++) await pause(200);
    for (const path of await portal.files(site)) {
      if (path === "manifest.json") continue; // what was published, and when: the build's alone
      const response = await fetch(server.url + path);
      const [served, built] = [Buffer.from(await response.arrayBuffer()), await readFile(join(site, path))];
      if (!served.equals(built)) different.push(`${path}: ${response.status}, ${served.length} bytes for ${built.length}`);
    }
    assert.deepEqual(different, []);
  } finally {
    await server.stop();
  }
});

describe("an open page", () => {
  let server, browser, record;
  before(async () => {
    record = await readFile(join(root, RECORD), "utf8");
    server = await serve();
    browser = await launch();
  });
  after(async () => {
    await browser?.close();
    await server?.stop();
  });

  test("is silent under the strict policy", () =>
    tab(browser, {}, async (page) => {
      const heard = listen(page, server.url);
      await page.goto(server.url + SAMPLE.practice);
      await pause(300); // the connection that tells of changes stays open: the network is never idle
      assert.deepEqual(heard.complaints, []);
    }));

  test("shows an edit by itself, an error with its place, and heals", () =>
    tab(browser, {}, async (page) => {
      await page.goto(server.url + SAMPLE.practice);
      const title = await page.locator("h1").innerText();
      await page.waitForFunction(() => performance.getEntriesByType("resource").length > 0);
      await pause(500);

      await writeFile(join(root, RECORD), record.replace(/^title: .*$/m, "title: Новое название"));
      await page.locator("h1", { hasText: "Новое название" }).waitFor({ timeout: 15000 });

      const broken = record.replace(/^kind: .*$/m, "kind: teeching");
      assert.notEqual(broken, record);
      const line = broken.slice(0, broken.indexOf("kind: teeching")).split("\n").length;
      await writeFile(join(root, RECORD), broken);
      const place = page.getByText(`${RECORD}:${line}:7`);
      await place.first().waitFor({ timeout: 15000 });
      assert.match(await page.locator(".diagnostics").innerText(), /teeching/);

      await writeFile(join(root, RECORD), record);
      await page.locator("h1", { hasText: title }).waitFor({ timeout: 15000 });
    }));

  test("of a missing address says so", async () => {
    const response = await fetch(`${server.url}practices/no-such.html`);
    assert.equal(response.status, 404);
    assert.match(await response.text(), /<h1>/);
  });
});

test("the search works as soon as the index is made, and finds what was edited", async () => {
  const record = await readFile(join(root, RECORD), "utf8");
  const server = await serve("--no-reload");
  const browser = await launch();
  try {
    await tab(browser, {}, async (page) => {
      const found = async (query, title, timeout) => {
        await page.goto(`${server.url}search.html?q=${encodeURIComponent(query)}`);
        const titles = page.locator("#search-hits .card-title", { hasText: title });
        return titles.first().waitFor({ timeout }).then(() => true, () => false);
      };
      // One page: it asks again by itself until the index is there.
      assert.ok(await found("дневник наблюдений", "Дневник", 30000));
      assert.equal(await page.locator("#search-notice").isVisible(), false);
      await writeFile(join(root, RECORD), record.replace(/^title: .*$/m, "title: Тетрадь квазинаблюдений"));
      let seen = false;
      for (let tries = 0; !seen && tries < 20; tries++) seen = await found("квазинаблюдений", "квазинаблюдений", 2000);
      assert.ok(seen);
    });
  } finally {
    await writeFile(join(root, RECORD), record);
    await browser.close();
    await server.stop();
  }
});
