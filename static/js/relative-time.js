// <relative-time><time datetime="…">12 November</time></relative-time> becomes "3 hours ago"
// for a week; after that the day says more. The exact moment is in the title.
const UNITS = [["day", 86400], ["hour", 3600], ["minute", 60]];
const LANGUAGE = document.documentElement.lang || "en";
const words = new Intl.RelativeTimeFormat(LANGUAGE, { numeric: "auto" });

class RelativeTime extends HTMLElement {
  connectedCallback() {
    const time = this.querySelector("time");
    if (!time) return;
    this.absolute ??= time.textContent;
    const moment = new Date(time.dateTime);
    const seconds = (moment - Date.now()) / 1000;
    if (!Number.isNaN(seconds)) time.title = moment.toLocaleString(LANGUAGE, { dateStyle: "full", timeStyle: "short" });
    if (Number.isNaN(seconds) || Math.abs(seconds) > 7 * 86400) {
      time.textContent = this.absolute;
      return;
    }
    const [unit, size] = UNITS.find(([, s]) => Math.abs(seconds) >= s) ?? ["second", Infinity];
    time.textContent = words.format(Math.trunc(seconds / size), unit);
  }
}

customElements.define("relative-time", RelativeTime);
setInterval(() => {
  if (!document.hidden) for (const e of document.querySelectorAll("relative-time")) e.connectedCallback();
}, 60_000);
