// One turn on the page: the question, the steps while it works, then the answer, a refusal or what went wrong.

import { el } from "../lib/dom.js";
import { fold, plural } from "../lib/words.js";
import { citationLink, renderAnswer } from "./answer-text.js";
import { renderCitations } from "./citations.js";
import { FeedbackView } from "./feedback.js";
import { renderFailure, renderRefusal } from "./outcomes.js";

const LOOSE_MATCH_BELOW = 0.35;

export class TurnView {
  #steps = el("ol", { class: "steps" });
  #body = el("div", { class: "turn-body" });
  #showAllSteps = null;
  #feedback = null;

  /** `actions` holds openCitation(citation, turn, link), ask(question), retry(turn) and save(). */
  constructor(turn, actions) {
    this.turn = turn;
    this.actions = actions;
    this.openCitation = (citation, link) => actions.openCitation(citation, turn, link);
    this.element = el(
      "article",
      { class: "turn", "aria-busy": "true" },
      el("h2", { class: "question", dir: "auto", tabindex: -1 }, turn.question),
      this.#steps,
      this.#body,
    );
    this.update();
  }

  /** Draws the turn as it stands now. */
  update() {
    const { turn } = this;
    const isWorking = turn.status === "working";
    this.element.dataset.status = turn.status;
    this.element.setAttribute("aria-busy", String(isWorking));
    this.#drawSteps(isWorking);
    this.#body.replaceChildren(...this.#content().flat(Infinity).filter(Boolean));
  }

  #drawSteps(isWorking) {
    const steps = isWorking && !this.turn.steps.length ? [{ message: "Sending the question" }] : this.turn.steps;
    this.#steps.replaceChildren(...steps.map((step) => el("li", {}, step.message)));
    if (!isWorking && !this.#showAllSteps) {
      const summary = el("summary", {}, "How this was looked for");
      this.#showAllSteps = el("details", { class: "steps-done", hidden: !steps.length }, summary);
      this.#steps.replaceWith(this.#showAllSteps);
      this.#showAllSteps.append(this.#steps);
    }
    if (!isWorking) this.element.append(this.#showAllSteps);
  }

  #content() {
    const { turn } = this;
    if (turn.status === "done") return turn.reply.answered ? this.#answer() : this.#refusal();
    const partial = turn.text && el("div", { class: "answer is-partial", dir: "auto" }, this.#answerText(turn.text));
    if (turn.status === "working") return [partial];
    return [partial, renderFailure(turn, () => this.actions.retry(turn))];
  }

  #answerText(text) {
    return renderAnswer(text, this.turn.citations, this.openCitation);
  }

  #answer() {
    const { reply } = this.turn;
    return [
      this.#understood(),
      el("div", { class: "answer", dir: "auto" }, this.#answerText(reply.answer)),
      this.#workings(),
      reply.confidence < LOOSE_MATCH_BELOW &&
        el("p", { class: "caution" }, "The match is loose here: read the source before you rely on it."),
      reply.citations.length > 0 && [
        el("h3", { class: "label" }, plural(reply.citations.length, "source")),
        renderCitations(reply.citations, this.openCitation),
      ],
      this.#feedbackElement(),
      this.#suggestions("Ask next"),
    ];
  }

  #refusal() {
    return [
      this.#understood(),
      renderRefusal(this.turn.reply, this.openCitation),
      this.#feedbackElement(),
      this.#suggestions("Try instead"),
    ];
  }

  #feedbackElement() {
    this.#feedback ??= new FeedbackView(this.turn, this.actions.save);
    return this.#feedback.element;
  }

  #understood() {
    const { question, standalone_question: understood } = this.turn.reply;
    if (!understood || fold(understood) === fold(question)) return null;
    return el("p", { class: "understood", dir: "auto" }, "Understood as: ", el("q", {}, understood));
  }

  /** The sum behind each computed figure. */
  #workings() {
    const computed = this.turn.reply.statements.filter((statement) => statement.calculation);
    if (!computed.length) return null;
    const byNumber = new Map(this.turn.reply.citations.map((citation) => [citation.number, citation]));
    const links = (numbers) =>
      numbers
        .filter((number) => byNumber.has(number))
        .map((number) => citationLink(byNumber.get(number), this.openCitation, `[${number}]`, "cite"));
    return el(
      "div",
      { class: "workings" },
      el("h3", { class: "label" }, "Worked out as"),
      computed.map((statement) => el("p", {}, statement.calculation, " ", links(statement.citations))),
    );
  }

  #suggestions(heading) {
    const { suggestions } = this.turn.reply;
    if (!suggestions?.length) return null;
    const buttons = suggestions.map((question) =>
      el("li", {}, el("button", { type: "button", class: "chip", on: { click: () => this.actions.ask(question) } }, question)),
    );
    return el("div", { class: "suggestions" }, el("h3", { class: "label" }, heading), el("ul", {}, buttons));
  }
}
