// Autocompletes that make what nobody has yet, and a lineup that fills itself in as far as it can.

window.addEventListener("load", () => {
  "use strict";
  const $ = window.django.jQuery;
  const NEW = "new:";

  async function made(select, name) {
    const data = new FormData();
    data.set("name", name);
    data.set("csrfmiddlewaretoken", document.querySelector("[name=csrfmiddlewaretoken]").value);
    const answer = await fetch(select.dataset.create, { method: "POST", body: data });
    if (!answer.ok) throw new Error(answer.status);
    return answer.json();
  }

  function choose(select, { id, text }) {
    select.replaceChildren(new Option("", ""), new Option(text, id, true, true));
    $(select).trigger("change");
  }

  // What was printed is mostly the name, or the organisation, itself: to be corrected where it is not.
  function fill(select, name) {
    const printed = { speaker: "name_as_printed", organisation: "as_printed" }[select.name.split("-").pop()];
    const field = select.form.elements[select.name.replace(/[a-z_]+$/, printed)];
    if (field && !field.value) field.value = name;
  }

  $(document).on("select2:select", "select[data-create]", async (event) => {
    const select = event.target;
    let { id, name, text } = event.params.data;
    if (String(id).startsWith(NEW)) {
      try {
        ({ id, name, text } = await made(select, name));
      } catch {
        choose(select, { id: "", text: "" });
        return;
      }
      choose(select, { id, text });
    }
    fill(select, name ?? text);
    select.dispatchEvent(new CustomEvent("chosen", { bubbles: true }));
  });

  // A further row comes after those that are there.
  document.addEventListener("formset:added", (event) => {
    const own = event.target.querySelector("[name$='-order']:not([name*='__prefix__'])");
    if (!own) return;
    const stem = own.name.replace(/\d+-order$/, "");
    const others = [...own.form.querySelectorAll("[name$='-order']")].filter(
      (one) => one !== own && one.name.startsWith(stem) && /^\d+-order$/.test(one.name.slice(stem.length)),
    );
    own.value = Math.max(0, ...others.map((one) => Number(one.value))) + 1;
  });
});
