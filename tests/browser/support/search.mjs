// The search page as the tests of the search use it.
import { setTimeout as pause } from "node:timers/promises";

export const WAIT = { timeout: 15000 };

export const titles = (page) => page.locator("#search-hits .card-title a").allInnerTexts();
export const address = (base, parameters) => `${base}search.html?${new URLSearchParams(parameters)}`;
export const total = async (page) => Number(/\d+/.exec(await page.locator("#search-count").innerText())?.[0] ?? 0);

/** Waits until the newest question is answered whole. */
export async function settled(page) {
  await page.waitForFunction(
    () => !document.querySelector("#search-app").hidden && !document.querySelector("#search-app[aria-busy]"),
    undefined,
    WAIT,
  );
}

/** Opens the search page with a query, in whatever place. */
export async function ask(page, base, parameters) {
  await page.goto(address(base, parameters));
  await settled(page);
}

/** Types into the box and waits for the answer. */
export async function type(page, text) {
  await page.locator("#q").fill(text);
  await pause(200); // the pause after which typing is taken for a question
  await settled(page);
}
