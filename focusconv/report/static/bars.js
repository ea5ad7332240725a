"use strict";
// The bars above and below a filing.

// Who filed what, how it stands, and what can be done from anywhere.
function topBar(desk) {
  const { review } = desk;
  const { filing } = review;
  const status = review.status();
  const { mark, word, means } = FILING_WORDS[status];
  const open = review.todo().filter((one) => one.open).length;
  const before = status !== filing.status ? ` (was ${filing.status})` : "";
  return [
    desk.many ? h("a.back", { href: "#", "aria-label": "List of filings" }, "‹ List") : null,
    h(
      "div.who",
      {},
      h("h1", {}, filing.filer.name ?? "Name unknown"),
      h(
        "p.quiet",
        {},
        [filing.end ? Text.day(filing.end) : "date unknown", filing.name].join(" · "),
      ),
    ),
    h(
      `span.pill.f-${status}`,
      { title: means },
      h("span", { "aria-hidden": "true" }, mark),
      ` ${word}${before}`,
    ),
    h("span.spring"),
    h("span.left.quiet", {}, open ? `${open} to decide` : ""),
    button("Previous", () => desk.next(-1), { letter: "P", kind: "wide" }),
    button("Next", () => desk.next(1), { letter: "N", kind: "wide" }),
    button(`Save${review.decisions.size ? ` ${review.decisions.size}` : ""}`, () => desk.save(), {
      letter: "S",
      kind: review.decisions.size && !review.saved ? "primary" : "",
      title: `Save ${Text.counted(review.decisions.size, "decision")} as a file`,
    }),
    h(
      "button.icon",
      {
        type: "button",
        title: "Dark or light (D)",
        "aria-label": "Dark or light",
        onclick: App.toggleTheme,
      },
      "◐",
    ),
    h(
      "button.icon",
      { type: "button", title: "Help (?)", "aria-label": "Help", onclick: helpDialog },
      "?",
    ),
  ];
}

// On a narrow screen: the values or the page, and the way on.
function footBar(desk) {
  const view = (name, word) =>
    h(
      "button",
      {
        type: "button",
        "aria-pressed": String(desk.view === name),
        onclick: () => desk.show(name),
      },
      word,
    );
  return [
    h(
      "div.switch",
      {},
      view("values", "Values"),
      desk.review.filing.pages.length ? view("page", "Page") : null,
    ),
    desk.onward(),
  ];
}
