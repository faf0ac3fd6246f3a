// What comes from Word, from the web or from another window: made plain before Tiptap reads it; the server cleans again.

/** The props of the editor that see to what is pasted and dropped. */
export function pasting({ tell, take }) {
  const bring = (files, at) => {
    const pictures = [...(files ?? [])].some((file) => file.type.startsWith("image/"));
    if (pictures) take(files, at);
    return pictures;
  };
  return {
    transformPastedHTML: (html) => tidy(html, () => tell("images")),
    handlePaste: (_view, { clipboardData }) => !clipboardData?.types.includes("text/html") && bring(clipboardData?.files),
    handleDrop: (view, event, _slice, moved) => !moved && bring(event.dataTransfer?.files, view.posAtCoords({ left: event.clientX, top: event.clientY })?.pos),
  };
}

/** `html` with what Word and Google say in styles said in tags. What was copied from a text of ours is left alone. */
export function tidy(html, onImage) {
  if (html.includes("data-pm-slice")) return html;
  const page = new DOMParser().parseFromString(unstyled(html), "text/html").body;
  if (page.querySelector("img:not([data-image])")) onImage();
  notes(page);
  lists(page);
  marks(page);
  for (const line of page.querySelectorAll("p")) if (!line.textContent.trim() && !line.querySelector("img")) line.remove();
  return page.innerHTML;
}

/** Styles are read here and not by the browser, whose policy forbids them. */
function unstyled(html) {
  const bare = html.replace(/<style\b[^]*?<\/style>/gi, "");
  return bare.replace(/<[a-z][^>]*>/gi, (tag) => tag.replace(/\sstyle\s*=/i, " data-style="));
}

const style = (element) => (element.dataset.style ?? "").replace(/\s/g, "").toLowerCase();

/** Bold, italic, raised and lowered by style; "bold" that is not (Google's wrapping) and bold headings go. */
function marks(page) {
  for (const bold of page.querySelectorAll("b, strong")) {
    if (style(bold).includes("font-weight:normal") || bold.closest("h1, h2, h3, h4, h5, h6")) bold.replaceWith(...bold.childNodes);
  }
  for (const span of page.querySelectorAll("span[data-style]")) {
    const said = style(span);
    const tags = [/font-weight:(bold|[6-9]00)/.test(said) && !span.closest("h1, h2, h3, h4, h5, h6") && "strong", said.includes("font-style:italic") && "em", said.includes("vertical-align:super") && "sup", said.includes("vertical-align:sub") && !said.includes("vertical-align:super") && "sub"];
    for (const tag of tags.filter(Boolean)) {
      const mark = document.createElement(tag);
      mark.append(...span.childNodes);
      span.append(mark);
    }
  }
}

/** Word's lists are paragraphs with a sign in front; here they become lists. */
function lists(page) {
  const isItem = (element) => element?.tagName === "P" && style(element).includes("mso-list:l");
  for (const first of [...page.querySelectorAll("p")].filter((line) => isItem(line) && !isItem(line.previousElementSibling))) {
    const items = [first];
    while (isItem(items.at(-1).nextElementSibling)) items.push(items.at(-1).nextElementSibling);
    const mark = document.createComment("");
    first.before(mark);
    mark.replaceWith(...nested(items));
  }
}

function nested(items) {
  const tops = [];
  const open = []; // the list of each level
  for (const item of items) {
    const level = Math.min(Number(style(item).match(/level(\d)/)?.[1] ?? 1), open.length + 1);
    const sign = item.querySelector("[data-style*='mso-list:']");
    const tag = /^\s*\w{1,4}[.)]/.test(sign?.textContent ?? "") ? "ol" : "ul";
    sign?.remove();
    open.length = Math.min(open.length, level);
    if (open.length < level || (level === 1 && open[0].localName !== tag)) {
      const list = document.createElement(tag);
      if (level === 1) tops.push(list);
      else open[level - 2].lastElementChild.append(list);
      open[level - 1] = list;
    }
    open[level - 1].appendChild(document.createElement("li")).append(item);
  }
  return tops;
}

/** Word's footnotes stand last in what is copied, tied to the text by links; here they stand where they are called. */
function notes(page) {
  for (const call of page.querySelectorAll("a[href^='#_ftn'], a[href^='#_edn']")) {
    const name = call.getAttribute("href").slice(2); // "ftn1"; the way back is called "ftnref1"
    const note = /^(ftn|edn)\d+$/.test(name) && page.querySelector(`#${name}`);
    if (!note) continue;
    note.querySelector("a[href^='#_ftnref'], a[href^='#_ednref']")?.remove();
    const footnote = document.createElement("span");
    footnote.className = "footnote";
    footnote.textContent = note.textContent.replace(/\s+/g, " ").trim();
    (call.closest("sup") ?? call).replaceWith(footnote);
    note.remove();
  }
}
