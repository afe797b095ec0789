// Takes the chosen colours before anything is painted, and says that scripts run.
(function () {
  "use strict";
  var root = document.documentElement;
  var name = "sitegen.theme";
  var themes = ["light", "dark", "contrast"];

  function kept() {
    // Some browsers refuse storage to files on disk, or in private windows.
    try { return window.localStorage.getItem(name); } catch (error) { return null; }
  }

  function keep(theme) {
    try {
      if (theme) { window.localStorage.setItem(name, theme); } else { window.localStorage.removeItem(name); }
    } catch (error) { /* It holds for this page. */ }
  }

  // Whoever asks the system for more contrast has it until something else is chosen.
  function show(theme) {
    var more = window.matchMedia("(prefers-contrast: more)").matches;
    var shown = themes.indexOf(theme) >= 0 ? theme : more ? "contrast" : "";
    if (shown) { root.setAttribute("data-theme", shown); } else { root.removeAttribute("data-theme"); }
  }

  root.setAttribute("data-scripts", "");
  show(kept());
  document.addEventListener("DOMContentLoaded", function () {
    var choice = document.querySelector("[data-themes]");
    if (!choice) { return; }
    function present() {
      var theme = kept();
      choice.value = themes.indexOf(theme) >= 0 ? theme : "";
      show(choice.value);
    }
    choice.addEventListener("change", function () {
      keep(choice.value);
      show(choice.value);
    });
    window.addEventListener("storage", present);
    window.addEventListener("pageshow", present);
    present();
  });
})();
