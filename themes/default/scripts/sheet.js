/* Sheets and blanks filled in on the page. Nothing is sent or stored: reloading clears it. */
(function () {
  "use strict";
  function all(root, selector) {
    return Array.prototype.slice.call(root.querySelectorAll(selector));
  }
  /* 0.1 + 0.2 must not print as 0.30000000000000004, and Russian writes a comma. */
  function show(sum) {
    return String(Math.round(sum * 100) / 100).replace(".", document.documentElement.lang === "ru" ? "," : ".");
  }
  function total(root) {
    return all(root, "input:checked").reduce(function (sum, input) {
      return sum + (parseFloat(input.value) || 0);
    }, 0);
  }

  function onClear(area, action) {
    all(area, '[data-action="clear"]').forEach(function (button) {
      button.addEventListener("click", action);
    });
  }

  all(document, "[data-sheet]").forEach(function (area) {
    function update() {
      all(area, ".sheet-section").forEach(function (section) {
        var out = section.querySelector("output.sum");
        if (out) out.textContent = section.querySelector("input:checked") ? show(total(section)) : "";
      });
      var any = area.querySelector("input:checked");
      var sum = total(area);
      var out = area.querySelector("output[data-total]");
      if (out) out.textContent = any ? show(sum) : "";
      var max = all(area, ".sheet-section").reduce(function (m, s) {
        return m + (parseFloat(s.getAttribute("data-max")) || 0);
      }, 0);
      all(area, ".bands tr[data-from]").forEach(function (row) {
        var value = row.getAttribute("data-unit") === "percent" && max ? Math.round((sum / max) * 100) : sum;
        var here = any && value >= +row.getAttribute("data-from") && value <= +row.getAttribute("data-to");
        row.classList.toggle("current", !!here);
      });
      help(area);
    }
    area.addEventListener("change", update);
    onClear(area, function () {
      all(area, "input:checked").forEach(function (input) {
        input.checked = false;
      });
      update();
    });
    update();
  });

  /* Answers that ask for help become links to what the portal has on the difficulty. */
  function help(area) {
    var box = area.querySelector("[data-sheet-help]");
    if (!box) return;
    var list = box.querySelector("ul");
    list.textContent = "";
    all(area, "tr[data-difficulty] input[data-help]:checked").forEach(function (input) {
      var row = input.closest("tr");
      var link = document.createElement("a");
      link.href = row.getAttribute("data-difficulty");
      link.textContent = row.querySelector(".c-item").firstChild.textContent;
      list.appendChild(document.createElement("li")).appendChild(link);
    });
    box.hidden = !list.firstChild;
  }

  all(document, "[data-blanks]").forEach(function (area) {
    var blanks = {};
    all(document, ".blank[data-blank]").forEach(function (el) {
      var id = el.getAttribute("data-blank");
      (blanks[id] = blanks[id] || []).push({ el: el, empty: el.textContent });
    });
    function fill(field) {
      var value = field.value.trim();
      if (field.type === "date" && value) value = value.split("-").reverse().join(".");
      (blanks[field.name] || []).forEach(function (blank) {
        blank.el.textContent = value || blank.empty;
        blank.el.classList.toggle("filled", !!value);
      });
    }
    area.addEventListener("input", function (event) {
      fill(event.target);
    });
    onClear(area, function () {
      all(area, "[name]").forEach(function (field) {
        field.value = "";
        fill(field);
      });
    });
    all(area, "[name]").forEach(fill);
  });
})();
