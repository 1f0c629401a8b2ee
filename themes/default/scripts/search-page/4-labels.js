/* Words of facets and values, as answers bring them. */
(function () {
  "use strict";
  var draw = window.metodDraw;
  if (!draw) return;
  var known = draw.known;
  var words = {};

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
  function has(field, id) {
    return !!words[field] && (id === undefined || !!words[field].values[id]);
  }
  function value(field, id) {
    return has(field, id) ? words[field].values[id] : id;
  }
  function facet(field) {
    var own = known.facets.filter(function (facet) {
      return facet[0] === field;
    })[0];
    return (own && own[1]) || (words[field] && words[field].label) || field;
  }

  /* Values of facets that share the beginning of a word with the query. */
  function nearby(query) {
    var beginnings = query
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

  window.metodLabels = { remember: remember, learn: learn, has: has, value: value, facet: facet, nearby: nearby };
})();
