// Asks something in a <dialog> of the page and waits for the answer.

// The value of the button that was pressed, "" where the dialog was left otherwise. It stays open
// until `done`, if there is one, says that all is well.
export function asked(dialog, { focus = null, done = () => true } = {}) {
  const form = dialog.querySelector("form");
  return new Promise((resolve) => {
    const submitted = async (event) => {
      event.preventDefault();
      if (form.inert) return;
      form.inert = true; // one answer at a time
      const isDone = await done();
      form.inert = false;
      if (!isDone) {
        focus?.focus();
        return;
      }
      dialog.close();
      resolve(event.submitter?.value || "ok");
    };
    const clicked = (event) => {
      if (event.target.closest("[data-cancel]")) dialog.close();
    };
    form.addEventListener("submit", submitted);
    dialog.addEventListener("click", clicked);
    dialog.addEventListener("close", () => {
      form.removeEventListener("submit", submitted);
      dialog.removeEventListener("click", clicked);
      resolve(""); // too late where there was an answer
    }, { once: true });
    dialog.showModal();
    focus?.focus();
  });
}

export const dialogOf = (name) => document.getElementById(`editor-${name}`);
export const field = (dialog, name) => dialog.querySelector(`[name="${name}"]`);
