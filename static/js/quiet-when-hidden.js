// A page in a hidden tab asks for nothing by itself: what it would learn can wait until it is seen.
document.addEventListener("htmx:beforeRequest", (event) => {
  if (document.hidden && event.detail.elt.getAttribute("hx-trigger")?.startsWith("every")) event.preventDefault();
});
