// The page: a door, a book to drop, a shelf that moves, a player.

import * as api from "./api.js";
import { Door } from "./door.js";
import { Finder } from "./find.js";
import { Player } from "./player.js";
import { Shelf } from "./shelf.js";
import { Voices } from "./voices.js";

const byId = (id) => document.getElementById(id);
const player = new Player();
const shelf = new Shelf({ player, onProblem: tellProblem });
const voices = new Voices({ onProblem: tellProblem });
const door = new Door({ onOpen: () => Promise.all([shelf.load(), voices.load()]) });

new Finder({
  onImport: (work) => {
    tell(`Choose the file of “${work.title}”.`);
    byId("file").click();
    byId("file").focus();
  },
  onOrder: async (edition) => {
    const receipt = await ordered(edition.id);
    tell(receipt.message);
    await shelf.show(receipt.audio_book_id);
  },
  onProblem: (problem) => door.ask(problem),
});

// What costs money is asked for first.
async function agreed(editionId) {
  const { cost_usd: cost } = await api.estimate(editionId, options());
  if (!cost.likely) return true;
  const [low, likely, high] = [cost.low, cost.likely, cost.high].map((usd) => usd.toFixed(usd < 0.01 ? 4 : 2));
  return window.confirm(`Making this is likely to cost $${likely} (between $${low} and $${high}). Make it?`);
}

// The file that was brought may be of another edition of the same work: that is the one to make then.
async function ordered(editionId) {
  try {
    return await api.process(editionId, options());
  } catch (problem) {
    if (!problem.details?.other_edition_id) throw problem;
    return api.process(problem.details.other_edition_id, options());
  }
}

function tellProblem(problem) {
  tell(problem.message, true);
  if (problem.status === 401) door.ask(problem);
}

function tell(text, bad = false) {
  byId("message").textContent = text;
  byId("message").classList.toggle("bad", bad);
}

function options() {
  const kind = byId("length").value;
  const voice = voices.chosen ? { voice: voices.chosen } : {};
  return kind ? { [kind]: Number(byId("amount").value), ...voice } : voice;
}

async function take(file) {
  byId("file").disabled = true;
  try {
    tell(`Sending ${file.name} …`);
    const book = await api.importBook(file, (share) => {
      tell(share < 1 ? `Sending ${file.name}: ${Math.round(share * 100)} %` : `Reading ${file.name} …`);
    });
    if (!(await agreed(book.edition_id))) {
      tell(`${book.title} was imported and is not made: find it above when you want it.`);
      return;
    }
    const receipt = await api.process(book.edition_id, options());
    tell(`${book.title}: ${book.chapters.length} chapters. ${receipt.message}`);
    await shelf.show(receipt.audio_book_id);
  } catch (problem) {
    tellProblem(problem);
  } finally {
    byId("file").disabled = false;
    byId("file").value = "";
  }
}

byId("import-form").addEventListener("submit", (event) => event.preventDefault());

byId("file").addEventListener("change", (event) => {
  if (event.target.files.length) take(event.target.files[0]);
});

byId("length").addEventListener("change", (event) => {
  byId("amount-label").hidden = !event.target.value;
  byId("amount").value = event.target.value === "minutes" ? 45 : 150;
});

const drop = byId("drop");
for (const name of ["dragenter", "dragover"]) drop.addEventListener(name, () => drop.classList.add("over"));
for (const name of ["dragleave", "drop"]) drop.addEventListener(name, () => drop.classList.remove("over"));

api.takeKeyFromAddress();
door.enter().catch(tellProblem);
