"use strict";

// What of an article is shown: by layer, speaker, kind, confidence and words.

/** The kinds that items of each layer can be chosen by: a heading, and what kind an item is. */
const KINDS = [
  ["statements", "Quotation", (item) => item.result.quote],
  ["statements", "Verb", (item) => item.result.cue?.kind],
  ["statements", "Speaker is", (item) => item.result.source?.kind],
  ["entities", "Entity", (item) => item.result.label],
  ["quantities", "Unit", (item) => item.result.unit],
  ["quantities", "Relation", (item) => RELATIONS[item.result.relation]],
];

/** The form. `onchange()` is called when something else is to be shown; `isShown(item)` says what. */
class Filters {
  constructor(reading, onchange) {
    this.reading = reading;
    this.onchange = onchange;
    this.layers = new Set(LAYERS);
    this.clear();
    this.legend = this.makeLegend();
    this.root = this.makeForm();
  }

  clear() {
    Object.assign(this, { words: "", speaker: "", kind: "", least: 0 });
  }

  isShown = (item) =>
    this.layers.has(item.layer) && this.hasSpeaker(item) && this.hasKind(item)
    && (item.result.confidence ?? 1) >= this.least && this.hasWords(item);

  hasSpeaker(item) {
    if (this.speaker === "") return true;
    const speaker = Number(this.speaker);
    if (item.layer === "statements" || item.layer === "quantities") return item.speaker === speaker;
    // Things and dates are a speaker's where they stand in what is said, or are who says it.
    return this.reading.by(speaker, "statements").some((statement) =>
      statement.result.source?.entity === item.id || this.reading.within(item, statement));
  }

  hasKind(item) {
    if (this.kind === "") return true;
    const [place, ...value] = this.kind.split(":");
    const [layer, , kindOf] = KINDS[place];
    return item.layer === layer && kindOf(item) === value.join(":");
  }

  hasWords(item) {
    if (!this.words) return true;
    const said = [this.reading.describe(item), ...item.spans.map((span) => span.text)];
    return said.some((text) => text.toLocaleLowerCase().includes(this.words));
  }

  /** Check boxes for the layers, which show at the same time how each is marked. */
  makeLegend() {
    const samples = {
      statements: [sample("source", "who"), " ", sample("cue", "says"), " ", sample("content", "what")],
      quantities: [sample("quantity", "400"), " ", sample("what", "of it")],
      entities: [sample("entity", "name")],
      dates: [sample("date", "Friday")],
    };
    return el("fieldset", { class: "legend" }, el("legend", {}, "Show"), LAYERS.map((layer) =>
      el("label", {},
        el("input", {
          type: "checkbox", checked: true, name: layer,
          onchange: ({ target }) => {
            this.layers[target.checked ? "add" : "delete"](layer);
            this.onchange();
          },
        }),
        " ", LAYER_NAMES[layer], " ", el("span", { class: "samples", "aria-hidden": "true" }, samples[layer]))));
  }

  makeForm() {
    const change = (name) => ({ target }) => {
      this[name] = target.value;
      this.onchange();
    };
    const speakers = this.reading.speakers.flatMap(({ name, named }, place) => (named ? [[place, name.slice(0, 80)]] : []));
    const percent = el("output", {}, "0 %");
    const form = el("form", { class: "filters", role: "search", "aria-label": "Filters", onsubmit: (event) => event.preventDefault() },
      el("label", { class: "field wide" }, el("span", {}, "Words"), el("input", {
        type: "search", name: "words", placeholder: "in statements, numbers, names", autocomplete: "off",
        oninput: ({ target }) => { this.words = target.value.trim().toLocaleLowerCase(); this.onchange(); },
      })),
      select("Speaker", [["", "everyone"], ...speakers], change("speaker")),
      select("Kind", [["", "every kind"], ...this.kinds()], change("kind")),
      el("label", { class: "field" }, el("span", {}, "Confidence at least ", percent), el("input", {
        type: "range", name: "least", min: 0, max: 100, step: 5, value: 0,
        oninput: ({ target }) => {
          this.least = target.value / 100;
          percent.textContent = `${target.value} %`;
          this.onchange();
        },
      })),
      el("button", { type: "reset", class: "quiet" }, "Clear"));
    form.addEventListener("reset", () => {
      this.clear();
      percent.textContent = "0 %";
      this.onchange();
    });
    return form;
  }

  kinds() {
    return KINDS.map(([layer, heading, kindOf], place) => {
      const found = new Set(this.reading.layer(layer).map(kindOf).filter(Boolean));
      return [heading, [...found].sort().map((kind) => [`${place}:${kind}`, kind.replaceAll("_", " ")])];
    }).filter(([, options]) => options.length);
  }
}

function sample(role, text) {
  return el("span", { class: `${role} ${role}-start ${role}-end` }, text);
}
