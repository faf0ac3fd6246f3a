// A session that ends while somebody writes: typing counts as being here, and what could not be saved is not lost.

const KEPT = "unsaved";
const OFTEN_ENOUGH = 5 * 60 * 1000;
let lastSeen = Date.now();

/** Show one of the notices of components/_session_notices.html, once, above the page. */
function tell(name) {
  const words = document.getElementById(`notice-${name}`);
  if (!words || document.querySelector(`[data-notice="${name}"]`)) return null;
  const notice = words.content.firstElementChild.cloneNode(true);
  notice.dataset.notice = name;
  document.querySelector(".messages")?.append(notice);
  notice.scrollIntoView({ block: "nearest" });
  return notice;
}

/** Whoever types is here, though no page is asked for. */
async function stay() {
  const address = document.body.dataset.stay;
  if (!address || Date.now() - lastSeen < OFTEN_ENOUGH) return;
  lastSeen = Date.now();
  const answer = await fetch(address).catch(() => null);
  if (answer?.status === 401) tell("logged-out");
}

/** Keep what a form sends until the next page says what became of it. Files cannot be kept. */
function keep(event) {
  const form = event.target.closest("form[data-guard]");
  if (!form || event.defaultPrevented) return;
  const fields = [...new FormData(form, event.submitter)].filter(([name, value]) => name !== "csrfmiddlewaretoken" && typeof value === "string");
  store({ fields, person: document.body.dataset.person, page: here() });
}

function store(kept) {
  try {
    sessionStorage.setItem(KEPT, JSON.stringify(kept));
  } catch {
    sessionStorage.removeItem(KEPT); // more than the browser keeps
  }
}

const here = () => location.pathname + location.search;

/** On the login page what was sent waits; back on its page, as the same person, it is offered; elsewhere it was saved. */
function resume() {
  const kept = JSON.parse(sessionStorage.getItem(KEPT) ?? "null");
  if (!kept) return;
  if (document.querySelector("form[data-login]")) return store({ ...kept, waits: true });
  sessionStorage.removeItem(KEPT);
  if (!kept.waits || kept.person !== document.body.dataset.person || kept.page !== here()) return;
  const notice = tell("unsaved");
  notice?.querySelector("[data-unsaved=save]").addEventListener("click", () => send(kept.fields));
  notice?.querySelector("[data-unsaved=drop]").addEventListener("click", () => notice.remove());
}

/** Send the same words again, with the token of the page that stands here now. */
function send(fields) {
  const form = document.createElement("form");
  form.method = "post";
  const token = document.querySelector("[name=csrfmiddlewaretoken]").value;
  for (const [name, value] of [...fields, ["csrfmiddlewaretoken", token]]) {
    const field = document.createElement("textarea");
    field.name = name;
    field.value = value;
    form.append(field);
  }
  form.hidden = true;
  document.body.append(form);
  form.submit();
}

resume();
document.addEventListener("input", stay);
document.addEventListener("submit", keep);
document.addEventListener("htmx:responseError", (event) => tell(event.detail.xhr.status === 401 ? "logged-out" : "no-answer"));
document.addEventListener("htmx:sendError", () => tell("no-answer"));
