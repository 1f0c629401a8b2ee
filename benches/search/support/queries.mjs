// Queries of words that a portal has: the same for the same portal.
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";

/** xorshift32: numbers below a limit. */
function dice(seed) {
  let state = seed;
  return (limit) => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) % limit;
  };
}

/** Words that one might remember of a text. */
function words(text) {
  return text.match(/(?<![а-яё-])[а-яё]{4,}(?![а-яё-])/giu)?.map((word) => word.toLowerCase()) ?? [];
}

/** One to three words in turn: neighbours in a title, or any words of one paragraph. */
export async function draw(portal, count) {
  const folder = join(portal, "content/practices");
  const files = (await readdir(folder)).filter((name) => name.endsWith(".md")).sort();
  const below = dice(20261125);
  const queries = [];
  while (queries.length < count) {
    const text = await readFile(join(folder, files[below(files.length)]), "utf8");
    const title = words(/^title: (.*)$/m.exec(text)?.[1] ?? "");
    const paragraphs = text.split(/^---$/m).slice(2).join("").split("\n\n").map(words);
    const wanted = 1 + (queries.length % 3);
    const isOfTitle = queries.length % 2 === 0;
    const from = isOfTitle ? title : paragraphs[below(paragraphs.length)];
    if (from.length < wanted) continue;
    const start = below(from.length - wanted + 1);
    const chosen = isOfTitle
      ? from.slice(start, start + wanted)
      : Array.from({ length: wanted }, () => from[below(from.length)]);
    const query = [...new Set(chosen)].join(" ");
    if (!queries.includes(query)) queries.push(query);
  }
  return queries;
}
