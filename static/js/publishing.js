// While she chooses who can read it and from when: says so, and what the button will do.
"use strict";

(() => {
  const when = document.getElementById("when");
  if (!when) return;

  const { elements } = when.closest("form");
  const line = when.querySelector(".when__says");
  const button = document.querySelector(".submit-row [data-draft]");
  const boxes = () => [0, 1].map((number) => elements[`publish_at_${number}`]);
  let asked = null;

  async function say() {
    asked?.abort();
    asked = new AbortController();
    const query = new URLSearchParams(boxes().map((box) => [box.name, box.value]));
    const options = { redirect: "error", signal: asked.signal };
    try {
      const answer = await fetch(`${when.dataset.address}?${query}`, options);
      if (answer.ok) line.textContent = await answer.text();
    } catch {
      // Offline or signed out: she reads it after saving.
    }
  }

  const name = () => {
    const words = button?.dataset[elements.status.value];
    if (words) button.value = words;
  };

  for (const box of boxes()) box.addEventListener("change", say);
  for (const choice of when.querySelectorAll("[data-date]")) {
    choice.hidden = false;
    choice.addEventListener("click", () => {
      const [date, time] = boxes();
      date.value = choice.dataset.date;
      time.value = choice.dataset.time;
      date.dispatchEvent(new Event("input", { bubbles: true }));
      say();
    });
  }
  for (const status of elements.status) status.addEventListener("change", name);
  name();
})();
