// Reordering by dragging, or by Alt+arrow on a row. The buttons "up" and "down" in the rows do the same without this file.
//
// <ol data-sortable> with children that each hold a form[data-move] (hidden field "position" or "direction").
// Dropping a row sets its form's "position" to the new place (counted from 0 among its sisters) and sends the form.

const lists = "[data-sortable]";
let lifted = null;

const rowsOf = (list) => [...list.children].filter((row) => row.querySelector("form[data-move]"));

function lift(event) {
  const list = event.target.closest?.(lists);
  const row = list && rowsOf(list).find((one) => one.contains(event.target));
  if (!row) return;
  lifted = row;
  row.classList.add("sort-lifted");
  event.dataTransfer.effectAllowed = "move";
  event.dataTransfer.setData("text/plain", "");
}

function clear() {
  for (const row of document.querySelectorAll(".sort-before, .sort-after")) row.classList.remove("sort-before", "sort-after");
}

function over(event) {
  const row = lifted && rowsOf(lifted.parentElement).find((one) => one.contains(event.target));
  if (!row) return;
  event.preventDefault();
  clear();
  const box = row.getBoundingClientRect();
  if (row !== lifted) row.classList.add(event.clientY < box.top + box.height / 2 ? "sort-before" : "sort-after");
}

function send(row, position) {
  const form = row.querySelector("form[data-move]");
  const field = form.elements.namedItem("position") ?? form.appendChild(Object.assign(document.createElement("input"), { type: "hidden", name: "position" }));
  field.value = position;
  form.elements.namedItem("direction")?.removeAttribute?.("name");
  form.requestSubmit(form.querySelector("[data-move-to]") ?? undefined);
}

function drop(event) {
  const target = document.querySelector(".sort-before, .sort-after");
  if (!lifted || !target) return;
  event.preventDefault();
  const list = lifted.parentElement;
  if (target.classList.contains("sort-before")) target.before(lifted);
  else target.after(lifted);
  send(lifted, rowsOf(list).indexOf(lifted));
}

function end() {
  lifted?.classList.remove("sort-lifted");
  lifted = null;
  clear();
}

function byKeyboard(event) {
  if (!event.altKey || !["ArrowUp", "ArrowDown"].includes(event.key)) return;
  const list = event.target.closest?.(lists);
  const rows = list ? rowsOf(list) : [];
  const from = rows.findIndex((row) => row.contains(event.target));
  const to = from + (event.key === "ArrowUp" ? -1 : 1);
  if (from < 0 || to < 0 || to >= rows.length) return;
  event.preventDefault();
  send(rows[from], to);
}

/** A row can be taken hold of by its handle only, so that its words can still be marked and copied. */
function armHandle(event) {
  const handle = event.target.closest?.(".sort-handle");
  const list = handle?.closest(lists);
  const row = list && rowsOf(list).find((one) => one.contains(handle));
  if (row) row.draggable = true;
}

function disarm() {
  for (const row of document.querySelectorAll(`${lists} > [draggable="true"]`)) row.draggable = false;
}

document.addEventListener("pointerdown", armHandle);
document.addEventListener("pointerup", disarm);
document.addEventListener("dragstart", lift);
document.addEventListener("dragover", over);
document.addEventListener("drop", drop);
document.addEventListener("dragend", () => {
  end();
  disarm();
});
document.addEventListener("keydown", byKeyboard);
