// Makes pages smoother; every page works without it.

document.documentElement.classList.add("scripts");

const byId = (id) => document.getElementById(id);
const content = () => byId("content");
const minute = 60_000;

// Short messages at the bottom: leave by themselves after data-seconds.
function startLeaving(root = document) {
  root.querySelectorAll("[data-seconds]:not([data-leaving])").forEach((element) => {
    element.dataset.leaving = "yes";
    setTimeout(() => element.remove(), Number(element.dataset.seconds) * 1000);
  });
}

function say(text) {
  const toast = document.createElement("p");
  toast.className = "toast";
  toast.dataset.seconds = "6";
  toast.setAttribute("role", "status");
  toast.textContent = text;
  byId("toasts")?.replaceChildren(toast);
  startLeaving();
}

// The polled content: conditional requests, theme, and what to show when polls are missed.
let lastGood = Date.now();
let missed = 0;

function familyTime(moment) {
  const timeZone = content()?.dataset.timezone;
  return new Intl.DateTimeFormat("en-GB", { timeZone, hour: "2-digit", minute: "2-digit", hourCycle: "h23" }).format(moment);
}

function showConnection(text, isOld = false) {
  const bar = byId("connection");
  if (!bar) return;
  bar.textContent = text;
  bar.hidden = text === "";
  bar.classList.toggle("is-old", isOld);
}

function pollEnded(status) {
  if (status === 401) {
    byId("logged-out")?.removeAttribute("hidden");
  } else if (status === 200 || status === 304) {
    missed = 0;
    lastGood = Date.now();
    showConnection("");
  } else if (++missed >= 2) {
    showConnection(`Last updated ${familyTime(lastGood)}`, Date.now() - lastGood > 10 * minute);
  }
}

function refreshNow() {
  const board = content();
  if (!board || document.hidden || Date.now() - lastGood < minute / 2) return;
  htmx.ajax("GET", board.getAttribute("hx-get"), { source: board, target: board, swap: "outerHTML" });
}

function isBusyReading(board) {
  return board.querySelector("details[open]") && Date.now() - lastGood < 2 * minute;
}

// A second tap by an eager finger would take the tick back at once.
const taps = new Map();
function isDoubleTap(card) {
  const isSoon = Date.now() - (taps.get(card.id) ?? 0) < 700;
  if (!isSoon) taps.set(card.id, Date.now());
  return isSoon;
}

document.addEventListener("htmx:configRequest", ({ detail }) => {
  if (detail.elt === content()) detail.headers["If-None-Match"] = content().dataset.etag;
});
document.addEventListener("htmx:beforeRequest", (event) => {
  const { elt } = event.detail;
  const card = elt.closest(".task");
  if (elt === content() ? isBusyReading(elt) : card && isDoubleTap(card)) event.preventDefault();
});
document.addEventListener("htmx:afterRequest", ({ detail }) => {
  const { status } = detail.xhr;
  freeButtons();
  if (detail.elt.id === "content") return pollEnded(status);
  if (status === 401) byId("logged-out")?.removeAttribute("hidden");
  else if (status === 0) say("No connection. Please try again.");
  else if (status === 403) say("The form has expired. Please try again.");
  else if (status >= 500) say("That did not work. Please try again.");
});
document.addEventListener("htmx:afterSettle", () => {
  const board = content();
  if (board?.dataset.theme) document.documentElement.dataset.bsTheme = board.dataset.theme;
  startLeaving();
  showTime();
});
document.addEventListener("visibilitychange", refreshNow);
window.addEventListener("online", refreshNow);

// Wall: the clock, a shift of 2 px an hour against burn-in, a screen that stays awake.
function showTime() {
  const clock = document.querySelector(".clock");
  if (clock) clock.textContent = familyTime(Date.now());
}

function shift() {
  const place = Math.floor(Date.now() / (60 * minute)) % 4;
  document.body.classList.remove("shift-1", "shift-2", "shift-3");
  if (place > 0) document.body.classList.add(`shift-${place}`);
}

function keepAwake() {
  if (!document.hidden) navigator.wakeLock?.request("screen").catch(() => {});
}

if (document.body.classList.contains("wall")) {
  showTime();
  shift();
  keepAwake();
  setInterval(showTime, 1000);
  setInterval(shift, minute);
  document.addEventListener("visibilitychange", keepAwake);
}

// Forms: busy button, guess of the time zone, previews, first fault, order of a rotation.
function freeButtons() {
  document.querySelectorAll("[aria-busy]").forEach((button) => button.removeAttribute("aria-busy"));
}

document.addEventListener("submit", ({ submitter }) => submitter?.setAttribute("aria-busy", "true"));
window.addEventListener("pageshow", freeButtons);

function guessTimezone(box) {
  const select = box.querySelector("select");
  const guess = Intl.DateTimeFormat().resolvedOptions().timeZone;
  if (![...select.options].some((option) => option.value === guess)) return;
  select.value = guess;
  box.hidden = !box.querySelector(".error");
}
document.querySelectorAll("[data-guess-timezone]").forEach(guessTimezone);

function showPicture(input) {
  const place = document.querySelector(`[data-picture-of="${input.id}"]`);
  if (!place || !input.files[0]) return;
  const reader = new FileReader();
  reader.addEventListener("load", () => {
    const image = new Image(96, 96);
    image.alt = "Chosen picture";
    image.src = reader.result;
    place.replaceChildren(image);
  });
  reader.readAsDataURL(input.files[0]);
}

document.addEventListener("input", ({ target }) => {
  if (target.type === "file") showPicture(target);
  const place = document.querySelector(`[data-emoji-of="${target.id}"]`);
  if (place) place.textContent = target.value;
});

document.querySelectorAll("[data-emoji-picks]").forEach((picks) => {
  picks.hidden = false;
  picks.addEventListener("click", ({ target }) => {
    const input = byId(picks.dataset.emojiPicks);
    if (target.tagName !== "BUTTON") return;
    input.value = target.textContent;
    input.dispatchEvent(new Event("input", { bubbles: true }));
  });
});

// After all that moves the fields.
document.querySelector("[aria-invalid=true]")?.focus();

// Gives the fields their new numbers; the server then draws the list anew.
function renumber(list) {
  list.querySelectorAll("input").forEach((input, index) => { input.name = `rotation-${index}`; });
}

// Only the grip starts a drag, so that text in the fields can still be selected.
document.addEventListener("pointerdown", ({ target }) => {
  const row = target.closest(".grip")?.closest("[data-sortable] > li");
  if (row) row.draggable = true;
});

let dragged = null;
document.addEventListener("dragstart", ({ target }) => {
  dragged = target.closest?.("[data-sortable] > li[draggable=true]") ?? null;
});
document.addEventListener("dragover", (event) => {
  const row = event.target.closest?.("[data-sortable] > li");
  if (!dragged || !row || row.parentElement !== dragged.parentElement) return;
  event.preventDefault();
  const isAfter = event.clientY > row.getBoundingClientRect().top + row.offsetHeight / 2;
  row.parentElement.insertBefore(dragged, isAfter ? row.nextSibling : row);
});
document.addEventListener("dragend", () => {
  if (!dragged) return;
  renumber(dragged.parentElement);
  const list = dragged.closest("fieldset");
  dragged.querySelector("input").dispatchEvent(new Event("change", { bubbles: true }));
  htmx.ajax("POST", list.form.action, { source: list, target: list, select: "#rotation", swap: "outerHTML", values: { op: "preview" } });
  dragged.draggable = false;
  dragged = null;
});

// The menu closes when something else is used.
document.addEventListener("click", ({ target }) => {
  document.querySelectorAll("details.menu[open]").forEach((menu) => {
    if (!menu.contains(target)) menu.open = false;
  });
});
document.addEventListener("keydown", ({ key, target }) => {
  const open = key === "Escape" ? target.closest("details[open]") : null;
  if (!open) return;
  open.open = false;
  open.querySelector("summary").focus();
});

document.querySelectorAll(".alert-success").forEach((alert) => { alert.dataset.seconds = "8"; });
startLeaving();
