// Keeps what is being written: at once in this browser, and after a pause on the server, where it
// is found from another device. Nothing is let go before it was sent.
// <draft-guard key="topic-7-reply" url="where it is kept" version="of what stands in the form"
// page="the page that kept that">, inside a form; without `url` it is kept in the browser only.
//
// Sending marks the draft. The next page of ours with a composer lets it go, unless one came
// between that says it did not get through: an error page or the sign-in page (draft-unsent.js),
// or the back button.
const MARK = "draft-sent";
const PAUSE = 2000;

class DraftGuard extends HTMLElement {
  connectedCallback() {
    this.form = this.closest("form");
    if (!this.form) return;
    this.name = `draft:${this.getAttribute("key")}`;
    this.url = this.getAttribute("url");
    this.version = this.getAttribute("version") ?? "";
    this.saved = JSON.stringify(this.read());
    this.restore();
    this.form.addEventListener("input", () => this.typed());
    this.form.addEventListener("submit", (event) => this.sent(event.submitter));
    this.form.addEventListener("htmx:afterRequest", (event) => {
      if (event.detail.successful && !event.detail.elt.hasAttribute("data-keeps-draft")) this.forget();
    });
    document.addEventListener("visibilitychange", () => { if (document.hidden) this.save(); });
    addEventListener("online", () => this.save());
  }

  get fields() {
    return [...this.form.elements].filter((field) => field.name && (field.type !== "hidden" || "draft" in field.dataset)
      && !field.closest("attached-files") && !["submit", "button", "file", "password", "fieldset"].includes(field.type));
  }

  read() {
    const found = {};
    for (const field of this.fields) {
      if (field.type !== "checkbox" && field.type !== "radio") found[field.name] = field.value;
      else if (field.checked) (found[field.name] ??= []).push(field.value);
    }
    return found;
  }

  write(kept) {
    for (const field of this.fields) {
      if (field.type === "checkbox" || field.type === "radio") field.checked = (kept[field.name] ?? []).includes(field.value);
      else if (field.name in kept) field.value = kept[field.name];
    }
  }

  hasWords(kept) {
    return this.fields.some((field) => field.matches("textarea, [type=text]") && kept[field.name]?.trim());
  }

  // What this browser kept beside what the server shows. `dirty` words never reached the server;
  // `base` and `page` say from which state of the draft they went on.
  restore() {
    const kept = guarded(() => parsed(localStorage.getItem(this.name)));
    const here = this.read();
    if (!kept || JSON.stringify(kept.fields) === JSON.stringify(here)) return;
    // A page that was left a moment ago may have been heard after this one was drawn.
    this.after = kept.page;
    if (kept.dirty === false && (this.version ? kept.base > this.version : Date.now() - kept.at < 3000)) {
      this.write(kept.fields);
      this.version = kept.base;
      this.saved = JSON.stringify(this.read());
      return;
    }
    const goesOn = kept.base === this.version || (kept.page && kept.page === this.getAttribute("page"));
    if (kept.dirty === false) this.forget(); // the server has it, or it was sent or discarded elsewhere
    else if (this.version ? goesOn : !this.hasWords(here)) {
      this.write(kept.fields);
      this.note("note");
      this.later();
    } else this.offer(kept.fields);
  }

  offer(fields) {
    const place = this.note("other");
    place?.querySelector("button").addEventListener("click", () => {
      this.write(fields);
      place.hidden = true;
      this.typed();
    });
  }

  note(name) {
    const place = this.querySelector(`[data-draft-${name}]`);
    place?.removeAttribute("hidden");
    return place;
  }

  typed() {
    this.keep(true);
    this.later();
  }

  keep(dirty) {
    const fields = this.read();
    guarded(() => {
      if (!this.hasWords(fields)) localStorage.removeItem(this.name);
      else localStorage.setItem(this.name, JSON.stringify({ fields, base: this.version, page: this.page, at: Date.now(), dirty }));
    });
  }

  get page() {
    return this.form.elements.form_key?.value ?? "";
  }

  later() {
    clearTimeout(this.timer);
    if (this.url) this.timer = setTimeout(() => this.save(), PAUSE);
  }

  // A small request, when something has changed; one at a time, in the order they were typed.
  async save() {
    const now = JSON.stringify(this.read());
    if (!this.url || this.isSent || this.isElsewhere || now === this.saved) return;
    if (this.isSaving) { this.later(); return; }
    this.isSaving = true;
    try {
      const answer = await fetch(this.url, { method: "POST", body: this.body(), headers: { Accept: "application/json" }, keepalive: true });
      this.isElsewhere = answer.status === 409;
      // Who is not signed in any more is led to the door.
      if (!answer.ok || answer.redirected) throw new Error(`the server answered ${answer.status}`);
      this.version = (await answer.json()).version;
      this.saved = now;
      if (this.isSent) return;
      if (JSON.stringify(this.read()) === now) this.keep(false);
      else this.later();
      this.say(this.version ? "saved" : "");
    } catch {
      this.say(this.isElsewhere ? "elsewhere" : "alone");
    } finally {
      this.isSaving = false;
    }
  }

  body() {
    const sent = new URLSearchParams();
    for (const [name, value] of Object.entries(this.read())) for (const one of [value].flat()) sent.append(name, one);
    for (const name of ["csrfmiddlewaretoken", "form_key"]) sent.append(name, this.form.elements[name]?.value ?? "");
    sent.append("base", this.version);
    sent.append("after", this.after ?? "");
    return sent;
  }

  say(what) {
    const place = this.querySelector("[data-draft-state]");
    const words = place?.dataset[what] ?? "";
    // Said once, not after every pause.
    if (place && place.textContent !== words) place.textContent = words;
  }

  sent(button) {
    // A preview is no sending.
    if (button?.hasAttribute("data-keeps-draft")) return;
    clearTimeout(this.timer);
    this.isSent = true;
    if (button?.hasAttribute("data-discards")) { this.forget(); return; }
    // A form may have several of us.
    guarded(() => sessionStorage.setItem(MARK, [...marked(), this.name].join("\n")));
  }

  forget() {
    guarded(() => {
      localStorage.removeItem(this.name);
      sessionStorage.removeItem(MARK);
    });
  }
}

function parsed(kept) {
  try { return JSON.parse(kept); } catch { return { fields: { body: kept } }; }
}

function marked() {
  return (sessionStorage.getItem(MARK) ?? "").split("\n").filter(Boolean);
}

// A full or forbidden store must not stop anyone from writing.
function guarded(act) {
  try { return act(); } catch { return null; /* nothing is kept then */ }
}

guarded(() => {
  const [arrival] = performance.getEntriesByType("navigation");
  if (arrival?.type === "navigate") marked().forEach((name) => localStorage.removeItem(name));
  sessionStorage.removeItem(MARK);
});

// The back button may show the page again as it was left: it goes on from there.
addEventListener("pageshow", () => document.querySelectorAll("draft-guard").forEach((guard) => { guard.isSent = false; }));

customElements.define("draft-guard", DraftGuard);
