"use strict";

// The article itself, with everything that was read in it marked in place.

/** Key -> how to go, and among the marks of which layer. */
const STEPS = {
  ArrowRight: [1], ArrowLeft: [-1], n: [1, "quantities"], N: [-1, "quantities"], s: [1, "statements"], S: [-1, "statements"],
};

/**
 * Shows the text of a reading. `onpoint(item)` is called for what is pointed at, with null when nothing is,
 * and `onchoose(item)` for what is clicked, or chosen with Enter.
 */
class TextView {
  constructor(reading, { onpoint, onchoose }, matcher) {
    this.reading = reading;
    this.matcher = matcher;
    this.handlers = { onpoint, onchoose };
    this.pieces = new Map();
    this.places = new Map();
    this.lit = [];
    this.isShown = () => true;
    this.root = el("div", {
      class: "text",
      lang: reading.document.language,
      tabindex: 0,
      role: "group",
      "aria-label": "Text of the article. Left and right arrows go from mark to mark, n to the next number, "
        + "s to the next statement, with Shift to the one before; Enter chooses one.",
    }, this.draw());
    this.listen();
  }

  draw() {
    const { reading } = this;
    const found = this.matcher.places(reading.text).map((place) => ({ item: null, role: "found", ...place }));
    return segments(reading.text.length, [...reading.marks(), ...titleMarks(reading), ...found]).map((segment) => {
      const nodes = words(reading.text.slice(segment.start, segment.end));
      if (!segment.marks.length) return nodes;
      const node = el("span", {}, nodes);
      this.pieces.set(node, segment);
      for (const { item, role } of segment.marks) {
        if (!item) continue;
        if (!this.places.has(item.id)) this.places.set(item.id, []);
        this.places.get(item.id).push({ node, role, start: segment.start });
      }
      return node;
    });
  }

  /** Show the marks of the items that `isShown` says yes to. */
  paint(isShown) {
    this.isShown = isShown;
    for (const [node, segment] of this.pieces) {
      const names = new Set();
      for (const mark of segment.marks) {
        if (mark.item && !isShown(mark.item)) continue;
        names.add(mark.role);
        if (mark.item?.result.quote) names.add(mark.item.result.quote);
        if (mark.start === segment.start) names.add(`${mark.role}-start`);
        if (mark.end === segment.end) names.add(`${mark.role}-end`);
      }
      node.className = [...names].join(" ");
      if (segment.marks.some(({ item }) => item && isShown(item))) node.setAttribute("role", "mark");
      else node.removeAttribute("role");
    }
    this.lit = [];
  }

  /** Light up an item and what it is linked to; nothing for null. */
  light(item, links) {
    for (const node of this.lit) node.classList.remove("here", "near", "far");
    this.lit = [];
    const add = (id, name) => {
      for (const { node } of this.places.get(id) ?? []) {
        node.classList.add(name);
        this.lit.push(node);
      }
    };
    if (!item) return;
    for (const id of links.far) add(id, "far");
    for (const id of links.near) add(id, "near");
    add(item.id, "here");
  }

  /** Bring an item into sight; `at` says which of its main stretches. */
  scrollTo(item, at = 0) {
    if (!item.main[at]) return;
    const unit = this.reading.offsets.units(item.main[at].start);
    const place = (this.places.get(item.id) ?? []).find((piece) => piece.start === unit);
    if (place && !isInSight(place.node)) {
      place.node.scrollIntoView({ block: "center", behavior: isCalm() ? "instant" : "smooth" });
    }
  }

  /** What is shown at a piece of the text, the smallest first. */
  itemsAt(node) {
    const segment = this.pieces.get(node.closest?.(".text span:not(.unseen-sign)"));
    return (segment?.marks ?? []).map(({ item }) => item).filter((item) => item && this.isShown(item)).reverse();
  }

  listen() {
    const { onpoint, onchoose } = this.handlers;
    this.root.addEventListener("mouseover", ({ target }) => onpoint(this.itemsAt(target)[0] ?? null));
    this.root.addEventListener("mouseleave", () => onpoint(null));
    this.root.addEventListener("click", ({ target }) => {
      // A second click on the same place goes on to what is around it.
      const items = [...new Set(this.itemsAt(target))];
      if (!items.length || String(getSelection())) return;
      const chosen = items.findIndex((item) => item === this.chosen);
      this.chosen = items[(chosen + 1) % items.length];
      onchoose(this.chosen);
    });
    this.root.addEventListener("keydown", (event) => this.onkey(event));
    this.root.addEventListener("blur", () => onpoint(null));
  }

  onkey(event) {
    const [step, layer] = STEPS[event.key] ?? [];
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (step) {
      event.preventDefault();
      this.walk(step, layer);
    } else if (event.key === "Enter" && this.stop) {
      event.preventDefault();
      this.handlers.onchoose(this.stop.item, this.stop.part, { isByKey: true });
    }
  }

  /** Bring the first of the words that were searched for into sight. */
  showFound() {
    this.root.querySelector(".found")?.scrollIntoView({ block: "center" });
  }

  /** Go to the next mark of a layer, or to the one before. */
  walk(step, layer) {
    const stops = this.stops();
    const at = stops.findIndex(({ item, part }) => item === this.stop?.item && part === this.stop.part);
    let next = at < 0 ? (step > 0 ? 0 : stops.length - 1) : at + step;
    while (layer && stops[next] && stops[next].item.layer !== layer) next += step;
    if (!stops[next]) return;
    this.stop = stops[next];
    this.handlers.onpoint(this.stop.item);
    this.scrollTo(this.stop.item, this.stop.part);
    announce(this.reading.describe(this.stop.item));
  }

  stops() {
    return [...this.reading.items.values()].filter(this.isShown)
      .flatMap((item) => item.main.map((span, part) => ({ item, part, start: span.start, end: span.end })))
      .sort((one, other) => one.start - other.start || other.end - one.end);
  }
}

/** Where the title stands in the head of the text, so that it looks like one. */
function titleMarks({ text, document: { title } }) {
  const start = title ? text.slice(0, 1000).indexOf(title) : -1;
  return start < 0 ? [] : [{ item: null, role: "title", start, end: start + title.length }];
}

// Whether something is to be seen as it is, between the bar above and, on small screens, the card below.
function isInSight(node) {
  const { top, bottom } = node.getBoundingClientRect();
  const isSmall = matchMedia("(max-width: 60rem)").matches;
  return top > 60 && bottom < innerHeight * (isSmall ? 0.5 : 0.9);
}

function isCalm() {
  return matchMedia("(prefers-reduced-motion: reduce)").matches;
}
