// The tree of topics without a new page for each step: by arrow keys, and by dragging. Without this file
// each arrow is a button that sends the form.
"use strict";
(() => {
  const form = document.getElementById("changelist-form");
  const tree = () => document.getElementById("topic-tree");
  const KEYS = { ArrowUp: "up", ArrowDown: "down", ArrowLeft: "out", ArrowRight: "in" };
  let dragged = null;

  function prepare() {
    for (const item of tree().querySelectorAll(".topics__item")) item.draggable = true;
  }

  // Sends one move, shows the tree as it is then, and keeps the focus where it was.
  async function send(values, row, focus) {
    const body = new FormData();
    body.set("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
    for (const [name, value] of Object.entries(values)) body.set(name, value);
    tree().setAttribute("aria-busy", "true");
    const answer = await fetch(tree().dataset.move, { method: "POST", body }).catch(() => null);
    if (!answer) {
      tree().removeAttribute("aria-busy");
      document.getElementById("arranged").textContent = tree().dataset.failed;
      return;
    }
    if (!answer.ok) {
      location.reload();
      return;
    }
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const grown = page.getElementById("topic-tree");
    if (!grown) {
      location.reload();
      return;
    }
    tree().replaceWith(document.adoptNode(grown));
    prepare();
    tell(page);
    // Where there is no further step that way, the topic's name.
    (tree().querySelector(focus) ?? tree().querySelector(`#${row} .topics__name`))?.focus();
  }

  // What the server said of it, where a page that is loaded has it, and aloud.
  function tell(page) {
    const said = page.querySelector(".messagelist");
    document.querySelector(".messagelist")?.remove();
    if (said) document.getElementById("content").before(document.adoptNode(said));
    document.getElementById("arranged").textContent = said ? said.textContent.trim() : "";
  }

  form.addEventListener("submit", (event) => {
    const button = event.submitter;
    if (!button || button.name !== "move") return;
    event.preventDefault();
    send({ move: button.value }, button.closest(".topics__item").id, `button[value="${button.value}"]`);
  });

  form.addEventListener("keydown", (event) => {
    const way = KEYS[event.key];
    const item = event.target.closest(".topics__name")?.closest(".topics__item");
    if (!way || !item || !event.shiftKey || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    const move = `${item.dataset.topic}:${way}`;
    if (item.querySelector(`button[value="${move}"]`)) send({ move }, item.id, `#${item.id} .topics__name`);
  });

  // Where what is dragged would go: before, after or into the topic under the pointer.
  function aim(event) {
    const row = event.target.closest?.(".topics__row");
    if (!dragged || !row || dragged.contains(row)) return null;
    const box = row.getBoundingClientRect();
    const part = (event.clientY - box.top) / box.height;
    return { row, how: part < 0.3 ? "before" : part > 0.7 ? "after" : "in" };
  }

  function unmark() {
    for (const row of document.querySelectorAll(".topics__row")) {
      row.classList.remove("goes-before", "goes-after", "goes-in");
    }
  }

  form.addEventListener("dragstart", (event) => {
    dragged = event.target.closest?.(".topics__item") ?? null;
    if (!dragged) return;
    event.dataTransfer.effectAllowed = "move";
    event.dataTransfer.setData("text/plain", dragged.dataset.topic);
    dragged.classList.add("is-dragged");
  });
  form.addEventListener("dragover", (event) => {
    unmark();
    const aimed = aim(event);
    if (!aimed) return;
    event.preventDefault();
    aimed.row.classList.add(`goes-${aimed.how}`);
  });
  form.addEventListener("dragend", () => {
    unmark();
    dragged?.classList.remove("is-dragged");
    dragged = null;
  });
  form.addEventListener("drop", (event) => {
    const aimed = aim(event);
    unmark();
    if (!aimed) return;
    event.preventDefault();
    const item = aimed.row.closest(".topics__item");
    const around = aimed.how === "in" ? item : item.parentElement.closest(".topics__item");
    let next = aimed.how === "before" ? item : aimed.how === "after" ? item.nextElementSibling : null;
    if (next === dragged) next = dragged.nextElementSibling;
    const values = { topic: dragged.dataset.topic, parent: around?.dataset.topic ?? "" };
    const name = `#${dragged.id} .topics__name`;
    send({ ...values, before: next?.dataset.topic ?? "" }, dragged.id, name);
  });

  prepare();
})();
