// What a line really does, as a program sees it that is no browser.
import { Agent, get } from "node:http";

const SMALL = "robots.txt";

/** Milliseconds and bytes of a file. */
function fetchAll(agent, url) {
  const began = performance.now();
  return new Promise((done, failed) => {
    get(url, { agent }, (response) => {
      let bytes = 0;
      response.on("data", (piece) => (bytes += piece.length));
      response.on("end", () => done({ ms: performance.now() - began, bytes }));
    }).on("error", failed);
  });
}

/** The delay of a small file on an open connection, and the rate of a large one that follows it. */
export async function probe(server, line, large) {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  server.shape(line);
  const opened = await fetchAll(agent, server.url + SMALL);
  const small = await fetchAll(agent, server.url + SMALL);
  // Slow start is over after the first of them.
  await fetchAll(agent, server.url + large);
  const whole = await fetchAll(agent, server.url + large);
  agent.destroy();
  const rate = (whole.bytes * 8) / (whole.ms - line.delay) / 1000;
  return `${line.name}: ${small.ms.toFixed(0)} ms (${opened.ms.toFixed(0)} on a new connection), ${rate.toFixed(2)} Mbit/s`;
}
