"use strict";
// Elements, states and small parts that every view is made of.
//
// Texts reach the page through text nodes and set attributes only: nothing is ever parsed as
// markup, so that no name or label can become an element or a script.

const STATES = {
  failed: { mark: "✕", word: "fails" },
  disputed: { mark: "●", word: "disputed" },
  unreadable: { mark: "?", word: "unreadable" },
  undecided: { mark: "?", word: "undecided" },
  corrected: { mark: "▲", word: "corrected" },
  derived: { mark: "◇", word: "derived" },
  reviewed: { mark: "■", word: "decided" },
  cleared: { mark: "✓", word: "cleared" },
  waived: { mark: "■", word: "waived" },
  passed: { mark: "✓", word: "adds up" },
  used: { mark: "✓", word: "used" },
  alone: { mark: "○", word: "unconfirmed" },
  reported: { mark: "", word: "reported" },
  blank: { mark: "", word: "empty" },
  absent: { mark: "–", word: "absent" },
};

// What each state of an item means, for the legend.
const MEANINGS = {
  disputed: "read, but something speaks against it",
  unreadable: "printed, and its amount cannot be known",
  corrected: "the print contradicts the form; one correction fits",
  derived: "not legible; the form leaves one value",
  reviewed: "set by a reviewer",
  reported: "as printed",
  blank: "printed and empty",
  absent: "not in the document",
};

const FILING_WORDS = {
  inconsistent: {
    mark: "✕",
    word: "Inconsistent",
    means: "a total that the form promises does not add up",
  },
  disputed: { mark: "●", word: "Disputed", means: "a value is in doubt" },
  partial: { mark: "?", word: "Partial", means: "something is missing or unreadable" },
  confirmed: { mark: "✓", word: "Confirmed", means: "nothing is open" },
};

// An element: `h("td.box", { title }, "text")`. Properties that begin with "on" are listeners;
// null and false leave an attribute out; children are elements, texts, lists or nothing.
function h(name, properties = {}, ...children) {
  const [tag, ...classes] = name.split(".");
  const element = document.createElement(tag || "div");
  if (classes.length) element.className = classes.join(" ");
  for (const [key, value] of Object.entries(properties ?? {})) {
    if (value === null || value === undefined || value === false) continue;
    if (key === "src") element.src = value;
    else if (key.startsWith("on")) element.addEventListener(key.slice(2), value);
    else element.setAttribute(key, value === true ? "" : Text.plain(String(value)));
  }
  element.append(...nodes(children));
  return element;
}

function nodes(children) {
  return children
    .flat(Infinity)
    .filter((child) => child !== null && child !== undefined && child !== false)
    .map((child) =>
      child instanceof Node ? child : document.createTextNode(Text.plain(String(child))),
    );
}

// A state as a small label: a shape and a word, never a colour alone.
function chip(state, word = STATES[state].word) {
  const { mark } = STATES[state];
  return h(`span.chip.s-${state}`, {}, h("span.mark", { "aria-hidden": "true" }, mark), word);
}

function key(letter) {
  return h("kbd", { "aria-hidden": "true" }, letter);
}

// A button with a word, and perhaps the key that does the same.
function button(word, onclick, { letter = null, kind = "", ...properties } = {}) {
  const name = kind ? `button.${kind}` : "button";
  const shortcut = letter ? letter.toLowerCase() : null;
  return h(
    name,
    { type: "button", onclick, "aria-keyshortcuts": shortcut, ...properties },
    word,
    letter ? key(letter) : null,
  );
}

// The data of a script element by its id.
function embedded(id) {
  return JSON.parse(document.getElementById(id).textContent);
}

// Say something to whoever looks and whoever listens.
function announce(text) {
  const place = document.getElementById("said");
  place.textContent = "";
  requestAnimationFrame(() => {
    place.textContent = Text.plain(text);
  });
  clearTimeout(announce.timer);
  announce.timer = setTimeout(() => {
    place.textContent = "";
  }, 6000);
}
