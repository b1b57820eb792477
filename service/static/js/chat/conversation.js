// The conversation's turns: what was asked, what came back. Kept for the tab's life, so that a look at a whole
// document, or a reload, loses nothing.

const KEY = "report-qa.conversation";
const MOST_HISTORY = 10;

/** A turn's status is "working", "done", "stopped" or "failed"; `reply` is the service's whole reply once done,
 * `feedback` what the reader said of it and the service has taken. */
export class Conversation {
  turns = [];
  draft = "";

  add(question) {
    const turn = { question, status: "working", steps: [], citations: [], text: "", reply: null, error: null, feedback: null };
    this.turns.push(turn);
    return turn;
  }

  remove(turn) {
    this.turns = this.turns.filter((other) => other !== turn);
  }

  clear() {
    this.turns = [];
    this.draft = "";
    this.save();
  }

  /** The finished turns as `history` of the next question; a refusal's message stands for its answer. */
  history() {
    return this.turns
      .filter((turn) => turn.status === "done")
      .slice(-MOST_HISTORY)
      .map(({ question, reply }) => ({ question, answer: reply.answered ? reply.answer : reply.refusal.message }));
  }

  save() {
    const done = this.turns.filter((turn) => turn.status === "done");
    const turns = done.map(({ question, steps, reply, feedback }) => ({ question, steps, reply, feedback }));
    try {
      sessionStorage.setItem(KEY, JSON.stringify({ turns, draft: this.draft }));
    } catch {
      // Storage full or switched off: the conversation still works, it only does not outlive the page.
    }
  }

  /** The conversation of this tab as last saved, or an empty one. */
  static restore() {
    const conversation = new Conversation();
    try {
      const { turns, draft } = JSON.parse(sessionStorage.getItem(KEY)) ?? { turns: [], draft: "" };
      for (const { question, steps, reply, feedback } of turns) {
        const turn = { status: "done", steps, reply, citations: reply.citations, feedback };
        Object.assign(conversation.add(question), turn);
      }
      conversation.draft = draft;
    } catch {
      conversation.turns = []; // unreadable, from an older page: begin anew
    }
    return conversation;
  }
}
