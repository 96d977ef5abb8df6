"""What axe said of all pages: what /accessibilite/ tells visitors (events/accessibility.py)."""

import json
import re
from pathlib import Path

from django.utils import timezone

CRITERION = re.compile(r"wcag(\d)(\d)(\d+)")


def criteria(tags) -> list[str]:
    """The numbers of WCAG's criteria among axe's tags, in their order."""
    found = [match.groups() for tag in tags if (match := CRITERION.fullmatch(tag))]
    return [".".join(parts) for parts in sorted(found, key=lambda parts: tuple(map(int, parts)))]


class Results:
    def __init__(self):
        self.looks = []
        self.findings = []
        self.tags_of_rules = {}
        self.undecided = {}

    def add(self, kind: str, width: int, scheme: str, said: dict):
        self.looks.append((kind, width, scheme))
        for group in said.values():
            self.tags_of_rules |= {result["rule"]: result["tags"] for result in group}
        for result in said["incomplete"]:
            self.undecided.setdefault(result["rule"], set()).add(kind)
        self.findings += [
            {"kind": kind, "width": width, "scheme": scheme}
            | {name: result[name] for name in ("rule", "help", "nodes")}
            | {"criteria": criteria(result["tags"])}
            for result in said["violations"]
        ]

    def findings_of(self, kind: str) -> list[dict]:
        return [finding for finding in self.findings if finding["kind"] == kind]

    def kept(self, axe: str, browser: str) -> dict:
        kinds, widths, schemes = (
            list(dict.fromkeys(column)) for column in zip(*self.looks, strict=True)
        )
        return {
            "date": timezone.localdate().isoformat(),
            "axe": axe,
            "browser": browser,
            "kinds": kinds,
            "widths": widths,
            "schemes": schemes,
            "looks": len(self.looks),
            "rules": len(self.tags_of_rules),
            "criteria": criteria({tag for tags in self.tags_of_rules.values() for tag in tags}),
            "findings": [
                {name: value for name, value in finding.items() if name != "nodes"}
                for finding in self.findings
            ],
            "undecided": {rule: len(self.undecided[rule]) for rule in sorted(self.undecided)},
        }

    def keep(self, path: str, **tools):
        text = json.dumps(self.kept(**tools), indent=2, ensure_ascii=False)
        Path(path).write_text(f"{text}\n")
