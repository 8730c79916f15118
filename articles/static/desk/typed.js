/* What somebody types into a form of the desk is kept in the browser until it is saved: a crash, a dead battery or a
   closed window takes no text along. What is kept is offered, and never put in unasked. Each opened form keeps its
   own, so that two windows take nothing from each other. */
const { gettext = (text) => text, interpolate = (text) => text } = window;
// Nothing of a form that one may only read.
const writing = document.querySelector(".writing[data-typed*=':']");
const form = writing?.closest("form");
const PREFIX = writing && `typed:${writing.dataset.typed}:`;
const DAYS_KEPT = 30;

const even = (text) => text.replace(/\r\n?/g, "\n");
const fields = !writing ? [] : [...writing.querySelectorAll("fieldset :is(textarea, input[type=text], input[type=url], input[type=number])")]
  .filter((field) => field.name && !field.closest(".inline-group"));
// What the form was filled with goes along hidden: with it the desk tells what this person changed.
const initial = (field) => form.elements[`initial-${field.name}`];
const shown = (field) => even(initial(field)?.value ?? field.defaultValue);
const changed = () => Object.fromEntries(fields
  .filter((field) => even(field.value) !== shown(field))
  .map((field) => [field.name, { shown: shown(field), text: even(field.value) }]));
const isSame = (typed) => Object.entries(typed).every(([name, { text }]) => even(form.elements[name]?.value ?? text) === text);

const newName = () => Array.from(crypto.getRandomValues(new Uint8Array(8)), (byte) => byte.toString(16).padStart(2, "0")).join("");
let name = newName();
let isOver = false;

/* ---- What is kept. */

// Without a place to keep things all works but this.
const storage = (() => { try { return window.localStorage; } catch { return null; } })();

function keep() {
  if (isOver) return;
  const typed = changed();
  try {
    if (Object.keys(typed).length) storage?.setItem(PREFIX + name, JSON.stringify({ at: Date.now(), typed }));
    else storage?.removeItem(PREFIX + name);
  } catch { /* It is full: what was kept last stays. */ }
}

function kept() {
  const found = [];
  for (const key of Object.keys(storage || {}).filter((one) => one.startsWith(PREFIX))) {
    try {
      const { at, typed } = JSON.parse(storage.getItem(key));
      if (Date.now() - at < DAYS_KEPT * 24 * 3600 * 1000 && Object.keys(typed).length) found.push({ key, at, typed });
      else storage.removeItem(key);
    } catch { storage.removeItem(key); }
  }
  return found.sort((one, other) => other.at - one.at);
}

/* ---- What is offered. */

function told(at) {
  const isToday = new Date(at).toDateString() === new Date().toDateString();
  const style = isToday ? { timeStyle: "short" } : { dateStyle: "medium", timeStyle: "short" };
  return new Intl.DateTimeFormat(document.documentElement.lang, style).format(at);
}

function button(text, act) {
  const made = Object.assign(document.createElement("button"), { type: "button", className: "button small", textContent: text });
  made.addEventListener("click", act);
  return made;
}

function bringBack({ key, typed }, line) {
  // What stands there now is kept as well, and offered.
  keep();
  const other = kept().find((one) => one.key === PREFIX + name);
  name = key.slice(PREFIX.length);
  for (const [field, { shown: was, text }] of Object.entries(typed)) {
    const control = form.elements[field];
    if (!control) continue;
    if (initial(control)) initial(control).value = was;
    control.value = text;
    control.dispatchEvent(new Event("input", { bubbles: true }));
  }
  if (other) line.replaceWith(offer(other));
  else line.remove();
  (form.elements.body || fields[0]).focus();
}

function offer(entry) {
  const line = document.createElement("p");
  const time = told(entry.at);
  line.className = "typed";
  const back = button(interpolate(gettext("Bring back what you typed at %s"), [time]), () => bringBack(entry, line));
  const away = button(gettext("Throw it away"), () => {
    storage.removeItem(entry.key);
    const next = line.nextElementSibling?.matches(".typed") ? line.nextElementSibling.querySelector("button") : fields[0];
    line.remove();
    next?.focus();
  });
  line.append(`${gettext("There is text here that you did not save.")} `, back, " ", away);
  return line;
}

function begin() {
  const unsaved = Object.keys(changed()).length > 0;
  const place = document.createElement("div");
  place.setAttribute("role", "status");
  writing.before(place);
  for (const entry of kept()) {
    if (!isSame(entry.typed)) place.append(offer(entry));
    // It came back with what is wrong in it, or the browser filled the form again: this goes on.
    else if (unsaved) name = entry.key.slice(PREFIX.length);
    else storage.removeItem(entry.key);
  }
  let later;
  form.addEventListener("input", () => { isOver = false; clearTimeout(later); later = setTimeout(keep, 500); });
  // Whoever signs out leaves nothing behind.
  document.getElementById("logout-form")?.addEventListener("submit", () => { clearTimeout(later); isOver = true; });
  for (const event of ["pagehide", "blur"]) window.addEventListener(event, () => { clearTimeout(later); keep(); });
  form.addEventListener("submit", () => {
    keep();
    // The desk says of this name when it is saved: see kept.js.
    const told = form.elements.typed || form.appendChild(Object.assign(document.createElement("input"), { type: "hidden", name: "typed" }));
    told.value = name;
  });
}

if (form && fields.length && storage) begin();
