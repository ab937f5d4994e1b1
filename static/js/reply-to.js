// "Reply" under a post goes on in the composer of the page: nothing that was typed is lost, and
// words that were chosen in the post are quoted. Without it the link opens the page anew.
const form = document.getElementById("reply");
const note = document.getElementById("reply-to");
const area = form?.querySelector("textarea");
const field = form?.elements.reply_to;

function answer(number, who) {
  field.value = number;
  note.hidden = !number;
  const words = note.querySelector("[data-number]");
  words.textContent = number ? `${words.dataset.number} #${number}${who ? `, ${who}` : ""}` : "";
}

function quote(text) {
  const lines = text.trim().split("\n").map((line) => `> ${line}`.trimEnd()).join("\n");
  const before = area.value.trimEnd();
  area.value = `${before}${before ? "\n\n" : ""}${lines}\n\n`;
  area.dispatchEvent(new Event("input", { bubbles: true }));
}

function chosenIn(post) {
  const chosen = getSelection();
  if (!chosen || chosen.isCollapsed || !post) return "";
  return post.contains(chosen.anchorNode) && post.contains(chosen.focusNode) ? chosen.toString() : "";
}

if (form && note && area && field) {
  let chosen = "";
  // A press on the link takes the choice away before the click.
  document.addEventListener("pointerdown", (event) => {
    const link = event.target.closest("a[data-reply]");
    if (link) chosen = chosenIn(link.closest(".post")?.querySelector(".post__body"));
  });
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-reply], a[data-quote], a[data-reply-all]");
    if (!link || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    if (link.dataset.reply) {
      answer(link.dataset.reply, link.closest(".post")?.querySelector(".person__name")?.textContent);
      if (chosen) quote(chosen);
      chosen = "";
    } else if ("quote" in link.dataset) {
      const body = document.querySelector(`#post-${Number(field.value)} .post__body`);
      if (!body) { location.assign(`?reply=${Number(field.value)}&quote=1#reply`); return; }
      quote(body.innerText);
    } else answer("", "");
    form.scrollIntoView({ block: "start" });
    area.focus();
    area.setSelectionRange(area.value.length, area.value.length);
  });
}
