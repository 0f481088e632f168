"use strict";

// The page: what its address stands for is drawn, from the data that lies in it.

const THEMES = ["auto", "light", "dark"];

const page = {
  overview: JSON.parse(document.getElementById("overview").textContent),
  blocks: document.querySelectorAll("script.article-data"),
  main: document.getElementById("main"),
  readings: new Map(),
  scrolled: 0,
  address: "",
  shown: null,
  name: document.title,
};

/** The reading of an article; its data is read when it is first asked for. */
function read(place) {
  if (!page.readings.has(place)) page.readings.set(place, new Reading(JSON.parse(page.blocks[place].textContent)));
  return page.readings.get(place);
}

/** What the address says besides what is shown: searches and filters, which `put` writes into it. */
class State {
  constructor(path, query) {
    this.path = path;
    this.values = new URLSearchParams(query);
  }

  get(name) {
    return this.values.get(name);
  }

  put(name, value) {
    if (value) this.values.set(name, value);
    else this.values.delete(name);
    this.write();
  }

  write() {
    const query = this.values.toString();
    const hash = `${this.path}${query ? `?${query}` : ""}`;
    history.replaceState(null, "", hash ? `#${hash}` : location.pathname + location.search);
    page.address = hash;
  }
}

/** Draw what the address says: `#article/3/q5?words=toll`, `#speaker/2`, or the index. */
function route() {
  const hash = location.hash.slice(1);
  const [path, query = ""] = hash.split("?");
  const [kind, place, id] = path.split("/");
  const state = new State(path, query);
  if (kind === "main") return page.main.focus();
  if (page.shown === "index") page.scrolled = scrollY;
  printing.clear();
  if (page.blocks.length === 1) return showArticle(0, kind === "article" ? id : null, state);
  if (kind === "article" && page.blocks[place]) return showArticle(Number(place), id, state);
  if (kind === "speaker" && page.overview.voices[place]) {
    const voice = page.overview.voices[place];
    return show("speaker", voice.name, speakerView(voice, page.overview, read, state));
  }
  show("index", "", new IndexView(page.overview, read, new State("index", kind === "index" ? query : "")).root);
  return scrollTo(0, page.scrolled);
}

function showArticle(place, id, state) {
  const address = `article/${place}`;
  const reading = read(place);
  const view = new ArticleView(reading, state, (chosen) => {
    state.path = chosen ? `${address}/${chosen}` : address;
    state.write();
  });
  state.path = id ? `${address}/${id}` : address;
  show("article", reading.title, view.root);
  if (reading.items.has(id)) view.choose(reading.items.get(id));
  else view.text?.showFound();
}

function show(kind, name, root) {
  const isFirst = page.shown === null;
  page.shown = kind;
  page.main.replaceChildren(root);
  document.body.dataset.view = kind;
  document.title = [name, page.name].filter(Boolean).join(" · ");
  document.getElementById("where").replaceChildren(...(page.blocks.length > 1 && name ? [el("a", { href: "#" }, "All articles")] : []));
  scrollTo(0, 0);
  if (!isFirst) page.main.focus({ preventScroll: true });
}

function setTheme(theme) {
  document.documentElement.dataset.theme = theme;
  const button = document.getElementById("theme");
  button.textContent = { auto: "◐ Auto", light: "○ Light", dark: "● Dark" }[theme];
  button.setAttribute("aria-label", `Colours: ${theme}`);
}

function storedTheme() {
  try {
    return THEMES.includes(localStorage.claimxTheme) ? localStorage.claimxTheme : "auto";
  } catch {
    return "auto";  // some browsers keep nothing for pages from the disk
  }
}

document.getElementById("theme").addEventListener("click", () => {
  const next = THEMES[(THEMES.indexOf(document.documentElement.dataset.theme) + 1) % THEMES.length];
  setTheme(next);
  try {
    localStorage.claimxTheme = next;
  } catch {
    // then it holds as long as the page is open
  }
});
setTheme(storedTheme());
addEventListener("hashchange", route);
// Paper has all rows, and what is folded.
addEventListener("beforeprint", () => {
  for (const show of [...printing]) show();
  for (const folded of document.querySelectorAll("details")) folded.open = true;
});
route();
