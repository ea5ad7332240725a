"use strict";
// Parts that several views are put together from: groups, tables, what is folded.

// Characters of a line's name that a narrow column takes.
const LONG_LINE = 5;

function callout(kind, title, text, ...actions) {
  return h(
    `div.callout${kind ? `.${kind}` : ""}`,
    {},
    h("div", {}, h("strong", {}, title), " ", text),
    actions,
  );
}

function group(title, note, ...content) {
  return h(
    "section.group",
    {},
    h("h2", {}, title, note ? h("span.note", {}, note) : null),
    content,
  );
}

function table(name, rows) {
  const heads = ["State", "Box", "Line", "Value", "Confirmed"];
  return h(
    "table",
    { "aria-label": name },
    h(
      "colgroup",
      {},
      ["state", "box", "label", "value", "by"].map((column) => h(`col.${column}`)),
    ),
    h(
      "thead.sr",
      {},
      h(
        "tr",
        {},
        heads.map((head) => h("th", { scope: "col" }, head)),
      ),
    ),
    h("tbody", {}, rows),
  );
}

// A part that is made when it is first opened.
function folded(title, make, open) {
  const element = h("details.folded", { open }, h("summary", {}, title));
  const fill = () => {
    if (element.childElementCount === 1) element.append(make());
  };
  if (open) fill();
  element.addEventListener("toggle", fill);
  element.fill = fill;
  return element;
}

// A statement's short name: its id as words.
function statementName(statement) {
  return statement.id.replaceAll("-", " ").replace(/^./, (char) => char.toUpperCase());
}

// A line's number in a narrow column: of a long name, its last part.
function shortLine(line) {
  return line.length > LONG_LINE ? line.slice(line.lastIndexOf(".") + 1) : line;
}

// A decision taken, the way back and the way on.
function decidedLine(desk, target, said, decision) {
  return h(
    "p.decided",
    {},
    chip("reviewed"),
    ` ${said}. `,
    h("span.quiet", {}, decision.why),
    " ",
    button("Undo", () => desk.undo(target), { letter: "U", kind: "plain" }),
    desk.onward(),
  );
}
