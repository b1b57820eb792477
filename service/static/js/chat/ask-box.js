// The question box: grows with its text, sends on Enter, tells when the text is too long.

import { byId } from "../lib/dom.js";
import { plural } from "../lib/words.js";

const LIMIT = 2000;
const SHOW_COUNT_FROM = 1700;

export class AskBox {
  #box = byId("question");
  #send = byId("send");
  #stop = byId("stop");
  #count = byId("ask-count");
  #busy = false;

  /** `onAsk(question)` is called with a question fit to send, `onStop()` when the reader has had enough. */
  constructor({ onAsk, onStop, onDraft }) {
    this.onAsk = onAsk;
    this.onDraft = onDraft;
    byId("ask").addEventListener("submit", (event) => {
      event.preventDefault();
      this.#submit();
    });
    this.#box.addEventListener("keydown", (event) => this.#onKey(event));
    this.#box.addEventListener("input", () => this.#changed());
    this.#stop.addEventListener("click", onStop);
  }

  get text() {
    return this.#box.value;
  }

  set text(value) {
    this.#box.value = value;
    this.#changed();
  }

  set busy(busy) {
    const hadFocus = document.activeElement === this.#stop || document.activeElement === this.#send;
    this.#busy = busy;
    this.#send.hidden = busy;
    this.#stop.hidden = !busy;
    // The button that was pressed is gone now: the focus must not fall to the top of the page.
    if (hadFocus) (busy ? this.#stop : this.#box).focus({ preventScroll: true });
  }

  focus() {
    this.#box.focus({ preventScroll: true });
  }

  #onKey(event) {
    // Enter that ends an input method's composition chooses a word; it does not send.
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    this.#submit();
  }

  #submit() {
    const question = this.text.trim();
    if (this.#busy || this.#excess() > 0) return;
    if (question) this.onAsk(question);
    else this.focus();
  }

  #length() {
    return this.text.length <= SHOW_COUNT_FROM ? this.text.length : Array.from(this.text).length;
  }

  #excess() {
    return this.#length() - LIMIT;
  }

  #changed() {
    this.#box.style.height = "auto";
    this.#box.style.height = `${this.#box.scrollHeight}px`;
    const excess = this.#excess();
    this.#box.setAttribute("aria-invalid", String(excess > 0));
    this.#count.classList.toggle("is-over", excess > 0);
    if (excess > 0) this.#count.textContent = `Too long by ${plural(excess, "character")}`;
    else this.#count.textContent = this.#length() > SHOW_COUNT_FROM ? `${plural(-excess, "character")} left` : "";
    this.onDraft(this.text);
  }
}
