"use strict";

// What one speaker says.

/** Everything a speaker says, over all articles. */
function speakerView(voice, overview, read, state) {
  const list = el("div", {});
  const found = el("p", { class: "about", role: "status" });
  const day = (place) => overview.articles[place].published ?? "9";
  const all = voice.statements.map(([place, id]) => ({ place, id, result: read(place).items.get(id).result }))
    .sort((one, other) => day(one.place).localeCompare(day(other.place)) || one.place - other.place);
  const verbs = [...new Set(all.map(({ result }) => result.cue?.kind).filter(Boolean))].sort();
  let verb = verbs.includes(state.get("verb")) ? state.get("verb") : "";
  let matcher = new Matcher(state.get("q") ?? "");
  const show = () => {
    const { query } = matcher;
    const hits = all.filter(({ result }) => (!verb || result.cue?.kind === verb)
      && result.content.some(({ text }) => matcher.matches(text)));
    found.textContent = `${count(hits.length, "statement")}${query ? ` with “${query}”` : ""}, oldest first`;
    list.replaceChildren(...grouped(hits, ({ place }) => place).map(([place, group]) => el("section", { class: "group" },
      el("h2", {}, brief(overview.articles[place].title, 300)),
      el("p", { class: "about" }, [overview.articles[place].publisher, overview.articles[place].published].filter(Boolean).join(" · ")),
      el("ul", {}, group.map(({ id, result }) => el("li", {}, el("a", { class: "row", href: `#article/${place}/${id}` },
        el("span", { class: `tag ${result.quote}` }, result.quote), " ",
        result.cue ? el("span", { class: "said" }, brief(result.cue.text, 60)) : null, " ",
        el("span", { class: "words" }, brief(result.content.map(({ text }) => text).join(" … "))))))))));
  };
  show();
  return el("div", { class: "speaker" },
    el("h1", {}, brief(voice.name, 200)),
    el("form", { class: "filters", role: "search", "aria-label": "Statements", onsubmit: (event) => event.preventDefault() },
      el("label", { class: "field wide" }, el("span", {}, "Said about"), el("input", {
        type: "search", autocomplete: "off", value: matcher.query, oninput: ({ target }) => {
          matcher = new Matcher(target.value);
          state.put("q", matcher.query);
          show();
        },
      })),
      verbs.length > 1 ? select("Verb", [["", "every kind"], ...verbs.map((kind) => [kind, kind])], ({ target }) => {
        verb = target.value;
        state.put("verb", verb);
        show();
      }, verb) : null),
    found, list);
}
