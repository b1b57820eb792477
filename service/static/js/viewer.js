// The page of one document, with a quote marked where the address names one.

import { renderContents } from "./document/contents.js";
import { firstMark, renderDocument } from "./document/render.js";
import { byId, el, makeScrollersReachable } from "./lib/dom.js";
import { getDocument, getSource } from "./lib/service.js";
import { placeAndPeriod, plural } from "./lib/words.js";

const id = decodeURIComponent(location.pathname.split("/").at(-1));

/** The quote's range from the address, or null where it names none or nonsense. */
function askedRange() {
  const query = new URLSearchParams(location.search);
  const [start, end] = [query.get("start"), query.get("end")];
  if (!/^\d+$/.test(start ?? "") || !/^\d+$/.test(end ?? "")) return null;
  return Number(start) < Number(end) ? { start: Number(start), end: Number(end) } : null;
}

function showHead(document_) {
  document.title = `${document_.title} · Report QA`;
  byId("title").textContent = document_.title;
  const facts = [placeAndPeriod(document_), document_.publisher, document_.kind];
  if (document_.pages) facts.push(plural(document_.pages, "page"));
  byId("facts").replaceChildren(...facts.filter(Boolean).map((fact) => el("span", {}, fact)));
}

function showContents(source) {
  const contents = renderContents(source);
  if (!contents) return;
  contents.open = matchMedia("(min-width: 64rem)").matches;
  byId("contents").append(contents);
  byId("contents").hidden = false;
}

function showText(source, range) {
  const article = renderDocument(source, { range });
  byId("text").replaceChildren(article);
  makeScrollersReachable(article);
  if (!range) return;
  const mark = firstMark(article);
  if (!mark) {
    byId("notice").replaceChildren(el("p", { class: "notice" }, "The quoted place is not in this version of the document."));
    return;
  }
  mark.id = "quote";
  mark.tabIndex = -1;
  byId("to-quote").hidden = false;
  mark.scrollIntoView({ block: "center", behavior: "instant" });
}

function showFailure(error) {
  document.title = `${error.heading} · Report QA`;
  const isUnknown = error.status === 404;
  byId("title").textContent = isUnknown ? "There is no such document" : error.heading;
  const message = isUnknown ? "It may have been removed, or come under another name." : error.message;
  const retry = el("button", { type: "button", class: "quiet", on: { click: () => location.reload() } }, "Try again");
  byId("notice").replaceChildren(el("div", { class: "notice is-error" }, el("p", {}, message), retry));
}

async function open() {
  try {
    const [document_, source] = await Promise.all([getDocument(id), getSource(id)]);
    showHead(document_);
    showContents(source);
    showText(source, askedRange());
  } catch (error) {
    if (!error.heading) throw error;
    showFailure(error);
  }
}

open();
