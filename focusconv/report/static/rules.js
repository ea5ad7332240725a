"use strict";
// The rules of a form over amounts, exactly as focusconv/reconcile/rules.py evaluates them.
//
// `values` maps a key to a BigInt, whole dollars; null or nothing is an amount nobody knows.
// `rates` maps the key of a percent to its decimal text. A rule is as the catalog has it.

const Rules = (() => {
  const DECIMAL = /^([+-]?)(\d*)\.?(\d*)$/;
  const FAR = 9;

  const known = (values, key) => values.get(key) ?? null;
  const size = (number) => (number < 0n ? -number : number);

  // Whether a rule holds: { status, expected, actual, difference, case }, null where there is
  // nothing to say. Of several cases the one that holds, else the nearest.
  function evaluate(rule, values, rates) {
    const actual = known(values, rule.target);
    let nearest = null;
    let unknown = false;
    for (const [number, one] of rule.cases.entries()) {
      const suits = applies(one, values, rates);
      if (suits === false) continue;
      const expected = suits ? amount(one, values, rates) : null;
      if (expected === null) {
        unknown = true;
        continue;
      }
      if (actual === null) {
        nearest ??= { away: 0n, expected, number };
        continue;
      }
      const away = size(actual - expected);
      if (away <= BigInt(rule.tolerance) + BigInt(one.slack)) {
        return result("passed", expected, actual, actual - expected, number);
      }
      if (nearest === null || away < nearest.away) nearest = { away, expected, number };
    }
    if (nearest === null) return result("undecided", null, actual, null, null);
    const { expected, number } = nearest;
    if (actual === null) {
      return result("undecided", expected, null, null, rule.cases.length > 1 ? null : number);
    }
    if (unknown) return result("undecided", null, actual, null, null);
    return result("failed", expected, actual, actual - expected, number);
  }

  function result(status, expected, actual, difference, number) {
    return { status, expected, actual, difference, case: number };
  }

  // Whether a case is for this filing; null while that is unknown.
  function applies(one, values, rates) {
    if (one.rate_key !== null && ratio(rates.get(one.rate_key) ?? "0")[0] === 0n) return false;
    if (one.governs === null) return true;
    const [left, right] = one.governs.map((key) => known(values, key));
    return left === null || right === null ? null : left === right;
  }

  // What a case's operands give; null while one is unknown.
  function amount(one, values, rates) {
    if (one.op === "constant") return BigInt(one.constant);
    const amounts = one.terms.map((term) => known(values, term.key));
    if (amounts.includes(null)) return null;
    if (one.op === "linear") {
      return one.terms.reduce((sum, term, at) => sum + BigInt(term.coefficient) * amounts[at], 0n);
    }
    if (one.op === "greatest") return amounts.reduce((most, next) => (next > most ? next : most));
    return percent(rateOf(one, rates), amounts[0]);
  }

  // Every single amount of `key` with which the rule holds exactly, the rest as given.
  function implied(rule, key, values, rates) {
    const found = rule.cases
      .filter((one) => !one.slack && applies(one, values, rates) !== false)
      .map((one) =>
        key === rule.target ? amount(one, values, rates) : operand(rule, one, key, values),
      );
    return [...new Set(found.filter((value) => value !== null))];
  }

  function operand(rule, one, key, values) {
    const target = known(values, rule.target);
    const own = one.terms.filter((term) => term.key === key);
    const others = one.terms.filter((term) => term.key !== key);
    if (target === null || !own.length) return null;
    const amounts = others.map((term) => known(values, term.key));
    if (amounts.includes(null)) return null;
    if (one.op === "linear") {
      const times = own.reduce((sum, term) => sum + BigInt(term.coefficient), 0n);
      const rest = others.reduce(
        (sum, term, at) => sum + BigInt(term.coefficient) * amounts[at],
        0n,
      );
      return size(times) === 1n ? (target - rest) * times : null;
    }
    return one.op === "greatest" && amounts.every((value) => value < target) ? target : null;
  }

  function rateOf(one, rates) {
    return one.rate_key !== null ? (rates.get(one.rate_key) ?? "0") : (one.rate ?? "0");
  }

  // `rate` percent of `base` to the nearest dollar, halves away from zero.
  function percent(rate, base) {
    const [numerator, denominator] = ratio(rate);
    const scaled = numerator * base;
    const nearest = (2n * size(scaled) + denominator) / (2n * denominator);
    return scaled >= 0n ? nearest : -nearest;
  }

  // A percent as numerator and denominator; [0, 1] where the text is no number.
  function ratio(rate) {
    const match = DECIMAL.exec(rate.trim());
    if (!match || !(match[2] || match[3])) return [0n, 1n];
    const [, sign, whole, part] = match;
    const digits = `${whole}${part}`;
    const zeros = /^0*/.exec(digits)[0].length;
    const first = whole.length - 1 - zeros;
    if (zeros === digits.length || Math.abs(first) > FAR) return [0n, 1n];
    const numerator = BigInt(digits);
    return [sign === "-" ? -numerator : numerator, 100n * 10n ** BigInt(part.length)];
  }

  // The keys of every cell in a rule: its target and operands, those of stated percents last.
  function keys(rule) {
    const found = new Set([rule.target]);
    for (const one of rule.cases) {
      for (const term of one.terms) found.add(term.key);
      for (const key of one.governs ?? []) found.add(key);
    }
    return [...found];
  }

  // The statements a rule's cells stand in, those of stated percents too.
  function statements(rule) {
    const stated = rule.cases.map((one) => one.rate_key).filter((key) => key !== null);
    return [...keys(rule), ...stated].map((key) => key.split("/")[0]);
  }

  return { evaluate, implied, keys, statements, rateOf };
})();
