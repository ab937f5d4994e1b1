// What is pasted from Word, Google Docs or a web page becomes Markdown; plain text stays plain, and
// so does all with Ctrl+Shift+V, where the clipboard holds no HTML. Pictures are not looked at.
const LONGEST = 2_000_000;
const LOST = "script,style,template,head,meta,link,title,svg,button,input,select,textarea,noscript,iframe,object,"
  + "video,audio,canvas,img,picture,[hidden],[class*=MsoComment],[data-look*='mso-hide:all'],[data-look*='mso-element:comment']";
const BLOCKS = "address,article,aside,blockquote,center,dd,details,div,dl,dt,fieldset,figcaption,figure,footer,form,"
  + "h1,h2,h3,h4,h5,h6,header,hr,li,main,nav,ol,p,pre,section,summary,table,tbody,td,tfoot,th,thead,tr,ul";
const LIST = /^((?: {4})*)(-|\d+\.) /;

// Our Content-Security-Policy lets nobody read what stands in an attribute named style.
const unstyled = (html) => html.replace(/<style[\s\S]*?<\/style>/gi, "").replace(/\sstyle\s*=/gi, " data-look=");

function toMarkdown(html) {
  const page = new DOMParser().parseFromString(unstyled(html), "text/html");
  for (const lost of page.querySelectorAll(LOST)) lost.remove();
  return joined(blocksOf(page.body, {}));
}

// Blocks stand apart; the items of one list do not.
function joined(blocks) {
  let kinds = []; // of the lists that are open, by depth
  return blocks.reduce((text, block, at) => {
    const [, indent, sign] = LIST.exec(block) ?? [];
    const depth = indent?.length / 4;
    const isNext = sign && kinds.length && [undefined, sign === "-"].includes(kinds[depth]);
    kinds = sign ? [...kinds.slice(0, depth), sign === "-"] : [];
    return at ? text + (isNext ? "\n" : "\n\n") + block : block;
  }, "");
}

function blocksOf(element, style) {
  const found = [];
  let runs = [];
  const flush = () => {
    const text = inlineText(runs).trim();
    // A sign that begins a line would make it a heading or a quote.
    if (text) found.push(text.replace(/^(#{1,6} |>)/gm, "\\$1"));
    runs = [];
  };
  for (const node of element.childNodes) {
    if (node.nodeType === Node.ELEMENT_NODE && (node.matches(BLOCKS) || node.querySelector(BLOCKS))) {
      flush();
      found.push(...blockOf(node, styleOf(node, style)));
    } else runs.push(...runsOf(node, style));
  }
  flush();
  return found;
}

function blockOf(element, style) {
  const heading = /^H([1-6])$/.exec(element.tagName)?.[1] ?? (element.classList.contains("MsoTitle") ? 1 : 0);
  if (heading) {
    const text = inlineText(runsOf(element, { plain: true })).replace(/\s+/g, " ").trim();
    return text ? [`${"#".repeat(Math.min(heading, 4))} ${text}`] : [];
  }
  const level = /mso-list:[^;]*level(\d)/.exec(element.dataset.look ?? "")?.[1];
  if (level) return wordItem(element, Number(level), style);
  switch (element.tagName) {
    case "UL": case "OL": return listOf(element, style);
    case "BLOCKQUOTE": return quoted(joined(blocksOf(element, style)));
    case "PRE": return element.textContent.trim() ? [`\`\`\`\n${element.textContent.replace(/\n$/, "")}\n\`\`\``] : [];
    case "HR": return ["---"];
    case "TABLE": return tableOf(element, style);
    default: return blocksOf(element, style);
  }
}

const quoted = (text) => (text ? [text.split("\n").map((line) => `> ${line}`.trimEnd()).join("\n")] : []);
const indented = (text, by) => text.split("\n").map((line) => (line ? " ".repeat(by) + line : line)).join("\n");

// Word writes lists as paragraphs with their sign in front.
function wordItem(element, level, style) {
  const sign = element.querySelector("[data-look*='mso-list:Ignore'],[data-look*='mso-list: Ignore']");
  const number = /^\s*(\d+)[.)]/.exec(sign?.textContent ?? "")?.[1] ?? (/^\s*[a-z]{1,4}[.)]/i.test(sign?.textContent ?? "") ? 1 : 0);
  sign?.remove();
  const text = inlineText(runsOf(element, style)).trim();
  return text ? [indented(`${number ? `${number}.` : "-"} ${text.replace(/\n/g, " ")}`, 4 * (level - 1))] : [];
}

function listOf(list, style) {
  let number = Number(list.getAttribute("start") ?? 1);
  const found = [];
  for (const item of list.children) {
    if (item.matches("ul,ol")) { // Google Docs puts a list into a list, not into its item
      found.push(...listOf(item, style).map((line) => indented(line, 4)));
      continue;
    }
    const parts = blocksOf(item, styleOf(item, style));
    const text = parts.filter((part) => !LIST.test(part)).join("\n\n");
    // Word on the web makes each item a list of its own and says how deep it is.
    const depth = Number(item.dataset.ariaLevel ?? 1) - 1;
    const sign = list.tagName === "OL" ? `${number++}.` : "-";
    if (text) found.push(indented(`${sign} ${indented(text, 4).trimStart()}`, 4 * depth));
    found.push(...parts.filter((part) => LIST.test(part)).map((part) => indented(part, 4)));
  }
  return found;
}

function tableOf(table, style) {
  const rows = [...table.rows].map((row) => [...row.cells]);
  const width = Math.max(0, ...rows.map((row) => row.length));
  // One column is no table, and a table in a table lays out a page.
  if (width < 2 || table.querySelector("table")) return rows.flat().flatMap((cell) => blocksOf(cell, style));
  const lines = rows.map((row) => {
    const cells = row.map((cell) => joined(blocksOf(cell, cell.tagName === "TH" ? { plain: true } : style)).replace(/\s*\n\s*/g, " ").replaceAll("|", "\\|"));
    return `| ${[...cells, ...Array(width - cells.length).fill("")].join(" | ")} |`;
  });
  return [[lines[0], `|${" --- |".repeat(width)}`, ...lines.slice(1)].join("\n")];
}

function styleOf(element, style) {
  const [fontWeight, fontStyle, decoration] = ["font-weight", "font-style", "text-decoration"].map((name) => lookOf(element, name));
  const now = { ...style };
  if (element.matches("b,strong")) now.bold = true;
  if (element.matches("i,em,cite")) now.italic = true;
  if (element.matches("del,s,strike")) now.struck = true;
  if (element.matches("code,kbd,samp,tt")) now.code = true;
  // Google Docs puts all of a text into a <b> that is not bold.
  if (fontWeight) now.bold = fontWeight === "bold" || fontWeight === "bolder" || Number(fontWeight) >= 600;
  if (fontStyle) now.italic = fontStyle === "italic";
  if (decoration.includes("line-through")) now.struck = true;
  if (element.tagName === "A") now.href = addressOf(element);
  return now;
}

function lookOf(element, name) {
  return new RegExp(`(?:^|;)\\s*${name}\\s*:\\s*([^;]+)`, "i").exec(element.dataset.look ?? "")?.[1].trim().toLowerCase() ?? "";
}

function addressOf(link) {
  let address = link.getAttribute("href") ?? "";
  const wrapped = /^https:\/\/www\.google\.com\/url\?/.test(address) && new URL(address).searchParams.get("q");
  if (wrapped) address = wrapped;
  return /^(https?:\/\/|mailto:)/i.test(address) ? address.replace(/[\s()<>]/g, encodeURIComponent).replaceAll("(", "%28").replaceAll(")", "%29") : "";
}

// Text in pieces of one look each.
function runsOf(node, style) {
  if (node.nodeType === Node.TEXT_NODE) return [{ ...style, text: node.data.replaceAll(" data-look=", " style=").replace(/[\s\u00a0]+/g, " ") }];
  if (node.nodeType !== Node.ELEMENT_NODE || lookOf(node, "display") === "none") return [];
  if (node.tagName === "BR") return node.className === "Apple-interchange-newline" ? [] : [{ text: "\n" }];
  const now = styleOf(node, style);
  return [...node.childNodes].flatMap((child) => runsOf(child, now));
}

function inlineText(runs) {
  const look = (run) => JSON.stringify([run.plain ? 0 : [run.bold, run.italic, run.struck].map(Boolean), Boolean(run.code), run.href ?? ""]);
  const merged = [];
  for (const run of runs) {
    const last = merged.at(-1);
    // Space between two pieces of one look belongs to both.
    if (last && (look(last) === look(run))) last.text += run.text;
    else merged.push({ ...run });
  }
  return merged.map(marked).join("").replace(/ *\n */g, "\n").replace(/ {2,}/g, " ");
}

function marked(run) {
  const [, before, words, after] = /^(\s*)([\s\S]*?)(\s*)$/.exec(run.text);
  if (!words) return run.text;
  // Signs that would be taken for Markdown: pairs of stars and backticks, and what looks like a link.
  let text = run.code ? `\`${words.replaceAll("`", "'")}\`` : words.replace(/[*`](?=\S)|(?<=\S)[*`]/g, "\\$&").replace(/\](?=\()/g, "\\]");
  if (!run.plain && !run.code) {
    if (run.struck) text = `~~${text}~~`;
    if (run.italic) text = `*${text}*`;
    if (run.bold) text = `**${text}**`;
  }
  if (run.href) text = run.href === words || run.href === `mailto:${words}` ? words : `[${text.replace(/\n/g, " ")}](${run.href})`;
  return before + text + after;
}

// Programs in which code is written put their colours on the clipboard.
const isCode = (html) => /^[^<]*(?:<meta[^>]*>|<html>|<body>|<!--StartFragment-->|\s)*<div style="[^"]*monospace[^"]*white-space: ?pre/i.test(html);

function insert(area, text) {
  const before = area.value.slice(0, area.selectionStart);
  const after = area.value.slice(area.selectionEnd);
  const isBlock = /\n|^(?:#|>|\||```)/.test(text) || LIST.test(text);
  const whole = isBlock
    ? (/(^|\n\n)$/.test(before) ? "" : before.endsWith("\n") ? "\n" : "\n\n") + text + (/^(\n\n|$)/.test(after) ? "" : after.startsWith("\n") ? "\n" : "\n\n")
    : text;
  // Typed for the person, so that undo takes it back.
  if (document.execCommand("insertText", false, whole)) return;
  area.setRangeText(whole, area.selectionStart, area.selectionEnd, "end");
  area.dispatchEvent(new Event("input", { bubbles: true }));
}

document.addEventListener("paste", (event) => {
  const area = event.target;
  if (!area.matches?.(".composer textarea") || event.defaultPrevented) return;
  const html = event.clipboardData.getData("text/html");
  if (!html || html.length > LONGEST || !event.clipboardData.getData("text/plain").trim() || isCode(html)) return;
  const text = toMarkdown(html);
  if (!text) return;
  event.preventDefault();
  insert(area, text);
});
