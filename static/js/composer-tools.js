// Puts Markdown round the chosen words of a textarea, or before each chosen line.
class ComposerTools extends HTMLElement {
  connectedCallback() {
    this.addEventListener("click", (event) => {
      const tool = event.target.closest("button");
      const area = document.getElementById(this.getAttribute("for"));
      if (!tool || !area) return;
      if (tool.dataset.line) this.prefix(area, tool.dataset.line);
      else this.wrap(area, tool.dataset.before, tool.dataset.after);
      area.dispatchEvent(new Event("input", { bubbles: true }));
      area.focus();
    });
  }

  wrap(area, before, after) {
    const { selectionStart: start, selectionEnd: end, value } = area;
    area.setRangeText(before + value.slice(start, end) + after, start, end, "end");
    area.setSelectionRange(start + before.length, end + before.length);
  }

  prefix(area, mark) {
    const { selectionEnd: end, value } = area;
    const start = value.lastIndexOf("\n", area.selectionStart - 1) + 1;
    const lines = value.slice(start, end).split("\n").map((line) => mark + line).join("\n");
    area.setRangeText(lines, start, end, "end");
  }
}
customElements.define("composer-tools", ComposerTools);
