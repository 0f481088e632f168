"use strict";

// What one speaker says.

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
