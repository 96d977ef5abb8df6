// On the page that the worker shows in place of one it has no copy of: the programme of one's
// favourites put together from the days that are kept; of a session, its row in its day; links to what is kept.
(async () => {
  "use strict";
  const language = document.documentElement.lang;
  const DAY = /\/\d{4}-\d\d-\d\d\/$/;

  /** Addresses of the copies in the page's language, an edition before its days. */
  async function kept() {
    const found = new Set();
    for (const name of await caches.keys()) {
      if (!name.startsWith("tableronde-pages-")) continue;
      for (const { url } of await (await caches.open(name)).keys()) {
        const { pathname, search } = new URL(url);
        const [, prefix] = /^\/([a-z]{2})\//.exec(pathname) || [null, "fr"];
        if (!search && prefix === language) found.add(pathname);
      }
    }
    return [...found].sort();
  }

  /** The copy as the worker gives it: with the band that says of when it is. */
  async function read(address) {
    const response = await fetch(address);
    return new DOMParser().parseFromString(await response.text(), "text/html");
  }

  const named = (doc) => doc.title.replace(/ – Tableronde$/, "");

  function link(address, text) {
    const made = document.createElement("a");
    made.href = address;
    made.textContent = text;
    return made;
  }

  async function showKept(addresses) {
    const section = document.getElementById("copies");
    for (const address of addresses.filter((one) => !one.includes("/sessions/")).slice(0, 60)) {
      const item = document.createElement("li");
      item.append(link(address, named(await read(address))));
      section.querySelector("ul").append(item);
      section.hidden = false;
    }
  }

  /** A day's rows that are among the codes, under the day. */
  function slice(address, doc, codes) {
    const section = document.createElement("section");
    const heading = document.createElement("h2");
    const rows = document.createElement("ol");
    section.className = "slice";
    rows.className = doc.querySelector(".rows") ? "rows" : "stops";
    heading.append(link(address, named(doc)));
    for (const row of doc.querySelectorAll(".stop:has(.fav), .rows > li")) {
      const code = row.querySelector(".fav")?.dataset.code || row.id.slice(1);
      if (!codes.has(code)) continue;
      codes.delete(code);
      row.removeAttribute("id");
      // Its notes stand on the day's page.
      for (const note of row.querySelectorAll("a[href^='#']")) note.href = address + note.getAttribute("href");
      rows.append(row);
    }
    section.append(heading, rows);
    return section;
  }

  async function showMine(addresses, codes) {
    const mine = document.getElementById("mine").content.cloneNode(true);
    const wanted = codes.size;
    const bands = new Set();
    for (const address of addresses.filter((one) => DAY.test(one))) {
      const doc = await read(address);
      const section = slice(address, doc, codes);
      if (!section.querySelector("li")) continue;
      mine.querySelector(".day").append(section);
      bands.add(doc.querySelector(".offline")?.textContent);
    }
    if (codes.size === wanted) return false;
    bands.delete(undefined);
    mine.querySelector(".offline").textContent = [...bands].join(" ");
    if (codes.size) mine.querySelector(".missing").prepend(`${codes.size} `);
    else mine.querySelector(".missing").remove();
    document.getElementById("missing").replaceWith(mine);
    document.dispatchEvent(new Event("tableronde:added"));
    return true;
  }

  /** A session that has no copy of its own: its row in the copy of its day. */
  async function showRow(addresses) {
    const [, edition] = /^(.*\/)sessions\/[^/]+\/$/.exec(location.pathname) || [];
    for (const address of addresses.filter((one) => edition && one.startsWith(edition) && DAY.test(one))) {
      const doc = await read(address);
      const row = doc.querySelector(`:is(.rows > li, .stop):has(a[href="${location.pathname}"])`);
      if (!row) continue;
      const section = document.getElementById("known");
      section.querySelector(".cap").textContent = doc.querySelector(".offline").textContent;
      section.querySelector("ol").className = row.parentElement.className;
      section.querySelector("ol").append(row);
      section.querySelector(".action").href = `${address}#${row.id}`;
      section.hidden = false;
      return;
    }
  }

  const addresses = await kept();
  const asked = new URLSearchParams(location.search).get("id");
  const own = asked && location.pathname.endsWith("/sessions/");
  if (own && (await showMine(addresses, new Set(asked.split(","))))) return;
  await showRow(addresses);
  await showKept(addresses);
})();
