// While "@ro…" is typed in <textarea data-names="address">, offers whom that may mean.
// Arrows choose, Enter or Tab takes, Escape closes. Where no answer comes, one types on.
const TYPED = /(?:^|[\s(\[{"'“‘«‹¿¡—–/])@([^\n@]{0,40})$/u;
const PAUSE = 150;

const place = document.createElement("div");
place.className = "names";
const list = document.createElement("div");
const said = document.createElement("p");
said.className = "visually-hidden";
said.setAttribute("role", "status");
place.append(list, said);

let area = null; // whose names are offered
let asked = null; // the request under way
let nothing = null; // what was typed when there was no name: going on with it finds none either
let timer = 0;

const options = () => [...list.querySelectorAll("[role=option]")];

function typed() {
  if (area.selectionStart !== area.selectionEnd) return null;
  return TYPED.exec(area.value.slice(0, area.selectionEnd))?.[1] ?? null;
}

function close() {
  clearTimeout(timer);
  asked?.abort();
  list.replaceChildren();
  said.textContent = "";
  for (const name of ["aria-controls", "aria-activedescendant"]) area?.removeAttribute(name);
}

function choose(option) {
  for (const other of options()) other.setAttribute("aria-selected", String(other === option));
  area.setAttribute("aria-activedescendant", option.id);
  option.scrollIntoView({ block: "nearest" });
}

function take(option) {
  const start = area.selectionEnd - typed().length;
  const after = area.value.slice(area.selectionEnd);
  const name = option.dataset.name + (/^[\s.,;:!?)]/.test(after) ? "" : " ");
  area.setSelectionRange(start, area.selectionEnd);
  // Typed for the person, so that undo takes it back.
  if (!document.execCommand("insertText", false, name)) {
    area.setRangeText(name, start, area.selectionEnd, "end");
    area.dispatchEvent(new Event("input", { bubbles: true }));
  }
  close();
}

// Where the line with the caret ends, from the top of the textarea: a copy of it tells.
function lineEnd() {
  const style = getComputedStyle(area);
  const copy = document.createElement("div");
  copy.textContent = area.value.slice(0, area.selectionEnd);
  const mark = copy.appendChild(document.createElement("span"));
  mark.textContent = "@";
  for (const name of ["font", "lineHeight", "letterSpacing", "padding", "boxSizing"]) copy.style[name] = style[name];
  Object.assign(copy.style, { position: "absolute", visibility: "hidden", width: `${area.clientWidth}px`, whiteSpace: "pre-wrap", overflowWrap: "break-word" });
  area.after(copy);
  const end = mark.offsetTop + mark.offsetHeight - area.scrollTop;
  copy.remove();
  return Math.min(end, area.offsetHeight);
}

async function ask(words) {
  asked?.abort();
  asked = new AbortController();
  try {
    const answer = await fetch(`${area.dataset.names}?q=${encodeURIComponent(words)}`, { signal: asked.signal });
    // Who is not signed in any more is led to the door: that page is no list.
    if (!answer.ok || answer.redirected) return;
    const markup = await answer.text();
    if (typed() !== words) return;
    list.innerHTML = markup;
    nothing = options().length ? null : words;
    if (nothing !== null) { close(); return; }
    const box = area.closest(".composer__box") ?? area;
    box.after(place);
    const top = area.getBoundingClientRect().top - place.getBoundingClientRect().top + lineEnd() + 4;
    list.firstElementChild.style.insetBlockStart = `${top}px`;
    said.textContent = list.firstElementChild.dataset.said;
    area.setAttribute("aria-controls", "names-list");
    choose(options()[0]);
  } catch { /* nobody is offered then */ }
}

function look(event) {
  area = event.target;
  const words = typed();
  clearTimeout(timer);
  if (words === null || (nothing !== null && words.startsWith(nothing) && words !== "")) { close(); return; }
  nothing = null;
  timer = setTimeout(ask, PAUSE, words);
}

function press(event) {
  const shown = options();
  if (!shown.length || event.isComposing) return;
  const chosen = shown.findIndex((one) => one.getAttribute("aria-selected") === "true");
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (step) choose(shown[(chosen + step + shown.length) % shown.length]);
  else if ((event.key === "Enter" || event.key === "Tab") && !event.shiftKey && typed() !== null) take(shown[chosen]);
  else if (event.key === "Escape") { nothing = typed(); close(); }
  else { if (["ArrowLeft", "ArrowRight", "Home", "End"].includes(event.key)) close(); return; }
  event.preventDefault();
  event.stopPropagation();
}

// A press must not take the focus from the text.
list.addEventListener("pointerdown", (event) => event.preventDefault());
list.addEventListener("click", (event) => {
  const option = event.target.closest("[role=option]");
  if (option && typed() !== null) take(option);
});

for (const each of document.querySelectorAll("textarea[data-names]")) {
  each.setAttribute("aria-autocomplete", "list");
  each.addEventListener("input", look);
  each.addEventListener("keydown", press);
  each.addEventListener("blur", close);
}
