// The buttons above the text. One of them is reached by Tab, the others by the arrow keys.
import { askForPicture, figureAt, removeFigure } from "editor/figure";
import { askForNote } from "editor/footnote";
import { askForLink } from "editor/link";
import { askForTitle } from "editor/table";

const focused = (editor) => editor.chain().focus();
const NEW_TABLE = { rows: 3, cols: 2, withHeaderRow: true };

const DOES = {
  heading: (editor) => focused(editor).toggleHeading({ level: 2 }).run(),
  subheading: (editor) => focused(editor).toggleHeading({ level: 3 }).run(),
  bold: (editor) => focused(editor).toggleBold().run(),
  italic: (editor) => focused(editor).toggleItalic().run(),
  bullets: (editor) => focused(editor).toggleBulletList().run(),
  numbers: (editor) => focused(editor).toggleOrderedList().run(),
  quote: (editor) => focused(editor).toggleBlockquote().run(),
  link: askForLink,
  note: askForNote,
  picture: askForPicture,
  table: (editor) => focused(editor).insertTable(NEW_TABLE).run(),
  undo: (editor) => focused(editor).undo().run(),
  redo: (editor) => focused(editor).redo().run(),
  "row-below": (editor) => focused(editor).addRowAfter().run(),
  "column-after": (editor) => focused(editor).addColumnAfter().run(),
  "remove-row": (editor) => focused(editor).deleteRow().run(),
  "remove-column": (editor) => focused(editor).deleteColumn().run(),
  "table-title": askForTitle,
  "remove-table": (editor) => focused(editor).deleteTable().run(),
  "remove-picture": removeFigure,
};

const ON = {
  heading: (editor) => editor.isActive("heading", { level: 2 }),
  subheading: (editor) => editor.isActive("heading", { level: 3 }),
  bold: (editor) => editor.isActive("bold"),
  italic: (editor) => editor.isActive("italic"),
  bullets: (editor) => editor.isActive("bulletList"),
  numbers: (editor) => editor.isActive("orderedList"),
  quote: (editor) => editor.isActive("blockquote"),
  link: (editor) => editor.isActive("link"),
};

const SHOWN = { table: (editor) => editor.isActive("table"), picture: figureAt };

export function toolbar(editor) {
  const bar = document.getElementById("editor-toolbar").content.firstElementChild.cloneNode(true);
  const buttons = [...bar.querySelectorAll("button")];
  bar.addEventListener("click", ({ target }) => {
    const does = DOES[target.closest("button")?.dataset.do];
    if (!does) return;
    editor.view.focus(); // and so there again once a dialog is closed
    does(editor);
  });
  // The selection of the text stays where it is while a finger or a mouse presses a button.
  bar.addEventListener("mousedown", (event) => event.preventDefault());
  bar.addEventListener("keydown", (event) => go(event, buttons, editor));
  const show = () => {
    for (const button of buttons) {
      const { do: name } = button.dataset;
      if (ON[name]) button.setAttribute("aria-pressed", String(ON[name](editor)));
    }
    for (const group of bar.querySelectorAll("[data-when]")) {
      group.hidden = !SHOWN[group.dataset.when](editor);
    }
    one(buttons, buttons.find((button) => button.tabIndex === 0 && isThere(button)) ?? buttons[0]);
  };
  editor.on("transaction", show);
  show();
  return bar;
}

const isThere = (button) => !button.closest("[hidden]");

function one(buttons, chosen) {
  for (const button of buttons) button.tabIndex = button === chosen ? 0 : -1;
}

function go(event, buttons, editor) {
  const there = buttons.filter(isThere);
  const at = there.indexOf(document.activeElement);
  const steps = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: there.length - 1 };
  if (event.key === "Escape") editor.view.focus();
  if (!(event.key in steps)) return;
  event.preventDefault();
  const next = there.at(steps[event.key] % there.length);
  one(buttons, next);
  next.focus();
}
