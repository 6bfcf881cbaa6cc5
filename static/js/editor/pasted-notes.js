// Footnotes: a small sign that leads to a place below, from which a link leads back. So it is in
// Word, in the web pages of Google Docs, and on most sites. Each goes into the sentence it is for.
const SIGN = /^[[(]?(\d{1,3}|[ivxlc]{1,5}|[a-z]|[*†‡§])[\])]?$/i;
const HOLDS_ONE = "li, [data-style*='mso-element:footnote'], [data-style*='mso-element:endnote'], p, dd, div";

export function notesIntoSentences(body) {
  const references = [...body.querySelectorAll("a[href]")].filter(isSign);
  for (const reference of references) {
    const back = reference.isConnected && wayBack(body, reference);
    if (back) moveInto(reference, back);
  }
  forgetTheirPlace(body);
}

const fragment = (link) => {
  const href = link.getAttribute("href") ?? "";
  return href.includes("#") ? decodeURIComponent(href.slice(href.indexOf("#") + 1)) : "";
};
const isSign = (link) => fragment(link) && SIGN.test(link.textContent.trim());
const named = (body, name) =>
  [...body.querySelectorAll("[id], [name]")].find((one) => one.id === name || one.getAttribute("name") === name);
const namesAround = (link) => {
  const around = [link, link.parentElement, ...link.querySelectorAll("[id]")];
  return around.flatMap((one) => [one.id, one.getAttribute("name")]).filter(Boolean);
};

// The link in the note that leads back to where `reference` stands, if there is a note after it.
function wayBack(body, reference) {
  const target = named(body, fragment(reference));
  if (!target || !(reference.compareDocumentPosition(target) & Node.DOCUMENT_POSITION_FOLLOWING)) return null;
  const holder = holderOf(target);
  const links = target.matches("a") ? [target] : holder ? [...holder.querySelectorAll("a[href]")] : [];
  return links.find((link) => namesAround(reference).includes(fragment(link))) ?? null;
}

// A paragraph of Word's or of a list is held by what holds the whole note.
function holderOf(place) {
  const whole = place.closest("[data-style*='mso-element:footnote'][id], [data-style*='mso-element:endnote'][id], li");
  return whole ?? place.closest(HOLDS_ONE);
}

function moveInto(reference, back) {
  const holder = holderOf(back);
  if (!holder || holder.contains(reference)) return;
  const note = reference.ownerDocument.createElement("footnote");
  for (const link of [...holder.querySelectorAll("a[href]")]) {
    if (fragment(link) && fragment(link) === fragment(back)) (only(link) ?? link).remove();
  }
  const paragraphs = [...holder.querySelectorAll("p")];
  const parts = paragraphs.length ? paragraphs : [holder];
  parts.forEach((part, i) => note.append(...(i ? [" "] : []), ...part.childNodes));
  trim(note);
  holder.remove();
  (only(reference) ?? reference).replaceWith(note);
}

// The <sup> around a sign, or the brackets' <span>, where there is nothing else in it.
function only(link) {
  let [around, found] = [link.parentElement, null];
  while (around?.matches("sup, span") && around.textContent.trim() === link.textContent.trim()) {
    [found, around] = [around, around.parentElement];
  }
  return found;
}

function trim(note) {
  const walk = note.ownerDocument.createTreeWalker(note, NodeFilter.SHOW_TEXT);
  const texts = [];
  while (walk.nextNode()) texts.push(walk.currentNode);
  for (const text of texts) {
    text.data = text.data.replace(/^[\s\u00a0.^]+/, "");
    if (text.data) break;
  }
  for (const text of texts.reverse()) {
    text.data = text.data.trimEnd();
    if (text.data) break;
  }
}

// The rule above the notes, their heading, and what held them.
function forgetTheirPlace(body) {
  for (const place of body.querySelectorAll("[data-style*='mso-element:footnote-list'], [data-style*='mso-element:endnote-list'], ol, ul, section, div")) {
    if (!place.textContent.trim() && !place.querySelector("img, table")) place.remove();
  }
  const rules = [...body.querySelectorAll("hr")];
  for (const rule of rules) if (isLast(rule, body)) rule.remove();
}

function isLast(rule, body) {
  const rest = body.ownerDocument.createRange();
  rest.setStartAfter(rule);
  rest.setEnd(body, body.childNodes.length);
  return !rest.toString().trim();
}
