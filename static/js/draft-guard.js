// Keeps what is being written in this browser until it has been sent.
// <draft-guard key="topic-7-reply">…<textarea>…</draft-guard>; text from the server wins.
//
// Sending marks the draft. The next page of ours with a composer lets it go, unless one came
// between that says it did not get through: an error page or the sign-in page (draft-unsent.js),
// or the back button.
const MARK = "draft-sent";

class DraftGuard extends HTMLElement {
  connectedCallback() {
    this.area = this.querySelector("textarea");
    if (!this.area) return;
    this.name = `draft:${this.getAttribute("key")}`;
    this.restore();
    this.area.addEventListener("input", () => this.keep());
    this.area.form?.addEventListener("submit", (event) => {
      // A preview is no sending.
      if (event.submitter?.hasAttribute("data-keeps-draft")) return;
      // A form may have several of us.
      guarded(() => sessionStorage.setItem(MARK, [...marked(), this.name].join("\n")));
    });
    this.area.form?.addEventListener("htmx:afterRequest", (event) => {
      if (event.detail.successful && !event.detail.elt.hasAttribute("data-keeps-draft")) this.forget();
    });
  }

  keep() {
    guarded(() => {
      if (this.area.value.trim()) localStorage.setItem(this.name, this.area.value);
      else localStorage.removeItem(this.name);
    });
  }

  restore() {
    guarded(() => {
      const kept = localStorage.getItem(this.name);
      if (!kept || this.area.value.trim()) return;
      this.area.value = kept;
      this.querySelector("[data-draft-note]")?.removeAttribute("hidden");
    });
  }

  forget() {
    guarded(() => {
      localStorage.removeItem(this.name);
      sessionStorage.removeItem(MARK);
    });
  }
}

function marked() {
  return (sessionStorage.getItem(MARK) ?? "").split("\n").filter(Boolean);
}

// A full or forbidden store must not stop anyone from writing.
function guarded(act) {
  try { act(); } catch { /* nothing is kept then */ }
}

guarded(() => {
  const [arrival] = performance.getEntriesByType("navigation");
  if (arrival?.type === "navigate") marked().forEach((name) => localStorage.removeItem(name));
  sessionStorage.removeItem(MARK);
});

customElements.define("draft-guard", DraftGuard);
