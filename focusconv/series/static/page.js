// The page: one firm at a time, drawn when it is chosen, drawn again when the room changes.

const NARROW_PRINT = 680;
const main = document.getElementById("firm");
const choose = document.getElementById("choose");
let shown = []; // The lines on the page: { line, plot, tip, view, at }.
let asked = 0;

// The library is unpacked once: for the first firm, or ahead of it while nothing else is to do.
let library;
function plotly() {
  library ??= unpacked(document.getElementById("library").textContent).then((text) => {
    const script = document.createElement("script");
    script.textContent = text;
    document.head.append(script);
  });
  return library;
}

async function showFirm(number) {
  const turn = ++asked;
  const [lines] = await Promise.all([firmData(number - 1), plotly()]);
  if (turn !== asked) return; // Another firm was asked for meanwhile.
  choose.value = String(number);
  document.getElementById("before").disabled = number <= 1;
  document.getElementById("after").disabled = number >= choose.options.length;
  document.getElementById("name").textContent = choose.selectedOptions[0].textContent;
  for (const { plot } of shown) Plotly.purge(plot);
  const holder = document.getElementById("lines");
  holder.replaceChildren();
  main.hidden = false;
  shown = lines.map((line) => placed(holder, line));
  press(document.querySelector("[data-months='0']"));
  drawAll();
  main.dataset.firm = String(number);
}

function placed(holder, line) {
  const section = document.getElementById("line").content.firstElementChild.cloneNode(true);
  section.querySelector("h3").textContent = line.title;
  section.querySelector(".sub").textContent = subtitle(line);
  section.querySelector(".scroll").setAttribute("aria-label", `What to look at: ${line.title}`);
  fillTable(section, line);
  holder.append(section);
  const plot = section.querySelector(".plot");
  const counts = Object.keys(WORDS.kinds).map((kind) => [kind, placesOf(line, kind).length]);
  const found = counts.filter(([, count]) => count).map(([kind, count]) => `${kind} ${count}`);
  plot.setAttribute("aria-label", `${line.title}. ${subtitle(line)} ${found.join(", ")}`);
  return { line, plot, tip: section.querySelector(".tip"), view: wholeView(line), at: -1 };
}

function drawAll(width) {
  const look = colours();
  for (const entry of shown) draw(entry, look, width);
}

function draw(entry, look, width) {
  const { line, plot, view } = entry;
  const room = width ?? plot.parentElement.clientWidth;
  const options = { displayModeBar: false, doubleClick: false, scrollZoom: false };
  const fresh = !plot.data;
  Plotly.react(plot, traces(line, view, look), layout(line, [...view], look, room), options);
  if (fresh) listen(entry);
}

function listen(entry) {
  const { line, plot } = entry;
  for (const name of ["plotly_hover", "plotly_click"])
    plot.on(name, (event) => point(entry, event.points[0].pointNumber));
  plot.on("plotly_unhover", () => unpoint(entry));
  plot.on("plotly_doubleclick", () => zoom(null));
  plot.on("plotly_relayout", (change) => {
    const from = change["xaxis.range[0]"];
    if (from !== undefined) zoom([from.slice(0, 10), change["xaxis.range[1]"].slice(0, 10)]);
  });
  plot.addEventListener("blur", () => unpoint(entry));
  plot.addEventListener("keydown", (event) => {
    const to = stepped(event, entry.at, line.days.length - 1);
    if (to === null) return;
    event.preventDefault();
    point(entry, to);
    const along = { curveNumber: plot.data.length - 1, pointNumber: to };
    Plotly.Fx.hover(plot, [along], ["xy3"]);
  });
}

function stepped({ key, shiftKey }, at, last) {
  const step = shiftKey ? 10 : 1;
  if (key === "ArrowRight") return Math.min(at + step, last);
  if (key === "ArrowLeft") return Math.max(at < 0 ? last : at - step, 0);
  if (key === "Home") return 0;
  if (key === "End") return last;
  return null;
}

function point(entry, at) {
  const { line, tip, view } = entry;
  entry.at = at;
  fillTip(tip, line, at);
  const whole = Date.parse(view[1]) - Date.parse(view[0]);
  tip.classList.toggle("left", (Date.parse(line.days[at]) - Date.parse(view[0])) / whole > 0.5);
  tip.hidden = false;
}

function unpoint(entry) {
  entry.tip.hidden = true;
}

// The same time in all plots; null is each line's whole time.
function zoom(view) {
  for (const entry of shown) entry.view = view ?? wholeView(entry.line);
  press(view ? null : document.querySelector("[data-months='0']"));
  drawAll();
}

function press(pressed) {
  for (const button of document.querySelectorAll("[data-months]"))
    button.setAttribute("aria-pressed", String(button === pressed));
}

function lastMonths(count) {
  const ends = shown.map(({ line }) => line.days[line.days.length - 1]);
  const end = new Date(Date.parse(ends.sort()[ends.length - 1]));
  const from = new Date(end);
  from.setUTCMonth(from.getUTCMonth() - count);
  return [isoDay(from), isoDay(end.getTime() + 2 * DAY)];
}

function follow() {
  const match = /^#firm-(\d+)$/.exec(location.hash);
  const only = choose.options.length === 1 ? 1 : 0;
  const number = match ? Number(match[1]) : only;
  if (number < 1 || number > choose.options.length) return;
  showFirm(number).then(
    () => match && main.scrollIntoView(),
    (error) => {
      const trouble = document.getElementById("trouble");
      trouble.textContent = `This browser cannot draw the plots: ${error.message}`;
      trouble.hidden = false;
    },
  );
}

function go(number) {
  location.hash = `#firm-${number}`;
}

choose.addEventListener("change", () => go(choose.value));
document.getElementById("before").addEventListener("click", () => go(Number(choose.value) - 1));
document.getElementById("after").addEventListener("click", () => go(Number(choose.value) + 1));
for (const button of document.querySelectorAll("[data-months]"))
  button.addEventListener("click", () => {
    const months = Number(button.dataset.months);
    zoom(months ? lastMonths(months) : null);
    press(button);
  });
window.addEventListener("hashchange", follow);
let resizing;
window.addEventListener("resize", () => {
  clearTimeout(resizing);
  resizing = setTimeout(drawAll, 120);
});
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => drawAll());
window.addEventListener("beforeprint", () => {
  document.documentElement.classList.add("print");
  for (const button of document.querySelectorAll(".more:not([hidden])")) button.click();
  drawAll(NARROW_PRINT);
});
window.addEventListener("afterprint", () => {
  document.documentElement.classList.remove("print");
  drawAll();
});
follow();
setTimeout(plotly, 300);
