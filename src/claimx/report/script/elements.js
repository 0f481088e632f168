"use strict";

// Elements of the page. Nothing that comes from an article ever becomes HTML: it is only set as text.

const SVG = "http://www.w3.org/2000/svg";
// Of a long list so many are shown before a button that shows all.
const FIRST_SHOWN = 12;

/** An HTML element. `onclick` and its like are listeners, `data` is the dataset, null is left out. */
function el(name, attributes = {}, ...children) {
  return fill(document.createElement(name), attributes, children);
}

/** An SVG element, made in the same way. */
function svg(name, attributes = {}, ...children) {
  return fill(document.createElementNS(SVG, name), attributes, children);
}

function fill(node, attributes, children) {
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else if (name === "data") Object.assign(node.dataset, value);
    else node.setAttribute(name, value === true ? "" : value);
  }
  node.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined));
  return node;
}

// Signs that cannot be seen, or that turn the direction of the text around.
const UNSEEN = /[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufeff]/;
const UNSEEN_APART = new RegExp(`(${UNSEEN.source})`);

/** Words of an article as nodes: exactly these characters, with unseen ones shown and kept from acting. */
function words(text) {
  if (!UNSEEN.test(text)) return [document.createTextNode(text)];
  return text.split(UNSEEN_APART).filter(Boolean).map((part) => {
    if (!UNSEEN.test(part)) return document.createTextNode(part);
    const code = part.codePointAt(0).toString(16).toUpperCase().padStart(4, "0");
    return el("span", { class: "unseen-sign", data: { code: `U+${code}` } }, part);
  });
}

/** Words of an article for a list: on one line, cut where they are very long, their direction their own. */
function brief(text, most = 400) {
  const line = text.slice(0, 4 * most).replace(/\s+/g, " ").trim();
  const shown = line.length > most ? `${line.slice(0, most).replace(/[\ud800-\udbff]$/, "")} …` : line;
  return el("bdi", {}, words(shown));
}

/** `1 article`, `2 articles`. */
function count(number, noun, nouns = `${noun}s`) {
  return `${number.toLocaleString("en")} ${number === 1 ? noun : nouns}`;
}

/** A probability as a small bar and a figure; nothing where there is none. */
function confidence(value) {
  if (value === null || value === undefined) return null;
  const percent = `${Math.round(100 * value)} %`;
  const bar = svg("svg", { class: "meter", width: 36, height: 6, "aria-hidden": "true" });
  bar.append(svg("rect", { class: "meter-all", width: 36, height: 6, rx: 3 }));
  bar.append(svg("rect", { class: "meter-part", width: 36 * value, height: 6, rx: 3 }));
  return el("span", { class: "confidence", title: "How sure claimx is of this statement" },
    bar, el("span", { class: "unseen" }, "confidence "), percent);
}

/** A choice from a list: `options` are pairs of a value and what it is called, or a heading and such pairs. */
function select(label, options, onchange, chosen = "") {
  const option = ([value, name]) => el("option", { value, selected: String(value) === String(chosen) }, name);
  const entries = options.map(([value, name]) =>
    Array.isArray(name) ? el("optgroup", { label: value }, name.map(option)) : option([value, name]));
  return el("label", { class: "field" }, el("span", {}, label), el("select", { onchange }, entries));
}

/** Finds the places of words that begin as asked for, in any case: `truck` is in `Trucks`, not in `struck`. */
class Matcher {
  constructor(query) {
    this.query = query.trim();
    const pattern = this.query.replace(/[.*+?^${}()|[\]\\/]/g, "\\$&").replace(/\s+/g, "\\s+");
    this.pattern = this.query ? new RegExp(`(?<![\\p{L}\\p{N}])${pattern}`, "giu") : null;
  }

  matches(text) {
    return !this.pattern || text.search(this.pattern) >= 0;
  }

  /** All places, `{start, end}` in units of the string. */
  places(text) {
    if (!this.pattern) return [];
    return [...text.matchAll(this.pattern)].map((found) => ({ start: found.index, end: found.index + found[0].length }));
  }
}

/** Call back once nothing has happened for a moment. */
function calmly(callback, pause = 120) {
  let timer = 0;
  return (...values) => {
    clearTimeout(timer);
    timer = setTimeout(() => callback(...values), pause);
  };
}

// What paper shows in full; see `main.js`.
const printing = new Set();

/** A button in the place of nodes that are drawn when it is pressed, or the page is printed. */
function later(name, draw) {
  const show = () => {
    printing.delete(show);
    const nodes = draw();
    place.replaceWith(...nodes);
    return nodes;
  };
  const button = el("button", { type: "button", class: "quiet", onclick: () => show()[0]?.querySelector("a, button")?.focus() }, name);
  const place = el("p", { class: "more" }, button);
  printing.add(show);
  return place;
}

/** Say something to those who listen to the page. */
function announce(message) {
  document.getElementById("status").textContent = message.slice(0, 300);
}

/** Put text on the clipboard, and say so on the button that was pressed. */
async function copy(text, button) {
  let copied = true;
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    copied = copyBySelection(text);
  }
  const name = button.textContent;
  button.textContent = copied ? "Copied" : "Cannot copy here";
  announce(button.textContent);
  setTimeout(() => { button.textContent = name; }, 1500);
}

// Where the clipboard is kept from pages, what is selected can still be copied.
function copyBySelection(text) {
  const focused = document.activeElement;
  const area = el("textarea", { class: "unseen", "aria-hidden": "true" });
  area.value = text;
  document.body.append(area);
  area.select();
  const copied = document.execCommand("copy");
  area.remove();
  focused?.focus();
  return copied;
}

/** Let the arrow keys move among the elements that match, of which Tab reaches only the last one left. */
function roving(container, selector) {
  const all = () => [...container.querySelectorAll(selector)].filter((item) => !item.closest("[hidden]"));
  const settle = (current) => all().forEach((item) => { item.tabIndex = item === current ? 0 : -1; });
  container.addEventListener("keydown", (event) => {
    const items = all();
    const at = items.indexOf(document.activeElement);
    const steps = { ArrowDown: at + 1, ArrowRight: at + 1, ArrowUp: at - 1, ArrowLeft: at - 1, Home: 0, End: -1 };
    if (at < 0 || !(event.key in steps)) return;
    event.preventDefault();
    items.at(event.key === "End" ? -1 : Math.max(0, Math.min(items.length - 1, steps[event.key]))).focus();
  });
  container.addEventListener("focusin", (event) => {
    if (event.target.matches(selector)) settle(event.target);
  });
  return () => {
    const items = all();
    settle(items.find((item) => item.tabIndex === 0) ?? items[0]);
  };
}
