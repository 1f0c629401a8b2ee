// What a line really does, as a program sees it that is no browser.
import { Agent, get } from "node:http";
import { connect } from "node:http2";

const SMALL = "robots.txt";

/** Counts the bytes of an answer until it ends. */
function count(stream, done) {
  let bytes = 0;
  stream.on("data", (piece) => (bytes += piece.length));
  stream.on("end", () => done(bytes));
}

/** Clients with one connection: `fetch(path)` gives the bytes of a file. */
function plain(url) {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const fetch = (path) =>
    new Promise((done, failed) => get(url + path, { agent }, (response) => count(response, done)).on("error", failed));
  return { fetch, close: () => agent.destroy() };
}
function secure(url) {
  const session = connect(url, { rejectUnauthorized: false });
  const fetch = (path) =>
    new Promise((done, failed) => {
      const request = session.request({ ":path": `/${path}` });
      request.on("error", failed);
      count(request, done);
    });
  return { fetch, close: () => session.close() };
}

/** The delay of a small file on an open connection, and the rate of a large one that follows it. */
export async function probe(server, line, large) {
  const client = server.url.startsWith("https") ? secure(server.url) : plain(server.url);
  const timed = async (path) => {
    const began = performance.now();
    const bytes = await client.fetch(path);
    return { ms: performance.now() - began, bytes };
  };
  server.shape(line);
  const opened = await timed(SMALL);
  const small = await timed(SMALL);
  // Slow start is over after the first of them.
  await timed(large);
  const whole = await timed(large);
  client.close();
  const rate = (whole.bytes * 8) / (whole.ms - line.delay) / 1000;
  return `${line.name}: ${small.ms.toFixed(0)} ms (${opened.ms.toFixed(0)} on a new connection), ${rate.toFixed(2)} Mbit/s`;
}
