"use strict";
// One filing under review: its values with the decisions taken, what the rules say of them,
// and what still waits for a decision.

class Review {
  constructor(edition, filing) {
    this.edition = edition;
    this.filing = filing;
    this.decisions = new Map();
    this.earlier = new Map(filing.decisions.map((one) => [one.target, one]));
    this.records = new Map(filing.checks.map((one) => [one.id, one]));
    this.cells = new Map();
    for (const statement of edition.statements) {
      for (const cell of statement.cells) this.cells.set(cell.key, { ...cell, statement });
    }
    this.items = new Map();
    for (const part of filing.statements) {
      for (const item of part.items) this.items.set(item.key, item);
    }
    const present = new Set(filing.statements.map((part) => part.id));
    this.rules = edition.rules
      .filter((rule) => Rules.statements(rule).every((name) => present.has(name)))
      .map((rule) => rounded(rule, this.records.get(rule.id)?.slack));
    this.ruleOf = new Map(this.rules.map((rule) => [rule.id, rule]));
    this.over = new Map();
    for (const rule of this.rules) {
      for (const key of Rules.keys(rule)) this.over.set(key, [...(this.over.get(key) ?? []), rule]);
    }
    this.zeroed = new Set();
    const start = this.amounts();
    for (const rule of this.rules) {
      const was = this.records.get(rule.id)?.status;
      const plain = Rules.evaluate(rule, ...start).status;
      if (plain === "undecided" && (was === "failed" || was === "waived")) this.zeroed.add(rule.id);
    }
    this.results = this.evaluate();
    this.first = this.results;
  }

  // Decisions can be saved: corrections are for a document of one filing.
  get editable() {
    return !this.filing.several;
  }

  decided(target) {
    return this.decisions.get(target) ?? null;
  }

  // Take a decision: { action: "value", value, why } or { action: "waive", why }.
  decide(target, decision) {
    this.decisions.set(target, decision);
    this.results = this.evaluate();
  }

  undo(target) {
    this.decisions.delete(target);
    this.results = this.evaluate();
  }

  // The value of an item with the decisions taken; null where there is none.
  value(key) {
    const decision = this.decisions.get(key);
    return decision ? decision.value : (this.items.get(key)?.value ?? null);
  }

  // The amounts and the stated percents; `tried` gives one item another value.
  amounts(tried = null) {
    const values = new Map();
    const rates = new Map();
    for (const [key, item] of this.items) {
      const { kind } = this.cells.get(key);
      const value = tried?.key === key ? tried.value : this.value(key);
      if (kind === "percent" && value !== null) rates.set(key, value);
      if (kind !== "amount") continue;
      values.set(key, value !== null ? BigInt(value) : item.status === "blank" ? 0n : null);
    }
    return [values, rates];
  }

  // What every rule says, by id; `tried` as in `amounts`.
  //
  // A rule that the record says fails although an amount of it could not be read was judged
  // with that cell as empty, and is so here; where it adds up so, the cell is empty.
  evaluate(tried = null) {
    const [values, rates] = this.amounts(tried);
    for (const id of this.zeroed) {
      const all = filled(this.ruleOf.get(id), values);
      if (Rules.evaluate(this.ruleOf.get(id), all, rates).status !== "passed") continue;
      for (const [key, value] of all) values.set(key, value);
    }
    const found = new Map();
    for (const rule of this.rules) {
      let one = Rules.evaluate(rule, values, rates);
      if (one.status === "undecided" && this.zeroed.has(rule.id)) {
        one = Rules.evaluate(rule, filled(rule, values), rates);
      }
      found.set(rule.id, { ...one, status: this.#standing(rule.id, one.status) });
    }
    return found;
  }

  #standing(id, status) {
    const waived = [this.decisions, this.earlier].some((all) => all.get(id)?.action === "waive");
    if (status === "failed" && waived) return "waived";
    return status === "passed" && this.records.get(id)?.status === "used" ? "used" : status;
  }

  // The state of an item with the decisions taken; `cleared` is one whose only fault was a
  // check that adds up now or is waived.
  state(key) {
    const item = this.items.get(key);
    if (this.decisions.has(key)) return "reviewed";
    const open = item.status === "disputed" || item.status === "unreadable";
    return open && this.#settled(item.blamed) ? "cleared" : item.status;
  }

  #settled(id) {
    return ["passed", "used", "waived"].includes(this.results.get(id)?.status);
  }

  // What waits, or waited, for a decision, the most urgent first: checks that fail, then items
  // in doubt for reasons of their own.
  todo() {
    const fails = (results, rule) => rule.hard && results.get(rule.id).status === "failed";
    const checks = this.rules
      .filter(
        (rule) =>
          fails(this.first, rule) || fails(this.results, rule) || this.decisions.has(rule.id),
      )
      .map((rule) => ({ type: "check", id: rule.id, open: fails(this.results, rule) }));
    const doubtful = [...this.items.values()].filter((item) => this.#doubtful(item));
    const ranked = [
      ...doubtful.filter((item) => item.status === "disputed"),
      ...doubtful.filter((item) => item.status === "unreadable"),
    ];
    const items = ranked.map((item) => ({
      type: "item",
      id: item.key,
      open: !this.decisions.has(item.key),
    }));
    return [...checks, ...items];
  }

  #doubtful(item) {
    return ["disputed", "unreadable"].includes(item.status) && !item.blamed;
  }

  // The state of the filing with the decisions taken: the first that fits.
  status() {
    const hard = this.rules
      .filter((rule) => rule.hard)
      .map((rule) => this.results.get(rule.id).status);
    const states = [...this.items.keys()].map((key) => [this.cells.get(key).kind, this.state(key)]);
    if (hard.includes("failed")) return "inconsistent";
    if (states.some(([, state]) => state === "disputed")) return "disputed";
    const cut = states.some(([kind, state]) => kind === "amount" && state === "absent");
    const unread = states.some(([, state]) => state === "unreadable");
    return unread || hard.includes("undecided") || this.filing.gaps.length || cut
      ? "partial"
      : "confirmed";
  }

  // Who may be to blame for a check that fails, likeliest first, as { key, value, why }: as the
  // record ranks them, with the value that would mend it over the decisions taken.
  suspects(rule) {
    const { suspects = [] } = this.records.get(rule.id) ?? {};
    const left = suspects.filter((one) => this.items.has(one.key) && !this.decisions.has(one.key));
    if (!Rules.keys(rule).some((key) => this.decisions.has(key))) return left;
    const [values, rates] = this.amounts();
    return left.flatMap(({ key }) =>
      Rules.implied(rule, key, filled(rule, values), rates).map((value) => ({
        key,
        value: String(value),
        why: `${Text.amount(value)} would mend ${this.ref(rule.target)} now`,
      })),
    );
  }

  // What people call a cell: its box, or its line where it has none, with the column of several.
  ref(key) {
    const cell = this.cells.get(key);
    if (cell.box !== null) return cell.box;
    const { cells } = cell.statement;
    const several = cells.filter((one) => one.line === cell.line).length > 1;
    return several ? `line ${cell.line}, ${cell.column}` : `line ${cell.line}`;
  }
}

// The amounts of a rule, with 0 for those that are unknown.
function filled(rule, values) {
  return new Map(Rules.keys(rule).map((key) => [key, values.get(key) ?? 0n]));
}

// A rule with the slack that rounded amounts give each of its cases.
function rounded(rule, slack) {
  if (!slack) return rule;
  return { ...rule, cases: rule.cases.map((one, at) => ({ ...one, slack: slack[at] })) };
}
