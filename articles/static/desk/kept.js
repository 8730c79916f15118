/* On every page of the desk: what forms kept in this browser goes once it is saved, and when its writer signs out. */
"use strict";
(() => {
  const remove = (isMeant) => {
    try {
      Object.keys(localStorage).filter((key) => key.startsWith("typed:") && isMeant(key)).forEach((key) => localStorage.removeItem(key));
    } catch { /* Nothing was kept either. */ }
  };
  const { path } = document.currentScript.dataset;
  for (const [, name] of document.cookie.matchAll(/(?:^|; )typed-([0-9a-f]{16})=/g)) {
    remove((key) => key.endsWith(`:${name}`));
    document.cookie = `typed-${name}=; path=${path}; max-age=0; samesite=strict`;
  }
  const leave = document.getElementById("logout-form");
  leave?.addEventListener("submit", () => remove((key) => key.startsWith(`typed:${leave.dataset.user}:`)));
})();
