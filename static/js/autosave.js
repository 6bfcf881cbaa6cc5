// Keeps what is being typed once the keys have rested. The page works as well without it.
"use strict";

(() => {
  const line = document.getElementById("autosave");
  if (!line) return;

  const REST = 5000; // milliseconds
  const PAUSE = 30000; // before another try
  const LARGEST_AT_THE_END = 60000; // signs; browsers allow no more for a page that is left
  const FIELDS = ["title", "summary", "body"];
  const form = line.closest("form");
  const { elements } = form;
  let timer = 0;
  let underWay = null;
  let saving = false;

  const typed = () => FIELDS.map((name) => elements.namedItem(name).value);
  let kept = typed().join("\0");

  const later = (pause) => {
    clearTimeout(timer);
    timer = setTimeout(keep, pause);
  };

  async function keep({ leaving = false } = {}) {
    clearTimeout(timer);
    const texts = typed();
    const now = texts.join("\0");
    if (saving || now === kept || (underWay && !leaving)) return;
    const body = new URLSearchParams({
      csrfmiddlewaretoken: elements.namedItem("csrfmiddlewaretoken").value,
      based_on: line.dataset.basedOn,
    });
    FIELDS.forEach((name, i) => body.set(name, texts[i]));
    underWay = new AbortController();
    try {
      const answer = await fetch(line.dataset.address, {
        method: "POST",
        body,
        redirect: "error",
        signal: underWay.signal,
        keepalive: leaving && now.length < LARGEST_AT_THE_END,
      });
      line.textContent = (await answer.json()).message;
      if (answer.ok) kept = now;
    } catch {
      if (saving) return;
      line.textContent = line.dataset.failed;
      later(PAUSE);
    } finally {
      underWay = null;
    }
    if (typed().join("\0") !== now) later(REST);
  }

  form.addEventListener("input", () => later(REST));
  form.addEventListener("submit", () => {
    saving = true;
    clearTimeout(timer);
    underWay?.abort();
  });
  addEventListener("pageshow", () => {
    saving = false; // back to a page that the browser had kept
  });
  addEventListener("online", () => later(0));
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden") keep({ leaving: true });
  });
})();
