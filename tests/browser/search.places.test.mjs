// The search wherever the portal lies, whatever a browser can and whatever is broken.
import assert from "node:assert/strict";
import { cp, readFile, readdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { after, before, describe, test } from "node:test";
import { launch, listen, tab } from "./support/browser.mjs";
import * as portal from "./support/portal.mjs";
import { ask, titles, total, type, WAIT } from "./support/search.mjs";
import { freePort, missing, nginx, nginxPath, plain, POLICY } from "./support/servers.mjs";

let temp, site, browser, server;

before(async () => {
  temp = await portal.folder();
  site = await portal.build(temp);
  server = await plain(site, { headers: { "content-security-policy": POLICY } });
  browser = await launch();
});
after(async () => {
  await browser?.close();
  await server?.stop();
  await portal.remove(temp);
});

describe("wherever it lies", () => {
  const skip = missing("nginx", nginxPath());
  test("behind nginx under a sub-path, with the strict policy", { skip }, async () => {
    const folder = await portal.folder();
    const behind = await nginx(site, folder, await freePort());
    try {
      await tab(browser, {}, async (page) => {
        const heard = listen(page, new URL(behind.url).origin);
        await ask(page, behind.url, { q: "наставничество" });
        assert.ok((await total(page)) > 10);
        assert.deepEqual(heard.complaints, []);
        assert.equal(await page.locator("#search-notice").isVisible(), false);
      });
    } finally {
      await behind.stop();
      await portal.remove(folder);
    }
  });

  test("on a server that calls everything but pages plain text", async () => {
    const behind = await plain(site, { other: { ".html": "text/html", "*": "text/plain" } });
    try {
      await tab(browser, {}, async (page) => {
        await ask(page, behind.url, { q: "наставничество" });
        assert.ok((await page.locator("#search-facet-list input").count()) > 3);
        assert.equal(await page.locator("#search-notice").isVisible(), false);
      });
    } finally {
      await behind.stop();
    }
  });

  test("on a memory stick", () =>
    tab(browser, {}, async (page) => {
      const base = `${pathToFileURL(site)}/`;
      const heard = listen(page, base);
      await ask(page, base, { q: "ghfrnbrf" });
      assert.match(await page.locator("#search-read").innerText(), /другая раскладка/);
      assert.ok((await page.locator("#search-facet-list input").count()) > 3);
      await type(page, "наставничество");
      assert.ok((await page.locator("#search-hits mark").count()) > 0);
      assert.deepEqual(heard.complaints, []);
      await page.goto(`${base}en/index.html`);
      await page.locator("#home-q").click();
      await page.keyboard.type("mentor");
      await page.locator(".suggestions li").first().waitFor(WAIT);
    }));
});

describe("pieces of files", () => {
  /** Sends the bytes that were asked for, as a good server does. */
  const right = ({ first, last, bytes }) => ({
    status: 206,
    headers: { "content-range": `bytes ${first}-${last}/${bytes.length}` },
    bytes: bytes.subarray(first, last + 1),
  });
  const other = (change) => (asked) => ({ ...right(asked), ...change(right(asked), asked) });
  const parts = {
    "a server that knows Range": right,
    "one that sends another piece": ({ first, last, bytes }) => right({ first: first + 1, last: last + 1, bytes }),
    "one that sends too little": other(({ bytes }) => ({ bytes: bytes.subarray(1) })),
    "one that sends the file and calls it a piece": other((_, { bytes }) => ({ bytes })),
    "one that does not say which piece it sends": other(() => ({ headers: {} })),
    "one that sends other bytes": other(({ bytes }) => ({ bytes: Buffer.from(bytes).reverse() })),
    "one that refuses pieces": () => ({ status: 416, bytes: "" }),
    "one that fails at pieces": () => ({ status: 500, bytes: "" }),
  };
  for (const [name, part] of Object.entries(parts)) {
    test(name, async () => {
      const behind = await plain(site, { part });
      try {
        await tab(browser, {}, async (page) => {
          const statuses = [];
          page.on("response", (response) => /search\/d/.test(response.url()) && statuses.push(response.status()));
          await ask(page, behind.url, { q: "наставничество" });
          assert.ok((await page.locator("#search-hits mark").count()) >= 10);
          assert.equal(await page.locator("#search-notice").isVisible(), false);
          if (part === right) assert.ok(statuses.every((status) => status === 206), statuses.join());
          else assert.ok(statuses.includes(200), statuses.join());
        });
      } finally {
        await behind.stop();
      }
    });
  }

  const skip = missing("nginx", nginxPath());
  test("nginx, which packs what it sends", { skip }, async () => {
    const folder = await portal.folder();
    const behind = await nginx(site, folder, await freePort());
    try {
      await tab(browser, {}, async (page) => {
        const statuses = [];
        page.on("response", (response) => /search\/d/.test(response.url()) && statuses.push(response.status()));
        await ask(page, behind.url, { q: "наставничество" });
        assert.ok((await page.locator("#search-hits mark").count()) >= 10);
        assert.ok(statuses.length > 3 && statuses.every((status) => status === 206), statuses.join());
      });
    } finally {
      await behind.stop();
      await portal.remove(folder);
    }
  });
});

describe("a browser that cannot do all", () => {
  test("no workers: the page searches by itself", () =>
    tab(browser, {}, async (page) => {
      await page.addInitScript(() => delete window.Worker);
      await ask(page, server.url, { q: "наставничество" });
      assert.ok((await page.locator("#search-facet-list input").count()) > 3);
      assert.equal(await page.locator("#search-notice").isVisible(), false);
    }));

  test("workers are forbidden: the page searches by itself", async () => {
    const behind = await plain(site, { headers: { "content-security-policy": `${POLICY}; worker-src 'none'` } });
    try {
      await tab(browser, {}, async (page) => {
        await ask(page, behind.url, { q: "наставничество" });
        assert.ok((await page.locator("#search-facet-list input").count()) > 3);
      });
    } finally {
      await behind.stop();
    }
  });

  const simple = async (page) => {
    assert.ok((await total(page)) > 3);
    assert.match(await page.locator("#search-notice").innerText(), /простой поиск/);
    assert.ok((await titles(page)).some((title) => /наставнич/i.test(title)));
  };
  test("no WebAssembly: the simple search, and it says so", () =>
    tab(browser, {}, async (page) => {
      await page.addInitScript(() => delete window.WebAssembly);
      await ask(page, server.url, { q: "наставнич" });
      await simple(page);
    }));

  test("WebAssembly is forbidden by the policy: the simple search", async () => {
    const strict = POLICY.replace(" 'wasm-unsafe-eval'", "");
    const behind = await plain(site, { headers: { "content-security-policy": strict } });
    try {
      await tab(browser, {}, async (page) => {
        await ask(page, behind.url, { q: "наставнич" });
        await simple(page);
      });
    } finally {
      await behind.stop();
    }
  });

});

describe("what is broken", () => {
  /** A server that spoils what `which` names, and a page on it. */
  async function broken(change, action, query = "наставничество") {
    const behind = await plain(site, { change });
    try {
      await tab(browser, {}, async (page) => {
        await ask(page, behind.url, { q: query });
        await action(page);
        // The page still works: another question is answered.
        await type(page, "урок");
        assert.ok((await total(page)) > 0);
      });
    } finally {
      await behind.stop();
    }
  }
  const notice = /простой поиск|загрузилась/;
  const flip = (bytes) => {
    const out = Buffer.from(bytes);
    out[out.length >> 1] ^= 16;
    return out;
  };
  const damages = { truncated: (bytes) => bytes.subarray(0, bytes.length >> 1), changed: flip, "of another version": (bytes) => Buffer.concat([bytes.subarray(0, 2), Buffer.from([99]), bytes.subarray(3)]), missing: () => undefined, empty: () => Buffer.alloc(0) };
  for (const [name, damage] of Object.entries(damages)) {
    test(`a root that is ${name}: words, and the simple search`, () =>
      broken(
        (path, bytes) => (path === "search/root.bin" ? damage(bytes) : bytes),
        async (page) => assert.match(await page.locator("#search-notice").innerText(), notice),
      ));

    test(`shards of words that are ${name}: words, and a working page`, () =>
      broken(
        (path, bytes) => (/^search\/[wh]\d/.test(path) ? damage(bytes) : bytes),
        async (page) => assert.match(await page.locator("#search-notice").innerText(), notice),
      ));
  }

  test("an engine that is truncated: the simple search", () =>
    broken(
      (path, bytes) => (/assets\/search\.\w+\.bin$/.test(path) ? bytes.subarray(0, bytes.length >> 1) : bytes),
      async (page) => assert.match(await page.locator("#search-notice").innerText(), notice),
    ));

  test("an engine whose first copy is damaged: it is fetched once more", async () => {
    const asked = new Set();
    let again = 0;
    const behind = await plain(site, {
      change: (path, bytes) => {
        if (!/assets\/search\.\w+\.bin$/.test(path)) return bytes;
        if (asked.has(path)) again += 1;
        asked.add(path);
        return again || asked.size > 1 ? bytes : flip(bytes);
      },
    });
    try {
      await tab(browser, {}, async (page) => {
        await ask(page, behind.url, { q: "наставничество" });
        assert.ok((await total(page)) > 10);
        assert.equal(await page.locator("#search-notice").isVisible(), false);
        assert.equal(again, asked.size);
      });
    } finally {
      await behind.stop();
    }
  });

  test("texts that are missing: titles without snippets, and it says so", () =>
    broken(
      (path, bytes) => (/^search\/d/.test(path) ? undefined : bytes),
      async (page) => {
        assert.match(await page.locator("#search-notice").innerText(), /не загрузилась/);
        assert.ok((await titles(page)).length > 5);
      },
    ));

  test("the portal is published anew while the page is open", async () => {
    // Another index has other names: the shards that the open page knows are gone.
    const root = join(temp, "changed");
    for (const name of ["portal.yaml", "content", "data"]) {
      await cp(join(portal.ROOT, name), join(root, name), { recursive: true });
    }
    await rm(join(root, "content/news"), { recursive: true });
    const folder = await portal.folder();
    const other = await portal.build(folder, { root });
    const names = new Set(await readdir(join(other, "search")));
    let published = false;
    const behind = await plain(site, {
      change: (path, bytes) => {
        if (!published || !path.startsWith("search/")) return bytes;
        const name = path.slice("search/".length);
        return names.has(name) ? readFile(join(other, path)) : undefined;
      },
    });
    try {
      await tab(browser, {}, async (page) => {
        await ask(page, behind.url, { q: "наставничество" });
        published = true;
        await type(page, "дневник наблюдений");
        assert.ok((await titles(page)).some((title) => /Дневник/.test(title)));
      });
    } finally {
      await behind.stop();
      await portal.remove(folder);
    }
  });
});
