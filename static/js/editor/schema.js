// What a text may hold, told to Tiptap: the same that foundation/rich_text.py keeps, written the same way.

const SCHEMES = /^(https?:\/\/|mailto:|tel:)\S+$/i;
export const isAddress = (text) => SCHEMES.test(text);

/** Everything a section may hold. `address`: of a picture, with zeros for its name; `run`: does what a button does. */
export function extensions(tiptap, { address, words, run }) {
  const { Blockquote, BulletList, Document, Dropcursor, Gapcursor, ListItem, Table, TableRow } = tiptap;
  return [
    Document.extend({ content: "(block | heading)+" }),
    ...plainWords(tiptap),
    headings(tiptap),
    BulletList,
    orderedList(tiptap),
    ListItem.extend({ content: "block+" }), // also a list straight in an item
    Blockquote,
    Table,
    TableRow,
    cell(tiptap.TableCell),
    cell(tiptap.TableHeader),
    Gapcursor,
    Dropcursor,
    footnote(tiptap, words),
    reference(tiptap),
    image(tiptap, address, words),
    keys(tiptap, run),
  ];
}

/** What the text of a footnote may hold: one paragraph of words. */
export function noteExtensions(tiptap, { accept, cancel, link }) {
  const own = tiptap.Extension.create({
    name: "noteKeys",
    priority: 1000,
    addKeyboardShortcuts: () => ({ Enter: () => (accept(), true), Escape: () => (cancel(), true), "Mod-k": () => (link(), true) }),
  });
  return [tiptap.Document.extend({ content: "paragraph" }), ...plainWords(tiptap), own];
}

/** Words, line breaks and their marks, the outermost mark first. */
function plainWords({ Bold, HardBreak, Italic, Link, Paragraph, Subscript, Superscript, Text, UndoRedo }) {
  const link = Link.extend({ addAttributes: () => ({ href: { default: null } }), addKeyboardShortcuts: () => ({}) });
  return [
    Paragraph,
    Text,
    link.configure({ autolink: false, openOnClick: false, isAllowedUri: isAddress, HTMLAttributes: {} }),
    Bold,
    Italic,
    Superscript,
    Subscript,
    HardBreak,
    UndoRedo,
  ];
}

/** Two levels; what is pasted with others gets the nearest. Not in a group of blocks: only the section has headings. */
function headings({ Heading }) {
  const level = (tag) => ({ tag, attrs: { level: /h[123]/.test(tag) ? 3 : 4 } });
  return Heading.extend({
    group: "heading",
    parseHTML: () => ["h1", "h2", "h3", "h4", "h5", "h6"].map(level),
    // On the page of the form they stand straight under its name.
    addNodeView: () => ({ node }) => {
      const dom = document.createElement(`h${node.attrs.level}`);
      dom.ariaLevel = node.attrs.level - 1;
      return { dom, contentDOM: dom };
    },
    addKeyboardShortcuts() {
      const toggle = (level) => () => this.editor.commands.toggleHeading({ level });
      return { "Mod-Alt-3": toggle(3), "Mod-Alt-4": toggle(4), "Mod-Shift-3": toggle(3), "Mod-Shift-4": toggle(4) };
    },
  }).configure({ levels: [3, 4] });
}

function orderedList({ OrderedList, wrappingInputRule }) {
  return OrderedList.extend({
    addNodeView: null,
    addAttributes: () => ({
      start: { default: 1, parseHTML: (element) => Number(element.getAttribute("start")) || 1, renderHTML: ({ start }) => (start === 1 ? {} : { start }) },
    }),
    renderHTML: ({ HTMLAttributes }) => ["ol", HTMLAttributes, 0],
    addInputRules() {
      return [wrappingInputRule({ find: /^(\d{1,3})[.)]\s$/, type: this.type, getAttributes: ([, number]) => ({ start: Number(number) }) })];
    },
  });
}

/** A cell with nothing but its span: no alignment, no width. */
function cell(Cell) {
  const span = (name) => ({ default: 1, parseHTML: (element) => Number(element.getAttribute(name)) || 1, renderHTML: (given) => (given[name] === 1 ? {} : { [name]: given[name] }) });
  return Cell.extend({ addAttributes: () => ({ colspan: span("colspan"), rowspan: span("rowspan"), colwidth: { default: null, parseHTML: () => null, renderHTML: () => ({}) } }) });
}

/** A note is shown as its number, which the style sheet counts; its words are changed in a dialog. */
function footnote({ Node }, words) {
  return Node.create({
    name: "footnote",
    group: "inline",
    inline: true,
    atom: true,
    content: "(text | hardBreak)*",
    marks: "bold italic superscript subscript link",
    parseHTML: () => [{ tag: "span.footnote", priority: 60 }],
    renderHTML: () => ["span", { class: "footnote" }, 0],
    addNodeView: () => ({ node }) => {
      const dom = shown("span", "rich-note");
      dom.setAttribute("role", "img");
      const name = ({ textContent }) => {
        dom.setAttribute("aria-label", `${words.note}: ${textContent}`);
        dom.title = textContent;
      };
      name(node);
      return { dom, update: (other) => other.type.name === "footnote" && (name(other), true) };
    },
  });
}

function reference({ Node }) {
  return Node.create({
    name: "reference",
    group: "inline",
    inline: true,
    atom: true,
    addAttributes: () => ({ to: { default: "" }, label: { default: "" } }),
    parseHTML: () => [{ tag: "span.reference[data-to]", priority: 60, getAttrs: (element) => ({ to: element.dataset.to, label: element.textContent }) }],
    renderHTML: ({ node }) => ["span", { class: "reference", "data-to": node.attrs.to }, node.attrs.label],
    renderText: ({ node }) => node.attrs.label,
  });
}

/** A picture of the plan by its name. Pictures from elsewhere are not known here, so they are not pasted. */
function image({ Node }, address, words) {
  return Node.create({
    name: "image",
    group: "block",
    atom: true,
    draggable: true,
    addAttributes: () => ({ alt: { default: "" }, uid: { default: "" } }),
    parseHTML: () => [{ tag: "img[data-image]", getAttrs: (element) => ({ alt: element.getAttribute("alt") ?? "", uid: element.dataset.image }) }],
    renderHTML: ({ node }) => ["img", { alt: node.attrs.alt, "data-image": node.attrs.uid }],
    addNodeView: () => ({ node }) => {
      const dom = shown("span", "rich-picture");
      const picture = dom.appendChild(document.createElement("img"));
      picture.className = "picture";
      picture.alt = node.attrs.alt;
      if (address) picture.src = address.replace(/0{8}(-0{4}){3}-0{12}/, node.attrs.uid);
      const said = dom.appendChild(shown("span", "rich-picture-alt"));
      said.appendChild(document.createElement("strong")).textContent = words.alt;
      said.append(" ", node.attrs.alt || words["no-alt"]);
      return { dom };
    },
  });
}

function shown(tag, className) {
  const element = document.createElement(tag);
  element.className = className;
  element.contentEditable = "false";
  return element;
}

/** Keys of what opens a dialog. Enter on a chosen note, reference or picture changes it. */
function keys({ Extension }, run) {
  const press = (name) => () => (run(name), true);
  return Extension.create({
    name: "keys",
    priority: 1000,
    addKeyboardShortcuts() {
      return {
        "Mod-k": press("link"),
        "Mod-Alt-f": press("footnote"),
        "Mod-Alt-h": press("reference"),
        "Mod-Alt-b": press("image"),
        "Mod-Alt-t": press("table"),
        "Alt-0": press("help"),
        Enter: () => {
          const chosen = this.editor.state.selection.node?.type.name;
          if (!["footnote", "reference", "image"].includes(chosen)) return false;
          run(chosen);
          return true;
        },
      };
    },
  });
}
