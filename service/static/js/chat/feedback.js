// What the reader says of an answer: one of three buttons, then a few words if they like. Saying it again replaces it.

import { el } from "../lib/dom.js";
import { giveFeedback, takesFeedback } from "../lib/service.js";

const MOST_COMMENT = 2000;
const CHOICES = [
  { rating: "right", words: "Right", ask: "Anything to add? (optional)" },
  { rating: "wrong", words: "Wrong", ask: "What is wrong, and what would be right? (optional)" },
  { rating: "missing", words: "Something missing", ask: "What is missing? (optional)" },
];

let count = 0;

export class FeedbackView {
  #buttons;
  #comment;
  #commentLabel;
  #form;
  #status = el("p", { class: "feedback-status", role: "status" });
  #wanted = null;
  #sending = Promise.resolve();

  /** `turn` is a finished one; its `feedback` is what the service has, and `onGiven()` is called when that changed. */
  constructor(turn, onGiven) {
    this.turn = turn;
    this.onGiven = onGiven;
    count += 1;
    const [title, note, comment] = ["title", "note", "comment"].map((name) => `feedback-${name}-${count}`);
    this.#buttons = CHOICES.map((choice) => this.#button(choice));
    this.#commentLabel = el("label", { for: comment });
    this.#comment = el("textarea", { id: comment, rows: 2, maxlength: MOST_COMMENT, autocomplete: "off", dir: "auto" });
    this.#form = this.#commentForm();
    const group = { class: "feedback-choice", role: "group", "aria-labelledby": title, "aria-describedby": note };
    this.element = el(
      "div",
      { class: "feedback", hidden: true },
      el("div", group, el("span", { class: "label", id: title }, this.#question()), this.#buttons),
      el("p", { class: "feedback-note", id: note }, "Kept with the question and its answer, for those who run this service."),
      this.#form,
      this.#status,
    );
    this.#comment.value = turn.feedback?.comment ?? "";
    this.#draw(turn.feedback);
    this.#showWhereTaken();
  }

  #question() {
    return this.turn.reply.answered ? "Is this answer right?" : "Is it right that there is no answer?";
  }

  #button({ rating, words }) {
    const press = () => {
      if (this.turn.feedback?.rating === rating && this.#wanted?.rating === rating) return;
      this.#give({ rating, comment: this.turn.feedback?.comment ?? "" });
    };
    return el("button", { type: "button", class: "quiet", "data-rating": rating, on: { click: press } }, words);
  }

  #commentForm() {
    const submit = (event) => {
      event.preventDefault();
      this.#give({ rating: this.#wanted.rating, comment: this.#comment.value.trim() });
    };
    const send = el("button", { type: "submit", class: "quiet" }, "Send these words");
    return el("form", { class: "feedback-words", on: { submit } }, this.#commentLabel, this.#comment, send);
  }

  async #showWhereTaken() {
    try {
      this.element.hidden = !(await takesFeedback());
    } catch (error) {
      if (!error.heading) throw error; // not to be had now: the next answer asks again
    }
  }

  /** One after the other, so that the newest is the one that stays. */
  #give(wanted) {
    this.#draw(wanted);
    this.#tell("");
    this.#sending = this.#sending.then(() => this.#send(wanted));
  }

  async #send(wanted) {
    let words = wanted.comment ? "Thank you: your words are kept." : "Thank you. You can still change it.";
    let failed = false;
    try {
      await giveFeedback({ answer_id: this.turn.reply.id, ...wanted });
      this.turn.feedback = wanted;
      this.onGiven();
    } catch (error) {
      failed = true;
      words = `Not sent. ${error.heading ? error.message : "Something went wrong on this page."} You can try again.`;
      if (!error.heading) console.error(error);
    }
    if (wanted !== this.#wanted) return; // the reader has changed their mind meanwhile
    this.#draw(this.turn.feedback);
    this.#tell(words, failed);
  }

  #draw(feedback) {
    this.#wanted = feedback;
    for (const button of this.#buttons) {
      button.setAttribute("aria-pressed", String(button.dataset.rating === feedback?.rating));
    }
    this.#form.hidden = !this.turn.feedback;
    this.#commentLabel.textContent = CHOICES.find(({ rating }) => rating === feedback?.rating)?.ask ?? "";
  }

  #tell(words, failed = false) {
    this.#status.textContent = words;
    this.#status.classList.toggle("is-error", failed);
  }
}
