// A document's blocks as headings, paragraphs, lists and tables. The side panel and the viewer page share it.

import { el } from "../lib/dom.js";
import { rankLevels } from "./headings.js";
import { markedText, touches } from "./marking.js";
import { renderTable } from "./table.js";

const BULLET = /^\s*[-*•·–—▪◦]\s+/u;
const SHORTEST_LOOSE_TEXT = 5;

/**
 * Draws the whole document. `range` is the quote's {start, end} or null, `cell` its table cell or null,
 * `topHeading` the level at which the document's own headings begin on this page.
 */
export function renderDocument(source, { range = null, cell = null, topHeading = 2 } = {}) {
  const article = el("article", { class: "document" });
  const context = { source, range, cell, topHeading, ranks: rankLevels(source.blocks) };
  let list = null;
  let page = 0;
  for (const piece of piecesOf(source, range)) {
    const passed = page;
    while (page < source.pages.length && source.pages[page].start <= piece.start) page += 1;
    if (page > passed) {
      list = null;
      article.append(pageMark(source.pages[page - 1]));
    }
    if (piece.kind === "list_item") {
      if (!list) article.append((list = el("ul")));
      list.append(listItem(piece, context));
    } else {
      list = null;
      article.append(RENDERERS[piece.kind](piece, context));
    }
  }
  return article;
}

/** The first marked place of a drawn document, or null. */
export const firstMark = (article) => article.querySelector("mark") ?? article.querySelector(".cited");

const RENDERERS = {
  heading: (block, context) => {
    const level = Math.min(6, context.topHeading + context.ranks.get(block.level) - 1);
    return el(`h${level}`, { id: `at-${block.start}` }, content(block, context));
  },
  paragraph: (block, context) => el("p", {}, content(block, context)),
  criterion: (block, context) =>
    el("p", { class: "criterion" }, el("span", { class: "tag" }, "Wording of the form"), " ", content(block, context)),
  boilerplate: (block, context) => el("p", { class: "boilerplate" }, content(block, context)),
  loose: (block, context) => el("p", { class: "loose" }, content(block, context)),
  table: (block, { source, range, cell }) => renderTable(block, source, range, cell),
};

const content = (block, { source, range }) => markedText(source, block, range);

function listItem(block, context) {
  const written = context.source.slice(block.start, block.end);
  const bullet = written.match(BULLET)?.[0] ?? "";
  // Numbers and letters are the document's own and stay; a bullet is drawn by the page instead.
  const isNumbered = !bullet && /^\s*\(?(\d{1,3}|[a-z]|[ivx]+)[.)]/i.test(written);
  const item = { start: block.start + Array.from(bullet).length, end: block.end };
  const classes = [`depth-${Math.min(3, block.level)}`, isNumbered && "numbered"].filter(Boolean).join(" ");
  return el("li", { class: classes }, content(item, context));
}

function pageMark({ number, label }) {
  const printed = label && label !== String(number) ? ` (printed ${label})` : "";
  return el("p", { class: "page-mark" }, `Page ${number}${printed}`);
}

/** The blocks in their order, with the text between them that no block holds, where it says anything. */
function* piecesOf(source, range) {
  let reached = 0;
  for (const block of source.blocks) {
    yield* looseText(source, reached, block.start, range);
    yield block;
    reached = Math.max(reached, block.end);
  }
  yield* looseText(source, reached, source.length, range);
}

function* looseText(source, start, end, range) {
  if (end <= start) return;
  const text = source.slice(start, end).trim();
  const says = text.length >= SHORTEST_LOOSE_TEXT && /[\p{L}\p{N}]/u.test(text);
  const piece = { kind: "loose", start, end };
  if (says || (text && touches(piece, range))) yield piece;
}
