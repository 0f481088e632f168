"use strict";

// The lists beside the article: a panel for each layer, of which tabs show one.

/** What stands in each panel: groups with a heading each, or one group without. */
const PANELS = {
  statements: (reading, items) => grouped(items, (item) => item.speaker).map(([speaker, group]) => {
    const { name, kind } = reading.speakers[speaker] ?? { name: NOBODY, kind: "" };
    return { name, note: kind === "unknown" ? "" : kind, rows: group.map((item) => statementRow(item)) };
  }),
  quantities: (reading, items) => [{ rows: items.map((item) => quantityRow(reading, item)) }],
  entities: (reading, items) => grouped(items, (item) => item.result.label).map(([label, group]) => ({
    name: ENTITY_LABELS[label] ?? label,
    note: label,
    rows: [...group].sort((one, other) => other.main.length - one.main.length).map((item) => entityRow(item)),
  })),
  dates: (reading, items) => [{ rows: items.map((item) => dateRow(reading, item)) }],
};

const ENTITY_LABELS = {
  PERSON: "People", NORP: "Peoples and parties", ORG: "Organizations", GPE: "Countries and cities", LOC: "Places",
  FAC: "Buildings", EVENT: "Events", PRODUCT: "Products", WORK_OF_ART: "Works", LAW: "Laws",
};

/** The tabs and panels. `onpoint(item)` and `onchoose(item, part)` are as in `TextView`. */
class Lists {
  constructor(reading, handlers) {
    this.reading = reading;
    this.handlers = handlers;
    this.rows = new Map();
    this.panels = new Map(LAYERS.map((layer) => [layer, this.panel(layer)]));
    this.tabs = new Map(LAYERS.map((layer) => [layer, this.tab(layer)]));
    const tablist = el("div", { class: "tabs", role: "tablist", "aria-label": "What was read" }, ...this.tabs.values());
    tablist.addEventListener("keydown", (event) => this.onkey(event));
    this.root = el("div", { class: "lists" }, tablist, ...this.panels.values());
    this.open(LAYERS.find((layer) => reading.layer(layer).length) ?? LAYERS[0]);
  }

  tab(layer) {
    return el("button", {
      type: "button", role: "tab", id: `tab-${layer}`, "aria-controls": `panel-${layer}`,
      onclick: () => this.open(layer),
    }, LAYER_NAMES[layer], " ", el("span", { class: "number" }));
  }

  panel(layer) {
    const groups = PANELS[layer](this.reading, this.reading.layer(layer)).map(({ name, note, rows }) => {
      for (const { item, node } of rows) this.rows.set(item.id, node);
      const list = el("ul", {}, rows.map(({ node }) => node));
      if (!name) return el("section", { class: "group" }, list);
      const heading = el("h3", {}, brief(name, 120), " ", el("span", { class: "note" }, note));
      return el("section", { class: "group" }, heading, list);
    });
    const panel = el("div", {
      class: "panel", role: "tabpanel", id: `panel-${layer}`, "aria-labelledby": `tab-${layer}`, data: { layer },
    }, el("h2", { class: "unseen" }, LAYER_NAMES[layer]), groups, el("p", { class: "none" }));
    this.listen(panel);
    return panel;
  }

  listen(panel) {
    const find = ({ target }) => {
      const button = target.closest?.("button[data-id]");
      return button ? { item: this.reading.items.get(button.dataset.id), part: Number(button.dataset.part) } : null;
    };
    panel.settle = roving(panel, "button[data-id]");
    panel.addEventListener("mouseover", (event) => this.handlers.onpoint(find(event)?.item ?? null));
    panel.addEventListener("mouseleave", () => this.handlers.onpoint(null));
    panel.addEventListener("focusin", (event) => this.handlers.onpoint(find(event)?.item ?? null));
    panel.addEventListener("focusout", () => this.handlers.onpoint(null));
    panel.addEventListener("click", (event) => {
      const found = find(event);
      if (found) this.handlers.onchoose(found.item, found.part);
    });
  }

  onkey(event) {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!step) return;
    event.preventDefault();
    const at = LAYERS.indexOf(this.opened);
    this.open(LAYERS[(at + step + LAYERS.length) % LAYERS.length]);
    this.tabs.get(this.opened).focus();
  }

  /** Show the panel of a layer. */
  open(layer) {
    this.opened = layer;
    for (const [name, tab] of this.tabs) {
      const isOpen = name === layer;
      tab.setAttribute("aria-selected", isOpen);
      tab.tabIndex = isOpen ? 0 : -1;
      // Not `hidden`, because paper shows all of them.
      this.panels.get(name).classList.toggle("closed", !isOpen);
    }
  }

  /** Show the rows of the items that `isShown` says yes to, and how many there are. */
  filter(isShown) {
    for (const layer of LAYERS) {
      const items = this.reading.layer(layer);
      const shown = items.filter(isShown);
      for (const item of items) this.rows.get(item.id).hidden = true;
      for (const item of shown) this.rows.get(item.id).hidden = false;
      const panel = this.panels.get(layer);
      for (const group of panel.querySelectorAll(".group")) group.hidden = !group.querySelector("li:not([hidden])");
      panel.querySelector(".none").textContent = shown.length ? "" : this.nothing(layer, items.length);
      panel.settle();
      const all = items.length === shown.length;
      this.tabs.get(layer).querySelector(".number").textContent = all ? items.length : `${shown.length}/${items.length}`;
    }
  }

  nothing(layer, found) {
    if (found) return "Nothing here passes the filters.";
    if (!this.reading.layers.includes(layer)) return "These results were saved without this layer (--only).";
    return "None found in this article.";
  }

  /** Light up the rows of an item and what it is linked to. */
  light(item, links) {
    for (const [id, node] of this.rows) {
      node.classList.toggle("here", id === item?.id);
      node.classList.toggle("near", Boolean(item && links.near.has(id)));
      node.classList.toggle("far", Boolean(item && links.far.has(id)));
    }
  }

  /** Bring the row of an item into sight, in its panel. */
  reveal(item) {
    this.open(item.layer);
    this.settle(this.rows.get(item.id), this.panels.get(item.layer), 4);
  }

  /** Scroll a panel until a row is in it: rows get their height only when they come into sight. */
  settle(row, panel, tries) {
    const place = row.getBoundingClientRect();
    const frame = panel.getBoundingClientRect();
    if (panel.scrollHeight > panel.clientHeight) {
      if (place.top < frame.top) panel.scrollTop -= frame.top - place.top + 8;
      else if (place.bottom > frame.bottom) panel.scrollTop += place.bottom - frame.bottom + 8;
    }
    if (tries) requestAnimationFrame(() => this.settle(row, panel, tries - 1));
  }

  /** Put the focus on the row of an item. */
  focus(item) {
    this.open(item.layer);
    this.rows.get(item.id).querySelector("button").focus();
  }
}

function grouped(items, key) {
  const groups = new Map();
  for (const item of items) {
    if (!groups.has(key(item))) groups.set(key(item), []);
    groups.get(key(item)).push(item);
  }
  return [...groups];
}

function row(item, ...content) {
  const button = el("button", { type: "button", class: "row", data: { id: item.id, part: 0 } }, content);
  return { item, node: el("li", { class: item.layer }, button) };
}

function statementRow(item) {
  const { quote, cue, content } = item.result;
  const said = content.map((part) => part.text).join(" … ");
  return row(item,
    el("span", { class: "line" },
      el("span", { class: `tag ${quote}` }, quote),
      cue ? [" ", el("span", { class: "said" }, cue.negated ? "✗ " : "", brief(cue.text, 60))] : null,
      " ", confidence(item.result.confidence)),
    " ", el("span", { class: "words" }, brief(said)));
}

function quantityRow(reading, item) {
  const { relation, unit, what, change } = item.result;
  const day = reading.days[item.result.date];
  const facts = [change, RELATIONS[relation], unit.replaceAll("_", " ")].filter(Boolean).join(", ");
  return row(item,
    el("span", { class: "value" }, reading.values[item.id]),
    " ", el("span", { class: "words" }, what ? brief(what.text, 120) : null),
    " ", el("span", { class: "facts" },
      item.speaker === null ? null : [el("span", { class: "whose" }, el("span", { class: "unseen" }, "claimed by "), brief(reading.speakerName(item), 80)), " · "],
      facts, day ? ` · ${day}` : null,
      " ", confidence(item.result.confidence)));
}

function entityRow(item) {
  const built = row(item, el("span", { class: "words" }, brief(item.result.name, 120)), " ",
    el("span", { class: "number" }, `×${item.main.length}`));
  const mentions = item.main.map((span, part) =>
    el("button", { type: "button", class: "mention", data: { id: item.id, part } }, brief(span.text, 60)));
  built.node.append(el("div", { class: "mentions" }, mentions));
  return built;
}

function dateRow(reading, item) {
  return row(item, el("span", { class: "value" }, reading.days[item.id]), " ",
    el("span", { class: "words" }, brief(item.result.text, 120)));
}
