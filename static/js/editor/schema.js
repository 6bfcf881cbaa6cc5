// What a text may consist of: the tags that the sanitiser lets through (blog/rendering/).
import {
  Blockquote, Bold, BulletList, Document, Dropcursor, Gapcursor, HardBreak, Heading, History,
  HorizontalRule, Italic, ListItem, Mark, OrderedList, Paragraph, Placeholder, Subscript,
  Superscript, TableRow, Text, TrailingNode,
} from "django-prose-editor/editor";
import { Figure } from "editor/figure";
import { Footnote } from "editor/footnote";
import { Table, TableCell, TableHeader } from "editor/table";
import { words } from "editor/words";

// The outermost of all marks, so that emphasis within a link does not cut it in two.
const Link = Mark.create({
  name: "link",
  priority: 1000,
  inclusive: false,
  addAttributes: () => ({ href: { default: null }, title: { default: null } }),
  parseHTML: () => [{ tag: "a[href]" }],
  renderHTML: ({ HTMLAttributes }) => ["a", HTMLAttributes, 0],
});

const Cite = Mark.create({
  name: "cite",
  parseHTML: () => [{ tag: "cite" }],
  renderHTML: () => ["cite", 0],
});

const Abbreviation = Mark.create({
  name: "abbr",
  addAttributes: () => ({ title: { default: null } }),
  parseHTML: () => [{ tag: "abbr" }],
  renderHTML: ({ HTMLAttributes }) => ["abbr", HTMLAttributes, 0],
});

const inSentences = [
  Paragraph, Text, HardBreak, History, Link, Cite, Abbreviation, Bold, Italic, Subscript,
  Superscript,
];

const placeholder = ({ node, editor }) => {
  if (node.type.name === "figure") return words.caption;
  return editor.isEmpty ? words.empty : "";
};

export const ofAText = [
  Document, ...inSentences, Heading.configure({ levels: [2, 3] }), BulletList, OrderedList,
  ListItem, Blockquote, HorizontalRule, Table, TableRow, TableHeader, TableCell, Figure, Footnote,
  Dropcursor, Gapcursor, TrailingNode, Placeholder.configure({ placeholder, showOnlyCurrent: false }),
];

export const ofANote = [Document.extend({ content: "paragraph" }), ...inSentences];
