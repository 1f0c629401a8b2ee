// Copies the pages of a built site for Pagefind, marked as its documentation advises: the record is the body,
// what stands on it only for navigation is left out by --exclude-selectors, and facets are filters.
//   node mark.mjs SITE OUT
import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";

const escape = (text) => String(text).replaceAll("&", "&amp;").replaceAll('"', "&quot;").replaceAll("<", "&lt;");

/** Fields of a record whose values have ids. */
function* filters(collection, record) {
  yield ["collection", collection];
  yield ["lang", record.lang];
  if (record.review?.level?.id) yield ["level", record.review.level.id];
  for (const [field, held] of Object.entries(record.fields)) {
    for (const value of [held].flat()) {
      if (value && typeof value === "object" && value.id) yield [field, value.id];
    }
  }
}

async function mark(site, out, collection, record) {
  const html = await readFile(join(site, record.url), "utf8");
  const metas = [...filters(collection, record)].map(
    ([field, id]) => `<meta data-pagefind-filter="${escape(field)}[content]" content="${escape(id)}">`,
  );
  const marked = html
    .replace("</head>", `${metas.join("\n")}\n</head>`)
    .replace('<article class="record', '<article data-pagefind-body class="record');
  if (!marked.includes("data-pagefind-body")) throw new Error(`${record.url}: no record on this page`);
  const path = join(out, record.url);
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, marked);
}

const [site, out] = process.argv.slice(2);
let count = 0;
for (const name of (await readdir(join(site, "data"))).filter((name) => name.endsWith(".json"))) {
  const { collection, records } = JSON.parse(await readFile(join(site, "data", name), "utf8"));
  for (const record of records ?? []) {
    await mark(site, out, collection, record);
    count += 1;
  }
}
console.log(`${count} pages marked for Pagefind`);
