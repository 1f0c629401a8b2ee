// Every page of the built site is valid HTML.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { HtmlValidate } from "html-validate";
import rules from "./.htmlvalidate.mjs";
import * as portal from "./support/portal.mjs";

let temp, site;
before(async () => {
  temp = await portal.folder();
  site = await portal.build(temp);
});
after(() => portal.remove(temp));

test("every page is valid HTML", async () => {
  const validator = new HtmlValidate(rules);
  const wrong = new Map();
  for await (const { path, html } of portal.pages(site)) {
    const report = await validator.validateString(html, path);
    for (const { ruleId, message, line, column } of report.results.flatMap((result) => result.messages)) {
      // One mistake of a template is on hundreds of pages: tell it once.
      const known = wrong.get(`${ruleId}: ${message}`) || [];
      wrong.set(`${ruleId}: ${message}`, [...known, `${path}:${line}:${column}`]);
    }
  }
  const lines = [...wrong].map(([what, where]) => `${what}\n    ${where[0]} and ${where.length - 1} more`);
  assert.equal(lines.length, 0, `\n${lines.slice(0, 40).join("\n")}`);
});
