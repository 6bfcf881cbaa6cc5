// Lists as they are: Word's are paragraphs that say in their style how deep they would stand.
import { styleOf } from "editor/pasted-styles";

const ITEM = /\bl(\d+)\s+level(\d+)/; // "l0 level2 lfo1"
const NUMBER = /^\(?(\d{1,3}|[a-z]|[ivxlc]+)[.)]/i;

export function lists(body) {
  wordLists(body);
  for (const list of body.querySelectorAll("ul > ul, ul > ol, ol > ul, ol > ol")) {
    // Google Docs puts a list that is deeper beside the item that it belongs to.
    const item = list.previousElementSibling;
    if (item?.tagName === "LI") item.append(list);
    else list.replaceWith(...list.childNodes);
  }
}

const levelOf = (one) => {
  const found = one.matches("p, h1, h2, h3, h4, h5, h6") && ITEM.exec(styleOf(one)["mso-list"] ?? "");
  return found ? { list: found[1], level: Number(found[2]) } : null;
};

function wordLists(body) {
  for (const first of body.querySelectorAll("p[data-style*='mso-list']")) {
    if (first.isConnected && levelOf(first)) together(first);
  }
  for (const marker of body.querySelectorAll("[data-style*='mso-list']")) {
    if (/Ignore/i.test(styleOf(marker)["mso-list"])) marker.remove();
  }
}

// Puts a paragraph and those of the list after it into one list, each at its level.
function together(first) {
  const open = []; // the list at each level above
  const { list } = levelOf(first);
  const place = first.ownerDocument.createComment("");
  first.before(place);
  let one = first;
  while (one && levelOf(one)?.list === list) {
    const next = one.nextElementSibling;
    putInto(open, one, levelOf(one).level, place);
    one = next;
  }
  place.remove();
}

function putInto(open, paragraph, wanted, place) {
  const level = Math.min(wanted, open.length + 1); // never two levels down at once
  const marker = markerOf(paragraph);
  open.length = Math.min(open.length, level);
  if (open.length < level) open.push(begun(open.at(-1), paragraph, marker, place));
  const item = paragraph.ownerDocument.createElement("li");
  item.append(...paragraph.childNodes);
  open.at(-1).append(item);
  paragraph.remove();
}

function markerOf(paragraph) {
  const all = [...paragraph.querySelectorAll("[data-style]")];
  const marker = all.find((one) => /Ignore/i.test(styleOf(one)["mso-list"] ?? ""));
  const text = marker?.textContent.trim() ?? "";
  marker?.remove();
  return text;
}

function begun(above, paragraph, marker, place) {
  const [, number] = NUMBER.exec(marker) ?? [];
  const list = paragraph.ownerDocument.createElement(number ? "ol" : "ul");
  if (Number(number) > 1) list.setAttribute("start", number);
  if (above) (above.lastElementChild ?? above).append(list);
  else place.before(list);
  return list;
}
