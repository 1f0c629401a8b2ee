/* Asks the engine of the search, wherever it can run: in a worker, in the page, from a disk; or asks the
   list of titles where there is no engine. Offers itself as `metodSearch`. */
(function () {
  "use strict";
  var files = document.querySelector("[data-search-worker]");
  if (!files || window.metodSearch) return;
  /* Milliseconds without a word from the worker after which it is given up. */
  var PATIENCE = 90000;

  function all(name) {
    return (files.getAttribute("data-search-" + name) || ".").split(" ").map(function (address) {
      return String(new URL(address, document.baseURI));
    });
  }
  function absolute(name) {
    return all(name)[0];
  }
  var place = { root: absolute("root"), engine: all("engine") };

  function fault(kind) {
    var error = new Error(kind);
    error.fault = kind;
    return error;
  }

  /* A classic script works from a disk, where fetch does not. */
  function script(address) {
    return new Promise(function (done, fail) {
      var element = document.createElement("script");
      element.src = address;
      element.onload = done;
      element.onerror = function () {
        fail(fault("missing"));
      };
      document.head.appendChild(element);
    });
  }
  /* What a script that only holds data hands to the function of that name. */
  function data(name, address) {
    var held;
    window[name] = function (value) {
      held = value;
    };
    return script(address).then(function () {
      delete window[name];
      if (!held) throw fault("missing");
      return held;
    });
  }

  /* What every engine needs is fetched while its script is, a round trip sooner than by itself. It takes care of
     what does not come so. */
  function fetchEarly() {
    function bytes(address, cache) {
      return fetch(address, { cache: cache, credentials: "same-origin" })
        .then(function (response) {
          return response.ok ? response.arrayBuffer() : null;
        })
        .then(function (buffer) {
          return buffer && new Uint8Array(buffer);
        })
        .catch(function () {
          return null;
        });
    }
    return {
      engine: Promise.all(
        place.engine.map(function (part) {
          return bytes(part, "default");
        })
      ),
      index: bytes(place.root + "search/root.bin", "no-cache"),
    };
  }

  /* The engine in the page itself. */
  function inPage() {
    return script(absolute("worker")).then(function () {
      if (!window.metodEngine) throw fault("missing");
      return window.metodEngine(place);
    });
  }
  function fromDisk() {
    return data("metodOffline", place.root + "search/offline.js").then(function (offline) {
      /* The index of a very large portal is not there. */
      if (!offline.engine) throw fault("missing");
      place.offline = offline;
      return inPage();
    });
  }

  /* The engine in a worker, with the same methods. */
  function inWorker() {
    return new Promise(function (done, fail) {
      var worker = new Worker(absolute("worker"));
      var early = fetchEarly();
      var waiting = {};
      var count = 0;
      var heard = false;
      function send(message, show) {
        var id = ++count;
        return new Promise(function (over, bad) {
          var timer;
          function wait() {
            clearTimeout(timer);
            timer = setTimeout(function () {
              finish(bad)(fault("network"));
            }, PATIENCE);
          }
          function finish(how) {
            return function (value) {
              clearTimeout(timer);
              delete waiting[id];
              how(value);
            };
          }
          wait();
          waiting[id] = { wait: wait, over: finish(over), bad: finish(bad), show: show };
          message.id = id;
          worker.postMessage(message);
        });
      }
      var engine = {
        prepare: function () {
          return Promise.resolve();
        },
        warm: function (text) {
          worker.postMessage({ warm: text });
        },
        ask: function (text, show) {
          return send({ ask: text }, show);
        },
        labels: function (lang) {
          return send({ labels: lang });
        },
        retry: function () {
          worker.postMessage({ retry: true });
        },
      };
      worker.onmessage = function (event) {
        var message = event.data;
        if (!heard) {
          heard = true;
          if (!message.fault) return done(engine);
          worker.terminate();
          return fail(fault(message.fault));
        }
        var asked = waiting[message.id];
        if (!asked) return;
        if (message.fault) asked.bad(fault(message.fault));
        else if (message.answer) {
          asked.wait();
          asked.show(message.answer, message.last);
        } else asked.over(message.labels);
      };
      worker.onerror = function (event) {
        if (event.preventDefault) event.preventDefault();
        Object.keys(waiting).forEach(function (id) {
          waiting[id].bad(fault("broken"));
        });
        fail(fault("blocked"));
      };
      worker.postMessage({ place: place });
      Object.keys(early).forEach(function (name) {
        early[name].then(function (bytes) {
          worker.postMessage({ brought: name, bytes: bytes });
        });
      });
    });
  }

  /* A script that few need, fetched when it is needed. */
  var loading = {};
  function load(name) {
    if (!loading[name]) {
      loading[name] = script(absolute(name));
      loading[name].catch(function () {
        delete loading[name];
      });
    }
    return loading[name];
  }

  /* The simple search, in the list of titles. */
  var titles = null;
  function askSimple(question, reason, show) {
    if (!titles) {
      titles = Promise.all([data("metodTitles", place.root + "search/titles.js"), load("titles")]).then(function (both) {
        return window.metodSimple(both[0]);
      });
      titles.catch(function () {
        titles = null;
      });
    }
    return titles.then(function (find) {
      var answer = find(question);
      answer.simple = reason;
      show(answer, true);
    });
  }

  /* Which engine there is: decided once, again after a retry. */
  var engine = null;
  function start() {
    if (!engine) {
      engine = choose();
      engine.catch(function (error) {
        /* What may pass is tried again by the next question; what will not stays. */
        if (error.fault !== "wasm") engine = null;
      });
    }
    return engine;
  }
  function choose() {
    if (typeof WebAssembly !== "object" || typeof TextDecoder !== "function") return Promise.reject(fault("wasm"));
    function ready(made) {
      return made.prepare().then(function () {
        return made;
      });
    }
    if (location.protocol === "file:") return fromDisk().then(ready);
    function page() {
      return inPage().then(ready);
    }
    if (typeof Worker !== "function") return page();
    return new Promise(function (done) {
      done(inWorker());
    }).catch(function (error) {
      if (error.fault && error.fault !== "blocked") throw error;
      return page();
    });
  }

  /* A question as the engine reads it, see crates/web-search/src/request.rs. */
  function written(question) {
    var lines = ["sort=" + question.sort, "offset=" + question.offset, "limit=" + question.limit, "lang=" + question.lang];
    if (question.typing) lines.push("typing=1");
    if (question.snippets) lines.push("snippets=1");
    if (question.facets.length) lines.push("facets=" + question.facets.join(","));
    question.filters.forEach(function (filter) {
      lines.push("filter=" + filter.join(".").replace(/\n/g, ""));
    });
    return lines.join("\n") + "\nq=" + question.query.slice(0, 4000);
  }

  var newest = 0;
  window.metodSearch = {
    root: place.root,
    load: load,
    /* Fetches what every answer needs, and what a question about everything would. */
    prepare: function (question) {
      return start()
        .then(function (made) {
          return question ? made.warm(written(question)) : null;
        })
        .catch(function () {});
    },
    /* Answers in steps: `show(answer, last)`; only the newest question is answered. Fails with a `fault` when
       not even the titles can be searched. */
    ask: function (question, show) {
      var mine = ++newest;
      /* Nothing found for want of files: titles say more than an excuse. */
      var poor = false;
      function current(answer, last) {
        if (mine !== newest) return;
        poor = last && answer.lost && !answer.total;
        if (!poor) show(answer, last);
      }
      function simply(answer, last) {
        if (mine === newest) show(answer, last);
      }
      return start()
        .then(function (made) {
          return mine === newest ? made.ask(written(question), current) : null;
        })
        .then(function () {
          if (poor) throw fault("network");
        })
        .catch(function (error) {
          if (mine !== newest) return null;
          if (error.fault === "later") throw error;
          return askSimple(question, error.fault || "broken", simply).catch(function () {
            throw error;
          });
        });
    },
    /* Words of facets and values; nothing while they are not known. */
    labels: function (lang) {
      return start()
        .then(function (made) {
          return made.labels(lang);
        })
        .catch(function () {
          return null;
        });
    },
    /* Nobody waits for an answer any more. */
    stop: function () {
      newest++;
    },
    retry: function () {
      var made = engine;
      if (!made) return;
      made.then(
        function (ready) {
          ready.retry();
        },
        function () {
          engine = null;
        }
      );
    },
  };
})();
