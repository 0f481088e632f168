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
  constructor(articles, read) {
    this.articles = articles;
    this.read = read;
    this.query = "";
    this.order = "newest";
    this.haystacks = new Map();
    this.list = el("ul", { class: "articles" });
    this.found = el("p", { class: "about", role: "status" });
    this.root = el("section", { class: "search", "aria-labelledby": "articles" },
      el("h2", { id: "articles" }, "Articles"),
      el("form", { class: "filters", role: "search", "aria-label": "Articles", onsubmit: (event) => event.preventDefault() },
        el("label", { class: "field wide" }, el("span", {}, "Words"), el("input", {
          type: "search", placeholder: "in titles, texts, names", autocomplete: "off",
          oninput: ({ target }) => { this.query = target.value.trim().toLocaleLowerCase(); this.show(); },
        })),
        select("Order", Object.entries(ORDERS).map(([name, [label]]) => [name, label]),
          ({ target }) => { this.order = target.value; this.show(); })),
      this.found, this.list);
    this.show();
  }

  show(most = FIRST_SHOWN) {
    const hits = this.articles.filter(({ place }) => !this.query || this.haystack(place).includes(this.query));
    hits.sort(ORDERS[this.order][1]);
    this.found.textContent = this.query ? `${count(hits.length, "article")} with “${this.query}”` : count(hits.length, "article");
    const shown = hits.slice(0, most).map((article) => this.entry(article));
    this.list.replaceChildren(...shown);
    if (hits.length > most) this.list.append(el("li", { class: "more" },
      el("button", { type: "button", class: "quiet", onclick: () => this.showAll(shown.length) }, `Show all ${hits.length}`)));
  }

  showAll(from) {
    this.show(Infinity);
    this.list.children[from].querySelector("a").focus();
  }

  haystack(place) {
    if (!this.haystacks.has(place)) {
      const { title, about, text, speakers, extraction } = this.read(place);
      const said = text ? [] : extraction.statements.flatMap(({ content }) => content.map((part) => part.text));
      const names = [...speakers, ...extraction.entities].map(({ name }) => name);
      this.haystacks.set(place, [title, ...about, ...names, ...said, text].join("\n").toLocaleLowerCase());
    }
    return this.haystacks.get(place);
  }

  entry(article) {
    const facts = [article.publisher, article.published].filter(Boolean).join(" · ");
    const figures = `${count(total(article.quotes), "statement")} · ${count(article.speakers, "speaker")} · ${count(article.quantities, "number")}`;
    return el("li", {},
      el("a", { href: `#article/${article.place}` }, brief(article.title, 300)),
      el("p", { class: "facts" }, facts ? [brief(facts, 200), el("br")] : null, figures),
      this.query ? this.snippet(article.place) : null);
  }

  /** The words that were searched for, with some before and after. */
  snippet(place) {
    const { text } = this.read(place);
    const at = text.toLocaleLowerCase().indexOf(this.query);
    if (at < 0) return null;
    const end = at + this.query.length;
    return el("p", { class: "snippet" }, "… ", brief(text.slice(Math.max(0, at - 50), at), 50),
      " ", el("mark", {}, words(text.slice(at, end))), " ", brief(text.slice(end, end + 70), 70), " …");
  }
}
