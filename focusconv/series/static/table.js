// The words of a line: its heading, what the pointer is on, and the table of what to look at.
// Text from filings is only ever set as text.

const PAGE = 40;
const CAPITALS = { required: "Required", held: "Held", excess: "Excess", target: "Target" };
const MARKS = { unconfirmed: "○", doubtful: "✕" };

function element(name, text, ...classes) {
  const made = document.createElement(name);
  if (text !== undefined) made.textContent = text;
  made.classList.add(...classes);
  return made;
}

function lookWords({ status, look }) {
  if (look === "none") return { absent: "not in the filing", blank: "left empty" }[status] ?? status;
  if (look === "confirmed" || status === "disputed") return status;
  return `${status}, nothing confirms it`;
}

function subtitle(line) {
  const last = line.days.length - 1;
  const filed = line.sources.filter((found) => found).length;
  const each = line.every === "day" ? "daily" : "monthly";
  const short = shortBy(line, last);
  const excess = valueOf(line, "excess", last);
  const target = valueOf(line, "target", last);
  let latest = "";
  if (short) latest = `; the latest is ${dollars(short.amount)} short of the ${short.of}`;
  else if (excess !== null && target !== null)
    latest = `; the latest excess, ${dollars(excess)}, is ${dollars(excess - target)} above the target`;
  else if (excess !== null) latest = `; the latest excess is ${dollars(excess)}`;
  if (latest && ["excess", "target"].some((m) => stateOf(line, m, last).look === "doubtful"))
    latest += ", in dispute";
  const filings = `${filed.toLocaleString("en-US")} ${filed === 1 ? "filing" : "filings"}`;
  return `${line.system}, ${each}: ${filings}, ${line.days[0]} to ${line.days[last]}${latest}.`;
}

function fillTip(tip, line, at) {
  const source = line.sources[at];
  tip.replaceChildren(element("strong", periodOf(line, at, at)));
  if (!source) {
    tip.append(element("p", "No filing for this period."));
    return;
  }
  const table = element("div", undefined, "figures");
  for (const measure of MEASURES) {
    const state = stateOf(line, measure, at);
    const value = valueOf(line, measure, at);
    table.append(element("span", CAPITALS[measure], "what", `of-${measure}`));
    table.append(element("span", dollars(value), "number"));
    table.append(element("span", lookWords(state), "how", `is-${state.look}`));
    if (state.note) table.append(element("span", state.note, "why"));
  }
  tip.append(table);
  const short = shortBy(line, at);
  if (short) tip.append(element("p", `Short of the ${short.of} by ${dollars(short.amount)}`, "short"));
  const type = source.type ? `, ${source.type}` : "";
  const submitted = source.submitted ? `, submitted ${source.submitted}` : "";
  tip.append(element("p", `${source.source} (${source.status}${type}${submitted})`, "source"));
}

function periodOf(line, first, last) {
  const cut = (day) => (line.every === "month" && !line.sources[first] ? day.slice(0, 7) : day);
  if (first === last) return cut(line.days[first]);
  const unit = line.every === "day" ? "business days" : "months";
  const count = `${last - first + 1} ${line.sources[first] ? "filings" : unit}`;
  return `${cut(line.days[first])} to ${cut(line.days[last])} (${count})`;
}

function fillTable(section, line) {
  const caption = section.querySelector("caption");
  const body = section.querySelector("tbody");
  const more = section.querySelector(".more");
  const latest = [...line.events].reverse();
  const total = latest.length;
  caption.textContent = total
    ? "Deficits, shortfalls, figures in doubt and gaps, the latest first"
    : "No deficit, no shortfall, no figure in doubt, no gap.";
  section.querySelector("thead").hidden = !total;
  const show = (count) => {
    for (const event of latest.slice(body.rows.length, count)) body.append(eventRow(line, event));
    more.hidden = body.rows.length >= total;
    more.textContent = `Show all ${total.toLocaleString("en-US")} rows`;
  };
  more.addEventListener("click", () => show(total));
  show(PAGE);
}

function eventRow(line, [kind, first, last]) {
  const row = element("tr");
  const what = element("td");
  what.append(element("span", kind, "kind", kind));
  what.title = WORDS.kinds[kind];
  row.append(what, element("td", periodOf(line, first, last), "dates"));
  for (const measure of MEASURES) row.append(figureCell(line, measure, first, first === last));
  const short = first === last ? shortBy(line, first) : null;
  row.append(element("td", short ? `${dollars(short.amount)}` : "", "number", "short"));
  const source = line.sources[first];
  const others = last > first && source ? ", …" : "";
  row.append(element("td", source ? source.source + others : "", "source"));
  const labels = ["What", "Period", ...Object.values(CAPITALS), "Short by", "Document"];
  [...row.cells].forEach((cell, at) => (cell.dataset.label = labels[at]));
  return row;
}

function figureCell(line, measure, at, single) {
  const cell = element("td", undefined, "number");
  const state = stateOf(line, measure, at);
  const value = single ? valueOf(line, measure, at) : null;
  if (value !== null) cell.append(dollars(value));
  if (value !== null && MARKS[state.look]) {
    const mark = element("span", MARKS[state.look], "mark", `is-${state.look}`);
    mark.setAttribute("aria-hidden", "true");
    cell.append(" ", mark, element("span", ` (${lookWords(state)})`, "spoken"));
    cell.title = state.note ? `${lookWords(state)}: ${state.note}` : lookWords(state);
  }
  if (value === null && line.sources[at] && state.status !== "blank")
    cell.append(element("span", lookWords(state), "none"));
  return cell;
}
