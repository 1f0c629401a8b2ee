// Chromium, and what a page says about itself while it loads.
import { chromium } from "playwright-core";

const SWITCHES = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

export const PHONE = { width: 360, height: 740 };
export const DESK = { width: 1280, height: 900 };

/** A browser with an empty profile of its own. */
export function launch() {
  return chromium.launch({
    executablePath: process.env.CHROMIUM || "/usr/bin/chromium",
    headless: true,
    args: SWITCHES,
  });
}

/** Opens a tab in a session of its own, runs `action` in it and closes it. */
export async function tab(browser, options, action) {
  const context = await browser.newContext({ viewport: DESK, locale: "ru-RU", ...options });
  try {
    return await action(await context.newPage(), context);
  } finally {
    await context.close();
  }
}

/** Collects what a page should never say: errors, breaches of the policy, foreign requests. */
export function listen(page, origin) {
  const heard = { complaints: [], requests: [] };
  page.on("console", (message) => {
    if (["error", "warning"].includes(message.type())) heard.complaints.push(message.text());
  });
  page.on("pageerror", (error) => heard.complaints.push(String(error)));
  page.on("requestfailed", (request) => heard.complaints.push(`${request.url()}: ${request.failure()?.errorText}`));
  page.on("response", (response) => {
    if (response.status() >= 400) heard.complaints.push(`${response.status()} ${response.url()}`);
  });
  page.on("request", (request) => {
    heard.requests.push(request.url());
    if (!request.url().startsWith(origin)) heard.complaints.push(`leaves the origin: ${request.url()}`);
  });
  return heard;
}

/** Bytes that came over the wire for a page, headers included. */
export async function weigh(page) {
  const session = await page.context().newCDPSession(page);
  const weight = { bytes: 0 };
  session.on("Network.loadingFinished", (event) => {
    weight.bytes += event.encodedDataLength;
  });
  await session.send("Network.enable");
  return weight;
}
