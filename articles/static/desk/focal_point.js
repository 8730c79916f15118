/* The point of a picture that matters, by a click on it or by arrow keys; two sliders say it too. */
"use strict";
(() => {
  const { gettext = (text) => text } = window;
  const picture = document.querySelector(".focal");
  const sliders = ["focal_x", "focal_y"].map((name) => document.querySelector(`[name="${name}"]`));
  if (!picture || sliders.some((slider) => !slider)) return;
  const [across, down] = sliders;
  const point = Object.assign(document.createElement("span"), { className: "focal__point" });
  picture.append(point);
  picture.classList.add("is-live");
  picture.tabIndex = 0;
  picture.setAttribute("role", "group");
  picture.setAttribute("aria-label", gettext("The point that matters: click on it, or move it by arrow keys"));

  const show = () => {
    point.style.left = `${across.value * 100}%`;
    point.style.top = `${down.value * 100}%`;
  };
  const put = (x, y) => {
    const within = (share) => String(Math.round(Math.min(Math.max(share, 0), 1) * 100) / 100);
    across.value = within(x);
    down.value = within(y);
    show();
  };
  sliders.forEach((slider) => slider.addEventListener("input", show));
  picture.addEventListener("click", (event) => {
    const box = picture.getBoundingClientRect();
    put((event.clientX - box.left) / box.width, (event.clientY - box.top) / box.height);
  });
  picture.addEventListener("keydown", (event) => {
    const step = event.shiftKey ? 0.1 : 0.02;
    const [x, y] = { ArrowLeft: [-step, 0], ArrowRight: [step, 0], ArrowUp: [0, -step], ArrowDown: [0, step] }[event.key] || [];
    if (x === undefined) return;
    event.preventDefault();
    put(Number(across.value) + x, Number(down.value) + y);
  });
  show();
})();
