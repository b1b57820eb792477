// An answer's sentences, with their marks [1] as links to the citations.

import { el } from "../lib/dom.js";
import { documentUrl } from "../lib/words.js";

const MARK = /(\[\d{1,3}\])/;
const ITEM = /^\s*[-•*]\s+/;

/** The answer as paragraphs and lists. A mark with no citation behind it stays plain text. */
export function renderAnswer(text, citations, openCitation) {
  const byNumber = new Map(citations.map((citation) => [citation.number, citation]));
  const nodes = [];
  for (const line of text.split("\n").filter((part) => part.trim())) {
    const children = withLinks(line.replace(ITEM, ""), byNumber, openCitation);
    if (!ITEM.test(line)) nodes.push(el("p", {}, children));
    else if (nodes.at(-1)?.tagName === "UL") nodes.at(-1).append(el("li", {}, children));
    else nodes.push(el("ul", {}, el("li", {}, children)));
  }
  return nodes;
}

function withLinks(line, byNumber, openCitation) {
  // A mark belongs to the words before it: no line may begin with one.
  const joined = line.replace(/\s+(?=\[\d{1,3}\])/g, "\u00a0");
  return joined.split(MARK).map((part) => {
    const citation = MARK.test(part) ? byNumber.get(Number(part.slice(1, -1))) : undefined;
    return citation ? citationLink(citation, openCitation, `[${citation.number}]`, "cite") : part;
  });
}

/** A link to a citation: opens it in the panel; with a modifier key, or without script, as a page of its own. */
export function citationLink(citation, openCitation, words, className) {
  return el(
    "a",
    {
      class: className,
      href: documentUrl(citation.document_id, citation.start, citation.end),
      "data-citation": citation.number,
      "aria-label": className === "cite" ? `Source ${citation.number}: ${citation.title}` : null,
      on: {
        click(event) {
          if (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
          event.preventDefault();
          openCitation(citation, event.currentTarget);
        },
      },
    },
    words,
  );
}
