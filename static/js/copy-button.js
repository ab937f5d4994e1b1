// <copy-button text="…" done="Copied"><button>…</button><span role="status"></span></copy-button>
class CopyButton extends HTMLElement {
  connectedCallback() {
    this.addEventListener("click", async (event) => {
      if (!event.target.closest("button")) return;
      await navigator.clipboard.writeText(this.getAttribute("text"));
      const label = this.querySelector("[data-label]");
      const before = label.textContent;
      label.textContent = this.getAttribute("done");
      this.querySelector("[role=status]").textContent = this.getAttribute("done");
      setTimeout(() => { label.textContent = before; }, 2000);
    });
  }
}
customElements.define("copy-button", CopyButton);
