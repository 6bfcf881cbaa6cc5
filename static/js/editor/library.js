// The pictures of the library: what is known of them, choosing one, adding one.
import { asked, dialogOf, field } from "editor/dialogs";
import { words } from "editor/words";

const address = words.pictures;
const known = new Map(); // number → promise of what the library says, null where it has none

async function answerOf(query, options = {}) {
  const answer = await fetch(address + query, { redirect: "error", ...options });
  return { ok: answer.ok, ...(await answer.json()) };
}

export function pictureOf(number) {
  if (!known.has(number)) {
    const asking = answerOf(`?number=${encodeURIComponent(number)}`)
      .then(({ pictures }) => pictures[0] ?? null)
      .catch(() => null);
    known.set(number, asking);
  }
  return known.get(number);
}

function option(picture) {
  const button = document.createElement("button");
  const [image, says] = [document.createElement("img"), document.createElement("span")];
  Object.assign(image, { src: picture.address, alt: "", loading: "lazy" });
  says.textContent = picture.says;
  Object.assign(button, { type: "submit", value: picture.number });
  button.append(image, says);
  const item = document.createElement("li");
  item.append(button);
  return item;
}

async function list(dialog) {
  const [place, line] = [dialog.querySelector("ul"), dialog.querySelector("[role=status]")];
  const { value: sought } = field(dialog, "q");
  try {
    const { pictures } = await answerOf(`?q=${encodeURIComponent(sought)}`);
    for (const picture of pictures) known.set(String(picture.number), Promise.resolve(picture));
    place.replaceChildren(...pictures.map(option));
    line.textContent = pictures.length ? "" : sought ? words.none : words.bare;
  } catch {
    place.replaceChildren();
    line.textContent = words.failed;
  }
}

// The number of the picture that she chose, or "".
export async function choosePicture() {
  const dialog = dialogOf("pictures");
  const [search, file] = [field(dialog, "q"), field(dialog, "file")];
  let chosen = null;
  const took = () => {
    chosen = file.files[0] ?? null;
    if (chosen) dialog.close();
  };
  const looked = () => list(dialog);
  search.value = file.value = "";
  search.addEventListener("input", looked);
  file.addEventListener("change", took);
  looked();
  const answer = await asked(dialog);
  search.removeEventListener("input", looked);
  file.removeEventListener("change", took);
  return chosen ? addPicture(chosen) : answer;
}

// Adds a file once she has said what it shows. Returns its number, "" where she would rather not.
export async function addPicture(file) {
  const dialog = dialogOf("words-of-picture");
  const [alt, decorative] = [field(dialog, "alt"), field(dialog, "is_decorative")];
  const line = dialog.querySelector("[role=alert]");
  dialog.querySelector("[data-file]").textContent = file.name;
  alt.value = line.textContent = "";
  decorative.checked = false;
  let number = "";
  const done = async () => {
    line.textContent = words.wait;
    const { picture, errors } = await sent(file, alt.value, decorative.checked);
    line.textContent = picture ? "" : errors.join(" ");
    if (picture) {
      number = String(picture.number);
      known.set(number, Promise.resolve(picture));
    }
    return Boolean(picture);
  };
  return (await asked(dialog, { focus: alt, done })) ? number : "";
}

async function sent(file, alt, isDecorative) {
  const body = new FormData();
  body.set("picture", file);
  body.set("alt", alt);
  if (isDecorative) body.set("is_decorative", "on");
  body.set("csrfmiddlewaretoken", document.querySelector("[name=csrfmiddlewaretoken]").value);
  try {
    return await answerOf("", { method: "POST", body });
  } catch {
    return { errors: [words.failed] };
  }
}
