// What was pasted, with its styles as they were written: under another name, since the policy of the
// page forbids them even where nothing is shown, and since browsers drop what they do not know.
const FORBIDDEN = /(\s)(style|on[a-z]+)(\s*=)/gi;

export function parsed(html) {
  const named = html
    .replace(/<style[\s\S]*?<\/style>/gi, "")
    .replace(/<[a-z][^>]*>/gi, (tag) => tag.replace(FORBIDDEN, "$1data-$2$3"));
  return new DOMParser().parseFromString(named, "text/html").body;
}

export function styleOf(one) {
  const pairs = (one.dataset.style ?? "").split(";").map((rule) => {
    const [name, ...value] = rule.split(":");
    return [name.trim().toLowerCase(), value.join(":").trim()];
  });
  return Object.fromEntries(pairs.filter(([name]) => name));
}
