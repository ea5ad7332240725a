"use strict";
// The right-hand side: what is to decide, the checks, and all items as tables.

class Panel {
  // `desk` takes what a person does: select, decide, undo, next (see app.js).
  constructor(review, desk) {
    this.review = review;
    this.desk = desk;
    this.items = new ItemCard(review, desk);
    this.checks = new CheckCard(review, desk);
    this.element = h("section.panel", { "aria-label": "Values and checks" });
  }

  render() {
    const { review } = this;
    const todo = review.todo();
    const shown = new Set(todo.map((one) => one.id));
    this.element.replaceChildren(
      ...nodes([
        this.#callout(todo),
        todo.length ? this.#todo(todo) : null,
        this.#checks(shown),
        this.#groups(shown),
        about(review),
      ]),
    );
  }

  // What to do next, in one sentence and one button.
  #callout(todo) {
    const open = todo.filter((one) => one.open).length;
    const { review } = this;
    if (review.filing.several) {
      return callout(
        "",
        "Look only",
        "This document holds several filings, and a corrections file is for one. Split it to decide.",
      );
    }
    if (open) {
      const more = todo.length > open ? ` ${todo.length - open} of ${todo.length} done.` : "";
      return callout(
        "wants",
        `${Text.counted(open, "thing")} to decide.${more}`,
        "Look at each beside its print, then accept or change it.",
        button(todo.length > open ? "Next" : "Start", () => this.desk.next(1), {
          letter: "N",
          kind: "primary",
        }),
      );
    }
    if (review.decisions.size && !review.saved) {
      return callout(
        "done",
        "Everything is decided.",
        "Save the decisions as a corrections file, and convert the document with it.",
        this.desk.onward(),
      );
    }
    const following = this.desk.following
      ? h("a.following", { href: this.desk.following }, "Next filing ›")
      : null;
    if (review.decisions.size) {
      return callout(
        "done",
        "Decided and saved.",
        "Convert the document with --corrections and the saved file.",
        following,
      );
    }
    const { gaps } = review.filing;
    if (gaps.length) {
      const lost = gaps.map((one) => one.replace(/^./, (c) => c.toUpperCase()));
      const said = `${lost.join(". ")}.`;
      return callout("wants", "Nothing to decide, but a part is lost.", said, following);
    }
    return callout(
      "done",
      "Nothing to decide.",
      FILING_WORDS[review.status()].means.replace(/^./, (c) => c.toUpperCase()) + ".",
      following,
    );
  }

  #todo(todo) {
    const rows = todo.map((one) =>
      one.type === "check" ? this.#checkRow(one.id) : this.#itemRow(one.id, true),
    );
    return group("To decide", Text.counted(todo.length, "thing"), table("To decide", rows));
  }

  // The checks; those in `shown` stand above already.
  #checks(shown) {
    const { review } = this;
    const hard = review.rules.filter((rule) => rule.hard);
    const state = (rule) => review.results.get(rule.id).status;
    const wrong = hard.filter((rule) => ["failed", "undecided", "waived"].includes(state(rule)));
    const good = hard.filter((rule) => !wrong.includes(rule));
    const listed = wrong.filter((rule) => !shown.has(rule.id));
    const ties = review.rules.filter((rule) => !rule.hard);
    const broken = ties.filter((rule) => state(rule) === "failed");
    const summary = [
      `${good.length} of ${Text.counted(hard.length, "check")} add up`,
      ...Object.entries({ failed: "not", undecided: "undecided", waived: "waived" })
        .map(([name, word]) => {
          const count = wrong.filter((rule) => state(rule) === name).length;
          return count ? `${count} ${word}` : null;
        })
        .filter(Boolean),
    ].join(", ");
    const rows = (rules) => rules.map((rule) => this.#checkRow(rule.id));
    const others = good.filter((rule) => !shown.has(rule.id));
    return group(
      "Checks",
      summary,
      listed.length ? table("Checks that do not add up", rows(listed)) : null,
      folded(
        `${Text.counted(others.length, "check")} that add up`,
        () => table("Checks that add up", rows(others)),
        this.desk.isOpen(others),
      ),
      folded(
        `${Text.counted(ties.length, "tie")} that usually hold${broken.length ? `, ${broken.length} broken` : ""}`,
        () => table("Ties", rows([...broken, ...ties.filter((rule) => !broken.includes(rule))])),
        this.desk.isOpen(ties),
      ),
    );
  }

  #checkRow(id) {
    const { review } = this;
    const rule = review.ruleOf.get(id);
    const one = review.results.get(id);
    const off = one.difference !== null && one.difference !== 0n ? Text.amount(one.difference) : "";
    const word = one.status === "failed" && !rule.hard ? "broken" : undefined;
    return this.#row(
      `check:${id}`,
      one.status,
      {
        chip: chip(one.status, word),
        box: review.ref(rule.target),
        label: review.cells.get(rule.target).label,
        sub: h(
          "div.rule",
          {},
          one.status === "failed" ? h("b.off", {}, `off by ${off}`) : null,
          rule.text,
        ),
        value: one.actual === null ? "" : Text.amount(one.actual),
        proof: null,
      },
      () => this.checks.card(rule, one),
    );
  }

  // The tables of items, those in doubt first; `shown` stand above already.
  #groups(shown) {
    const { review } = this;
    const rest = [...review.items.values()].filter((item) => !shown.has(item.key));
    const take = (test) => rest.filter((item) => test(item.status, item));
    const blamed = take((status) => ["disputed", "unreadable"].includes(status));
    const mended = take((status) => ["corrected", "derived"].includes(status));
    const rows = (items) => items.map((item) => this.#itemRow(item.key, true));
    const parts = review.filing.statements.map((part) => {
      const items = rest.filter(
        (item) =>
          item.key.startsWith(`${part.id}/`) && !blamed.includes(item) && !mended.includes(item),
      );
      const statement = review.edition.statements.find((one) => one.id === part.id);
      return items.length
        ? group(
            statementName(statement),
            part.as_of ? Text.day(part.as_of) : "",
            table(
              statement.title,
              items.map((item) => this.#itemRow(item.key, false)),
            ),
          )
        : null;
    });
    return [
      blamed.length
        ? group(
            "In a check that failed",
            "cleared when it adds up or is waived",
            table("In a check that failed", rows(blamed)),
          )
        : null,
      mended.length
        ? group("Mended by the form's arithmetic", "worth a glance", table("Mended", rows(mended)))
        : null,
      ...parts,
    ];
  }

  #itemRow(id, placed) {
    const { review } = this;
    const cell = review.cells.get(id);
    const item = review.items.get(id);
    const state = review.state(id);
    const loose = state === "reported" && cell.kind === "amount" && !item.verified_by;
    const where = [
      statementName(cell.statement),
      cell.box === null ? review.ref(id) : null,
      item.page ? `page ${item.page}` : null,
    ];
    const proof =
      item.verified_by?.length && ["reported", "corrected", "derived", "cleared"].includes(state)
        ? h(
            "span.proof",
            { title: `confirmed by ${item.verified_by.join(", ")}` },
            "✓".repeat(Math.min(3, item.verified_by.length)),
            h("span.sr", {}, `confirmed by ${item.verified_by.join(", ")}`),
          )
        : null;
    return this.#row(
      `item:${id}`,
      state,
      {
        chip: loose
          ? chip("alone")
          : state === "reported" || state === "blank"
            ? h("span.sr", {}, STATES[state].word)
            : chip(state),
        box: cell.box ?? shortLine(cell.line),
        label: cell.label,
        sub: placed ? where.filter(Boolean).join(" · ") : null,
        value: Text.value(cell, review.value(id)) || (state === "blank" ? "–" : ""),
        isText: cell.kind !== "amount" && cell.kind !== "percent",
        proof,
      },
      () => this.items.card(item, state),
    );
  }

  #row(id, state, parts, details) {
    const chosen = this.desk.selected === id;
    const choose = () => this.desk.select(chosen ? null : id);
    const row = h(
      `tr.row.s-${state}${chosen ? ".is-selected" : ""}`,
      {
        "data-thing": id,
        onclick: (event) => {
          if (!event.target.closest("button")) choose();
        },
      },
      h("td.state", {}, parts.chip),
      h("td.box", {}, parts.box),
      h(
        "td.label",
        {},
        h(
          "button.open",
          { type: "button", "aria-expanded": String(chosen), onclick: choose },
          parts.label,
        ),
        parts.sub ? h("div.sub", {}, parts.sub) : null,
      ),
      h(`td.value${parts.isText ? ".words" : ""}`, {}, parts.value),
      h("td.by", {}, parts.proof),
    );
    if (!chosen) return row;
    return [row, h("tr.details", {}, h("td", { colspan: "5" }, details()))];
  }

  // What is to decide, each with its details, for print.
  opened() {
    const { review } = this;
    return review
      .todo()
      .map((one) =>
        h(
          "section",
          {},
          h(
            "h3",
            {},
            one.type === "check"
              ? `Check of ${review.ref(review.ruleOf.get(one.id).target)}`
              : review.ref(one.id),
          ),
          one.type === "check"
            ? this.checks.card(review.ruleOf.get(one.id), review.results.get(one.id))
            : this.items.card(review.items.get(one.id), review.state(one.id)),
        ),
      );
  }
}
