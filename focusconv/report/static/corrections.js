"use strict";
// Decisions kept in the browser between visits, and written as the file that --corrections takes.

const Corrections = (() => {
  const NAME = "focusconv:reviewer";
  const place = (filing) => `focusconv:decisions:${filing.sha256}`;

  // The browser may keep nothing for a file: then the page does, while it is open.
  const memory = new Map();
  let lasting = true;

  function get(key) {
    try {
      return localStorage.getItem(key) ?? memory.get(key) ?? null;
    } catch {
      lasting = false;
      return memory.get(key) ?? null;
    }
  }

  function put(key, text) {
    memory.set(key, text);
    try {
      localStorage.setItem(key, text);
    } catch {
      lasting = false;
    }
  }

  // The decisions of an earlier visit, those that still fit the filing; how many there were.
  function restore(review) {
    let kept;
    try {
      kept = JSON.parse(get(place(review.filing)) ?? "{}");
    } catch {
      return 0;
    }
    for (const [target, one] of Object.entries(kept?.decisions ?? {})) {
      const decision = fitting(review, target, one);
      if (decision && !inRecord(review, target, decision)) review.decide(target, decision);
    }
    review.saved = kept?.saved === true;
    return review.decisions.size;
  }

  // Whether the record says already what was decided: it keeps the name of who did.
  function inRecord(review, target, { action, value }) {
    const was = review.earlier.get(target);
    return was?.action === action && (action === "waive" || was.value === value);
  }

  function fitting(review, target, one) {
    const why = typeof one?.why === "string" ? one.why : "";
    if (review.ruleOf.get(target)?.hard)
      return one?.action === "waive" ? { action: "waive", why } : null;
    if (!review.items.has(target) || one?.action !== "value") return null;
    if (!["string", "boolean"].includes(typeof one.value)) return null;
    const cell = review.cells.get(target);
    let typed;
    try {
      typed = Text.typed(cell, one.value);
    } catch {
      return null;
    }
    const { value } = Text.parse(cell, typed);
    return value === undefined ? null : { action: "value", value, why };
  }

  function keep(review, saved = false) {
    review.saved = saved;
    const decisions = Object.fromEntries(review.decisions);
    put(place(review.filing), JSON.stringify({ decisions, saved }));
  }

  // How many decisions are kept of a document, without its data at hand.
  function countKept(sha256) {
    try {
      return Object.keys(JSON.parse(get(place({ sha256 })) ?? "{}")?.decisions ?? {}).length;
    } catch {
      return 0;
    }
  }

  // The corrections file: the decisions taken now, and those that the record brought along.
  function file(review, by) {
    const all = new Map(review.earlier);
    for (const [target, one] of review.decisions) all.set(target, { ...one, by });
    const corrections = [...all].map(([target, one]) => ({
      ...named(review, target),
      ...(one.action === "waive"
        ? { waive: true }
        : { value: typedValue(review, target, one.value) }),
      by: one.by,
      why: one.why,
    }));
    return `${JSON.stringify({ source: review.filing.sha256, corrections }, null, 1)}\n`;
  }

  function named(review, target) {
    const cell = review.cells.get(target);
    if (cell) {
      const { line, column, box } = cell;
      return { statement: cell.statement.id, ...(box !== null ? { box } : { line, column }) };
    }
    return review.ruleOf.has(target) ? { check: target } : { field: target };
  }

  function typedValue(review, target, value) {
    const cell = review.cells.get(target);
    return cell ? Text.typed(cell, value) : String(value);
  }

  function fileName(filing) {
    const stem = filing.name.replace(/\.[^.]*$/, "").replace(/[^A-Za-z0-9_-]+/g, "-");
    return `corrections-${stem.replace(/^-+|-+$/g, "").slice(0, 60) || "filing"}.json`;
  }

  // Give the file to the browser's downloads.
  function download(review, by) {
    const url = URL.createObjectURL(new Blob([file(review, by)], { type: "application/json" }));
    const link = document.createElement("a");
    link.href = url;
    link.download = fileName(review.filing);
    link.click();
    setTimeout(() => URL.revokeObjectURL(url), 60_000);
    return link.download;
  }

  return {
    restore,
    keep,
    countKept,
    file,
    download,
    get lasting() {
      return lasting;
    },
    get reviewer() {
      return get(NAME) ?? "";
    },
    set reviewer(name) {
      put(NAME, name);
    },
  };
})();
