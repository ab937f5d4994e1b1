// Saves a section of notes while its scribe types. What the server did not take is kept in this
// browser, and sent again from the next page; what somebody else's words stood in the way of is set
// aside by the server, and it says so.
// <notes-scribe url="where it is saved" seen="where it is said that the page is open">, inside a form.
const PAUSE = 1500;
const BEAT = 20_000;
// A request that outlives its page may hold 64 KB.
const MOST_KEPT_ALIVE = 15_000;

class NotesScribe extends HTMLElement {
  connectedCallback() {
    this.form = this.closest("form");
    if (!this.form) return;
    this.area = this.form.elements.text;
    this.url = this.getAttribute("url");
    this.name = `notes:${this.url}`;
    this.bringBack();
    // Who does not write here may have written before, without a connection.
    if (!this.area) return;
    // What the server sent: somebody may have typed before this script was there.
    this.saved = this.area.defaultValue;
    if (this.area.value !== this.saved) this.typed();
    this.area.addEventListener("input", () => this.typed());
    this.form.addEventListener("submit", (event) => this.submitted(event));
    document.addEventListener("visibilitychange", () => { if (document.hidden) this.save(); });
    addEventListener("online", () => this.save());
    this.beat = setInterval(() => this.sayThatIAmHere(), BEAT);
  }

  disconnectedCallback() {
    clearInterval(this.beat);
    clearTimeout(this.timer);
  }

  // Words that an earlier page could not send: the server knows whether they may stand here.
  async bringBack() {
    const kept = guarded(() => JSON.parse(localStorage.getItem(this.name)));
    if (!kept?.text || kept.text === this.area?.value) { this.forget(); return; }
    const answer = await this.send(kept.text, kept.base, kept.page).catch(() => null);
    if (!answer) return;
    if (answer.status === 409 || (answer.ok && !this.area)) { this.forget(); location.reload(); return; }
    if (!answer.ok || answer.redirected) return;
    this.forget();
    if (this.area.value !== this.saved) return; // typing went on: its own saving will find it
    this.area.value = this.saved = kept.text;
    this.form.elements.base.value = (await answer.json()).version;
    this.say(this.words("saved"));
  }

  typed() {
    this.keep();
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.save(), PAUSE);
  }

  keep() {
    const { base, page_key: page } = this.form.elements;
    guarded(() => localStorage.setItem(this.name, JSON.stringify({ text: this.area.value, base: base.value, page: page.value })));
  }

  forget() {
    guarded(() => localStorage.removeItem(this.name));
  }

  // One at a time, in the order they were typed. Returns whether the server has the words.
  async save() {
    clearTimeout(this.timer);
    if (this.saving) { await this.saving; }
    if (this.area.value === this.saved) return true;
    this.saving = this.trySaving();
    const done = await this.saving;
    this.saving = null;
    return done;
  }

  async trySaving() {
    const text = this.area.value;
    const answer = await this.send(text, this.form.elements.base.value, this.form.elements.page_key.value).catch(() => null);
    const isJson = answer?.headers.get("Content-Type")?.startsWith("application/json");
    // Who is not signed in any more is led to the door.
    if (!answer || answer.redirected || !isJson) { this.say(this.words("alone"), true); return false; }
    const told = await answer.json();
    if (answer.ok) this.form.elements.base.value = told.version;
    // Too long: it is kept here only, until it is shorter.
    if (answer.status !== 422) this.saved = text;
    if (answer.status !== 422 && this.area.value === text) this.forget();
    this.say(answer.ok ? this.words("saved") : told.sentence, !answer.ok);
    return answer.status !== 422;
  }

  send(text, base, page) {
    const body = new URLSearchParams({ text, base, page_key: page, csrfmiddlewaretoken: this.token });
    const keepalive = text.length < MOST_KEPT_ALIVE;
    return fetch(this.url, { method: "POST", body, keepalive, headers: { Accept: "application/json" } });
  }

  async sayThatIAmHere() {
    if (document.hidden) return;
    const body = new URLSearchParams({ csrfmiddlewaretoken: this.token });
    const answer = await fetch(this.getAttribute("seen"), { method: "POST", body, headers: { Accept: "application/json" } }).catch(() => null);
    if (!answer?.ok || answer.redirected) return;
    const { sentence } = await answer.json();
    if (sentence) { this.say(sentence, true); this.save(); }
  }

  // A button is pressed: first the words, so that nothing of them can be lost on the way.
  async submitted(event) {
    // All of them are there: it goes its way. From within this event, no form can be sent again.
    if (this.isSent || (navigator.onLine && !this.saving && this.area.value === this.saved)) return;
    event.preventDefault();
    await this.save();
    this.form.removeAttribute("data-sent");
    // The page, and what else was typed on it, stays.
    if (!navigator.onLine) { this.say(this.words("alone"), true); return; }
    this.isSent = true;
    this.form.requestSubmit(event.submitter ?? undefined);
    this.isSent = false;
  }

  get token() {
    return this.form.elements.csrfmiddlewaretoken.value;
  }

  words(name) {
    return this.querySelector("[data-state]").dataset[name];
  }

  // What is amiss must not look like "Saved."
  say(words, amiss = false) {
    const place = this.querySelector("[data-state]");
    place.classList.toggle("notice", amiss);
    place.classList.toggle("notice--warning", amiss);
    if (place.textContent !== words) place.textContent = words;
  }
}

// A full or forbidden store must not stop anyone from writing.
function guarded(act) {
  try { return act(); } catch { return null; /* nothing is kept then */ }
}

customElements.define("notes-scribe", NotesScribe);
