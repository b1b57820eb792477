// The panel beside the conversation: a citation's document, opened at the quote. On a narrow screen it lies over
// the page, which is then out of reach until the panel closes.

import { firstMark, renderDocument } from "../document/render.js";
import { byId, el, makeScrollersReachable } from "../lib/dom.js";
import { getSource } from "../lib/service.js";
import { documentUrl, fold, path, placeAndPeriod, position } from "../lib/words.js";

const BESIDE = matchMedia("(min-width: 64rem)");

export class SourcePanel {
  #panel = byId("source");
  #behind = [byId("bar"), byId("main")];
  #citations = [];
  #index = 0;
  #opener = null;
  #fallback;

  /** `fallback()` takes the focus when the link that opened the panel is gone. */
  constructor(fallback) {
    this.#fallback = fallback;
    document.addEventListener("keydown", (event) => {
      if (event.key === "Escape" && this.isOpen && !event.defaultPrevented) this.close();
    });
    BESIDE.addEventListener("change", () => this.#keepBehindInert());
  }

  get isOpen() {
    return !this.#panel.hidden;
  }

  /** Opens one of an answer's citations; the others can be leafed through. */
  open(citation, citations, opener) {
    this.#citations = citations;
    this.#opener = opener;
    this.#panel.hidden = false;
    document.body.classList.add("has-source");
    this.#keepBehindInert();
    this.#show(citations.indexOf(citation));
  }

  close({ giveFocusBack = true } = {}) {
    if (!this.isOpen) return;
    this.#panel.hidden = true;
    document.body.classList.remove("has-source");
    this.#keepBehindInert();
    this.#markCurrent(null);
    if (!giveFocusBack) return;
    if (this.#opener?.isConnected) this.#opener.focus();
    else this.#fallback();
  }

  #keepBehindInert() {
    for (const element of this.#behind) element.inert = this.isOpen && !BESIDE.matches;
  }

  async #show(index, focusOn = "source-title") {
    this.#index = index;
    const citation = this.#citations[index];
    const body = el("div", { class: "source-body", id: "source-body", tabindex: 0, role: "region", "aria-label": "Text of the source" });
    this.#panel.replaceChildren(this.#head(citation), body);
    this.#markCurrent(citation);
    (byId(focusOn) ?? byId("source-title")).focus({ preventScroll: true });
    body.append(el("p", { class: "facts" }, "Opening the report"));
    try {
      const source = await getSource(citation.document_id);
      if (body.isConnected) drawAt(body, source, citation);
    } catch (error) {
      if (!error.heading) throw error;
      if (body.isConnected) this.#drawFailure(body, citation, error);
    }
  }

  #head(citation) {
    const [last, index] = [this.#citations.length - 1, this.#index];
    const step = (id, name, sign, target) =>
      el(
        "button",
        { type: "button", class: "icon", id, "aria-label": name, title: name, "aria-disabled": String(target < 0 || target > last),
          on: { click: () => target >= 0 && target <= last && this.#show(target, id) } },
        sign,
      );
    const facts = [placeAndPeriod(citation), position(citation)].filter(Boolean);
    return el(
      "header",
      { class: "source-head" },
      el(
        "div",
        { class: "source-tools" },
        el("p", { class: "label" }, last > 0 ? `Source ${index + 1} of ${last + 1}` : "Source"),
        last > 0 && [
          step("source-previous", "Previous source", "‹", index - 1),
          step("source-next", "Next source", "›", index + 1),
        ],
        el("button", { type: "button", class: "icon", id: "source-close", "aria-label": "Close the source", title: "Close (Esc)",
          on: { click: () => this.close() } }, "×"),
      ),
      el("h2", { id: "source-title", tabindex: -1, "aria-describedby": "source-quote" }, citation.title),
      facts.length > 0 && el("p", { class: "facts" }, facts.map((fact) => el("span", {}, fact))),
      citation.section.length > 0 && el("p", { class: "section" }, path(citation.section)),
      el("p", { class: "hidden-text", id: "source-quote" }, `Quoted: ${fold(citation.quote)}`),
      el("a", { class: "whole", href: documentUrl(citation.document_id, citation.start, citation.end) }, "Open the whole document"),
    );
  }

  #drawFailure(body, citation, error) {
    const retry = el("button", { type: "button", class: "quiet", on: { click: () => this.#show(this.#index) } }, "Try again");
    body.replaceChildren(
      el("div", { class: "notice is-error", role: "alert" }, el("h3", {}, error.heading), el("p", {}, error.message), retry),
      el("p", { class: "label" }, "The quote"),
      el("blockquote", { dir: "auto" }, el("mark", {}, fold(citation.quote))),
    );
  }

  #markCurrent(citation) {
    for (const link of document.querySelectorAll("[data-citation][aria-current]")) link.removeAttribute("aria-current");
    const turn = citation && this.#opener?.closest(".turn");
    for (const link of turn?.querySelectorAll(`[data-citation="${citation.number}"]`) ?? []) {
      link.setAttribute("aria-current", "true");
    }
  }
}

function drawAt(body, source, citation) {
  const article = renderDocument(source, { range: citation, cell: citation.cell, topHeading: 3 });
  body.replaceChildren(article);
  makeScrollersReachable(article);
  const mark = firstMark(article);
  if (!mark) {
    article.prepend(el("p", { class: "notice" }, "The quoted place is not in this version of the document."));
    return;
  }
  // Only the panel scrolls, the mark a third down its height; the conversation stays where it is. At great zoom the
  // panel scrolls as a whole, else only the text in it.
  const scroller = body.scrollHeight > body.clientHeight ? body : body.parentElement;
  const distance = mark.getBoundingClientRect().top - scroller.getBoundingClientRect().top;
  scroller.scrollTop += distance - scroller.clientHeight / 3;
}
