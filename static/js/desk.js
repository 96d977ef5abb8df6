// The organiser's desk: what one can also do by form, by hand. Each move sends the form that is there.

(() => {
  "use strict";

  const root = () => document.querySelector("#content-main");

  // The answer takes the place of what was there; where one was looking at stays in view.
  async function send(form, extra, back) {
    const data = new FormData(form);
    for (const [name, value] of Object.entries(extra)) data.set(name, value);
    const grid = document.querySelector(".grid");
    const seen = grid && [grid.scrollLeft, grid.scrollTop];
    root().setAttribute("aria-busy", "true");
    let answer;
    try {
      answer = await fetch(form.action, { method: "POST", body: data });
    } catch {
      form.submit(); // the browser says what is wrong
      return;
    }
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const fresh = page.querySelector("#content-main");
    if (!fresh) {
      location.reload();
      return;
    }
    for (const list of document.querySelectorAll("body ul.messagelist")) list.remove();
    const told = page.querySelector("ul.messagelist:not(#content-main *)");
    root().replaceWith(fresh);
    if (told) fresh.prepend(told);
    if (answer.redirected) history.replaceState(null, "", answer.url);
    const again = document.querySelector(".grid");
    if (seen && again) [again.scrollLeft, again.scrollTop] = seen;
    start();
    const moved = document.getElementById(back);
    (moved?.querySelector("th a") ?? moved)?.focus({ preventScroll: true });
    moved?.scrollIntoView({ block: "nearest", inline: "nearest" });
    document.querySelector("#planche [role=status]")?.append(told?.innerText.trim() ?? "");
  }

  // A pointer that moves a few pixels drags; one that does not, clicks. A finger scrolls, unless it
  // rests first, or is on a grip, which is for nothing else (`touch-action`).
  const FAR = 5;
  const REST = 350;

  function dragged(element, { begin, over, drop, stop }) {
    let begun = false;
    element.addEventListener("pointerdown", (down) => {
      if (down.button !== 0 || !down.isPrimary) return;
      const rests = down.pointerType === "touch" && getComputedStyle(element).touchAction !== "none";
      const take = () => {
        begun = true;
        begin(down);
      };
      const timer = rests ? setTimeout(take, REST) : 0;
      const move = (event) => {
        if (!begun && Math.hypot(event.clientX - down.clientX, event.clientY - down.clientY) < FAR) return;
        if (!begun && rests) {
          end(event);
          return;
        }
        if (!begun) take();
        event.preventDefault();
        scroll(event, element.closest(".grid"));
        over(event);
      };
      const end = (event) => {
        clearTimeout(timer);
        document.removeEventListener("pointermove", move);
        document.removeEventListener("pointerup", end);
        document.removeEventListener("pointercancel", end);
        document.removeEventListener("keydown", escape, true);
        if (!begun) return;
        begun = false;
        document.addEventListener("click", swallow, { capture: true, once: true });
        setTimeout(() => document.removeEventListener("click", swallow, true));
        event.type === "pointerup" ? drop(event) : stop();
      };
      const escape = (event) => event.key === "Escape" && end(event);
      document.addEventListener("pointermove", move);
      document.addEventListener("pointerup", end);
      document.addEventListener("pointercancel", end);
      document.addEventListener("keydown", escape, true);
    });
    element.addEventListener("dragstart", (event) => event.preventDefault()); // links drag by themselves
    // What a finger holds neither scrolls nor opens a menu.
    const still = (event) => begun && event.preventDefault();
    element.addEventListener("touchmove", still, { passive: false });
    element.addEventListener("contextmenu", still);
  }

  // At the edge of what is in sight there is more.
  const EDGE = 48;

  function scroll(event, box) {
    const { left, right, top, bottom } = box?.getBoundingClientRect() ??
      { left: 0, right: innerWidth, top: 0, bottom: innerHeight };
    const by = (at, low, high) => (at < low + EDGE ? -EDGE / 4 : at > high - EDGE ? EDGE / 4 : 0);
    const ends = [Math.max(top, 0), Math.min(bottom, innerHeight)];
    (box ?? window).scrollBy(by(event.clientX, left, right), by(event.clientY, ...ends));
  }

  function swallow(event) {
    event.preventDefault();
    event.stopPropagation();
  }

  // The board of a day.

  function board(planche) {
    const step = Number(planche.dataset.step);
    const first = Number(planche.dataset.start);
    const form = document.querySelector("#deplacer");
    const table = planche.querySelector("table");
    const told = planche.querySelector("[role=status]");
    const byForm = planche.querySelector(".told a");
    const waiting = planche.querySelector(".waiting");
    const rooms = [...(table?.querySelectorAll("th[data-room]") ?? [])];
    const shadow = document.createElement("div");
    shadow.className = "shadow";
    let held = null; // { item, room (index), at (minute, or null: waiting) }

    const body = () => table.tBodies[0];
    const rowHeight = () => body().getBoundingClientRect().height / body().rows.length;
    const clock = (minute) =>
      `${String(Math.floor(minute / 60) % 24).padStart(2, "0")}:${String(minute % 60).padStart(2, "0")}`;

    function take(item) {
      const room = rooms.findIndex((head) => head.dataset.room === item.dataset.room);
      held = { item, room: room < 0 ? rooms.length - 1 : room, at: "at" in item.dataset ? Number(item.dataset.at) : null };
      item.classList.add("held");
      item.setAttribute("aria-pressed", "true");
      byForm.href = item.href;
      byForm.hidden = false;
      planche.classList.add("holding");
      show();
    }

    function leave(text) {
      held?.item.classList.remove("held");
      held?.item.setAttribute("aria-pressed", "false");
      held = null;
      shadow.remove();
      byForm.hidden = true;
      planche.classList.remove("holding");
      told.textContent = text ?? "";
    }

    function show() {
      const title = held.item.innerText;
      told.textContent = `${planche.dataset.taken} ${title} – ${where()}`;
      if (held.at === null || !table) {
        shadow.remove();
        return;
      }
      const head = rooms[held.room].getBoundingClientRect();
      const frame = table.getBoundingClientRect();
      const top = body().getBoundingClientRect().top - frame.top;
      const minutes = Number(held.item.dataset.minutes) || 30;
      Object.assign(shadow.style, {
        left: `${head.left - frame.left}px`, width: `${head.width}px`,
        top: `${top + ((held.at - first) / step) * rowHeight()}px`,
        height: `${Math.max(minutes / step, 1) * rowHeight()}px`,
      });
      shadow.textContent = where();
      table.parentElement.append(shadow);
    }

    function where() {
      if (held.at === null) return planche.dataset.waiting;
      return `${clock(held.at)}, ${rooms[held.room].innerText}`;
    }

    function put() {
      const { item, room, at } = held;
      const was = item.dataset;
      if (String(at ?? "") === (was.at ?? "") && (at === null || rooms[room].dataset.room === was.room)) {
        leave(planche.dataset.left);
        return;
      }
      const place = {
        session: item.id.slice(1), seen: was.seen, minutes: was.minutes,
        day: new URL(item.href).searchParams.get("day"),
        start: at === null ? "" : clock(at),
        room: at === null ? was.room : rooms[room].dataset.room,
      };
      leave();
      send(form, place, item.id);
    }

    // Where the pointer is; `grip` is how far below its top the session is held.
    function point(event, grip = 0) {
      const box = waiting.getBoundingClientRect();
      const inside = (r) => event.clientX >= r.left && event.clientX < r.right && event.clientY >= r.top && event.clientY < r.bottom;
      if (inside(box)) {
        held.at = null;
        return true;
      }
      const under = rooms.findIndex((head) => {
        const r = head.getBoundingClientRect();
        return event.clientX >= r.left && event.clientX < r.right;
      });
      if (under < 0 || !inside(table.parentElement.getBoundingClientRect())) return false;
      const row = (event.clientY - grip - body().getBoundingClientRect().top) / rowHeight();
      held.room = under;
      held.at = first + Math.max(0, Math.min(Math.round(row), body().rows.length - 1)) * step;
      return true;
    }

    function arrow(event) {
      const last = first + (body().rows.length - 1) * step;
      const by = (event.shiftKey ? 30 : step) * (event.key === "ArrowUp" ? -1 : 1);
      if (event.key === "ArrowUp" || event.key === "ArrowDown")
        held.at = held.at === null ? first : Math.max(first, Math.min(held.at + by, last));
      if (event.key === "ArrowLeft") held.room = Math.max(0, held.room - 1);
      if (event.key === "ArrowRight") held.room = Math.min(rooms.length - 1, held.room + 1);
      if (event.key === "Backspace" || event.key === "Delete") held.at = null;
      show();
      shadow.scrollIntoView({ block: "nearest", inline: "nearest" });
    }

    function pressed(event) {
      const item = event.target.closest(".item");
      if (!held) {
        if (item && table && (event.key === "Enter" || event.key === " ")) {
          event.preventDefault();
          take(item);
        }
        return;
      }
      if (event.key === "Escape") leave(planche.dataset.left);
      else if (event.key === "Enter" || event.key === " ") put();
      else if (event.key.startsWith("Arrow") || ["Backspace", "Delete"].includes(event.key)) arrow(event);
      else return;
      event.preventDefault();
    }

    function clicked(event) {
      const item = event.target.closest(".item");
      if (event.target === byForm) return;
      if (held && item !== held.item) {
        event.preventDefault();
        if (point(event)) put();
      } else if (held) {
        event.preventDefault();
        leave(planche.dataset.left);
      } else if (item && table && event.detail && !event.ctrlKey && !event.metaKey && !event.shiftKey) {
        event.preventDefault();
        take(item);
      }
    }

    for (const item of planche.querySelectorAll(".item")) {
      item.setAttribute("role", "button");
      item.setAttribute("aria-pressed", "false");
      if (!table) continue;
      let grip = 0;
      dragged(item, {
        begin: (down) => {
          if (held) leave();
          grip = "at" in item.dataset ? down.clientY - item.getBoundingClientRect().top : 0;
          take(item);
        },
        over: (event) => {
          point(event, grip);
          show();
        },
        drop: (event) => (point(event, grip) ? put() : leave(planche.dataset.left)),
        stop: () => leave(planche.dataset.left),
      });
    }
    planche.addEventListener("keydown", pressed);
    planche.addEventListener("click", clicked);
    planche.addEventListener("focusout", (event) => {
      const elsewhere = event.relatedTarget && event.relatedTarget !== byForm;
      if (held && elsewhere && event.target === held.item) leave(planche.dataset.left);
    });
  }

  // The running orders of the days: a row is dragged by its rank, also to another day.

  function order(form) {
    const days = [...form.querySelectorAll("tbody[data-day]")];
    const line = document.createElement("tr");
    line.className = "gap";
    let row = null;

    // The row goes before the first of the day under the pointer whose middle is below it.
    function over(event) {
      const day = days.find((body) => {
        const box = body.closest(".running").getBoundingClientRect();
        return event.clientY >= box.top && event.clientY < box.bottom;
      });
      if (!day) return;
      const rows = [...day.rows].filter((one) => one !== line);
      const next = rows.find((one) => {
        const box = one.getBoundingClientRect();
        return event.clientY < (box.top + box.bottom) / 2;
      });
      if (!line.cells.length) line.insertCell().colSpan = 8;
      day.insertBefore(line, next ?? null);
    }

    function stop() {
      row?.classList.remove("held");
      line.remove();
      row = null;
    }

    function drop() {
      const day = line.parentElement;
      const ids = day && [...day.rows].map((one) => (one === line ? row : one === row ? null : one))
        .filter((one) => one?.dataset.session).map((one) => one.dataset.session);
      const was = [...row.parentElement.rows].filter((one) => one !== line).map((one) => one.dataset.session);
      const { session } = row.dataset;
      const same = day === row.parentElement && ids.join() === was.filter(Boolean).join();
      stop();
      if (!day || same) return;
      send(form, { move: `place:${session}`, to: day.dataset.day, order: ids.join() }, `s${session}`);
    }

    for (const grip of form.querySelectorAll(".rank .grip")) {
      dragged(grip, {
        begin: () => {
          row = grip.closest("tr");
          row.classList.add("held");
        },
        over, drop, stop,
      });
    }
  }

  function start() {
    const programme = document.querySelector("form#programme");
    if (programme) order(programme);
    const planche = document.querySelector("#planche");
    for (const told of document.querySelectorAll(".planning .with-script")) told.hidden = false;
    for (const told of document.querySelectorAll(".planning .without-script")) told.hidden = true;
    if (planche) board(planche);
  }

  start();
})();
