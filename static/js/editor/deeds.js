// What the buttons and keys do: each deed may say whether it is on (`is`), and whether it can be done now (`can`).

import { isAddress, noteExtensions } from "./schema.js";

export function deeds({ tiptap, editor, dialogs, field, make, tell }) {
  const chain = () => editor.chain().focus();
  const mark = (name) => ({ run: () => chain().toggleMark(name).run(), is: () => editor.isActive(name) });
  const heading = (level) => ({ run: () => chain().toggleHeading({ level }).run(), is: () => editor.isActive("heading", { level }), can: () => editor.can().toggleHeading({ level }) });
  const plain = (command, ...given) => ({ run: () => chain()[command](...given).run(), can: () => editor.can()[command](...given) });
  return {
    bold: mark("bold"),
    italic: mark("italic"),
    superscript: { run: () => chain().unsetSubscript().toggleSuperscript().run(), is: () => editor.isActive("superscript") },
    subscript: { run: () => chain().unsetSuperscript().toggleSubscript().run(), is: () => editor.isActive("subscript") },
    heading3: heading(3),
    heading4: heading(4),
    bulletList: { run: () => chain().toggleBulletList().run(), is: () => editor.isActive("bulletList") },
    orderedList: { run: () => chain().toggleOrderedList().run(), is: () => editor.isActive("orderedList") },
    blockquote: { run: () => chain().toggleBlockquote().run(), is: () => editor.isActive("blockquote") },
    indent: plain("sinkListItem", "listItem"),
    outdent: plain("liftListItem", "listItem"),
    rowBefore: plain("addRowBefore"),
    rowAfter: plain("addRowAfter"),
    columnBefore: plain("addColumnBefore"),
    columnAfter: plain("addColumnAfter"),
    headerRow: { run: () => chain().toggleHeaderRow().run(), is: () => hasHeaderRow(editor) },
    deleteRow: plain("deleteRow"),
    deleteColumn: plain("deleteColumn"),
    deleteTable: plain("deleteTable"),
    undo: plain("undo"),
    redo: plain("redo"),
    help: { run: () => showKeys(dialogs, field) },
    table: { run: () => askTable(editor, dialogs), can: () => !editor.isActive("table") },
    link: { run: () => askLink(editor, dialogs), is: () => editor.isActive("link") },
    footnote: { run: () => askNote({ tiptap, editor, dialogs, make }), is: () => editor.isActive("footnote") },
    ...(dialogs.has("reference") && {
      reference: { run: () => askReference(editor, dialogs), is: () => editor.isActive("reference") },
      image: { run: (files, at) => askImage({ editor, dialogs, field, tell, files, at }), is: () => editor.isActive("image") },
    }),
  };
}

function hasHeaderRow(editor) {
  const { $from } = editor.state.selection;
  for (let depth = $from.depth; depth > 0; depth -= 1) {
    if ($from.node(depth).type.name === "table") return $from.node(depth).firstChild.firstChild.type.name === "tableHeader";
  }
  return false;
}

/** The note, reference or picture that is chosen, if it is of this kind. */
function chosen(editor, name) {
  const { node, from } = editor.state.selection;
  return node?.type.name === name ? { node, from } : null;
}

/** Put in something new after the words that are chosen, or write it over the old one. */
function put(editor, old, content) {
  if (!old) return editor.chain().focus().setTextSelection(editor.state.selection.to).insertContent(content).run();
  const node = editor.schema.nodeFromJSON(content).mark(old.node.marks);
  return editor.chain().focus().command(({ tr }) => !!tr.replaceWith(old.from, old.from + old.node.nodeSize, node)).run();
}

/** Wait for an answer; what was chosen in the text before is chosen then, wherever the browser put the cursor. */
async function answered(editor, asked) {
  const chosen = editor.state.selection.getBookmark();
  const said = await asked;
  editor.view.dispatch(editor.state.tr.setSelection(chosen.resolve(editor.state.doc)));
  if (said.answer !== "cancel") editor.view.focus();
  return said;
}

async function askLink(editor, dialogs) {
  const isOld = editor.isActive("link");
  const needsWords = !isOld && editor.state.selection.empty;
  const address = editor.getAttributes("link").href ?? addressIn(chosenWords(editor));
  const check = (said) => (isAddress(whole(said.address)) ? null : { address: true });
  const said = await answered(editor, dialogs.ask("link", { values: { address }, parts: [isOld && "old", needsWords && "words"], check }));
  const chain = editor.chain().focus();
  if (said.answer === "remove") return chain.extendMarkRange("link").unsetLink().run();
  if (said.answer !== "accept") return;
  const href = whole(said.address);
  if (!needsWords) return chain.extendMarkRange("link").setLink({ href }).run();
  const text = said.text.trim() || said.address.trim();
  chain.insertContent({ type: "text", text, marks: [{ type: "link", attrs: { href } }] }).unsetMark("link").run();
}

function chosenWords(editor) {
  const { from, to } = editor.state.selection;
  return editor.state.doc.textBetween(from, to, " ");
}

/** The address that chosen words are, when they are one: it need not be written twice. */
function addressIn(words) {
  const text = words.trim();
  const looks = /^(https?:\/\/|mailto:|www\.)\S+$/i.test(text) || /^[^\s:/@]+@[^\s:/@]+\.[^\s:/@]+$/.test(text);
  return looks && isAddress(whole(text)) ? whole(text) : "";
}

/** An address as people write it, whole. */
function whole(address) {
  const text = address.trim();
  if (/^[^\s:/@]+@[^\s:/@]+$/.test(text)) return `mailto:${text}`;
  return /^[^\s:/@]+\.[^\s:@]+$/.test(text) ? `https://${text}` : text;
}

/** The words of a note are written in a small editor of their own. */
async function askNote({ tiptap, editor, dialogs, make }) {
  const old = chosen(editor, "footnote");
  const box = dialogs.get("footnote").querySelector("[data-note-text]");
  const press = (answer) => () => dialogs.get("footnote").querySelector(`[value=${answer}]`).click();
  const note = make({
    element: box,
    extensions: noteExtensions(tiptap, { accept: press("accept"), cancel: press("cancel"), link: () => askLink(note, dialogs) }),
    content: old && { type: "doc", content: [{ type: "paragraph", content: old.node.content.toJSON() ?? [] }] },
    editorProps: { attributes: { class: "prose rich-text-body", role: "textbox", "aria-multiline": "true", "aria-labelledby": box.dataset.labelled } },
  });
  const asked = dialogs.ask("footnote", { parts: [old ? "old" : "new"] });
  note.commands.focus("end");
  const { answer } = await answered(editor, asked);
  const content = note.getJSON().content[0].content;
  note.destroy();
  if (answer === "remove" || (answer === "accept" && old && !content)) editor.chain().focus().deleteSelection().run();
  else if (answer === "accept" && content) put(editor, old, { type: "footnote", content });
}

async function askReference(editor, dialogs) {
  const old = chosen(editor, "reference");
  const form = dialogs.get("reference").querySelector("form");
  const list = form.elements.target;
  list.kept ??= [...list.children].map((group) => [group, [...group.children]]);
  form.elements.filter.oninput = () => narrow(list, form.elements.filter.value);
  const accept = () => form.querySelector("[value=accept]").click();
  list.ondblclick = accept;
  list.onkeydown = ({ key }) => void (key === "Enter" && accept());
  form.elements.filter.onkeydown = ({ key }) => void (key === "ArrowDown" && list.focus());
  const check = (said) => (said.target ? null : { target: true });
  const asked = dialogs.ask("reference", { values: { target: old?.node.attrs.to ?? "" }, parts: [old ? "old" : "new"], check });
  narrow(list, "");
  const said = await answered(editor, asked);
  if (said.answer === "remove") return editor.chain().focus().deleteSelection().run();
  if (said.answer !== "accept") return;
  const { label } = list.selectedOptions[0].dataset;
  put(editor, old, { type: "reference", attrs: { to: said.target, label } });
}

/** Leave in the list what has all the words; the first is chosen, unless another is. */
function narrow(list, filter) {
  const words = filter.toLocaleLowerCase().split(/\s+/);
  for (const [group, options] of list.kept) {
    group.replaceChildren(...options.filter((option) => words.every((word) => option.text.toLocaleLowerCase().includes(word))));
  }
  if (list.selectedIndex < 0 && list.options.length) list.selectedIndex = 0;
}

async function askImage({ editor, dialogs, field, tell, files, at }) {
  const old = files ? null : chosen(editor, "image");
  if (at !== undefined) editor.commands.setTextSelection(at);
  const values = old ? { alt: old.node.attrs.alt, decorative: !old.node.attrs.alt } : files ? { file: files } : {};
  let { uid } = old?.node.attrs ?? {};
  const check = async (said) => {
    if (!uid && !said.file.size) return { file: true };
    if (!said.alt.trim() && !said.decorative) return { alt: true };
    if (uid) return null;
    tell("sending");
    const answer = await send(field, said.file);
    tell();
    uid = answer.uid;
    return uid ? null : { file: answer.error ?? dialogs.words["no-answer"] };
  };
  const said = await answered(editor, dialogs.ask("image", { values, parts: [old ? "old" : "new"], check }));
  if (said.answer === "remove") return editor.chain().focus().deleteSelection().run();
  if (said.answer !== "accept") return;
  const alt = said.decorative ? "" : said.alt.trim().replace(/\s+/g, " ");
  put(editor, old, { type: "image", attrs: { uid, alt } });
}

/** Send a picture; {uid}, or {error} with the server's words. */
async function send(field, file) {
  const body = new FormData();
  body.append("image", file);
  body.append("submission_key", anyUuid());
  body.append("csrfmiddlewaretoken", field.closest("form").elements.csrfmiddlewaretoken.value);
  const answer = await fetch(field.dataset.imageCreate, { method: "POST", body, headers: { Accept: "application/json" } }).catch(() => null);
  return (await answer?.json().catch(() => null)) ?? {};
}

function anyUuid() {
  const bytes = crypto.getRandomValues(new Uint8Array(16)); // randomUUID is there over https only
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
}

async function askTable(editor, dialogs) {
  const said = await answered(editor, dialogs.ask("table"));
  if (said.answer !== "accept") return;
  const between = (text, most) => Math.min(Math.max(Number.parseInt(text, 10) || 1, 1), most);
  editor.chain().focus().insertTable({ rows: between(said.rows, 100), cols: between(said.columns, 20), withHeaderRow: said.header }).run();
}

/** Every key that a button names, gathered from the buttons themselves. */
function showKeys(dialogs, field) {
  const list = dialogs.get("help").querySelector("[data-keys]");
  if (!list.dataset.filled) {
    for (const { title } of field.querySelectorAll("[data-tools] button[title]")) {
      const [, name, key] = title.match(/^(.*) \((.*)\)$/);
      list.append(worded("dt", "kbd", key), worded("dd", "span", name));
    }
    list.dataset.filled = "1";
  }
  return dialogs.ask("help");
}

function worded(outer, inner, words) {
  const element = document.createElement(outer);
  element.appendChild(document.createElement(inner)).textContent = words;
  return element;
}
