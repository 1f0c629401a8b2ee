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

  window.metodLabels = { remember: remember, learn: learn, has: has, value: value, facet: facet };
})();
