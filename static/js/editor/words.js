// The words that scripts of the editor say; the template holds them, translated.
export const words = { ...document.getElementById("editor-words").dataset };

export const withValues = (sentence, values) =>
  sentence.replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);
