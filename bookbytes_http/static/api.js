// The server, spoken to with the installation's key or somebody's token; it looks at the one that it takes.

const KEPT_KEY = "bookbytes-key";
const KEPT_TOKEN = "bookbytes-token";

// challenge says what the server takes, where it was given nothing good: ApiKey or Bearer.
export class Problem extends Error {
  constructor(status, code, message, { details = {}, challenge = null } = {}) {
    super(message);
    this.status = status;
    this.code = code;
    this.details = details;
    this.challenge = challenge;
  }
}

// The printed address carries the key behind the #, which browsers never send; it is kept for this tab alone.
export function takeKeyFromAddress() {
  const given = new URLSearchParams(location.hash.slice(1)).get("key");
  if (given) {
    keepKey(given);
    history.replaceState(null, "", location.pathname);
  }
}

export const keepKey = (key) => sessionStorage.setItem(KEPT_KEY, key);
export const isSignedIn = () => sessionStorage.getItem(KEPT_TOKEN) !== null;

// Sends what is kept once for the cookie that audio elements need; what is no good is forgotten.
export async function openSession() {
  try {
    await call("POST", "/auth/session");
  } catch (problem) {
    if (problem.status === 401) forget();
    throw problem;
  }
}

export const register = (email, password) => call("POST", "/auth/register", JSON.stringify({ email, password }));

export async function signIn(email, password) {
  const { access_token: token } = await call("POST", "/auth/login", JSON.stringify({ email, password }));
  sessionStorage.setItem(KEPT_TOKEN, token);
}

export async function signOut() {
  await call("DELETE", "/auth/session").catch(() => {});
  forget();
}

function forget() {
  sessionStorage.removeItem(KEPT_KEY);
  sessionStorage.removeItem(KEPT_TOKEN);
}

function credentials() {
  const [key, token] = [KEPT_KEY, KEPT_TOKEN].map((name) => sessionStorage.getItem(name));
  return { ...(key && { "X-API-Key": key }), ...(token && { Authorization: `Bearer ${token}` }) };
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
    for (const [name, value] of Object.entries(credentials())) request.setRequestHeader(name, value);
    request.upload.onprogress = (event) => onProgress(event.loaded / event.total);
    request.onerror = () => reject(unreachable());
    request.onload = () => {
      const body = parsed(request.responseText);
      if (request.status < 300) resolve(body);
      else reject(problemOf(request.status, body, request.getResponseHeader("WWW-Authenticate")));
    };
    request.send(form);
  });
}

async function call(method, path, body) {
  let answer;
  try {
    answer = await fetch(`/api/v1${path}`, { method, headers: credentials(), body });
  } catch {
    throw unreachable();
  }
  const content = parsed(await answer.text());
  if (!answer.ok) throw problemOf(answer.status, content, answer.headers.get("WWW-Authenticate"));
  return content;
}

function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function problemOf(status, body, challenge) {
  const { code = "error", message = `The server answered ${status}.`, details } = body?.error ?? {};
  return new Problem(status, code, message, { details, challenge });
}

function unreachable() {
  return new Problem(0, "unreachable", "The server does not answer; is `bookbytes serve` still running?");
}
