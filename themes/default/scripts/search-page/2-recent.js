/* Queries of the last days. They stay on the device, at most eight, and are sent nowhere. */
(function () {
  "use strict";
  var KEY = "metod-search";
  var MOST = 8;
  function read() {
    try {
      var kept = JSON.parse(localStorage.getItem(KEY) || "[]");
      return Array.isArray(kept) ? kept.map(String).slice(0, MOST) : [];
    } catch (_) {
      return [];
    }
  }
  function write(queries) {
    try {
      if (queries.length) localStorage.setItem(KEY, JSON.stringify(queries));
      else localStorage.removeItem(KEY);
    } catch (_) {
      /* storage may be forbidden */
    }
  }
  window.metodRecent = {
    all: read,
    add: function (query) {
      var text = query.trim().slice(0, 100);
      if (text.length < 2) return;
      var others = read().filter(function (other) {
        return other.toLowerCase() !== text.toLowerCase();
      });
      write([text].concat(others).slice(0, MOST));
    },
    clear: function () {
      write([]);
    },
  };
})();
