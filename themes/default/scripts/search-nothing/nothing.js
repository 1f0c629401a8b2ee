/* Nothing found: what to try, what there is nearby, whom to ask. */
(function () {
  "use strict";
  var draw = window.metodDraw;
  if (!draw) return;
  var search = window.metodSearch;
  var labels = window.metodLabels;
  var known = draw.known;
  var say = draw.say;

  /* Values of facets that share the beginning of a word with the query. */
  function nearby(query, words) {
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
      var values = (words[facet[0]] && words[facet[0]][1]) || {};
      Object.keys(values).forEach(function (id) {
        var own = values[id].toLowerCase().replace(/ё/g, "е").split(/[^0-9a-zа-я]+/);
        var fits = own.some(function (word) {
          return beginnings.indexOf(word.slice(0, 4)) >= 0;
        });
        var isNew = out.every(function (value) {
          return value[2] !== values[id];
        });
        if (fits && isNew && out.length < 6) out.push([facet[0], id, values[id]]);
      });
    });
    return out;
  }

  /* Fills the place. change() asks for something else, clear() without filters. */
  function nothing(place, answer, state, change, clear) {
    place.hidden = false;
    place.textContent = "";
    var filtered = state.filters.length > 0;
    place.appendChild(draw.make("h2", "", say(filtered ? "nothing-filtered" : "nothing", { query: state.query })));
    if (answer.suggestion) {
      place.appendChild(draw.make("p", "", say("maybe")));
      var meant = draw.button(answer.suggestion.replace(/"/g, ""), function () {
        change({ query: meant.textContent });
      });
      place.appendChild(draw.chips([meant]));
    }
    var advice = place.appendChild(draw.make("ul"));
    var names = ["try-spelling", "try-shorter", "try-other"];
    names.forEach(function (name) {
      advice.appendChild(draw.make("li", "", say(name)));
    });
    if (filtered) place.appendChild(draw.button(say("clear"), clear, "button button-quiet"));
    var near = place.appendChild(draw.make("div"));
    search.labels(draw.lang).then(function (all) {
      labels.learn(all);
      var found = nearby(state.query, all || {});
      if (!found.length || !near.isConnected) return;
      near.appendChild(draw.make("h3", "", say("near")));
      near.appendChild(
        draw.chips(
          found.map(function (value) {
            return draw.button(value[2], function () {
              change({ query: "", filters: [[value[0], value[1]]] });
            });
          })
        )
      );
    });
    var asked = people(state.filters);
    if (!asked.length) return;
    place.appendChild(draw.make("h3", "", say("ask")));
    var contacts = place.appendChild(draw.make("ul"));
    asked.forEach(function (link) {
      contacts.appendChild(draw.make("li")).appendChild(link);
    });
  }
  function people(filters) {
    var out = [];
    filters.forEach(function (filter) {
      var url = known.people[filter[0]] && known.people[filter[0]][filter[1]];
      if (url) out.push(draw.link(say("ask-subject", { label: labels.value(filter[0], filter[1]) }), url));
    });
    if (!out.length && known.everybody) out.push(draw.link(say("ask-everybody"), known.everybody));
    if (known.email) out.push(draw.link(say("ask-mail") + " " + known.email, "mailto:" + known.email));
    return out;
  }

  window.metodNothing = nothing;
})();
