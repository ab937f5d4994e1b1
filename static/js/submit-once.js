// A form is sent once, however often its button is pressed.
const SENT = "data-sent";

function release(form) {
  form.removeAttribute(SENT);
  for (const button of form.querySelectorAll("[aria-busy]")) button.removeAttribute("aria-busy");
}

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.getAttribute("method")?.toLowerCase() !== "post") return;
  if (form.hasAttribute(SENT)) {
    event.preventDefault();
    event.stopImmediatePropagation();
    return;
  }
  form.setAttribute(SENT, "");
  // Not `disabled`: a disabled button's name and value would not be sent.
  event.submitter?.setAttribute("aria-busy", "true");
  // A download or a lost connection leaves the page standing: let it be tried again.
  setTimeout(release, 10_000, form);
}, { capture: true });

// The back button may show the page again as it was left.
addEventListener("pageshow", () => document.querySelectorAll(`form[${SENT}]`).forEach(release));
document.addEventListener("htmx:afterRequest", (event) => {
  const form = event.target.closest?.("form");
  if (form) release(form);
});
