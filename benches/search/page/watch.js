// Notes when hits are painted. The same for both pages: both draw their hits into #search-hits alike.
window.watch = (() => {
  let seen = [];
  let marks = {};
  const absolute = (time) => performance.timeOrigin + time;

  /* After the frame that shows what is there now. */
  function note() {
    const count = (selector) => [...document.querySelectorAll(`#search-hits ${selector}`)].filter((e) => e.textContent).length;
    const counts = { titles: count(".card-title a"), texts: count(".card-text:not(.pending)") };
    requestAnimationFrame(() => {
      const after = new MessageChannel();
      after.port1.onmessage = () => seen.push({ at: absolute(performance.now()), ...counts });
      after.port2.postMessage(0);
    });
  }
  for (const kind of ["focusin", "keydown", "input"]) {
    addEventListener(kind, (event) => (marks[kind] = absolute(event.timeStamp)), true);
  }
  document.addEventListener("DOMContentLoaded", () => {
    const list = document.querySelector("#search-hits");
    new MutationObserver(note).observe(list, { childList: true, subtree: true, characterData: true, attributes: true });
    const search = window.metodSearch;
    if (!search) return;
    const ask = search.ask;
    search.ask = (...question) => {
      window.askedAt = performance.now();
      return ask(...question);
    };
  });

  return {
    clear() {
      seen = [];
      marks = {};
      window.askedAt = undefined;
    },
    /* Whether something was asked and all of its answer is painted. */
    isOver() {
      const isBusy = document.querySelector("#search-app[aria-busy]");
      const last = seen.at(-1);
      return window.askedAt !== undefined && !isBusy && last !== undefined && performance.timeOrigin + performance.now() - last.at > 60;
    },
    /* When the last hits, and the last snippets, came. */
    times() {
      const last = seen.at(-1);
      const titles = seen.find((one) => one.titles === last.titles);
      const texts = seen.find((one) => one.titles === last.titles && one.texts === last.texts);
      return { ...marks, asked: absolute(window.askedAt), first: seen[0].at, titles: titles.at, texts: texts.at, hits: last.titles };
    },
  };
})();
