// Remembers the ticks of tasks in this browser. Nothing leaves the machine; pages work without it.
(function () {
  "use strict";
  var boxes = Array.prototype.slice.call(document.querySelectorAll("input[data-task]"));
  if (!boxes.length) { return; }
  var prefix = "sitegen." + document.documentElement.getAttribute("data-plan") + ".";
  var bar = document.querySelector("[data-ticks]");

  function store() {
    // Some browsers refuse storage to files on disk, or in private windows.
    try {
      window.localStorage.setItem(prefix, "");
      window.localStorage.removeItem(prefix);
      return window.localStorage;
    } catch (error) { return null; }
  }

  var kept = store();

  function show() {
    var done = {};
    var all = {};
    boxes.forEach(function (box) {
      var task = box.getAttribute("data-task");
      if (kept) { box.checked = kept.getItem(prefix + task) === "done"; }
      all[task] = true;
      if (box.checked) { done[task] = true; }
    });
    if (!bar) { return; }
    bar.querySelector("[data-done]").textContent = Object.keys(done).length;
    bar.querySelector("[data-all]").textContent = Object.keys(all).length;
    bar.hidden = !kept;
  }

  document.addEventListener("change", function (event) {
    var task = event.target.getAttribute && event.target.getAttribute("data-task");
    if (!task || !kept) { return; }
    if (event.target.checked) { kept.setItem(prefix + task, "done"); } else { kept.removeItem(prefix + task); }
    show();
  });
  if (bar) {
    bar.querySelector("[data-clear]").addEventListener("click", function () {
      if (!kept || !window.confirm("Take away every tick of this plan?")) { return; }
      Object.keys(kept).forEach(function (name) {
        if (name.indexOf(prefix) === 0) { kept.removeItem(name); }
      });
      show();
    });
  }
  window.addEventListener("storage", show);
  window.addEventListener("pageshow", show);
  show();
})();

// Shows one precomputed row of a table instead of all. Without this script the whole table stands.
(function () {
  "use strict";
  Array.prototype.forEach.call(document.querySelectorAll("[data-rows]"), function (line) {
    var table = document.getElementById(line.getAttribute("data-rows"));
    var choice = line.querySelector("select");
    if (!table || !choice) { return; }
    choice.value = "";
    line.hidden = false;
    choice.addEventListener("change", function () {
      Array.prototype.forEach.call(table.querySelectorAll("tr[data-row]"), function (row) {
        var name = row.getAttribute("data-row");
        row.hidden = choice.value !== "" && name !== choice.value && name !== "whole";
      });
    });
  });
})();

// Shows one of the combinations that stand in the table. Nothing is computed here.
(function () {
  "use strict";
  var choice = document.querySelector("[data-whatif]");
  if (!choice) { return; }
  var rows = Array.prototype.slice.call(document.querySelectorAll("tr[data-ids]"));
  var boxes = Array.prototype.slice.call(choice.querySelectorAll("input"));

  function show() {
    var ids = boxes.filter(function (box) { return box.checked; })
      .map(function (box) { return box.value; }).join(" ");
    rows.forEach(function (row) {
      var mine = row.getAttribute("data-ids");
      row.classList.toggle("marked", mine === ids);
      if (mine === ids) { choice.querySelector("[data-told]").textContent = row.getAttribute("data-told"); }
    });
  }

  choice.addEventListener("change", show);
  window.addEventListener("pageshow", show);
  choice.hidden = false;
  show();
})();

// Says what a word means, beside it: under a pointer, on focus, and on a tap, which leads no further than that.
// Without this script, and in a browser without popovers, the word leads to the glossary.
(function () {
  "use strict";
  var words = document.querySelectorAll("a.term[data-meaning]");
  var box = document.getElementById("meaning");
  if (!words.length || !box || !box.showPopover) { return; }
  var text = box.querySelector("span");
  var more = box.querySelector("a");
  var shown = null;
  var waiting = 0;
  var touched = false;

  function hide() {
    window.clearTimeout(waiting);
    if (!shown) { return; }
    shown.removeAttribute("aria-describedby");
    shown = null;
    box.hidePopover();
  }

  function show(word) {
    window.clearTimeout(waiting);
    if (shown === word) { return; }
    hide();
    shown = word;
    text.textContent = word.getAttribute("data-meaning");
    more.hash = word.hash;
    word.setAttribute("aria-describedby", text.id);
    box.showPopover();
    place();
  }

  function place() {
    if (!shown) { return; }
    var at = shown.getClientRects()[0];
    if (at.bottom < 0 || at.top > window.innerHeight) { hide(); return; }
    var room = document.documentElement.clientWidth - box.offsetWidth - 8;
    var below = at.bottom + 4;
    var fits = below + box.offsetHeight <= window.innerHeight;
    box.style.left = Math.max(8, Math.min(at.left, room)) + "px";
    box.style.top = (fits ? below : Math.max(8, at.top - 4 - box.offsetHeight)) + "px";
  }

  function leave() {
    window.clearTimeout(waiting);
    waiting = window.setTimeout(hide, 250);
  }

  Array.prototype.forEach.call(words, function (word) {
    word.addEventListener("pointerenter", function (event) {
      if (event.pointerType === "mouse") { show(word); }
    });
    word.addEventListener("pointerleave", function (event) {
      if (event.pointerType === "mouse") { leave(); }
    });
    word.addEventListener("pointerdown", function (event) { touched = event.pointerType !== "mouse"; });
    word.addEventListener("click", function (event) {
      if (touched) { event.preventDefault(); show(word); }
      touched = false;
    });
    word.addEventListener("focus", function () { show(word); });
    word.addEventListener("blur", leave);
  });
  box.addEventListener("pointerenter", function () { window.clearTimeout(waiting); });
  box.addEventListener("pointerleave", function (event) { if (event.pointerType === "mouse") { leave(); } });
  document.addEventListener("keydown", function (event) { if (event.key === "Escape") { hide(); } });
  document.addEventListener("pointerdown", function (event) {
    if (shown && event.target !== shown && !box.contains(event.target)) { hide(); }
  });
  window.addEventListener("scroll", place, { passive: true });
})();

// Finds programs in the own list by words, state and visas, and shows the found ones page by page.
// Without this script every row stands, the later ones behind a click.
(function () {
  "use strict";
  var MOST = 25;
  var bar = document.querySelector("[data-filter]");
  if (!bar) { return; }
  var input = bar.querySelector("input");
  var choices = Array.prototype.slice.call(bar.querySelectorAll("select"));
  var status = bar.querySelector("[data-said]");

  function filled(text, values) {
    return text.replace(/\{(\w+)\}/g, function (slot, name) { return values[name]; });
  }

  function turn(list, step) {
    return function () {
      list.page += step;
      show();
      list.table.parentNode.scrollIntoView();
    };
  }

  // Later rows stand in a table behind a click. It is unfolded for good, and no row is moved: one may be led to.
  function listOf(table) {
    var place = table.parentNode;
    var pager = place.nextElementSibling;
    var fold = place.querySelector("details.rest > summary");
    if (fold) {
      if (!fold.parentNode.querySelector("table").getClientRects().length) { fold.click(); }
      fold.hidden = true;
    }
    var list = { table: table, page: 0, pager: pager, told: pager.querySelector("span") };
    list.tables = Array.prototype.slice.call(place.querySelectorAll("table"));
    list.rows = Array.prototype.map.call(place.querySelectorAll("tbody > tr"), function (row) {
      return { row: row, text: row.textContent.toLowerCase(), state: row.dataset.state, visa: row.dataset.visa };
    });
    list.earlier = pager.querySelector("button");
    list.later = pager.querySelector("button:last-child");
    list.earlier.addEventListener("click", turn(list, -1));
    list.later.addEventListener("click", turn(list, 1));
    return list;
  }

  var lists = Array.prototype.filter.call(document.querySelectorAll("main table.listed"), function (table) {
    return !table.closest("details.rest");
  }).map(listOf);
  var every = [].concat.apply([], lists.map(function (list) { return list.rows; }));

  choices.forEach(function (choice) {
    var values = every.map(function (each) { return each[choice.dataset.by]; });
    values.filter(function (value, at) { return value && values.indexOf(value) === at; }).sort().forEach(function (value) {
      choice.append(new Option(value, value));
    });
  });

  function show() {
    var words = input.value.toLowerCase().split(/\s+/);
    var narrowed = input.value.trim() !== "" || choices.some(function (choice) { return choice.value; });
    var total = 0;
    lists.forEach(function (list) {
      var found = list.rows.filter(function (each) {
        return words.every(function (word) { return each.text.indexOf(word) >= 0; }) &&
          choices.every(function (choice) { return !choice.value || each[choice.dataset.by] === choice.value; });
      });
      list.page = Math.max(0, Math.min(list.page, Math.ceil(found.length / MOST) - 1));
      var first = list.page * MOST;
      var last = Math.min(first + MOST, found.length);
      list.rows.forEach(function (each) { each.row.hidden = true; });
      found.slice(first, last).forEach(function (each) { each.row.hidden = false; });
      list.tables.forEach(function (table) { table.hidden = !table.querySelector("tbody > tr:not([hidden])"); });
      list.pager.hidden = found.length <= MOST;
      list.earlier.disabled = first === 0;
      list.later.disabled = last === found.length;
      list.told.textContent = filled(bar.dataset.page, { from: first + 1, to: last, all: found.length });
      var folded = list.table.closest("details");
      if (folded && narrowed && found.length && !list.table.parentNode.getClientRects().length) {
        folded.querySelector("summary").click();
      }
      total += found.length;
    });
    status.textContent = narrowed ? filled(status.dataset.said, { found: total, all: every.length }) : "";
  }

  function begin() {
    lists.forEach(function (list) { list.page = 0; });
    show();
  }

  function lead() {
    var target = document.querySelector(":target");
    lists.forEach(function (list) {
      list.rows.forEach(function (each, at) {
        if (each.row !== target) { return; }
        input.value = "";
        choices.forEach(function (choice) { choice.value = ""; });
        list.page = Math.floor(at / MOST);
        show();
        target.scrollIntoView();
      });
    });
  }

  input.addEventListener("input", begin);
  choices.forEach(function (choice) { choice.addEventListener("change", begin); });
  window.addEventListener("hashchange", lead);
  bar.hidden = false;
  begin();
  window.addEventListener("load", lead);
})();
