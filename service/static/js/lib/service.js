// The service's HTTP calls, and its errors in words for the asker.

import { readEvents } from "./sse.js";

/** What went wrong, for the reader: `heading` in a few words, `message` in a sentence or two. */
export class ServiceError extends Error {
  constructor(heading, message, status = null) {
    super(message);
    this.heading = heading;
    this.status = status;
  }
}

const UNREACHABLE = "The service cannot be reached. It may have stopped, or the connection is gone.";

/** Asks a question and yields {event, data} as the answer is made; ends after "done" or "error". */
export async function* ask(request, signal) {
  const response = await call("/v1/ask", {
    method: "POST",
    headers: { "Content-Type": "application/json", Accept: "text/event-stream" },
    body: JSON.stringify({ ...request, stream: true }),
    signal,
  });
  try {
    for await (const { event, data } of readEvents(response.body)) {
      const parsed = JSON.parse(data);
      if (event === "error") throw problemError(parsed, parsed.status ?? 500);
      yield { event, data: parsed };
      if (event === "done") return;
    }
  } catch (error) {
    if (error instanceof ServiceError || error.name === "AbortError") throw error;
  }
  throw new ServiceError("The answer broke off", "The connection ended before the answer was complete.");
}

/** Tells what the reader thinks of an answer: `{answer_id, rating, comment}`. */
export async function giveFeedback(feedback) {
  const headers = { "Content-Type": "application/json", Accept: "application/json" };
  await call("/v1/feedback", { method: "POST", headers, body: JSON.stringify(feedback) });
}

let readiness = null;

/** Whether the service takes feedback; asked once, and again only where it could not be asked. */
export async function takesFeedback() {
  readiness ??= getJson("/readyz");
  try {
    return (await readiness).feedback;
  } catch (error) {
    readiness = null;
    throw error;
  }
}

export const listDocuments = async () => (await getJson("/v1/documents")).documents;

export const getDocument = (id) => getJson(documentPath(id));

const sources = new Map();

/** The text and structure of a document, fetched once and kept, as what `renderDocument` needs. */
export function getSource(id) {
  if (!sources.has(id)) {
    const loading = loadSource(id);
    sources.set(id, loading);
    loading.catch(() => sources.delete(id)); // so that trying again asks the service again
  }
  return sources.get(id);
}

async function loadSource(id) {
  const path = documentPath(id);
  const [{ text, pages }, { blocks }] = await Promise.all([getJson(`${path}/text`), getJson(`${path}/blocks`)]);
  return { ...sliceByCharacter(text), pages: pages ?? [], blocks };
}

/** The service counts characters, JavaScript counts UTF-16 units: they differ after an emoji or a rare letter. */
function sliceByCharacter(text) {
  if (!/[\ud800-\udbff]/.test(text)) return { length: text.length, slice: (start, end) => text.slice(start, end) };
  const characters = Array.from(text);
  return { length: characters.length, slice: (start, end) => characters.slice(start, end).join("") };
}

const documentPath = (id) => `/v1/documents/${encodeURIComponent(id)}`;

async function getJson(path) {
  const response = await call(path, { headers: { Accept: "application/json" } });
  try {
    return await response.json();
  } catch {
    throw new ServiceError("The service broke off", "The reply ended before it was complete.");
  }
}

async function call(path, options) {
  let response;
  try {
    response = await fetch(path, options);
  } catch (error) {
    if (error.name === "AbortError") throw error;
    throw new ServiceError("No connection", UNREACHABLE);
  }
  if (!response.ok) throw problemError(await readProblem(response), response.status);
  return response;
}

async function readProblem(response) {
  try {
    return await response.json();
  } catch {
    return {}; // a proxy in between may answer with a page of its own
  }
}

const HEADINGS = {
  401: "A key is needed",
  403: "Not allowed",
  404: "Not found",
  413: "Too long",
  422: "The question was not accepted",
  429: "Too many questions at once",
  503: "The service is not ready yet",
};

function problemError(problem, status) {
  const detail = typeof problem.detail === "string" ? problem.detail : problem.title;
  const heading = HEADINGS[status] ?? (status >= 500 ? "Something went wrong in the service" : "That did not work");
  return new ServiceError(heading, detail || `The service answered with status ${status}.`, status);
}
