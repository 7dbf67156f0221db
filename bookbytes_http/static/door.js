// The door: asks for the installation's key or for somebody's account, whichever the server takes.

import * as api from "./api.js";

const byId = (id) => document.getElementById(id);

export class Door {
  // onOpen is called once, when somebody has come in; who comes in later gets the page anew.
  constructor({ onOpen }) {
    this.onOpen = onOpen;
    this.opened = false;
    this.lastAttempt = Promise.resolve();
    byId("key-form").addEventListener("submit", (event) => {
      event.preventDefault();
      const key = byId("key").value.trim();
      this.#inTurn(() => this.#guard("key-message", () => this.#tryKey(key)));
    });
    byId("account-form").addEventListener("submit", (event) => {
      event.preventDefault();
      const isNew = event.submitter?.value === "register";
      this.#inTurn(() => this.#guard("account-message", () => this.#signIn(isNew)));
    });
    byId("sign-out").addEventListener("click", async () => {
      await api.signOut();
      location.reload();
    });
  }

  // Opens with what is kept in this tab, or asks for it.
  enter() {
    return this.#inTurn(() => this.#open());
  }

  // Shuts what is inside and asks; the problem is the server's 401, which says what it takes.
  ask({ challenge }) {
    const byAccount = challenge === "Bearer";
    byId("shop").hidden = true;
    byId("sign-out").hidden = true;
    byId("key-form").hidden = byAccount;
    byId("account-form").hidden = !byAccount;
    byId(byAccount ? "email" : "key").focus();
    if (!byAccount) byId("key").select();
  }

  // One attempt after the other, and none once the door is open: the late refusal of an earlier one would shut it again.
  #inTurn(attempt) {
    const mine = this.lastAttempt.then(() => byId("shop").hidden && attempt());
    this.lastAttempt = mine.catch(() => {});
    return mine;
  }

  async #open() {
    try {
      await api.openSession();
    } catch (problem) {
      if (problem.status !== 401) throw problem;
      this.ask(problem);
      return;
    }
    if (this.opened) {
      location.reload();
      return;
    }
    this.opened = true;
    for (const id of ["key-form", "account-form"]) byId(id).hidden = true;
    byId("sign-out").hidden = !api.isSignedIn();
    byId("shop").hidden = false;
    await this.onOpen();
  }

  async #tryKey(key) {
    api.keepKey(key);
    await this.#open();
    if (byId("shop").hidden) byId("key-message").textContent = "That is not the key of this installation.";
  }

  async #signIn(isNew) {
    const email = byId("email").value.trim();
    const password = byId("password").value;
    if (isNew) await api.register(email, password);
    await api.signIn(email, password);
    byId("password").value = "";
    await this.#open();
  }

  async #guard(messageId, attempt) {
    byId(messageId).textContent = "";
    try {
      await attempt();
    } catch (problem) {
      byId(messageId).textContent = problem.message;
    }
  }
}
