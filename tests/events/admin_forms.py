"""An admin form as a browser would send it: every field as it stands on the page."""

from django.test import Client
from django.urls import reverse
from justhtml import JustHTML


def address(record, of="change") -> str:
    meta = record._meta
    return reverse(f"admin:{meta.app_label}_{meta.model_name}_{of}", args=[record.pk])


def fields(client: Client, path: str) -> dict[str, str]:
    """What the form at `path` would send if nobody typed anything."""
    response = client.get(path)
    assert response.status_code == 200, response
    return fields_of(response)


def fields_of(response) -> dict[str, str]:
    page = JustHTML(response.content.decode(), sanitize=False)
    [form] = [f for f in page.query("form") if f.attrs.get("id", "").endswith("_form")]
    sent = {}
    for control in form.query("input, select, textarea"):
        name, kind = control.attrs.get("name"), control.attrs.get("type")
        if not name or (name.startswith("_") and name != "_version") or kind == "file":
            continue
        if kind in ("checkbox", "radio"):
            if "checked" in control.attrs:
                sent[name] = control.attrs.get("value", "on")
        elif control.name == "select":
            chosen = [o.attrs["value"] for o in control.query("option[selected]")]
            sent[name] = chosen if "multiple" in control.attrs else (chosen or [""])[0]
        elif control.name == "textarea":
            sent[name] = control.to_text(strip=False)
        else:
            sent[name] = control.attrs.get("value", "")
    return sent
