/* The engine of the search (WebAssembly, crates/web-search) and the files it asks for. Runs as a worker, or
   in the page where workers cannot: then it offers itself as `metodEngine`. */
(function () {
  "use strict";
  var ROOT = "search/root.bin";
  /* Numbers that the engine gives back. */
  var GOOD = 0;
  var VERSION = 2;
  /* Milliseconds after which a file will not come any more. */
  var PATIENCE = 30000;
  /* Rounds of files that one question may take; the engine needs six at most. */
  var ROUNDS = 12;

  /* What can go wrong, for people to be told: wasm, network, missing, later, damaged, version, broken. */
  function fault(kind) {
    var error = new Error(kind);
    error.fault = kind;
    return error;
  }
  function kind(error) {
    return (error && error.fault) || "broken";
  }

  function fromBase64(text) {
    var raw = atob(text);
    var bytes = new Uint8Array(raw.length);
    for (var i = 0; i < raw.length; i++) bytes[i] = raw.charCodeAt(i);
    return bytes;
  }

  /* What the engine asks for: a file, or the bytes of one from the first to the last, as "file#first-last". */
  function parse(address) {
    var parts = address.split("#");
    var ends = (parts[1] || "").split("-");
    return { file: parts[0], first: +ends[0], last: +ends[1], isPiece: parts.length > 1 };
  }
  /* A piece of bytes that begin with that byte of the file. */
  function cut(bytes, piece, from) {
    return piece.isPiece ? bytes.subarray(piece.first - from, piece.last + 1 - from) : bytes;
  }

  /* Bytes of an address, within a time limit; of a piece, those alone where the server can send them, else cut
     out of the file. Gives {promise, stop}. */
  function load(url, cache, piece) {
    var control = typeof AbortController === "function" ? new AbortController() : null;
    var timer;
    var late = new Promise(function (_, fail) {
      timer = setTimeout(function () {
        fail(fault("network"));
        if (control) control.abort();
      }, PATIENCE);
    });
    var options = { cache: cache, credentials: "same-origin" };
    if (control) options.signal = control.signal;
    function whole() {
      return fetch(url, options).then(body).then(function (bytes) {
        return piece ? cut(bytes, piece, 0) : bytes;
      });
    }
    var loaded = (piece && piece.isPiece ? part(url, options, piece, whole) : whole()).catch(function (error) {
      throw error.fault ? error : fault("network");
    });
    var promise = Promise.race([loaded, late]);
    function done() {
      clearTimeout(timer);
    }
    promise.then(done, done);
    return {
      promise: promise,
      stop: function () {
        done();
        if (control) control.abort();
      },
    };
  }

  function body(response) {
    if (response.status === 404 || response.status === 410) throw fault("missing");
    if (response.status === 503) throw fault("later");
    if (!response.ok) throw fault("network");
    return response.arrayBuffer().then(function (buffer) {
      return new Uint8Array(buffer);
    });
  }

  /* A server that does not know `Range` sends the file. What else it sends but exactly what was asked for is not
     believed. */
  function part(url, options, piece, whole) {
    var range = piece.first + "-" + piece.last;
    var asked = Object.assign({ headers: { Range: "bytes=" + range } }, options);
    return fetch(url, asked).then(function (response) {
      if (response.status === 200) {
        return body(response).then(function (bytes) {
          return cut(bytes, piece, 0);
        });
      }
      if (response.status === 404 || response.status === 410 || response.status === 503) return body(response);
      var said = response.headers.get("Content-Range") || "";
      if (response.status !== 206 || said.indexOf("bytes " + range + "/") !== 0) return whole();
      return body(response).then(function (bytes) {
        return bytes.length === piece.last - piece.first + 1 ? bytes : whole();
      }, whole);
    });
  }

  /* What the page began to fetch, once and for as long as a file may take; nothing if it did not come. */
  function early(place, name) {
    var coming = place.early && place.early[name];
    if (!coming) return Promise.resolve(null);
    delete place.early[name];
    var late = new Promise(function (done) {
      setTimeout(done, PATIENCE, null);
    });
    return Promise.race([coming, late]);
  }

  function joined(parts) {
    var length = parts.reduce(function (sum, part) {
      return sum + part.length;
    }, 0);
    var bytes = new Uint8Array(length);
    parts.reduce(function (at, part) {
      bytes.set(part, at);
      return at + part.length;
    }, 0);
    return bytes;
  }

  /* Many servers pack nothing but pages, so the engine comes packed. If its parts are damaged, all are fetched once
     more past all caches. */
  function module(place) {
    if (place.offline) return Promise.resolve(self.metodUnpack(fromBase64(place.offline.engine)));
    function parts(cache, known) {
      var coming = place.engine.map(function (part, i) {
        return (known && known[i]) || load(part, cache).promise;
      });
      return Promise.all(coming).then(joined).then(self.metodUnpack);
    }
    return early(place, "engine")
      .then(parts.bind(null, "default"))
      .then(function (module) {
        return module || parts("reload");
      });
  }

  /* place: {root, engine} as absolute addresses (the engine's are many), and perhaps {offline: {engine, files}} or
     {early: {engine, index}}, promises of bytes or of nothing. */
  function create(place) {
    var wasm = null;
    var starting = null;
    var rootBytes = null;
    var coming = {};
    var newest = 0;
    var encoder = new TextEncoder();
    var decoder = new TextDecoder();

    function instantiate() {
      return module(place).then(function (bytes) {
        if (!bytes) throw fault("damaged");
        var made;
        try {
          made = WebAssembly.instantiate(bytes, {});
        } catch (_) {
          throw fault("wasm");
        }
        return made.then(
          function (result) {
            wasm = result.instance.exports;
          },
          function () {
            throw fault("wasm");
          }
        );
      });
    }

    /* Calls a function of the engine with pieces of memory that hold these bytes. */
    function call(name, pieces) {
      var args = [];
      pieces.forEach(function (bytes) {
        var at = wasm.metod_alloc(bytes.length);
        new Uint8Array(wasm.memory.buffer, at, bytes.length).set(bytes);
        args.push(at, bytes.length);
      });
      var result;
      try {
        result = wasm[name].apply(null, args);
      } catch (_) {
        /* The engine stumbled: what it holds cannot be trusted. The next question starts it anew. */
        starting = null;
        throw fault("broken");
      }
      for (var i = 0; i < args.length; i += 2) wasm.metod_release(args[i], args[i + 1]);
      return result;
    }
    function json(name, text) {
      var length = call(name, [encoder.encode(text)]);
      if (!length) return null;
      return JSON.parse(decoder.decode(new Uint8Array(wasm.memory.buffer, wasm.metod_answer(), length)));
    }

    function read(file, cache, piece) {
      if (!place.offline) return load(place.root + file, cache, piece);
      var text = place.offline.files[file];
      var promise =
        text === undefined
          ? Promise.reject(fault("missing"))
          : Promise.resolve(piece ? cut(fromBase64(text), piece, 0) : fromBase64(text));
      return { promise: promise, stop: function () {} };
    }

    /* A root that cannot be used is fetched once more past all caches. */
    function openRoot(cache, coming) {
      return (coming || read(ROOT, cache).promise).then(function (bytes) {
        var code = call("metod_open", [bytes]);
        if (code === GOOD) {
          rootBytes = bytes;
          return;
        }
        if (cache !== "reload") return openRoot("reload");
        throw fault(code === VERSION ? "version" : "damaged");
      });
    }

    /* Starts fetching before a question is known. */
    function prepare() {
      if (!starting) {
        var root = early(place, "index").then(function (bytes) {
          return bytes || read(ROOT, "no-cache").promise;
        });
        root.catch(function () {});
        starting = instantiate()
          .then(function () {
            return openRoot("no-cache", root);
          });
        starting.catch(function () {
          starting = null;
        });
      }
      return starting;
    }

    function same(a, b) {
      return (
        a.length === b.length &&
        a.every(function (byte, i) {
          return byte === b[i];
        })
      );
    }

    /* A file is missing: perhaps the portal was published anew. Tells whether it was. */
    function reopen() {
      var before = rootBytes;
      return openRoot("reload").then(function () {
        return !same(before, rootBytes);
      });
    }

    /* Fetches files and hands them to the engine. Gives what became of each: "good", or a fault. */
    function take(want) {
      Object.keys(coming).forEach(function (address) {
        if (want.indexOf(address) >= 0 || coming[address].stays) return;
        coming[address].stop();
        delete coming[address];
      });
      begin(want);
      return Promise.all(
        want.map(function (address) {
          return coming[address].result;
        })
      );
    }
    /* Starts fetching what is not coming. Pieces of one file that are wanted together come together, with what
       lies between: browsers fetch from one address one thing at a time. */
    function begin(want) {
      var spans = {};
      want.forEach(function (address) {
        if (coming[address]) return;
        var piece = parse(address);
        var span = spans[piece.file] || parse(address);
        span.first = Math.min(span.first, piece.first);
        span.last = Math.max(span.last, piece.last);
        span.pieces = (span.pieces || []).concat([[address, piece]]);
        spans[piece.file] = span;
      });
      Object.keys(spans).forEach(function (file) {
        bring(spans[file]);
      });
    }
    function bring(span) {
      var loading = read(span.file, "default", span);
      var left = span.pieces.length;
      function stop() {
        if (!--left) loading.stop();
      }
      span.pieces.forEach(function (pair) {
        var address = pair[0];
        var entry = { stop: stop };
        entry.result = loading.promise
          .then(function (bytes) {
            return give(address, cut(bytes, pair[1], span.first)) || again(address, pair[1]);
          })
          .catch(kind)
          .then(function (result) {
            if (coming[address] === entry) delete coming[address];
            return result;
          });
        coming[address] = entry;
      });
    }
    function give(address, bytes) {
      return call("metod_give", [encoder.encode(address), bytes]) === GOOD ? "good" : null;
    }
    /* A damaged copy may be in a cache, or a server cuts badly: the whole file, past all caches. */
    function again(address, piece) {
      return read(piece.file, "reload").promise.then(function (bytes) {
        return give(address, cut(bytes, piece, 0)) || "damaged";
      });
    }

    /* Fetches what the answer to this question needs at once, as long as nobody has asked anything: then
       readers' own questions find it here. Whether it comes does not matter. */
    function warm(text) {
      return prepare().then(function () {
        var answer = newest ? null : json("metod_ask", text);
        if (!answer) return;
        begin(answer.want);
        answer.want.forEach(function (address) {
          coming[address].stays = true;
        });
      });
    }

    /* Answers a question in steps: `show(answer, last)`. Only the newest question is answered. */
    function ask(text, show) {
      var mine = ++newest;
      function isStale() {
        return mine !== newest;
      }
      return prepare().then(function () {
        return rounds(text, show, isStale, true);
      });
    }
    function rounds(text, show, isStale, mayReopen) {
      var count = 0;
      var shown = false;
      function round() {
        if (isStale()) return null;
        var answer = json("metod_ask", text);
        if (!answer) throw fault("broken");
        var last = answer.state === "whole" || !answer.want.length || ++count > ROUNDS;
        if (last || (answer.state === "titles" && !shown)) {
          shown = true;
          show(answer, last);
        }
        return last ? null : take(answer.want).then(next.bind(null, answer.want));
      }
      function next(want, results) {
        if (isStale()) return null;
        var bad = want.filter(function (_, i) {
          return results[i] !== "good";
        });
        if (!bad.length) return round();
        if (results.indexOf("broken") >= 0) throw fault("broken");
        function lose() {
          bad.forEach(function (address) {
            call("metod_lost", [encoder.encode(address)]);
          });
          return round();
        }
        var gone = results.indexOf("missing") >= 0 || results.indexOf("damaged") >= 0;
        if (gone && mayReopen && !place.offline) {
          mayReopen = false;
          return reopen().then(function (changed) {
            return changed ? rounds(text, show, isStale, false) : lose();
          });
        }
        if (!gone && !shown && bad.length === want.length) throw fault(results[0]);
        return lose();
      }
      return round();
    }

    return {
      prepare: prepare,
      warm: warm,
      ask: ask,
      /* Words of facets and values in a language, if a question has brought them. */
      labels: function (lang) {
        return prepare().then(function () {
          return json("metod_labels", lang);
        });
      },
      /* What could not be had may be had now. */
      retry: function () {
        if (wasm && starting) call("metod_retry", []);
      },
    };
  }

  if (typeof document !== "undefined") {
    window.metodEngine = create;
    return;
  }
  var engine = null;
  /* Those who wait for what the page fetches. */
  var brought = {};
  function promised(name) {
    return new Promise(function (done) {
      brought[name] = done;
    });
  }
  self.onmessage = function (event) {
    var message = event.data;
    function fail(error) {
      self.postMessage({ id: message.id, fault: kind(error) });
    }
    if (message.place) {
      message.place.early = { engine: promised("engine"), index: promised("index") };
      engine = create(message.place);
      engine.prepare().then(function () {
        self.postMessage({ ready: true });
      }, fail);
    } else if (message.brought) {
      brought[message.brought](message.bytes);
    } else if (message.warm) {
      engine.warm(message.warm).catch(function () {});
    } else if (message.retry) {
      engine.retry();
    } else if (message.labels) {
      engine.labels(message.labels).then(function (labels) {
        self.postMessage({ id: message.id, labels: labels });
      }, fail);
    } else {
      engine
        .ask(message.ask, function (answer, last) {
          self.postMessage({ id: message.id, answer: answer, last: last });
        })
        .then(function () {
          self.postMessage({ id: message.id, over: true });
        }, fail);
    }
  };
})();
