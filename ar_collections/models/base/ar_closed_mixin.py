"""Fields of ours on Odoo's own models: whoever may write the record does not write these."""

from odoo import api, models
from odoo.exceptions import AccessError

from .ar_guard_mixin import is_change


class ArClosedMixin(models.AbstractModel):
    """An Odoo model with fields of ours that people do not write, or only some people do.

    A model that inherits this names them in ``_ar_closed``, with the groups that write each, or
    None for the superuser alone. They are given by no default, neither of the context nor of a
    user, and by no copy, whoever makes the record.
    """

    _name = "ar.closed.mixin"
    _description = "Record with Closed Fields"

    # {name of a field: groups that write it, as in ``groups=`` of a field; None: nobody}
    _ar_closed = {}

    @api.model
    def _ar_get_closed(self):
        """{name: groups or None} of the model and of what extends it."""
        closed = {}
        for klass in reversed(type(self).mro()):
            closed.update(klass.__dict__.get("_ar_closed") or {})
        return closed

    @api.model
    def _ar_writes_closed(self, groups):
        return self.env.su or bool(groups and self.env.user.has_groups(groups))

    @api.model
    def default_get(self, fields):
        # EXTENDS 'base'
        closed = self._ar_get_closed()
        return super().default_get([name for name in fields if name not in closed])

    @api.model_create_multi
    def create(self, vals_list):
        # EXTENDS 'base'
        closed = {
            name for name, groups in self._ar_get_closed().items()
            if not self._ar_writes_closed(groups)
        }  # fmt: skip
        for vals in vals_list:
            told = [name for name in closed & vals.keys() if vals[name]]
            if told:
                raise self._ar_closed_error(told)
        kept = [{n: v for n, v in vals.items() if n not in closed} for vals in vals_list]
        return super().create(kept)

    def write(self, vals):
        # EXTENDS 'base'
        closed = self._ar_get_closed()
        told = [n for n in closed if n in vals and not self._ar_writes_closed(closed[n])]
        if told:
            # Before anything is said about the records: a refusal must not tell what is in them.
            self.check_access("write")
        for name in told:
            self._check_field_access(self._fields[name], "write")
            changed = self.filtered(lambda record, n=name: is_change(record, n, vals[n]))
            if changed:
                raise changed[:1]._ar_closed_error([name])
        return super().write(vals)

    def copy_data(self, default=None):
        # EXTENDS 'base'
        closed = self._ar_get_closed()
        return [
            vals and {name: value for name, value in vals.items() if name not in closed}
            for vals in super().copy_data(default)
        ]

    def _ar_closed_error(self, names):
        fields = self.fields_get(names, ["string"])
        labels = ", ".join(fields[name]["string"] if name in fields else name for name in names)
        record = self.sudo().display_name if self else self.env["ir.model"]._get(self._name).name
        groups = {
            self.env.ref(group).sudo().name
            for name in names
            for group in (self._ar_get_closed()[name] or "").split(",")
            if group
        }
        if groups:
            return AccessError(
                self.env._(
                    "%(fields)s of %(record)s is written by: %(groups)s. Ask one of them.",
                    fields=labels,
                    record=record,
                    groups=", ".join(sorted(groups)),
                )
            )
        return AccessError(
            self.env._("%(fields)s of %(record)s is not written by hand.",
                       fields=labels, record=record)
        )  # fmt: skip
