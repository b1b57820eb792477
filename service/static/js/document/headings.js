// The order of a document's headings. Their levels tell only which stands above which and may leave gaps.

/** From a heading's level to its rank among the levels that the document has: 1, 2, 3 without gaps. */
export function rankLevels(blocks) {
  const levels = new Set(blocks.filter((block) => block.kind === "heading").map((block) => block.level));
  return new Map([...levels].sort((a, b) => a - b).map((level, index) => [level, index + 1]));
}
