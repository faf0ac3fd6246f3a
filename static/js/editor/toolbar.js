// The toolbar as WAI-ARIA describes it: one stop for Tab, arrow keys between the buttons; Alt+F10 there, Escape back.

export class Toolbar {
  constructor(bar, editor, acts) {
    Object.assign(this, { bar, editor, acts });
    bar.hidden = false;
    this.buttons = [...bar.querySelectorAll("[data-do]")];
    this.hold(this.buttons[0]);
    bar.addEventListener("click", (event) => this.press(event.target.closest("[data-do]")));
    bar.addEventListener("keydown", (event) => this.move(event));
    bar.addEventListener("mousedown", (event) => event.preventDefault()); // the text keeps what is chosen in it
    editor.view.dom.addEventListener("keydown", (event) => this.come(event));
    editor.view.dom.addEventListener("dblclick", () => this.change());
    editor.on("transaction", () => this.show());
    this.show();
  }

  press(button) {
    if (!button || button.getAttribute("aria-disabled") === "true") return;
    this.hold(button);
    this.acts[button.dataset.do].run();
  }

  /** The one button that Tab stops at. */
  hold(button) {
    for (const one of this.buttons) one.tabIndex = one === button ? 0 : -1;
    this.held = button;
  }

  /** Two presses on a note, a reference or a picture: change it. */
  change() {
    this.acts[this.editor.state.selection.node?.type.name]?.run();
  }

  come(event) {
    if (event.key !== "F10" || !event.altKey) return;
    event.preventDefault();
    this.held.focus();
  }

  move(event) {
    const seen = this.buttons.filter((button) => button.offsetParent);
    const at = seen.indexOf(this.held);
    const to = { ArrowRight: at + 1, ArrowDown: at + 1, ArrowLeft: at - 1, ArrowUp: at - 1, Home: 0, End: -1 }[event.key];
    if (event.key === "Escape") this.editor.commands.focus();
    else if (to !== undefined) {
      this.hold(seen.at(to % seen.length));
      this.held.focus();
    } else return;
    event.preventDefault();
    event.stopPropagation();
  }

  /** What is on, what can be done, and the rows for a list or a table while the cursor is in one. */
  show() {
    const { editor } = this;
    const inside = { list: editor.isActive("listItem"), table: editor.isActive("table") };
    for (const row of this.bar.querySelectorAll("[data-while]")) row.hidden = !inside[row.dataset.while];
    for (const button of this.buttons) {
      const { is, can } = this.acts[button.dataset.do];
      if (is && button.hasAttribute("aria-pressed")) button.setAttribute("aria-pressed", String(is()));
      if (can) button.setAttribute("aria-disabled", String(!can()));
    }
    if (this.held.closest("[hidden]")) this.hold(this.buttons[0]);
  }
}
