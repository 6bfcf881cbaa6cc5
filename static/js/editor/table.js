// Tables with a caption; rows of headings stand in a head, and each heading says what it is for.
import {
  Table as BaseTable, TableCell as BaseCell, TableHeader as BaseHeader,
} from "django-prose-editor/editor";
import { asked, dialogOf, field } from "editor/dialogs";

const withoutAlign = ({ align, ...kept }) => kept;

export const TableCell = BaseCell.extend({
  addAttributes() {
    return withoutAlign(this.parent());
  },
});

export const TableHeader = BaseHeader.extend({
  addAttributes() {
    return { ...withoutAlign(this.parent()), scope: { default: null } };
  },
});

export const Table = BaseTable.extend({
  addAttributes: () => ({
    caption: {
      default: "",
      rendered: false,
      parseHTML: (dom) => dom.querySelector("caption")?.textContent.trim() ?? "",
    },
  }),
  parseHTML: () => [{ tag: "caption", ignore: true }, { tag: "table" }],
  renderHTML({ node: { attrs: { caption } } }) {
    return ["table", ...(caption ? [["caption", caption]] : []), ["tbody", 0]];
  },
  addNodeView: () => ({ node }) => shown(node),
});

function shown(node) {
  const [dom, table, caption, body] = ["div", "table", "caption", "tbody"].map((tag) =>
    document.createElement(tag));
  const update = (changed) => {
    if (changed.type.name !== "table") return false;
    caption.textContent = changed.attrs.caption;
    caption.hidden = !changed.attrs.caption;
    return true;
  };
  dom.className = "editor-table";
  caption.contentEditable = "false";
  table.append(caption, body);
  dom.append(table);
  update(node);
  return { dom, contentDOM: body, update, ignoreMutation: (change) => !body.contains(change.target) };
}

export async function askForTitle(editor) {
  const dialog = dialogOf("table");
  const box = field(dialog, "caption");
  box.value = editor.getAttributes("table").caption;
  const answer = await asked(dialog, { focus: box });
  const chain = editor.chain().focus();
  if (answer) chain.updateAttributes("table", { caption: box.value.trim() });
  chain.run();
}
