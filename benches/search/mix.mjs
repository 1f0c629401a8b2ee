// Makes a portal for the judged queries: the sample portal, and pages about other things as its news.
//   node mix.mjs SAMPLE OUT [PAGES.jsonl]
import { cp, mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";

/** As many as tests/search/quality.rs mixes in. */
const MIXED = 2000;
/** Those pages come from elsewhere: some links lead nowhere. */
const SEVERITIES = "severities: {broken-link: warning, broken-image: warning, broken-anchor: warning}\n";

function record(page) {
  const head = [`title: ${JSON.stringify(page.title)}`];
  if (page.summary) head.push(`summary: ${JSON.stringify(page.summary)}`);
  if (page.date) head.push(`date: ${page.date}`);
  return `---\n${head.join("\n")}\n---\n${page.body.replaceAll("\n\n\n", "\n\n")}\n`;
}

const [sample, out, pages] = process.argv.slice(2);
await mkdir(out, { recursive: true });
for (const name of ["content", "data"]) await cp(join(sample, name), join(out, name), { recursive: true });
await writeFile(join(out, "portal.yaml"), (await readFile(join(sample, "portal.yaml"), "utf8")) + SEVERITIES);
const lines = pages ? (await readFile(pages, "utf8")).split("\n").filter(Boolean).slice(0, MIXED) : [];
await mkdir(join(out, "content/news"), { recursive: true });
for (const line of lines) {
  const page = JSON.parse(line);
  await writeFile(join(out, "content/news", `mixed-${page.id}.md`), record(page));
}
console.log(`${lines.length} pages mixed in`);
