"use strict";

// Charts: bars that stand in tables, and numbers over time. Positions across are in percent, so that nothing is
// stretched where the page is narrow.

const QUOTES = ["direct", "mixed", "indirect"];

/** A bar of parts, `{name, value}`, as wide as their sum is of `most`. */
function stackedBar(parts, most) {
  let left = 0;
  const shown = parts.filter(({ value }) => value).map(({ name, value, style = name }) => {
    const width = (100 * value) / most;
    const part = svg("rect", { class: `part-${style}`, x: `${left}%`, width: `${width}%`, height: 14 },
      svg("title", {}, `${name}: ${value}`));
    left += width;
    return part;
  });
  return svg("svg", { class: "bar-chart", width: "100%", height: 14, "aria-hidden": "true" }, ...shown);
}

/** What the parts of bars mean. */
function key(names) {
  return el("ul", { class: "key", "aria-hidden": "true" }, names.map((name, place) =>
    el("li", {}, svg("svg", { width: 12, height: 12 },
      svg("rect", { class: `part-${QUOTES.includes(name) ? name : place}`, width: 12, height: 12 })), " ", name)));
}

const PLOT = { height: 280, top: 30, bottom: 32, left: 11, right: 3 };

// So many lines have the name of a claimant at their end, and so many points their value beside them.
const MOST_LINES = 6;
const MOST_VALUES = 14;

/**
 * Numbers by day, a line for each claimant. `points` have a `day`, whether it is their own (`dated`) or that of
 * publication, `low`, `high`, `relation`, a `value` in words, `who`, a `link` and a `label`; `onpoint(point)` is
 * called for the one that is pointed at.
 */
function timePlot(points, { label, unit }, onpoint) {
  const days = points.map(({ day }) => Date.parse(day));
  const across = scale(Math.min(...days), Math.max(...days), PLOT.left + 6, 100 - PLOT.right);
  const values = points.flatMap(({ low, high }) => [low, high]);
  const ticks = niceTicks(Math.min(...values), Math.max(...values), values.every(Number.isInteger));
  const up = scale(ticks[0], ticks.at(-1), PLOT.height - PLOT.bottom, PLOT.top);
  const grid = ticks.map((tick) => [
    svg("line", { class: "grid", x1: `${PLOT.left}%`, x2: "100%", y1: up(tick), y2: up(tick) }),
    svg("text", { class: "tick", x: `${PLOT.left - 1}%`, y: up(tick) + 4, "text-anchor": "end" }, compact(tick)),
  ]);
  const axis = svg("text", { class: "tick unit", x: 0, y: 10 }, unit === "count" ? "number" : unit);
  const dayTicks = spread([...new Set(days)].sort((one, other) => one - other), 5).map((day, place, all) =>
    svg("text", {
      class: "tick", x: `${across(day)}%`, y: PLOT.height - 8,
      "text-anchor": all.length > 1 && place === all.length - 1 ? "end" : "middle",
    }, new Date(day).toISOString().slice(0, 10)));
  const isRight = (place) => across(days[place]) > 85;
  const marks = points.map((point, place) => {
    // Points at one place stand beside each other.
    const same = points.slice(0, place).filter(({ day, low, high }) => day === point.day && low === point.low && high === point.high);
    const link = svg("a", { href: point.link, "aria-label": point.label, class: "point" },
      svg("title", {}, point.label),
      svg("svg", { x: `${across(days[place])}%`, y: 0, overflow: "visible" },
        svg("g", { transform: `translate(${-13 * Math.min(same.length, 8)} 0)` }, pointShape(point, up),
          points.length <= MOST_VALUES && !same.length
            ? svg("text", { class: "tick", x: isRight(place) ? -9 : 9, y: up(point.high) - 7, "text-anchor": isRight(place) ? "end" : "start" },
              compact(point.low)) : null)));
    for (const event of ["mouseenter", "focus"]) link.addEventListener(event, () => onpoint(point));
    return link;
  });
  return svg("svg", { class: "plot", width: "100%", height: PLOT.height, role: "group", "aria-label": label },
    ...grid.flat(), axis, ...dayTicks, ...claimantLines(points, across, up), ...marks);
}

/** A line through the points of each claimant, with their name at its end. */
function claimantLines(points, across, up) {
  const place = (point) => [across(Date.parse(point.day)), (up(point.low) + up(point.high)) / 2];
  const lines = grouped(points.filter(({ who }) => who), ({ who }) => who)
    .filter(([, group]) => new Set(group.map(({ day }) => day)).size > 1);
  return lines.slice(0, MOST_LINES).flatMap(([who, group]) => {
    const along = group.slice(1).map((point, at) => {
      const [[x1, y1], [x2, y2]] = [place(group[at]), place(point)];
      return svg("line", { class: "course", x1: `${x1}%`, y1, x2: `${x2}%`, y2 });
    });
    const [x, y] = place(group.at(-1));
    const name = who.length > 30 ? `${who.slice(0, 28)} …` : who;
    return [...along, svg("text", { class: "tick claimant", x: `${x}%`, y: y + 20, "text-anchor": "end" }, name)];
  });
}

// A point says by its shape how the number is meant; it is filled where the number has a day of its own.
function pointShape({ low, high, relation, dated }, up) {
  const middle = (up(low) + up(high)) / 2;
  const style = { class: dated ? "solid" : "hollow" };
  const shapes = {
    "=": () => svg("circle", { ...style, cx: 0, cy: middle, r: 5 }),
    "~": () => svg("path", { ...style, d: `M0 ${middle - 7}l7 7l-7 7l-7 -7z` }),
    ">": () => svg("path", { ...style, d: `M-6 ${middle + 4}h12l-6 -10z` }),
    "<": () => svg("path", { ...style, d: `M-6 ${middle - 4}h12l-6 10z` }),
  };
  const range = low === high ? [] : [svg("line", { class: "range", x1: 0, x2: 0, y1: up(low), y2: up(high) })];
  return svg("g", {}, ...range, shapes[relation[0]](), svg("circle", { class: "reach", cx: 0, cy: middle, r: 12 }));
}

function scale(low, high, from, to) {
  if (low === high) return () => (from + to) / 2;
  return (value) => from + ((value - low) / (high - low)) * (to - from);
}

/** Round numbers from below the lowest value to above the highest; from zero where that is not far. */
function niceTicks(low, high, areWhole) {
  const bottom = low > 0 && low < 0.6 * high ? 0 : low;
  const span = high - bottom || Math.abs(high) || 1;
  const rough = span / 4;
  const size = 10 ** Math.floor(Math.log10(rough));
  const steps = [1, 2, 2.5, 5, 10].map((factor) => factor * size).filter((step) => !areWhole || Number.isInteger(step));
  const step = steps.find((candidate) => candidate >= rough) ?? 1;
  const ticks = [];
  const first = Math.floor(bottom / step) - (high === low && bottom ? 1 : 0);
  for (let place = first; ticks.length < 2 || ticks.at(-1) < high; place += 1) ticks.push(place * step);
  return ticks;
}

function compact(number) {
  return number.toLocaleString("en", { notation: "compact", maximumSignificantDigits: 4 });
}

function spread(values, most) {
  if (values.length <= most) return values;
  return Array.from({ length: most }, (_, place) => values[Math.round((place * (values.length - 1)) / (most - 1))]);
}
