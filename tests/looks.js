// What one would see at a glance and a test would not: read by tests/looks.py, runs in the page.
() => {
  "use strict";
  const found = [];
  const root = document.documentElement;
  if (root.scrollWidth > root.clientWidth) found.push(`sideways: ${root.scrollWidth} > ${root.clientWidth}`);

  const VISIBLE = { visibilityProperty: true, opacityProperty: true, contentVisibilityAuto: true };
  // Of drawn text that is not shown, checkVisibility says that it is.
  const hidden = (node) =>
    !node.checkVisibility(VISIBLE) || !node.getClientRects().length || node.closest(".vh, .skip, option, [hidden]");
  const clips = (node) => getComputedStyle(node).overflow !== "visible" && node !== document.body && node !== root;

  /** The text's lines as they stand on the page, each by the middle half of its height. */
  function lines() {
    const all = [];
    const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (texts.nextNode()) {
      const text = texts.currentNode;
      const parent = text.parentElement;
      if (!text.data.trim() || /^(SCRIPT|STYLE|TEMPLATE|NOSCRIPT)$/.test(parent.tagName) || hidden(parent)) continue;
      const range = document.createRange();
      range.selectNodeContents(text);
      for (const { left, right, top, bottom } of range.getClientRects()) {
        const rest = (bottom - top) / 4;
        if (right - left > 1) all.push({ parent, said: text.data.trim().slice(0, 40), left, right, top: top + rest, bottom: bottom - rest });
      }
    }
    return all.sort((one, other) => one.top - other.top);
  }

  const shown = lines();
  for (const line of shown) {
    for (let node = line.parent; node; node = node.parentElement) {
      if (!clips(node)) continue;
      const box = node.getBoundingClientRect();
      const inside = line.left >= box.left - 1 && line.right <= box.right + 1 && line.top >= box.top - 1 && line.bottom <= box.bottom + 1;
      if (!inside) found.push(`cut: ${line.said}`);
    }
    if (line.left < -1 || line.right > root.clientWidth + 1) found.push(`beyond the edge: ${line.said}`);
  }
  shown.forEach((line, at) => {
    for (let next = at + 1; next < shown.length && shown[next].top < line.bottom - 1; next += 1) {
      const other = shown[next];
      if (other.left < line.right - 2 && line.left < other.right - 2) found.push(`overlap: ${line.said} / ${other.said}`);
    }
  });

  // A word that goes on in the next line without a hyphen. Addresses are no words.
  const written = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (written.nextNode()) {
    const text = written.currentNode;
    if (!text.data.trim() || hidden(text.parentElement) || text.parentElement.closest("script, style, template, .printed, svg")) continue;
    const range = document.createRange();
    const bottom = (start, end) => {
      range.setStart(text, start);
      range.setEnd(text, end);
      return Math.round([...range.getClientRects()].at(-1)?.bottom ?? 0);
    };
    range.selectNodeContents(text);
    if (range.getClientRects().length < 2) continue;
    for (const { 0: word, index } of text.data.matchAll(/(?<![\p{L}\p{N}/.@:])[\p{L}\p{N}\u00ad]{4,}(?![/.@:]\S)/gu)) {
      if (bottom(index, index + 1) === bottom(index + word.length - 1, index + word.length)) continue;
      for (let at = index + 1; at < index + word.length; at += 1) {
        const before = text.data[at - 1];
        if (before !== "\u00ad" && text.data[at] !== "\u00ad" && bottom(at - 1, at) < bottom(at, at + 1)) found.push(`broken: ${word}`);
      }
    }
  }

  // A figure that is drawn over words, or words over it, in another part of the page.
  for (const figure of document.querySelectorAll("main svg")) {
    const { left, right, top, bottom, width, height } = figure.getBoundingClientRect();
    if (hidden(figure) || width * height < 4000) continue;
    const shapes = [...figure.querySelectorAll("circle")].map((shape) => shape.getBoundingClientRect());
    for (const line of shown) {
      if (figure.contains(line.parent) || line.parent.contains(figure) || line.right <= left || line.left >= right || line.bottom <= top || line.top >= bottom) continue;
      const covered = shapes.some((round) => line.left < round.right - 2 && line.right > round.left + 2 && line.top < round.bottom - 2 && line.bottom > round.top + 2);
      if (covered) found.push(`drawn over: ${line.said}`);
    }
  }

  const BLOCKS = "section, article, aside, div, p, ul, ol, dl, dd, li, table, figure, h1, h2, h3, form, nav";
  const CONTENT = "svg, img, input, select, textarea, a, button, i";
  for (const block of document.querySelectorAll(`main :is(${BLOCKS})`)) {
    if (hidden(block) || block.textContent.trim() || block.querySelector(CONTENT) || block.matches(CONTENT)) continue;
    const { width, height } = block.getBoundingClientRect();
    const { borderTopWidth, borderBottomWidth, backgroundColor } = getComputedStyle(block);
    const framed = borderTopWidth !== "0px" || borderBottomWidth !== "0px" || backgroundColor !== "rgba(0, 0, 0, 0)";
    if (framed && width > 12 && height > 12) found.push(`empty: ${block.tagName.toLowerCase()}.${block.className}`);
  }
  return [...new Set(found)];
}
