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
  var every = choice.querySelector("[data-every]");

  function show() {
    var all = every.getAttribute("aria-pressed") === "true";
    var ids = boxes.filter(function (box) { return box.checked; })
      .map(function (box) { return box.value; }).join(" ");
    rows.forEach(function (row) {
      var mine = row.getAttribute("data-ids");
      row.hidden = !all && mine !== ids && mine !== "";
      row.classList.toggle("marked", mine === ids);
      if (mine === ids) { choice.querySelector("[data-told]").textContent = row.getAttribute("data-told"); }
    });
  }

  choice.addEventListener("change", show);
  every.addEventListener("click", function () {
    every.setAttribute("aria-pressed", every.getAttribute("aria-pressed") === "true" ? "false" : "true");
    show();
  });
  window.addEventListener("pageshow", show);
  choice.hidden = false;
  show();
})();

// Says what a word means, beside it: under a pointer, on focus, and on a tap, which leads no further than that.
// Without this script, and in a browser without popovers, the word leads to the glossary.
(function () {
  "use strict";
  var words = document.querySelectorAll("a.term[data-meaning]");
  if (!words.length || !HTMLElement.prototype.showPopover) { return; }
  var box = document.createElement("div");
  var text = document.createElement("p");
  var more = document.createElement("a");
  var shown = null;
  var waiting = 0;
  var touched = false;
  box.id = "meaning";
  text.id = "meaning-text";
  box.setAttribute("popover", "manual");
  more.textContent = document.querySelector("[data-glossary]").getAttribute("data-glossary");
  more.tabIndex = -1;
  box.append(text, more);
  document.querySelector("main").append(box);

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
    more.href = word.href;
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
