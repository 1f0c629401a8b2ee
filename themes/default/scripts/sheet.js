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

  all(document, "form[data-sheet]").forEach(function (form) {
    function update() {
      all(form, ".sheet-section").forEach(function (section) {
        var out = section.querySelector("output.sum");
        if (out) out.textContent = section.querySelector("input:checked") ? show(total(section)) : "";
      });
      var any = form.querySelector("input:checked");
      var sum = total(form);
      var out = form.querySelector("output[data-total]");
      if (out) out.textContent = any ? show(sum) : "";
      var max = all(form, ".sheet-section").reduce(function (m, s) {
        return m + (parseFloat(s.getAttribute("data-max")) || 0);
      }, 0);
      all(form, ".bands tr[data-from]").forEach(function (row) {
        var value = row.getAttribute("data-unit") === "percent" && max ? Math.round((sum / max) * 100) : sum;
        var here = any && value >= +row.getAttribute("data-from") && value <= +row.getAttribute("data-to");
        row.classList.toggle("current", !!here);
      });
      help(form);
    }
    form.addEventListener("change", update);
    form.addEventListener("reset", function () {
      setTimeout(update, 0);
    });
    update();
  });

  /* Answers that ask for help become links to what the portal has on the difficulty. */
  function help(form) {
    var box = form.querySelector("[data-sheet-help]");
    if (!box) return;
    var list = box.querySelector("ul");
    list.textContent = "";
    all(form, "tr[data-difficulty] input[data-help]:checked").forEach(function (input) {
      var row = input.closest("tr");
      var link = document.createElement("a");
      link.href = row.getAttribute("data-difficulty");
      link.textContent = row.querySelector(".c-item").firstChild.textContent;
      list.appendChild(document.createElement("li")).appendChild(link);
    });
    box.hidden = !list.firstChild;
  }

  all(document, "form[data-blanks]").forEach(function (form) {
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
    form.addEventListener("input", function (event) {
      fill(event.target);
    });
    form.addEventListener("submit", function (event) {
      event.preventDefault();
    });
    form.addEventListener("reset", function () {
      setTimeout(function () {
        all(form, "[name]").forEach(fill);
      }, 0);
    });
    all(form, "[name]").forEach(fill);
  });
})();
