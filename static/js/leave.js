// "Leave this page": what was typed is gone at once, and another page takes the place of this one.
"use strict";

(() => {
  const WITHIN = 2000; // ms from one press of Shift to the next
  const link = document.querySelector(".leave__link");
  let presses = 0;
  let lastAt = -Infinity;

  function leave(event) {
    event.preventDefault();
    for (const field of document.querySelectorAll("input, textarea")) {
      field.value = "";
      field.checked = false;
    }
    document.title = "…";
    document.body.replaceChildren();
    location.replace(link.href);
  }

  link.addEventListener("click", leave);

  document.addEventListener("keydown", (event) => {
    if (event.repeat) return;
    const goesOn = event.key === "Shift" && event.timeStamp - lastAt < WITHIN;
    presses = event.key === "Shift" ? (goesOn ? presses + 1 : 1) : 0;
    lastAt = event.timeStamp;
    if (presses === 3) leave(event);
  });

  // A page that the browser kept whole, with what was typed into it, is asked for anew.
  window.addEventListener("pageshow", (event) => {
    if (event.persisted) location.reload();
  });

  document.querySelector(".leave__keys").hidden = false;
})();
