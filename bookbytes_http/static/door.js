// The door: asks for the installation's key or for somebody's account, whichever the server takes.

import * as api from "./api.js";

const byId = (id) => document.getElementById(id);

export class Door {
  // onOpen is called once, when somebody has come in; who comes in later gets the page anew.
  constructor({ onOpen }) {
    this.onOpen = onOpen;
    this.opened = false;
    byId("key-form").addEventListener("submit", (event) => {
      event.preventDefault();
      api.keepKey(byId("key").value.trim());
      this.#guard("key-message", this.#tryKey());
    });
    byId("account-form").addEventListener("submit", (event) => {
      event.preventDefault();
      this.#guard("account-message", this.#signIn(event.submitter?.value === "register"));
    });
    byId("sign-out").addEventListener("click", async () => {
      await api.signOut();
      location.reload();
    });
  }

  // Opens with what is kept in this tab, or asks for it.
  async enter() {
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

  async #tryKey() {
    await this.enter();
    if (byId("shop").hidden) byId("key-message").textContent = "That is not the key of this installation.";
  }

  async #signIn(isNew) {
    const email = byId("email").value.trim();
    const password = byId("password").value;
    if (isNew) await api.register(email, password);
    await api.signIn(email, password);
    byId("password").value = "";
    await this.enter();
  }

  async #guard(messageId, promise) {
    byId(messageId).textContent = "";
    try {
      await promise;
    } catch (problem) {
      byId(messageId).textContent = problem.message;
    }
  }
}
