/* Titles under the box while one types: a combobox with a list (WAI-ARIA Authoring Practices). Enter without a
   choice leads to the search page, as it does without this script. */
(function () {
  "use strict";
  var search = window.metodSearch;
  var MOST = 5;
  var PAUSE = 120;
  var count = 0;

  function dress(box) {
    if (!search || box.hasAttribute("aria-expanded")) return;
    var form = box.form;
    var words = document.querySelector("[data-search-list]");
    var id = "suggestions-" + ++count;
    var list = document.createElement("ul");
    list.id = id;
    list.className = "suggestions";
    list.hidden = true;
    list.setAttribute("role", "listbox");
    list.setAttribute("aria-label", words ? words.getAttribute("data-search-list") : "");
    box.parentNode.appendChild(list);
    box.parentNode.classList.add("suggesting");
    box.setAttribute("role", "combobox");
    box.setAttribute("aria-autocomplete", "list");
    box.setAttribute("aria-haspopup", "listbox");
    box.setAttribute("aria-expanded", "false");
    box.setAttribute("aria-controls", id);
    var chosen = -1;
    var timer;

    function options() {
      return Array.prototype.slice.call(list.children);
    }
    function close() {
      list.hidden = true;
      box.setAttribute("aria-expanded", "false");
      choose(-1);
    }
    function choose(number) {
      var all = options();
      chosen = number;
      all.forEach(function (option, i) {
        option.setAttribute("aria-selected", String(i === number));
      });
      if (number < 0) box.removeAttribute("aria-activedescendant");
      else {
        box.setAttribute("aria-activedescendant", all[number].id);
        all[number].scrollIntoView({ block: "nearest" });
      }
    }
    function go(option) {
      location.href = option.getAttribute("data-url");
    }
    function show(hits) {
      list.textContent = "";
      hits.forEach(function (hit, i) {
        var url = String(new URL(hit.url, search.root));
        if (url.indexOf(search.root) !== 0) return;
        var option = document.createElement("li");
        option.id = id + "-" + i;
        option.setAttribute("role", "option");
        option.setAttribute("aria-selected", "false");
        option.setAttribute("data-url", url);
        option.lang = hit.lang;
        option.textContent = hit.title;
        list.appendChild(option);
      });
      var open = list.firstChild !== null && document.activeElement === box;
      list.hidden = !open;
      box.setAttribute("aria-expanded", String(open));
      choose(-1);
    }
    function ask() {
      var query = box.value;
      if (!query.trim()) return close();
      var question = { query: query, typing: true, filters: [], sort: "relevance", offset: 0, limit: MOST };
      question.snippets = false;
      question.facets = [];
      question.lang = document.documentElement.lang;
      search
        .ask(question, function (answer) {
          if (box.value === query) show(answer.hits);
        })
        .catch(close);
    }

    box.addEventListener("input", function () {
      clearTimeout(timer);
      timer = setTimeout(ask, PAUSE);
    });
    box.addEventListener("keydown", function (event) {
      var last = options().length - 1;
      if (event.key === "Escape" && !list.hidden) close();
      else if (event.key === "ArrowDown" && last >= 0) {
        if (list.hidden) {
          list.hidden = false;
          box.setAttribute("aria-expanded", "true");
        }
        choose(chosen < last ? chosen + 1 : -1);
      } else if (event.key === "ArrowUp" && !list.hidden) choose(chosen < 0 ? last : chosen - 1);
      else if (event.key === "Enter" && chosen >= 0) go(options()[chosen]);
      else return;
      event.preventDefault();
    });
    box.addEventListener("blur", function () {
      close();
    });
    /* Before the box loses the focus. */
    list.addEventListener("mousedown", function (event) {
      event.preventDefault();
    });
    list.addEventListener("click", function (event) {
      var option = event.target.closest("[role=option]");
      if (option) go(option);
    });
    form.addEventListener("submit", function () {
      clearTimeout(timer);
    });
    if (document.activeElement === box && box.value) ask();
  }

  function turned(box) {
    if (!box || !box.hasAttribute || !box.hasAttribute("data-search-box") || box.hasAttribute("data-search-page")) return;
    dress(box);
    search.prepare();
  }
  document.addEventListener("focusin", function (event) {
    turned(event.target);
  });
  /* The box that had this script loaded. */
  turned(document.activeElement);
})();
