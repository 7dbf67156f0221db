// The server, spoken to with the installation's key.

const KEPT = "bookbytes-key";

export class Problem extends Error {
  constructor(status, code, message, details = {}) {
    super(message);
    this.status = status;
    this.code = code;
    this.details = details;
  }
}

// The printed address carries the key behind the #, which browsers never send; it is kept for this tab alone.
export function keyFromAddress() {
  const given = new URLSearchParams(location.hash.slice(1)).get("key");
  if (given) {
    sessionStorage.setItem(KEPT, given);
    history.replaceState(null, "", location.pathname);
  }
  return given ?? sessionStorage.getItem(KEPT);
}

export function forgetKey() {
  sessionStorage.removeItem(KEPT);
}

// Sends the key once for the cookie that audio elements need; true when it was right.
export async function openSession(key) {
  sessionStorage.setItem(KEPT, key);
  try {
    await call("POST", "/auth/session");
    return true;
  } catch (problem) {
    if (problem.status !== 401) throw problem;
    forgetKey();
    return false;
  }
}

export const books = (page) => call("GET", `/books?page=${page}&page_size=20`);
export const book = (id) => call("GET", `/books/${id}`);
export const chapters = (id, page) => call("GET", `/books/${id}/chapters?page=${page}&page_size=100`);
export const chapter = (id) => call("GET", `/chapters/${id}`);
export const estimate = (editionId, options) =>
  call("POST", "/books/estimate", JSON.stringify({ edition_id: editionId, options }));
export const process = (editionId, options) =>
  call("POST", "/books/process", JSON.stringify({ edition_id: editionId, options }));
export const cancel = (jobId) => call("POST", `/jobs/${jobId}/cancel`);
export const resume = (jobId) => call("POST", `/jobs/${jobId}/resume`);
export const makeFailed = (id) => call("POST", `/books/${id}/refresh`, JSON.stringify({ only_failed: true }));
export const remove = (id) => call("DELETE", `/books/${id}`);

export const voices = () => call("GET", "/voices");

// Where a voice can be heard, once that is known to work: an audio element cannot tell why it does not.
export async function sampleAddress(voice) {
  const path = `/voices/${encodeURIComponent(voice)}/sample`;
  await call("GET", path);
  return `/api/v1${path}`;
}

export const search = (words, page) =>
  call("POST", `/books/search?page=${page}&page_size=12`, JSON.stringify({ title: words }));
export const work = (id, language) => call("GET", `/books/works/${id}?language=${encodeURIComponent(language)}`);
export const editionByIsbn = (isbn) => call("GET", `/books/isbn/${encodeURIComponent(isbn)}`);

export async function allChapters(id) {
  const found = [];
  for (let page = 1; ; page += 1) {
    const { items, total } = await chapters(id, page);
    found.push(...items);
    if (found.length >= total || items.length === 0) return found;
  }
}

// fetch cannot tell how far an upload is; XMLHttpRequest can.
export function importBook(file, onProgress) {
  const form = new FormData();
  form.append("file", file);
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open("POST", "/api/v1/books/import");
    request.setRequestHeader("X-API-Key", sessionStorage.getItem(KEPT) ?? "");
    request.upload.onprogress = (event) => onProgress(event.loaded / event.total);
    request.onerror = () => reject(unreachable());
    request.onload = () => {
      const body = parsed(request.responseText);
      if (request.status < 300) resolve(body);
      else reject(problemOf(request.status, body));
    };
    request.send(form);
  });
}

async function call(method, path, body) {
  const headers = { "X-API-Key": sessionStorage.getItem(KEPT) ?? "" };
  let answer;
  try {
    answer = await fetch(`/api/v1${path}`, { method, headers, body });
  } catch {
    throw unreachable();
  }
  const content = parsed(await answer.text());
  if (!answer.ok) throw problemOf(answer.status, content);
  return content;
}

function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function problemOf(status, body) {
  const error = body?.error ?? {};
  return new Problem(status, error.code ?? "error", error.message ?? `The server answered ${status}.`, error.details);
}

function unreachable() {
  return new Problem(0, "unreachable", "The server does not answer; is `bookbytes serve` still running?");
}
