// Takes the words out of the address, so that nobody has to copy them and no history keeps them.
"use strict";

(() => {
  const field = document.querySelector("[data-begin] [name=code]");
  if (!field) return;
  if (location.hash) {
    field.value = decodeURIComponent(location.hash.slice(1));
    history.replaceState(null, "", location.pathname);
  }
  const hasError = field.closest("[data-code]").querySelector(".errorlist");
  field.closest("[data-code]").hidden = Boolean(field.value) && !hasError;
})();
