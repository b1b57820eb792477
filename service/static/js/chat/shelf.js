// What the shelf holds: the list behind the header's button, the opening words, the example questions.

import { byId, el } from "../lib/dom.js";
import { listDocuments } from "../lib/service.js";
import { documentUrl, listing, placeAndPeriod, plural } from "../lib/words.js";
import { exampleQuestions } from "./examples.js";

/** Fills the shelf; a failure is told in its place, with a way to try again. */
export async function showShelf(onAsk) {
  const body = byId("shelf-body");
  try {
    const documents = await listDocuments();
    byId("shelf-summary").textContent = plural(documents.length, "report");
    body.replaceChildren(...(documents.length ? renderList(documents) : [el("p", {}, "No report has been added yet.")]));
    if (documents.length) showOpening(documents, onAsk);
  } catch (error) {
    if (!error.heading) throw error;
    const retry = el("button", { type: "button", class: "quiet", on: { click: () => showShelf(onAsk) } }, "Try again");
    body.replaceChildren(el("h2", {}, error.heading), el("p", {}, error.message), retry);
    byId("welcome-lead").textContent = `${error.heading}. ${error.message}`;
  }
}

function renderList(documents) {
  const entries = documents.map((document) =>
    el(
      "li",
      {},
      el("a", { href: documentUrl(document.id) }, document.title),
      el("span", { class: "facts" }, placeAndPeriod(document) || document.source),
      unread(document) ? el("span", { class: "facts" }, unread(document)) : null,
    ),
  );
  return [el("h2", { class: "label" }, "Answers come from"), el("ul", {}, entries)];
}

/** What nobody can find in this report, "" where all of it was read. */
function unread({ unread_pages: pages }) {
  if (!pages.length) return "";
  return pages.length === 1 ? `page ${pages[0]} could not be read` : `${pages.length} pages could not be read`;
}

function showOpening(documents, onAsk) {
  const places = [...new Set(documents.map((document) => document.place).filter(Boolean))];
  const years = documents.flatMap((document) => [document.from_year, document.to_year]).filter(Boolean);
  const [first, last] = [Math.min(...years), Math.max(...years)];
  const about = places.length ? ` about ${listing(places)}` : "";
  const when = years.length ? `, ${first === last ? first : `${first} to ${last}`}` : "";
  byId("welcome-lead").textContent =
    `${plural(documents.length, "public report")}${about}${when}. Every answer comes with the very words or the ` +
    "table cell that prove it. When the reports do not say, you are told so.";
  const examples = exampleQuestions(documents).map((question) =>
    el("li", {}, el("button", { type: "button", class: "chip", on: { click: () => onAsk(question) } }, question)),
  );
  byId("examples-list").replaceChildren(...examples);
  byId("examples").hidden = !examples.length;
}

/** The open list closes on Esc and on a click elsewhere, as a menu does. */
export function makeShelfClose() {
  const shelf = byId("shelf");
  shelf.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !shelf.open) return;
    event.stopPropagation();
    shelf.open = false;
    byId("shelf-summary").focus();
  });
  document.addEventListener("click", (event) => {
    if (!shelf.contains(event.target)) shelf.open = false;
  });
}
