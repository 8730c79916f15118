// A video plays where its picture stands, once somebody asks for it; without this file the link leads there.
document.addEventListener("click", (event) => {
  const link = event.target.closest("a.player");
  if (!link || event.metaKey || event.ctrlKey || event.shiftKey || event.button) return;
  event.preventDefault();
  const frame = document.createElement("iframe");
  const source = new URL(link.dataset.frame);
  source.searchParams.set("autoplay", "1");
  frame.src = source;
  frame.title = link.dataset.title;
  frame.allow = "autoplay; encrypted-media; fullscreen; picture-in-picture";
  // A preview tells nobody its address; who plays a video is told the host, and no more.
  frame.referrerPolicy = "strict-origin-when-cross-origin";
  frame.className = "frame";
  link.replaceWith(frame);
  frame.focus();
});
