// The sample portal, built by the program under test into a folder that is removed at the end.
import { execFile } from "node:child_process";
import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join, posix, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

const run = promisify(execFile);

export const ROOT = resolve(dirname(fileURLToPath(import.meta.url)), "../../..");
export const METOD = process.env.METOD || join(ROOT, "target/debug/metod");
/** The only clock of a build, so that the pages do not change from day to day. */
export const AS_OF = "2026-11-23";

/** A folder of this process. */
export async function folder() {
  return mkdtemp(join(tmpdir(), "metod-browser-"));
}

/** Builds the portal; gives the folder of the site. */
export async function build(into, { root = ROOT, baseUrl } = {}) {
  const out = join(into, "site");
  const args = ["build", "--quiet", "--root", root, "--out", out, "--as-of", AS_OF];
  await run(METOD, baseUrl ? [...args, "--base-url", baseUrl] : args, { maxBuffer: 1 << 26 });
  return out;
}

export async function remove(path) {
  await rm(path, { recursive: true, force: true });
}

/** Paths of all files of a site, with slashes, sorted. */
export async function files(site) {
  const entries = await readdir(site, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name).slice(site.length + 1))
    .map((path) => path.replaceAll("\\", "/"))
    .sort();
}

export const isPage = (path) => posix.extname(path) === ".html";

/** All pages of a site with their HTML, one after the other. */
export async function* pages(site) {
  for (const path of (await files(site)).filter(isPage)) {
    yield { path, html: await readFile(join(site, path), "utf8") };
  }
}
