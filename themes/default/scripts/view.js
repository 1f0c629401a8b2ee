/* Theme, the version for the visually impaired, the menu, printing. */
(function () {
  "use strict";
  var root = document.documentElement;
  var KEY = "metod-view";
  var DEFAULTS = { size: "2", space: "1", scheme: "bw", images: "on" };

  function load() {
    try {
      return JSON.parse(localStorage.getItem(KEY) || "{}") || {};
    } catch (_) {
      return {};
    }
  }
  function save(view) {
    try {
      localStorage.setItem(KEY, JSON.stringify(view));
    } catch (_) {
      /* private mode: the choice lasts for this page */
    }
  }
  var view = load();

  function each(selector, action) {
    Array.prototype.forEach.call(document.querySelectorAll(selector), action);
  }
  function onClick(name, action) {
    each('[data-action="' + name + '"]', function (el) {
      el.addEventListener("click", function () {
        action(el);
      });
    });
  }

  /* Theme: the system's until the reader chooses; choosing the system's forgets the choice. */
  var system = matchMedia("(prefers-color-scheme: dark)");
  function isDark() {
    return view.theme ? view.theme === "dark" : system.matches;
  }
  function showTheme() {
    root.classList.remove("theme-dark", "theme-light");
    if (view.theme) root.classList.add("theme-" + view.theme);
    each('[data-action="theme"]', function (el) {
      el.setAttribute("aria-pressed", String(isDark()));
    });
  }
  onClick("theme", function () {
    var dark = !isDark();
    if (dark === system.matches) delete view.theme;
    else view.theme = dark ? "dark" : "light";
    save(view);
    showTheme();
  });

  /* The version for the visually impaired. */
  var panel = document.getElementById("a11y-panel");
  function showA11y() {
    Array.prototype.slice.call(root.classList).forEach(function (name) {
      if (/^a11y/.test(name)) root.classList.remove(name);
    });
    var a = view.a11y;
    if (a) {
      root.classList.add("a11y", "a11y-size-" + a.size, "a11y-space-" + a.space, "a11y-" + a.scheme);
      if (a.images === "off") hideImages();
    }
    if (!panel) return;
    if (!a) openPanel(false);
    each('[data-action="a11y"]', function (el) {
      el.setAttribute("aria-pressed", String(!!a));
    });
    Object.keys(DEFAULTS).forEach(function (name) {
      each('#a11y-panel input[name="a11y-' + name + '"]', function (input) {
        input.checked = !!a && input.value === String(a[name]);
      });
    });
  }
  /* What a picture shows stays readable when pictures are off. */
  function hideImages() {
    root.classList.add("a11y-no-images");
    if (document.querySelector(".img-alt")) return;
    each("main img[alt]:not([alt=''])", function (img) {
      var text = document.createElement("span");
      text.className = "img-alt";
      text.textContent = img.alt;
      img.parentNode.insertBefore(text, img.nextSibling);
    });
  }
  function setA11y(on) {
    if (on) view.a11y = Object.assign({}, DEFAULTS);
    else delete view.a11y;
    save(view);
    showA11y();
  }
  /* The first press switches the version on and shows its settings; further presses fold them. */
  function openPanel(open) {
    if (!panel) return;
    panel.hidden = !open;
    each('[data-action="a11y"]', function (el) {
      el.setAttribute("aria-expanded", String(open));
    });
  }
  onClick("a11y", function () {
    var open = !view.a11y || (panel && panel.hidden);
    if (!view.a11y) setA11y(true);
    openPanel(open);
  });
  onClick("a11y-off", function () {
    setA11y(false);
    var button = document.querySelector('[data-action="a11y"]');
    if (button) button.focus();
  });
  if (panel) {
    panel.addEventListener("change", function (event) {
      var name = event.target.name.replace("a11y-", "");
      if (!view.a11y || !(name in DEFAULTS)) return;
      view.a11y[name] = event.target.value;
      save(view);
      showA11y();
      unfold();
    });
  }

  onClick("menu", function (el) {
    var open = root.classList.toggle("menu-open");
    el.setAttribute("aria-expanded", String(open));
  });
  onClick("print", function () {
    print();
  });

  /* On a wide screen there is room for what folds away on a phone. */
  var wasWide = null;
  function unfold() {
    var page = document.querySelector(".page");
    var wide = !!page && page.clientWidth >= 61 * parseFloat(getComputedStyle(root).fontSize);
    if (wide === wasWide) return;
    wasWide = wide;
    each("details[data-open-wide]", function (el) {
      el.open = wide;
    });
  }
  addEventListener("resize", unfold);

  /* Paper shows what is folded. */
  addEventListener("beforeprint", function () {
    each(".content details:not([open]):not(.no-print)", function (el) {
      el.open = true;
    });
  });

  /* Tables that turn into cards lose their meaning for screen readers in some browsers: say it again. */
  each("table.stack", function (table) {
    table.setAttribute("role", "table");
    Array.prototype.forEach.call(table.querySelectorAll("thead,tbody,tfoot"), function (el) {
      el.setAttribute("role", "rowgroup");
    });
    Array.prototype.forEach.call(table.rows, function (row) {
      row.setAttribute("role", "row");
      Array.prototype.forEach.call(row.cells, function (cell) {
        var head = cell.tagName === "TH";
        cell.setAttribute("role", head ? (cell.scope === "row" ? "rowheader" : "columnheader") : "cell");
      });
    });
  });

  showTheme();
  showA11y();
  unfold();
})();
