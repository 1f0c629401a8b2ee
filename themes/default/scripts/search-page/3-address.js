/* The address and the state of the search page, one from the other. */
(function () {
  "use strict";
  var PAGE = 10;
  /* Hits that can be unfolded one after the other; who needs more should ask more precisely. */
  var MOST = 200;
  /* Characters of a query: the engine reads half of them. */
  var LONGEST = 4000;

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
  function href(next) {
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

  window.metodAddress = { PAGE: PAGE, MOST: MOST, LONGEST: LONGEST, parse: parse, href: href };
})();
