// Puts an editor in the place of each <textarea data-editor>, which goes on holding the text: what
// is typed is in it at once, so that saving, keeping and checking need not know of any editor.
import { Editor } from "django-prose-editor/editor";
import { askForLink } from "editor/link";
import { cleaned } from "editor/pasting";
import { takePictures } from "editor/pasted-pictures";
import { ofAText } from "editor/schema";
import { toolbar } from "editor/toolbar";
import { withValues, words } from "editor/words";
import { meaning, written } from "editor/writing";

const REST = 300; // milliseconds, before words are counted again
const WORDS_A_MINUTE = Number(words.pace);

function start(textarea) {
  const place = document.createElement("div");
  const frame = document.createElement("div");
  const label = document.querySelector(`label[for="${textarea.id}"]`);
  frame.className = "editor";
  place.className = "editor-text prose";
  frame.append(place);
  const editor = new Editor({
    element: place,
    injectCSS: false, // it would be an inline style; static/desk/editor.css has it
    extensions: ofAText,
    editorProps: propsOf(textarea, label, () => editor, (number) => tell(frame, number)),
    content: textarea.value,
  });
  if (!holdsIt(editor, textarea)) {
    editor.destroy();
    textarea.before(note(words.cannot));
    return;
  }
  textarea.before(frame);
  frame.prepend(toolbar(editor));
  takeOver(textarea, label, editor);
}

const holdsIt = (editor, textarea) => meaning(written(editor).html) === meaning(textarea.value);

function propsOf(textarea, label, editorOf, tell) {
  label.id ||= `${textarea.id}_label`;
  const attributes = {
    role: "textbox",
    "aria-multiline": "true",
    "aria-labelledby": label.id,
    "aria-describedby": `${textarea.id}_helptext`,
  };
  if (textarea.getAttribute("aria-invalid")) attributes["aria-invalid"] = "true";
  return {
    attributes,
    transformPastedHTML: cleaned,
    handlePaste: (view, { clipboardData: data }) => data !== null && takePictures(editorOf(), data, tell),
    handleDrop: (view, event, slice, moved) => !moved && dropped(editorOf(), event, tell),
    handleKeyDown: (view, event) => pressed(editorOf(), event),
  };
}

function dropped(editor, event, tell) {
  const at = editor.view.posAtCoords({ left: event.clientX, top: event.clientY });
  if (!event.dataTransfer.files.length) return false;
  if (at) editor.commands.setTextSelection(at.pos);
  event.preventDefault();
  return takePictures(editor, event.dataTransfer, tell);
}

function pressed(editor, event) {
  if (event.altKey && event.key === "F10") {
    editor.view.dom.closest(".editor").querySelector("[role=toolbar] [tabindex='0']").focus();
    return true;
  }
  if ((event.ctrlKey || event.metaKey) && event.key === "k") {
    event.preventDefault();
    askForLink(editor);
    return true;
  }
  return false;
}

function takeOver(textarea, label, editor) {
  const row = textarea.closest(".form-row");
  textarea.hidden = true;
  label.removeAttribute("for");
  label.addEventListener("click", () => editor.commands.focus());
  for (const one of row.querySelectorAll("[data-by-hand]")) one.hidden = true;
  const count = row.querySelector("[data-says]");
  let [last, timer] = [written(editor).html, 0];
  const tellCount = () => {
    const { count: number } = written(editor);
    const minutes = Math.ceil(number / WORDS_A_MINUTE);
    count.textContent = number ? withValues(count.dataset.says, { words: number, minutes }) : "";
  };
  editor.on("update", () => {
    const { html } = written(editor);
    if (html === last) return; // only what the editor shows has changed, not the text
    textarea.value = last = html;
    textarea.dispatchEvent(new Event("input", { bubbles: true }));
    clearTimeout(timer);
    timer = setTimeout(tellCount, REST);
  });
}

function tell(frame, number) {
  frame.querySelector(".editor-told")?.remove();
  if (number) frame.append(note(words.left));
}

function note(text) {
  const line = document.createElement("p");
  line.className = "editor-told";
  line.setAttribute("role", "status");
  line.textContent = text;
  return line;
}

for (const textarea of document.querySelectorAll("textarea[data-editor]")) start(textarea);
