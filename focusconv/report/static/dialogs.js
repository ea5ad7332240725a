"use strict";
// The dialogs: saving the decisions, and the keys.

function openDialog(title, ...content) {
  const dialog = h(
    "dialog",
    { "aria-label": title },
    h(
      "div.head",
      {},
      h("h2", {}, title),
      button("Close", () => dialog.close(), { kind: "plain" }),
    ),
    content,
  );
  dialog.addEventListener("close", () => dialog.remove());
  dialog.addEventListener("click", (event) => {
    if (event.target === dialog) dialog.close();
  });
  document.body.append(dialog);
  dialog.showModal();
  return dialog;
}

// Ask who decides, list the decisions with their reasons, and save them as a file.
function saveDialog(review, saved) {
  if (!review.decisions.size) {
    openDialog(
      "Nothing to save yet",
      h("p", {}, "Accept or change a value, or waive a check, and save then."),
    );
    return;
  }
  const error = h("p.refused", { id: "save-refused", role: "alert" });
  const name = h("input", {
    id: "reviewer",
    type: "text",
    autocomplete: "name",
    value: Corrections.reviewer,
    "aria-describedby": "save-refused",
  });
  const rows = [...review.decisions].map(([target, one]) => {
    const cell = review.cells.get(target);
    const what = cell
      ? `${review.ref(target)} = ${Text.value(cell, one.value)}`
      : `waive ${target}`;
    const why = h("input", { type: "text", value: one.why, "aria-label": `Why ${what}` });
    return {
      target,
      one,
      why,
      row: h("tr", {}, h("th", { scope: "row" }, what), h("td", {}, why)),
    };
  });
  const take = (event) => {
    event.preventDefault();
    const empty = rows.find(({ why }) => Text.reasonRefused(why.value));
    const by = name.value.trim();
    if (!by || Text.isHidden(by)) {
      error.textContent = by
        ? "There is a hidden character in the name: type it anew."
        : "Type your name: the file says who decided.";
      return name.focus();
    }
    if (empty) {
      error.textContent = Text.reasonRefused(empty.why.value);
      return empty.why.focus();
    }
    Corrections.reviewer = by;
    for (const { target, one, why } of rows)
      review.decide(target, { ...one, why: why.value.trim() });
    const file = Corrections.download(review, by);
    Corrections.keep(review, true);
    dialog.close();
    saved();
    return savedDialog(review, file);
  };
  const more = review.earlier.size
    ? h(
        "p.quiet",
        {},
        `${Text.counted(review.earlier.size, "earlier decision")} of this document go into the file too.`,
      )
    : null;
  const dialog = openDialog(
    "Save your decisions",
    h(
      "form.edit",
      { onsubmit: take },
      h("label", { for: "reviewer" }, "Your name, for the record"),
      name,
      h(
        "table.decisions",
        {},
        h(
          "thead",
          {},
          h("tr", {}, h("th", { scope: "col" }, "Decision"), h("th", { scope: "col" }, "Why")),
        ),
        h(
          "tbody",
          {},
          rows.map(({ row }) => row),
        ),
      ),
      more,
      error,
      h("div.actions", {}, h("button.primary", { type: "submit" }, "Save the file", key("Enter"))),
    ),
  );
  name.focus();
}

function savedDialog(review, file) {
  const open = review.todo().filter((one) => one.open).length;
  const { name } = review.filing;
  const result = `${name.replace(/\.[^.]*$/, "")}.json`;
  openDialog(
    "Saved",
    h(
      "p",
      {},
      "Your browser put ",
      h("b", {}, file),
      " into its downloads; where that name is taken it adds a number. Put it beside the document, and run there:",
    ),
    h(
      "pre.command",
      { tabindex: "0" },
      `focusconv convert ${quoted(name)} --corrections ${file} -o ${quoted(result)}`,
    ),
    h(
      "p.quiet",
      {},
      open
        ? `${Text.counted(open, "thing")} still to decide. You can go on and save again: the new file holds everything.`
        : "Everything is decided. Should converting find more to look at, make this page again with --corrections.",
    ),
  );
}

// A file name as a shell takes it.
function quoted(name) {
  const safe = name.startsWith("-") ? `./${name}` : name;
  return /^[\w./-]+$/.test(safe) ? safe : `'${safe.replaceAll("'", "'\\''")}'`;
}

const KEYS = [
  ["N", "next thing to decide"],
  ["P", "the one before"],
  ["A", "accept the value as read"],
  ["E", "edit the value"],
  ["W", "waive the check that fails"],
  ["U", "undo a decision"],
  ["S", "save the decisions"],
  ["L", "list of filings"],
  ["D", "dark or light"],
  ["Esc", "close what is open"],
  ["?", "this help"],
];

function helpDialog() {
  openDialog(
    "How this works",
    h(
      "ol",
      {},
      h("li", {}, "Go through what is to decide. Its print is marked on the page."),
      h(
        "li",
        {},
        "Accept the value, change it, or waive a check that the filing really prints wrong. The totals follow at once.",
      ),
      h(
        "li",
        {},
        "Save your decisions as a file, and convert the document with it. Nothing leaves this page by itself.",
      ),
    ),
    h("h3", {}, "Keys"),
    h(
      "dl.keys",
      {},
      KEYS.map(([letter, does]) => [h("dt", {}, h("kbd", {}, letter)), h("dd", {}, does)]),
    ),
    h("h3", {}, "Marks"),
    h(
      "ul.legend",
      {},
      Object.entries(MEANINGS)
        .filter(([state]) => STATES[state].mark)
        .map(([state, means]) => h("li", {}, chip(state), ` ${means}`)),
    ),
  );
}
