"use strict";

// One article and what was read in it, with the links between the results.

const LAYERS = ["statements", "quantities", "entities", "dates"];
const LAYER_NAMES = { statements: "Statements", quantities: "Quantities", entities: "Entities", dates: "Dates" };
const RELATIONS = { "=": "exactly", "~": "about", ">": "more than", ">=": "at least", "<": "less than", "<=": "at most" };
const NOBODY = "nobody named";

/** What the page was told about an article, made ready for looking things up. */
class Reading {
  constructor(data) {
    Object.assign(this, data);
    this.document = this.extraction.document;
    this.text = this.document.text ?? "";
    this.offsets = new Offsets(this.text);
    this.items = new Map();
    for (const layer of LAYERS) {
      for (const result of this.extraction[layer]) this.items.set(result.id, this.item(layer, result));
    }
  }

  item(layer, result) {
    const spans = spansOf(layer, result);
    const speaker = this.of_statements[result.id] ?? this.of_quantities[result.id] ?? null;
    const main = spans.filter((span) => span.main);
    return { id: result.id, layer, result, spans, speaker, main: main.length ? main : spans };
  }

  /** The items of a layer, in the order of the article. */
  layer(name) {
    return this.extraction[name].map((result) => this.items.get(result.id));
  }

  /** What is said by a speaker: the items of a layer. */
  by(speaker, layer) {
    return this.layer(layer).filter((item) => item.speaker === speaker);
  }

  speakerName(item) {
    return item.speaker === null ? NOBODY : this.speakers[item.speaker].name;
  }

  /** Whether the words of one item, or a part of them, stand within the content of a statement. */
  within(item, statement) {
    return item.main.some((span) =>
      statement.main.some((part) => part.start <= span.start && span.end <= part.end));
  }

  /** The statements that an item stands in, or that a quantity is said to stand in. */
  statementsAround(item) {
    const named = item.result.statement;
    return this.layer("statements").filter((statement) =>
      statement !== item && (statement.id === named || this.within(item, statement)));
  }

  /** What an item is linked to: `near` in one step, `far` by who speaks. Sets of ids, without its own. */
  links(item) {
    const near = new Set();
    const add = (items) => items.forEach((other) => near.add(other.id));
    if (item.layer === "statements") {
      add(this.layer("quantities").filter((other) => other.result.statement === item.id));
      if (item.result.source?.entity) near.add(item.result.source.entity);
    } else if (item.layer === "quantities") {
      for (const id of [item.result.statement, item.result.date, item.result.source?.entity]) if (id) near.add(id);
    } else if (item.layer === "entities") {
      add([...this.layer("statements"), ...this.layer("quantities")].filter((other) =>
        other.result.source?.entity === item.id));
    } else {
      add(this.layer("quantities").filter((other) => other.result.date === item.id));
      add(this.statementsAround(item));
    }
    const far = new Set(item.speaker === null ? [] : this.by(item.speaker, "statements").map(({ id }) => id));
    for (const id of [item.id, ...near]) far.delete(id);
    near.delete(item.id);
    return { near, far };
  }

  /** The marks to lay over the text, in the units of the string. */
  marks() {
    const ends = this.text.length;
    return [...this.items.values()].flatMap((item) => item.spans.map((span) => ({
      item,
      role: span.role,
      start: Math.min(this.offsets.units(span.start), ends),
      end: Math.min(this.offsets.units(span.end), ends),
    }))).filter((mark) => mark.start < mark.end);
  }

  /** An item in one line, for those who listen. */
  describe(item) {
    const { result } = item;
    if (item.layer === "statements") {
      return `Statement, ${result.quote}: ${this.speakerName(item)}: ${sayable(result.content)}`;
    }
    if (item.layer === "quantities") {
      const whose = item.speaker === null ? "" : `, claimed by ${this.speakerName(item)}`;
      return `Quantity: ${[this.values[item.id], result.what?.text].filter(Boolean).join(" ")}${whose}`;
    }
    if (item.layer === "entities") return `${result.label}: ${result.name}`;
    return `Date: ${result.text}, ${this.days[item.id]}`;
  }

  /** The exact words of an item, the sentence of a number, and what it takes to find them again. */
  quotation(item) {
    const lines = item.main.map((span) => `${span.text} [${span.start}–${span.end}]`);
    if (item.layer === "quantities" && this.text) lines.unshift(`“${this.sentence(item.main[0])}”`);
    const cue = item.result.cue ? ` (${item.result.cue.text})` : "";
    if (item.speaker !== null) lines.push(`— ${this.speakerName(item)}${cue}`);
    const { publisher, published, path, id } = this.document;
    lines.push([this.title, publisher, published, path ?? id].filter(Boolean).join(", "), location.href);
    return lines.join("\n");
  }

  /** The sentence around a span, on one line. */
  sentence(span) {
    const [start, end] = [this.offsets.units(span.start), this.offsets.units(span.end)];
    const before = this.text.slice(Math.max(0, start - 600), start).split(/(?:[.!?…]["'”’)]*\s+(?=["'“‘(]?\p{Lu})|\n\s*\n)/u).at(-1);
    const [after] = this.text.slice(end, end + 600).split(/(?<=[.!?…]["'”’)]*)\s+(?=["'“‘(]?[\p{Lu}\d])|\n\s*\n/u);
    return (before + this.text.slice(start, end) + after).replace(/\s+/g, " ").trim();
  }
}

/** The stretches of text a result was read from, with the part each plays; `main` ones stand for the whole. */
function spansOf(layer, result) {
  const span = (of, role, main = false) => ({ start: of.start, end: of.end, text: of.text, role, main });
  if (layer === "statements") {
    return [
      ...(result.source ? [span(result.source, "source")] : []),
      ...(result.cue ? [span(result.cue, "cue")] : []),
      ...result.content.map((part) => span(part, "content", true)),
    ];
  }
  if (layer === "entities") return result.mentions.map((mention) => span(mention, "entity", true));
  if (layer === "dates") return [span(result, "date", true)];
  return [span(result, "quantity", true), ...(result.what ? [span(result.what, "what")] : [])];
}

function sayable(parts) {
  return parts.map((part) => part.text).join(" … ").slice(0, 300);
}
