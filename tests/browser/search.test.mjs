// The search in the browser: what a reader does and sees.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { setTimeout as pause } from "node:timers/promises";
import { launch, listen, PHONE, tab, weigh } from "./support/browser.mjs";
import * as portal from "./support/portal.mjs";
import { address, ask, settled, titles, total, type, WAIT } from "./support/search.mjs";
import { plain, POLICY } from "./support/servers.mjs";

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

describe("a reader", () => {
  test("types and sees results, with the found words marked", () =>
    tab(browser, {}, async (page) => {
      const heard = listen(page, server.url);
      await page.goto(`${server.url}search.html`);
      await page.locator("#q").click();
      await page.keyboard.type("наставнич", { delay: 30 });
      await page.locator("#search-hits .card").first().waitFor(WAIT);
      await settled(page);
      assert.ok((await total(page)) > 10);
      assert.ok((await titles(page)).slice(0, 3).some((title) => /Наставнич/.test(title)));
      assert.match(await page.locator("#search-hits mark").first().innerText(), /настав/i);
      assert.match(page.url(), /\?q=%D0%BD/);
      assert.match(await page.title(), /^наставнич — /);
      assert.deepEqual(heard.complaints, []);
    }));

  test("fetches nothing of it before turning to it", () =>
    tab(browser, {}, async (page) => {
      const heard = listen(page, server.url);
      await page.goto(`${server.url}index.html`, { waitUntil: "networkidle" });
      assert.deepEqual(heard.requests.filter((url) => url.includes("search")), []);
      await page.locator("#home-q").focus();
      await page.waitForRequest(/root\.bin/, WAIT);
    }));

  test("reads the first titles soon, in few bytes", () =>
    tab(browser, {}, async (page) => {
      const weight = await weigh(page);
      const heard = listen(page, server.url);
      await ask(page, server.url, { q: "план урока" });
      const index = heard.requests.filter((url) => /search\/[^/]+\.bin$/.test(url));
      assert.ok(index.length <= 36, `${index.length} files`);
      assert.ok(weight.bytes < 400 * 1024, `${weight.bytes} bytes without compression by the server`);
    }));

  test("is led to the section that was found", () =>
    tab(browser, {}, async (page) => {
      await ask(page, server.url, { q: "протокол педсовета" });
      const links = await page.locator("#search-hits a").evaluateAll((all) => all.map((a) => a.href));
      const deep = links.find((url) => url.includes("#"));
      assert.ok(deep, links.join("\n"));
      await page.goto(deep);
      assert.ok(await page.evaluate(() => document.getElementById(decodeURIComponent(location.hash.slice(1))) !== null));
    }));

  test("narrows by facets: counts, results and address follow", () =>
    tab(browser, {}, async (page) => {
      await ask(page, server.url, { q: "урок" });
      const all = await total(page);
      const value = page.locator('[data-facet="collection"] label', { hasText: "Практики" });
      const promised = Number(await value.locator(".count").innerText());
      await value.locator("input").check();
      await settled(page);
      await page.waitForFunction((n) => document.querySelector("#search-count").textContent.includes(String(n)), promised, WAIT);
      assert.ok(promised < all);
      assert.match(page.url(), /f=collection\.practices/);
      assert.deepEqual([...new Set(await page.locator("#search-hits .card-kind").allInnerTexts())], ["Практика"]);
      // Values of one field are alternatives; the box that was checked keeps the focus.
      assert.equal(await page.evaluate(() => document.activeElement.value), "practices");
      await page.locator('[data-facet="collection"] input[value="documents"]').check();
      await page.waitForFunction((n) => Number(/\d+/.exec(document.querySelector("#search-count").textContent)) > n, promised, WAIT);
      await page.locator("#search-active button").first().click();
      await page.waitForFunction(() => document.querySelectorAll("#search-active button").length === 1, undefined, WAIT);
      await page.reload();
      await settled(page);
      assert.equal(await page.locator("#search-active button").count(), 1);
      assert.equal(await page.locator("#q").inputValue(), "урок");
    }));

  test("lists everything of a filter without a query", () =>
    tab(browser, {}, async (page) => {
      await ask(page, server.url, { f: "collection.practices" });
      assert.ok((await total(page)) > 40);
      await page.locator("#search-more").click();
      await page.waitForFunction(() => document.querySelectorAll("#search-hits .card").length === 20, undefined, WAIT);
      assert.match(page.url(), /n=20/);
    }));

  test("unfolds further facets", () =>
    tab(browser, {}, async (page) => {
      await ask(page, server.url, { q: "урок" });
      await page.locator(".facet-rest > summary").click();
      await page.locator('.facet-rest [data-facet="level"] label').first().waitFor(WAIT);
    }));

  test("orders by date and by level", () =>
    tab(browser, {}, async (page) => {
      await ask(page, server.url, { q: "урок", f: "collection.practices", sort: "date" });
      const years = await page.locator("#search-hits .card-meta").allInnerTexts();
      const numbers = years.map((text) => Number(/\d{4}/.exec(text)[0]));
      assert.deepEqual(numbers, numbers.toSorted((a, b) => b - a));
      await page.locator("#search-order").selectOption("level");
      await settled(page);
      assert.match(page.url(), /sort=level/);
    }));

  test("shows the level of practices as their lists do", () =>
    tab(browser, {}, async (page) => {
      const badges = async (f) => {
        await ask(page, server.url, { f });
        const cards = await page.locator("#search-hits .card").count();
        const texts = await page.locator("#search-hits .card .badge").allInnerTexts();
        return { every: cards === texts.length, texts: [...new Set(texts)] };
      };
      assert.deepEqual(await badges("level.top"), { every: true, texts: ["Высший"] });
      assert.deepEqual(await badges("level.basic"), { every: true, texts: ["Базовый"] });
      assert.deepEqual(await badges("collection.documents"), { every: false, texts: [] });
    }));

  test("asks for a phrase", () =>
    tab(browser, {}, async (page) => {
      await ask(page, server.url, { q: "дорожная карта" });
      const loose = await total(page);
      await type(page, '"дорожная карта школы"');
      const strict = await total(page);
      assert.ok(strict > 0 && strict < loose, `${strict} of ${loose}`);
    }));

  test("mistypes, and is told what was read and how to ask literally", () =>
    tab(browser, {}, async (page) => {
      await ask(page, server.url, { q: "настваничество" });
      assert.ok((await total(page)) > 5);
      assert.match(await page.locator("#search-read").innerText(), /Показаны результаты для «наставничеств.*»/);
      await page.locator("#search-read a").click();
      await settled(page);
      await page.locator("#search-empty").waitFor(WAIT);
      assert.match(await page.locator("#q").inputValue(), /^"настваничество"$/);
      assert.equal(await page.locator("#search-hits .card").count(), 0);
      await page.locator("#search-empty button", { hasText: "наставничеств" }).first().click();
      await page.waitForFunction(() => document.querySelectorAll("#search-hits .card").length > 5, undefined, WAIT);
    }));

  test("forgets to switch the keyboard, and is told so in words", () =>
    tab(browser, {}, async (page) => {
      await ask(page, server.url, { q: "ghfrnbrf" });
      assert.ok((await total(page)) > 5);
      assert.match(await page.locator("#search-read").innerText(), /Похоже, включена другая раскладка: ghfrnbrf → практика/);
    }));

  test("goes on and comes back", () =>
    tab(browser, {}, async (page) => {
      await ask(page, server.url, { q: "урок" });
      await page.locator('[data-facet="collection"] input[value="practices"]').check();
      await page.waitForURL(/f=collection/);
      await settled(page);
      const narrowed = await titles(page);
      await page.locator("#search-hits a").nth(2).click();
      await page.waitForURL(/practices\//);
      await page.goBack();
      await settled(page);
      assert.deepEqual(await titles(page), narrowed);
      assert.equal(await page.locator('[data-facet="collection"] input[value="practices"]').isChecked(), true);
      await page.goBack();
      await page.waitForFunction(() => !document.querySelector("#search-active button"), undefined, WAIT);
      assert.equal(await page.locator("#q").inputValue(), "урок");
    }));

  test("needs no mouse", () =>
    tab(browser, {}, async (page) => {
      await page.goto(`${server.url}search.html`);
      await page.keyboard.press("/");
      assert.equal(await page.evaluate(() => document.activeElement.id), "q");
      await page.keyboard.type("наставничество");
      await page.locator("#search-hits .card").first().waitFor(WAIT);
      await settled(page);
      await page.keyboard.press("ArrowDown");
      await page.keyboard.press("ArrowDown");
      const second = (await titles(page))[1];
      assert.equal(await page.evaluate(() => document.activeElement.textContent), second);
      await page.keyboard.press("ArrowUp");
      await page.keyboard.press("ArrowUp");
      assert.equal(await page.evaluate(() => document.activeElement.id), "q");
      await page.keyboard.press("ArrowDown");
      await page.keyboard.press("Escape");
      assert.equal(await page.evaluate(() => document.activeElement.id), "q");
      await page.keyboard.press("ArrowDown");
      await page.keyboard.press("Enter");
      await page.waitForURL((url) => !url.pathname.endsWith("search.html"));
    }));

  test("clears the box with Escape", () =>
    tab(browser, {}, async (page) => {
      await ask(page, server.url, { q: "урок" });
      await page.locator("#q").focus();
      await page.keyboard.press("Escape");
      await page.locator(".search-fallback").waitFor(WAIT);
      assert.equal(await page.locator("#q").inputValue(), "");
      assert.equal(await page.locator("#search-app").isVisible(), false);
    }));

  test("hears how many there are, once the typing pauses", () =>
    tab(browser, {}, async (page) => {
      await page.goto(`${server.url}search.html`);
      await page.locator("#q").click();
      await page.keyboard.type("наставничество", { delay: 40 });
      await page.waitForFunction(() => /Нашл/.test(document.querySelector("#search-live").textContent), undefined, WAIT);
      assert.equal(await page.locator("#search-live").getAttribute("role"), "status");
    }));

  test("finds the last queries on the device, and can have them forgotten", () =>
    tab(browser, {}, async (page) => {
      await page.goto(`${server.url}search.html`);
      for (let n = 1; n <= 10; n++) {
        await page.locator("#q").fill(`запрос ${n}`);
        await page.keyboard.press("Enter");
      }
      await page.goto(`${server.url}search.html`);
      const kept = page.locator("#search-recent .chip:not(.chip-quiet)");
      assert.equal(await kept.count(), 8);
      assert.equal(await kept.first().innerText(), "запрос 10");
      await page.locator("#search-recent .chip-quiet").click();
      assert.equal(await page.locator("#search-recent").isVisible(), false);
      assert.equal(await page.evaluate(() => localStorage.getItem("metod-search")), null);
    }));

  test("finds nothing, and is told what to try and whom to ask", () =>
    tab(browser, {}, async (page) => {
      await ask(page, server.url, { q: "матерология щщфыв", f: "subjects.matematika" });
      const empty = page.locator("#search-empty");
      await empty.waitFor(WAIT);
      const subject = empty.locator("a", { hasText: "Методисты" });
      assert.ok((await empty.locator("li").count()) >= 4);
      assert.ok((await empty.locator('a[href^="mailto:"]').count()) === 1);
      if (await subject.count()) assert.match(await subject.first().getAttribute("href"), /methodists\//);
    }));

  test("finds nothing, and no advice can be had: it is said all the same, and the next question is answered", () =>
    tab(browser, {}, async (page) => {
      const failures = [];
      page.on("pageerror", (error) => failures.push(error.message));
      await page.route("**/search-nothing.*.js", (route) => route.abort());
      await ask(page, server.url, { q: "щщфыв" });
      await page.waitForFunction(() => document.querySelector("#search-count").textContent === "Ничего не нашлось", null, WAIT);
      assert.equal(await page.locator("#search-empty").isVisible(), false);
      await page.unroute("**/search-nothing.*.js");
      await page.locator("#q").fill("щщфывж");
      await page.locator("#search-empty li").first().waitFor(WAIT);
      await page.locator("#q").fill("наставничество");
      await page.locator("#search-hits li").first().waitFor(WAIT);
      assert.equal(await page.locator("#search-empty").isVisible(), false);
      assert.deepEqual(failures, []);
    }));

  test("does not flicker: old results stay until there are new ones", () =>
    tab(browser, {}, async (page) => {
      await ask(page, server.url, { q: "наставничество" });
      await page.evaluate(() => {
        window.emptied = 0;
        new MutationObserver(() => {
          if (!document.querySelector("#search-hits").firstChild) window.emptied++;
        }).observe(document.querySelector("#search-hits"), { childList: true });
      });
      await page.locator("#q").fill("наставничество в школе");
      await pause(300);
      await settled(page);
      assert.equal(await page.evaluate(() => window.emptied), 0);
    }));
});

describe("the box of every page", () => {
  test("suggests titles; the keyboard chooses", () =>
    tab(browser, {}, async (page) => {
      await page.goto(`${server.url}practices/index.html`);
      const box = page.locator("#site-q");
      await box.click();
      await page.keyboard.type("наставн", { delay: 30 });
      await page.locator(".suggestions li").first().waitFor(WAIT);
      assert.equal(await box.getAttribute("aria-expanded"), "true");
      assert.ok((await page.locator(".suggestions li").count()) <= 5);
      await page.keyboard.press("ArrowDown");
      const active = await box.getAttribute("aria-activedescendant");
      const option = page.locator(`#${active}`);
      assert.equal(await option.getAttribute("aria-selected"), "true");
      const title = await option.innerText();
      await page.keyboard.press("Escape");
      assert.equal(await box.getAttribute("aria-expanded"), "false");
      await page.keyboard.press("ArrowDown");
      await page.keyboard.press("Enter");
      await page.waitForURL(/\.html/);
      await page.waitForFunction((t) => document.querySelector("h1").textContent.includes(t.slice(0, 10)), title, WAIT);
    }));

  test("leads to the search page by Enter, with scripts of the search or without", () =>
    tab(browser, {}, async (page) => {
      await page.route("**/search-box.*.js", (route) => route.abort());
      await page.goto(`${server.url}en/index.html`);
      await page.locator("#home-q").fill("mentor");
      await page.keyboard.press("Enter");
      await page.waitForURL(/en\/search\.html\?q=mentor/);
      await settled(page);
      assert.ok((await total(page)) > 0);
      assert.match(await page.locator("#search-count").innerText(), /results/);
    }));
});

describe("whatever is typed", () => {
  const texts = {
    "a hundred thousand letters": "методика ".repeat(11112),
    "a word without an end": "ы".repeat(100000),
    "only signs": "!?.,;:—«»\"'()[]{}*-+=/\\|",
    "quotes and stars": '"""*** - -- "-" «" title: text:',
    "mixed scripts": "пpaктиka мeтoд urok 数学 שלום",
    "emoji": "🎓📚 урок 👩‍🏫",
    "marks of direction": "\u202eкорус\u202c \u200furok\u200e \u2066x\u2069",
    "half of a pair": "урок \ud83c",
    "controls and line ends": "урок\u0000\n\nq=план\u0007\u001f",
    "HTML": '<img src=x onerror="window.hacked=1"> <script>window.hacked=1</script>',
    "the closing of a block": "</script></title><!-- {read} {query}",
  };
  for (const [name, text] of Object.entries(texts)) {
    test(`${name}: an answer, and nothing injected`, () =>
      tab(browser, {}, async (page) => {
        const heard = listen(page, server.url);
        await page.goto(`${server.url}search.html`);
        await page.locator("#q").evaluate((box, value) => {
          box.value = value;
          box.dispatchEvent(new Event("input", { bubbles: true }));
        }, text);
        await pause(250);
        await settled(page);
        const words = await page.locator("#search-count").innerText();
        assert.match(words, /наш/i);
        assert.equal(await page.evaluate(() => window.hacked), undefined);
        assert.equal(await page.locator("main img").count(), 0);
        assert.deepEqual(heard.complaints, []);
        await type(page, "урок");
        assert.ok((await total(page)) > 10);
      }));
  }

  test("an address with anything in it is read", () =>
    tab(browser, {}, async (page) => {
      const query = "search.html?q=%D1%83%D1%80%D0%BE%D0%BA&f=&f=x&f=.&f=no.such&f=collection.%3Cb%3E&sort=drop&n=-5&n=1e9";
      await page.goto(server.url + query);
      await settled(page);
      assert.equal(await page.locator("main b").count(), 0);
      await page.locator("#search-empty button", { hasText: "Сбросить" }).click();
      await page.waitForFunction(() => document.querySelectorAll("#search-hits .card").length > 5, undefined, WAIT);
    }));
});

describe("its looks", () => {
  const states = {
    results: { q: "наставничество" },
    filters: { q: "урок", f: "collection.practices" },
    "a mistype": { q: "ghfrnbrf" },
    "no results": { q: "щщфывщщ цукенгш", f: "subjects.matematika" },
  };
  let axe;
  before(async () => {
    axe = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
  });
  async function violations(page) {
    await page.evaluate(axe);
    const found = await page.evaluate(() => window.axe.run(document, { rules: { "color-contrast-enhanced": { enabled: true } } }));
    return found.violations.map(({ id, help, nodes }) => `${id}: ${help}\n    ${nodes.slice(0, 3).map((node) => node.html.slice(0, 200)).join("\n    ")}`);
  }
  const isNarrow = (page) => page.evaluate(() => document.documentElement.scrollWidth <= document.documentElement.clientWidth);

  for (const colorScheme of ["light", "dark"]) {
    for (const [name, parameters] of Object.entries(states)) {
      test(`${name}, ${colorScheme}: accessible`, () =>
        tab(browser, { colorScheme }, async (page) => {
          await page.addInitScript(axe);
          await ask(page, server.url, parameters);
          assert.deepEqual(await violations(page), []);
        }));
    }
    test(`suggestions, ${colorScheme}: accessible`, () =>
      tab(browser, { colorScheme }, async (page) => {
        await page.addInitScript(axe);
        await page.goto(`${server.url}index.html`);
        await page.locator("#home-q").click();
        await page.keyboard.type("наставн");
        await page.locator(".suggestions li").first().waitFor(WAIT);
        await page.keyboard.press("ArrowDown");
        assert.deepEqual(await violations(page), []);
      }));
  }

  for (const [name, parameters] of Object.entries(states)) {
    test(`${name}: nothing to scroll sideways, targets large enough`, () =>
      tab(browser, { viewport: PHONE }, async (page) => {
        await ask(page, server.url, parameters);
        await page.locator("#search-facets > summary").click();
        for (const width of [320, 360, 768, 1280]) {
          await page.setViewportSize({ width, height: 800 });
          assert.ok(await isNarrow(page), `${width} px`);
        }
        await page.setViewportSize(PHONE);
        const small = await page.evaluate(() =>
          [...document.querySelectorAll("#search-app button, #search-app label, #search-app select, #search-app summary")]
            .filter((element) => element.offsetParent && element.tagName !== "LABEL" | element.closest(".facet") !== null)
            .filter((element) => element.getBoundingClientRect().height < 43.5)
            .map((element) => element.textContent),
        );
        assert.deepEqual(small, []);
      }));
  }

  test("for poor sight, at the largest size: nothing to scroll sideways", () =>
    tab(browser, { viewport: PHONE }, async (page) => {
      await page.addInitScript(() =>
        localStorage.setItem("metod-view", JSON.stringify({ a11y: { size: "3", space: "3", scheme: "wb", images: "on" } })),
      );
      await ask(page, server.url, { q: "наставничество" });
      assert.ok(await isNarrow(page));
    }));

  test("on paper: results without boxes to type into", () =>
    tab(browser, {}, async (page) => {
      await ask(page, server.url, { q: "наставничество" });
      await page.emulateMedia({ media: "print" });
      assert.equal(await page.locator("#q").isVisible(), false);
      assert.equal(await page.locator("#search-facets").isVisible(), false);
      assert.equal(await page.locator("#search-hits .card").first().isVisible(), true);
    }));
});
