// The worker's retirement (OFFLINE_COPIES=0): its copies go, and so does it.
"use strict";

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(retire()));

async function retire() {
  for (const name of await caches.keys()) if (name.startsWith("tableronde-")) await caches.delete(name);
  await self.registration.unregister();
}
