// Servers such as a school may have, each on a free port of this machine.
import { spawn } from "node:child_process";
import { accessSync } from "node:fs";
import { mkdir, readFile, stat, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import { createServer as createSocket } from "node:net";
import { delimiter, extname, join, normalize } from "node:path";
import { setTimeout as pause } from "node:timers/promises";

/** The policy under which the default theme promises to run. */
export const POLICY = "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'";

export function freePort() {
  return new Promise((done, failed) => {
    const socket = createSocket();
    socket.once("error", failed);
    socket.listen(0, "127.0.0.1", () => {
      const { port } = socket.address();
      socket.close(() => done(port));
    });
  });
}

/** Path of nginx, or nothing. */
export function nginxPath() {
  const folders = [...(process.env.PATH || "").split(delimiter), "/usr/sbin", "/usr/local/sbin"];
  return folders
    .map((folder) => join(folder, "nginx"))
    .find((path) => {
      try {
        accessSync(path);
        return true;
      } catch {
        return false;
      }
    });
}

/** Why a test that needs a program cannot run: false, or words. In CI nothing is left out. */
export function missing(name, path) {
  return !path && !process.env.CI && `${name} is not installed`;
}

/** Serves `site` under /portal/ with compression and the strict policy. */
export async function nginx(site, temp, port) {
  const conf = join(temp, "nginx.conf");
  const scratch = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"];
  await mkdir(join(temp, "scratch"), { recursive: true });
  await writeFile(
    conf,
    `daemon off;
master_process off;
pid ${temp}/nginx.pid;
error_log stderr crit;
events {}
http {
  access_log off;
  ${scratch.map((name) => `${name}_temp_path ${temp}/scratch/${name};`).join("\n  ")}
  types {
    text/html html; text/css css; text/javascript js; image/svg+xml svg; application/json json;
    image/jpeg jpg; image/png png; image/webp webp;
  }
  default_type application/octet-stream;
  gzip on;
  gzip_min_length 200;
  gzip_types text/css text/javascript image/svg+xml application/json application/octet-stream;
  server {
    listen 127.0.0.1:${port};
    charset utf-8;
    add_header Content-Security-Policy "${POLICY}" always;
    add_header X-Content-Type-Options nosniff always;
    error_page 404 /portal/404.html;
    location /portal/ { alias ${site}/; index index.html; }
  }
}
`,
  );
  const child = spawn(nginxPath(), ["-c", conf, "-e", "stderr", "-p", temp], { stdio: ["ignore", "ignore", "inherit"] });
  const url = `http://127.0.0.1:${port}/portal/`;
  await answering(url, child);
  return { url, stop: () => stop(child) };
}

/** Waits until an address answers. */
async function answering(url, child) {
  for (let tries = 0; tries < 200; tries++) {
    if (child.exitCode !== null) throw new Error(`the server ended with ${child.exitCode}`);
    try {
      await (await fetch(url)).arrayBuffer();
      return;
    } catch {
      await pause(50);
    }
  }
  throw new Error(`${url} does not answer`);
}

export function stop(child) {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve();
  return new Promise((done) => {
    child.once("exit", done);
    child.kill("SIGTERM");
  });
}

async function isFolder(path) {
  return stat(path).then((found) => found.isDirectory(), () => false);
}

/** The plainest server: knows HTML, styles and scripts by their names, and calls the rest unknown bytes.
 *  `other` is another such list, `headers` are sent with everything, and `change(path, bytes)` gives other
 *  bytes, or nothing for a file that is not there. It does not know `Range`; `part({first, last, bytes})` gives
 *  {status, headers, bytes} of an answer to it. */
export async function plain(site, { other, headers, change, part } = {}) {
  const kinds = other || { ".html": "text/html", ".css": "text/css", ".js": "text/javascript" };
  const server = createServer(async (request, response) => {
    const path = decodeURIComponent(new URL(request.url, "http://localhost").pathname);
    let file = join(site, normalize(path));
    try {
      if (await isFolder(file)) file = join(file, "index.html");
      let bytes = await readFile(file).catch(() => undefined);
      if (change) bytes = await change(path.slice(1), bytes);
      if (!bytes) throw new Error("missing");
      const kind = kinds[extname(file)] || kinds["*"] || "application/octet-stream";
      const range = part && /^bytes=(\d+)-(\d+)$/.exec(request.headers.range ?? "");
      const answer = range ? part({ first: Number(range[1]), last: Number(range[2]), bytes }) : { bytes };
      response.writeHead(answer.status ?? 200, { "content-type": kind, ...headers, ...answer.headers });
      response.end(answer.bytes);
    } catch {
      response.writeHead(404, { "content-type": "text/html" });
      response.end("");
    }
  });
  await new Promise((done) => server.listen(0, "127.0.0.1", done));
  const url = `http://127.0.0.1:${server.address().port}/`;
  return {
    url,
    stop: () =>
      new Promise((done) => {
        server.close(done);
        server.closeAllConnections();
      }),
  };
}
