/* The form of an article: rows in order by mouse and keyboard, our own articles as related links,
   warnings and topics while typing. Without this file all of it works by places, addresses and buttons. */
"use strict";
(() => {
  const { gettext = (text) => text, interpolate = (text) => text } = window;
  const writing = document.querySelector(".writing");
  const form = document.querySelector("form[id$=_form]");
  const live = document.getElementById("said");
  const say = (text) => { if (live) live.textContent = text; };
  const make = (tag, properties = {}, ...children) => {
    const element = Object.assign(document.createElement(tag), properties);
    element.append(...children);
    return element;
  };

  /* ---- Rows in order. Indexes stay as they are; only the places say the order. */

  const rowsOf = (body) => [...body.querySelectorAll(":scope > tr.form-row:not(.empty-form)")];
  const placeOf = (row) => row.querySelector(".field-position input:not([type=hidden])");
  const isEmpty = (row) => !row.classList.contains("has_original") && !filled(row);
  const filled = (row) => [...row.querySelectorAll("input:not([type=hidden]):not(.vPlace), textarea, select")]
    .some((field) => field.type === "checkbox" ? field.checked : field.value && field.value !== "unknown");

  // Where a form has several pages of rows, others stand before those of this one.
  const firstOf = (body) => Number(body.parentElement.dataset.first || 0);

  function number(body) {
    rowsOf(body).forEach((row, index) => {
      const place = placeOf(row);
      const wanted = String(firstOf(body) + index + 1);
      if (place && place.value !== wanted) place.value = wanted;
    });
  }

  function nameOf(row) {
    const chosen = row.querySelector("select option:checked");
    const text = row.querySelector(".field-title textarea")?.value || chosen?.textContent
      || row.querySelector(".field-url input")?.value || "";
    return text.trim().slice(0, 80);
  }

  function move(row, step) {
    const body = row.parentElement;
    const rows = rowsOf(body);
    const to = rows.indexOf(row) + step;
    if (to < 0 || to >= rows.length) return;
    rows[to][step < 0 ? "before" : "after"](row);
    number(body);
    say(interpolate(gettext("%(name)s: place %(place)s of %(count)s"),
      { name: nameOf(row), place: to + 1, count: rows.length }, true));
  }

  function mover(label, sign, step) {
    const button = make("button", { type: "button", className: "mover", textContent: sign });
    button.setAttribute("aria-label", label);
    button.title = label;
    button.addEventListener("click", () => { move(button.closest("tr"), step); button.focus(); });
    button.addEventListener("keydown", (event) => {
      const steps = { ArrowUp: -1, ArrowDown: 1 };
      if (!(event.key in steps)) return;
      event.preventDefault();
      move(button.closest("tr"), steps[event.key]);
      button.focus();
    });
    return button;
  }

  function addMovers(row) {
    const place = placeOf(row);
    if (!place || row.querySelector(".movers")) return;
    const handle = make("span", { className: "handle", textContent: "⠿", title: gettext("Drag to another place") });
    handle.setAttribute("aria-hidden", "true");
    handle.addEventListener("pointerdown", (event) => drag(event, row));
    place.before(make("span", { className: "movers" }, handle,
      mover(gettext("Move up"), "↑", -1), mover(gettext("Move down"), "↓", 1)));
  }

  /* By pointer, which is mouse, pen and finger alike. A row that moves loses whatever the pointer had captured. */
  function drag(event, row) {
    if (event.button) return;
    event.preventDefault();
    row.classList.add("dragged");
    const over = (moved) => {
      const target = document.elementFromPoint(moved.clientX, moved.clientY)?.closest("tr.form-row:not(.empty-form)");
      if (!target || target === row || target.parentElement !== row.parentElement) return;
      const rows = rowsOf(row.parentElement);
      move(row, rows.indexOf(target) - rows.indexOf(row));
    };
    const end = () => {
      row.classList.remove("dragged");
      document.removeEventListener("pointermove", over);
      document.removeEventListener("pointerup", end);
      document.removeEventListener("pointercancel", end);
    };
    document.addEventListener("pointermove", over);
    document.addEventListener("pointerup", end);
    document.addEventListener("pointercancel", end);
  }

  const bodies = [...document.querySelectorAll(".js-inline-admin-formset tbody")].filter((body) => body.querySelector(".field-position"));
  for (const body of bodies) rowsOf(body).forEach(addMovers);

  document.addEventListener("formset:added", (event) => {
    const row = event.target;
    const body = row.closest("tbody");
    if (!bodies.includes(body)) return;
    row.querySelector(".movers")?.remove();
    addMovers(row);
    placeOf(row).value = firstOf(body) + rowsOf(body).length;
  });
  document.addEventListener("formset:removed", (event) => {
    const body = document.querySelector(`#${event.detail.formsetName}-group tbody`);
    if (!bodies.includes(body)) return;
    // Django counts the rows anew as they stand now, and those that are saved must stay the first.
    const byPlace = rowsOf(body);
    const index = (row) => Number(row.id.slice(row.id.lastIndexOf("-") + 1));
    const end = body.querySelector(".empty-form");
    [...byPlace].sort((a, b) => index(a) - index(b)).forEach((row) => end.before(row));
    queueMicrotask(() => { byPlace.forEach((row) => end.before(row)); number(body); if (writing) ask(); });
  });

  /* Rows that somebody added and left empty are no members: they need no place. */
  form?.addEventListener("submit", () => {
    for (const body of bodies) rowsOf(body).filter(isEmpty).forEach((row) => { placeOf(row).value = ""; });
  });

  /* ---- A picture that does not come leaves no room. */

  const pictures = document.querySelectorAll(".field-preview img");
  for (const picture of pictures) {
    picture.addEventListener("error", () => picture.remove());
    // It may have failed before this file came.
    if (picture.complete && picture.currentSrc && !picture.naturalWidth) picture.remove();
  }

  /* ---- What one chooses from says its name to who cannot see it. */

  function label(scope) {
    for (const select of scope.querySelectorAll("select.admin-autocomplete")) {
      const name = select.getAttribute("aria-label") || document.querySelector(`label[for="${select.id}"]`)?.textContent;
      for (const shown of select.parentElement.querySelectorAll(".select2-selection, .select2-selection__rendered")) {
        if (name && !shown.hasAttribute("aria-label")) shown.setAttribute("aria-label", name.replace(/:\s*$/, ""));
      }
    }
  }
  // Django makes them when it is ready, and those of a row that is added by then twice.
  new MutationObserver(() => label(document)).observe(document.body, { childList: true, subtree: true });
  label(document);

  /* ---- Nobody leaves what they wrote by a wrong click. */

  if (form) {
    const written = () => JSON.stringify([...new FormData(form)].map(([name, value]) => [name, value.name ?? value]));
    // What came back with an error is not saved either.
    let kept = form.querySelector(".errornote") ? "" : written();
    form.addEventListener("submit", () => {
      kept = null;
      // Whoever signed in again in another tab has a new token: the cookie knows it, the page does not.
      const token = document.cookie.match(/(?:^|; )csrftoken=([^;]+)/)?.[1];
      if (token) form.elements.csrfmiddlewaretoken.value = token;
    });
    window.addEventListener("beforeunload", (event) => {
      if (kept !== null && kept !== written()) event.preventDefault();
    });
  }

  /* ---- What is wrong: one begins at its first field. */

  const wrong = [...document.querySelectorAll(".faults a")]
    .map((link) => document.getElementById(link.hash.slice(1)))
    .filter((field) => field?.matches("input, select, textarea"))
    .sort((one, other) => one.compareDocumentPosition(other) & Node.DOCUMENT_POSITION_FOLLOWING ? -1 : 1);
  wrong[0]?.focus();

  if (!writing) return;

  // What the desk answers; nothing where it was not reached, or leads whoever was signed out to the door.
  const asked = async (address, query) => {
    const answer = await fetch(`${address}?${query}`).catch(() => null);
    return answer?.ok && !answer.redirected ? answer.json() : null;
  };

  /* ---- Adding rows: topics that were suggested, our own articles as related links. */

  function addRow(prefix) {
    document.querySelector(`#${prefix}-group .add-row a`).click();
    const rows = rowsOf(document.querySelector(`#${prefix}-group tbody`));
    return rows[rows.length - 1];
  }

  function choose(select, key, name) {
    select.append(new Option(name, key, true, true));
    django.jQuery(select).trigger("change");
  }

  writing.addEventListener("click", (event) => {
    const button = event.target.closest(".suggested__topic");
    if (!button || !document.querySelector("#listings-group .add-row a")) return;
    event.preventDefault();
    const name = button.dataset.name;
    choose(addRow("listings").querySelector(".field-topic select"), button.value, name);
    const others = [...button.closest("ul").querySelectorAll("button")];
    const next = others[others.indexOf(button) + 1] || others[others.indexOf(button) - 1];
    button.closest("li").remove();
    (next || document.querySelector("#listings-group .add-row a")).focus();
    showTopics();
    say(interpolate(gettext("%s added to the topics"), [name]));
  });
  const suggested = writing.querySelector(".suggested");
  const showTopics = () => { if (suggested) suggested.hidden = !suggested.querySelector("li"); };

  const ours = writing.querySelector(".ours");
  if (ours && document.querySelector("#related_links-group")) {
    const field = ours.querySelector("input");
    const list = ours.querySelector("ul");
    const told = ours.querySelector(".ours__said");
    ours.hidden = false;
    let waiting, turns = 0;

    const link = (article) => {
      const row = addRow("related_links");
      row.querySelector(".field-title textarea").value = article.title;
      row.querySelector(".field-web_url input").value = article.address;
      row.querySelector(".field-ours input:not([name^=initial])").value = article.id;
      if (article.provider) choose(row.querySelector(".field-provider select"), article.provider.id, article.provider.name);
      list.replaceChildren();
      field.value = "";
      field.focus();
      told.textContent = interpolate(gettext("%s added to the related links"), [article.title]);
    };
    const find = async () => {
      const text = field.value.trim();
      const turn = ++turns;
      if (text.length < 2) { list.replaceChildren(); told.textContent = ""; return; }
      const query = new URLSearchParams({ q: text, article: writing.dataset.article });
      const answer = await asked(writing.dataset.ours, query);
      if (turn !== turns) return;
      if (!answer) { told.textContent = gettext("That did not reach the desk. Try again."); return; }
      const { articles } = answer;
      list.replaceChildren(...articles.map((article) => {
        const button = make("button", { type: "button" }, article.title, make("span", { className: "quiet", textContent: article.told }));
        button.addEventListener("click", () => link(article));
        return make("li", {}, button);
      }));
      told.textContent = articles.length ? interpolate(gettext("%s found"), [articles.length]) : gettext("None of our articles has these words.");
    };
    field.addEventListener("input", () => { clearTimeout(waiting); waiting = setTimeout(find, 250); });
    ours.addEventListener("keydown", (event) => {
      const stops = [field, ...list.querySelectorAll("button")];
      const at = stops.indexOf(document.activeElement);
      const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
      if (step && stops[at + step]) { event.preventDefault(); stops[at + step].focus(); }
      if (event.key === "Escape") { list.replaceChildren(); field.focus(); }
      // Enter in a field saves a form: here it takes the first that was found.
      if (event.key === "Enter" && document.activeElement === field) { event.preventDefault(); stops[1]?.click(); }
    });
  }

  /* ---- Warnings and topics for what is being typed. */

  const names = ["title", "excerpt", "web_url", "original_url"];
  const fields = names.map((name) => form.querySelector(`[name="${name}"]`)).filter(Boolean);
  let later, turn = 0;

  // The title proposes an address until somebody writes one.
  const address = form.querySelector("[name=address][data-follows]");
  let follows = Boolean(address && !address.value);
  address?.addEventListener("input", () => { follows = !address.value; });

  async function ask() {
    const query = new URLSearchParams({ article: writing.dataset.article });
    for (const field of fields) query.set(field.name, field.value.slice(0, 1500));
    const chosen = [...form.querySelectorAll("#listings-group .field-topic select")].map((select) => select.value);
    query.set("topics", chosen.filter(Boolean).join(","));
    const mine = ++turn;
    const advice = await asked(writing.dataset.advice, query);
    if (!advice || mine !== turn) return;
    if (follows) address.value = advice.address;
    for (const place of writing.querySelectorAll("[data-notes]")) {
      const notes = advice.warnings[place.dataset.notes] || [];
      const told = notes.map(({ words, link, title }) => {
        const anchor = make("a", { href: link, textContent: title, target: "_blank", rel: "noopener" });
        return make("p", {}, words, " ", anchor);
      });
      if (place.textContent !== told.map((note) => note.textContent).join("")) place.replaceChildren(...told);
    }
    const list = writing.querySelector(".suggested__topics");
    list?.replaceChildren(...advice.topics.map(({ id, name, because }) => {
      const button = make("button", { className: "suggested__topic", name: "_topic", value: id },
        "+ ", name, " ", make("span", { className: "quiet", textContent: because }));
      button.dataset.name = name;
      return make("li", {}, button);
    }));
    showTopics();
  }
  if (fields.length && writing.querySelector("[data-notes]")) {
    for (const field of fields) field.addEventListener("input", () => { clearTimeout(later); later = setTimeout(ask, 400); });
    ask();
  }

  /* ---- Back to the source's text, links to be copied, saving by keyboard. */

  writing.addEventListener("click", async (event) => {
    const back = event.target.closest("[data-fill]");
    const field = back && form.querySelector(`[name="${back.dataset.fill}"]`);
    if (field) {
      event.preventDefault();
      field.value = back.dataset.text;
      field.dispatchEvent(new Event("input", { bubbles: true }));
      field.focus();
      back.closest(".at-source").remove();
      say(gettext("The source’s text is back; save to keep it."));
    }
    const copy = event.target.closest("[data-copy]");
    if (copy) {
      const link = document.getElementById(copy.dataset.copy);
      link.select();
      const copied = await navigator.clipboard?.writeText(link.value).then(() => true, () => false);
      say(copied ? gettext("Copied.") : gettext("It is selected: copy it by Ctrl+C or ⌘C."));
    }
  });

  document.getElementById("share")?.addEventListener("submit", async (event) => {
    event.preventDefault();
    const answer = await fetch(event.target.action, {
      method: "POST", body: new FormData(event.target), headers: { Accept: "application/json" },
    }).catch(() => null);
    if (!answer?.ok) { event.target.submit(); return; }
    const { link } = await answer.json();
    const shared = writing.querySelector(".shared");
    shared.hidden = false;
    shared.querySelector("input").value = link;
    shared.querySelector("input").select();
    say(gettext("The link is made, and selected."));
  });

  document.addEventListener("keydown", (event) => {
    if (event.key !== "s" || !(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey) return;
    const save = form.querySelector("[name=_continue]");
    if (save) { event.preventDefault(); save.click(); }
  });
})();
