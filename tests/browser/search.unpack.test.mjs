// Node: what unpacks the engine, beside what packed it (build.rs), without a browser.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { after, before, test } from "node:test";
import vm from "node:vm";
import { gzipSync } from "node:zlib";
import * as portal from "./support/portal.mjs";

const script = readFileSync(join(portal.ROOT, "themes/default/scripts/search-worker/1-unpack.js"), "utf8");
const self = {};
vm.runInThisContext(`(function (self) {${script}})`)(self);
const unpack = (bytes) => self.metodUnpack(new Uint8Array(bytes));

let temp, packed;
before(async () => {
  temp = await portal.folder();
  const site = await portal.build(temp);
  const [, parts] = /data-search-engine="([^"]+)"/.exec(await readFile(join(site, "search.html"), "utf8"));
  packed = Buffer.concat(await Promise.all(parts.split(" ").map((part) => readFile(join(site, part)))));
});
after(() => portal.remove(temp));

test("the engine comes out as a module, and smaller than gzip would have it", () => {
  const module = unpack(packed);
  assert.ok(WebAssembly.validate(module));
  const gzip = gzipSync(module, { level: 9 }).length;
  assert.ok(packed.length < gzip * 0.9, `${packed.length}, by gzip ${gzip}`);
});

test("what is damaged gives nothing, and soon", () => {
  for (const length of [0, 1, 12, 13, 14, 1000, packed.length >> 1, packed.length - 100]) {
    assert.equal(unpack(packed.subarray(0, length)), null, `cut after ${length}`);
  }
  for (let at = 0; at < packed.length; at += 997) {
    // The first byte of the stream says nothing.
    if (at === 8) continue;
    const bytes = Uint8Array.from(packed);
    bytes[at] ^= 1 << at % 8;
    assert.equal(unpack(bytes), null, `byte ${at}`);
  }
  const huge = Uint8Array.from(packed);
  huge.fill(255, 0, 4);
  assert.equal(unpack(huge), null);
});
