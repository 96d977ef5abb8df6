// What this browser does for its reader, and nobody else sees: favourites, the way back, copies of pages.

// Favourites without an account: the public codes of sessions. The programme they make is an
// ordinary address, /sessions/?id=…, with its own calendar.
(() => {
  "use strict";
  const KEY = "tableronde.favourites";
  const MOST = 200;

  function read() {
    try {
      const kept = JSON.parse(localStorage.getItem(KEY) || "[]");
      return Array.isArray(kept) ? kept.filter((code) => /^[0-9a-z]{6}$/.test(code)) : [];
    } catch {
      return [];
    }
  }

  function write(codes) {
    try {
      localStorage.setItem(KEY, JSON.stringify(codes));
    } catch {
      // Storage refused or full: the stars hold until the page is left.
    }
  }

  let codes = read();

  function show() {
    for (const star of document.querySelectorAll(".fav[data-code]")) {
      const on = codes.includes(star.dataset.code);
      star.hidden = false;
      star.setAttribute("aria-pressed", String(on));
      star.querySelector(".word").textContent = on ? star.dataset.on : star.dataset.off;
    }
    const mine = document.querySelector("a.mine");
    if (mine) {
      mine.hidden = codes.length === 0;
      mine.querySelector("b").textContent = codes.length;
      mine.href = `${mine.dataset.list}?id=${codes.join(",")}`;
    }
  }

  // Rows of a long programme get theirs when they come near: 500 at once would hold up a phone.
  const near = new IntersectionObserver(
    (entries) => {
      for (const entry of entries.filter((one) => one.isIntersecting)) {
        near.unobserve(entry.target);
        entry.target.querySelectorAll("li:not(:has(.fav))").forEach(give);
      }
      show();
    },
    { rootMargin: "50%" },
  );

  function give(row) {
    const star = document.querySelector("#etoile").content.firstElementChild.cloneNode(true);
    const title = row.querySelector(".ti a");
    star.dataset.code = row.id.slice(1);
    star.querySelector(".vh span").textContent = title.textContent;
    star.querySelector(".vh span").lang = title.lang;
    row.append(star);
  }

  function watch() {
    if (document.querySelector("#etoile")) document.querySelectorAll(".rows").forEach((rows) => near.observe(rows));
    show();
  }

  document.addEventListener("click", (event) => {
    const star = event.target.closest(".fav[data-code]");
    if (!star) return;
    const code = star.dataset.code;
    codes = codes.includes(code) ? codes.filter((kept) => kept !== code) : [...codes, code].slice(-MOST);
    write(codes);
    show();
  });
  window.addEventListener("storage", (event) => {
    if (event.key === KEY) {
      codes = read();
      show();
    }
  });
  document.addEventListener("htmx:afterSwap", watch);
  document.addEventListener("tableronde:added", watch);
  watch();
})();

// A button beside each quotation of the page, which puts it where one pastes from.
(() => {
  "use strict";
  if (!navigator.clipboard) return;
  for (const text of document.querySelectorAll("[data-copy]")) {
    const button = document.querySelector(".quote template").content.firstElementChild.cloneNode(true);
    text.after(button);
    button.addEventListener("click", async () => {
      try {
        await navigator.clipboard.writeText(text.textContent);
        button.textContent = button.dataset.done;
      } catch {
        // Refused: the text stands there to be marked.
        getSelection().selectAllChildren(text);
      }
    });
  }
})();

// Back and forth faster than the network: the address asked for last is the one shown. What was asked
// for before it is dropped, and so cannot arrive late and overwrite it.
(() => {
  "use strict";
  let awaited;
  let turning = false;

  function drop() {
    awaited?.abort();
    awaited = undefined;
  }

  document.addEventListener("htmx:historyCacheMiss", ({ detail }) => {
    drop();
    turning = true;
    document.querySelectorAll("[hx-get]").forEach((form) => htmx.trigger(form, "htmx:abort"));
    turning = false;
    awaited = detail.xhr;
  });
  // A choice that waited behind one that is dropped goes with it; any other is now the last.
  document.addEventListener("htmx:beforeRequest", (event) => (turning ? event.preventDefault() : drop()));
  // Without an answer the old list would stand under the new address.
  document.addEventListener("htmx:historyCacheMissLoadError", () => location.reload());
})();

// The line for now on the board of a day's rooms, in step with the clock.
(() => {
  "use strict";
  function place() {
    for (const line of document.querySelectorAll(".nowline[data-from]")) {
      const { from, to } = line.dataset;
      const gone = (Date.now() / 1000 - from) / (to - from);
      line.toggleAttribute("hidden", gone < 0 || gone >= 1);
      line.firstElementChild.setAttribute("x", `${100 * gone}%`);
    }
  }
  document.addEventListener("htmx:afterSwap", place);
  setInterval(place, 60000);
  place();
})();

// A page comes with what is below its first screen unmeasured (tableronde.css): measured when it is
// at rest, or at once where one comes back to the middle of it.
(() => {
  "use strict";
  const measure = () => document.documentElement.classList.add("whole");
  const [arrival] = performance.getEntriesByType("navigation");
  if (arrival?.type === "back_forward" || arrival?.type === "reload") measure();
  else window.addEventListener("load", () => setTimeout(measure));
})();

// Copies for when there is no network: templates/sw.js makes them once the page is at rest.
((address) => {
  "use strict";
  if (!address || !("serviceWorker" in navigator)) return;
  const whenIdle = window.requestIdleCallback || ((work) => setTimeout(work, 2000));

  async function keep() {
    try {
      await navigator.serviceWorker.register(address);
      const { active } = await navigator.serviceWorker.ready;
      active.postMessage({ sparing: Boolean(navigator.connection?.saveData) });
    } catch {
      // Refused, in a private window say: the site works without.
    }
  }

  window.addEventListener("load", () => whenIdle(keep));
})(document.currentScript.dataset.worker);

// Asking the same again (a field left with Enter) is no further step to go back over.
document.addEventListener("htmx:beforeHistoryUpdate", ({ detail }) => {
  if (detail.history?.path === location.pathname + location.search) detail.history.type = "replace";
});
