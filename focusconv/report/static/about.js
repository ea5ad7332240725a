"use strict";
// What is known of a filing and its document, beside its values.

function about(review) {
  const { filing, edition } = review;
  const counts = Object.entries(MEANINGS).map(([state, means]) => {
    const count = [...review.items.keys()].filter((id) => review.state(id) === state).length;
    return count
      ? h(
          "li",
          {},
          STATES[state].mark ? chip(state) : h("b", {}, STATES[state].word),
          ` ${count} · ${means}`,
        )
      : null;
  });
  const findings = filing.findings.map((one) =>
    h("li", {}, h("b", {}, one.level), one.page ? ` (page ${one.page})` : "", `: ${one.message}`),
  );
  const { filer } = filing;
  const facts = [
    ["Form", [edition.title, filing.type].filter(Boolean).join(", ")],
    ["Period", [filing.begin, filing.end].filter(Boolean).map(Text.day).join(" to ")],
    ["Submitted", filing.submitted && Text.day(filing.submitted)],
    ["SEC file no.", filer.sec_file_number],
    ["Firm ID", filer.firm_id],
    [
      "Contact",
      filer.contact &&
        [filer.contact.name, filer.contact.telephone, filer.contact.email]
          .filter(Boolean)
          .join(", "),
    ],
    ["Document", `${filing.name}, ${Text.counted(filing.page_count, "page")}`],
    ["SHA-256", filing.sha256],
  ];
  return group(
    "About this filing",
    "",
    h(
      "dl.facts",
      {},
      facts
        .filter(([, text]) => text)
        .map(([name, text]) => [h("dt", {}, name), h("dd", {}, text)]),
    ),
    h("h3", {}, "States of its items"),
    h("ul.legend", {}, counts),
    findings.length ? [h("h3", {}, "Findings"), h("ul.findings", {}, findings)] : null,
  );
}
