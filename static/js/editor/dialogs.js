// The dialogs of the editor. While one is open it stands last in the page: a form within the form is not allowed.

export class Dialogs {
  constructor(field) {
    const content = field.querySelector("template").content.cloneNode(true);
    this.words = Object.fromEntries([...content.querySelectorAll("[data-words]")].map((one) => [one.dataset.words, one.textContent]));
    this.all = new Map([...content.querySelectorAll("dialog")].map((dialog) => [dialog.dataset.dialog, dialog]));
  }

  has = (name) => this.all.has(name);
  get = (name) => this.all.get(name);

  /** Ask, with `values` filled in; the answer ("accept", "remove", "cancel") with what was written.
   *
   * `parts` says which parts of the dialog are shown (data-when). `check` gets what was written and returns what is wrong: {field: words or true}, or nothing.
   */
  ask(name, { values = {}, parts = [], check = () => null } = {}) {
    const dialog = this.get(name);
    document.body.append(dialog);
    const form = dialog.querySelector("form");
    form.reset();
    for (const [key, value] of Object.entries(values)) fill(form.elements[key], value);
    for (const part of dialog.querySelectorAll("[data-when]")) part.hidden = !parts.includes(part.dataset.when);
    complain(dialog, null);
    dialog.returnValue = "cancel";
    form.onsubmit = async (event) => {
      if (event.submitter?.value !== "accept") return; // the dialog closes by itself
      event.preventDefault();
      event.submitter.setAttribute("aria-disabled", "true");
      const wrong = form.dataset.busy ? {} : await busy(form, () => check(written(form)));
      event.submitter.removeAttribute("aria-disabled");
      if (wrong) complain(dialog, wrong);
      else dialog.close("accept");
    };
    dialog.showModal();
    return new Promise((resolve) => {
      dialog.onclose = () => {
        dialog.remove();
        resolve({ answer: dialog.returnValue, ...written(form) });
      };
    });
  }
}

/** Pressed twice, it is done once. */
async function busy(form, work) {
  form.dataset.busy = "1";
  try {
    return await work();
  } finally {
    delete form.dataset.busy;
  }
}

function fill(control, value) {
  if (!control) return;
  if (control.type === "checkbox") control.checked = value;
  else if (control.type === "file") control.files = value;
  else control.value = value;
}

function written(form) {
  const values = Object.fromEntries(new FormData(form));
  for (const box of form.querySelectorAll("[type=checkbox]")) values[box.name] = box.checked;
  return values;
}

/** Show what is wrong at its place, and begin there. */
function complain(dialog, wrong) {
  for (const error of dialog.querySelectorAll("[data-error]")) {
    const control = dialog.querySelector(`[name=${error.dataset.error}]`);
    const words = wrong?.[error.dataset.error];
    error.hidden = !words;
    error.dataset.words ??= error.textContent;
    error.textContent = typeof words === "string" ? words : error.dataset.words;
    if (words) control.setAttribute("aria-invalid", "true");
    else control.removeAttribute("aria-invalid");
  }
  dialog.querySelector("[aria-invalid]")?.focus();
}
