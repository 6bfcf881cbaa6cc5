// A note stands in its sentence as a number; its words are typed in a dialog.
import { Editor, Node, pm } from "django-prose-editor/editor";
import { asked, dialogOf } from "editor/dialogs";
import { askForLink } from "editor/link";
import { withValues, words } from "editor/words";

// It needs this module itself. Asked for now: what is typed right after the button is the note's.
const written = import("editor/schema");
const SHOWN = 60; // signs of a note that its button says

const named = (node) => {
  const text = node.textContent;
  return withValues(words.note, { text: text.length > SHOWN ? `${text.slice(0, SHOWN)}…` : text });
};

function button(node) {
  const dom = document.createElement("button");
  dom.type = "button";
  dom.className = "editor-note";
  dom.contentEditable = "false";
  dom.tabIndex = -1; // reached by the arrows of the text, and by the toolbar
  dom.setAttribute("aria-label", named(node));
  return dom;
}

export const Footnote = Node.create({
  name: "footnote",
  group: "inline",
  inline: true,
  atom: true,
  content: "(text | hardBreak)*",
  parseHTML: () => [{ tag: "footnote" }],
  renderHTML: () => ["footnote", 0],
  addKeyboardShortcuts() {
    return { Enter: () => Boolean(selected(this.editor)) && (askForNote(this.editor), true) };
  },
  addNodeView: () => ({ node, getPos, editor }) => {
    const dom = button(node);
    dom.addEventListener("click", () => {
      editor.commands.setNodeSelection(getPos());
      askForNote(editor);
    });
    return {
      dom,
      ignoreMutation: () => true,
      update(changed) {
        if (changed.type.name !== "footnote") return false;
        dom.setAttribute("aria-label", named(changed));
        return true;
      },
    };
  },
});

const selected = ({ state: { selection } }) =>
  selection.node?.type.name === "footnote" ? selection.node : null;

// Asks for the words of the note that is selected, or of a new one behind the selection.
export async function askForNote(editor) {
  const { Fragment } = pm.model;
  const before = selected(editor);
  const { from, to } = editor.state.selection;
  const content = await typed(before?.content ?? Fragment.empty, editor.schema);
  editor.view.focus();
  if (content === null) return;
  const { tr, schema } = editor.state;
  if (content.size) tr.replaceWith(before ? from : to, to, schema.nodes.footnote.create(null, content));
  else if (before) tr.delete(from, to);
  editor.view.dispatch(tr.scrollIntoView());
}

// The words as they were typed, null where she changed her mind.
async function typed(content, schema) {
  const { ofANote } = await written;
  const dialog = dialogOf("note");
  const place = dialog.querySelector("[data-note]");
  const attributes = { role: "textbox", "aria-multiline": "true", "aria-labelledby": "editor-note-title" };
  const note = new Editor({
    element: place,
    injectCSS: false,
    extensions: ofANote,
    editorProps: { attributes, handleKeyDown: (view, { key }) => key === "Escape" && !dialog.close() },
    content: { type: "doc", content: [{ type: "paragraph", content: content.toJSON() ?? [] }] },
  });
  dialog.querySelector("[value=remove]").hidden = !content.size;
  const link = () => askForLink(note);
  const linkButton = dialog.querySelector("[data-link]");
  linkButton.addEventListener("click", link);
  const answer = await asked(dialog, { focus: note.view.dom });
  linkButton.removeEventListener("click", link);
  const json = note.getJSON().content[0].content ?? [];
  note.destroy();
  if (answer === "remove") return pm.model.Fragment.empty;
  return answer ? pm.model.Fragment.fromJSON(schema, json) : null;
}
