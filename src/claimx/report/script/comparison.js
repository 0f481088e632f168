"use strict";

// The articles held side by side: numbers that agree, differ or change, and quotations that were cut or changed.

const VERDICTS = {
  differs: "✗ differs", disputed: "✗ disputed", floors_differ: "✗ bounds differ",
  other_unit: "✗ same figure, other unit", changes: "↻ changes over time", agrees: "✓ agrees",
};
const VERSIONS = { fullest: "fullest", same: "the same", cut: "cut", changed: "changed", paraphrased: "paraphrased" };

/** The numbers that several articles have; null where there are none. */
function numbersSection(overview) {
  const { numbers } = overview;
  if (!numbers.length) return null;
  const rows = numbers.map((number) => ({ kind: number.verdict, node: numberRow(number, overview) }));
  const kinds = Object.entries(VERDICTS).filter(([kind]) => rows.some((row) => row.kind === kind));
  return comparisonSection("numbers", "Where numbers agree and differ", rows, kinds,
    "Numbers that several articles give for what seems to be the same thing.", overview.more_numbers);
}

function numberRow({ what, verdict, articles, values }, overview) {
  const lines = values.map(({ value, contradicts, figures }) => el("tr", {},
    el("th", { scope: "row", class: "value" },
      contradicts.length ? el("span", { class: "against", title: "cannot hold together with another" }, "✗ ") : null,
      value),
    el("td", {}, oncePerArticle(figures).map((figure, place) => [place ? ", " : null, articleLink(figure, overview),
      figure.who ? el("span", { class: "note" }, " (", brief(figure.who, 60), ")") : null]))));
  return el("div", { class: "compared" },
    el("h3", {}, brief(what, 80), " ", el("span", { class: `verdict ${verdict}` }, VERDICTS[verdict]), " ",
      el("span", { class: "note" }, count(articles, "article"))),
    el("table", {}, el("tbody", {}, lines)));
}

// Where an article has a value twice, the place that says whose it is.
function oncePerArticle(figures) {
  return grouped(figures, ({ article }) => article).map(([, group]) => group.find(({ who }) => who) ?? group[0]);
}

/** The quotations that several articles have; null where there are none. */
function quotationsSection(overview) {
  const { quotations } = overview;
  if (!quotations.length) return null;
  const rows = quotations.map((quotation) => {
    const isAltered = quotation.renderings.some(({ version }) => !["fullest", "same"].includes(version));
    return { kind: quotation.disputed ? "disputed" : isAltered ? "altered" : "same", node: quotationRow(quotation, overview) };
  });
  const kinds = Object.entries({ disputed: "given to different people", altered: "cut or changed", same: "the same everywhere" })
    .filter(([kind]) => rows.some((row) => row.kind === kind));
  return comparisonSection("quotations", "What became of quotations", rows, kinds,
    "The same words, or nearly the same, in several articles.", overview.more_quotations);
}

function quotationRow({ speakers, disputed, articles, renderings }, overview) {
  const lines = renderings.map((rendering) => el("tr", {},
    el("th", { scope: "row" }, el("span", { class: `version ${rendering.version}` }, VERSIONS[rendering.version])),
    el("td", {},
      articleLink(rendering, overview),
      disputed ? el("span", { class: "note" }, " (", brief(rendering.speaker ?? NOBODY, 60), ")") : null,
      departure(rendering))));
  return el("div", { class: "compared" },
    el("h3", {}, brief(speakers.join(", ") || NOBODY, 120), " ",
      disputed ? el("span", { class: "verdict differs" }, "✗ given to different people") : null, " ",
      el("span", { class: "note" }, count(articles, "article"))),
    el("blockquote", {}, brief(renderings[0].words, 500)),
    el("table", {}, el("tbody", {}, lines)));
}

// How a version departs from the fullest: what is gone, and what is there instead.
function departure({ version, words: said, differences }) {
  if (version === "paraphrased") return [": ", brief(said, 200)];
  return differences.map(({ fullest, here }, place) => [place ? "; " : ": ",
    fullest ? el("del", {}, brief(fullest, 120)) : null,
    fullest && here ? " " : null,
    here ? el("ins", {}, brief(here, 120)) : null]);
}

function articleLink({ article, id }, overview) {
  const { title, publisher } = overview.articles[article];
  return el("a", { href: `#article/${article}/${id}`, title }, brief(publisher || title, 60));
}

/** A section of rows of several kinds, of which a choice shows one, and no more than the first at once. */
function comparisonSection(id, title, rows, kinds, about, rest) {
  const list = el("div", {});
  const show = (kind, most = FIRST_SHOWN / 2) => {
    const fitting = rows.filter((row) => !kind || row.kind === kind);
    list.replaceChildren(...fitting.slice(0, most).map(({ node }) => node));
    if (fitting.length > most) list.append(el("p", { class: "more" }, el("button", {
      type: "button", class: "quiet",
      onclick: () => {
        show(kind, Infinity);
        list.children[most].querySelector("a").focus();
      },
    }, `Show all ${fitting.length}`)));
    else if (rest) list.append(el("p", { class: "about" }, `${rest} more are left out here; \`claimx compare\` has them all.`));
  };
  show("");
  const options = [["", `all ${rows.length}`], ...kinds.map(([kind, name]) =>
    [kind, `${name.replace(/^\W+/, "")} (${rows.filter((row) => row.kind === kind).length})`])];
  return el("section", { "aria-labelledby": id },
    el("h2", { id }, title),
    el("p", { class: "about" }, about),
    kinds.length > 1 ? el("div", { class: "filters" }, select("Show", options, ({ target }) => show(target.value))) : null,
    list);
}
