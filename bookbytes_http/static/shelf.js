// The shelf: a card for each audio book, looked at again while its job runs.

import * as api from "./api.js";

const LOOK_AGAIN_MS = 1000;
const RUNNING = ["pending", "processing"];
const UNFINISHED = ["completed_with_errors", "failed", "cancelled"];
const STEPS = {
  fetching_metadata: "looking the book up",
  extracting_chapters: "planning the chapters",
  generating_summaries: "summarising and speaking",
  creating_audio: "speaking",
};
const TIERS = {
  B: "outline, from the table of contents alone",
  C: "from a language model’s memory, may be wrong",
};

export class Shelf {
  constructor({ player, onProblem }) {
    this.player = player;
    this.onProblem = onProblem;
    this.list = document.getElementById("shelf");
    this.more = document.getElementById("more");
    this.empty = document.getElementById("empty");
    this.cards = new Map();
    this.page = 0;
    this.more.addEventListener("click", () => this.#guard(this.load()));
  }

  // Shows the next page of the shelf.
  async load() {
    const { items, total, page_size: size } = await api.books(this.page + 1);
    this.page += 1;
    for (const book of items) this.#card(book.id, "append").show(book);
    this.more.hidden = this.page * size >= total;
    this.empty.hidden = this.cards.size > 0;
  }

  // Puts one book on top and opens it.
  async show(id) {
    const card = this.#card(id, "prepend");
    this.list.prepend(card.element);
    this.empty.hidden = true;
    card.show(await api.book(id));
    card.open();
  }

  #card(id, place) {
    if (!this.cards.has(id)) {
      const card = new Card(id, this.player, this.onProblem, () => this.#forget(id));
      this.cards.set(id, card);
      this.list[place](card.element);
    }
    return this.cards.get(id);
  }

  #forget(id) {
    this.cards.get(id).element.remove();
    this.cards.delete(id);
    this.empty.hidden = this.cards.size > 0;
  }

  #guard(promise) {
    promise.catch(this.onProblem);
  }
}

class Card {
  constructor(id, player, onProblem, onRemoved) {
    this.id = id;
    this.player = player;
    this.onProblem = onProblem;
    this.element = document.getElementById("book-card").content.firstElementChild.cloneNode(true);
    this.element.dataset.book = id;
    this.chapters = [];
    this.timer = 0;
    this.#on(".cancel", () => api.cancel(this.book.job.id).then(() => this.refresh()));
    this.#on(".resume", () => api.resume(this.book.job.id).then(() => this.refresh()));
    this.#on(".retry", () => api.makeFailed(this.id).then(() => this.refresh()));
    this.#on(".remove", () => this.#remove(onRemoved));
    this.part("details").addEventListener("toggle", () => this.#guard(this.listChapters()));
  }

  part(selector) {
    return this.element.querySelector(selector);
  }

  open() {
    this.part("details").open = true;
  }

  show(book) {
    this.book = book;
    const running = RUNNING.includes(book.status);
    this.part(".title").textContent = book.title;
    this.part(".authors").textContent = book.authors.join(", ");
    this.part(".tier").hidden = !TIERS[book.tier];
    this.part(".tier").textContent = TIERS[book.tier] ?? "";
    this.part(".facts").textContent = factsOf(book);
    this.part(".work").hidden = !running;
    this.part("progress").value = book.job?.progress ?? 0;
    this.part(".step").textContent = stepOf(book);
    this.part(".error").hidden = !book.error;
    this.part(".error").textContent = book.error?.message ?? "";
    this.part(".cancel").hidden = !running;
    this.part(".resume").hidden = book.status !== "paused";
    this.part(".retry").hidden = !UNFINISHED.includes(book.status);
    this.part(".remove").hidden = running;
    clearTimeout(this.timer);
    if (running) this.timer = setTimeout(() => this.#guard(this.refresh()), LOOK_AGAIN_MS);
  }

  async refresh() {
    this.show(await api.book(this.id));
    await this.listChapters();
  }

  async listChapters() {
    if (!this.part("details").open) return;
    this.chapters = await api.allChapters(this.id);
    this.part(".chapters").replaceChildren(...this.chapters.map((chapter) => this.#row(chapter)));
  }

  #row(chapter) {
    const row = document.createElement("li");
    const button = document.createElement("button");
    button.type = "button";
    button.dataset.chapter = chapter.id;
    button.disabled = !chapter.audio_url;
    button.append(
      span("number", `${chapter.number}`),
      span("name", chapter.title),
      span("length", lengthOf(chapter)),
    );
    button.addEventListener("click", () => this.#guard(this.player.play(this.book, this.chapters, chapter.id)));
    this.player.mark(button);
    row.append(button);
    return row;
  }

  async #remove(onRemoved) {
    if (!window.confirm(`Remove the audio summary of “${this.book.title}”?`)) return;
    clearTimeout(this.timer);
    await api.remove(this.id);
    onRemoved();
  }

  #on(selector, act) {
    this.part(selector).addEventListener("click", () => this.#guard(act()));
  }

  #guard(promise) {
    promise.catch((problem) => {
      this.onProblem(problem);
      if (problem.status === 0) this.timer = setTimeout(() => this.#guard(this.refresh()), 5 * LOOK_AGAIN_MS);
    });
  }
}

function span(name, text) {
  const element = document.createElement("span");
  element.className = name;
  element.textContent = text;
  return element;
}

function factsOf(book) {
  const facts = [];
  if (book.chapters) facts.push(`${book.chapters_done} of ${book.chapters} chapters`);
  if (book.duration_seconds) facts.push(clock(book.duration_seconds));
  if (book.tier === "A") facts.push("from the book’s own text");
  facts.push(...orderedOf(book.options));
  if (["cancelled", "paused", "failed"].includes(book.status)) facts.push(book.status);
  return facts.join(" · ");
}

/** What tells two orders of one book apart. */
function orderedOf(options) {
  const facts = [];
  if (options.minutes) facts.push(`told in ${options.minutes} min`);
  if (options.words_per_chapter) facts.push(`${options.words_per_chapter} words a chapter`);
  if (options.chapters.length) facts.push(`only chapters ${short(options.chapters)}`);
  if (options.voice) facts.push(`voice ${options.voice}`);
  return facts;
}

function short(numbers) {
  return numbers.slice(0, 6).join(", ") + (numbers.length > 6 ? " …" : "");
}

function stepOf(book) {
  const job = book.job;
  if (!job || job.status === "pending") return "waiting";
  const count = job.chapters ? `, ${job.chapters_done} of ${job.chapters} chapters done` : "";
  return `${job.progress} % – ${STEPS[job.current_step] ?? "working"}${count}`;
}

function lengthOf(chapter) {
  if (chapter.status === "failed") return "failed";
  return chapter.duration_seconds ? clock(chapter.duration_seconds) : "…";
}

export function clock(seconds) {
  const whole = Math.round(seconds);
  const parts = [Math.floor(whole / 60) % 60, whole % 60].map((part) => String(part).padStart(2, "0"));
  const hours = Math.floor(whole / 3600);
  return hours ? `${hours}:${parts.join(":")}` : parts.join(":");
}
