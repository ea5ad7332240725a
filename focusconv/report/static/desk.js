"use strict";
// One filing on the desk: the page on the left, the values on the right, and what a person does.

class Desk {
  // `following` is the address of the next filing of a batch, empty at its end; null without one.
  constructor(review, main, following) {
    this.review = review;
    this.main = main;
    this.many = following !== null;
    this.following = following;
    this.selected = null;
    this.editing = null;
    this.pageView = new PageView(review, (id) => this.#fromPage(id));
    this.panel = new Panel(review, this);
    this.head = h("header.top");
    this.prints = h("section.prints", { "aria-hidden": "true" });
    this.body = h(
      `div.review${review.filing.pages.length ? "" : ".pageless"}`,
      {},
      this.pageView.element,
      this.panel.element,
    );
    this.foot = h("nav.foot", { "aria-label": "Views" });
    main.replaceChildren(this.head, this.body, this.foot, this.prints);
    this.view = "values";
    this.render();
  }

  render() {
    this.body.dataset.view = this.view;
    this.head.replaceChildren(...nodes(topBar(this)));
    this.foot.replaceChildren(...nodes(footBar(this)));
    this.panel.render();
  }

  // The button that leads on: to what is to decide next, or to saving when nothing is left.
  onward() {
    const done = this.review.decisions.size && !this.review.todo().some((one) => one.open);
    if (done && !this.review.saved)
      return button("Save decisions", () => this.save(), { letter: "S", kind: "primary" });
    return button("Next", () => this.next(1), { letter: "N", kind: "primary" });
  }

  // On a narrow screen: the values or the page.
  show(view) {
    this.view = view;
    this.render();
    if (view === "page" && this.selected) this.#showOnPage();
  }

  #fromPage(id) {
    this.view = "values";
    this.select(`item:${id}`);
  }

  select(thing, { quiet = false } = {}) {
    this.selected = thing;
    if (!quiet) this.editing = null;
    this.#showOnPage();
    this.render();
    this.#reveal();
  }

  // The place of the chosen item, or of a check's total and its operands.
  #showOnPage() {
    const { type, id } = this.chosen;
    if (type !== "check") this.pageView.select(id || null);
    else
      this.pageView.select(
        this.review.ruleOf.get(id).target,
        Rules.keys(this.review.ruleOf.get(id)),
      );
  }

  #row() {
    return (
      this.selected &&
      this.panel.element.querySelector(`[data-thing="${CSS.escape(this.selected)}"]`)
    );
  }

  // Bring the chosen row into view and give it the focus.
  #reveal() {
    const row = this.#row();
    if (!row) return;
    const card = row.nextElementSibling ?? row;
    const top = row.getBoundingClientRect().top;
    const bottom = card.getBoundingClientRect().bottom;
    const head = this.head.getBoundingClientRect().bottom + 8;
    if (top < head || bottom > innerHeight - 60) scrollBy({ top: top - head - 44 });
    const field = this.editing && card.querySelector("#typed, #why");
    (field || row.querySelector("button.open")).focus({ preventScroll: true });
    if (field) {
      field.select();
      field.scrollIntoView({ block: "nearest" });
    }
  }

  // Whether a folded table holds the chosen check.
  isOpen(rules) {
    return rules.some((rule) => this.selected === `check:${rule.id}`);
  }

  next(step) {
    const todo = this.review.todo();
    const open = todo.filter((one) => one.open);
    if (!open.length) {
      announce(
        todo.length ? "Everything is decided. Save your decisions." : "There is nothing to decide.",
      );
      return;
    }
    const thing = (one) => `${one.type}:${one.id}`;
    const at = todo.findIndex((one) => thing(one) === this.selected);
    const check =
      at < 0 ? todo.findIndex((one) => one.type === "check" && this.#stands(one.id)) : -1;
    const from = check >= 0 ? check : step > 0 ? at + 1 : Math.max(at, 0);
    const ahead = [...todo.slice(from), ...todo.slice(0, from)];
    const order = step > 0 || check >= 0 ? ahead : ahead.reverse();
    this.view = "values";
    this.select(thing(order.find((one) => one.open)));
  }

  // Whether the chosen item stands in a check that still fails.
  #stands(id) {
    const { type, id: key } = this.chosen;
    const fails = this.review.results.get(id).status === "failed";
    return type === "item" && fails && Rules.keys(this.review.ruleOf.get(id)).includes(key);
  }

  get chosen() {
    const [type, ...rest] = (this.selected ?? "").split(":");
    return { type, id: rest.join(":") };
  }

  accept(id) {
    this.set(id, this.review.items.get(id).value, "accepted as printed");
  }

  set(id, value, why) {
    const cell = this.review.cells.get(id);
    const before = this.review.results;
    this.review.decide(id, { action: "value", value, why });
    this.#decided(`item:${id}`, `${this.review.ref(id)} set to ${Text.value(cell, value)}`, before);
  }

  waive(id, why) {
    const before = this.review.results;
    this.review.decide(id, { action: "waive", why });
    this.#decided(`check:${id}`, `${id} waived`, before);
  }

  undo(target) {
    const before = this.review.results;
    this.review.undo(target);
    this.#decided(this.selected, "Undone", before);
  }

  // Keep and show what was decided, and say what became of the totals.
  #decided(thing, said, before) {
    Corrections.keep(this.review);
    const back = this.selected?.startsWith("check:") && thing?.startsWith("item:");
    this.editing = null;
    this.select(back ? this.selected : thing);
    const changed = this.review.rules.filter(
      (rule) => rule.hard && before.get(rule.id).status !== this.review.results.get(rule.id).status,
    );
    const totals = changed.map(
      (rule) =>
        `${this.review.ref(rule.target)} ${STATES[this.review.results.get(rule.id).status].word}`,
    );
    const open = this.review.todo().filter((one) => one.open).length;
    const left = open ? `${open} left to decide` : "everything is decided";
    announce([said, ...totals, left].join("; ") + ".");
  }

  edit(target) {
    this.editing = target;
    this.select(this.review.ruleOf.has(target) ? `check:${target}` : `item:${target}`, {
      quiet: true,
    });
  }

  cancel() {
    if (this.editing) {
      this.editing = null;
      this.select(this.selected, { quiet: true });
    } else if (this.selected) {
      this.select(null);
    }
  }

  acceptSelected() {
    const { type, id } = this.chosen;
    if (!this.#can(type)) return;
    const cell = this.review.cells.get(id);
    const value = type === "item" ? this.review.items.get(id).value : null;
    if (type === "check")
      announce("A check is not accepted: set the amount that is wrong, or waive it with W.");
    else if (value === null) announce("There is no value to accept: type one with E.");
    else if (Text.parse(cell, Text.typed(cell, value)).error)
      announce("What was read does not fit the line: edit it with E.");
    else this.accept(id);
  }

  editSelected() {
    const { type, id } = this.chosen;
    if (!this.#can(type)) return;
    if (type === "item") this.edit(id);
    else announce("Choose the amount that is wrong, and edit that.");
  }

  waiveSelected() {
    const { type, id } = this.chosen;
    if (!this.#can(type)) return;
    const over = type === "check" ? [this.review.ruleOf.get(id)] : (this.review.over.get(id) ?? []);
    const failing = over.find(
      (rule) => rule.hard && this.review.results.get(rule.id).status === "failed",
    );
    if (failing) this.edit(failing.id);
    else announce("No check fails here.");
  }

  undoSelected() {
    const { type, id } = this.chosen;
    if (this.#can(type) && this.review.decided(id)) this.undo(id);
  }

  #can(type) {
    if (!this.review.editable) announce("This document holds several filings: split it to decide.");
    else if (!type) announce("Choose something first: N goes to what is to decide.");
    return this.review.editable && Boolean(type);
  }

  save() {
    saveDialog(this.review, () => this.render());
  }

  // Everything that is folded, the details of what is to decide, and all pages, for print.
  print() {
    for (const element of this.panel.element.querySelectorAll("details.folded")) {
      element.fill();
      element.open = true;
    }
    this.prints.replaceChildren(...this.panel.opened(), ...this.pageView.sheets());
  }
}
