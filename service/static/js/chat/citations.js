// The list of sources under an answer: where each quote stands, and its very words or its cell.

import { el } from "../lib/dom.js";
import { fold, path, placeAndPeriod, position } from "../lib/words.js";
import { citationLink } from "./answer-text.js";

export function renderCitations(citations, openCitation) {
  return el("ol", { class: "citations" }, citations.map((citation) => renderCitation(citation, openCitation)));
}

function renderCitation(citation, openCitation) {
  const facts = [placeAndPeriod(citation), position(citation)].filter(Boolean);
  return el(
    "li",
    { class: "citation" },
    el("span", { class: "number", "aria-hidden": "true" }, citation.number),
    el(
      "div",
      { class: "citation-body" },
      el("p", { class: "citation-title" }, citationLink(citation, openCitation, citation.title, "title-link")),
      facts.length > 0 && el("p", { class: "facts" }, facts.map((fact) => el("span", {}, fact))),
      citation.section.length > 0 && el("p", { class: "section" }, path(citation.section)),
      citation.cell ? renderCell(citation) : el("blockquote", { dir: "auto" }, fold(citation.quote)),
    ),
  );
}

/** The cited cell as the smallest table that still explains it: its row, its column, its value. */
function renderCell({ cell, quote }) {
  const table = el(
    "table",
    { class: "cell-proof" },
    cell.table && el("caption", {}, cell.table),
    cell.column.length > 0 &&
      el("thead", {}, el("tr", {}, cell.row.length > 0 && el("td"), el("th", { scope: "col" }, path(cell.column)))),
    el(
      "tbody",
      {},
      el(
        "tr",
        {},
        cell.row.length > 0 && el("th", { scope: "row" }, path(cell.row)),
        el("td", {}, el("mark", {}, cell.value), cell.unit && !cell.value.includes(cell.unit) ? ` ${cell.unit}` : ""),
      ),
    ),
  );
  const row = fold(quote);
  return [table, row !== fold(cell.value) && el("p", { class: "as-printed" }, "As printed: ", el("q", {}, row))];
}
