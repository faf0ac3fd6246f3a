// Small comforts on top of pages that work without them. No page depends on this file.

/** Warn before unsaved words are left behind. */
function guardForms(root) {
  for (const form of root.querySelectorAll("form[data-guard]")) {
    if (form.dataset.guarded) continue;
    form.dataset.guarded = "1";
    let dirty = form.querySelector("[data-focus]") !== null;
    form.addEventListener("input", () => (dirty = true));
    form.addEventListener("submit", () => (dirty = false));
    form.addEventListener("draft:kept", () => (dirty = false)); // it waits where it was written
    window.addEventListener("beforeunload", (event) => {
      if (dirty && form.isConnected) event.preventDefault();
    });
  }
}

/** Text areas grow with their text where the browser does not do it by itself. */
function growTextareas(root) {
  if (CSS.supports("field-sizing", "content")) return;
  for (const area of root.querySelectorAll("textarea")) {
    const grow = () => {
      area.classList.add("growing");
      area.rows = Math.max(3, Math.min(30, area.value.split("\n").reduce((n, line) => n + 1 + Math.floor(line.length / 70), 0)));
    };
    area.addEventListener("input", grow);
    grow();
  }
}

/** After a refused save the reader begins where the trouble is told. */
function focusTrouble(root) {
  root.querySelector("[data-focus]")?.focus();
}

/** The error summary's links put the cursor in the field, not only in view. */
function followErrorLinks(event) {
  const link = event.target.closest?.(".error-summary a[href^='#']");
  const field = link && document.getElementById(link.hash.slice(1));
  if (!field) return;
  event.preventDefault();
  field.closest("details")?.setAttribute("open", "");
  field.focus();
  field.closest(".field")?.scrollIntoView({ block: "center" });
}

/** A menu closes when one clicks beside it or presses Escape. */
function dismissMenus(event) {
  for (const menu of document.querySelectorAll("details[data-dismiss][open]")) {
    if (event.type === "keydown" ? event.key === "Escape" : !menu.contains(event.target)) {
      menu.removeAttribute("open");
      if (event.type === "keydown") menu.querySelector("summary").focus();
    }
  }
}

/** A pasted table, or a whole document, keeps its form: the clipboard's HTML goes into a hidden field beside the text. */
function keepPastedTables(root) {
  for (const area of root.querySelectorAll("textarea[data-paste-html-target]")) {
    const target = document.getElementById(area.dataset.pasteHtmlTarget);
    if (!target) continue;
    area.addEventListener("paste", (event) => {
      const html = event.clipboardData?.getData("text/html") ?? "";
      target.value = html.includes("<table") || "pasteAnyHtml" in area.dataset ? html : "";
      target.dispatchEvent(new Event("change", { bubbles: true }));
      area.dispatchEvent(new CustomEvent("table:pasted", { bubbles: true, detail: { table: target.value !== "" } }));
    });
    area.addEventListener("input", (event) => {
      if (event.inputType !== "insertFromPaste") target.value = "";
    });
  }
}

/** The demo's list of accounts fills in the login form. */
function fillDemoAccount(event) {
  const button = event.target.closest?.("[data-fill-login]");
  const form = button && document.querySelector("form[data-login]");
  if (!form) return;
  form.elements.login.value = button.dataset.fillLogin;
  form.elements.password.value = button.dataset.fillPassword ?? "";
  form.querySelector("button[type=submit]").focus();
}

/** One press is one order: a button that has been pressed waits for its page. */
function holdButtons(event) {
  const form = event.target;
  if (event.defaultPrevented || form.method !== "post") return;
  if (form.dataset.sent) {
    event.preventDefault();
    return;
  }
  form.dataset.sent = "1";
  // Back in the page, or after a download that left it standing, the button works again.
  window.addEventListener("pageshow", () => delete form.dataset.sent, { once: true });
  setTimeout(() => delete form.dataset.sent, 5000);
}

const READING_LINE = 120; // px from the top of the window: what has begun above it is being read

/** The contents beside a document follow what is being read: the last part that has begun. */
function followContents() {
  const box = document.querySelector(".contents");
  const parts = [...(box?.querySelectorAll("a[href^='#']") ?? [])]
    .map((link) => ({ link, target: document.getElementById(link.hash.slice(1)) }))
    .filter((part) => part.target);
  if (!parts.length) return;
  let marked = null;
  let waits = false;
  const mark = () => {
    waits = false;
    const now = parts.findLast((part) => part.target.getBoundingClientRect().top <= READING_LINE)?.link ?? null;
    if (now === marked) return;
    marked?.removeAttribute("aria-current");
    marked = now;
    if (!now) return;
    now.setAttribute("aria-current", "true");
    if (box.scrollHeight > box.clientHeight) box.scrollTop = now.offsetTop - box.clientHeight / 2;
  };
  const soon = () => {
    if (!waits) requestAnimationFrame(mark);
    waits = true;
  };
  document.addEventListener("scroll", soon, { passive: true });
  window.addEventListener("resize", soon);
  mark();
}

/** Whoever follows a line of the contents stands at its heading: the next Tab is the tools beside it. */
function enterFromContents(event) {
  const link = event.target.closest?.(".contents a[href^='#']");
  const heading = link && document.getElementById(link.hash.slice(1))?.querySelector("h2, h3, h4, h5, h6");
  if (!heading || event.ctrlKey || event.metaKey || event.shiftKey) return;
  heading.tabIndex = -1;
  setTimeout(() => heading.focus({ preventScroll: true })); // after the browser has gone there
}

const READ_ON = 600; // pixels: somebody who has gone so far has seen what stood on top

/** What was said when the page opened is read aloud too: a live region tells only what comes into it. Then it lets go. */
function sayMessages() {
  const box = document.querySelector(".messages");
  if (!box?.children.length) return;
  setTimeout(() => {
    if (box.contains(document.activeElement)) return;
    for (const one of box.querySelectorAll(":scope > :not([data-notice])")) one.replaceWith(one.cloneNode(true));
  }, 500);
  const stood = () => {
    const from = scrollY;
    const left = () => {
      if (Math.abs(scrollY - from) < READ_ON || box.contains(document.activeElement)) return;
      box.classList.add("messages-read");
      document.removeEventListener("scroll", left);
    };
    document.addEventListener("scroll", left, { passive: true });
  };
  setTimeout(stood, 500); // the browser has gone to its place by then
}

/** Ctrl+S (Cmd+S) saves what is being written, as the button does. */
function saveByKey(event) {
  if (event.key.toLowerCase() !== "s" || !(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey) return;
  const form = event.target.closest?.("form[data-autosave]") ?? document.querySelector("form[data-autosave]");
  if (!form) return;
  event.preventDefault();
  if (event.repeat || document.querySelector("dialog[open]")) return;
  form.requestSubmit(form.querySelector(".save-bar button[type=submit]"));
}

/** Enter in a one-line field of a long form goes on to the next field; it neither saves nor leaves the page. */
function stayOnEnter(event) {
  const field = event.target;
  if (event.key !== "Enter" || event.isComposing || event.defaultPrevented) return;
  if (!field.matches?.("form[data-enter-stays] :is(input:not([type=checkbox], [type=radio]), select)")) return;
  event.preventDefault();
  const fields = [...field.form.querySelectorAll("input:not([type=hidden]), select, textarea")].filter((one) => one.offsetParent);
  fields[fields.indexOf(field) + 1]?.focus();
}

/** Words that name no unit in the list are the writer's own: said beside the field, so that a slip is seen. */
function tellOwnWords(event) {
  const list = event.target.getAttribute?.("list") === "subjects" && event.target.list;
  const told = list && event.target.closest(".row-entry")?.querySelector("[data-told]");
  if (!told) return;
  const words = event.target.value.trim().toLocaleLowerCase("sv");
  const isKnown = !words || [...list.options].some((one) => one.value.toLocaleLowerCase("sv") === words);
  told.textContent = isKnown ? "" : list.dataset.ownWords;
}

function ready(root) {
  guardForms(root);
  growTextareas(root);
  keepPastedTables(root);
  focusTrouble(root);
}

document.documentElement.classList.add("scripted");
ready(document);
followContents();
sayMessages();
document.addEventListener("keydown", saveByKey);
document.addEventListener("click", followErrorLinks);
document.addEventListener("click", dismissMenus);
document.addEventListener("keydown", dismissMenus);
document.addEventListener("click", enterFromContents);
document.addEventListener("click", fillDemoAccount);
document.addEventListener("keydown", stayOnEnter);
document.addEventListener("change", tellOwnWords);
document.addEventListener("submit", holdButtons);
document.addEventListener("htmx:load", (event) => ready(event.detail.elt));
