// Searches the pages of this plan. The index is the file beside this one; nothing is asked from anywhere.
(function () {
  "use strict";
  var field = document.getElementById("search");
  var index = window.sitegenIndex;
  if (!field || !index || !window.MiniSearch) { return; }
  var SHOWN = 12;
  var WEIGHT = { page: 2.2, part: 1, specialty: 1.9, term: 1.2, task: 0.9, program: 1.3 };
  var root = document.currentScript.src.replace(/[^\/]*$/, "");
  var box = field.parentNode;
  var panel = document.createElement("div");
  var told = document.createElement("p");
  var list = document.createElement("ol");
  var found = [];
  var engine = null;

  panel.className = "found";
  panel.hidden = true;
  told.setAttribute("role", "status");
  told.setAttribute("aria-live", "polite");
  list.id = "found";
  field.setAttribute("aria-controls", "found");
  panel.appendChild(list);
  box.appendChild(told);
  box.appendChild(panel);

  // "H-1B" is found as h-1b, h1b, h and 1b.
  function words(text) {
    var parts = [];
    text.split(/[^\p{L}\p{N}'’-]+/u).forEach(function (word) {
      var pieces = word.split(/['’-]+/).filter(Boolean);
      if (pieces.length > 1) { parts.push(pieces.join("")); }
      parts.push.apply(parts, pieces);
    });
    return parts;
  }

  function bare(word) { return word.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase(); }

  // Pages of one kind, below a folder, all have the same headings.
  function weight(id) {
    var row = index.rows[id];
    return WEIGHT[index.kinds[row[0]][0]] * (row[3] && index.pages[row[1]][0].indexOf("/") > 0 ? 0.4 : 1);
  }

  // Made when somebody begins to search, not on every page that is read.
  function ready() {
    if (engine) { return engine; }
    engine = new window.MiniSearch({
      fields: ["name", "on", "words"],
      storeFields: ["row"],
      tokenize: words,
      processTerm: function (word) { return bare(word) || null; },
      searchOptions: {
        boost: { name: 4, on: 1.5 },
        prefix: function (word) { return word.length > 1; },
        fuzzy: function (word) { return word.length > 4 ? 0.25 : false; },
        boostDocument: weight
      }
    });
    engine.addAll(index.rows.map(function (row, id) {
      return { id: id, row: row, name: row[2], on: row[3] ? index.pages[row[1]][1] : "", words: row[4] };
    }));
    return engine;
  }

  function results(text) {
    var all = ready().search(text, { combineWith: "AND" });
    if (!all.length) { all = ready().search(text); }
    var exact = bare(text.trim());
    return all.map(function (hit) { return hit.row; }).sort(function (one, two) {
      return (bare(two[2]) === exact) - (bare(one[2]) === exact);
    });
  }

  function line(row) {
    var kind = index.kinds[row[0]];
    var page = index.pages[row[1]];
    var where = kind[0] === "page" ? page[2] : kind[0] === "part" ? page[1] : kind[1];
    var item = document.createElement("li");
    var link = document.createElement("a");
    var about = document.createElement("small");
    link.setAttribute("href", root + page[0] + (row[3] ? "#" + encodeURIComponent(row[3]) : ""));
    link.textContent = row[2];
    about.textContent = where + (row[4] ? ". " + row[4] : "");
    item.appendChild(link);
    item.appendChild(about);
    return item;
  }

  function count(all) {
    var said = index.said;
    var words = !all ? said.none : all === 1 ? said.one : all > SHOWN ? said.more : said.many;
    return words.replace("{count}", all).replace("{shown}", SHOWN);
  }

  function show() {
    var asked = field.value.trim();
    found = asked ? results(asked) : [];
    list.replaceChildren.apply(list, found.slice(0, SHOWN).map(line));
    told.textContent = asked ? count(found.length) : "";
    panel.hidden = !found.length;
  }

  function hide() {
    panel.hidden = true;
    told.textContent = "";
  }

  // From the field down into the results and back; the first one is a press of Enter away.
  function step(event) {
    var links = Array.prototype.slice.call(list.querySelectorAll("a"));
    var at = links.indexOf(document.activeElement);
    if (event.key === "Escape" && !panel.hidden) {
      hide();
      field.focus();
    } else if (panel.hidden || !links.length) {
      return;
    } else if (event.key === "ArrowDown") {
      links[Math.min(at + 1, links.length - 1)].focus();
    } else if (event.key === "ArrowUp" && at >= 0) {
      (at ? links[at - 1] : field).focus();
    } else if (event.key === "Enter" && at < 0) {
      links[0].click();
    } else {
      return;
    }
    event.preventDefault();
  }

  // What is led to may stand in a part that is folded.
  function unfold() {
    var target = document.querySelector(":target");
    for (var part = target; part; part = part.parentElement) {
      if (part.tagName === "DETAILS") { part.open = true; }
    }
    if (target) { target.scrollIntoView(); }
  }

  field.addEventListener("focus", ready);
  field.addEventListener("input", show);
  box.addEventListener("keydown", step);
  list.addEventListener("click", hide);
  ["focusin", "click"].forEach(function (name) {
    document.addEventListener(name, function (event) { if (!box.contains(event.target)) { hide(); } });
  });
  window.addEventListener("hashchange", unfold);
  unfold();
})();
