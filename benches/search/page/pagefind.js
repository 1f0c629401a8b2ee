// A page for Pagefind that does what ours does: loads on focus, asks at once or, when keys follow each other within
// 100 ms, after the last of them; shows ten hits.
const PAUSE = 100;
const SHOWN = 10;
const box = document.querySelector("#q");
const app = document.querySelector("#search-app");
const list = document.querySelector("#search-hits");
let loading;
let timer;
let newest = 0;
let changed = -PAUSE;

function load() {
  loading ??= import("/pagefind/pagefind.js").then(async (api) => {
    await api.init();
    return api;
  });
  return loading;
}

function card(found) {
  const item = document.createElement("li");
  item.className = "card";
  item.innerHTML = '<h2 class="card-title"><a></a></h2><p class="card-text"></p>';
  const link = item.querySelector("a");
  link.href = found.url;
  link.textContent = found.meta.title;
  item.querySelector("p").innerHTML = found.excerpt;
  return item;
}

async function ask() {
  const mine = ++newest;
  app.setAttribute("aria-busy", "true");
  const api = await load();
  window.askedAt = performance.now();
  const { results } = await api.search(box.value);
  const shown = results.slice(0, SHOWN).map(async (result) => card(await result.data()));
  const cards = await Promise.all(shown);
  if (mine !== newest) return;
  document.querySelector("#search-count").textContent = `${results.length}`;
  list.replaceChildren(...cards);
  app.removeAttribute("aria-busy");
}

box.addEventListener("focus", load);
box.addEventListener("input", () => {
  app.setAttribute("aria-busy", "true");
  clearTimeout(timer);
  const isFast = performance.now() - changed < PAUSE;
  changed = performance.now();
  timer = setTimeout(ask, isFast ? PAUSE : 0);
});
/* Counts of all filters, as its own interface asks for them. */
window.allFilters = async () => (await load()).filters();
/* For the judged queries: addresses of the first hits. */
window.judge = async (query, filters) => {
  const api = await load();
  const { results } = await api.search(query, { filters });
  const found = await Promise.all(results.slice(0, SHOWN).map((result) => result.data()));
  return found.map((hit) => hit.url);
};
