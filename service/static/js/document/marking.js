// Marking a range of a document's text, exactly, wherever blocks and cells cut it.

/** Whether a piece of the text and the range share at least one character. */
export const touches = (piece, range) => Boolean(range) && piece.start < range.end && piece.end > range.start;

export const covers = (range, piece) => range.start <= piece.start && range.end >= piece.end;

/** The text of a piece as nodes, with what lies in the range inside a <mark>. */
export function markedText(source, { start, end }, range) {
  if (!touches({ start, end }, range)) return [source.slice(start, end)];
  const from = Math.max(start, range.start);
  const to = Math.min(end, range.end);
  return [source.slice(start, from), ...marked(source.slice(from, to)), source.slice(to, end)].filter((part) => part !== "");
}

/** A <mark> round the words; white space alone is not marked. */
export function marked(words) {
  if (!words.trim()) return [words];
  const mark = document.createElement("mark");
  mark.textContent = words;
  return [mark];
}
