// Small helps over pages that work without it: words over chart marks, keys on the review page.
"use strict";

const tip = document.createElement("div");
tip.id = "tip";
tip.hidden = true;
tip.setAttribute("aria-hidden", "true");
document.addEventListener("DOMContentLoaded", () => document.body.append(tip));

function told(target) {
  const mark = target.closest && target.closest("svg.chart [role=graphics-symbol][aria-label]");
  if (!mark || !["point", "bar", "line", "geoshape", "rect", "rule", "circle", "arc", "text mark",
    "symbol", "shape"].includes(mark.getAttribute("aria-roledescription") || "")) return null;
  return mark.getAttribute("aria-label");
}

function show(event) {
  const words = told(event.target);
  tip.hidden = !words;
  if (!words) return;
  tip.textContent = words.split("; ").join("\n");
  const box = event.target.getBoundingClientRect();
  const x = event.pageX || box.left + window.scrollX;
  const y = event.pageY || box.top + window.scrollY;
  tip.style.left = Math.max(4, Math.min(x + 12, window.scrollX + window.innerWidth - 300)) + "px";
  tip.style.top = y + 14 + "px";
}

document.addEventListener("pointerover", show);
document.addEventListener("focusin", (event) => {
  const inner = event.target.querySelector && event.target.querySelector("[aria-label]");
  if (inner && event.target.closest("svg.chart")) show({ target: inner });
  else tip.hidden = true;
});
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") tip.hidden = true;
  const form = document.querySelector("form[data-keys]");
  if (!form || event.ctrlKey || event.metaKey || event.altKey) return;
  if (/^(input|select|textarea)$/i.test(event.target.tagName)) return;
  const button = form.querySelector('[data-key="' + CSS.escape(event.key.toLowerCase()) + '"]');
  if (!button) return;
  event.preventDefault();
  if (button.tagName === "BUTTON") button.click();
  else button.focus();
});
