// The editor of rich text. Every field shown with components/_rich_text.html works without it, as source.
//
// The field stays what the form sends: each change is written to it, and it says `input` as if somebody had typed there.
// Whoever writes to the field from elsewhere (a draft brought back, say) lets it say `change`, and the editor follows.

import { Dialogs } from "./editor/dialogs.js";
import { pasting } from "./editor/pasting.js";
import { extensions } from "./editor/schema.js";
import { Toolbar } from "./editor/toolbar.js";
import { deeds } from "./editor/deeds.js";

/** The line being written is not under the tools above, nor under the buttons below. */
const SEEN = { scrollThreshold: { top: 160, bottom: 120, left: 5, right: 5 }, scrollMargin: { top: 170, bottom: 130, left: 5, right: 5 } };

/** Put an editor in front of the source; where the library does not come, the source stays as it is. */
async function begin(field) {
  if (field.dataset.begun) return;
  field.dataset.begun = "1";
  const tiptap = await import(field.dataset.module).catch(() => null);
  if (tiptap) open(tiptap, field);
}

function open(tiptap, field) {
  const source = field.querySelector("textarea[data-rich-text]");
  const dialogs = new Dialogs(field);
  const box = document.createElement("div");
  box.className = "rich-box";
  const make = (options) => new tiptap.Editor({ injectCSS: false, ...options });
  const editor = make({
    element: box,
    content: source.value,
    extensions: extensions(tiptap, { address: field.dataset.imageAddress, words: dialogs.words, run: (name) => acts[name].run() }),
    editorProps: { ...SEEN, attributes: attributesOf(source, field), ...pasting({ tell: (name) => tell(field, dialogs.words[name]), take: (files, at) => acts.image?.run(files, at) }) },
  });
  const acts = deeds({ tiptap, editor, dialogs, field, make, tell: (name) => tell(field, name && dialogs.words[name]) });
  hideSource(field, source, box);
  new Toolbar(field.querySelector("[data-tools]"), editor, acts);
  follow(editor, source);
}

/** What the field is called and what is wrong with it, said of the text itself; links to the field lead to it. */
function attributesOf(source, field) {
  const described = source.getAttribute("aria-describedby");
  const attributes = { id: source.id, class: "prose rich-text-body", role: "textbox", "aria-multiline": "true", "aria-labelledby": field.querySelector("label").id };
  if (described) attributes["aria-describedby"] = described;
  if (source.getAttribute("aria-invalid")) attributes["aria-invalid"] = "true";
  return attributes;
}

function hideSource(field, source, box) {
  source.removeAttribute("id");
  source.hidden = true;
  source.before(box);
  field.querySelector("[data-source-help]")?.remove();
  const label = field.querySelector("label");
  label.addEventListener("click", () => box.firstElementChild.focus());
  label.removeAttribute("for");
}

function follow(editor, source) {
  let written = source.value;
  editor.on("update", () => {
    written = editor.getHTML().replace(/^<p><\/p>$/, "");
    source.value = written;
    source.dispatchEvent(new Event("input", { bubbles: true }));
  });
  source.addEventListener("change", () => {
    if (source.value !== written) editor.commands.setContent(source.value, { emitUpdate: false });
    written = source.value;
  });
}

/** Say something beside the text, politely; it goes when something else is said. */
function tell(field, words = "") {
  field.querySelector("[data-told]").textContent = words;
}

const fields = (root) => [...root.querySelectorAll("[data-rich-text-field]")].forEach(begin);
fields(document);
document.addEventListener("htmx:load", (event) => fields(event.detail.elt));
