// Pictures on the clipboard, or dropped: each goes to the library, with words, before it is placed.
import { insertPicture } from "editor/figure";
import { addPicture } from "editor/library";
import { parsed } from "editor/pasted-styles";
import { cleaned } from "editor/pasting";

const isPicture = (file) => file.type.startsWith("image/");

// Whether it was for us. What cannot be fetched from elsewhere does not come along.
export function takePictures(editor, data, tell) {
  const files = [...data.files].filter(isPicture);
  const body = parsed(data.getData("text/html"));
  if (body.querySelector("[data-pm-slice]")) return false;
  for (const one of body.querySelectorAll("[data-number]")) delete one.dataset.number;
  const drawn = [...body.querySelectorAll("img")];
  // Beside a text, Word may put a picture of that whole text, which nobody wants.
  const wanted = drawn.length || !body.textContent.trim() ? files : [];
  if (!wanted.length) {
    tell(drawn.length);
    return false;
  }
  inTurn(editor, wanted, body, drawn, tell);
  return true;
}

async function inTurn(editor, files, body, drawn, tell) {
  for (const [i, file] of files.entries()) {
    const number = await addPicture(file);
    const place = drawn[i];
    if (place && number) place.replaceWith(figure(body.ownerDocument, number));
    else if (number) insertPicture(editor, number);
  }
  tell(Math.max(0, drawn.length - files.length));
  if (body.textContent.trim() || body.querySelector("[data-number]")) paste(editor, body.innerHTML);
  editor.view.focus();
}

// Only now is a number one of our library: other sites may say anything of their pictures.
function paste(editor, html) {
  const ours = cleaned(html).replaceAll("data-number=", "data-image=");
  editor.view.pasteHTML(`<div data-cleaned>${ours}</div>`);
}

function figure(document, number) {
  const [around, image] = ["figure", "img"].map((tag) => document.createElement(tag));
  image.dataset.number = number;
  around.append(image);
  return around;
}
