// Finding a book: words or a number in, works with covers out, and of the chosen work the edition to take.

import * as api from "./api.js";
import { coverOf } from "./cover.js";

const byId = (id) => document.getElementById(id);
const READER = navigator.language || "en";
const LANGUAGES = new Intl.DisplayNames(["en"], { type: "language", fallback: "code" });
const KINDS = {
  summary_of: "summary of a book",
  analysis_of: "analysis of a book",
  study_guide: "study guide",
  workbook: "workbook",
  companion: "companion to a book",
};

// What somebody typed who meant an ISBN, be it a right one or not.
export function looksLikeIsbn(text) {
  return /^(urn:)?isbn[\s:-]/i.test(text) || /^(?:\d[\s\u2010-\u2015-]*){9,12}[\dx]$/i.test(text);
}

export class Finder {
  // onImport is told of the work whose file is wanted, onOrder of the edition that is to be made.
  constructor({ onImport, onOrder, onProblem }) {
    this.onProblem = onProblem;
    this.asked = 0;
    this.opener = null;
    byId("find-form").addEventListener("submit", (event) => {
      event.preventDefault();
      this.#guard(this.#find(byId("words").value.trim()));
    });
    byId("found-more").addEventListener("click", () => this.#guard(this.#more()));
    byId("choice-import").addEventListener("click", () => onImport(this.work));
    byId("choice-make").addEventListener("click", () => this.#guard(onOrder(this.chosen)));
    byId("choice-back").addEventListener("click", () => this.#back());
  }

  async #find(words) {
    this.#leave();
    this.opener = null;
    this.words = words;
    this.page = 0;
    byId("found").replaceChildren();
    byId("found-more").hidden = true;
    tell("Searching …");
    if (looksLikeIsbn(words)) await this.#byIsbn(words);
    else await this.#more();
  }

  async #more() {
    const asked = ++this.asked;
    const { items, total, total_is_minimum: more, note } = await api.search(this.words, this.page + 1);
    if (asked !== this.asked) return;
    this.page += 1;
    const rows = items.map((work) => this.#row(work));
    byId("found").append(...rows);
    const shown = byId("found").children.length;
    byId("found-more").hidden = shown >= total || items.length === 0;
    tell([counted(total, more), note].filter(Boolean).join(" "));
    if (this.page > 1) rows[0]?.querySelector("button").focus();
  }

  async #byIsbn(isbn) {
    const asked = ++this.asked;
    const found = await api.editionByIsbn(isbn);
    if (asked !== this.asked) return;
    tell(found.note ?? "");
    await this.#choose(found.work.id, found.language, found);
  }

  #row(work) {
    const row = byId("work-card").content.firstElementChild.cloneNode(true);
    const part = (name) => row.querySelector(`.${name}`);
    part("cover").replaceWith(coverOf(work));
    part("title").textContent = work.title;
    part("authors").textContent = work.authors.join(", ");
    part("facts").textContent = factsOf(work);
    badge(part("kind"), KINDS[work.kind]);
    const button = row.querySelector("button");
    button.addEventListener("click", () => {
      this.opener = button;
      this.#guard(this.#choose(work.id, READER));
    });
    return row;
  }

  // Shows the work with its editions; of a number that was typed, `byNumber` is what the server said.
  async #choose(id, language, byNumber) {
    const asked = ++this.asked;
    const work = await api.work(id, language);
    if (asked !== this.asked) return;
    this.work = work;
    const take = byNumber?.latest ?? work.suggested_edition;
    byId("choice-cover").replaceWith(coverOf(work, "choice-cover"));
    byId("choice-title").textContent = work.title;
    byId("choice-authors").textContent = work.authors.join(", ");
    byId("choice-why").textContent = whyOf(work, take, byNumber);
    byId("editions").replaceChildren(...work.editions.map((edition) => this.#edition(edition, take, byNumber)));
    byId("editions").closest("fieldset").hidden = work.editions.length === 0;
    this.#take(take);
    byId("choice-back").hidden = !this.opener;
    for (const id of ["found", "found-more"]) byId(id).classList.add("behind");
    byId("choice").hidden = false;
    byId("choice-title").focus();
    if (work.note) tell(work.note);
  }

  #edition(edition, take, byNumber) {
    const row = byId("edition-row").content.firstElementChild.cloneNode(true);
    const input = row.querySelector("input");
    row.querySelector(".edition").textContent = editionLine(edition);
    input.value = edition.id;
    input.checked = edition.id === take?.id;
    input.addEventListener("change", () => this.#take(edition));
    if (edition.id === byNumber?.id) badge(row.querySelector(".kind"), "the one you asked for");
    else if (input.checked) badge(row.querySelector(".kind"), `latest in ${languageOf(edition)}`);
    return row;
  }

  #take(edition) {
    this.chosen = edition;
    byId("choice-make").hidden = !edition;
  }

  #back() {
    this.#leave();
    this.opener?.focus();
  }

  #leave() {
    this.asked += 1;
    byId("choice").hidden = true;
    for (const id of ["found", "found-more"]) byId(id).classList.remove("behind");
  }

  #guard(promise) {
    promise.catch((problem) => {
      tell(problem.message, true);
      if (problem.status === 401) this.onProblem(problem);
    });
  }
}

function tell(text, bad = false) {
  byId("find-message").textContent = text;
  byId("find-message").classList.toggle("bad", bad);
}

function badge(element, text) {
  element.hidden = !text;
  element.textContent = text ?? "";
}

function counted(total, more) {
  if (!total) return "Nothing found.";
  return total === 1 ? "One work found." : `${more ? "At least " : ""}${total.toLocaleString("en")} works found.`;
}

function factsOf(work) {
  const count = work.edition_count;
  return [work.first_publish_year, count && `${count} edition${count === 1 ? "" : "s"}`].filter(Boolean).join(" · ");
}

function whyOf(work, take, byNumber) {
  if (!take) return "No edition of it is known yet.";
  if (byNumber && !byNumber.is_latest) {
    const asked = byNumber.publish_year ? `the ${byNumber.publish_year} edition` : "an edition without a year";
    return `You asked for ${asked}; the latest in ${languageOf(take)} is ${take.publish_year}. It is chosen below.`;
  }
  const year = take.publish_year ? `, ${take.publish_year}` : "";
  return `Chosen: the latest edition in ${languageOf(take)}${year}.`;
}

function editionLine(edition) {
  const title = edition.title ? `“${edition.title}”` : "";
  const told = [edition.publish_year ?? "no year", languageOf(edition), title, edition.publisher];
  return [...told, edition.isbn && `ISBN ${edition.isbn}`].filter(Boolean).join(" · ");
}

function languageOf(edition) {
  if (edition.language === "und") return "an unknown language";
  try {
    return LANGUAGES.of(edition.language);
  } catch {
    return edition.language;
  }
}
