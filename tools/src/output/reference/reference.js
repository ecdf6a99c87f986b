// What the pages do beyond being read: a look that stays chosen, and a search. Without this file the
// pages are complete but for both.

"use strict";

// The look. It is set before the page is drawn, so that it does not flash.

const THEME = "wechat-cloudbase-reference-theme";
const systemIsDark = matchMedia("(prefers-color-scheme: dark)");

// A page opened from a disk may have no storage.
function storedTheme() {
  try {
    return localStorage.getItem(THEME);
  } catch {
    return null;
  }
}

function storeTheme(theme) {
  try {
    if (theme) localStorage.setItem(THEME, theme);
    else localStorage.removeItem(THEME);
  } catch {
    // It holds for this page then.
  }
}

function showTheme(theme) {
  if (theme) document.documentElement.dataset.theme = theme;
  else delete document.documentElement.dataset.theme;
}

function isDark() {
  const theme = document.documentElement.dataset.theme;
  return theme ? theme === "dark" : systemIsDark.matches;
}

function startTheme(button) {
  const label = () => (button.textContent = isDark() ? "Light" : "Dark");
  button.addEventListener("click", () => {
    const chosen = isDark() ? "light" : "dark";
    // What the system would choose anyway needs no memory.
    const kept = chosen === (systemIsDark.matches ? "dark" : "light") ? null : chosen;
    showTheme(kept);
    storeTheme(kept);
    label();
  });
  systemIsDark.addEventListener("change", label);
  label();
  button.hidden = false;
}

showTheme(storedTheme());

// The search. A query is words, each of which has to be somewhere in an entry; the better the places,
// the higher the entry.

const SHOWN = 40;

// What people paste: an address, of which the path is looked for and no token is kept, or an answer,
// of which the errcode is.
function wordsOf(query) {
  const errcode = query.match(/errcode\W{1,6}(-?\d+)/i);
  if (errcode) return [errcode[1]];
  const path = query.replace(/^\s*(?:GET|POST)\s+(?=\/|https?:)/i, "").replace(/^\s*https?:\/\/[^/\s]+/i, "").replace(/\?.*$/s, "");
  return path.toLowerCase().split(/\s+/).filter(Boolean);
}

// How well a word fits a text: all of it, its start, the start of a word in it, anywhere.
function fit(text, word) {
  const at = text.toLowerCase().indexOf(word);
  if (at < 0) return 0;
  const share = word.length / text.length;
  if (share === 1) return 1;
  if (at === 0) return 0.6 + 0.3 * share;
  return (startsWordSomewhere(text, word) ? 0.4 : 0.2) + 0.2 * share;
}

function startsWordSomewhere(text, word) {
  const lower = text.toLowerCase();
  for (let at = lower.indexOf(word); at >= 0; at = lower.indexOf(word, at + 1)) {
    const [before, first] = [text[at - 1], text[at]];
    if (!/[\p{L}\p{N}]/u.test(before) || (/\p{Lu}/u.test(first) && !/\p{Lu}/u.test(before))) return true;
  }
  return false;
}

// An entry of any kind: where it leads, what it shows, and what it is found by, each with a weight.
function entriesOf(index) {
  const endpoint = (it) => ({
    kind: "endpoint",
    href: `endpoint/${it.id}.html`,
    what: it.name,
    why: it.summary,
    code: it.paths[0],
    texts: [[it.name, 10], [it.id, 9], ...it.paths.map((path) => [path, 8]), [it.cloud ?? "", 5], [it.summary, 3], [it.section, 2]],
    fields: it.fields.flatMap(([owner, names]) =>
      names.map((name) => {
        const [wire, rust] = name.split("\t");
        return { owner, wire, rust: rust ?? wire };
      }),
    ),
  });
  const errcode = (it) => ({
    kind: "errcode",
    href: `errcode/${it.code}.html`,
    what: `${it.code} ${it.name}`,
    why: it.summary,
    number: it.code,
    texts: [[it.name, 8], [it.words, 4], [it.summary, 3], [it.remedy, 1]],
  });
  const other = (kind, page) => (it) => ({
    kind,
    href: `${page}.html#${it.anchor}`,
    what: it.name,
    why: it.summary,
    texts: [[it.name, 7], [it.summary, 3]],
  });
  return [
    ...index.endpoints.map(endpoint),
    ...index.errcodes.map(errcode),
    ...index.types.map(other("type", "types")),
    ...index.sets.map(other("permission set", "permission-sets")),
  ];
}

// The points of an entry for all words, and the field that it was found by, if it was by one.
function judge(entry, words) {
  let points = 0;
  let field = null;
  for (const word of words) {
    let best = numberFit(entry.number, word) * 20;
    for (const [text, weight] of entry.texts) best = Math.max(best, fit(text, word) * weight);
    for (const candidate of entry.fields ?? []) {
      const found = Math.max(fit(candidate.wire, word), fit(candidate.rust, word)) * 4;
      if (found > best) [best, field] = [found, candidate];
    }
    if (best === 0) return null;
    points += best;
  }
  return { entry, points, field };
}

// A number is found by its first digits; the sign may be left out, but counts when it is there.
function numberFit(number, word) {
  if (number === undefined || !/^-?\d+$/.test(word)) return 0;
  if (number === word) return 1;
  const digits = word.startsWith("-") ? number : number.replace("-", "");
  if (digits === word) return 0.9;
  return digits.startsWith(word) ? 0.4 + 0.2 * (word.length / digits.length) : 0;
}

function search(entries, query) {
  const words = wordsOf(query);
  if (words.length === 0) return { hits: [], words, near: false };
  const hits = entries.map((entry) => judge(entry, words)).filter(Boolean);
  if (hits.length > 0) {
    hits.sort((a, b) => b.points - a.points || compare(a.entry.what, b.entry.what));
    return { hits, words, near: false };
  }
  return { hits: nearOf(entries, words.join("")), words: [], near: true };
}

function compare(a, b) {
  return a < b ? -1 : a > b ? 1 : 0;
}

// Names that a query which nothing fits may have meant: at most every fourth letter is another.
function nearOf(entries, query) {
  const likeness = (text) => 1 - distance(text.toLowerCase(), query) / Math.max(text.length, query.length);
  const names = (entry) => entry.texts.slice(0, entry.kind === "endpoint" ? 3 : 1).map(([text]) => text);
  return entries
    .map((entry) => ({ entry, points: Math.max(...names(entry).map(likeness)), field: null }))
    .filter((hit) => hit.points >= 0.75)
    .sort((a, b) => b.points - a.points || compare(a.entry.what, b.entry.what))
    .slice(0, 5);
}

// How many letters have to be added, dropped, changed or swapped with the next.
function distance(one, other) {
  let [before, last] = [[], Array.from({ length: other.length + 1 }, (_, at) => at)];
  for (let row = 1; row <= one.length; row++) {
    const next = [row];
    for (let at = 1; at <= other.length; at++) {
      const same = one[row - 1] === other[at - 1];
      next[at] = Math.min(last[at] + 1, next[at - 1] + 1, last[at - 1] + (same ? 0 : 1));
      const swapped = row > 1 && at > 1 && one[row - 1] === other[at - 2] && one[row - 2] === other[at - 1];
      if (swapped) next[at] = Math.min(next[at], before[at - 2] + 1);
    }
    [before, last] = [last, next];
  }
  return last[other.length];
}

// The results, as elements. No text is ever read as HTML.

function element(name, className, ...children) {
  const made = document.createElement(name);
  if (className) made.className = className;
  made.append(...children);
  return made;
}

function marked(text, words) {
  const lower = text.toLowerCase();
  const parts = [];
  let start = 0;
  while (start < text.length) {
    const next = words.map((word) => [lower.indexOf(word, start), word.length]).filter(([at]) => at >= 0).sort((a, b) => a[0] - b[0] || b[1] - a[1])[0];
    if (!next || lower.length !== text.length) break;
    const [at, length] = next;
    parts.push(text.slice(start, at), element("mark", "", text.slice(at, at + length)));
    start = at + length;
  }
  return [...parts, text.slice(start)];
}

function hitElement({ entry, field }, number, words, root) {
  const why = element("span", "why");
  if (field) why.append("field ", element("code", "", ...marked(field.wire, words)), field.rust === field.wire ? "" : ` (${field.rust})`, " · ");
  else if (entry.code) why.append(element("code", "", ...marked(entry.code, words)), " · ");
  why.append(...marked(entry.why, words));
  const made = element("a", "hit", element("span", "what", ...marked(entry.what, words)), element("span", "kind", entry.kind), why);
  made.href = root + entry.href + (field ? `#${field.owner}.${anchorOf(field.wire)}` : "");
  made.id = `hit-${number}`;
  made.tabIndex = -1;
  made.setAttribute("role", "option");
  made.setAttribute("aria-selected", "false");
  return made;
}

// As the pages make their ids.
function anchorOf(text) {
  return text.replace(/[^A-Za-z0-9\-_./]/gu, (char) => `~${char.codePointAt(0).toString(16)}.`);
}

function startSearch(box) {
  const root = document.body.dataset.root;
  const input = box.querySelector("input");
  const panel = box.querySelector(".panel");
  const said = box.querySelector(".said");
  const results = box.querySelector("#results");
  let entries = null;
  let selected = -1;

  const open = (isOpen) => {
    panel.hidden = !isOpen;
    input.setAttribute("aria-expanded", String(isOpen));
  };
  const select = (number) => {
    const hits = [...results.children];
    if (hits.length === 0) return;
    selected = (number + hits.length) % hits.length;
    hits.forEach((hit, index) => hit.setAttribute("aria-selected", String(index === selected)));
    input.setAttribute("aria-activedescendant", hits[selected].id);
    hits[selected].scrollIntoView({ block: "nearest" });
  };
  const show = () => {
    const { hits, words, near } = search(entries, input.value);
    results.replaceChildren(...hits.slice(0, SHOWN).map((hit, number) => hitElement(hit, number, words, root)));
    const count = hits.length === 1 ? "1 result" : `${hits.length} results`;
    said.textContent = hits.length === 0 ? "Nothing found." : near ? "Nothing has that. Names that are near:" : hits.length > SHOWN ? `${count}, the best ${SHOWN} of which are here` : count;
    selected = -1;
    input.removeAttribute("aria-activedescendant");
    open(input.value.trim() !== "");
    select(0);
  };
  const run = () => {
    if (entries) return show();
    loadIndex(root, () => {
      entries = entriesOf(window.referenceIndex);
      show();
    });
  };

  input.addEventListener("input", run);
  input.addEventListener("focus", () => input.value && run());
  input.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown" || event.key === "ArrowUp") select(selected + (event.key === "ArrowDown" ? 1 : -1));
    else if (event.key === "Enter") results.children[selected]?.click();
    else if (event.key === "Escape" && !panel.hidden) open(false);
    else if (event.key === "Escape") input.blur();
    else return;
    event.preventDefault();
  });
  results.addEventListener("click", () => open(false));
  box.addEventListener("focusout", (event) => !box.contains(event.relatedTarget) && open(false));
  document.addEventListener("keydown", (event) => {
    const typing = event.target.closest?.("input, textarea, select, [contenteditable]");
    if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey || typing) return;
    event.preventDefault();
    input.focus();
    input.select();
  });
  box.hidden = false;

  // A query in the address is run: `index.html#q=createEnv`.
  const fromAddress = () => {
    const query = new URLSearchParams(location.hash.startsWith("#q=") ? location.hash.slice(1) : location.search).get("q");
    if (query === null) return;
    input.value = query;
    input.focus();
    run();
  };
  addEventListener("hashchange", fromAddress);
  fromAddress();
}

let waiting = null;

// The index is loaded once, when somebody searches.
function loadIndex(root, then) {
  if (waiting) return waiting.push(then);
  waiting = [then];
  const script = element("script", "");
  script.src = `${root}search-index.js`;
  script.addEventListener("load", () => waiting.forEach((waiter) => waiter()));
  document.head.append(script);
}

document.addEventListener("DOMContentLoaded", () => {
  startTheme(document.querySelector(".theme"));
  startSearch(document.querySelector(".search"));
});
