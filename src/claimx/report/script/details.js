"use strict";

// What is chosen: its links in words, and buttons that copy it.

/** The card at the side. `onchoose(item)` is called for a link, `onclose()` when it is closed. */
class Details {
  constructor(reading, handlers) {
    this.reading = reading;
    this.handlers = handlers;
    this.root = el("aside", { class: "details", "aria-label": "Chosen", hidden: true });
  }

  /** Show an item; nothing for null. The focus stays in the card if it was there. */
  show(item) {
    const hadFocus = this.root.contains(document.activeElement);
    this.root.hidden = !item;
    this.root.replaceChildren(...(item ? this.card(item) : []));
    if (hadFocus) this.root.querySelector("h2")?.focus();
  }

  /** Put the focus on the card. */
  focus() {
    this.root.querySelector("h2")?.focus();
  }

  card(item) {
    const copies = [["Copy with source", () => this.reading.quotation(item)], ["Copy JSON", () => JSON.stringify(item.result, null, 2)]];
    return [
      el("div", { class: "card-head" },
        el("h2", { tabindex: -1 }, this.title(item)),
        el("button", { type: "button", class: "quiet", "aria-label": "Close", onclick: () => this.handlers.onclose() }, "✕")),
      el("p", { class: "card-words" }, brief(item.main.map((span) => span.text).join(" … "), 300)),
      el("dl", {}, this.facts(item).map(([name, ...what]) => [el("dt", {}, name), el("dd", {}, what)])),
      el("div", { class: "card-buttons" },
        copies.map(([name, text]) =>
          el("button", { type: "button", onclick: ({ target }) => copy(text(), target) }, name)),
        el("button", { type: "button", class: "quiet", onclick: () => this.handlers.onreturn(item) }, "Show in list")),
    ];
  }

  title(item) {
    const { result } = item;
    if (item.layer === "statements") return `${result.quote[0].toUpperCase()}${result.quote.slice(1)} statement`;
    if (item.layer === "entities") return `Entity, ${result.label}`;
    return item.layer === "quantities" ? "Quantity" : "Date";
  }

  /** Rows of the card: a name, and nodes. */
  facts(item) {
    const { reading } = this;
    const { result } = item;
    const places = item.main.map((span) => `${span.start}–${span.end}`);
    const shown = places.slice(0, 8).join(", ") + (places.length > 8 ? ` and ${places.length - 8} more` : "");
    const rows = {
      quantities: () => [
        ["Value", reading.values[item.id], result.what ? [" ", brief(result.what.text, 120)] : null],
        ["Means", `${RELATIONS[result.relation]}${result.change ? `, ${result.change}` : ""}, ${result.unit.replaceAll("_", " ")}`],
        this.linked("Date", result.date),
        this.linked("Stated in", result.statement),
      ],
      statements: () => [
        ["Cue", result.cue ? [brief(result.cue.text, 80), ` (${result.cue.kind}${result.cue.negated ? ", negated" : ""})`] : "none"],
        this.linked("Numbers", ...reading.layer("quantities").filter((q) => q.result.statement === item.id).map(({ id }) => id)),
        ["Sure", result.confidence === null ? "not computed" : confidence(result.confidence)],
      ],
      entities: () => [["Named", count(item.main.length, "time")]],
      dates: () => [
        ["Value", `${reading.days[item.id]} (${result.value})`],
        this.linked("Numbers", ...reading.layer("quantities").filter((q) => q.result.date === item.id).map(({ id }) => id)),
      ],
    }[item.layer]();
    return [...rows, ...this.speaker(item), ["Characters", shown]].filter(Boolean);
  }

  speaker(item) {
    if (item.speaker === null) return [];
    const { reading } = this;
    const { name, kind } = reading.speakers[item.speaker];
    const others = reading.by(item.speaker, "statements").filter((other) => other !== item && other.id !== item.result.statement);
    return [
      ["Speaker", brief(name, 120), kind === "unknown" ? null : ` (${kind})`],
      this.linked("Also says", ...others.map(({ id }) => id)),
    ];
  }

  linked(name, ...ids) {
    const items = ids.map((id) => this.reading.items.get(id)).filter(Boolean);
    if (!items.length) return null;
    const links = items.slice(0, 6).map((item) =>
      el("button", { type: "button", class: "link", onclick: () => this.handlers.onchoose(item) }, this.short(item)));
    return [name, el("span", { class: "links" }, links), items.length > 6 ? `and ${items.length - 6} more` : null];
  }

  short(item) {
    if (item.layer === "quantities") return [this.reading.values[item.id], " ", item.result.what ? brief(item.result.what.text, 40) : ""];
    if (item.layer === "dates") return this.reading.days[item.id];
    return brief(item.main.map((span) => span.text).join(" … "), 90);
  }
}
