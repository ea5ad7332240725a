"use strict";
// The page: which filing is open, what is chosen in it, the keys, and light or dark.

const App = (() => {
  const main = document.getElementById("main");
  const list = new FilingList(document.getElementById("list"));
  const count = document.querySelectorAll('script[id^="filing-"]').length;
  const editions = new Map();
  const reviews = new Map();
  let desk = null;

  // The review of a filing; made once, so that decisions stay when the list is visited.
  function reviewOf(number) {
    if (!reviews.has(number)) {
      const filing = embedded(`filing-${number}`);
      const name = filing.edition;
      if (!editions.has(name)) editions.set(name, embedded(`edition-${name}`));
      const review = new Review(editions.get(name), filing);
      review.restored = review.editable ? Corrections.restore(review) : 0;
      reviews.set(number, review);
    }
    return reviews.get(number);
  }

  function route() {
    const match = /^#filing-(\d+)$/.exec(location.hash);
    const number = match && Number(match[1]) < count ? Number(match[1]) : count === 1 ? 0 : null;
    list.element.hidden = number !== null;
    main.hidden = number === null;
    if (number === null) {
      desk = null;
      list.refresh();
      document.body.classList.remove("reviewing");
      return;
    }
    document.body.classList.add("reviewing");
    const review = reviewOf(number);
    desk = new Desk(review, main, count > 1 ? list.after(number) : null);
    scrollTo(0, 0);
    if (review.restored) {
      announce(`${Text.counted(review.restored, "decision")} of your last visit are back.`);
      review.restored = 0;
    }
  }

  // Whether keys are for a field or a dialog; one that was just closed may hold the focus still.
  function typing(target) {
    return target.closest("input, textarea, select, dialog")?.checkVisibility();
  }

  function pressed(event) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "Escape" && desk && !document.querySelector("dialog[open]")) {
      event.preventDefault();
      desk.cancel();
      return;
    }
    if (typing(event.target)) return;
    const does = {
      "?": helpDialog,
      d: toggleTheme,
      l: () => {
        if (count > 1) location.hash = "";
      },
      n: () => desk?.next(1),
      p: () => desk?.next(-1),
      a: () => desk?.acceptSelected(),
      e: () => desk?.editSelected(),
      w: () => desk?.waiveSelected(),
      u: () => desk?.undoSelected(),
      s: () => desk?.save(),
    }[event.key.toLowerCase()];
    if (!does) return;
    event.preventDefault();
    does();
  }

  const THEME = "focusconv:theme";

  function setTheme(theme) {
    document.documentElement.dataset.theme = theme;
  }

  function toggleTheme() {
    const dark = document.documentElement.dataset.theme
      ? document.documentElement.dataset.theme === "dark"
      : matchMedia("(prefers-color-scheme: dark)").matches;
    setTheme(dark ? "light" : "dark");
    try {
      localStorage.setItem(THEME, document.documentElement.dataset.theme);
    } catch {
      // The browser keeps nothing for this file: the choice lasts while the page is open.
    }
  }

  function start() {
    try {
      const theme = localStorage.getItem(THEME);
      if (theme === "dark" || theme === "light") setTheme(theme);
    } catch {
      // As above.
    }
    addEventListener("hashchange", route);
    addEventListener("keydown", pressed);
    addEventListener("beforeprint", () => desk?.print());
    addEventListener("beforeunload", (event) => {
      const lost = [...reviews.values()].some((one) => one.decisions.size && !one.saved);
      if (lost && !Corrections.lasting) event.preventDefault();
    });
    route();
  }

  return {
    start,
    toggleTheme,
    get desk() {
      return desk;
    },
  };
})();

App.start();
