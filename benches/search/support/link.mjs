// A server behind a thin line: it delays and slows what it sends by itself, so that every request of a
// page is treated alike. (DevTools' emulation does not reach the requests of workers in every version.)
import { createServer } from "node:http";
import { createSecureServer } from "node:http2";
import { readFile } from "node:fs/promises";
import { extname, join, normalize } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { gzipSync } from "node:zlib";

/** What a packet carries, and how many of them TCP sends before the first answer (RFC 6928). */
const PACKET = 1460;
const FIRST_WINDOW = 10 * PACKET;
/** Status line and headers of an answer, about. */
const HEADERS = 250;
/** A server that knows its trade packs these; all else the two searches have packed themselves. */
const TEXT = {
  ".html": "text/html; charset=utf-8",
  ".css": "text/css",
  ".js": "text/javascript",
  ".json": "application/json",
  ".svg": "image/svg+xml",
};

/** A line without delay, as wide as can be. */
export const FREE = { name: "free", delay: 0, rate: Infinity };

/** One line that all connections share: packets leave it in turns, at `rate` bits a second, and each
 *  connection has at most as much under way as TCP's slow start allows. `delay` is a whole round trip in
 *  milliseconds. */
class Line {
  shape = FREE;
  #flows = [];
  #isBusy = false;
  #freeAt = 0;

  send(flow) {
    if (this.shape.rate === Infinity) return flow.response.end(flow.bytes);
    this.#flows.push(flow);
    if (!this.#isBusy) this.#next();
  }

  #next() {
    const at = this.#flows.findIndex((flow) => flow.connection.underWay < flow.connection.window);
    this.#isBusy = at >= 0;
    if (at < 0) return;
    const [flow] = this.#flows.splice(at, 1);
    const piece = flow.bytes.subarray(flow.sent, flow.sent + PACKET);
    const size = piece.length + (flow.sent ? 0 : HEADERS);
    flow.sent += piece.length;
    flow.connection.underWay += size;
    // Timers are late by a millisecond or so: the clock of the line goes on by itself.
    const now = performance.now();
    this.#freeAt = Math.max(now - 5, this.#freeAt) + (size * 8000) / this.shape.rate;
    setTimeout(() => this.#leave(flow, piece, size), this.#freeAt - now);
  }

  #leave(flow, piece, size) {
    setTimeout(() => this.#acknowledge(flow.connection, size), this.shape.delay);
    if (flow.response.destroyed || flow.response.stream?.destroyed) return this.#next();
    if (flow.sent >= flow.bytes.length) flow.response.end(piece);
    else {
      flow.response.write(piece);
      this.#flows.push(flow);
    }
    this.#next();
  }

  #acknowledge(connection, size) {
    connection.underWay -= size;
    connection.window += size;
    if (!this.#isBusy) this.#next();
  }
}

/** What a connection has done so far. */
const fresh = () => ({ isNew: true, underWay: 0, window: FIRST_WINDOW });

/** Serves folders by the beginning of the address: `mounts` is [["/x/", folder]…], the first that fits counts.
 *  `pages` are addresses with their own bytes. With a `secret` {key, cert} it speaks HTTP/2, over one connection
 *  for all; else HTTP/1.1. `log` tells of every request. */
export async function serve(mounts, pages = {}, secret) {
  const line = new Line();
  const log = [];
  const packed = new Map();
  const connections = new WeakMap();
  const listen = (request, response) => answer(request, response).catch(() => response.destroy?.());
  const server = secret ? createSecureServer(secret, listen) : createServer(listen);
  const sessions = new Set();
  // Sessions do not let their sockets be touched: those are met before.
  server.on("connection", (socket) => socket.setNoDelay(true));
  server.on(secret ? "session" : "connection", (one) => {
    connections.set(one, fresh());
    sessions.add(one);
  });

  async function find(path) {
    if (pages[path] !== undefined) return Buffer.from(pages[path]);
    const mount = mounts.find(([start]) => path.startsWith(start));
    if (!mount) return undefined;
    return readFile(join(mount[1], normalize(path.slice(mount[0].length)))).catch(() => undefined);
  }
  function pack(path, bytes) {
    if (!packed.has(path)) packed.set(path, gzipSync(bytes, { level: 9 }));
    return packed.get(path);
  }
  async function answer(request, response) {
    const path = decodeURIComponent(new URL(request.url, "http://localhost").pathname);
    const connection = connections.get(secret ? request.stream.session : request.socket);
    // A new connection costs round trips of its own: the handshakes of TCP and TLS.
    const trips = connection.isNew ? (secret ? 3 : 2) : 1;
    connection.isNew = false;
    const entry = { path, at: Date.now(), end: undefined, bytes: 0 };
    log.push(entry);
    response.on("finish", () => (entry.end = Date.now()));
    const found = await find(path);
    const kind = TEXT[extname(path)];
    const whole = found && kind ? pack(path, found) : found || Buffer.alloc(0);
    // Pieces of what is packed by its maker only: of the rest nobody asks for any.
    const range = found && !kind && /^bytes=(\d+)-(\d+)$/.exec(request.headers.range ?? "");
    const bytes = range ? whole.subarray(Number(range[1]), Number(range[2]) + 1) : whole;
    entry.bytes = bytes.length;
    if (line.shape.delay) await pause(line.shape.delay * trips);
    const headers = { "content-type": kind || "application/octet-stream", "content-length": bytes.length };
    if (kind) headers["content-encoding"] = "gzip";
    headers["cache-control"] = found ? "max-age=600" : "no-store";
    if (range) headers["content-range"] = `bytes ${range[1]}-${Number(range[1]) + bytes.length - 1}/${whole.length}`;
    response.writeHead(found ? (range ? 206 : 200) : 404, headers);
    line.send({ response, bytes, sent: 0, connection });
  }

  await new Promise((done) => server.listen(0, "127.0.0.1", done));
  return {
    url: `${secret ? "https" : "http"}://127.0.0.1:${server.address().port}/`,
    log,
    /** Changes the line. */
    shape(shape) {
      line.shape = shape;
    },
    stop() {
      for (const one of sessions) one.destroy();
      return new Promise((done) => server.close(done));
    },
  };
}
