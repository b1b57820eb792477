// Small helpers to build the page. Children that are not nodes become text, never markup: that is what keeps
// a question, a quote or a document harmless whatever it holds.

/** Makes an element. `on` in the attributes holds event handlers; null, undefined and false leave an attribute out. */
export function el(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name === "on") {
      for (const [event, handler] of Object.entries(value)) element.addEventListener(event, handler);
    } else if (value !== null && value !== undefined && value !== false) {
      element.setAttribute(name, value === true ? "" : String(value));
    }
  }
  element.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false));
  return element;
}

export const byId = (id) => document.getElementById(id);

/** "smooth", unless the reader asked their system for less movement. */
export function scrollBehaviour() {
  return matchMedia("(prefers-reduced-motion: reduce)").matches ? "instant" : "smooth";
}

/** Lets the keyboard scroll what is wider than its place, and only that, so that no needless tab stop appears. */
export function makeScrollersReachable(root) {
  for (const scroller of root.querySelectorAll(".table-scroll")) {
    if (scroller.scrollWidth > scroller.clientWidth) scroller.tabIndex = 0;
  }
}
