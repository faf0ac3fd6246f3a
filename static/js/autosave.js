// What is being written is kept as a draft of one's own, a moment after the typing stops. Only "Spara" changes the plan.
//
// <form data-autosave="/planer/7/utkast/behall/" data-place="section:12"> with a hidden draft_mark, the name of this
// opened form: two tabs keep a draft each, and what a form sends after it was saved is not kept.

const PAUSE = 2000;
const LONGEST_WAIT = 15000;
const ASK_EVERY = 30000;
const AWAY = 10 * 60 * 1000;
const MOST_AT_LEAVING = 60000; // what a browser lets a page send while it is left

function watch(form) {
  if (form.dataset.watched) return;
  form.dataset.watched = "1";
  let typed = form.querySelector("[data-focus]") !== null; // a refused form is not kept anywhere yet
  let since = 0;
  let timer = 0;
  let isSending = false;
  let isLeft = false;
  let isLoggedOut = false;
  let lastTyped = 0;

  const tell = (state, words = {}) => {
    const place = form.querySelector("[data-draft-status]");
    if (!place) return;
    place.dataset.state = ["saving", "kept"].includes(state) ? state : "refused";
    place.textContent = place.dataset[state].replace("{time}", words.at ?? "") + (words.error ? ` ${words.error}` : "");
  };

  const fields = () => {
    const data = new FormData(form);
    for (const [name, value] of [...data]) if (typeof value !== "string") data.delete(name);
    data.set("draft_place", form.dataset.place);
    data.set("draft_as", Date.now());
    return new URLSearchParams(data);
  };

  const heard = async (answer) => {
    isLoggedOut = answer.status === 401 || answer.status === 403;
    if (isLoggedOut || answer.status >= 500) typed = true; // it is kept nowhere yet
    if (isLoggedOut) return tell("loggedOut");
    const said = await answer.json().catch(() => ({}));
    if (!answer.ok) return tell(said.error ? "refused" : "noAnswer", said);
    if (!said.is_kept) return tell("ended");
    tell(said.is_elsewhere ? "elsewhere" : "kept", said);
    if (!typed) form.dispatchEvent(new CustomEvent("draft:kept"));
  };

  const keep = async () => {
    clearTimeout(timer);
    if (!typed || isSending || isLeft) return;
    isSending = true;
    typed = false;
    since = 0;
    tell("saving");
    try {
      await heard(await fetch(form.dataset.autosave, { method: "POST", body: fields() }));
    } catch {
      typed = true;
      tell("noAnswer");
    }
    isSending = false;
    if (typed && !isLoggedOut) later();
  };

  const later = () => {
    clearTimeout(timer);
    since ||= Date.now();
    timer = setTimeout(keep, Math.min(PAUSE, Math.max(0, since + LONGEST_WAIT - Date.now())) || PAUSE);
  };

  /** The page is left, or hidden: what was typed last goes with it, and nobody waits for the answer. */
  const leave = () => {
    if (!typed || isLeft || !form.isConnected) return;
    typed = false;
    const body = fields();
    fetch(form.dataset.autosave, { method: "POST", body, keepalive: body.toString().length < MOST_AT_LEAVING }).catch(() => (typed = true));
  };

  const noted = () => {
    typed = true;
    lastTyped = Date.now();
    later();
  };

  form.addEventListener("input", noted);
  form.addEventListener("change", noted);
  form.addEventListener("submit", () => (isLeft = true));
  window.addEventListener("pagehide", leave);
  window.addEventListener("pageshow", () => (isLeft = false));
  document.addEventListener("visibilitychange", () => document.visibilityState === "hidden" && leave());
  // Only while somebody writes: a page that lies open must not keep its session alive.
  setInterval(() => {
    if (form.isConnected && Date.now() - lastTyped < AWAY) htmx.trigger(form.querySelector(".writers"), "writers:ask");
  }, ASK_EVERY);
  if (typed) later();
}

function ready(root) {
  if (root.matches?.("form[data-autosave]")) watch(root);
  for (const form of root.querySelectorAll("form[data-autosave]")) watch(form);
}

ready(document);
document.addEventListener("htmx:load", (event) => ready(event.detail.elt));
// A page that the browser kept (the back button) shows what was saved since: it is asked for anew.
window.addEventListener("pageshow", (event) => event.persisted && location.reload());
