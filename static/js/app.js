// Small comforts on top of pages that work without them. No page depends on this file.

/** Warn before unsaved words are left behind. */
function guardForms(root) {
  for (const form of root.querySelectorAll("form[data-guard]")) {
    if (form.dataset.guarded) continue;
    form.dataset.guarded = "1";
    let dirty = form.querySelector("[data-focus]") !== null;
    form.addEventListener("input", () => (dirty = true));
    form.addEventListener("submit", () => (dirty = false));
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

/** A pasted table keeps its rows and columns: the clipboard's HTML goes into a hidden field beside the text. */
function keepPastedTables(root) {
  for (const area of root.querySelectorAll("textarea[data-paste-html-target]")) {
    const target = document.getElementById(area.dataset.pasteHtmlTarget);
    if (!target) continue;
    area.addEventListener("paste", (event) => {
      const html = event.clipboardData?.getData("text/html") ?? "";
      target.value = html.includes("<table") ? html : "";
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

/** The contents beside a document follow what is being read. */
function followContents() {
  const links = new Map([...document.querySelectorAll(".contents a[href^='#']")].map((link) => [link.hash.slice(1), link]));
  if (!links.size || !("IntersectionObserver" in window)) return;
  const seen = new IntersectionObserver(
    (entries) => {
      const entry = entries.filter((one) => one.isIntersecting).at(0);
      if (!entry) return;
      for (const link of links.values()) link.removeAttribute("aria-current");
      const link = links.get(entry.target.id);
      link.setAttribute("aria-current", "true");
      const box = link.closest(".contents");
      if (box.scrollHeight > box.clientHeight) box.scrollTop = link.offsetTop - box.clientHeight / 2;
    },
    { rootMargin: "0px 0px -75% 0px" },
  );
  for (const id of links.keys()) {
    const target = document.getElementById(id);
    if (target) seen.observe(target);
  }
}

function ready(root) {
  guardForms(root);
  growTextareas(root);
  keepPastedTables(root);
  focusTrouble(root);
}

ready(document);
followContents();
document.addEventListener("click", followErrorLinks);
document.addEventListener("click", dismissMenus);
document.addEventListener("keydown", dismissMenus);
document.addEventListener("click", fillDemoAccount);
document.addEventListener("submit", holdButtons);
document.addEventListener("htmx:load", (event) => ready(event.detail.elt));
