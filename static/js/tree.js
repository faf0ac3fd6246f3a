// Sections moved in the contents: dragged before, after or under another, or by Alt and the arrow keys on a link.
// Each section's page "Flytta" does the same without this file, and is where a refusal is told.
//
// <ol data-tree> of <li data-section="12" data-move="/avsnitt/12/flytta/"> with the inner ones in an <ol>; beside it
// one form[data-tree-form] with to_parent, parent, position and direction, which is sent for the section that moves.

const tree = document.querySelector("[data-tree]");
const form = document.querySelector("[data-tree-form]");
const MARKS = ["tree-before", "tree-after", "tree-under"];
let lifted = null;

const sectionOf = (node) => node?.closest?.("[data-section]") ?? null;
const parentOf = (section) => sectionOf(section.parentElement);
const isAnnex = (section) => "annex" in section.dataset;
const siblingsOf = (section) => [...section.parentElement.children].filter((one) => one.dataset.section && isAnnex(one) === isAnnex(section));

function send(section, fields) {
  form.action = section.dataset.move;
  for (const name of ["to_parent", "parent", "position", "direction"]) {
    form.elements[name].value = fields[name] ?? "";
    form.elements[name].disabled = !(name in fields);
  }
  form.requestSubmit();
}

/** To stand beside another: at its place among those that stay. */
function put(section, target, isAfter) {
  const others = siblingsOf(target).filter((one) => one !== section);
  const position = others.indexOf(target) + (isAfter ? 1 : 0);
  const parent = parentOf(target);
  if (parent === parentOf(section)) return send(section, { position });
  send(section, { to_parent: "1", parent: parent?.dataset.section ?? "", position });
}

function clear() {
  for (const one of tree.querySelectorAll(MARKS.map((mark) => `.${mark}`).join())) one.classList.remove(...MARKS);
}

/** Over the upper quarter of a line: before it; over the lower quarter: after it; else under it. */
function wanted(event, target) {
  const box = target.querySelector("a").getBoundingClientRect();
  const share = (event.clientY - box.top) / box.height;
  if (share < 0.25) return "tree-before";
  return share > 0.75 ? "tree-after" : "tree-under";
}

function lift(event) {
  lifted = sectionOf(event.target);
  if (!lifted) return;
  lifted.classList.add("sort-lifted");
  event.dataTransfer.effectAllowed = "move";
  event.dataTransfer.setData("text/plain", "");
}

function over(event) {
  const target = sectionOf(event.target);
  clear();
  if (!lifted || !target || target === lifted) return;
  event.preventDefault();
  target.classList.add(wanted(event, target));
}

function drop(event) {
  const target = sectionOf(event.target);
  if (!lifted || !target || target === lifted) return;
  event.preventDefault();
  const where = wanted(event, target);
  if (where === "tree-under") send(lifted, { to_parent: "1", parent: target.dataset.section });
  else put(lifted, target, where === "tree-after");
}

function end() {
  lifted?.classList.remove("sort-lifted");
  lifted = null;
  clear();
}

/** Up and down among sisters; right: under the sister before; left: out, after the section it stands under. */
function byKeyboard(event) {
  const section = sectionOf(event.target);
  if (!event.altKey || !section) return;
  const before = siblingsOf(section)[siblingsOf(section).indexOf(section) - 1];
  const moves = {
    ArrowUp: () => send(section, { direction: "up" }),
    ArrowDown: () => send(section, { direction: "down" }),
    ArrowRight: () => before && send(section, { to_parent: "1", parent: before.dataset.section }),
    ArrowLeft: () => parentOf(section) && put(section, parentOf(section), true),
  };
  if (!moves[event.key]) return;
  event.preventDefault();
  moves[event.key]();
}

if (tree && form) {
  tree.addEventListener("dragstart", lift);
  tree.addEventListener("dragover", over);
  tree.addEventListener("drop", drop);
  tree.addEventListener("dragend", end);
  tree.addEventListener("keydown", byKeyboard);
}
