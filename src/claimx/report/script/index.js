"use strict";

// The index of many articles: what they agree and differ in, who speaks, and how it is said.

const SOURCE_KINDS = {
  person: "People", organization: "Organizations", group: "Groups without names", document: "Documents and polls",
  anonymous: "Unnamed sources", unknown: "Others", [NOBODY]: "Nobody named",
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
      el("div", { class: "charts" },
        numbersSection(overview), quotationsSection(overview), this.series(), this.voices(), this.manners())));
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
      el("p", { class: "about" }, "Those who have a name. Who is joined across articles is a guess from names: check it where it matters."),
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

  /** The numbers of one thing over time, where several days have some. */
  series() {
    const things = this.overview.numbers.map((number) => ({ ...number, points: pointsOf(number) }))
      .filter(({ points }) => new Set(points.map(({ day }) => day)).size > 1)
      .sort((one, other) => (other.verdict === "changes") - (one.verdict === "changes"));
    if (!things.length) return null;
    const shown = el("div", {});
    const show = (place) => shown.replaceChildren(...this.thing(things[place]));
    show(0);
    return el("section", { "aria-labelledby": "series" },
      el("h2", { id: "series" }, "One thing over time"),
      select("Numbers of", things.map(({ what }, place) => [place, what.slice(0, 80)]), ({ target }) => show(target.value)),
      shown);
  }

  thing({ what, points }) {
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
      timePlot(linked, `Numbers of ${what} by day`, (point) => { caption.textContent = point.label; }),
      caption,
      el("details", {}, el("summary", {}, `As a table, ${count(points.length, "number")}`),
        el("div", { class: "wide" }, el("table", {}, el("thead", {}, el("tr", {}, head)), el("tbody", {}, rows)))),
    ];
  }
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

/** The places of a compared number in time. */
function pointsOf({ values }) {
  return values.flatMap(({ figures, ...value }) => figures.filter(({ day }) => day).map((figure) => ({ ...value, ...figure })))
    .sort((one, other) => one.day.localeCompare(other.day));
}
