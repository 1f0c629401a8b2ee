/* Runs before the first paint, in <head>, so that a remembered theme never flashes.
   Without it the page works in the system's theme. Settings stay on the device. */
(function () {
  "use strict";
  var root = document.documentElement;
  var saved = {};
  try {
    saved = JSON.parse(localStorage.getItem("metod-view") || "{}") || {};
  } catch (_) {
    /* storage may be forbidden, or hold something else */
  }
  root.classList.add("js");
  if (saved.theme === "dark" || saved.theme === "light") root.classList.add("theme-" + saved.theme);
  if (saved.a11y) {
    var a = saved.a11y;
    root.classList.add("a11y", "a11y-size-" + (+a.size || 2), "a11y-space-" + (+a.space || 1));
    root.classList.add("a11y-" + (/^(bw|wb|blue)$/.test(a.scheme) ? a.scheme : "bw"));
    if (a.images === "off") root.classList.add("a11y-no-images");
  }
})();
