"use strict";

// The index of many articles: what they agree and differ in, who speaks, and how it is said.

const SOURCE_KINDS = {
  person: "People", organization: "Organizations", group: "Groups without names", document: "Documents and polls",
  anonymous: "Unnamed sources", unknown: "Others", [NOBODY]: "Nobody named",
};
/** Draws the index of `overview`; `read(place)` gives the reading of an article. */
class IndexView {
  constructor(overview, read, state) {
    this.overview = overview;
    this.read = read;
    this.state = state;
    overview.articles.forEach((article, place) => { article.place = place; });
    this.search = new ArticleSearch(overview.articles, read, state);
    const sections = [numbersSection(overview, state), quotationsSection(overview, state), checksSection(overview, state),
      this.series(), this.voices(), this.manners()].filter(Boolean);
    this.root = el("div", { class: "index" }, this.head([...sections, this.search.root]), el("div", { class: "index-body" },
      el("div", { class: "charts" }, sections),
      this.search.root));
  }

  head(sections) {
    const { articles, voices } = this.overview;
    const days = articles.map(({ published }) => published).filter(Boolean).sort();
    const known = articles.map(({ publisher }) => publisher).filter(Boolean);
    const publishers = known.length && count(new Set(known).size, "publisher");
    const isPart = known.length && known.length < articles.length && `publisher known for ${known.length} of ${articles.length}`;
    const span = days.length && (days[0] === days.at(-1) ? days[0] : `${days[0]} to ${days.at(-1)}`);
    const tiles = [
      [articles.length, "articles"],
      [sum(articles, ({ quotes }) => total(quotes)), "statements"],
      [voices.length, "named speakers"],
      [sum(articles, ({ quantities }) => quantities), "numbers"],
    ];
    return el("div", { class: "index-head" },
      el("h1", {}, "What the articles say"),
      el("p", { class: "about" }, [span, isPart || publishers].filter(Boolean).join(" · ")),
      el("ul", { class: "tiles" }, tiles.map(([number, name]) =>
        el("li", {}, el("strong", {}, number.toLocaleString("en")), " ", name))),
      sections.length > 1 ? el("nav", { class: "jumps", "aria-label": "Sections" }, sections.map((section) => {
        const heading = section.querySelector("h2");
        return el("button", { type: "button", class: "link", onclick: () => {
          heading.tabIndex = -1;
          heading.focus();
          heading.scrollIntoView({ block: "start" });
        } }, heading.textContent);
      })) : null);
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
      el("p", { class: "about" }, "Those who have a name, who speak in most articles first. Who is joined across articles is a guess from names: check it where it matters."),
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
    const days = ({ points }) => new Set(points.map(({ day }) => day)).size;
    const things = this.overview.numbers.map((number, place) => ({ ...number, place, points: pointsOf(number) }))
      .filter((thing) => days(thing) > 1)
      .sort((one, other) => (other.verdict === "changes") - (one.verdict === "changes") || days(other) - days(one));
    if (!things.length) return null;
    const shown = el("div", {});
    const show = (thing) => shown.replaceChildren(...this.thing(thing));
    const chosen = things.find(({ place }) => String(place) === this.state.get("series")) ?? things[0];
    show(chosen);
    const names = things.map((thing) => [thing.place, thing.what.slice(0, 80) + sharedWords(thing, this.overview.numbers)]);
    return el("section", { "aria-labelledby": "series" },
      el("h2", { id: "series" }, "One thing over time"),
      select("Numbers of", names, ({ target }) => {
        show(things.find(({ place }) => String(place) === target.value));
        this.state.put("series", target.value);
      }, chosen.place),
      shown);
  }

  thing({ what, points }) {
    const linked = points.map((point) => ({
      ...point,
      link: `#article/${point.article}/${point.id}`,
      label: [point.day + (point.dated ? "" : " (published)"), point.value, point.who, this.overview.articles[point.article].title].filter(Boolean).join(", "),
    }));
    const [[unit, drawn], ...others] = grouped(linked, (point) => point.unit).sort((one, other) => other[1].length - one[1].length);
    const left = sum(others, ([, group]) => group.length);
    const caption = el("p", { class: "caption", "aria-hidden": "true" },
      "● exactly  ◆ about  ▲ more than  ▼ less than · filled: of that day; hollow: published that day");
    const rows = linked.map((point) => el("tr", {},
      el("td", {}, point.day, point.dated ? null : el("span", { class: "note" }, " published")),
      el("td", { class: "value" }, point.value),
      el("td", {}, point.who ? brief(point.who, 120) : ""),
      el("td", {}, el("a", { href: point.link }, brief(this.overview.articles[point.article].title, 200)))));
    const head = ["Day", "Value", "Whose claim", "Article"].map((column) => el("th", { scope: "col" }, column));
    return [
      el("h3", { class: "print-only" }, brief(what, 80)),
      timePlot(drawn, { label: `Numbers of ${what} by day`, unit }, (point) => { caption.textContent = point.label; }),
      caption,
      left ? el("p", { class: "about" }, `${count(left, "number")} in other units ${left === 1 ? "is" : "are"} in the table alone.`) : "",
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

/** Hides all rows but the first, behind a button that shows them; paper shows all. */
function more(rows, nouns, first = FIRST_SHOWN) {
  const rest = rows.slice(first);
  if (!rest.length) return null;
  for (const row of rest) row.hidden = true;
  const button = later(`Show all ${rows.length} ${nouns}`, () => {
    for (const row of rest) row.hidden = false;
    rest[0].querySelector("a").focus();
    return [];
  });
  return button;
}

/** What an editor looks at first: numbers that nobody is named for, and what only people without a name say. */
function checksSection({ checks, checked, articles }, state) {
  const names = { unsourced: "Numbers nobody is named for", anonymous: "Only from unnamed sources" };
  const kinds = Object.keys(names).filter((kind) => checks[kind].length);
  if (!kinds.length) return null;
  const list = el("div", {});
  const row = ({ article, id, name, pieces }) => el("li", { class: "passage" },
    el("p", {}, el("span", { class: "value" }, brief(name, 120))),
    el("p", { class: "sentence" }, markedPieces(pieces)),
    el("p", { class: "facts" }, el("a", { href: `#article/${article}/${id}` },
      brief([articles[article].publisher || articles[article].title, articles[article].published].filter(Boolean).join(" · "), 120))));
  const show = (kind) => {
    const first = checks[kind].slice(0, FIRST_PASSAGES);
    const passages = el("ul", { class: "passages" }, first.map(row));
    const rest = checks[kind].slice(first.length);
    const left = checked[kind] - checks[kind].length;
    list.replaceChildren(passages);
    if (rest.length) list.append(later(`Show all ${checks[kind].length}`, () => [el("ul", { class: "passages" }, rest.map(row))]));
    if (left) list.append(el("p", { class: "about" }, `${left} more are left out here.`));
  };
  const chosen = kinds.includes(state.get("check")) ? state.get("check") : kinds[0];
  show(chosen);
  return el("section", { "aria-labelledby": "checks" },
    el("h2", { id: "checks" }, "What to check"),
    el("p", { class: "about" }, "Claims without a name behind them. Disputed numbers and quotations are in the sections above."),
    el("div", { class: "filters" }, select("List", kinds.map((kind) => [kind, `${names[kind]} (${checked[kind]})`]), ({ target }) => {
      show(target.value);
      state.put("check", target.value);
    }, chosen)),
    list);
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
