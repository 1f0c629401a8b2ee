// Reloads the page when the development server has a new snapshot of the portal.
(function () {
  "use strict";
  var source = new EventSource("{events}");
  var lost = false;
  source.addEventListener("change", function () { location.reload(); });
  source.onerror = function () { lost = true; };
  // The server was restarted: what is on the screen may be old.
  source.onopen = function () { if (lost) location.reload(); };
})();
