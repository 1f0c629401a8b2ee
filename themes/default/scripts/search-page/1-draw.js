/* What the search page draws. Every text of the index becomes a text node: nothing in it is taken for HTML. */
(function () {
  "use strict";
  var data = document.getElementById("search-data");
  if (!data || !window.metodSearch) return;
  var known = JSON.parse(data.textContent);
  var lang = document.documentElement.lang;
  /* Values of a facet that are shown unfolded. */
  var UNFOLDED = 8;

  function make(tag, className, text) {
    var element = document.createElement(tag);
    if (className) element.className = className;
    if (text !== undefined) element.textContent = text;
    return element;
  }

  /* A text of the theme. What depends on a count comes in the forms for 1, 2 and 5. */
  function say(name, values) {
    var text = known.words[name];
    if (text === undefined) return name;
    if (typeof text !== "string") text = text[form(values.count)];
    return text.replace(/\{([a-z]+)\}/g, function (whole, key) {
      return values && values[key] !== undefined ? String(values[key]) : whole;
    });
  }
  function form(count) {
    if (typeof Intl !== "object" || !Intl.PluralRules) return 2;
    var rules = new Intl.PluralRules(lang);
    var kind = rules.select(count);
    return kind === rules.select(1) ? 0 : kind === rules.select(2) ? 1 : 2;
  }

  /* An ISO date, of which month and day may be missing. */
  function date(iso) {
    var parts = iso.split("-");
    var options = { year: "numeric", timeZone: "UTC" };
    if (parts.length > 1) options.month = "long";
    if (parts.length > 2) options.day = "numeric";
    var day = new Date(Date.UTC(+parts[0], (parts[1] || 1) - 1, +parts[2] || 1));
    if (isNaN(day.getTime())) return iso;
    if (lang === "en") {
      var month = options.month ? day.toLocaleDateString("en-GB", { month: "long", timeZone: "UTC" }) + " " : "";
      return (parts.length > 2 ? +parts[2] + "\u00a0" : "") + month + +parts[0];
    }
    return day.toLocaleDateString(lang, options).replace(/(\d) /g, "$1\u00a0");
  }

  /* Address of a hit, if it lies within the portal. */
  function address(hit) {
    var root = window.metodSearch.root;
    var url = String(new URL(hit.url + (hit.anchor ? "#" + encodeURIComponent(hit.anchor) : ""), root));
    return url.indexOf(root) === 0 ? url : root;
  }

  /* Pieces of a snippet, every second one of which was found. */
  function snippet(element, pieces) {
    element.textContent = "";
    pieces.forEach(function (text, i) {
      if (!text) return;
      element.appendChild(i % 2 ? make("mark", "", text) : document.createTextNode(text));
    });
  }

  /* Fills a list with hits. A hit that was there keeps its element, and so its place in the reader's hands, and
     its old snippet until there is a new one. */
  function hits(list, found, whole) {
    var before = {};
    Array.prototype.slice.call(list.children).forEach(function (item) {
      before[item.getAttribute("data-hit")] = item;
    });
    var at = list.firstChild;
    found.forEach(function (hit) {
      var item = before[hit.url] || card(hit);
      delete before[hit.url];
      item.querySelector("a").href = address(hit);
      var text = item.querySelector(".card-text");
      var pieces = hit.snippet.join("");
      if (pieces || whole) {
        snippet(text, hit.snippet);
        text.classList.remove("pending");
      }
      if (item === at) at = at.nextSibling;
      else list.insertBefore(item, at);
    });
    Object.keys(before).forEach(function (url) {
      list.removeChild(before[url]);
    });
  }
  function card(hit) {
    var item = make("li", "card");
    item.setAttribute("data-hit", hit.url);
    item.appendChild(make("p", "card-kind", known.kinds[hit.collection] || ""));
    var title = item.appendChild(make("h2", "card-title"));
    var link = title.appendChild(make("a", "", hit.title));
    if (hit.lang !== lang) link.lang = hit.lang;
    var badge = known.badges[hit.badge];
    if (badge) item.appendChild(make("ul", "badges")).appendChild(make("li", "badge badge-" + badge.kind, badge.text));
    var text = item.appendChild(make("p", "card-text pending"));
    if (hit.lang !== lang) text.lang = hit.lang;
    if (hit.date) item.appendChild(make("p", "card-meta")).appendChild(make("span", "", date(hit.date)));
    return item;
  }

  /* A facet: checkboxes, the first values first, the rest folded. */
  function facet(id, label, values, chosen) {
    var section = make("fieldset", "facet");
    section.setAttribute("data-facet", id);
    section.appendChild(make("legend", "", label));
    var all = values.slice();
    /* A chosen value that no hit has any more can still be let go. */
    chosen.forEach(function (value) {
      var there = all.some(function (other) {
        return other[0] === value[0];
      });
      if (!there) all.unshift([value[0], value[1], 0]);
    });
    function isChosen(value) {
      return chosen.some(function (other) {
        return other[0] === value[0];
      });
    }
    var first = all.filter(function (value, i) {
      return i < UNFOLDED || isChosen(value);
    });
    var rest = all.filter(function (value) {
      return first.indexOf(value) < 0;
    });
    section.appendChild(options(id, first, isChosen));
    if (rest.length) {
      var more = section.appendChild(make("details", "facet-more"));
      more.setAttribute("data-fold", id);
      more.appendChild(make("summary", "", say("more-values", { count: rest.length })));
      more.appendChild(options(id, rest, isChosen));
    }
    return section;
  }
  function options(field, values, isChosen) {
    var list = make("ul");
    values.forEach(function (value) {
      var label = list.appendChild(make("li")).appendChild(make("label"));
      var box = label.appendChild(make("input"));
      box.type = "checkbox";
      box.name = field;
      box.value = value[0];
      box.checked = isChosen(value);
      label.appendChild(make("span", "facet-label", value[1]));
      label.appendChild(document.createTextNode(" "));
      label.appendChild(make("span", "count", String(value[2])));
    });
    return list;
  }

  /* A list of short links or buttons. */
  function chips(items) {
    var list = make("ul", "chips");
    items.forEach(function (item) {
      list.appendChild(make("li")).appendChild(item);
    });
    return list;
  }
  function button(text, action, className) {
    var element = make("button", className || "chip", text);
    element.type = "button";
    element.addEventListener("click", action);
    return element;
  }
  function link(text, url) {
    var element = make("a", "", text);
    element.href = url;
    return element;
  }

  window.metodDraw = {
    known: known,
    lang: lang,
    make: make,
    say: say,
    hits: hits,
    facet: facet,
    chips: chips,
    button: button,
    link: link,
  };
})();
