// A picture of the library, with a caption that is typed below it.
import { Node, pm } from "django-prose-editor/editor";
import { choosePicture, pictureOf } from "editor/library";
import { words } from "editor/words";

const imageOf = (dom) => (dom.matches("img") ? dom : dom.querySelector("img[data-image]"));
const nothing = (dom) => dom.ownerDocument.createElement("div");

export const Figure = Node.create({
  name: "figure",
  group: "block",
  content: "inline*",
  isolating: true,
  defining: true,
  draggable: true,
  addAttributes: () => ({
    image: { default: null, parseHTML: (dom) => imageOf(dom)?.getAttribute("data-image") },
  }),
  parseHTML: () => [
    {
      tag: "figure",
      getAttrs: (dom) => (imageOf(dom) ? {} : false),
      contentElement: (dom) => dom.querySelector("figcaption") ?? nothing(dom),
    },
    { tag: "img[data-image]", contentElement: nothing },
  ],
  renderHTML: ({ node }) => [
    "figure", ["img", { "data-image": node.attrs.image }], ["figcaption", 0],
  ],
  addKeyboardShortcuts() {
    return { Enter: () => goOnBelow(this.editor), Backspace: () => selectWhereEmpty(this.editor) };
  },
  addNodeView: () => ({ node }) => shown(node),
});

function shown(node) {
  const [dom, image, caption] = ["figure", "img", "figcaption"].map((tag) =>
    document.createElement(tag));
  let { image: number } = node.attrs;
  const show = async () => {
    const picture = await pictureOf(number);
    image.contentEditable = "false";
    image.alt = picture?.says ?? words.gone;
    if (picture) Object.assign(image, { src: picture.address, width: picture.width, height: picture.height });
  };
  const update = (changed) => {
    if (changed.type.name !== "figure") return false;
    caption.classList.toggle("is-empty", !changed.childCount);
    if (changed.attrs.image !== number) {
      number = changed.attrs.image;
      show();
    }
    return true;
  };
  caption.dataset.placeholder = words.caption;
  dom.append(image, caption);
  update(node);
  show();
  const ignoreMutation = (change) => change.type !== "selection" && !caption.contains(change.target);
  return { dom, contentDOM: caption, update, ignoreMutation };
}

function within({ state: { selection } }) {
  const { $from } = selection;
  return $from.parent.type.name === "figure" ? $from : null;
}

function goOnBelow(editor) {
  const $from = within(editor);
  if (!$from) return false;
  const below = $from.after();
  return editor.chain().insertContentAt(below, { type: "paragraph" })
    .setTextSelection(below + 1).run();
}

function selectWhereEmpty(editor) {
  const $from = within(editor);
  if (!$from || !editor.state.selection.empty || $from.parentOffset) return false;
  return editor.commands.setNodeSelection($from.before());
}

export const figureAt = (editor) =>
  editor.state.selection.node?.type.name === "figure" || Boolean(within(editor));

export async function askForPicture(editor) {
  const number = await choosePicture();
  editor.view.focus();
  if (number) insertPicture(editor, number);
}

export function insertPicture(editor, number) {
  const { tr, schema, selection } = editor.state;
  const figure = schema.nodes.figure.create({ image: number });
  // Behind what is written: a selected figure is not replaced, a sentence is not cut in two.
  const { $to } = selection;
  const place = $to.depth ? $to.after(1) : selection.to;
  const isEmpty = $to.depth === 1 && $to.parent.type.name === "paragraph" && !$to.parent.childCount;
  if (isEmpty) tr.replaceWith($to.before(), $to.after(), figure);
  else tr.insert(place, figure);
  const at = isEmpty ? $to.before() : place;
  tr.setSelection(pm.state.TextSelection.create(tr.doc, at + 1));
  editor.view.dispatch(tr.scrollIntoView());
}

export function removeFigure(editor) {
  const $from = within(editor);
  if ($from) editor.commands.setNodeSelection($from.before());
  editor.chain().focus().deleteSelection().run();
}
