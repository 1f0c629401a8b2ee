// What a page of the built site names: tags, attributes, anchors. Pages are valid (html.test.mjs), so
// that a tokenizer of a few lines reads them all within a second.
const TAG = /<!--[\s\S]*?-->|<([a-z][a-z0-9-]*)((?:[^"'>]|"[^"]*"|'[^']*')*)>/gi;
const ATTRIBUTE = /([^\s=/"'<>]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+)))?/g;
const ENTITIES = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'", nbsp: "\u00a0" };

function decode(text) {
  return text.replace(/&(?:#x([0-9a-f]+)|#(\d+)|([a-z]+));/gi, (whole, hex, number, name) => {
    if (hex || number) return String.fromCodePoint(parseInt(hex || number, hex ? 16 : 10));
    return ENTITIES[name] ?? whole;
  });
}

/** All start tags: `{name, attributes}`. */
export function tags(html) {
  const found = [];
  for (const [, name, rest] of html.matchAll(TAG)) {
    if (!name) continue;
    const attributes = {};
    for (const [, key, double, single, bare] of rest.matchAll(ATTRIBUTE)) {
      attributes[key.toLowerCase()] = decode(double ?? single ?? bare ?? "");
    }
    found.push({ name: name.toLowerCase(), attributes });
  }
  return found;
}

/** Attributes that hold addresses, those for our own scripts among them. */
const ADDRESSES = ["href", "src", "action", "poster", "data", "data-index", "data-docx", "data-difficulty", ...["root", "script", "worker"].map((name) => `data-search-${name}`)];

/** Addresses that a page names, as written. */
export function addresses(tags) {
  return tags.flatMap(({ attributes }) => [
    ...ADDRESSES.map((name) => attributes[name]).filter((value) => value !== undefined),
    ...(attributes["data-search-engine"] || "").split(" ").filter(Boolean),
    ...(attributes.srcset || "").split(",").map((part) => part.trim().split(/\s+/)[0]).filter(Boolean),
  ]);
}

/** Anchors that a page offers. */
export function anchors(tags) {
  return new Set(tags.map(({ attributes }) => attributes.id).filter(Boolean));
}

/** An address on a page becomes `{file, anchor}` of the site, or nothing when it leads elsewhere. */
export function resolve(page, address, base) {
  // Relative to a made-up root, so that a way out of the site shows.
  const site = new URL(base || "http://site.invalid/outside/");
  const from = new URL(page, site);
  const to = new URL(address, from);
  if (to.origin !== site.origin) return undefined;
  const inside = to.pathname.startsWith(site.pathname);
  const path = inside ? to.pathname.slice(site.pathname.length) || "index.html" : to.pathname;
  return { file: decodeURIComponent(path), anchor: to.hash && decodeURIComponent(to.hash.slice(1)) };
}
