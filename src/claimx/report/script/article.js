"use strict";

// One article: its text, the lists beside it, and what ties them together.

/** Draws an article. `onlink(id)` is told what is chosen, for the address of the page; null for nothing. */
class ArticleView {
  constructor(reading, state, onlink) {
    this.reading = reading;
    this.onlink = onlink;
    this.chosen = null;
    const handlers = {
      onpoint: (item) => this.point(item),
      onchoose: (item, part, { isByKey = false } = {}) => {
        this.choose(item, part);
        if (isByKey) this.details.focus();
      },
      onclose: () => this.close(),
      onreturn: (item) => this.lists.focus(item),
    };
    this.filters = new Filters(reading, state, () => this.filter());
    this.text = reading.text_left_out ? null : new TextView(reading, handlers, new Matcher(state.get("find") ?? ""));
    this.lists = new Lists(reading, handlers);
    this.details = new Details(reading, handlers);
    this.root = this.draw();
    this.root.addEventListener("keydown", ({ key }) => key === "Escape" && this.close());
    this.show();
  }

  draw() {
    const { reading } = this;
    const head = el("div", { class: "article-head" },
      el("h1", {}, brief(reading.title, 300)),
      el("p", { class: "about" }, reading.about.flatMap((part, place) => [place ? " · " : null, brief(part, 200)])),
      el("p", { class: "copy-all" },
        el("button", { type: "button", class: "quiet", onclick: ({ target }) => copy(JSON.stringify(reading.extraction, null, 2), target) }, "Copy all as JSON")));
    const jump = el("p", { class: "to-lists" }, el("button", {
      type: "button", class: "link", onclick: () => {
        side.scrollIntoView({ block: "start" });
        side.querySelector("input").focus({ preventScroll: true });
      },
    }, "To the lists and filters"));
    const body = el("div", { class: "article-body" }, head, jump, this.filters.legend, this.text?.root ?? leftOut());
    const side = el("div", { class: "side" }, this.filters.root, this.lists.root, this.details.root);
    return el("article", { class: "article" }, body, side);
  }

  /** Show what passes the filters; how much that is. */
  show() {
    const shown = new Set([...this.reading.items.values()].filter(this.filters.isShown));
    const isShown = (item) => shown.has(item);
    this.text?.paint(isShown);
    this.lists.filter(isShown);
    this.light(this.chosen);
    return shown.size;
  }

  filter() {
    if (this.chosen && !this.filters.isShown(this.chosen)) this.close();
    announce(`${this.show()} of ${count(this.reading.items.size, "result")} shown`);
  }

  point(item) {
    this.light(item ?? this.chosen);
  }

  light(item) {
    const links = item && this.reading.links(item);
    this.text?.light(item, links);
    this.lists.light(item, links);
  }

  /** Choose an item: go to one of its places, and say what it is linked to. */
  choose(item, part = 0) {
    this.chosen = item;
    this.details.show(item);
    this.lists.reveal(item);
    this.light(item);
    this.text?.scrollTo(item, part);
    announce(this.reading.describe(item));
    this.onlink(item.id);
  }

  close() {
    if (this.details.root.contains(document.activeElement)) {
      if (this.text?.stop?.item === this.chosen) this.text.root.focus({ preventScroll: true });
      else this.lists.focus(this.chosen);
    }
    this.chosen = null;
    this.details.show(null);
    this.light(null);
    this.onlink(null);
  }
}

function leftOut() {
  return el("p", { class: "notice" },
    "The text of this article is not here: the results were saved without it (--no-text). The lists show ",
    "the words that were read, and where they stand, but nothing can be shown in its place.");
}
