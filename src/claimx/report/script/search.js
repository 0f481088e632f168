"use strict";

// The list of articles, found by their words.

const ORDERS = {
  newest: ["Newest first", (one, other) => (other.published ?? "").localeCompare(one.published ?? "")],
  oldest: ["Oldest first", (one, other) => (one.published ?? "9").localeCompare(other.published ?? "9")],
  title: ["By title", (one, other) => one.title.localeCompare(other.title)],
  statements: ["Most statements", (one, other) => total(other.quotes) - total(one.quotes)],
  quantities: ["Most numbers", (one, other) => other.quantities - one.quantities],
};

/** The list of articles, with search over their words. */
class ArticleSearch {
  constructor(articles, read, state) {
    this.articles = articles;
    this.read = read;
    this.state = state;
    this.matcher = new Matcher(state.get("q") ?? "");
    this.order = state.get("order") in ORDERS ? state.get("order") : "newest";
    this.haystacks = new Map();
    this.list = el("ul", { class: "articles" });
    this.rest = el("div", {});
    this.found = el("p", { class: "about", role: "status" });
    this.root = el("section", { class: "search", "aria-labelledby": "articles" },
      el("h2", { id: "articles" }, "Articles"),
      el("form", { class: "filters", role: "search", "aria-label": "Articles", onsubmit: (event) => event.preventDefault() },
        el("label", { class: "field wide" }, el("span", {}, "Words"), el("input", {
          type: "search", placeholder: "in titles, texts, names", autocomplete: "off", value: this.matcher.query,
          oninput: ({ target }) => this.find(target.value),
        })),
        select("Order", Object.entries(ORDERS).map(([name, [label]]) => [name, label]),
          ({ target }) => { this.order = target.value; state.put("order", target.value); this.show(); }, this.order)),
      this.found, this.list, this.rest);
    this.show();
  }

  find(query) {
    this.matcher = new Matcher(query);
    this.state.put("q", this.matcher.query);
    this.show();
  }

  show() {
    const { query } = this.matcher;
    const hits = this.articles.filter(({ place }) => !query || this.matcher.matches(this.haystack(place)));
    hits.sort(ORDERS[this.order][1]);
    this.found.textContent = query ? `${count(hits.length, "article")} with “${query}”` : count(hits.length, "article");
    const rest = hits.slice(FIRST_SHOWN);
    this.list.replaceChildren(...hits.slice(0, FIRST_SHOWN).map((article) => this.entry(article)));
    this.rest.replaceChildren();
    if (rest.length) this.rest.append(later(`Show all ${hits.length}`, () => {
      const entries = rest.map((article) => this.entry(article));
      this.list.append(...entries);
      entries[0].querySelector("a").focus();
      return [];
    }));
  }

  haystack(place) {
    if (!this.haystacks.has(place)) {
      const { title, about, text, speakers, extraction } = this.read(place);
      const said = text ? [] : extraction.statements.flatMap(({ content }) => content.map((part) => part.text));
      const names = [...speakers, ...extraction.entities].map(({ name }) => name);
      this.haystacks.set(place, [title, ...about, ...names, ...said, text].join("\n"));
    }
    return this.haystacks.get(place);
  }

  entry(article) {
    const facts = [article.publisher, article.published].filter(Boolean).join(" · ");
    const figures = `${count(total(article.quotes), "statement")} · ${count(article.speakers, "speaker")} · ${count(article.quantities, "number")}`;
    return el("li", {},
      el("a", { href: `#article/${article.place}${this.matcher.query ? `?find=${encodeURIComponent(this.matcher.query)}` : ""}` },
        brief(article.title, 300)),
      el("p", { class: "facts" }, facts ? [brief(facts, 200), el("br")] : null, figures),
      this.matcher.query ? this.snippet(article.place) : null);
  }

  /** The words that were searched for, with some before and after. */
  snippet(number) {
    const { text } = this.read(number);
    const [place] = this.matcher.places(text);
    if (!place) return null;
    // Whole words, and the spaces that the text has.
    const before = text.slice(Math.max(0, place.start - 50), place.start).replace(/^\S*\s/, "");
    const after = text.slice(place.end, place.end + 70).replace(/\s\S*$/, "");
    const plain = (part) => words(part.replace(/\s+/g, " "));
    return el("p", { class: "snippet" }, el("bdi", {}, "… ", plain(before),
      el("mark", {}, plain(text.slice(place.start, place.end))), plain(after), " …"));
  }
}
