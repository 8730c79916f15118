/* Pictures sent from a form: chosen, dropped on their list or pasted there, several at once. Each that has come
   is a row of the list; what was refused is said with the reason. Without this file they go with the form. */
"use strict";
(() => {
  const { gettext = (text) => text, interpolate = (text) => text } = window;
  const box = document.querySelector(".sending");
  const list = box && document.getElementById(`${box.dataset.rows}-group`);
  const form = box?.closest("form");
  if (!list) return;
  const chosen = box.querySelector("input[type=file]");
  const said = box.querySelector(".sending__said");
  const wrong = box.querySelector(".sending__wrong");
  box.querySelector(".sending__more").hidden = false;

  let waiting = [], done = 0, all = 0, isSending = false;

  function refuse(file, why) {
    wrong.append(Object.assign(document.createElement("li"), { textContent: `${file.name}: ${why}` }));
  }

  function addRow({ url, width, height, shown }) {
    list.querySelector(".add-row a").click();
    const row = [...list.querySelectorAll("tbody > tr.form-row:not(.empty-form)")].at(-1);
    const fill = (name, value) => {
      const field = row.querySelector(`.field-${name} :is(input, textarea):not([type=hidden])`);
      field.value = value;
      field.dispatchEvent(new Event("input", { bubbles: true }));
    };
    fill("url", url);
    fill("width", width);
    fill("height", height);
    row.querySelector(".field-preview")?.replaceChildren(Object.assign(document.createElement("img"), { src: shown, alt: "" }));
    return row.querySelector(".field-title textarea");
  }

  async function send(file) {
    const body = new FormData();
    body.set("csrfmiddlewaretoken", document.cookie.match(/(?:^|; )csrftoken=([^;]+)/)?.[1] || form.elements.csrfmiddlewaretoken.value);
    body.set("title", form.elements.title?.value || "");
    body.set("file", file);
    const answer = await fetch(box.dataset.sendsTo, { method: "POST", body, headers: { Accept: "application/json" } }).catch(() => null);
    const told = await answer?.json().catch(() => null);
    if (answer?.status === 201 && told) return told;
    refuse(file, told?.error || gettext("It did not reach the desk. Try again."));
    return null;
  }

  async function sendAll() {
    isSending = true;
    let first = null, came = 0;
    while (waiting.length) {
      said.textContent = interpolate(gettext("Sending picture %(number)s of %(all)s …"), { number: done + 1, all }, true);
      const told = await send(waiting.shift());
      done += 1;
      if (!told) continue;
      came += 1;
      const title = addRow(told);
      first = first || title;
    }
    isSending = false;
    said.textContent = came ? interpolate(gettext("%s sent: say in the title what it shows. Save to keep it."), [came]) : "";
    first?.focus();
  }

  function take(files) {
    const pictures = [...files];
    if (!pictures.length) return;
    waiting.push(...pictures);
    if (isSending) { all += pictures.length; return; }
    wrong.replaceChildren();
    done = 0;
    all = pictures.length;
    sendAll();
  }

  chosen.addEventListener("change", () => {
    take(chosen.files);
    // They have gone: the form sends them no second time.
    chosen.value = "";
  });
  for (const place of [box, list]) {
    const carries = (event) => event.dataTransfer?.types.includes("Files");
    place.addEventListener("dragover", (event) => {
      if (!carries(event)) return;
      event.preventDefault();
      box.classList.add("is-over");
    });
    place.addEventListener("dragleave", () => box.classList.remove("is-over"));
    place.addEventListener("drop", (event) => {
      if (!carries(event)) return;
      event.preventDefault();
      box.classList.remove("is-over");
      take(event.dataTransfer.files);
    });
    place.addEventListener("paste", (event) => {
      if (!event.clipboardData?.files.length) return;
      event.preventDefault();
      take(event.clipboardData.files);
    });
  }
})();
