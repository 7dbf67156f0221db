// The voice to speak with: chosen from a list, heard before it is chosen.

import * as api from "./api.js";

const byId = (id) => document.getElementById(id);

export class Voices {
  constructor({ onProblem }) {
    this.onProblem = onProblem;
    this.select = byId("voice");
    this.button = byId("hear");
    this.audio = new Audio();
    this.audio.preload = "none";
    this.select.addEventListener("change", () => this.#show());
    this.button.addEventListener("click", () => this.#hear());
    this.audio.addEventListener("ended", () => this.#show());
  }

  async load() {
    const { items } = await api.voices();
    const named = [...items].sort((one, other) => one.name.localeCompare(other.name));
    this.select.append(...named.map((voice) => new Option(voice.name, voice.id)));
    byId("voice-label").hidden = items.length === 0;
  }

  // The id of the chosen voice; "" leaves the choice to the book's language.
  get chosen() {
    return this.select.value;
  }

  #show(playing = false) {
    if (!playing) this.audio.pause();
    this.button.hidden = !this.chosen;
    this.button.textContent = playing ? "Stop" : "Listen";
  }

  async #hear() {
    if (!this.audio.paused) return this.#show();
    this.#show(true);
    try {
      this.audio.src = await api.sampleAddress(this.chosen);
      await this.audio.play();
    } catch (problem) {
      this.#show();
      if (problem.name !== "AbortError") this.onProblem(problem);
    }
  }
}
