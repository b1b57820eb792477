// A table of a document, drawn as a table, with the cited row and cell marked.

import { el } from "../lib/dom.js";
import { fold } from "../lib/words.js";
import { covers, marked, markedText, touches } from "./marking.js";

/** `cell` is the citation's cell where there is one: it singles out the value in the cited row. */
export function renderTable(block, source, range, cell) {
  const { caption, note, head, rows } = block.table;
  const figure = el("figure", { class: "table" });
  const pieces = [...head.flat(), ...rows.flatMap((row) => row.cells)];
  // The quote may stand in the caption or the note, which carry no offsets of their own: then it is shown above.
  if (touches(block, range) && !pieces.some((piece) => touches(piece, range))) {
    const part = { start: Math.max(block.start, range.start), end: Math.min(block.end, range.end) };
    figure.append(el("p", { class: "loose" }, marked(source.slice(part.start, part.end))));
  }
  const table = el(
    "table",
    {},
    // A caption that only repeats the table's first cell is for those who listen.
    caption && el("caption", { class: isFirstCell(caption, head) && "hidden-text" }, caption),
    head.length > 0 && el("thead", {}, head.map((cells) => headRow(cells, source, range))),
    el("tbody", {}, rows.map((row) => bodyRow(row, source, range, cell))),
  );
  figure.append(el("div", { class: "table-scroll", role: "group", "aria-label": caption || "Table" }, table));
  if (note) figure.append(el("figcaption", {}, note));
  return figure;
}

const isFirstCell = (caption, head) => fold(head[0]?.[0]?.text ?? "") === fold(caption);

function headRow(cells, source, range) {
  return el("tr", {}, cells.map((cell) => el("th", { scope: "col" }, cellContent(cell, source, range))));
}

function bodyRow(row, source, range, cited) {
  const isCited = touches(row, range);
  const label = row.label.at(-1);
  const valueAt = isCited && cited ? citedColumn(row, cited) : -1;
  const cells = row.cells.map((cell, index) => {
    const isLabel = index === 0 && Boolean(label) && fold(cell.text) === fold(label);
    const attributes = isLabel ? { scope: "row" } : { class: index === valueAt && "cited-value" };
    return el(isLabel ? "th" : "td", attributes, cellContent(cell, source, range));
  });
  return el("tr", { class: isCited && "cited" }, cells);
}

function citedColumn(row, cited) {
  const column = cited.column.map(fold).join("\n");
  const byHeader = row.header.findIndex((header) => column && header.map(fold).join("\n") === column);
  return byHeader >= 0 ? byHeader : row.cells.findIndex((cell) => fold(cell.text) === fold(cited.value));
}

/** A cell's cleaned text, unless only a part of it is quoted: then the source's own characters, for an exact mark. */
function cellContent(cell, source, range) {
  if (!touches(cell, range)) return cell.text;
  return covers(range, cell) ? marked(cell.text) : markedText(source, cell, range);
}
