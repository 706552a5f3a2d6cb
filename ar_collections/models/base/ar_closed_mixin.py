"""Fields of ours on Odoo's own models: whoever may write the record does not write these."""

from odoo import api, models

from .closing import closed_error, declared, is_change, without, writer_error


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
        for names in declared(self, "_ar_closed"):
            closed.update(names)
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
        rules = self._ar_get_closed()
        closed = {name for name, groups in rules.items() if not self._ar_writes_closed(groups)}
        for vals in vals_list:
            told = [name for name in closed & vals.keys() if vals[name]]
            if told:
                raise self._ar_closed_error(told)
        return super().create(without(vals_list, closed))

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
        return without(super().copy_data(default), self._ar_get_closed())

    def _ar_closed_error(self, names):
        groups = [self._ar_get_closed()[name] for name in names if self._ar_get_closed()[name]]
        return writer_error(self, names, groups) if groups else closed_error(self, names)
