"use strict";
// The pages of a document: pictures, or text, with the place of every value marked by its state.

class PageView {
  // `choose(key)` is called with the item whose mark was clicked.
  constructor(review, choose) {
    this.review = review;
    this.choose = choose;
    this.zoom = 1;
    this.selected = null;
    this.others = new Set();
    this.element = h("section.pages", { "aria-label": "Pages of the document" });
    this.page = this.#firstPage();
    this.render();
  }

  get pages() {
    return this.review.filing.pages;
  }

  #firstPage() {
    const numbers = this.#openPages();
    return this.pages.find((page) => page.number === numbers[0]) ?? this.pages[0] ?? null;
  }

  // The page of each thing to decide; that of a check is where its total stands.
  #openPages() {
    const { review } = this;
    return review
      .todo()
      .filter((one) => one.open)
      .map((one) => {
        const id = one.type === "check" ? review.ruleOf.get(one.id).target : one.id;
        return review.items.get(id)?.page;
      });
  }

  // Mark an item, with it those of a check, and bring its place into view; what has no place
  // changes nothing.
  select(id, others = []) {
    this.selected = id;
    this.others = new Set(others);
    const placed = [id, ...others]
      .map((one) => this.review.items.get(one))
      .find((item) => item?.region && this.pages.some((page) => page.number === item.page));
    if (placed) this.page = this.pages.find((page) => page.number === placed.page);
    this.render();
    if (placed) this.#bringIntoView();
  }

  render() {
    const kept = this.scroller
      ? [this.scroller.scrollTop, this.scroller.scrollLeft, this.shown]
      : null;
    this.shown = this.page;
    if (!this.page) {
      this.element.replaceChildren(h("p.empty", {}, this.review.filing.note));
      return;
    }
    this.scroller = h(
      "div.scroller",
      { tabindex: "0", role: "region", "aria-label": `Page ${this.page.number}` },
      this.#sheet(this.page),
    );
    this.element.replaceChildren(this.#bar(), this.scroller);
    if (kept?.[2] === this.page) [this.scroller.scrollTop, this.scroller.scrollLeft] = kept;
  }

  #bar() {
    const tabs = this.pages.map((page) => {
      const open = this.#openOn(page.number);
      return h(
        "button.tab",
        {
          type: "button",
          "aria-pressed": String(page === this.page),
          "aria-label": `Page ${page.number}${open ? `, ${open} to decide` : ""}`,
          onclick: () => {
            this.page = page;
            this.render();
          },
        },
        page.number,
        open ? h("span.dot", { "aria-hidden": "true" }, "●") : null,
      );
    });
    const zoom = (step, word, label) =>
      h(
        "button.icon",
        { type: "button", "aria-label": label, title: label, onclick: () => this.#zoomBy(step) },
        word,
      );
    return h(
      "div.pagebar",
      {},
      h("span.quiet", {}, "Page"),
      h("div.tabs", { role: "group", "aria-label": "Pages" }, tabs),
      h("span.spring"),
      zoom(0, "Fit", "Fit the page to its column"),
      zoom(-0.25, "−", "Smaller"),
      zoom(0.25, "+", "Larger"),
    );
  }

  #openOn(number) {
    return this.#openPages().filter((page) => page === number).length;
  }

  #zoomBy(step) {
    this.zoom = step === 0 ? 1 : Math.min(3, Math.max(0.5, this.zoom + step));
    this.render();
    this.#bringIntoView();
  }

  #bringIntoView() {
    const mark =
      this.scroller?.querySelector(".is-selected") ?? this.scroller?.querySelector(".is-operand");
    if (!mark) return;
    const box = mark.getBoundingClientRect();
    const frame = this.scroller.getBoundingClientRect();
    this.scroller.scrollTop += box.top - frame.top - (frame.height - box.height) / 2;
    this.scroller.scrollLeft += box.left - frame.left - (frame.width - box.width) / 2;
  }

  // A page for the screen, or all of them for print.
  #sheet(page) {
    if (page.picture) return this.#picture(page);
    if (page.lines) return this.#text(page);
    return h("p.empty", {}, `Page ${page.number}: ${page.note}`);
  }

  sheets() {
    return this.pages.map((page) =>
      h("section.printed", {}, h("h3", {}, `Page ${page.number}`), this.#sheet(page)),
    );
  }

  #picture(page) {
    const sheet = h(
      "figure.sheet",
      { "aria-label": `Picture of page ${page.number}` },
      h("img", {
        src: pictureUrl(page),
        alt: "",
        width: Math.round(page.width),
        height: Math.round(page.height),
      }),
    );
    sheet.style.width = `${this.zoom * 100}%`;
    const marks = this.#itemsOn(page.number).map(({ item, state }) => {
      const mark = this.#mark(item.key, state);
      const [x0, y0, x1, y1] = item.region;
      const pad = 2;
      mark.style.left = `${((x0 - pad) / page.width) * 100}%`;
      mark.style.top = `${((y0 - pad) / page.height) * 100}%`;
      mark.style.width = `${((x1 - x0 + 2 * pad) / page.width) * 100}%`;
      mark.style.height = `${((y1 - y0 + 2 * pad) / page.height) * 100}%`;
      return mark;
    });
    sheet.append(...marks);
    return sheet;
  }

  #itemsOn(number) {
    return [...this.review.items.values()]
      .filter((item) => item.page === number && item.region)
      .map((item) => ({ item, state: this.review.state(item.key) }));
  }

  #mark(id, state, tag = "button", ...content) {
    const cell = this.review.cells.get(id);
    const chosen = id === this.selected;
    const shown = Text.value(cell, this.review.value(id)) || "no value";
    const label = `${this.review.ref(id)}, ${shown}, ${STATES[state].word}`;
    const shared = state === "disputed" && this.review.items.get(id).blamed;
    return h(
      `${tag}.place.s-${state}${shared ? ".is-shared" : ""}${chosen ? ".is-selected" : ""}${this.others.has(id) ? ".is-operand" : ""}`,
      {
        type: tag === "button" ? tag : null,
        role: "button",
        tabindex: "-1",
        title: label,
        "aria-label": label,
        "data-key": id,
        onclick: () => this.choose(id),
      },
      content,
    );
  }

  #text(page) {
    const marks = this.#itemsOn(page.number);
    const lines = page.lines.map(([number, line]) => {
      const here = marks.filter(({ item }) => item.region[1] <= number && number <= item.region[3]);
      return h(
        "div.line",
        {},
        h("span.number", { "aria-hidden": "true" }, number),
        this.#line(line, here),
      );
    });
    const sheet = h("div.text", {}, lines);
    sheet.style.fontSize = `${this.zoom * 0.8}rem`;
    return sheet;
  }

  // A line cut at the edges of its values; a stretch that several values share marks the
  // chosen one, then one in doubt, then the shortest.
  #line(line, here) {
    const edges = new Set([0, line.length]);
    for (const { item } of here) {
      edges.add(Math.min(line.length, Math.floor(item.region[0]) - 1));
      edges.add(Math.min(line.length, Math.floor(item.region[2])));
    }
    const sorted = [...edges].sort((one, two) => one - two);
    return sorted.slice(0, -1).map((start, at) => {
      const end = sorted[at + 1];
      const text = line.slice(start, end);
      const over = here.filter(({ item }) => item.region[0] - 1 <= start && end <= item.region[2]);
      if (!over.length) return text;
      const rank = ({ item, state }) =>
        item.key === this.selected
          ? -2
          : ["disputed", "unreadable"].includes(state)
            ? -1
            : item.region[2] - item.region[0];
      const first = over.reduce((best, one) => (rank(one) < rank(best) ? one : best));
      return this.#mark(first.item.key, first.state, "span", text);
    });
  }
}

function pictureUrl(page) {
  return `data:${page.media_type};base64,${document.getElementById(`picture-${page.picture}`).textContent}`;
}

// The print of an item, large, beside its fields: cut out of the page's picture, or its line
// of the text. Null where it has no place.
function loupe(review, item) {
  const page = review.filing.pages.find((one) => one.number === item.page);
  if (!page || !item.region || !(page.picture || page.lines)) return null;
  const [x0, y0, x1, y1] = item.region;
  if (page.lines) {
    const line = page.lines.find(([number]) => number === y0)?.[1] ?? "";
    const around = 24;
    return h(
      "div.loupe.of-text",
      { role: "img", "aria-label": `Printed: ${line.slice(x0 - 1, x1)}` },
      line.slice(Math.max(0, x0 - 1 - around), x0 - 1),
      h("mark", {}, line.slice(x0 - 1, x1)),
      line.slice(x1, x1 + around),
    );
  }
  const around = { x: 26, y: 5, before: Math.max(26, 100 - (x1 - x0)) };
  const left = Math.max(0, x0 - around.before);
  const top = Math.max(0, y0 - around.y);
  const width = Math.min(page.width, x1 + around.x) - left;
  const height = Math.min(page.height, y1 + around.y) - top;
  const window = drawing(
    "svg",
    {
      viewBox: `${left} ${top} ${width} ${height}`,
      role: "img",
      "aria-label": "The print, enlarged",
    },
    drawing("image", { href: pictureUrl(page), width: page.width, height: page.height }),
    drawing("rect", { x: x0 - 1.5, y: y0 - 1.5, width: x1 - x0 + 3, height: y1 - y0 + 3, rx: 1.5 }),
  );
  const frame = h("div.loupe", {}, window);
  frame.style.maxWidth = `${Math.min(560, Math.max(width * 2.2, 120))}px`;
  return frame;
}

function drawing(name, properties, ...children) {
  const element = document.createElementNS("http://www.w3.org/2000/svg", name);
  for (const [key, value] of Object.entries(properties)) element.setAttribute(key, value);
  element.append(...children);
  return element;
}
