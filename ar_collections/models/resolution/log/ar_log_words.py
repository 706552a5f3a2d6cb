"""What a row of the log says, for people."""

import json

from odoo import models


class ArLog(models.Model):
    _inherit = "ar.log"

    def _read_said(self):
        """What the row says, a dictionary; empty where its text was erased or is none."""
        try:
            return json.loads(self.content or "{}").get("said", {})
        except (AttributeError, ValueError):
            return {}

    def _get_words(self):
        """The lines that a person reads: what changed, else what was so."""
        self.ensure_one()
        if not self.content:
            return self.env._("Erased for privacy; the hash is kept.")
        said = self._read_said()
        lines = [
            f"{self._get_label(name)}: {_as_text(before)} → {_as_text(after)}"
            for name, (before, after) in (said.get("changed") or {}).items()
        ]
        lines = lines or [
            f"{self._get_label(name)}: {_as_text(value)}"
            for name, value in (said.get("values") or {}).items()
            if value not in (None, False, [], "")
        ]
        rest = {name: value for name, value in said.items() if name not in ("changed", "values")}
        lines += [f"{self._get_label(name)}: {_as_text(value)}" for name, value in rest.items()]
        return "\n".join(lines)

    def _get_label(self, name):
        model = self.env.get(self.res_model)
        field = model is not None and model._fields.get(name)
        return field._description_string(self.env) if field else name


def _as_text(value):
    """A value of the log in a line: a record by its name, a list with commas."""
    if isinstance(value, list):
        if len(value) in (2, 3) and isinstance(value[0], int) and isinstance(value[1], str):
            return value[1]
        return ", ".join(map(_as_text, value)) or "–"
    if isinstance(value, dict):
        return ", ".join(f"{name} {_as_text(one)}" for name, one in value.items())
    if value is True:
        return "✓"
    return "–" if value in (None, False, "") else str(value)
