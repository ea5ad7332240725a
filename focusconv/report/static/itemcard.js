"use strict";
// What opens below an item: its print, the reason for its state, and what a person can do.

class ItemCard {
  constructor(review, desk) {
    this.review = review;
    this.desk = desk;
  }

  // The card of an item in its state.
  card(item, state) {
    const { review } = this;
    const cell = review.cells.get(item.key);
    const decision = review.decided(item.key);
    return h(
      "div.card",
      { "data-card": `item:${item.key}` },
      loupe(review, item),
      this.#read(item, cell),
      item.reason && state !== "cleared" && !decision
        ? h("p.why", {}, h("b", {}, "Why: "), item.reason)
        : null,
      state === "cleared"
        ? h("p.why", {}, `It was in doubt for ${item.blamed} only, which is settled now.`)
        : null,
      decision
        ? decidedLine(this.desk, item.key, `Set to ${Text.value(cell, decision.value)}`, decision)
        : null,
      review.editable ? this.#actions(item, cell, decision) : null,
      this.desk.editing === item.key ? null : this.#checksOf(item.key),
    );
  }

  #read(item, cell) {
    const read = [];
    if (item.raw) read.push(["Printed", `“${item.raw}”`]);
    const { value } = item;
    if (item.as_read !== undefined && item.as_read !== null)
      read.push(["Read as", Text.value(cell, item.as_read)]);
    read.push([
      "Taken as",
      value === null ? (item.status === "blank" ? "empty" : "unknown") : Text.value(cell, value),
    ]);
    if (!item.region && !item.raw) read.push(["Place", "nothing was found on the page"]);
    return h(
      "dl.read",
      {},
      read.map(([name, text]) => h("div", {}, h("dt", {}, name), h("dd", {}, text))),
    );
  }

  #actions(item, cell, decision) {
    if (this.desk.editing === item.key) return this.#form(item, cell);
    const has = item.value !== null;
    const fits = has && Text.parse(cell, Text.typed(cell, item.value));
    const doubtful = ["disputed", "unreadable"].includes(item.status);
    const accept =
      has && !decision && !fits.error
        ? button(
            ["Accept ", h("b", {}, Text.value(cell, item.value))],
            () => this.desk.accept(item.key),
            { letter: "A", kind: doubtful ? "primary" : "" },
          )
        : null;
    const others = this.#others(item, cell);
    const empty =
      !has && item.region && cell.kind === "amount" && !others.some(({ value }) => value === "0");
    return h(
      "div.actions",
      {},
      accept,
      button(has ? "Change…" : "Type it…", () => this.desk.edit(item.key), {
        letter: "E",
        kind: !has && !decision ? "primary" : "",
      }),
      others.map(({ value, rule }) =>
        button(
          [
            rule ? `${this.review.ref(rule.target)} needs ` : "or ",
            h("b", {}, Text.value(cell, value)),
          ],
          () =>
            this.desk.set(
              item.key,
              value,
              rule ? `what ${this.review.ref(rule.target)} needs` : "chosen among the readings",
            ),
          { kind: "plain", title: `Set ${this.review.ref(item.key)} to this` },
        ),
      ),
      empty && !decision
        ? button("It is empty: set 0", () => this.desk.set(item.key, "0", "the cell is empty"), {
            kind: "plain",
          })
        : null,
      has && fits.error
        ? h("span.refused", {}, `What was read cannot be accepted: ${fits.error}`)
        : null,
    );
  }

  // Other values the item may have: readings of its print, and what a check would need here
  // as long as nothing else was decided in it. Those that fit the line, at most four.
  #others(item, cell) {
    const { review } = this;
    return (item.candidates ?? [])
      .map(({ value, reader }) => ({ value, rule: review.ruleOf.get(reader) ?? null }))
      .filter(
        ({ value, rule }) =>
          value !== review.value(item.key) &&
          !Text.parse(cell, Text.typed(cell, value)).error &&
          !(rule && Rules.keys(rule).some((key) => key !== item.key && review.decided(key))),
      )
      .slice(0, 4);
  }

  // The form to type a value in; what it would do to the checks shows at once.
  #form(item, cell) {
    const { review } = this;
    const error = h("p.refused", { id: "refused", role: "alert" });
    const preview = h("div.preview", { "aria-live": "polite" });
    const now = Text.visible(Text.typed(cell, review.value(item.key)));
    const input = h("input", {
      id: "typed",
      type: "text",
      value: now,
      autocomplete: "off",
      spellcheck: "false",
      "aria-describedby": "refused",
    });
    const why = h("input", {
      id: "why",
      type: "text",
      value: review.decided(item.key)?.why ?? "read on the page",
      autocomplete: "off",
    });
    const show = () => {
      const { value, error: reason } = Text.parse(cell, input.value);
      error.textContent = "";
      input.removeAttribute("aria-invalid");
      preview.replaceChildren(...nodes(reason ? [] : this.#effects(item.key, value)));
    };
    const take = (event) => {
      event.preventDefault();
      const { value, error: reason } = Text.parse(cell, input.value);
      const refused = reason ?? Text.reasonRefused(why.value);
      if (!refused) return this.desk.set(item.key, value, why.value.trim());
      error.textContent = refused;
      const wrong = reason ? input : why;
      if (reason) input.setAttribute("aria-invalid", "true");
      return wrong.focus();
    };
    input.addEventListener("input", show);
    show();
    return h(
      "form.edit",
      { onsubmit: take },
      h("label", { for: "typed" }, `Value of ${review.ref(item.key)}`),
      input,
      h("label", { for: "why" }, "Why"),
      why,
      error,
      preview,
      h(
        "div.actions",
        {},
        h("button.primary", { type: "submit" }, "Set it", key("Enter")),
        button("Cancel", () => this.desk.cancel(), { letter: "Esc" }),
      ),
    );
  }

  // What the checks over an item would say with another value.
  #effects(id, value) {
    const { review } = this;
    const rules = (review.over.get(id) ?? []).filter((rule) => rule.hard);
    if (!rules.length) return [h("span.quiet", {}, "No check of the form covers this value.")];
    const results = review.evaluate({ key: id, value });
    return rules.map((rule) => effect(review, rule, results.get(rule.id)));
  }

  #checksOf(id) {
    const rules = (this.review.over.get(id) ?? []).filter((rule) => rule.hard);
    if (!rules.length) return h("p.quiet", {}, "No check of the form covers this value.");
    return h(
      "div.effects",
      {},
      rules.map((rule) =>
        h(
          "button.plain.effect",
          { type: "button", onclick: () => this.desk.select(`check:${rule.id}`) },
          effect(this.review, rule, this.review.results.get(rule.id)),
        ),
      ),
    );
  }
}
