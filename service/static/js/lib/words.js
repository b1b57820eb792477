// Facts about documents and citations, put into the words that the reader sees.

/** "Cambridgeshire · 2016/17", or what there is of it. */
export function placeAndPeriod({ place, period }) {
  return [place, period].filter(Boolean).join(" · ");
}

/** "page 12", "page 12 (printed 10)", "pages 12 to 13", "line 40", or "" where the format tells neither. */
export function position(citation) {
  const { page_start: page, page_end: lastPage, page_label: label, line_start: line, line_end: lastLine } = citation;
  const printed = label && label !== String(page) ? ` (printed ${label})` : "";
  if (page) return lastPage && lastPage !== page ? `pages ${page} to ${lastPage}` : `page ${page}${printed}`;
  if (line) return lastLine && lastLine !== line ? `lines ${line} to ${lastLine}` : `line ${line}`;
  return "";
}

export const path = (names) => names.filter(Boolean).join(" › ");

/** The page that shows the quote marked in its whole document. Made here so that no reply can name another place. */
export function documentUrl(id, start, end) {
  const address = `/documents/${encodeURIComponent(id)}`;
  return start === undefined ? address : `${address}?start=${start}&end=${end}`;
}

export const plural = (count, one, many = `${one}s`) => `${count.toLocaleString("en-GB")} ${count === 1 ? one : many}`;

/** White space folded, as quotes are compared and shown. */
export const fold = (text) => text.replace(/\s+/g, " ").trim();

/** "A, B and C", shortened to "A, B and 7 more" where there are many. */
export function listing(names, most = 4) {
  const shown = names.length > most ? [...names.slice(0, most - 1), `${names.length - most + 1} more`] : names;
  return shown.length > 1 ? `${shown.slice(0, -1).join(", ")} and ${shown.at(-1)}` : shown.join("");
}
