/* The search page: query, filters and order stand in the address; results follow the typing. */
(function () {
  "use strict";
  var draw = window.metodDraw;
  var app = document.getElementById("search-app");
  if (!draw || !app) return;
  var search = window.metodSearch;
  var recent = window.metodRecent;
  var known = draw.known;
  var say = draw.say;
  /* Milliseconds between two keys of one who types fast: such a one is asked for after the last of them, others
     at every key. The first letters of a word fit too much to be worth the haste. */
  var PAUSE = 100;
  var HASTE_FROM = 3;
  var PAGE = 10;
  /* Hits that can be unfolded one after the other; who needs more should ask more precisely. */
  var MOST = 200;
  /* Characters of a query: the engine reads half of them. */
  var LONGEST = 4000;

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
  var words = {};
  var restOpen = false;

  /* The address and the state, one from the other. */
  function parse() {
    var given = new URLSearchParams(location.search);
    var filters = [];
    given.getAll("f").forEach(function (text) {
      var dot = text.indexOf(".");
      if (dot > 0 && filters.length < 50) filters.push([text.slice(0, dot), text.slice(dot + 1)]);
    });
    var shown = Math.min(Math.max(parseInt(given.get("n"), 10) || PAGE, PAGE), MOST);
    var sort = given.get("sort");
    if (sort !== "date" && sort !== "level") sort = "relevance";
    return { query: (given.get("q") || "").slice(0, LONGEST), filters: filters, sort: sort, shown: shown };
  }
  function href(change) {
    var next = Object.assign({}, state, change);
    var out = new URLSearchParams();
    if (next.query) out.append("q", next.query);
    next.filters.forEach(function (filter) {
      out.append("f", filter.join("."));
    });
    if (next.sort !== "relevance") out.append("sort", next.sort);
    if (next.shown > PAGE) out.append("n", next.shown);
    var text = out.toString();
    return location.pathname + (text ? "?" + text : "");
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
    state = Object.assign({}, state, { shown: PAGE }, what);
    state.query = state.query.slice(0, LONGEST);
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
    remember(answer.facets);
    draw.hits(list, answer.hits, last);
    corrections(answer);
    active(last);
    if (answer.exact || last) {
      var words = answer.exact ? "count" : "count-least";
      count(answer.total ? say(words, { count: answer.total }) : say("none"), false, last);
    }
    more.hidden = answer.total <= answer.hits.length || state.shown >= MOST;
    byId("search-sort").hidden = answer.total < 2;
    empty(last && !answer.total ? answer : null);
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
    var link = draw.link(say("literal", { typed: state.query }), href({ query: literal, shown: PAGE }));
    link.addEventListener("click", function (event) {
      if (event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      change({ query: literal }, "commit");
    });
    line.appendChild(link);
    place.appendChild(line);
  }

  /* Words of facets and values, as answers bring them. */
  function remember(answered) {
    answered.forEach(function (facet) {
      var own = (words[facet[0]] = words[facet[0]] || { label: facet[1], values: {} });
      facet[2].forEach(function (value) {
        own.values[value[0]] = value[1];
      });
    });
  }
  function learn(labels) {
    Object.keys(labels || {}).forEach(function (field) {
      words[field] = { label: labels[field][0], values: labels[field][1] };
    });
  }
  function valueLabel(field, id) {
    return (words[field] && words[field].values[id]) || id;
  }
  function facetLabel(field) {
    var own = known.facets.filter(function (facet) {
      return facet[0] === field;
    })[0];
    return (own && own[1]) || (words[field] && words[field].label) || field;
  }

  /* Filters in use, each of which can be let go. */
  function active(last) {
    var place = byId("search-active");
    place.textContent = "";
    place.hidden = !state.filters.length;
    byId("search-filter-count").textContent = state.filters.length || "";
    if (place.hidden) return;
    var items = state.filters.map(function (filter) {
      var known = last || words[filter[0]];
      var label = known ? valueLabel(filter[0], filter[1]) : "…";
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
      return words[filter[0]] && words[filter[0]].values[filter[1]];
    });
    if (isKnown) return;
    search.labels(draw.lang).then(function (labels) {
      learn(labels);
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
          return [filter[1], valueLabel(field, filter[1])];
        });
      var values = counted[field] || [];
      /* One value that all hits have tells nothing apart. */
      if (!chosen.length && (values.length < 2 && !(values[0] && values[0][2] < answer.total))) return;
      var section = draw.facet(field, facetLabel(field), values, chosen);
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

  /* Nothing found: what to try, what there is nearby, whom to ask. */
  function empty(answer) {
    var place = byId("search-empty");
    place.hidden = !answer;
    place.textContent = "";
    if (!answer) return;
    var filtered = state.filters.length > 0;
    place.appendChild(draw.make("h2", "", say(filtered ? "nothing-filtered" : "nothing", { query: state.query })));
    if (answer.suggestion) {
      place.appendChild(draw.make("p", "", say("maybe")));
      var meant = draw.button(answer.suggestion.replace(/"/g, ""), function () {
        change({ query: meant.textContent }, "commit");
        box.focus();
      });
      place.appendChild(draw.chips([meant]));
    }
    var advice = place.appendChild(draw.make("ul"));
    var names = ["try-spelling", "try-shorter", "try-other"];
    names.forEach(function (name) {
      advice.appendChild(draw.make("li", "", say(name)));
    });
    if (filtered) place.appendChild(draw.button(say("clear"), clearFilters, "button button-quiet"));
    var near = place.appendChild(draw.make("div"));
    search.labels(draw.lang).then(function (labels) {
      learn(labels);
      var found = nearby();
      if (!found.length || !near.isConnected) return;
      near.appendChild(draw.make("h3", "", say("near")));
      near.appendChild(
        draw.chips(
          found.map(function (value) {
            return draw.button(value[2], function () {
              change({ query: "", filters: [[value[0], value[1]]] }, "commit");
              box.focus();
            });
          })
        )
      );
    });
    var asked = people();
    if (!asked.length) return;
    place.appendChild(draw.make("h3", "", say("ask")));
    var contacts = place.appendChild(draw.make("ul"));
    asked.forEach(function (link) {
      contacts.appendChild(draw.make("li")).appendChild(link);
    });
  }
  /* Values of facets that share the beginning of a word with the query. */
  function nearby() {
    var beginnings = state.query
      .toLowerCase()
      .replace(/ё/g, "е")
      .split(/[^0-9a-zа-я]+/)
      .filter(function (word) {
        return word.length > 3;
      })
      .slice(0, 10)
      .map(function (word) {
        return word.slice(0, 4);
      });
    var out = [];
    known.facets.forEach(function (facet) {
      var values = (words[facet[0]] && words[facet[0]].values) || {};
      Object.keys(values).forEach(function (id) {
        var own = values[id].toLowerCase().replace(/ё/g, "е").split(/[^0-9a-zа-я]+/);
        var fits = own.some(function (word) {
          return beginnings.indexOf(word.slice(0, 4)) >= 0;
        });
        if (fits && out.length < 6) out.push([facet[0], id, values[id]]);
      });
    });
    return out;
  }
  function people() {
    var out = [];
    state.filters.forEach(function (filter) {
      var url = known.people[filter[0]] && known.people[filter[0]][filter[1]];
      if (url) out.push(draw.link(say("ask-subject", { label: valueLabel(filter[0], filter[1]) }), url));
    });
    if (!out.length && known.everybody) out.push(draw.link(say("ask-everybody"), known.everybody));
    if (known.email) out.push(draw.link(say("ask-mail") + " " + known.email, "mailto:" + known.email));
    return out;
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
    change({ shown: state.shown + PAGE }, "");
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
    state = parse();
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
