"use strict";
// A check in figures: its operands, what they give, what is printed, and the difference.

// The table of a check's operands; `choose(key)` is called with the one clicked.
function operands(review, rule, one, choose) {
  const chosen = rule.cases[one.case ?? 0];
  const rows = chosen.terms.map((term, at) =>
    operandRow(review, term.key, sign(chosen, term, at), choose),
  );
  if (chosen.op === "constant")
    rows.push(sumRow("", Text.amount(BigInt(chosen.constant)), "always"));
  const known = (value) => (value === null ? "unknown" : Text.amount(value));
  const found = one.status === "waived" ? "s-waived" : one.status === "failed" ? "s-failed" : "";
  return h(
    "table.operands",
    { "aria-label": `Operands of ${rule.id}` },
    h(
      "tbody",
      {},
      rule.cases.length > 1
        ? h(
            "tr",
            {},
            h("td", {}),
            h(
              "td.quiet",
              { colspan: "3" },
              `${rule.text}${one.status === "failed" ? "; the nearest is shown" : ""}`,
            ),
          )
        : null,
      rows,
      sumRow("=", known(one.expected), `${formula(review, chosen)} gives`, "total"),
      operandRow(review, rule.target, "", choose, "filing has"),
      one.difference === null
        ? null
        : sumRow(
            "",
            one.difference === 0n ? "0" : Text.amount(one.difference),
            one.difference === 0n ? "no difference" : "difference",
            `difference${found ? `.${found}` : ""}`,
          ),
    ),
  );
}

function sign(chosen, term, at) {
  if (chosen.op === "greatest") return at ? "or" : "";
  if (chosen.op === "percent") return "of";
  return term.coefficient < 0 ? "−" : at ? "+" : "";
}

// What the operands are put together to; a percent names its rate.
function formula(review, chosen) {
  if (chosen.op === "greatest") return "the greatest";
  if (chosen.op === "constant") return "the form";
  if (chosen.op === "linear") return chosen.terms.length > 1 ? "together" : "the same";
  const [, rates] = review.amounts();
  return `${Rules.rateOf(chosen, rates)}% to the dollar`;
}

function operandRow(review, id, before, choose, note = null) {
  const cell = review.cells.get(id);
  const item = review.items.get(id);
  const state = review.state(id);
  const value = review.value(id);
  const telling =
    ["disputed", "unreadable", "corrected", "derived", "reviewed"].includes(state) &&
    (state === "reviewed" || !item.blamed);
  const shown =
    value !== null
      ? Text.value(cell, value)
      : state === "blank" || state === "cleared"
        ? "–"
        : "unknown";
  return h(
    "tr.operand",
    {
      onclick: (event) => {
        if (!event.target.closest("button")) choose(id);
      },
    },
    h("td.sign", {}, before),
    h(
      "td.box",
      {},
      h(
        "button.plain",
        { type: "button", onclick: () => choose(id), "aria-label": `Look at ${review.ref(id)}` },
        review.ref(id),
      ),
    ),
    h(
      "td.label",
      {},
      note ? h("b", {}, `${note} `) : null,
      cell.label,
      telling ? [" ", chip(state)] : null,
    ),
    h("td.value", {}, shown),
  );
}

function sumRow(before, value, label, kind = "sum") {
  return h(
    `tr.${kind}`,
    {},
    h("td.sign", {}, before),
    h("td", {}),
    h("td.label", {}, label),
    h("td.value", {}, value),
  );
}

// One check in a line: adds up, or how far it is off.
function effect(review, rule, one) {
  const off =
    one.status === "failed" ? `off by ${Text.amount(one.difference)}` : STATES[one.status].word;
  return h("span.effect", {}, chip(one.status, `${review.ref(rule.target)} ${off}`));
}

function undecided(review, rule) {
  const [values] = review.amounts();
  const lost = Rules.keys(rule).filter((id) => (values.get(id) ?? null) === null);
  if (!lost.length) return "No case of the rule applies to this filing.";
  return `It cannot be decided without ${lost.map((id) => review.ref(id)).join(", ")}.`;
}
