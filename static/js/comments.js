// Comments: mark words in a section and comment on them; complete a name after an @. Without this file the form asks for
// the words, and a name that is written out works as well.
//
// <div data-comments="ADDRESS" data-comment-word="…">   marking words in one of its sections shows a link, reached by Tab
// <textarea data-mention>           completes the names of [data-people] [data-name] on the same page

const LONGEST = 500;

// ── marked words

let link = null;

function wordsOf(range) {
  const copy = range.cloneContents();
  for (const note of copy.querySelectorAll("sup")) note.remove();
  for (const block of copy.querySelectorAll("p, li, h3, h4, h5, h6, td, th, blockquote, br")) block.append(" ");
  return copy.textContent.replace(/\s+/g, " ").trim();
}

function unmark() {
  link?.remove();
  link = null;
}

function mark() {
  if (link && document.activeElement === link) return;
  const selection = document.getSelection();
  const range = selection.rangeCount && !selection.isCollapsed ? selection.getRangeAt(0) : null;
  const holder = range && (range.commonAncestorContainer.closest ? range.commonAncestorContainer : range.commonAncestorContainer.parentElement).closest("[data-comments] .section-body");
  const words = holder ? wordsOf(range) : "";
  if (!words || words.length > LONGEST) return unmark();
  if (!link) {
    link = Object.assign(document.createElement("a"), { className: "ds-button comment-marked", textContent: holder.closest("[data-comments]").dataset.commentWord });
    link.dataset.size = "sm";
  }
  const { comments } = holder.closest("[data-comments]").dataset;
  link.href = `${comments}?avsnitt=${holder.closest(".section").id.slice(2)}&ord=${encodeURIComponent(words)}`;
  place(holder, range);
}

function place(holder, range) {
  const ends = range.getClientRects();
  const box = ends[ends.length - 1] ?? range.getBoundingClientRect();
  if (link.previousElementSibling !== holder) holder.after(link);
  const origin = (link.offsetParent ?? document.body).getBoundingClientRect();
  link.style.setProperty("left", `${Math.max(0, Math.min(box.left - origin.left, origin.width - link.offsetWidth))}px`);
  link.style.setProperty("top", `${box.bottom - origin.top + 6}px`);
}

document.addEventListener("selectionchange", () => {
  clearTimeout(mark.soon);
  mark.soon = setTimeout(mark, 150);
});
document.addEventListener("keydown", (event) => {
  if (!link) return;
  if (event.key === "Escape") unmark();
  if (event.key !== "Tab" || event.shiftKey || document.activeElement !== document.body) return;
  event.preventDefault();
  link.focus();
});

// ── names

const names = [...document.querySelectorAll("[data-people] [data-name]")].map((one) => one.textContent.trim());

function begun(field) {
  const before = field.value.slice(0, field.selectionStart);
  const found = before.match(/(?:^|\s)@([^@\n]{0,40})$/);
  return found ? found[1] : null;
}

class Mentions {
  constructor(field) {
    this.field = field;
    this.list = Object.assign(document.createElement("ul"), { className: "mention-list", id: `${field.id}_names`, hidden: true });
    this.list.setAttribute("role", "listbox");
    this.list.setAttribute("aria-label", document.querySelector("[data-people]").dataset.people);
    field.after(this.list);
    field.parentElement.classList.add("mention-field");
    for (const [name, value] of [["aria-autocomplete", "list"], ["aria-haspopup", "listbox"], ["aria-controls", this.list.id]]) field.setAttribute(name, value);
    this.told = Object.assign(document.createElement("p"), { className: "visually-hidden" });
    this.told.setAttribute("role", "status");
    this.list.after(this.told);
    for (const kind of ["input", "click"]) field.addEventListener(kind, () => this.offer());
    field.addEventListener("keyup", (event) => {
      if (["ArrowLeft", "ArrowRight", "Home", "End"].includes(event.key)) this.offer();
    });
    field.addEventListener("keydown", (event) => this.press(event));
    field.addEventListener("blur", () => setTimeout(() => this.close(), 150));
    this.list.addEventListener("pointerdown", (event) => {
      event.preventDefault();
      this.choose(event.target.closest("li"));
    });
  }

  offer() {
    const word = begun(this.field)?.toLocaleLowerCase("sv");
    const found = word === undefined ? [] : names.filter((name) => name.toLocaleLowerCase("sv").split(/\s/).some((part, at, parts) => parts.slice(at).join(" ").startsWith(word)));
    if (!found.length) return this.close();
    this.list.replaceChildren(...found.slice(0, 8).map((name, at) => {
      const option = Object.assign(document.createElement("li"), { id: `${this.list.id}_${at}`, textContent: name });
      option.setAttribute("role", "option");
      return option;
    }));
    this.list.hidden = false;
    this.list.scrollIntoView({ block: "nearest" });
    const { one, many } = document.querySelector("[data-people]").dataset;
    this.told.textContent = this.list.children.length === 1 ? one : many.replace("0", this.list.children.length);
    this.select(this.list.firstElementChild);
  }

  select(option) {
    for (const one of this.list.children) one.setAttribute("aria-selected", String(one === option));
    this.chosen = option;
    this.field.setAttribute("aria-activedescendant", option.id);
  }

  press(event) {
    if (this.list.hidden) return;
    const { firstElementChild: first, lastElementChild: last } = this.list;
    if (event.key === "ArrowDown") this.select(this.chosen.nextElementSibling ?? first);
    else if (event.key === "ArrowUp") this.select(this.chosen.previousElementSibling ?? last);
    else if (event.key === "Enter" || event.key === "Tab") this.choose(this.chosen);
    else if (event.key === "Escape") this.close();
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  choose(option) {
    if (!option || begun(this.field) === null) return this.close();
    const at = this.field.selectionStart;
    const start = at - begun(this.field).length;
    this.field.setRangeText(`${option.textContent} `, start, at, "end");
    this.close();
    this.field.dispatchEvent(new Event("change", { bubbles: true }));
  }

  close() {
    this.list.hidden = true;
    this.told.textContent = "";
    this.field.removeAttribute("aria-activedescendant");
  }
}

for (const field of document.querySelectorAll("textarea[data-mention]")) if (names.length) new Mentions(field);
