"use strict";
// The data of a firm: unpacked when it is looked at, and what is asked of it.

const DAY = 86400000;
const MEASURES = ["required", "held", "excess", "target"];
const WORDS = JSON.parse(document.getElementById("words").textContent);

async function unpacked(text) {
  const bytes = Uint8Array.from(atob(text), (char) => char.charCodeAt(0));
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate"));
  return new Response(stream).text();
}

async function firmData(place) {
  const data = JSON.parse(await unpacked(document.querySelectorAll(".firm-data")[place].textContent));
  for (const line of data.lines) {
    let day = line.first;
    line.days = [0, ...line.steps].map((step) => isoDay(((day += step), day) * DAY));
    line.sources = line.documents.map((place) => (place < 0 ? null : documentOf(data, place)));
  }
  return data.lines;
}

function documentOf(data, place) {
  const { source, status, type, submitted } = data.documents;
  return {
    source: source[place],
    status: status[place],
    type: type[place],
    submitted: submitted[place],
  };
}

function isoDay(milliseconds) {
  return new Date(milliseconds).toISOString().slice(0, 10);
}

function valueOf(line, measure, at) {
  return line.figures[measure].values[at];
}

// What is known of a figure: its status, how it is drawn, and why it is in doubt.
function stateOf(line, measure, at) {
  const { states, notes } = line.figures[measure];
  const { status, look } = WORDS.states[states[at]];
  return { status, look, note: notes[at] };
}

function dollars(value) {
  return value === null ? "" : value.toLocaleString("en-US");
}

// By how much the funds fall short: of the requirement, else of the firm's own target.
function shortBy(line, at) {
  const excess = valueOf(line, "excess", at);
  const target = valueOf(line, "target", at);
  if (excess === null) return null;
  if (excess < 0) return { amount: -excess, of: "requirement" };
  if (target !== null && excess < target) return { amount: target - excess, of: "target" };
  return null;
}

function placesOf(line, kind) {
  const places = [];
  for (const [found, first, last] of line.events)
    if (found === kind) for (let at = first; at <= last; at++) places.push(at);
  return places;
}
