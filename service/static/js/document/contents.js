// The table of contents of a document, from its headings.

import { el } from "../lib/dom.js";
import { fold } from "../lib/words.js";
import { rankLevels } from "./headings.js";

const MOST_ENTRIES = 80;
const FEWEST_ENTRIES = 3;

/** The contents as an element, or null where the headings are too few to help. Lower ranks are left out until it fits. */
export function renderContents(source) {
  const ranks = rankLevels(source.blocks);
  const headings = source.blocks.filter((block) => block.kind === "heading");
  const upTo = (rank) => headings.filter((heading) => ranks.get(heading.level) <= rank);
  const deepest = [...ranks.values()].reverse().find((rank) => upTo(rank).length <= MOST_ENTRIES) ?? 1;
  const shown = upTo(deepest);
  if (shown.length < FEWEST_ENTRIES) return null;
  const entries = shown.map((heading) =>
    el(
      "li",
      { class: `depth-${Math.min(3, ranks.get(heading.level) - 1)}` },
      el("a", { href: `#at-${heading.start}` }, fold(source.slice(heading.start, heading.end))),
    ),
  );
  return el("details", { open: true }, el("summary", {}, "Contents"), el("ul", {}, entries));
}
