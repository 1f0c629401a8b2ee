// The judged queries of tests/search/queries.yaml, asked of both searches in Chromium; see README.md.
//   node quality.mjs SITE QUERIES.yaml PAGEFIND
import { readFile } from "node:fs/promises";
import { launch } from "../../tests/browser/support/browser.mjs";
import { OURS, PAGEFIND, serveBoth, visit } from "./support/engines.mjs";
import { FREE } from "./support/link.mjs";
import { readQueries } from "./support/judged.mjs";

/** Addresses of the first ten hits, as the page itself would ask for them. */
const ASK = {
  [OURS.name]: (page, judged) =>
    page.evaluate(async ({ query, filters }) => {
      const question = { query, filters: Object.entries(filters), sort: "relevance", offset: 0, limit: 10 };
      Object.assign(question, { typing: false, snippets: false, facets: [], lang: "ru" });
      let found = [];
      await window.metodSearch.ask(question, (answer) => (found = answer.hits));
      return found.map((hit) => hit.url);
    }, judged),
  [PAGEFIND.name]: (page, judged) => page.evaluate(({ query, filters }) => window.judge(query, filters), judged),
};

/** Keys as the judges wrote them, of addresses in either language. */
const key = (url) => url.replace(/^\/?(en\/)?/, "").replace(/\.html.*$/, "").replace("/", ":");

/** One by the rank of the best answer among the ten; what must not be found is found well when nothing is. */
function worth(judged, urls) {
  if (!judged.expect.length) return urls.length ? 0 : 1;
  const rank = urls.map(key).findIndex((found) => judged.expect.includes(found));
  return rank < 0 ? 0 : 1 / (rank + 1);
}

async function score(browser, server, engine, queries) {
  const classes = new Map();
  await visit(browser, server, engine, FREE, async (page) => {
    await page.focus("#q");
    for (const judged of queries) {
      const value = worth(judged, await ASK[engine.name](page, judged));
      for (const name of [judged.class, "all"]) {
        const sum = classes.get(name) ?? { queries: 0, hits: 0, reciprocal: 0 };
        sum.queries += 1;
        sum.hits += value > 0 ? 1 : 0;
        sum.reciprocal += value;
        classes.set(name, sum);
      }
    }
  });
  return classes;
}

function print(scores) {
  const names = [...scores.keys()];
  const classes = [...scores.get(names[0]).keys()].filter((name) => name !== "all").sort();
  const cells = (sum) => [(sum.hits / sum.queries).toFixed(3), (sum.reciprocal / sum.queries).toFixed(3)];
  const row = (name) => {
    const each = names.map((engine) => scores.get(engine).get(name));
    return `| ${[name, each[0].queries, ...each.flatMap(cells)].join(" | ")} |`;
  };
  const head = ["class", "n", ...names.flatMap((name) => [`${name} hit@10`, "MRR"])];
  return [`| ${head.join(" | ")} |`, `|${"---|".repeat(head.length)}`, ...[...classes, "all"].map(row)].join("\n");
}

const [site, file, pagefind] = process.argv.slice(2);
const queries = readQueries(await readFile(file, "utf8"));
const server = await serveBoth(site, pagefind);
const browser = await launch();
try {
  const scores = new Map();
  for (const engine of [OURS, PAGEFIND]) scores.set(engine.name, await score(browser, server, engine, queries));
  console.log(`\n${queries.length} judged queries\n\n${print(scores)}`);
} finally {
  await browser.close();
  await server.stop();
}
