// Copies of the programme for when there is no network (events/views/offline.py fills in SITE).
//
// While there is a network, every page comes from it: a copy is made on the way, and shown only where
// the network fails, under a band that says of when it is. What pages load comes from its copy: its
// name changes with it. Left alone: the admin, downloads (.ics, .json …), other sites.
"use strict";

const SITE = {{ site|safe }};
const PAGES = `tableronde-pages-${SITE.release}`;
const ASSETS = `tableronde-assets-${SITE.release}`;
const COPIED_AT = "x-copied-at";
// About 20 MB where pages are large; the oldest go first.
const MOST_PAGES = 300;
const MOST_DAYS = 31;
// A conference with more is kept by its days alone, which have every session in them.
const MOST_SESSIONS = 60;
const AN_HOUR = 60 * 60 * 1000;
const EDITION = /^(?:\/[a-z]{2})?\/events\/[^/]+\//;
const DAY = /\/\d{4}-\d\d-\d\d\/$/;
const OF_A_PROGRAMME = /href="((?:\/[a-z]{2})?\/events\/[^"\/]+\/(?:\d{4}-\d\d-\d\d|sessions\/[^"\/]+)\/)"/g;

self.addEventListener("install", (event) => {
  const offline = Object.values(SITE.texts).map((texts) => texts.page);
  self.skipWaiting();
  event.waitUntil(caches.open(ASSETS).then((assets) => assets.addAll([...SITE.assets, ...offline])));
});

self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

self.addEventListener("fetch", (event) => {
  const url = new URL(event.request.url);
  if (event.request.method !== "GET" || url.origin !== self.location.origin) return;
  if (url.pathname.startsWith(SITE.static)) event.respondWith(asset(event.request));
  else if (isPage(url)) event.respondWith(page(event, url));
});

// A page is open and at rest: time to keep the rest of its edition. One after the other.
let keeping = Promise.resolve();
self.addEventListener("message", (event) => {
  const { source, data } = event;
  // Without a network, another time.
  keeping = keeping.then(() => keepFor(new URL(source.url), data.sparing)).catch(() => {});
  event.waitUntil(keeping);
});

function isPage({ pathname }) {
  return pathname.endsWith("/") && !/^\/(admin|_nested_admin)\//.test(pathname);
}

/** What is filtered is answered by the network alone, but for one's own programme and an edition on one page. */
function isKept({ pathname, search }) {
  if (search === "?view=all") return EDITION.exec(pathname)?.[0] === pathname;
  return !search || (/^(\/[a-z]{2})?\/sessions\/$/.test(pathname) && /^\?id=[^&]*$/.test(search));
}

async function asset(request) {
  return (await caches.match(request, { ignoreVary: true })) || fetch(request);
}

async function page(event, url) {
  try {
    const response = await fetch(event.request);
    // A full disk is no reason to fail.
    event.waitUntil(remember(url, response.clone()).catch(() => {}));
    return response;
  } catch {
    return (await withBand(url)) || (await notKept(event.request, url));
  }
}

async function remember(url, response) {
  if (!isKept(url)) return;
  const moved = response.redirected || response.type === "opaqueredirect";
  if (moved || response.status === 404 || response.status === 410) {
    for (const name of await ours()) await (await caches.open(name)).delete(url);
    return;
  }
  const kind = response.headers.get("content-type") || "";
  const kept = response.headers.get("cache-control") || "";
  if (response.status !== 200 || !kind.startsWith("text/html") || /no-store|private/.test(kept)) return;
  const headers = new Headers(response.headers);
  // The copy is of the page itself, not of how it was sent.
  for (const name of ["content-encoding", "content-length", "vary"]) headers.delete(name);
  headers.set(COPIED_AT, Date.now());
  const pages = await caches.open(PAGES);
  await pages.put(url, new Response(await response.blob(), { headers }));
  const all = await pages.keys();
  for (const oldest of all.slice(0, Math.max(0, all.length - MOST_PAGES))) await pages.delete(oldest);
}

async function withBand(url) {
  const copy = (await (await caches.open(PAGES)).match(url)) || (await caches.match(url));
  if (!copy || !copy.headers.has(COPIED_AT)) return undefined;
  const html = await copy.text();
  const band = `<p class="offline">${said(url, Number(copy.headers.get(COPIED_AT)))}</p>`;
  return new Response(html.replace(/<main\b[^>]*>/, (main) => main + band), { headers: copy.headers });
}

function said(url, copiedAt) {
  const { locale, band, hour } = textsOf(url);
  const at = new Date(copiedAt);
  const day = at.toLocaleDateString(locale, { day: "numeric", month: "long", year: "numeric" });
  const space = hour === ":" ? "" : "\u00a0";
  const clock = [at.getHours(), hour, String(at.getMinutes()).padStart(2, "0")].join(space);
  return band.replace("{day}", day.replace(/^1 /, locale === "fr-FR" ? "1er " : "1 ")).replace("{hour}", clock);
}

function textsOf(url) {
  return SITE.texts[url.pathname.split("/")[1]] || SITE.texts.fr;
}

async function notKept(request, url) {
  const texts = textsOf(url);
  if (request.headers.has("HX-Request") && !request.headers.has("HX-History-Restore-Request")) {
    // htmx: the rows stay as they are, and the status line says why.
    const headers = { "content-type": "text/html; charset=utf-8", "HX-Retarget": "main [role=status]",
      "HX-Reswap": "innerHTML", "HX-Reselect": "p", "HX-Push-Url": "false", "HX-Replace-Url": "false" };
    return new Response(`<p class="when">${texts.filter}</p>`, { headers });
  }
  const offline = await (await caches.open(ASSETS)).match(texts.page, { ignoreVary: true });
  return offline ? new Response(offline.body, { status: 503, headers: offline.headers }) : Response.error();
}

async function keepFor(url, sparing) {
  const [edition] = EDITION.exec(url.pathname) || [];
  if (!sparing) {
    url.hash = "";
    await refresh(url);
    if (edition) await keep(edition);
    for (const old of await editionsOfOldReleases()) await keep(old);
  }
  for (const name of await ours()) if (name !== PAGES && name !== ASSETS) await caches.delete(name);
}

/** An edition's page, its days, and its sessions if they are not too many. */
async function keep(edition) {
  const pages = await caches.open(PAGES);
  await refresh(new URL(edition, self.location));
  const copy = await pages.match(edition);
  const html = copy ? await copy.text() : "";
  const linked = [...new Set([...html.matchAll(OF_A_PROGRAMME)].map((match) => match[1]))];
  const days = linked.filter((address) => DAY.test(address)).slice(0, MOST_DAYS);
  const sessions = linked.filter((address) => !DAY.test(address));
  // Those that we have and that are no longer listed may be gone.
  const known = (await pages.keys()).map((kept) => new URL(kept.url).pathname).filter((path) => path.startsWith(edition));
  const wanted = sessions.length > MOST_SESSIONS ? days : [...days, ...sessions];
  for (const address of new Set([...wanted, ...known])) await refresh(new URL(address, self.location));
}

async function refresh(url) {
  if (!isPage(url) || !isKept(url)) return;
  const copy = await (await caches.open(PAGES)).match(url);
  if (copy && Date.now() - copy.headers.get(COPIED_AT) < AN_HOUR) return;
  await remember(url, await fetch(url));
}

async function editionsOfOldReleases() {
  const editions = new Set();
  for (const name of (await ours()).filter((one) => one.startsWith("tableronde-pages-") && one !== PAGES)) {
    for (const { url } of await (await caches.open(name)).keys()) {
      const [edition] = EDITION.exec(new URL(url).pathname) || [];
      if (edition) editions.add(edition);
    }
  }
  return editions;
}

async function ours() {
  return (await caches.keys()).filter((name) => name.startsWith("tableronde-"));
}
