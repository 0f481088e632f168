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

// Of more items than these, words are searched for once the typing has paused.
const MANY_ITEMS = 1000;

/** The form. `onchange()` is called when something else is to be shown; `isShown(item)` says what. */
class Filters {
  constructor(reading, state, onchange) {
    this.reading = reading;
    this.state = state;
    this.onchange = onchange;
    const layers = state.get("layers")?.split(",").filter((layer) => LAYERS.includes(layer));
    this.layers = new Set(layers ?? LAYERS);
    this.words = new Matcher(state.get("words") ?? "");
    this.speaker = state.get("speaker") in reading.speakers ? state.get("speaker") : "";
    this.kind = state.get("kind") ?? "";
    this.least = Math.min(100, Number(state.get("least")) || 0) / 100;
    this.legend = this.makeLegend();
    this.root = this.makeForm();
  }

  clear() {
    Object.assign(this, { words: new Matcher(""), speaker: "", kind: "", least: 0 });
    for (const name of ["words", "speaker", "kind", "least"]) this.state.put(name, "");
  }

  /** Set a filter, in the address too. */
  set(name, value, shown = value) {
    this[name] = value;
    this.state.put(name, shown);
    this.onchange();
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
    if (!this.words.query) return true;
    const said = [this.reading.describe(item), ...item.spans.map((span) => span.text)];
    return said.some((text) => this.words.matches(text));
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
          type: "checkbox", checked: this.layers.has(layer), name: layer,
          onchange: ({ target }) => {
            this.layers[target.checked ? "add" : "delete"](layer);
            this.state.put("layers", this.layers.size < LAYERS.length ? [...this.layers].join(",") : "");
            this.onchange();
          },
        }),
        " ", LAYER_NAMES[layer], " ", el("span", { class: "samples", "aria-hidden": "true" }, samples[layer]))));
  }

  makeForm() {
    const change = (name) => ({ target }) => this.set(name, target.value);
    const speakers = this.reading.speakers.flatMap(({ name, named }, place) => (named ? [[place, name.slice(0, 80)]] : []));
    const percent = el("output", {}, `${Math.round(100 * this.least)} %`);
    const set = (query) => this.set("words", new Matcher(query), query.trim());
    const find = this.reading.items.size > MANY_ITEMS ? calmly(set) : set;
    const form = el("form", { class: "filters", role: "search", "aria-label": "Filters", onsubmit: (event) => event.preventDefault() },
      el("label", { class: "field wide" }, el("span", {}, "Words"), el("input", {
        type: "search", name: "words", placeholder: "in statements, numbers, names", autocomplete: "off",
        value: this.words.query, oninput: ({ target }) => find(target.value),
      })),
      el("details", { class: "field wide", open: Boolean(this.speaker || this.kind || this.least) },
        el("summary", {}, "Speaker, kind, confidence"),
        el("div", { class: "filters" },
          select("Speaker", [["", "everyone"], ...speakers], change("speaker"), this.speaker),
          select("Kind", [["", "every kind"], ...this.kinds()], change("kind"), this.kind),
          el("label", { class: "field" }, el("span", {}, "Confidence at least ", percent), el("input", {
            type: "range", name: "least", min: 0, max: 100, step: 5, value: Math.round(100 * this.least),
            oninput: ({ target }) => {
              percent.textContent = `${target.value} %`;
              this.set("least", target.value / 100, target.value === "0" ? "" : target.value);
            },
          })))),
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
