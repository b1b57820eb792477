// The chat page: puts its parts together and takes a question through them.

import { AskBox } from "./chat/ask-box.js";
import { Conversation } from "./chat/conversation.js";
import { makeShelfClose, showShelf } from "./chat/shelf.js";
import { SourcePanel } from "./chat/source-panel.js";
import { TurnView } from "./chat/turn-view.js";
import { byId, scrollBehaviour } from "./lib/dom.js";
import * as service from "./lib/service.js";
import { plural } from "./lib/words.js";

const conversation = Conversation.restore();
const views = new Map();
let running = null;

const panel = new SourcePanel(() => box.focus());
const box = new AskBox({
  onAsk: ask,
  onStop: () => running?.abort(),
  onDraft: (text) => {
    conversation.draft = text;
  },
});
const actions = {
  ask,
  retry,
  save: () => conversation.save(),
  openCitation: (citation, turn, link) => panel.open(citation, turn.reply?.citations ?? turn.citations, link),
};

function show(turn) {
  const view = new TurnView(turn, actions);
  views.set(turn, view);
  byId("conversation").append(view.element);
  return view;
}

function drop(turn) {
  conversation.remove(turn);
  views.get(turn)?.element.remove();
  views.delete(turn);
}

function setEmpty(isEmpty) {
  byId("main").classList.toggle("is-empty", isEmpty);
  byId("new-conversation").hidden = isEmpty;
}

function announce(words) {
  byId("announcer").textContent = words;
}

/** Takes one question all the way. A question before it that failed or was stopped gives way to its own retry. */
async function ask(question) {
  if (running) return;
  const previous = conversation.turns.at(-1);
  if (previous && previous.status !== "done" && previous.question === question) drop(previous);
  if (box.text.trim() === question) box.text = "";
  const history = conversation.history();
  const turn = conversation.add(question);
  const view = show(turn);
  setEmpty(false);
  announce("");
  running = new AbortController();
  box.busy = true;
  view.element.scrollIntoView({ block: "start", behavior: scrollBehaviour() });
  try {
    for await (const message of service.ask({ question, history }, running.signal)) receive(turn, message, view);
  } catch (error) {
    fail(turn, error);
  } finally {
    running = null;
    box.busy = false;
  }
  if (!conversation.turns.includes(turn)) return; // a new conversation was begun meanwhile
  view.update();
  conversation.save();
  announce(outcome(turn));
}

function receive(turn, { event, data }, view) {
  if (event === "status") addStep(turn, data.message);
  else if (event === "citations") turn.citations = data;
  else if (event === "delta") turn.text += data.text;
  else if (event === "done") Object.assign(turn, { status: "done", reply: data, citations: data.citations });
  if (event !== "done") view.update();
}

/** A step that reports itself again, to show that it still runs, is shown once. */
function addStep(turn, message) {
  if (turn.steps.at(-1)?.message !== message) turn.steps.push({ message });
}

/** Keeps the question: it goes back into the box, unless the reader has begun another. */
function fail(turn, error) {
  if (error.name === "AbortError") turn.status = "stopped";
  else if (error.heading) Object.assign(turn, { status: "failed", error });
  else {
    const words = { heading: "Something went wrong on this page", message: "The answer could not be shown." };
    Object.assign(turn, { status: "failed", error: words });
    console.error(error);
  }
  if (!box.text.trim() && conversation.turns.includes(turn)) box.text = turn.question;
}

function retry(turn) {
  if (running) return;
  drop(turn);
  box.focus();
  ask(turn.question);
}

function outcome({ status, reply, error }) {
  if (status === "stopped") return "Stopped.";
  if (status === "failed") return `${error.heading}. ${error.message}`;
  if (!reply.answered) return `No answer. ${reply.refusal.message}`;
  return `The answer is ready, with ${plural(reply.citations.length, "source")}.`;
}

function startAnew() {
  running?.abort();
  panel.close({ giveFocusBack: false });
  for (const turn of [...conversation.turns]) drop(turn);
  conversation.clear();
  box.text = "";
  setEmpty(true);
  announce("New conversation.");
  box.focus();
}

conversation.turns.forEach(show);
setEmpty(conversation.turns.length === 0);
box.text = conversation.draft;
views.get(conversation.turns.at(-1))?.element.scrollIntoView({ block: "start", behavior: "instant" });
byId("new-conversation").addEventListener("click", startAnew);
addEventListener("pagehide", () => conversation.save());
makeShelfClose();
showShelf(ask);
