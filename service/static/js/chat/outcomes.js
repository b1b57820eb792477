// What is shown in place of an answer: a refusal with the nearest thing, a stop, an error.

import { el } from "../lib/dom.js";
import { renderCitations } from "./citations.js";

const REFUSALS = {
  not_in_documents: "The reports do not say",
  off_topic: "This is not what the reports are about",
  too_vague: "The question can be read in several ways",
};

export function renderRefusal(reply, openCitation) {
  const { reason, message, nearest } = reply.refusal;
  const close = reply.citations.filter((citation) => nearest.includes(citation.number));
  return el(
    "section",
    { class: "refusal", "aria-label": "No answer" },
    el("h3", {}, REFUSALS[reason] ?? REFUSALS.not_in_documents),
    el("p", { dir: "auto" }, message),
    close.length > 0 && [
      el("h4", { class: "label" }, "The nearest thing found"),
      el("p", { class: "not-an-answer" }, "This is not an answer to the question."),
      renderCitations(close, openCitation),
    ],
  );
}

/** For a turn that was stopped or that failed: what happened, what is kept, and a way to try again. */
export function renderFailure(turn, onRetry) {
  const isStopped = turn.status === "stopped";
  const again = el("button", { type: "button", class: "quiet", on: { click: onRetry } }, isStopped ? "Ask again" : "Try again");
  const incomplete = turn.text && el("p", {}, "What is shown above is not the whole answer.");
  if (isStopped) return el("div", { class: "notice" }, el("p", {}, "Stopped."), incomplete, again);
  return el(
    "div",
    { class: "notice is-error" },
    el("h3", {}, turn.error.heading),
    el("p", {}, turn.error.message),
    incomplete,
    el("p", {}, "Nothing is lost: your question is kept."),
    again,
  );
}
