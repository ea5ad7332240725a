"use strict";
// The list of filings: searching, filtering and sorting the rows that the template wrote.

class FilingList {
  constructor(element) {
    this.element = element;
    this.rows = [...element.querySelectorAll("tbody tr")];
    this.body = element.querySelector("tbody");
    this.count = element.querySelector("[data-count]");
    this.search = element.querySelector("#search");
    this.state = element.querySelector("#state");
    this.search.addEventListener("input", () => this.filter());
    this.state.addEventListener("change", () => this.filter());
    for (const head of element.querySelectorAll("th button")) {
      head.addEventListener("click", () => this.sort(head.closest("th")));
    }
    for (const row of this.rows) {
      row.addEventListener("click", (event) => {
        if (!event.target.closest("a")) location.hash = row.querySelector("a").hash;
      });
    }
    this.filter();
  }

  filter() {
    const words = this.search.value.toLowerCase().split(/\s+/).filter(Boolean);
    let shown = 0;
    for (const row of this.rows) {
      const text = row.textContent.toLowerCase();
      const wanted =
        !this.state.value ||
        (this.state.value === "open"
          ? row.dataset.open !== "0"
          : row.dataset.status === this.state.value);
      row.hidden = !(wanted && words.every((word) => text.includes(word)));
      shown += row.hidden ? 0 : 1;
    }
    this.count.textContent = `${shown} of ${Text.counted(this.rows.length, "filing")}`;
  }

  // Sort by a column, a second time the other way round.
  sort(head) {
    const at = [...head.parentElement.children].indexOf(head);
    const turned = head.getAttribute("aria-sort") === "ascending";
    for (const other of head.parentElement.children) other.removeAttribute("aria-sort");
    head.setAttribute("aria-sort", turned ? "descending" : "ascending");
    const text = (row) => row.children[at].dataset.sort ?? row.children[at].textContent.trim();
    const order = (one, two) => text(one).localeCompare(text(two), "en", { numeric: true });
    this.body.append(
      ...[...this.rows].sort((one, two) => (turned ? order(two, one) : order(one, two))),
    );
  }

  // The address of the filing that follows one, in the order and among those that are shown.
  after(number) {
    const hashes = [...this.body.rows]
      .filter((row) => !row.hidden)
      .map((row) => row.querySelector("a").hash);
    return hashes[hashes.indexOf(`#filing-${number}`) + 1] ?? "";
  }

  // How far each filing is decided, from what the browser keeps.
  refresh() {
    for (const row of this.rows) {
      const kept = Corrections.countKept(row.dataset.sha256);
      row.querySelector("[data-kept]").textContent = kept ? `${kept} decided` : "";
    }
  }
}
