/* The list of articles by keyboard and without loading pages. Without this script its forms do the same. */
(() => {
  "use strict";

  const desk = document.getElementById("desk");
  const form = document.getElementById("changelist-form");
  if (!desk || !form) return;
  const list = document.getElementById("result_list");
  const texts = desk.dataset;
  const nextPage = document.querySelector(".pages__next");
  const ended = nextPage ? texts.more : texts.end;
  // Whoever signed in again in another tab has a new token: the cookie knows it, the page does not.
  const token = () => document.cookie.match(/(?:^|; )csrftoken=([^;]+)/)?.[1]
    || form.querySelector("[name=csrfmiddlewaretoken]").value;

  // ---- What is said

  const said = document.getElementById("said");
  let silent = 0;
  const say = (text) => {
    said.textContent = "";
    window.setTimeout(() => { said.textContent = text; }, 30);
    window.clearTimeout(silent);
    silent = window.setTimeout(() => { said.textContent = ""; }, 6000);
  };

  // ---- Which story it is about

  const stories = () => [...list.querySelectorAll(".story:not(.story--done):not([aria-busy])")];
  const storyOf = (element) => element && element.closest ? element.closest(".story") : null;
  let place = null;

  const current = () => (place && place.isConnected && stories().includes(place) ? place : stories()[0] || null);
  const focus = (story) => {
    if (!story) return;
    if (place && place !== story) place.classList.remove("story--here");
    place = story;
    story.classList.add("story--here");
    story.focus({ preventScroll: true });
    story.scrollIntoView({ block: "nearest" });
  };
  const neighbour = (story, step) => {
    const all = stories();
    const at = all.indexOf(story);
    return at < 0 ? all[0] : all[at + step];
  };
  list.addEventListener("focusin", (event) => {
    const story = storyOf(event.target);
    if (!story || story.classList.contains("story--done") || story === place) return;
    if (place) place.classList.remove("story--here");
    place = story;
    story.classList.add("story--here");
  });

  const element = (html) => {
    const holder = document.createElement("template");
    holder.innerHTML = html.trim();
    const made = holder.content.firstElementChild;
    unhide(made);
    return made;
  };
  const unhide = (within) => within.querySelectorAll("[hidden][data-deed]").forEach((button) => { button.hidden = false; });
  const byKey = (key) => list.querySelector(`[data-story="${key}"]`);
  const can = (story, to) => story.dataset.moves.split(" ").includes(to);

  // ---- Asking the desk, one thing after the other

  let line = Promise.resolve();
  const ask = (address, fields) => {
    const body = new FormData();
    fields.forEach(([name, value]) => body.append(name, value));
    const sent = line.then(async () => {
      const answer = await fetch(address, {
        method: "POST",
        body,
        headers: { "X-CSRFToken": token(), Accept: "application/json" },
        credentials: "same-origin",
      });
      const told = await answer.json().catch(() => null);
      if (!answer.ok || !told) throw new Error(told?.problem || (answer.status === 403 ? texts.out : texts.failed));
      Object.entries(told.counts).forEach(([tab, count]) => {
        document.querySelectorAll(`[data-tab="${tab}"]`).forEach((mark) => { mark.textContent = count; });
      });
      return told;
    });
    line = sent.catch(() => null);
    return sent;
  };

  // How many the list finds falls with each story that leaves it, and rises where one comes back.
  const tab = document.querySelector(".tabs [aria-current]")?.dataset.name;
  const left = new Set();
  const recount = (by) => document.querySelectorAll("[data-found]").forEach((mark) => {
    const write = (number) => number.toLocaleString("en", { useGrouping: mark.matches(".found") });
    const was = Number(mark.dataset.found);
    mark.dataset.found = String(was + by);
    mark.lastChild.textContent = mark.lastChild.textContent.replace(write(was), write(was + by));
  });
  const leave = (key, to) => {
    if (tab === "all" || tab === to || left.has(key)) return;
    left.add(key);
    recount(-1);
  };
  const comeBack = (key) => { if (left.delete(key)) recount(1); };

  // What was done here, the last at the end.
  const done = [];

  const collapse = (story, note, revisions) => {
    const row = document.createElement("li");
    row.className = "story story--done";
    row.dataset.story = story.dataset.story;
    const text = document.createElement("span");
    text.textContent = `${note} `;
    const title = document.createElement("span");
    title.className = "quiet";
    title.textContent = story.dataset.title;
    const button = document.createElement("button");
    button.type = "button";
    button.className = "deed";
    button.textContent = texts.back;
    button.addEventListener("click", () => undo(revisions));
    row.append(text, title, button);
    story.replaceWith(row);
    // The focus was on the story where no other is left; what takes it back is no place for a key too many.
    if (!list.querySelector(".story:not(.story--done)")) (nextPage || list).focus();
    count();
  };

  const replace = (key, html, problem) => {
    const old = byKey(key);
    if (!old || !html) return null;
    const row = element(html);
    if (problem) {
      const note = document.createElement("p");
      note.className = "story__problem";
      note.textContent = problem;
      row.querySelector(".story__text").prepend(note);
    }
    const wasHere = old === place;
    old.replaceWith(row);
    if (wasHere) focus(row);
    return row;
  };

  const decide = (story, to, more = []) => {
    if (!can(story, to)) { say(texts.cannot); return; }
    const key = story.dataset.story;
    const seen = story.querySelector(`[name="seen_${key}"]`).value;
    const next = neighbour(story, 1) || neighbour(story, -1);
    story.setAttribute("aria-busy", "true");
    if (next) focus(next);
    ask(texts.decide, [["to", to], ["ids", key], [`seen_${key}`, seen], ...more]).then(
      (answer) => {
        if (answer.done.length) {
          done.push(answer.revisions);
          leave(key, to);
          const words = answer.note.replace(/^1 /, "");
          collapse(story, words.charAt(0).toUpperCase() + words.slice(1), answer.revisions);
          say(stories().length ? answer.note : `${answer.note} ${ended}`);
        } else {
          const problem = answer.refused[key] || texts.cannot;
          story.removeAttribute("aria-busy");
          replace(key, answer.rows[key], problem);
          say(problem);
        }
      },
      (error) => { story.removeAttribute("aria-busy"); focus(story); alarm(story, error); },
    );
  };

  // What the desk said, or that it said nothing.
  const wrong = (error) => (error instanceof TypeError ? texts.failed : error.message);
  const alarm = (story, error) => {
    say(wrong(error));
    let note = story.querySelector(".story__problem");
    if (!note) {
      note = document.createElement("p");
      note.className = "story__problem";
      story.querySelector(".story__text").prepend(note);
    }
    note.textContent = wrong(error);
  };

  const undo = (revisions) => {
    // Whatever was asked before comes first: only then is it known what to take back.
    line.then(() => {
      // Taken from the list at once: the next press is about the one before.
      const which = revisions || done.pop();
      if (done.includes(which)) done.splice(done.indexOf(which), 1);
      // What was done before this page came is offered above the list, or not at all.
      const last = document.querySelector(".last");
      if (!which && last) { last.requestSubmit(); return; }
      if (!which) { say(texts.nothing); return; }
      ask(texts.undo, which.map((revision) => ["revisions", revision])).then(
        (answer) => {
          let first = null;
          Object.entries(answer.rows).forEach(([key, html]) => {
            first = replace(key, html, answer.refused[key]) || first;
            if (!answer.refused[key]) comeBack(key);
          });
          if (first) focus(first);
          count();
          say(answer.done.length ? answer.note : Object.values(answer.refused)[0] || texts.nothing);
        },
        (error) => { done.push(which); say(wrong(error)); },
      );
    });
  };

  // ---- Dialogs

  const open = (dialog, story) => new Promise((resolve) => {
    const title = dialog.querySelector(".ask-dialog__title");
    if (title) title.textContent = story ? story.dataset.title : "";
    dialog.returnValue = "";
    dialog.addEventListener("close", () => resolve(dialog.returnValue === "yes"), { once: true });
    dialog.showModal();
  });

  const askReason = async (story, to) => {
    if (!can(story, to)) { say(texts.cannot); return; }
    const dialog = document.getElementById("ask-reason");
    dialog.querySelectorAll("[data-for]").forEach((word) => { word.hidden = !word.dataset.for.split(" ").includes(to); });
    const input = dialog.querySelector("input");
    input.value = "";
    if (await open(dialog, story)) decide(story, to, [["reason", input.value]]);
    else focus(story);
  };

  const askTime = async (story) => {
    if (!can(story, "scheduled")) { say(texts.cannot); return; }
    const dialog = document.getElementById("ask-time");
    const input = dialog.querySelector("input");
    const tomorrow = new Date(Date.now() + 24 * 3600 * 1000);
    if (!input.value) input.value = `${tomorrow.toISOString().slice(0, 10)}T06:00`;
    if (await open(dialog, story)) decide(story, "scheduled", [["publish_at", `${input.value}+00:00`]]);
    else focus(story);
  };

  // ---- Topics

  const find = async (field, term) => {
    const [model, name] = field.split(".");
    const query = new URLSearchParams({ app_label: "articles", model_name: model, field_name: name, term });
    const answer = await fetch(`${texts.choices}?${query}`, { credentials: "same-origin" }).catch(() => null);
    return answer?.ok && !answer.redirected ? (await answer.json()).results : [];
  };
  const later = (milliseconds, then) => {
    let timer = 0;
    return (...given) => { window.clearTimeout(timer); timer = window.setTimeout(() => then(...given), milliseconds); };
  };

  const askTopics = async (story) => {
    const dialog = document.getElementById("ask-topics");
    const held = document.getElementById("ask-topics-held");
    const found = document.getElementById("ask-topics-found");
    const input = document.getElementById("ask-topics-find");
    const was = new Map([...story.querySelectorAll("[data-topic]")].map((mark) => [mark.dataset.topic, mark.textContent]));
    const wanted = new Map(was);
    let offered = [];
    let chosen = 0;

    const showHeld = () => {
      held.replaceChildren(...[...new Map([...was, ...wanted])].map(([key, name]) => {
        const item = document.createElement("li");
        const button = document.createElement("button");
        button.type = "button";
        button.className = `mark mark--topic${wanted.has(key) ? "" : " mark--gone"}${was.has(key) ? "" : " mark--new"}`;
        button.textContent = `${name} ${wanted.has(key) ? "×" : "+"}`;
        button.setAttribute("aria-label", `${name}: ${wanted.has(key) ? texts.remove : texts.keep}`);
        button.addEventListener("click", () => {
          if (wanted.has(key)) wanted.delete(key); else wanted.set(key, name);
          showHeld();
        });
        item.append(button);
        return item;
      }));
    };
    const offer = (results) => {
      offered = results.filter(({ id }) => !wanted.has(id)).slice(0, 8);
      chosen = 0;
      showOffer();
    };
    const showOffer = () => {
      found.replaceChildren(...offered.map(({ text }, at) => {
        const item = document.createElement("li");
        item.textContent = text;
        item.id = `ask-topics-${at}`;
        item.setAttribute("role", "option");
        item.setAttribute("aria-selected", String(at === chosen));
        item.addEventListener("mousedown", (event) => { event.preventDefault(); take(at); });
        return item;
      }));
      input.setAttribute("aria-expanded", String(offered.length > 0));
      if (offered.length) input.setAttribute("aria-activedescendant", `ask-topics-${chosen}`);
      else input.removeAttribute("aria-activedescendant");
    };
    const take = (at) => {
      const { id, text } = offered[at];
      wanted.set(id, text);
      input.value = "";
      offer([]);
      showHeld();
    };
    let asked = "";
    const look = async () => {
      const term = input.value.trim();
      asked = term;
      const results = term ? await find("listing.topic", term) : [];
      if (asked === term && input.value.trim() === term) offer(results);
    };
    const typed = later(120, look);
    const pressed = async (event) => {
      if (event.key === "ArrowDown" || event.key === "ArrowUp") {
        event.preventDefault();
        chosen = Math.max(0, Math.min(offered.length - 1, chosen + (event.key === "ArrowDown" ? 1 : -1)));
        showOffer();
      } else if (event.key === "Enter" && input.value.trim()) {
        event.preventDefault();
        if (!offered.length) await look();
        if (offered.length) take(chosen); else say(texts.untitled);
      }
    };
    input.value = "";
    input.addEventListener("input", typed);
    input.addEventListener("keydown", pressed);
    offer([]);
    showHeld();
    const opened = open(dialog, story);
    input.focus();
    const agreed = await opened;
    input.removeEventListener("input", typed);
    input.removeEventListener("keydown", pressed);
    focus(story);
    const add = [...wanted.keys()].filter((key) => !was.has(key)).map((key) => ["add", key]);
    const remove = [...was.keys()].filter((key) => !wanted.has(key)).map((key) => ["remove", key]);
    if (!agreed || !(add.length || remove.length)) return;
    const key = story.dataset.story;
    ask(texts.topics, [["ids", key], ...add, ...remove]).then(
      (answer) => {
        if (answer.revisions.length) done.push(answer.revisions);
        replace(key, answer.rows[key]);
        say(answer.note);
      },
      (error) => alarm(story, error),
    );
  };

  // ---- Buttons

  form.addEventListener("submit", (event) => {
    const button = event.submitter;
    if (!button || button.name !== "decide") return;
    event.preventDefault();
    const story = storyOf(button);
    const [to] = button.value.split(":");
    if (to === "rejected" || to === "withdrawn" || to === "draft") askReason(story, to);
    else decide(story, to);
  });
  list.addEventListener("click", (event) => {
    const button = event.target.closest("[data-deed]");
    if (!button) return;
    if (button.dataset.deed === "topics") askTopics(storyOf(button));
    else askTime(storyOf(button));
  });

  // ---- Several at once

  const picked = document.getElementById("picked");
  const all = document.getElementById("pick-all");
  // All that the list finds, on this page or another: only while all of this page are ticked.
  const across = document.getElementById("pick-across");
  const boxes = () => [...list.querySelectorAll("[name=_selected_action]")];
  const count = () => {
    const number = boxes().filter((box) => box.checked).length;
    if (all) all.checked = number > 0 && number === boxes().length;
    if (across && number < boxes().length) across.checked = false;
    if (picked && !across?.checked) picked.textContent = number ? texts.picked.replace("{n}", number) : "";
    list.classList.toggle("stories--picking", number > 0);
  };
  list.addEventListener("change", count);
  if (all && picked) {
    all.parentElement.hidden = false;
    all.addEventListener("change", () => { boxes().forEach((box) => { box.checked = all.checked; }); count(); });
  }
  if (across) across.addEventListener("change", () => {
    boxes().forEach((box) => { box.checked = across.checked; });
    if (picked) picked.textContent = "";
    count();
  });
  // The keys of decisions are for all that are selected, on the page that says what will come of it.
  let leaving = false;
  const forMany = (action) => {
    if (!boxes().some((box) => box.checked)) return false;
    const choice = form.querySelector("[name=action]");
    if (!choice || ![...choice.options].some((option) => option.value === action)) return false;
    choice.value = action;
    leaving = true;
    form.requestSubmit(form.querySelector("[name=index]"));
    return true;
  };

  // ---- Keys

  const help = document.getElementById("help");
  const on = document.getElementById("keys-on");
  const KEPT = "desk-keys";
  const kept = () => { try { return window.localStorage.getItem(KEPT) !== "off"; } catch { return true; } };
  on.checked = kept();
  on.closest("label").hidden = false;
  on.addEventListener("change", () => {
    try { window.localStorage.setItem(KEPT, on.checked ? "on" : "off"); } catch { /* for this page only */ }
    if (!on.checked) say(texts.off);
  });
  document.querySelector("[data-help]").addEventListener("click", (event) => { event.preventDefault(); help.showModal(); });

  const step = (by) => (story) => {
    const next = place && place.isConnected ? neighbour(story, by) : story;
    if (next) focus(next); else say(ended);
  };
  const keys = {
    j: step(1),
    ArrowDown: step(1),
    k: step(-1),
    ArrowUp: step(-1),
    p: (story) => forMany("publish_many") || decide(story, "published"),
    s: (story) => forMany("schedule_many") || askTime(story),
    r: (story) => forMany("reject_many") || askReason(story, "rejected"),
    w: (story) => forMany("withdraw_many") || askReason(story, "withdrawn"),
    b: (story) => askReason(story, "draft"),
    t: (story) => forMany("change_topics_of_many") || askTopics(story),
    o: (story) => story.querySelector(".story__title a").click(),
    v: (story) => {
      const original = story.querySelector(".story__original");
      if (original) window.open(original.href, "_blank", "noopener,noreferrer"); else say(texts.nowhere);
    },
    x: (story) => { const box = story.querySelector("[type=checkbox]"); box.checked = !box.checked; count(); },
  };
  const always = {
    u: () => undo(null),
    n: () => { if (nextPage) nextPage.click(); else say(texts.end); },
    "/": () => { const bar = document.getElementById("searchbar"); bar.focus(); bar.select(); },
    "?": () => help.showModal(),
  };
  const isTyping = (target) => target.closest("input:not([type=checkbox]), textarea, select, [contenteditable], dialog");

  document.addEventListener("keydown", (event) => {
    if (!on.checked || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (document.querySelector("dialog[open]") || isTyping(event.target)) return;
    // Who types ahead means the page that comes: a letter would open a story, and that page would never come.
    if (leaving) return;
    // Enter belongs to the button or link that has the focus.
    const key = event.key === "Enter" && event.target.matches(".story") ? "o" : event.key;
    const arrows = key.startsWith("Arrow");
    if (arrows && !storyOf(event.target)) return;
    if (Object.hasOwn(always, key)) {
      event.preventDefault();
      always[key]();
    } else if (Object.hasOwn(keys, key)) {
      const story = current();
      if (!story) return;
      event.preventDefault();
      keys[key](story);
    }
  });

  // ---- Filters completed while typing

  document.querySelectorAll("input[data-choices]").forEach((input) => {
    const choices = document.createElement("datalist");
    choices.id = `${input.id}-choices`;
    input.after(choices);
    input.setAttribute("list", choices.id);
    input.addEventListener("input", later(150, async () => {
      if (!input.value.trim()) return;
      const results = await find(input.dataset.choices, input.value.trim());
      choices.replaceChildren(...results.map(({ text }) => new Option(text, text)));
    }));
  });

  unhide(list);
  count();
  // Whoever comes back to this page finds boxes ticked as they were.
  window.addEventListener("pageshow", () => { leaving = false; count(); });
})();
