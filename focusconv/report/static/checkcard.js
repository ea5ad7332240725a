"use strict";
// What opens below a check: who may be to blame, the way to waive it, and its operands.

// So many suspects of a failed check are shown; the culprit is nearly always among them.
const SHOWN_SUSPECTS = 3;

class CheckCard {
  constructor(review, desk) {
    this.review = review;
    this.desk = desk;
  }

  // A check: its operands, the difference, who is to blame, and the way to waive it.
  card(rule, one) {
    const { review } = this;
    const waived = review.decided(rule.id);
    return h(
      "div.card",
      { "data-card": `check:${rule.id}` },
      one.status === "undecided" ? h("p.why", {}, undecided(review, rule)) : null,
      waived ? decidedLine(this.desk, rule.id, "Waived", waived) : this.#settled(rule, one),
      one.status === "failed" && rule.hard ? this.#suspects(rule) : null,
      one.status === "failed" && rule.hard && review.editable ? this.#waive(rule) : null,
      operands(review, rule, one, (id) => this.desk.select(`item:${id}`)),
    );
  }

  // What to say of a check that failed at first and adds up now.
  #settled(rule, one) {
    const failed = rule.hard && this.review.first.get(rule.id).status === "failed";
    if (!failed || one.status !== "passed") return null;
    const changed = Rules.keys(rule).filter((key) => this.review.decided(key));
    return h(
      "p.decided",
      {},
      chip(
        "passed",
        `It adds up now, with ${changed.map((key) => this.review.ref(key)).join(", ")}. `,
      ),
      this.desk.onward(),
    );
  }

  #suspects(rule) {
    const { review } = this;
    const suspects = review.suspects(rule).slice(0, SHOWN_SUSPECTS);
    if (!suspects.length) return null;
    return [
      h("h3", {}, "Which amount was misread? Compare the prints, the likeliest first"),
      h(
        "ol.suspects",
        {},
        suspects.map((one) => {
          const cell = review.cells.get(one.key);
          const fits = !Text.parse(cell, Text.typed(cell, one.value)).error;
          return h(
            "li",
            {},
            loupe(review, review.items.get(one.key)),
            h(
              "button.plain",
              { type: "button", onclick: () => this.desk.select(`item:${one.key}`) },
              h("b", {}, review.ref(one.key)),
              ` ${cell.label}`,
            ),
            h("div.quiet", {}, one.why),
            review.editable
              ? h(
                  "div.actions",
                  {},
                  fits
                    ? button(["It reads ", h("b", {}, Text.amount(BigInt(one.value)))], () =>
                        this.desk.set(one.key, one.value, "read so on the page"),
                      )
                    : null,
                  button("Type it…", () => this.desk.edit(one.key), { kind: "plain" }),
                )
              : null,
          );
        }),
      ),
    ];
  }

  #waive(rule) {
    if (this.desk.editing !== rule.id) {
      return h(
        "div.actions",
        {},
        button("None: the filing prints it so. Waive the check…", () => this.desk.edit(rule.id), {
          letter: "W",
        }),
      );
    }
    const error = h("p.refused", { id: "refused", role: "alert" });
    const why = h("input", {
      id: "why",
      type: "text",
      autocomplete: "off",
      "aria-describedby": "refused",
      placeholder: "for instance: the firm printed it so",
    });
    const take = (event) => {
      event.preventDefault();
      const refused = Text.reasonRefused(why.value);
      if (!refused) return this.desk.waive(rule.id, why.value.trim());
      error.textContent = refused;
      return why.focus();
    };
    return h(
      "form.edit",
      { onsubmit: take },
      h(
        "label",
        { for: "why" },
        `Why is it right that ${this.review.ref(rule.target)} does not add up?`,
      ),
      why,
      error,
      h(
        "div.actions",
        {},
        h("button.primary", { type: "submit" }, "Waive the check", key("Enter")),
        button("Cancel", () => this.desk.cancel(), { letter: "Esc" }),
      ),
    );
  }
}
