// On wide screens the preview stands beside the text and follows it; on others "Preview" shows it
// and takes it away again. What stands in it is made by the server.
const PAUSE = 600;

for (const button of document.querySelectorAll("[data-preview]")) {
  const { form } = button;
  const place = () => form.querySelector("#preview-place");
  const isBeside = () => getComputedStyle(form.querySelector(".writing")).display === "grid";
  const words = () => [...form.querySelectorAll("textarea")].map((area) => area.value).join("\n");
  let shown = null; // the words that the preview shows
  let timer = 0;

  form.addEventListener("input", (event) => {
    clearTimeout(timer);
    if (!event.target.matches("textarea") || !isBeside()) return;
    timer = setTimeout(() => {
      if (words() === shown) return;
      shown = words();
      if (shown.trim()) window.htmx.trigger(button, "refresh");
      else place().replaceChildren();
    }, PAUSE);
  });

  // Before htmx hears of it.
  button.addEventListener("click", (event) => {
    clearTimeout(timer);
    if (!isBeside() && place().firstElementChild && words() === shown) {
      event.preventDefault();
      event.stopImmediatePropagation();
      place().replaceChildren();
      shown = null;
    } else shown = words();
  }, { capture: true });

  // What follows each word typed is not read out.
  form.addEventListener("htmx:afterSettle", (event) => {
    if (event.detail.requestConfig?.triggeringEvent?.type === "refresh") place().removeAttribute("aria-live");
  });
}
