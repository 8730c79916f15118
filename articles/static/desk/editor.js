/* The field of an article's text: tools that write Markdown, a preview beside it, how long it is, pictures that are
   dropped in. Without this file it is the field alone. Every change goes through the browser's own undo. */
const { gettext = (text) => text, ngettext = (one, many, count) => (count === 1 ? one : many), interpolate = (text) => text } = window;
const editor = document.querySelector(".editor");
const field = editor?.querySelector("textarea");
const form = field?.form;

// Whoever signed in again in another tab has a new token: the cookie knows it, the page does not.
const token = () => document.cookie.match(/(?:^|; )csrftoken=([^;]+)/)?.[1] || form.elements.csrfmiddlewaretoken.value;
const tell = (about, text) => { editor.querySelector(`.editor__told--${about}`).textContent = text; };

/* ---- Writing into the field. */

function replace(start, end, text) {
  const { selectionStart, selectionEnd } = field;
  const shifted = (place) => (place <= start ? place : place >= end ? place + text.length - (end - start) : start + text.length);
  if (document.activeElement === field) {
    field.setSelectionRange(start, end);
    const isWritten = text ? document.execCommand("insertText", false, text) : document.execCommand("delete");
    if (!isWritten) field.setRangeText(text);
  } else {
    // Nobody who went on elsewhere is called back.
    field.setRangeText(text, start, end);
  }
  field.setSelectionRange(shifted(selectionStart), shifted(selectionEnd));
  field.dispatchEvent(new Event("input", { bubbles: true }));
}

function insert(text) {
  const { selectionEnd } = field;
  replace(selectionEnd, selectionEnd, text);
  field.setSelectionRange(selectionEnd + text.length, selectionEnd + text.length);
}

/* ---- Tools. The library applies a style to the selection; a heading and a quotation are whole lines. */

const tool = (style) => editor.querySelector(`[data-md-button="${style}"]`);

function onWholeLines(style, apply) {
  const { value, selectionStart, selectionEnd } = field;
  const start = value.lastIndexOf("\n", selectionStart - 1) + 1;
  const isOneLine = style !== "quote" || selectionStart === selectionEnd;
  const last = isOneLine ? selectionStart : Math.max(selectionStart, selectionEnd - 1);
  const end = value.indexOf("\n", last);
  field.setSelectionRange(start, end < 0 ? value.length : end);
  apply();
  if (selectionStart !== selectionEnd) return;
  // Whoever had nothing selected writes on where they were.
  const taken = Math.max(0, value.length - field.value.length);
  const place = field.selectionStart + Math.max(0, selectionStart - start - taken);
  field.setSelectionRange(place, place);
}

async function setUpTools() {
  const [, { subscribe, uninstallImageLink, uninstallTable }] = await Promise.all([
    import(editor.dataset.toolbar), import(editor.dataset.paste),
  ]);
  subscribe(field);
  // It leaves the markup around a table that was copied, and takes each dropped picture for an address.
  uninstallTable(field);
  uninstallImageLink(field);
  const toolbar = editor.querySelector("markdown-toolbar");
  toolbar.hidden = false;
  // One stop for Tab; the arrows lead on.
  toolbar.removeAttribute("tabindex");
  [...toolbar.querySelectorAll("button")].forEach((button, index) => { button.tabIndex = index ? -1 : 0; });
  let isApplying = false;
  const line = (event) => {
    const button = event.target.closest('[data-md-button="header-2"], [data-md-button="quote"]');
    if (!button || isApplying || (event.type === "keydown" && event.key !== "Enter" && event.key !== " ")) return;
    event.preventDefault();
    event.stopPropagation();
    isApplying = true;
    onWholeLines(button.dataset.mdButton, () => button.click());
    isApplying = false;
  };
  toolbar.addEventListener("click", line, true);
  toolbar.addEventListener("keydown", line, true);
  const isMac = /^Mac|^iP/.test(navigator.platform);
  field.addEventListener("keydown", (event) => {
    const style = { b: "bold", i: "italic", k: "link" }[event.key.toLowerCase()];
    const isAsked = (isMac ? event.metaKey && !event.ctrlKey : event.ctrlKey && !event.metaKey) && !event.altKey && !event.shiftKey;
    if (!style || !isAsked) return;
    event.preventDefault();
    tool(style).click();
  });
}

/* ---- As high as its text, where the style sheet cannot see to that. */

function setUpHeight() {
  if (CSS.supports("field-sizing", "content")) return;
  const grow = () => {
    const { scrollY } = window;
    field.style.height = "auto";
    field.style.height = `${field.scrollHeight + 2}px`;
    window.scrollTo({ top: scrollY, behavior: "instant" });
  };
  field.addEventListener("input", grow);
  let width;
  new ResizeObserver(() => {
    if (field.clientWidth === width) return;
    width = field.clientWidth;
    grow();
  }).observe(field);
}

/* ---- How long it is: the words that the page tells machines. */

const WORDS_A_MINUTE = 220;

function setUpCount() {
  const shown = editor.querySelector(".editor__count");
  const aloud = editor.querySelector(".editor__aloud");
  field.setAttribute("aria-describedby", `${field.getAttribute("aria-describedby") || ""} ${shown.id}`.trim());
  let later, minutes;
  const count = () => {
    const words = (field.value.match(/[\p{L}\p{N}]\S*/gu) || []).length;
    const now = Math.max(1, Math.round(words / WORDS_A_MINUTE));
    const time = interpolate(ngettext("%s minute to read", "%s minutes to read", now), [now]);
    shown.textContent = words ? `${interpolate(ngettext("%s word", "%s words", words), [words.toLocaleString(document.documentElement.lang)])} · ${time}` : "";
    // Who listens hears of a minute more or less, and not of each word.
    if (minutes !== undefined && minutes !== now) aloud.textContent = shown.textContent;
    minutes = now;
  };
  field.addEventListener("input", () => { clearTimeout(later); later = setTimeout(count, 250); });
  count();
}

/* ---- The preview: what the desk makes of the text, put into a frame in which no script runs. */

function setUpPreview() {
  const frame = editor.querySelector("iframe");
  const fold = tool("fold");
  let asked, later, last;

  const put = (markup) => {
    const page = new DOMParser().parseFromString(markup, "text/html");
    const fresh = page.querySelector(".text");
    // A frame without an address of its own has no places to lead to.
    for (const link of fresh.querySelectorAll('a[href^="#"]')) link.removeAttribute("href");
    const shown = frame.contentDocument?.querySelector(".text");
    if (!shown) { frame.srcdoc = `<!doctype html>${page.documentElement.outerHTML}`; return; }
    const [before, after] = [[...shown.children], [...fresh.children]];
    const same = (one, other) => one && other && one.isEqualNode(other);
    while (same(before[0], after[0])) { before.shift(); after.shift(); }
    while (same(before.at(-1), after.at(-1))) { before.pop(); after.pop(); }
    const place = document.createComment("");
    if (before.length) before[0].before(place);
    else if (after[0]) shown.insertBefore(place, shown.children[[...fresh.children].indexOf(after[0])] || null);
    before.forEach((part) => part.remove());
    place.replaceWith(...after);
    const { contentWindow } = frame;
    const box = after[0]?.getBoundingClientRect();
    if (box && (box.bottom < 0 || box.top > contentWindow.innerHeight)) contentWindow.scrollBy(0, box.top - contentWindow.innerHeight / 3);
  };

  const refusal = (status) => {
    if (status === 403) return gettext("You were signed out: sign in in another tab. What you typed is kept here.");
    if (status === 413) return gettext("This text is longer than a document can hold: there is no preview of it.");
    return gettext("The preview was not reached; it comes again as you write.");
  };

  const show = async () => {
    const body = new FormData();
    body.set("csrfmiddlewaretoken", token());
    body.set("body", field.value);
    const mine = asked = new AbortController();
    const answer = await fetch(editor.dataset.preview, { method: "POST", body, signal: mine.signal }).catch(() => null);
    const markup = answer?.ok && !answer.redirected ? await answer.text().catch(() => null) : null;
    if (mine.signal.aborted) return;
    tell("preview", markup === null ? refusal(answer?.redirected ? 403 : answer?.status) : "");
    if (markup === null) last = undefined;
    else put(markup);
  };

  const ask = (wait) => {
    if (frame.hidden || field.value === last) return;
    clearTimeout(later);
    asked?.abort();
    last = field.value;
    later = setTimeout(show, wait);
  };

  const open = (isOpen) => {
    frame.hidden = !isOpen;
    fold.setAttribute("aria-expanded", isOpen);
    editor.classList.toggle("editor--both", isOpen);
    if (isOpen) ask(0);
  };
  const wide = window.matchMedia("(min-width: 768px)");
  const kept = () => { try { return localStorage.getItem("text-preview"); } catch { return null; } };
  fold.addEventListener("click", () => {
    open(frame.hidden);
    try { localStorage.setItem("text-preview", frame.hidden ? "folded" : "open"); } catch { /* It is not kept. */ }
  });
  field.addEventListener("input", () => ask(400));
  open(wide.matches && kept() !== "folded");
}

/* ---- Pictures: chosen, dropped or pasted, where the desk says to which address they go. */

function setUpPictures() {
  const address = editor.dataset.pictureUpload;
  if (!address) return;
  let underWay = 0;

  // What failed stays said while others come.
  let said = [];
  const say = (text) => { said = [...new Set([...said, text])]; tell("pictures", said.join(" ")); };

  async function upload(file, place) {
    underWay += 1;
    const body = new FormData();
    body.set("csrfmiddlewaretoken", token());
    // Its name in the site's folder is made of this.
    body.set("title", form.elements.title?.value || "");
    body.set("file", file);
    const answer = await fetch(address, { method: "POST", body, headers: { Accept: "application/json" } }).catch(() => null);
    const { markdown = "", error, problem } = await answer?.json().catch(() => null) ?? {};
    underWay -= 1;
    const start = field.value.indexOf(place);
    if (start >= 0) replace(start, start + place.length, markdown);
    if (markdown) say(gettext("Write between the brackets what the picture shows."));
    else say(`${file.name}: ${error || problem || gettext("The picture did not reach the desk. Try again.")}`);
  }

  // What stands for a picture until it has come; two of one name are told apart.
  function placeOf(file, before) {
    const name = file.name.replace(/[[\]()\\!\n]/g, "");
    const label = interpolate(gettext("Uploading %s …"), [name]);
    const isNew = (place) => !field.value.includes(place) && !before.includes(place);
    for (let turn = 1; ; turn += 1) {
      const place = `![${label}${turn > 1 ? ` (${turn})` : ""}]()`;
      if (isNew(place)) return place;
    }
  }

  function take(files) {
    said = [];
    tell("pictures", "");
    const places = files.reduce((known, file) => [...known, placeOf(file, known)], []);
    const { value, selectionEnd } = field;
    const before = value.slice(0, selectionEnd);
    // Each is a paragraph of its own.
    const gap = !before || before.endsWith("\n\n") ? "" : before.endsWith("\n") ? "\n" : "\n\n";
    const behind = value.slice(selectionEnd).startsWith("\n") ? "" : "\n\n";
    insert(`${gap}${places.join("\n\n")}${behind}`);
    files.forEach((file, index) => upload(file, places[index]));
  }

  const picturesIn = (transfer) => [...(transfer?.files || [])].filter((file) => file.type.startsWith("image/"));
  const chosen = Object.assign(document.createElement("input"), { type: "file", accept: "image/*", multiple: true, hidden: true });
  editor.append(chosen);
  chosen.addEventListener("change", () => { field.focus(); take([...chosen.files]); chosen.value = ""; });
  // It asks for a file instead of an address.
  tool("image").dataset.mdButton = "picture";
  tool("picture").addEventListener("click", () => chosen.click());
  field.addEventListener("dragover", (event) => { if (event.dataTransfer.types.includes("Files")) event.preventDefault(); });
  field.addEventListener("drop", (event) => {
    const pictures = picturesIn(event.dataTransfer);
    if (!event.dataTransfer.types.includes("Files")) return;
    event.preventDefault();
    field.focus();
    if (pictures.length) take(pictures);
  });
  field.addEventListener("paste", (event) => {
    const pictures = picturesIn(event.clipboardData);
    // What was copied from a page or a letter is its words.
    if (!pictures.length || event.clipboardData.types.includes("text/plain")) return;
    event.preventDefault();
    take(pictures);
  });
  // Before anybody else hears of it: half a picture is not saved.
  document.addEventListener("submit", (event) => {
    if (event.target !== form || !underWay) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    say(gettext("A picture is still on its way: save once it is there."));
    field.focus();
  }, true);
}

if (field) {
  setUpTools();
  setUpHeight();
  setUpCount();
  setUpPreview();
  setUpPictures();
}
