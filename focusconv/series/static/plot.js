// A line as a Plotly figure: the levels above, the excess and the target below, one time axis.

const MANY = 400; // So many open marks can be told apart; with more in view the dashes speak.
const FEW = 130; // Up to so many periods in view, each sure figure has a mark too.

const WIDTHS = { required: 1.6, held: 1.6, excess: 2, target: 1.3 };

function colours() {
  const style = getComputedStyle(document.documentElement);
  const names = ["ink", "faint", "grid", "paper", "required", "held", "excess", "target"];
  const more = ["deficit", "shortfall", "doubt", "missing"];
  return Object.fromEntries(
    [...names, ...more].map((name) => [name, style.getPropertyValue(`--${name}`).trim()]),
  );
}

// Pairs of neighbours become lines: whole where both are sure, dashed where one is not. Nothing
// is drawn through a gap or a figure in dispute; who has no neighbour stands alone.
function strokes(line, measure) {
  const { values } = line.figures[measure];
  const looks = values.map((_, at) => stateOf(line, measure, at).look);
  const drawn = (at) => at < values.length && values[at] !== null && looks[at] !== "doubtful";
  const sure = new Stroke(line.days, values);
  const unsure = new Stroke(line.days, values);
  const alone = [];
  for (let at = 0; at < values.length; at++) {
    if (!drawn(at)) continue;
    if (drawn(at + 1)) {
      const both = looks[at] === "confirmed" && looks[at + 1] === "confirmed";
      (both ? sure : unsure).join(at, at + 1);
    } else if (!drawn(at - 1)) alone.push(at);
  }
  return { sure, unsure, alone, looks };
}

class Stroke {
  constructor(days, values) {
    Object.assign(this, { days, values, x: [], y: [], end: -1 });
  }
  join(from, to) {
    if (this.end !== from) {
      if (this.end >= 0) this.push(this.days[this.end], null);
      this.push(this.days[from], this.values[from]);
    }
    this.push(this.days[to], this.values[to]);
    this.end = to;
  }
  push(x, y) {
    this.x.push(x);
    this.y.push(y);
  }
}

function traces(line, view, look) {
  const seen = (at) => line.days[at] >= view[0] && line.days[at] <= view[1];
  const inView = line.days.filter((_, at) => seen(at)).length;
  const drawn = [missing(line, look)];
  for (const measure of MEASURES) {
    const { sure, unsure, alone, looks } = strokes(line, measure);
    const upper = measure === "required" || measure === "held";
    const shape = measure === "target" ? "hv" : "linear";
    const stroke = { color: look[measure], width: WIDTHS[measure], shape };
    const base = { yaxis: upper ? "y" : "y2", hoverinfo: "skip", connectgaps: false };
    const lines = { ...base, mode: "lines" };
    drawn.push({ ...lines, x: sure.x, y: sure.y, line: stroke });
    drawn.push({ ...lines, x: unsure.x, y: unsure.y, line: { ...stroke, dash: "4px,3px" } });
    const marks = (places, marker) => {
      if (places.length) drawn.push({
        ...base, mode: "markers", marker,
        x: places.map((at) => line.days[at]),
        y: places.map((at) => valueOf(line, measure, at)),
      });
    };
    const of = (wanted) => looks.flatMap((found, at) => (found === wanted && seen(at) ? [at] : []));
    const single = new Set(alone);
    const sureMarks = of("confirmed").filter((at) => inView <= FEW || single.has(at));
    const open = of("unconfirmed");
    const openMarks = open.filter((at) => open.length <= MANY || single.has(at));
    const size = measure === "target" ? 3.5 : 5;
    const sureSize = sureMarks.map((at) => (single.has(at) ? 7 : size));
    marks(sureMarks, { color: look[measure], size: sureSize, symbol: "circle" });
    marks(openMarks, {
      color: look.paper, size: size + 3, symbol: "circle", line: { color: look[measure], width: 1.7 },
    });
    marks(of("doubtful"), {
      color: look.doubt, size: 9, symbol: "x-thin", line: { color: look.doubt, width: 2.4 },
    });
  }
  drawn.push(stems(line, "deficit", look), stems(line, "shortfall", look));
  drawn.push(short(line, "deficit", look), short(line, "shortfall", look));
  drawn.push(lost(line, look), pointer(line));
  return drawn;
}

const OVERLAY = { yaxis: "y3", hoverinfo: "skip" };

// Periods without a filing as bands; at least a pixel wide, however long the time shown.
function missing(line, look) {
  const runs = line.events.filter(([kind]) => kind === "missing");
  const lead = (line.every === "month" ? 29.5 : 0.5) * DAY;
  const trail = (line.every === "month" ? 0 : 0.5) * DAY;
  const spans = runs.map(([, first, last]) => [
    Date.parse(line.days[first]) - lead, Date.parse(line.days[last]) + trail,
  ]);
  return {
    ...OVERLAY, type: "bar",
    x: spans.map(([from, to]) => (from + to) / 2),
    y: spans.map(() => 1),
    width: spans.map(([from, to]) => to - from),
    marker: { color: look.missing, line: { color: look.missing, width: 1 } },
  };
}

// How much is lacking, from the excess up to what it falls short of.
function stems(line, kind, look) {
  const x = [];
  const y = [];
  for (const at of placesOf(line, kind)) {
    const upTo = kind === "deficit" ? 0 : valueOf(line, "target", at);
    x.push(line.days[at], line.days[at], line.days[at]);
    y.push(valueOf(line, "excess", at), upTo, null);
  }
  return { x, y, yaxis: "y2", hoverinfo: "skip", mode: "lines", line: { color: look[kind], width: 1.4 } };
}

function short(line, kind, look) {
  const places = placesOf(line, kind);
  const unsure = (at) => stateOf(line, "excess", at).look !== "confirmed";
  return {
    x: places.map((at) => line.days[at]),
    y: places.map((at) => valueOf(line, "excess", at)),
    yaxis: "y2", hoverinfo: "skip", mode: "markers",
    marker: {
      symbol: kind === "deficit" ? "triangle-down" : "diamond",
      size: kind === "deficit" ? 12 : 10,
      color: places.map((at) => (unsure(at) ? look.paper : look[kind])),
      line: { color: look[kind], width: 1.8 },
    },
  };
}

// Figures that a filing has not or that nobody can read: a mark where they would stand.
function lost(line, look) {
  const places = [];
  for (const measure of MEASURES)
    for (let at = 0; at < line.days.length; at++) {
      const { status } = stateOf(line, measure, at);
      if (status === "unreadable" || status === "absent")
        places.push([at, measure === "required" || measure === "held" ? 0.475 : 0.385]);
    }
  return {
    ...OVERLAY, mode: "markers",
    x: places.map(([at]) => line.days[at]),
    y: places.map(([, height]) => height),
    marker: { symbol: "asterisk", size: 8, color: look.doubt, line: { color: look.doubt, width: 1.6 } },
  };
}

// What the pointer and the arrow keys move along: every period, filed or not.
function pointer(line) {
  const y = line.days.map(() => 0.5);
  return { x: line.days, y, yaxis: "y3", mode: "lines", line: { width: 0 }, hoverinfo: "none" };
}

function layout(line, view, look, width) {
  const narrow = width < 560;
  const axis = { gridcolor: look.grid, zerolinecolor: look.faint, linecolor: look.faint, fixedrange: true };
  const money = { ...axis, tickprefix: "$", exponentformat: "B", nticks: 5, automargin: false };
  const title = (text) => ({ text, font: { size: 12, color: look.faint }, standoff: 4 });
  return {
    width, height: narrow ? 380 : 440, showlegend: false, bargap: 0,
    margin: { l: narrow ? 54 : 72, r: narrow ? 10 : 18, t: 10, b: 34 },
    paper_bgcolor: "rgba(0,0,0,0)", plot_bgcolor: "rgba(0,0,0,0)",
    font: { family: "system-ui, sans-serif", size: narrow ? 11 : 12, color: look.ink },
    hovermode: "x", hoverdistance: -1, spikedistance: -1,
    dragmode: matchMedia("(pointer: coarse)").matches ? false : "zoom",
    xaxis: {
      ...axis, fixedrange: false, type: "date", range: view, anchor: "y2", showgrid: false,
      showspikes: true, spikemode: "across", spikesnap: "hovered data", spikethickness: 1,
      spikedash: "solid", spikecolor: look.faint,
    },
    yaxis: { ...money, domain: [0.46, 1], range: extent(line, view, ["required", "held"]),
      title: narrow ? undefined : title("required and held") },
    yaxis2: { ...money, domain: [0, 0.4], range: extent(line, view, ["excess", "target"], 0),
      title: narrow ? undefined : title("excess and target") },
    yaxis3: { domain: [0, 1], range: [0, 1], visible: false, fixedrange: true },
  };
}

// From the least to the greatest figure in view, with room around them, and `also` within.
function extent(line, view, measures, also) {
  let [low, high] = also === undefined ? [Infinity, -Infinity] : [also, also];
  for (const measure of measures)
    line.figures[measure].values.forEach((value, at) => {
      if (value === null || line.days[at] < view[0] || line.days[at] > view[1]) return;
      low = Math.min(low, value);
      high = Math.max(high, value);
    });
  if (low > high) return [0, 1];
  const room = (high - low || Math.abs(high) || 1) * 0.08;
  return [low - room, high + room];
}

function wholeView(line) {
  const first = Date.parse(line.days[0]);
  const last = Date.parse(line.days[line.days.length - 1]);
  const room = Math.max((last - first) * 0.015, (line.every === "month" ? 20 : 1) * DAY);
  return [isoDay(first - room), isoDay(last + room)];
}
