// <attached-files key="topic-7-reply" url="/c/x/files/">: files are sent while one still writes,
// chosen, dragged onto the form, or pasted as pictures. Without it the form brings them itself.
//
// What was sent and not posted is known to the server under its key; the keys are kept in this
// browser, so that a reload loses no file, as draft-guard.js keeps the words.
class AttachedFiles extends HTMLElement {
  connectedCallback() {
    this.form = this.closest("form");
    this.list = this.querySelector("ul");
    this.input = this.querySelector("input[type=file]");
    this.status = this.querySelector("[data-status]");
    if (!this.form || !this.input || this.under) return;
    this.under = new Set();
    this.name = `files:${this.getAttribute("key")}`;
    this.querySelector("[data-pick]").addEventListener("click", () => this.input.click());
    this.input.addEventListener("change", () => { this.take(this.input.files); this.input.value = ""; });
    this.list.addEventListener("click", (event) => {
      if (event.target.closest("[data-remove]")) this.remove(event.target.closest("li"));
    });
    this.form.addEventListener("paste", (event) => this.pasted(event));
    for (const kind of ["dragover", "dragleave", "drop"]) this.form.addEventListener(kind, (event) => this.dragged(event));
    this.form.addEventListener("submit", (event) => this.wait(event), { capture: true });
    this.restore();
  }

  // Programs hand over words with a picture of them: then the words are meant.
  pasted(event) {
    const { files, types } = event.clipboardData;
    if (!files.length || types.includes("text/plain")) return;
    event.preventDefault();
    this.take(files);
  }

  dragged(event) {
    if (!event.dataTransfer.types.includes("Files")) return;
    event.preventDefault();
    this.form.classList.toggle("attached--over", event.type === "dragover");
    if (event.type === "drop") this.take(event.dataTransfer.files);
  }

  take(files) {
    for (const file of files) this.send(file);
  }

  send(file) {
    const row = this.querySelector("template").content.firstElementChild.cloneNode(true);
    const name = row.querySelector("[data-name]"), bar = document.createElement("progress");
    name.textContent = file.name;
    bar.value = 0;
    name.after(bar);
    this.list.append(row);
    const request = new XMLHttpRequest();
    const data = new FormData();
    data.append("csrfmiddlewaretoken", this.form.elements.csrfmiddlewaretoken.value);
    data.append("upload", file, file.name);
    request.upload.addEventListener("progress", (event) => {
      if (event.lengthComputable) bar.value = event.loaded / event.total;
    });
    request.addEventListener("loadend", () => {
      this.under.delete(request);
      this.arrived(row, file, request);
    });
    row.request = request;
    this.under.add(request);
    request.open("POST", this.getAttribute("url"));
    request.send(data);
  }

  arrived(row, file, request) {
    if (request.status === 200 && row.isConnected) {
      row.outerHTML = request.responseText;
      this.keep();
      this.say(this.words("added", file.name));
    } else if (row.isConnected) {
      const plain = request.getResponseHeader("Content-Type")?.startsWith("text/plain");
      const words = plain ? request.responseText : this.words("lost", file.name);
      const fault = row.querySelector("[data-name]");
      fault.textContent = words;
      fault.className = "attached__fault";
      row.querySelector("progress").remove();
      this.say(words);
    }
    if (!this.under.size && this.waiting) {
      const { button } = this.waiting;
      this.waiting = null;
      // What was refused is read first.
      if (!this.querySelector(".attached__fault")) this.form.requestSubmit(button);
    }
  }

  remove(row) {
    const name = row.querySelector("a, [data-name]")?.textContent ?? "";
    row.request?.abort();
    row.remove();
    this.keep();
    this.say(this.words("removed", name));
    this.querySelector("[data-pick]").focus();
  }

  // Sent too early: it goes by itself when the files are there.
  wait(event) {
    if (!this.under.size || event.submitter?.name === "preview") return;
    event.preventDefault();
    event.stopImmediatePropagation();
    // submit-once.js has marked it as sent already.
    this.form.removeAttribute("data-sent");
    this.waiting = { button: event.submitter };
    this.say(this.status.dataset.waits, true);
  }

  words(what, name) {
    return this.status.dataset[what].replace("{name}", () => name);
  }

  say(words, seen = false) {
    this.status.textContent = words;
    this.status.classList.toggle("visually-hidden", !seen);
  }

  keep() {
    const keys = [...this.list.querySelectorAll("[data-key]")].map((row) => row.dataset.key);
    try {
      if (keys.length) localStorage.setItem(this.name, keys.join(" "));
      else localStorage.removeItem(this.name);
    } catch { /* a full or forbidden store stops nobody from writing */ }
  }

  async restore() {
    let keys = [];
    try { keys = (localStorage.getItem(this.name) ?? "").split(" ").filter(Boolean); } catch { return; }
    const there = (key) => this.list.querySelector(`[data-key="${CSS.escape(key)}"]`);
    keys = keys.filter((key) => !there(key));
    if (!keys.length) return;
    const answer = await fetch(`${this.getAttribute("url")}?${new URLSearchParams(keys.map((key) => ["key", key]))}`);
    if (!answer.ok) return;
    this.list.insertAdjacentHTML("beforeend", await answer.text());
    this.keep();
  }
}
customElements.define("attached-files", AttachedFiles);
