"""What a row of the log says, for people."""

import json

from odoo import models
from odoo.tools import format_date


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
            f"{self._get_label(name)}: {self._say(name, before)} → {self._say(name, after)}"
            for name, (before, after) in (said.get("changed") or {}).items()
        ]
        lines = lines or [
            f"{self._get_label(name)}: {self._say(name, value)}"
            for name, value in (said.get("values") or {}).items()
            if value not in (None, False, [], "")
        ]
        rest = {name: value for name, value in said.items() if name not in ("changed", "values")}
        lines += [f"{self._get_label(name)}: {_as_text(value)}" for name, value in rest.items()]
        return "\n".join(lines)

    def _get_label(self, name):
        if field := self._find_field(name):
            return field._description_string(self.env)
        return self.env._("Items") if name == "items" else name

    def _find_field(self, name):
        model = self.env.get(self.res_model)
        return model._fields.get(name) if model is not None else None

    def _say(self, name, value):
        """A value as its field shows it: a choice by its label, a day as the reader writes it."""
        field = self._find_field(name)
        if field and value and isinstance(value, str):
            if field.type == "selection":
                return dict(field._description_selection(self.env)).get(value, value)
            if field.type == "date":
                return format_date(self.env, value)
        return _as_text(value)


def _as_text(value):
    """A value of the log in a line: a record by its name, a list with commas."""
    if isinstance(value, list):
        if len(value) > 1 and isinstance(value[0], int) and isinstance(value[1], str):
            # The id is for machines.
            return value[1] if len(value) < 4 else ", ".join(map(_as_text, value[1:]))
        return ", ".join(map(_as_text, value)) or "–"
    if isinstance(value, dict):
        return ", ".join(f"{name} {_as_text(one)}" for name, one in value.items())
    if value is True:
        return "✓"
    return "–" if value in (None, False, "") else str(value)
