// Where a link leads is asked in a dialog; empty takes the link away.
import { asked, dialogOf, field } from "editor/dialogs";

const WITHOUT_SCHEME = /^[\w-]+(\.[\w-]+)+([/?#]|$)/; // practice.example/page
const MAIL = /^[^\s@/]+@[^\s@/]+\.[^\s@/]+$/;

export function addressOf(typed) {
  const address = typed.trim();
  if (MAIL.test(address)) return `mailto:${address}`;
  return WITHOUT_SCHEME.test(address) ? `https://${address}` : address;
}

export async function askForLink(editor) {
  const dialog = dialogOf("link");
  const box = field(dialog, "address");
  const { href = "" } = editor.getAttributes("link");
  box.value = href ?? "";
  dialog.querySelector("[value=remove]").hidden = !href;
  const answer = await asked(dialog, { focus: box });
  editor.view.focus();
  if (!answer) return;
  const address = answer === "remove" ? "" : addressOf(box.value);
  const chain = editor.chain().focus().extendMarkRange("link");
  if (!address) chain.unsetMark("link").run();
  else if (editor.state.selection.empty && !href) insertLink(editor, address);
  else chain.setMark("link", { href: address }).run();
}

function insertLink(editor, address) {
  const marks = [{ type: "link", attrs: { href: address } }];
  const text = address.replace(/^(https?:\/\/|mailto:)/, "");
  editor.chain().focus().insertContent({ type: "text", text, marks }).run();
}
