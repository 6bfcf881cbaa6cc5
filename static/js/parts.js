// Parts are put in order by dragging, or by the arrow keys. The buttons do the same without it.
"use strict";

(() => {
  const list = document.querySelector(".part-rows");
  if (!list) return;

  const line = document.getElementById("parts-said");
  const rows = () => [...list.children];
  const idOf = (row) => Number(row.id.replace("part-", ""));
  const order = () => rows().map(idOf);
  let stored = order();
  let underWay = Promise.resolve();
  let waiting = 0;

  function number() {
    rows().forEach((row, i) => {
      const [up, down] = row.querySelectorAll("[name=to]");
      row.querySelector(".part-row__number").textContent = `${i + 1}.`;
      [up.value, down.value] = [i, i + 2];
      up.disabled = i === 0;
      down.disabled = i === list.children.length - 1;
    });
  }

  function arrange(ids) {
    const focused = document.activeElement;
    list.append(...ids.map((id) => document.getElementById(`part-${id}`)).filter(Boolean));
    number();
    if (list.contains(focused)) focused.focus(); // a row that is moved loses it
  }

  async function save(row, to) {
    const form = row.querySelector(".part-row__steps");
    const body = new URLSearchParams(new FormData(form));
    body.set("to", to);
    try {
      const headers = { Accept: "application/json" };
      const options = { method: "POST", body, headers, redirect: "error" };
      const answer = await (await fetch(form.action, options)).json();
      stored = answer.order;
      line.textContent = answer.said;
    } catch {
      line.textContent = line.dataset.failed;
    }
    line.classList.remove("visually-hidden");
    waiting -= 1;
    if (!waiting) arrange(stored); // whoever else moved something
  }

  // One after the other, so that each begins where the one before has ended.
  function moved(row) {
    const to = rows().indexOf(row) + 1;
    number();
    waiting += 1;
    underWay = underWay.then(() => save(row, to));
  }

  function step(row, by) {
    const other = by < 0 ? row.previousElementSibling : row.nextElementSibling;
    if (!other) return;
    if (by < 0) other.before(row);
    else other.after(row);
    row.querySelector(".part-row__handle").focus();
    moved(row);
  }

  function drag(handle, row, event) {
    handle.setPointerCapture(event.pointerId);
    row.classList.add("part-row--dragged");
    const isBelow = (it, y) => {
      const { top, bottom } = it.getBoundingClientRect();
      return it !== row && (top + bottom) / 2 > y;
    };
    const follow = ({ clientY }) => {
      const next = rows().find((it) => isBelow(it, clientY)) ?? null;
      if (next === row.nextElementSibling) return;
      list.insertBefore(row, next);
      handle.setPointerCapture(event.pointerId); // lost where the row was moved
    };
    const end = ({ type }) => {
      handle.removeEventListener("pointermove", follow);
      handle.removeEventListener("pointerup", end);
      handle.removeEventListener("pointercancel", end);
      row.classList.remove("part-row--dragged");
      if (type === "pointercancel") arrange(stored);
      else if (order().join() !== stored.join()) moved(row);
    };
    handle.addEventListener("pointermove", follow);
    handle.addEventListener("pointerup", end);
    handle.addEventListener("pointercancel", end);
  }

  document.getElementById("how-to-move").hidden = false;
  for (const row of rows()) {
    const handle = row.querySelector(".part-row__handle");
    handle.hidden = false;
    handle.addEventListener("pointerdown", (event) => {
      if (event.button === 0) drag(handle, row, event);
    });
    handle.addEventListener("keydown", (event) => {
      const by = { ArrowUp: -1, ArrowDown: 1 }[event.key];
      if (!by) return;
      event.preventDefault();
      step(row, by);
    });
  }
})();
