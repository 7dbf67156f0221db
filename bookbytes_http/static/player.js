// The player: one chapter after the other, with the sentence that is being heard.

import * as api from "./api.js";

const byId = (id) => document.getElementById(id);

export class Player {
  constructor() {
    this.audio = byId("audio");
    this.queue = [];
    this.current = null;
    this.sentences = [];
    this.audio.addEventListener("ended", () => this.#step(1));
    this.audio.addEventListener("timeupdate", () => this.#follow());
    byId("previous").addEventListener("click", () => this.#step(-1));
    byId("next").addEventListener("click", () => this.#step(1));
  }

  // Plays a chapter of a book; the chapters after it follow by themselves.
  async play(book, chapters, chapterId) {
    this.book = book;
    this.queue = chapters.filter((chapter) => chapter.audio_url);
    await this.#start(this.queue.find((chapter) => chapter.id === chapterId));
  }

  // Shows on a chapter's button whether it is the one being played.
  mark(button) {
    button.setAttribute("aria-current", String(button.dataset.chapter === this.current?.id));
  }

  async #start(chapter) {
    this.current = chapter;
    byId("player").hidden = false;
    byId("now-chapter").textContent = `${chapter.number}. ${chapter.title}`;
    byId("now-book").textContent = this.book.tier === "C" ? `${this.book.title} (from memory)` : this.book.title;
    byId("now-sentence").textContent = "";
    for (const button of document.querySelectorAll(".chapters button")) this.mark(button);
    this.audio.src = chapter.audio_url;
    const playing = this.audio.play();
    this.sentences = (await api.chapter(chapter.id)).sentences;
    await playing;
  }

  #step(by) {
    const next = this.queue[this.queue.indexOf(this.current) + by];
    if (next) this.#start(next);
  }

  #follow() {
    const now = this.audio.currentTime;
    const heard = this.sentences.find((sentence) => now >= sentence.start && now < sentence.end);
    if (heard) byId("now-sentence").textContent = heard.text;
  }
}
