// Pictures and sheets of the sample portal for people to look at: node shots.mjs OUTDIR
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { DESK, launch, PHONE, tab } from "./support/browser.mjs";
import * as portal from "./support/portal.mjs";
import { SAMPLE } from "./support/sample.mjs";
import { plain } from "./support/servers.mjs";

const out = process.argv[2];
if (!out) {
  console.error("node shots.mjs OUTDIR");
  process.exit(2);
}
await mkdir(out, { recursive: true });
const temp = await portal.folder();
const server = await plain(await portal.build(temp));
const browser = await launch();
try {
  for (const [name, path] of Object.entries(SAMPLE)) {
    const file = join(out, name.replaceAll(" ", "-"));
    for (const [size, viewport] of Object.entries({ phone: PHONE, desk: DESK })) {
      for (const colorScheme of ["light", "dark"]) {
        await tab(browser, { viewport, colorScheme }, async (page) => {
          await page.goto(server.url + path);
          await page.screenshot({ path: `${file}.${size}.${colorScheme}.png` });
          // The whole page once: long ones are tall.
          if (colorScheme === "light") await page.screenshot({ path: `${file}.${size}.whole.png`, fullPage: true });
        });
      }
    }
    await tab(browser, {}, async (page) => {
      await page.goto(server.url + path);
      await page.pdf({ path: `${file}.pdf`, preferCSSPageSize: true });
    });
    console.log(name);
  }
} finally {
  await browser.close();
  await server.stop();
  await portal.remove(temp);
}
