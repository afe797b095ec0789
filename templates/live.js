// Only under `sitegen serve`: loads the page anew when the plan is new, and shows what is wrong.
(function () {
  "use strict";
  var version = document.currentScript.getAttribute("data-version");
  var place = "sitegen.live";
  var source = null;

  function folds() {
    return Array.prototype.slice.call(document.querySelectorAll("details"));
  }

  function name(fold) {
    var line = fold.querySelector("summary");
    return fold.id || (line ? line.textContent : "");
  }

  // A reader stays where they were: at the same height, with the same parts unfolded.
  function reload() {
    var open = folds().filter(function (fold) { return fold.open; }).map(name);
    try {
      window.sessionStorage.setItem(place, JSON.stringify({
        page: window.location.pathname, top: window.scrollY, open: open
      }));
    } catch (error) { /* Without storage, the browser's own memory of the height has to do. */ }
    window.location.reload();
  }

  function comeBack() {
    var kept = null;
    try {
      kept = JSON.parse(window.sessionStorage.getItem(place));
      window.sessionStorage.removeItem(place);
    } catch (error) { return; }
    if (!kept || kept.page !== window.location.pathname) { return; }
    folds().forEach(function (fold) {
      if (kept.open.indexOf(name(fold)) >= 0) { fold.open = true; }
    });
    // The browser comes back by itself too, but before the folds are open.
    window.history.scrollRestoration = "manual";
    window.scrollTo({ top: kept.top, behavior: "instant" });
    window.addEventListener("load", function () {
      window.scrollTo({ top: kept.top, behavior: "instant" });
      window.history.scrollRestoration = "auto";
    });
  }

  function tell(html) {
    var box = document.getElementById("live-news");
    if (!html) {
      if (box) { box.remove(); }
      return;
    }
    if (!box) {
      box = document.createElement("div");
      box.id = "live-news";
      document.body.insertBefore(box, document.body.firstChild);
    }
    // The server has escaped every text in it, and the policy of the page runs nothing from it.
    box.innerHTML = html;
  }

  // A browser has few lines to one host, so a page that nobody sees gives its line back.
  function listen() {
    if (source || document.visibilityState !== "visible") { return; }
    source = new EventSource("/_live/news");
    source.onmessage = function (event) {
      var news = JSON.parse(event.data);
      if (news.version !== version) { hush(); reload(); return; }
      if (!document.body.classList.contains("live-alone")) {
        tell(news.problems);
      } else if (news.problems !== first) {
        if (first === null) { first = news.problems; } else { hush(); reload(); }
      }
    };
  }
  var first = null;

  function hush() {
    if (source) { source.close(); }
    source = null;
  }

  document.addEventListener("visibilitychange", function () {
    if (document.visibilityState === "visible") { listen(); } else { hush(); }
  });
  window.addEventListener("pagehide", hush);
  window.addEventListener("pageshow", listen);
  comeBack();
  listen();
})();
