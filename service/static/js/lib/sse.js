// Server-sent events out of a fetch body. EventSource cannot be used: it knows only GET.

/** Yields {event, data} for each event of the response body; `data` is the text, not yet parsed. */
export async function* readEvents(body) {
  const reader = body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = "";
  try {
    for (;;) {
      const { value, done } = await reader.read();
      if (done) return;
      rest += value;
      // A lone CR at the end may be half of a CRLF: it waits for the next piece.
      const held = rest.endsWith("\r") ? "\r" : "";
      rest = rest.slice(0, rest.length - held.length).replace(/\r\n?/g, "\n") + held;
      let gap;
      while ((gap = rest.indexOf("\n\n")) >= 0) {
        const message = parseEvent(rest.slice(0, gap));
        rest = rest.slice(gap + 2);
        if (message) yield message;
      }
    }
  } finally {
    reader.cancel().catch(() => {}); // the connection may be gone already: then there is nothing left to close
  }
}

function parseEvent(block) {
  let event = "message";
  const data = [];
  for (const line of block.split("\n")) {
    const colon = line.indexOf(":");
    if (colon === 0) continue; // a comment, sent to keep the line open
    const field = colon < 0 ? line : line.slice(0, colon);
    const value = colon < 0 ? "" : line.slice(colon + 1).replace(/^ /, "");
    if (field === "event") event = value;
    else if (field === "data") data.push(value);
  }
  return data.length ? { event, data: data.join("\n") } : null;
}
