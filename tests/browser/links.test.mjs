// Every address that the site names is a file of the site: under a sub-path, and from file://.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { after, before, test } from "node:test";
import * as portal from "./support/portal.mjs";
import { addresses, anchors, resolve, tags } from "./support/tree.mjs";

const BASE = "https://portal.example.org/metod/";
let temp, site, files, pages;

before(async () => {
  temp = await portal.folder();
  site = await portal.build(temp, { baseUrl: BASE });
  files = new Set(await portal.files(site));
  pages = new Map();
  for await (const { path, html } of portal.pages(site)) {
    const found = tags(html);
    pages.set(path, { addresses: addresses(found), anchors: anchors(found) });
  }
});
after(() => portal.remove(temp));

/** Says each mistake once, with the first page that has it. */
function told(wrong) {
  const lines = [...wrong].map(([what, where]) => `${what} (${where[0]}, ${where.length} in all)`);
  return `\n${lines.slice(0, 40).join("\n")}`;
}

function note(wrong, what, where) {
  wrong.set(what, [...(wrong.get(what) || []), where]);
}

test("every internal link leads to a file and to an anchor in it", () => {
  const wrong = new Map();
  for (const [path, page] of pages) {
    for (const address of page.addresses) {
      const to = resolve(path, address, BASE);
      if (!to) continue;
      if (!files.has(to.file)) note(wrong, `${address}: no such file`, path);
      else if (to.anchor && !pages.get(to.file)?.anchors.has(to.anchor)) note(wrong, `${address}: no such anchor`, path);
    }
  }
  assert.equal(wrong.size, 0, told(wrong));
});

test("links do not depend on where the site stands", () => {
  const wrong = new Map();
  for (const [path, page] of pages) {
    for (const address of page.addresses) {
      // The page of a missing address is shown at any depth: it alone names addresses from the root.
      const local = !/^([a-z][a-z0-9+.-]*:|#)/i.test(address);
      if (local && address.startsWith("/") !== (path === "404.html")) note(wrong, address, path);
    }
  }
  assert.equal(wrong.size, 0, told(wrong));
});

test("styles name only files of the site", async () => {
  const wrong = new Map();
  for (const path of [...files].filter((file) => file.endsWith(".css"))) {
    const css = await readFile(join(site, path), "utf8");
    for (const [, address] of css.matchAll(/url\(\s*["']?([^"')]+)/g)) {
      if (!address.startsWith("data:") && !files.has(resolve(path, address)?.file)) note(wrong, address, path);
    }
  }
  assert.equal(wrong.size, 0, told(wrong));
});

test("every page can be reached from the home page", () => {
  const seen = new Set(["index.html"]);
  for (const path of seen) {
    for (const address of pages.get(path)?.addresses || []) {
      const to = resolve(path, address, BASE)?.file;
      if (to && pages.has(to)) seen.add(to);
    }
  }
  const lost = [...pages.keys()].filter((path) => !seen.has(path) && path !== "404.html");
  assert.deepEqual(lost, []);
});
