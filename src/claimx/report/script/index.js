"use strict";

// The index of many articles: search, who speaks, how it is said, and the numbers of one thing over time.

const FIRST_SHOWN = 12;
const SOURCE_KINDS = {
  person: "People", organization: "Organizations", group: "Groups without names", document: "Documents and polls",
  anonymous: "Unnamed sources", unknown: "Others", [NOBODY]: "Nobody named",
};
const ORDERS = {
  newest: ["Newest first", (one, other) => (other.published ?? "").localeCompare(one.published ?? "")],
  oldest: ["Oldest first", (one, other) => (one.published ?? "9").localeCompare(other.published ?? "9")],
  title: ["By title", (one, other) => one.title.localeCompare(other.title)],
  statements: ["Most statements", (one, other) => total(other.quotes) - total(one.quotes)],
  quantities: ["Most numbers", (one, other) => other.quantities - one.quantities],
};

/** Draws the index of `overview`; `read(place)` gives the reading of an article. */
class IndexView {
  constructor(overview, read) {
    this.overview = overview;
    this.read = read;
    overview.articles.forEach((article, place) => { article.place = place; });
    this.search = new ArticleSearch(overview.articles, read);
    this.root = el("div", { class: "index" }, this.head(), el("div", { class: "index-body" },
      this.search.root,
      el("div", { class: "charts" }, this.voices(), this.manners(), this.series())));
  }

  head() {
    const { articles, voices } = this.overview;
    const days = articles.map(({ published }) => published).filter(Boolean).sort();
    const publishers = new Set(articles.map(({ publisher }) => publisher).filter(Boolean)).size;
    const span = days.length && (days[0] === days.at(-1) ? days[0] : `${days[0]} to ${days.at(-1)}`);
    const tiles = [
      [articles.length, "articles"],
      [sum(articles, ({ quotes }) => total(quotes)), "statements"],
      [voices.length, "named speakers"],
      [sum(articles, ({ quantities }) => quantities), "numbers"],
    ];
    return el("div", { class: "index-head" },
      el("h1", {}, "What the articles say"),
      el("p", { class: "about" }, [span, publishers && count(publishers, "publisher")].filter(Boolean).join(" · ")),
      el("ul", { class: "tiles" }, tiles.map(([number, name]) =>
        el("li", {}, el("strong", {}, number.toLocaleString("en")), " ", name))));
  }

  voices() {
    const { voices } = this.overview;
    if (!voices.length) return null;
    const most = Math.max(...voices.map(({ statements }) => statements.length));
    const rows = voices.map((voice, place) => {
      const articles = new Set(voice.statements.map(([article]) => article)).size;
      const direct = Math.round((100 * (voice.quotes.direct ?? 0)) / voice.statements.length);
      return el("tr", {},
        el("th", { scope: "row" }, el("a", { href: `#speaker/${place}` }, brief(voice.name, 200))),
        el("td", { class: "bar-cell" }, stackedBar(quoteParts(voice.quotes), most)),
        el("td", { class: "figure" }, voice.statements.length),
        el("td", { class: "figure" }, articles),
        el("td", { class: "figure" }, `${direct} %`));
    });
    const head = ["Speaker", "", "Statements", "Articles", "Direct"].map((name) =>
      name ? el("th", { scope: "col" }, name) : el("td", {}));
    return el("section", { "aria-labelledby": "voices" },
      el("h2", { id: "voices" }, "Who speaks"),
      el("p", { class: "about" }, "Named speakers. People are joined across articles by their full name, nothing less."),
      key(QUOTES),
      el("div", { class: "wide" }, el("table", { class: "bars" }, el("thead", {}, el("tr", {}, head)), el("tbody", {}, rows))),
      more(rows, "speakers"));
  }

  /** Direct against indirect, by publisher, and what kind of source stands behind the statements. */
  manners() {
    const { articles } = this.overview;
    const all = ["All articles", articles];
    const publishers = grouped(articles.filter(({ publisher }) => publisher), ({ publisher }) => publisher)
      .sort((one, other) => other[1].length - one[1].length).slice(0, FIRST_SHOWN);
    const lines = (publishers.length > 1 ? [all, ...publishers] : [all])
      .map(([name, group]) => [name, added(group.map(({ quotes }) => quotes))]).filter(([, quotes]) => total(quotes));
    if (!lines.length) return null;
    const sources = Object.entries(added(articles.map((article) => article.sources))).sort((one, other) => other[1] - one[1]);
    const most = Math.max(...sources.map(([, value]) => value));
    return el("section", { "aria-labelledby": "manners" },
      el("h2", { id: "manners" }, "How it is said"),
      key(QUOTES),
      table(["", "", ...QUOTES], lines.map(([name, quotes]) => [name, stackedBar(quoteParts(quotes), total(quotes)),
        ...QUOTES.map((quote) => `${Math.round((100 * (quotes[quote] ?? 0)) / total(quotes))} %`)])),
      el("h3", {}, "Who is behind the statements"),
      table(["", "", "Statements"], sources.map(([kind, value]) =>
        [SOURCE_KINDS[kind], stackedBar([{ name: SOURCE_KINDS[kind], value, style: "plain" }], most), value])));
  }

  series() {
    const { series } = this.overview;
    if (!series.length) return null;
    const shown = el("div", {});
    const show = (place) => shown.replaceChildren(...this.thing(series[place]));
    show(0);
    const options = series.map(({ name, unit }, place) => [place, unit === "count" ? name : `${name} (${unit.replaceAll("_", " ")})`]);
    return el("section", { "aria-labelledby": "series" },
      el("h2", { id: "series" }, "One thing over time"),
      el("p", { class: "about" }, "Numbers that several articles give for what they call by the same words; look at the articles before you compare."),
      select("Numbers of", options, ({ target }) => show(target.value)),
      shown);
  }

  thing({ name, points }) {
    const linked = points.map((point) => ({
      ...point,
      link: `#article/${point.article}/${point.id}`,
      label: [point.day, point.value, point.who, this.overview.articles[point.article].title].filter(Boolean).join(", "),
    }));
    const caption = el("p", { class: "caption", "aria-hidden": "true" }, "● exactly  ○ about  ▲ more than  ▼ less than");
    const rows = linked.map((point) => el("tr", {},
      el("td", {}, point.day),
      el("td", { class: "value" }, point.value),
      el("td", {}, point.who ? brief(point.who, 120) : ""),
      el("td", {}, el("a", { href: point.link }, brief(this.overview.articles[point.article].title, 200)))));
    const head = ["Day", "Value", "Whose claim", "Article"].map((column) => el("th", { scope: "col" }, column));
    return [
      timePlot(linked, `Numbers of ${name} by day`, (point) => { caption.textContent = point.label; }),
      caption,
      el("details", {}, el("summary", {}, `As a table, ${count(points.length, "number")}`),
        el("div", { class: "wide" }, el("table", {}, el("thead", {}, el("tr", {}, head)), el("tbody", {}, rows)))),
    ];
  }
}

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

/** Everything a speaker says, over all articles. */
function speakerView(voice, overview, read) {
  const list = el("div", {});
  const found = el("p", { class: "about", role: "status" });
  const show = (query) => {
    const hits = voice.statements.map(([place, id]) => ({ place, id, result: read(place).items.get(id).result }))
      .filter(({ result }) => result.content.some(({ text }) => text.toLocaleLowerCase().includes(query)));
    found.textContent = `${count(hits.length, "statement")}${query ? ` with “${query}”` : ""}`;
    list.replaceChildren(...grouped(hits, ({ place }) => place).map(([place, group]) => el("section", { class: "group" },
      el("h2", {}, brief(overview.articles[place].title, 300)),
      el("p", { class: "about" }, [overview.articles[place].publisher, overview.articles[place].published].filter(Boolean).join(" · ")),
      el("ul", {}, group.map(({ id, result }) => el("li", {}, el("a", { class: "row", href: `#article/${place}/${id}` },
        el("span", { class: `tag ${result.quote}` }, result.quote), " ",
        result.cue ? el("span", { class: "said" }, brief(result.cue.text, 60)) : null, " ",
        el("span", { class: "words" }, brief(result.content.map(({ text }) => text).join(" … "))))))))));
  };
  show("");
  return el("div", { class: "speaker" },
    el("h1", {}, brief(voice.name, 200)),
    el("form", { class: "filters", role: "search", "aria-label": "Statements", onsubmit: (event) => event.preventDefault() },
      el("label", { class: "field wide" }, el("span", {}, "Said about"), el("input", {
        type: "search", autocomplete: "off", oninput: ({ target }) => show(target.value.trim().toLocaleLowerCase()),
      }))),
    found, list);
}

function table(columns, rows) {
  const head = columns.map((name) => (name ? el("th", { scope: "col" }, name) : el("td", {})));
  const cells = ([name, bar, ...figures]) => [
    el("th", { scope: "row" }, brief(name, 120)),
    el("td", { class: "bar-cell" }, bar),
    figures.map((figure) => el("td", { class: "figure" }, figure)),
  ];
  return el("div", { class: "wide" }, el("table", { class: "bars" },
    el("thead", {}, el("tr", {}, head)), el("tbody", {}, rows.map((row) => el("tr", {}, cells(row))))));
}

/** Hides all rows but the first, behind a button that shows them. */
function more(rows, nouns) {
  const rest = rows.slice(FIRST_SHOWN);
  if (!rest.length) return null;
  for (const row of rest) row.hidden = true;
  return el("p", {}, el("button", {
    type: "button", class: "quiet",
    onclick: ({ target }) => {
      for (const row of rest) row.hidden = false;
      rest[0].querySelector("a").focus();
      target.remove();
    },
  }, `Show all ${rows.length} ${nouns}`));
}

function quoteParts(quotes) {
  return QUOTES.map((name) => ({ name, value: quotes[name] ?? 0 }));
}

function total(counts) {
  return sum(Object.values(counts), (value) => value);
}

function sum(items, value) {
  return items.reduce((all, item) => all + value(item), 0);
}

function added(all) {
  const counts = {};
  for (const [name, value] of all.flatMap(Object.entries)) counts[name] = (counts[name] ?? 0) + value;
  return counts;
}
