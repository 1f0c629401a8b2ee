/* The simple search, where there is no engine: the beginnings of all words, in titles and summaries. */
(function () {
  "use strict";

  /* Words as they are compared. */
  function words(text) {
    var folded = text.toLowerCase().replace(/ё/g, "е").replace(/[\u00ad\u0301]/g, "");
    return folded.split(/[^0-9a-zа-я]+/).filter(Boolean);
  }
  /* How well a record fits: 0 when some word is the beginning of none of its own. */
  function fit(asked, title, text) {
    var sum = 0;
    for (var i = 0; i < asked.length; i++) {
      var begins = function (word) {
        return word.indexOf(asked[i]) === 0;
      };
      var worth = title.some(begins) ? 3 : text.some(begins) ? 1 : 0;
      if (!worth) return 0;
      sum += worth;
    }
    return sum + 1;
  }
  function isChosen(filters, field, value) {
    var own = filters.filter(function (filter) {
      return filter[0] === field;
    });
    return (
      !own.length ||
      own.some(function (filter) {
        return filter[1] === value;
      })
    );
  }

  /* Of the rows of search/titles.js, what answers questions as the engine does, but for all that it cannot. */
  window.metodSimple = function (rows) {
    var records = rows.map(function (row) {
      return { row: row, title: words(row[0]), text: words(row[5]) };
    });
    return function (question) {
      var asked = words(question.query.slice(0, 2000)).slice(0, 20);
      var found = [];
      records.forEach(function (record) {
        var filters = question.filters;
        if (!isChosen(filters, "collection", record.row[2]) || !isChosen(filters, "lang", record.row[3])) return;
        var worth = fit(asked, record.title, record.text);
        if (worth) found.push({ worth: worth, row: record.row });
      });
      /* Array.sort keeps the order of equals in every browser of the last years. */
      found.sort(function (a, b) {
        if (question.sort === "date") return a.row[4] < b.row[4] ? 1 : a.row[4] > b.row[4] ? -1 : 0;
        return b.worth - a.worth;
      });
      var hits = found.slice(question.offset, question.offset + question.limit).map(function (hit) {
        var row = hit.row;
        return { title: row[0], url: row[1], collection: row[2], lang: row[3], date: row[4], snippet: [row[5]], anchor: "" };
      });
      return { state: "whole", total: found.length, exact: true, hits: hits, facets: [], corrections: [] };
    };
  };
})();
