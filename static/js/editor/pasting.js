// Makes of what Word, Google Docs or a web page put on the clipboard what a text may consist of.
// The schema drops what is left over, and the sanitiser has the last word.
import { notesIntoSentences } from "editor/pasted-notes";
import { lists } from "editor/pasted-lists";
import { parsed, styleOf } from "editor/pasted-styles";

const OURS = /data-pm-slice|data-cleaned/; // copied from an editor like this one, or seen before
const DROPPED = [
  "script, style, template, noscript, title, meta, link, xml, iframe, object, svg, math, canvas",
  "nav, button, select, input, textarea, audio, video, del",
  "[hidden], [aria-hidden=true]",
].join(", ");
const OF_WORD = ["mso-element:comment", "mso-comment-reference", "mso-special-character:comment"];
const BLOCK = "p, h1, h2, h3, h4, h5, h6, ul, ol, li, blockquote, table, figure, div, section, hr";

export function cleaned(html) {
  if (OURS.test(html)) return html;
  const body = parsed(withoutOfficeComments(html));
  drop(body);
  notesIntoSentences(body);
  marksFromStyles(body);
  lists(body);
  headings(body);
  links(body);
  cells(body);
  tidy(body);
  return body.innerHTML;
}

// What Word hides in comments from all programs but its own is for those; what it marks is text.
const withoutOfficeComments = (html) =>
  html.replace(/<!--\[if[^\]]*\][^-][\s\S]*?<!\[endif\]-->|<!\[(if|endif)[^>]*>/g, "")
    .replace(/<!--(?!StartFragment|EndFragment)[\s\S]*?-->/g, "");

function drop(body) {
  for (const one of body.querySelectorAll(DROPPED)) one.remove();
  for (const one of body.querySelectorAll("*")) {
    if (/^(o|v|w|st1):/i.test(one.tagName)) one.replaceWith(...one.childNodes);
  }
  for (const one of body.querySelectorAll("[data-style], [class]")) {
    const { visibility, display, "mso-hide": hidden } = styleOf(one);
    const style = (one.dataset.style ?? "").replace(/\s+/g, "");
    const isComment = OF_WORD.some((mark) => style.includes(mark)) || /^MsoComment/.test(one.className);
    if (isComment || one.matches(".msoDel") || display === "none" || hidden === "all" || visibility === "hidden") one.remove();
  }
}

const wrapped = (one, tag) => {
  const around = one.ownerDocument.createElement(tag);
  around.append(...one.childNodes);
  one.append(around);
};

// Google Docs says in styles what others say in tags, and <b> of what is not bold.
function marksFromStyles(body) {
  for (const one of body.querySelectorAll("b, strong, i, em")) {
    const { "font-weight": weight, "font-style": slant } = styleOf(one);
    const is = one.matches("b, strong") ? !/^(normal|[1-4]00)$/.test(weight) : slant !== "normal";
    if (!is) one.replaceWith(...one.childNodes);
  }
  for (const one of body.querySelectorAll("span[data-style]")) {
    const { "font-weight": weight, "font-style": slant, "vertical-align": place } = styleOf(one);
    if (!one.textContent.trim()) continue;
    if (/^(bold|[6-9]00)$/.test(weight)) wrapped(one, "strong");
    if (slant === "italic") wrapped(one, "em");
    if (place === "super" || place === "sub") wrapped(one, place === "super" ? "sup" : "sub");
  }
}

// The title of the page is the only heading above h2.
function headings(body) {
  for (const title of body.querySelectorAll("p.MsoTitle")) renamed(title, "h1");
  const shift = body.querySelector("h1") ? 1 : 0;
  for (const heading of [...body.querySelectorAll("h1, h2, h3, h4, h5, h6")]) {
    for (const bold of heading.querySelectorAll("b, strong")) bold.replaceWith(...bold.childNodes);
    const level = Math.min(3, Math.max(2, Number(heading.tagName[1]) + shift));
    renamed(heading, `h${level}`);
  }
}

function renamed(one, tag) {
  const other = one.ownerDocument.createElement(tag);
  other.append(...one.childNodes);
  one.replaceWith(other);
}

function links(body) {
  for (const link of body.querySelectorAll("a")) {
    const address = leadsTo(link.getAttribute("href") ?? "");
    if (address && link.textContent.trim()) link.setAttribute("href", address);
    else link.replaceWith(...link.childNodes);
  }
}

function leadsTo(href) {
  let url;
  try {
    url = new URL(href);
  } catch {
    return "";
  }
  if (url.hostname === "www.google.com" && url.pathname === "/url") {
    return leadsTo(url.searchParams.get("q") ?? "");
  }
  if (url.origin === location.origin) return url.pathname + url.search + url.hash;
  return ["http:", "https:", "mailto:", "tel:"].includes(url.protocol) ? url.href : "";
}

// A cell over two columns becomes two, so that what is below stays below.
function cells(body) {
  for (const cell of body.querySelectorAll("td[colspan], th[colspan]")) {
    const more = Math.min(20, Number(cell.getAttribute("colspan")) || 1) - 1;
    for (let i = 0; i < more; i += 1) cell.after(cell.ownerDocument.createElement(cell.localName));
  }
}

function tidy(body) {
  for (const one of body.querySelectorAll("figure")) if (!one.querySelector("[data-number]")) one.remove();
  for (const one of body.querySelectorAll("*")) {
    for (const { name } of [...one.attributes]) {
      if (!["href", "start", "data-number"].includes(name)) one.removeAttribute(name);
    }
  }
  for (const text of textsOf(body)) text.data = text.data.replace(/[\s\u00a0]*[ \t\r\n][\s\u00a0]*|\u00a0{2,}/g, " ");
  for (const gap of body.querySelectorAll("br")) {
    if (gap.parentElement === body || gap.previousElementSibling?.matches(BLOCK)) gap.remove();
  }
  for (const one of [...body.querySelectorAll("p, h2, h3, li, div, ul, ol, section, blockquote")].reverse()) {
    if (!one.textContent.trim() && !one.querySelector("img, hr, table")) one.remove();
  }
}

function textsOf(body) {
  const walk = body.ownerDocument.createTreeWalker(body, NodeFilter.SHOW_TEXT);
  const texts = [];
  while (walk.nextNode()) texts.push(walk.currentNode);
  return texts;
}
