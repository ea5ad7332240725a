"use strict";
// Amounts, percents, dates and texts: as people type them, and as they are shown.
//
// What is typed is taken as a corrections file takes it (focusconv/corrections.py), so that
// nothing is saved here that is refused there. Amounts are BigInt: whole dollars, exact.

const Text = (() => {
  const AMOUNT = /^(-?)(\(?)(\d{1,15}|\d{1,3}(?:,\d{3}){1,4})(\)?)$/;
  const PERCENT = /^\d{1,3}(?:\.\d{1,6})?$/;
  const DATE = /^(\d{4})-(\d{2})-(\d{2})$/;
  const YES = new Set(["yes", "true", "x", "1"]);
  const NO = new Set(["no", "false", "0"]);
  const HIDDEN = /[\p{C}\p{Zl}\p{Zp}]|(?! )\p{Zs}/u;
  const EDGES = /^[\s\u001c-\u001f\u0085]+|[\s\u001c-\u001f\u0085]+$/g;

  const refuse = (error) => ({ error });

  // The value that a text gives a cell, as { value }, or why it gives none, as { error }.
  // An amount or percent is a text of digits, a mark true or false.
  function parse(cell, typed) {
    const text = typed.replace(EDGES, "");
    if (text === "") return refuse("Type a value.");
    if (HIDDEN.test(text)) return refuse("There is a hidden character in it: type it anew.");
    if (cell.kind === "amount") return parseAmount(cell.sign, text.replaceAll("\u2212", "-"));
    if (cell.kind === "percent") {
      if (PERCENT.test(text)) return { value: text };
      return refuse("That is no percent. Write it like 5 or 7.25, without a sign.");
    }
    if (cell.kind === "date") {
      return isDate(text) ? { value: text } : refuse("That is no date. Write it like 2017-04-30.");
    }
    if (cell.kind === "mark") {
      const word = text.toLowerCase();
      if (YES.has(word) || NO.has(word)) return { value: YES.has(word) };
      return refuse("Write yes or no.");
    }
    return { value: text };
  }

  function parseAmount(sign, text) {
    const match = AMOUNT.exec(text);
    const [, minus, open, digits, close] = match ?? [];
    if (!match || Boolean(open) !== Boolean(close) || (minus && open)) {
      return refuse("That is no amount. Write whole dollars like 1,234 or -1,234 or (1,234).");
    }
    const size = BigInt(digits.replaceAll(",", ""));
    const amount = minus || open ? -size : size;
    if (sign === "-" && amount > 0n) {
      return refuse(`This line is a deduction. Write -${grouped(size)} or (${grouped(size)}).`);
    }
    if (sign === "+" && amount < 0n) {
      return refuse("This line is never negative. Check the box and the sign.");
    }
    return { value: String(amount) };
  }

  function isDate(text) {
    const match = DATE.exec(text);
    if (!match || match[1] === "0000") return false;
    const [year, month, day] = match.slice(1).map(Number);
    const leap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
    const days = [31, leap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
    return month >= 1 && month <= 12 && day >= 1 && day <= days[month - 1];
  }

  function grouped(size) {
    return String(size).replace(/\B(?=(\d{3})+$)/g, ",");
  }

  // An amount as people read it: 1,234 or \u22121,234.
  function amount(value) {
    return value < 0n ? `\u2212${grouped(-value)}` : grouped(value);
  }

  // A value of any kind as people read it; nothing for null.
  function value(cell, given) {
    if (given === null || given === undefined) return "";
    if (cell.kind === "amount") return amount(BigInt(given));
    if (cell.kind === "mark") return given ? "yes" : "no";
    return cell.kind === "percent" ? `${given}%` : String(given);
  }

  // A value as a person would type it.
  function typed(cell, given) {
    if (given === null || given === undefined) return "";
    if (cell.kind === "amount") {
      const number = BigInt(given);
      return number < 0n ? `-${grouped(-number)}` : grouped(number);
    }
    if (cell.kind === "mark") return given ? "yes" : "no";
    return String(given);
  }

  // The text with what would not be seen, or would reorder it, spelled out.
  function plain(text) {
    return text.replace(/[\p{C}\p{Zl}\p{Zp}]/gu, (char) =>
      char === "\t" || char === "\n" ? char : `\\u{${char.codePointAt(0).toString(16)}}`,
    );
  }

  // The text without what would not be seen.
  function visible(text) {
    return [...text].filter((char) => !HIDDEN.test(char)).join("");
  }

  // Why a reason cannot be taken; null where it can.
  function reasonRefused(text) {
    if (!text.trim()) return "Say why, in a few words.";
    return HIDDEN.test(text.trim())
      ? "There is a hidden character in the reason: type it anew."
      : null;
  }

  function counted(number, one, many = `${one}s`) {
    return `${grouped(number)} ${number === 1 ? one : many}`;
  }

  const MONTHS =
    "January February March April May June July August September October November December".split(
      " ",
    );

  // An ISO date in words; any other text as it is.
  function day(text) {
    if (!isDate(text)) return text;
    const [year, month, number] = text.split("-").map(Number);
    return `${number} ${MONTHS[month - 1]} ${year}`;
  }

  return {
    parse,
    amount,
    value,
    typed,
    plain,
    visible,
    reasonRefused,
    counted,
    day,
    isHidden: (t) => HIDDEN.test(t),
  };
})();
