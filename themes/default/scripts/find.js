/* The search box of every page. What answers is loaded when a reader turns to it, not before. */
(function () {
  "use strict";
  var files = document.querySelector("[data-search-worker]");
  /* A browser too old for the search has a form that leads to the search page. */
  if (!files || !window.Promise || !window.fetch || !window.URLSearchParams) return;

  document.addEventListener("focusin", function (event) {
    var box = event.target;
    if (!box.hasAttribute || !box.hasAttribute("data-search-box") || box.hasAttribute("data-search-page")) return;
    if (document.querySelector("script[data-search]")) return;
    var script = document.createElement("script");
    script.src = files.getAttribute("data-search-script");
    script.setAttribute("data-search", "");
    document.head.appendChild(script);
  });

  /* "/" leads to the box; on a Russian keyboard the same key writes a full stop. */
  document.addEventListener("keydown", function (event) {
    if (event.key !== "/" && !(event.code === "Slash" && !event.shiftKey)) return;
    if (event.ctrlKey || event.altKey || event.metaKey || event.defaultPrevented) return;
    if (/^(INPUT|TEXTAREA|SELECT)$/.test(event.target.tagName) || event.target.isContentEditable) return;
    var boxes = Array.prototype.slice.call(document.querySelectorAll("[data-search-box]"));
    var box = boxes.filter(function (input) {
      return input.offsetParent !== null;
    })[0];
    if (!box) return;
    event.preventDefault();
    box.focus();
    box.select();
  });
})();
