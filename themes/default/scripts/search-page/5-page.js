/* The search page: query, filters and order stand in the address; results follow the typing. */
(function () {
  "use strict";
  var draw = window.metodDraw;
  var app = document.getElementById("search-app");
  if (!draw || !app) return;
  var search = window.metodSearch;
  var recent = window.metodRecent;
  var address = window.metodAddress;
  var labels = window.metodLabels;
  var known = draw.known;
  var say = draw.say;
  /* Milliseconds between two keys of one who types fast: such a one is asked for after the last of them, others
     at every key. The first letters of a word fit too much to be worth the haste. */
  var PAUSE = 100;
  var HASTE_FROM = 3;

  function byId(id) {
    return document.getElementById(id);
  }
  var box = byId("q");
  var list = byId("search-hits");
  var facets = byId("search-facets");
  var facetList = byId("search-facet-list");
  var order = byId("search-order");
  var more = byId("search-more");

  var state;
  /* The newest whole answer, and the question that it answers. */
  var answered = null;
  var timer;
  var restOpen = false;

  /* The address with a change. */
  function href(what) {
    return address.href(Object.assign({}, state, what));
  }
  function keep(push, held) {
    var url = href({});
    try {
      if (push && url !== location.pathname + location.search) history.pushState(null, "", url);
      else history.replaceState(held || null, "", url);
    } catch (_) {
      /* browsers limit how often an address may change: the next change will bring it */
    }
    document.title = state.query ? state.query.slice(0, 100) + " — " + title : title;
  }
  var title = document.title;

  /* A change by the reader. */
  var changed = 0;
  function change(what, how) {
    state = Object.assign({}, state, { shown: address.PAGE }, what);
    state.query = state.query.slice(0, address.LONGEST);
    clearTimeout(timer);
    if (how === "typing") {
      var isFast = Date.now() - changed < PAUSE;
      changed = Date.now();
      if (isFast || state.query.trim().length < HASTE_FROM) timer = setTimeout(typed, PAUSE);
      else typed();
      return;
    }
    box.value = state.query;
    keep(how === "commit");
    ask(false);
  }

  function typed() {
    keep(false);
    ask(true);
  }

  function ask(typing) {
    var isEmpty = !state.query.trim() && !state.filters.length;
    byId("search-start").hidden = !isEmpty;
    if (isEmpty) return begin();
    var question = Object.assign({ typing: typing, offset: 0, limit: state.shown, snippets: true, lang: draw.lang }, state);
    question.facets = wantedFacets();
    app.setAttribute("aria-busy", "true");
    /* Only a wait that can be felt is worth a word. */
    var slow = setTimeout(function () {
      count(say(answered ? "searching" : "loading"), true);
    }, 400);
    function over() {
      clearTimeout(slow);
      app.removeAttribute("aria-busy");
    }
    search
      .ask(question, function (answer, last) {
        clearTimeout(slow);
        if (last) over();
        show(answer, last, question);
      })
      .catch(function (error) {
        over();
        failed(error.fault);
      });
  }
  function wantedFacets() {
    var names = known.facets.map(function (facet) {
      return facet[0];
    });
    var chosen = state.filters.map(function (filter) {
      return filter[0];
    });
    return names.filter(function (name, i) {
      return restOpen || i < known.unfolded || chosen.indexOf(name) >= 0;
    });
  }

  /* Nothing asked yet. */
  function begin() {
    search.stop();
    app.hidden = true;
    answered = null;
    app.removeAttribute("aria-busy");
    count("", true);
    notice(null);
    list.textContent = "";
    showRecent();
  }
  function showRecent() {
    var part = byId("search-recent");
    var queries = recent.all();
    part.hidden = !queries.length;
    var place = byId("search-recent-list");
    place.textContent = "";
    var items = queries.map(function (query) {
      return draw.button(query, function () {
        change({ query: query }, "commit");
        box.focus();
      });
    });
    if (!items.length) return;
    items.push(
      draw.button(say("recent-clear"), function () {
        recent.clear();
        showRecent();
        box.focus();
      }, "chip chip-quiet")
    );
    place.appendChild(draw.chips(items));
  }

  function show(answer, last, question) {
    app.hidden = false;
    labels.remember(answer.facets);
    draw.hits(list, answer.hits, last);
    corrections(answer);
    active(last);
    if (answer.exact || last) {
      var words = answer.exact ? "count" : "count-least";
      count(answer.total ? say(words, { count: answer.total }) : say("none"), false, last);
    }
    more.hidden = answer.total <= answer.hits.length || state.shown >= address.MOST;
    byId("search-sort").hidden = answer.total < 2;
    nothing(last && !answer.total ? answer : null);
    if (!last) {
      if (hasFacets(answer, question)) showFacets(answer);
      return;
    }
    answered = answer;
    if (answer.simple) notice(answer.simple);
    else notice(answer.lost ? "lost" : null);
    showFacets(answer);
    nameFilters(answer);
    restoreScroll();
    if (!question.typing) recent.add(state.query);
  }

  /* Whether all facets, their words and exact counts are there before the end: some alone would have the others
     vanish for a moment. */
  function hasFacets(answer, question) {
    var wantsWords = answer.want.some(function (address) {
      return address.indexOf("search/l") === 0;
    });
    return answer.exact && !wantsWords && answer.facets.length > 0 && answer.facets.length === question.facets.length;
  }

  /* How many there are: at once for eyes, for ears when the typing pauses. */
  var said;
  function count(text, quietly) {
    byId("search-count").textContent = text;
    clearTimeout(said);
    if (!quietly)
      said = setTimeout(function () {
        byId("search-live").textContent = text;
      }, 900);
  }

  /* What was read in place of what was typed. */
  function corrections(answer) {
    var place = byId("search-read");
    place.textContent = "";
    place.hidden = !answer.corrections.length;
    if (place.hidden) return;
    var literal = state.query;
    answer.corrections.forEach(function (correction) {
      literal = literal.split(correction[0]).join('"' + correction[0] + '"');
      if (correction[2] !== "layout") return;
      place.appendChild(draw.make("p", "", say("layout", { typed: correction[0], read: correction[1] })));
    });
    var line = draw.make("p", "", say("read", { read: answer.suggestion || answer.corrections[0][1] }) + " ");
    var link = draw.link(say("literal", { typed: state.query }), href({ query: literal, shown: address.PAGE }));
    link.addEventListener("click", function (event) {
      if (event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      change({ query: literal }, "commit");
    });
    line.appendChild(link);
    place.appendChild(line);
  }

  /* Filters in use, each of which can be let go. */
  function active(last) {
    var place = byId("search-active");
    place.textContent = "";
    place.hidden = !state.filters.length;
    byId("search-filter-count").textContent = state.filters.length || "";
    if (place.hidden) return;
    var items = state.filters.map(function (filter) {
      var known = last || labels.has(filter[0]);
      var label = known ? labels.value(filter[0], filter[1]) : "…";
      var chip = draw.button(label + " ", function () {
        change({ filters: without(filter) }, "commit");
        box.focus();
      });
      chip.setAttribute("aria-label", say("remove", { label: label }));
      var cross = draw.make("span", "", "×");
      cross.setAttribute("aria-hidden", "true");
      chip.appendChild(cross);
      return chip;
    });
    if (items.length > 1) items.push(draw.button(say("clear"), clearFilters, "chip chip-quiet"));
    place.appendChild(draw.chips(items));
  }
  /* Values that no hit has come without their words. */
  function nameFilters(answer) {
    var isKnown = state.filters.every(function (filter) {
      return labels.has(filter[0], filter[1]);
    });
    if (isKnown) return;
    search.labels(draw.lang).then(function (all) {
      labels.learn(all);
      if (answered !== answer) return;
      active(true);
      showFacets(answer);
    });
  }
  function without(filter) {
    return state.filters.filter(function (other) {
      return other[0] !== filter[0] || other[1] !== filter[1];
    });
  }
  function clearFilters() {
    change({ filters: [] }, "commit");
    box.focus();
  }

  function showFacets(answer) {
    /* Where the reader is, and what is unfolded, stays so. */
    var here = document.activeElement;
    var focus = here && facetList.contains(here) && here.name ? [here.name, here.value] : null;
    var open = {};
    Array.prototype.forEach.call(facetList.querySelectorAll("details[data-fold]"), function (fold) {
      open[fold.getAttribute("data-fold")] = fold.open;
    });
    facetList.textContent = "";
    var counted = {};
    answer.facets.forEach(function (facet) {
      counted[facet[0]] = facet[2];
    });
    var rest = draw.make("details", "facet-rest");
    known.facets.forEach(function (facet, i) {
      var field = facet[0];
      var chosen = state.filters
        .filter(function (filter) {
          return filter[0] === field;
        })
        .map(function (filter) {
          return [filter[1], labels.value(field, filter[1])];
        });
      var values = counted[field] || [];
      /* One value that all hits have tells nothing apart. */
      if (!chosen.length && (values.length < 2 && !(values[0] && values[0][2] < answer.total))) return;
      var section = draw.facet(field, labels.facet(field), values, chosen);
      (i < known.unfolded || chosen.length ? facetList : rest).appendChild(section);
    });
    facets.hidden = !!answer.simple;
    if (known.facets.length > known.unfolded && answer.total) {
      rest.insertBefore(draw.make("summary", "", say("facets-rest")), rest.firstChild);
      rest.setAttribute("data-fold", "");
      rest.open = restOpen;
      rest.addEventListener("toggle", function () {
        if (rest.open === restOpen) return;
        restOpen = rest.open;
        if (restOpen) ask(false);
      });
      facetList.appendChild(rest);
    }
    Array.prototype.forEach.call(facetList.querySelectorAll("details[data-fold]"), function (fold) {
      if (open[fold.getAttribute("data-fold")]) fold.open = true;
    });
    if (!focus) return;
    Array.prototype.forEach.call(facetList.querySelectorAll("input"), function (input) {
      if (input.name === focus[0] && input.value === focus[1]) input.focus();
    });
  }
  facetList.addEventListener("change", function (event) {
    var input = event.target;
    var filter = [input.name, input.value];
    change({ filters: input.checked ? without(filter).concat([filter]) : without(filter) }, "commit");
  });

  function nothing(answer) {
    var place = byId("search-empty");
    place.hidden = true;
    if (!answer) return;
    function instead(what) {
      change(what, "commit");
      box.focus();
    }
    search.load("nothing").then(
      function () {
        if (answered === answer) window.metodNothing(place, answer, state, instead, clearFilters);
      },
      function () {
        /* Without advice, the count says that there is nothing. */
      }
    );
  }

  /* What works not as it should, and what can be done. */
  var later;
  function notice(kind) {
    clearTimeout(later);
    var place = byId("search-notice");
    place.hidden = !kind;
    place.textContent = "";
    if (!kind) return;
    var simple = kind !== "lost" && kind !== "later" && kind !== "failed";
    var reason = kind === "wasm" || kind === "version" ? kind : "failed";
    var text = simple ? say("simple-" + reason) + " " + say("simple") : say(kind);
    place.appendChild(draw.make("p", "", text));
    if (kind === "wasm" || kind === "later") return;
    place.appendChild(
      draw.button(say(kind === "version" ? "reload" : "retry"), function () {
        if (kind === "version") return location.reload();
        search.retry();
        ask(false);
        box.focus();
      }, "button button-quiet")
    );
  }
  function failed(kind) {
    app.hidden = false;
    count("", true);
    if (kind === "later") {
      notice("later");
      later = setTimeout(function () {
        ask(false);
      }, 1500);
      return;
    }
    notice("failed");
    byId("search-start").hidden = false;
  }

  /* The keyboard: arrows move through the hits, Escape leads back. */
  function links() {
    return Array.prototype.slice.call(list.querySelectorAll(".card-title a"));
  }
  box.addEventListener("keydown", function (event) {
    if (event.key === "ArrowDown") {
      var first = links()[0];
      if (!first) return;
      first.focus();
    } else if (event.key === "Escape" && box.value) change({ query: "" }, "commit");
    else return;
    event.preventDefault();
  });
  list.addEventListener("keydown", function (event) {
    var all = links();
    var at = all.indexOf(document.activeElement);
    if (at < 0) return;
    if (event.key === "ArrowDown") (all[at + 1] || (more.hidden ? all[at] : more)).focus();
    else if (event.key === "ArrowUp") (all[at - 1] || box).focus();
    else if (event.key === "Escape") box.focus();
    else return;
    event.preventDefault();
  });
  more.addEventListener("keydown", function (event) {
    if (event.key !== "ArrowUp") return;
    var all = links();
    if (all.length) all[all.length - 1].focus();
    event.preventDefault();
  });
  list.addEventListener("click", function (event) {
    if (!event.target.closest("a")) return;
    recent.add(state.query);
    /* For the way back. */
    try {
      history.replaceState({ y: scrollY }, "", location.href);
    } catch (_) {
      /* only the scrolling is lost */
    }
  });
  var restored = false;
  function restoreScroll() {
    if (restored) return;
    restored = true;
    if (history.state && history.state.y) scrollTo(0, history.state.y);
  }

  box.addEventListener("input", function () {
    change({ query: box.value }, "typing");
  });
  box.form.addEventListener("submit", function (event) {
    event.preventDefault();
    change({ query: box.value }, "commit");
    recent.add(box.value);
  });
  order.addEventListener("change", function () {
    change({ sort: order.value }, "commit");
  });
  more.addEventListener("click", function () {
    var before = links().length;
    change({ shown: state.shown + address.PAGE }, "");
    var waiting = new MutationObserver(function () {
      var next = links()[before];
      if (!next) return;
      waiting.disconnect();
      if (document.activeElement === more || document.activeElement === document.body) next.focus();
    });
    waiting.observe(list, { childList: true });
  });
  /* Counts of the first facets then come with the titles. */
  box.addEventListener("focus", function () {
    var everything = { query: "", filters: [], sort: "relevance", offset: 0, limit: 0, lang: draw.lang };
    everything.facets = wantedFacets();
    search.prepare(everything);
  });

  function load() {
    state = address.parse();
    box.value = state.query;
    order.value = state.sort;
    restOpen = false;
    keep(false, history.state);
    ask(false);
  }
  addEventListener("popstate", load);
  byId("search-body").hidden = false;
  load();
  if (state.query || state.filters.length) search.prepare();
})();
