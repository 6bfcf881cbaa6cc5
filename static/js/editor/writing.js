// What is written back: the tags of the sanitiser, plainly, one block a line as a hand would.
import { pm } from "django-prose-editor/editor";

const KEPT = { A: ["href", "title"], ABBR: ["title"], TH: ["scope"], OL: ["start"], IMG: ["data-image"] };
const BLOCKS = "p, h2, h3, li, blockquote, br, hr, figure, figcaption, tr, th, td, caption";
const SPACE = /^[ \t\r\n]*$/; // not the space that keeps two words together

export function written(editor) {
  const root = document.implementation.createHTMLDocument("").createElement("div");
  const serializer = pm.model.DOMSerializer.fromSchema(editor.schema);
  root.append(serializer.serializeFragment(editor.state.doc.content, { document: root.ownerDocument }));
  plain(root);
  return { html: inLines(root), count: wordsIn(root) };
}

function plain(root) {
  for (const one of root.querySelectorAll("li, td, th")) unwrapOnlyParagraph(one);
  for (const one of root.querySelectorAll("table")) giveHead(one);
  for (const one of root.querySelectorAll("figcaption")) if (isEmpty(one)) one.remove();
  for (const one of root.querySelectorAll('ol[start="1"]')) one.removeAttribute("start");
  for (const one of root.querySelectorAll("*")) {
    for (const { name } of [...one.attributes]) {
      if (!KEPT[one.tagName]?.includes(name)) one.removeAttribute(name);
    }
  }
  for (const one of [...root.children]) {
    if (one.matches("p, h2, h3") && isEmpty(one)) one.remove();
  }
}

const isEmpty = (dom) => !dom.firstElementChild && SPACE.test(dom.textContent);

// A list's item is a paragraph only where there are several.
function unwrapOnlyParagraph(item) {
  const [first, ...others] = item.children;
  if (first?.tagName === "P" && others.every((one) => one.matches("ul, ol"))) {
    first.replaceWith(...first.childNodes);
  }
}

function giveHead(table) {
  const [body] = table.tBodies;
  const rows = [...(body?.rows ?? [])];
  const end = rows.findIndex((row) => [...row.cells].some((cell) => cell.tagName !== "TH"));
  const heads = end < 0 ? [] : rows.slice(0, end);
  for (const row of rows) {
    for (const cell of row.querySelectorAll("th:not([scope])")) {
      cell.setAttribute("scope", heads.includes(row) ? "col" : "row");
    }
  }
  if (!heads.length) return;
  const head = table.ownerDocument.createElement("thead");
  body.before(head);
  head.append(...heads);
}

function inLines(root) {
  for (const list of root.querySelectorAll("ul, ol")) {
    for (const item of [...list.children]) item.before("\n");
    list.append("\n");
  }
  return [...root.children].map((one) => one.outerHTML).join("\n\n");
}

// As the server counts them: notes stand at the end, under a heading of one word.
function wordsIn(root) {
  const counted = root.cloneNode(true);
  const notes = [...counted.querySelectorAll("footnote")];
  for (const note of notes) counted.append(" ", note);
  for (const one of counted.querySelectorAll(BLOCKS)) {
    one.before(" ");
    one.after(" ");
  }
  const found = counted.textContent.split(/\s+/).filter(Boolean).length;
  return found + (notes.length ? 1 : 0);
}

// What a text says, tag by tag: the same for two texts of the same meaning.
const SAYING = "a, abbr, blockquote, caption, cite, em, figcaption, footnote, h2, h3, li, strong, sub, sup, td, th";
const squeezed = (text) => text.replace(/[ \t\r\n]+/g, "");

export function meaning(html) {
  const root = new DOMParser().parseFromString(html, "text/html").body;
  const said = { "": squeezed(root.textContent) };
  for (const { tagName, textContent } of root.querySelectorAll(SAYING)) {
    said[tagName] = (said[tagName] ?? "") + squeezed(textContent);
  }
  const named = ["img", "hr", "table"].map((tag) => root.querySelectorAll(tag).length);
  const addresses = [...root.querySelectorAll("a[href]")].map((link) => link.getAttribute("href"));
  const numbers = [...root.querySelectorAll("img")].map((one) => one.dataset.image);
  const distinct = [...new Set(addresses)];
  return JSON.stringify([Object.entries(said).sort(), named, distinct, numbers]);
}
