"use strict";

// The articles held side by side: each number and quotation with the passages it was read from.

const VERDICTS = {
  differs: "✗ differs", disputed: "✗ disputed", floors_differ: "✗ floors differ",
  other_unit: "✗ same figure, other unit", changes: "↻ changes over time", agrees: "✓ agrees",
};
const QUOTE_VERDICTS = {
  disputed: "✗ given to different people", meaning_may_change: "✗ meaning may change", changed: "changed", cut: "cut",
  paraphrased: "paraphrased", same: "✓ the same everywhere",
};
const VERSIONS = { fullest: "fullest", same: "the same", cut: "cut", changed: "changed", paraphrased: "paraphrased" };
// Of the passages of a row so many are shown before a button that shows all.
const FIRST_PASSAGES = 6;

/** The numbers that several articles have; null where there are none. */
function numbersSection(overview, state) {
  const { numbers } = overview;
  if (!numbers.length) return null;
  const rows = numbers.map((number) => ({ kind: number.verdict, draw: () => numberRow(number, overview) }));
  return comparisonSection("numbers", "Where numbers agree and differ", rows, VERDICTS,
    "Numbers that several articles give for what seems to be the same thing.", overview.more_numbers, state);
}

function numberRow(number, overview) {
  const { what, verdict, articles, values } = number;
  const passages = values.flatMap(({ value, contradicts, figures }) => oncePerArticle(figures).map((figure) =>
    passage(figure, overview, {
      isAgainst: contradicts.length > 0 && verdict !== "changes" && verdict !== "agrees",
      head: el("span", { class: "value" }, value),
      who: figure.who,
    })));
  return el("div", { class: "compared" },
    el("h3", {}, brief(what, 80), " ", el("span", { class: `verdict ${verdict}` }, VERDICTS[verdict]), " ",
      el("span", { class: "note" }, count(articles, "article"), sharedWords(number, overview.numbers))),
    passageList(passages, verdict === "agrees"));
}

/** Words that tell numbers of one name apart. */
function sharedWords({ what, shared }, numbers) {
  const isAlone = numbers.filter((other) => other.what === what).length < 2;
  return isAlone || !shared.length ? "" : ` · ${shared.slice(0, 4).join(", ")}`;
}

// Where an article has a value twice, the place that says whose it is.
function oncePerArticle(figures) {
  return grouped(figures, ({ article }) => article).map(([, group]) => group.find(({ who }) => who) ?? group[0]);
}

/** The quotations that several articles have; null where there are none. */
function quotationsSection(overview, state) {
  const { quotations } = overview;
  if (!quotations.length) return null;
  const rows = quotations.map((quotation) => ({ kind: quotation.verdict, draw: () => quotationRow(quotation, overview) }));
  return comparisonSection("quotations", "What became of quotations", rows, QUOTE_VERDICTS,
    "The same words, or nearly the same, in several articles.", overview.more_quotations, state);
}

function quotationRow({ speakers, verdict, articles, renderings }, overview) {
  const style = { disputed: "differs", meaning_may_change: "differs", same: "agrees" }[verdict] ?? "changes";
  const passages = renderings.map((rendering) => passage(rendering, overview, {
    isAgainst: rendering.differences.some(({ touches }) => touches.length),
    head: [el("span", { class: `version ${rendering.version}` }, VERSIONS[rendering.version]),
      rendering.quote === "direct" ? null : el("span", { class: "note" }, " ", rendering.quote), departure(rendering)],
    who: rendering.speaker,
  }));
  return el("div", { class: "compared" },
    el("h3", {}, brief(speakers.join(", ") || NOBODY, 120), " ",
      el("span", { class: `verdict ${style}` }, QUOTE_VERDICTS[verdict]), " ",
      el("span", { class: "note" }, count(articles, "article"))),
    el("blockquote", {}, brief(renderings[0].words, 500)),
    passageList(passages, verdict === "same"));
}

// How a version departs from the fullest: what is gone, what is there instead, and what of that matters.
function departure({ differences }) {
  return differences.map(({ fullest, here, touches }, place) => [place ? "; " : " ",
    fullest ? el("del", {}, brief(fullest, 120)) : null,
    fullest && here ? " " : null,
    here ? el("ins", {}, brief(here, 120)) : null,
    touches.length ? el("span", { class: "against" }, ` (${touches.join(", ")})`) : null]);
}

/** One place of what is compared: its head, the sentence it stands in, who, where, when, and a button that copies it. */
function passage(place, overview, { head, who, isAgainst }) {
  const article = overview.articles[place.article];
  const origin = [who, article.publisher, article.published].filter(Boolean);
  const sentence = place.pieces.map(([text]) => text).join("") || place.words || "";
  const cite = () => [`“${sentence.replace(/\s+/g, " ").trim()}”`,
    `— ${[...origin, article.title].join(", ")}`,
    `${article.path ?? article.id}, characters ${place.place.join("–")}`].join("\n");
  return el("li", { class: isAgainst ? "passage conflicts" : "passage" },
    el("p", {}, isAgainst ? el("span", { class: "against", title: "cannot hold together with another" }, "✗ ") : null, head),
    place.pieces.length ? el("p", { class: "sentence" }, markedPieces(place.pieces)) : null,
    el("p", { class: "facts" },
      el("a", { href: `#article/${place.article}${place.id ? `/${place.id}` : ""}`, title: article.title }, brief(article.publisher || article.title, 60)),
      [who, article.published].filter(Boolean).map((part) => [" · ", brief(part, 60)]), " ",
      el("button", { type: "button", class: "quiet", onclick: ({ target }) => copy(cite(), target) }, "Copy with source")));
}

/** A sentence, with what is compared marked in it. */
function markedPieces(pieces) {
  return el("bdi", {}, pieces.map(([text, isMarked]) => (isMarked ? el("mark", {}, words(text)) : words(text))));
}

/** Passages side by side, folded where there is nothing to look at. */
function passageList(passages, isFolded) {
  const list = el("ul", { class: "passages" }, passages);
  if (isFolded) return el("details", {}, el("summary", {}, count(passages.length, "passage")), list);
  return [list, more(passages, "passages", FIRST_PASSAGES)];
}

/** A section of rows of several kinds, of which a choice shows one, and no more than the first at once. */
function comparisonSection(id, title, rows, names, about, rest, state) {
  const list = el("div", {});
  const kinds = Object.entries(names).filter(([kind]) => rows.some((row) => row.kind === kind));
  const show = (kind) => {
    const fitting = rows.filter((row) => !kind || row.kind === kind);
    const nodes = fitting.slice(0, FIRST_SHOWN / 2).map((row) => row.draw());
    list.replaceChildren(...nodes);
    const left = fitting.slice(nodes.length);
    if (left.length) list.append(later(`Show all ${fitting.length}`, () => left.map((row) => row.draw())));
    if (rest && !kind) list.append(el("p", { class: "about" }, `${rest} more are left out here; \`claimx compare\` has them all.`));
  };
  const chosen = kinds.some(([kind]) => kind === state.get(id)) ? state.get(id) : "";
  show(chosen);
  const options = [["", `all ${rows.length}`], ...kinds.map(([kind, name]) =>
    [kind, `${name.replace(/^\W+/, "")} (${rows.filter((row) => row.kind === kind).length})`])];
  return el("section", { "aria-labelledby": id },
    el("h2", { id }, title),
    el("p", { class: "about" }, about),
    kinds.length > 1 ? el("div", { class: "filters" }, select("Show", options, ({ target }) => {
      show(target.value);
      state.put(id, target.value);
    }, chosen)) : null,
    list);
}
