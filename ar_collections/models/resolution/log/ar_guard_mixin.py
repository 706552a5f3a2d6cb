"""Guarded records that are in the log: their birth, what changes of them, and their end."""

from odoo import api, models, tools

from ...base.ar_guard_mixin import SETTINGS
from .ar_log import CHANGED, CREATED, DELETED, STATE


class ArGuardMixin(models.AbstractModel):
    """A model says in ``_logged`` which of its fields its rows in the log carry. A row is written
    when a record is made, when one of these fields changes, when its state does, and when it is
    deleted. A room that extends the model names more in its own ``_logged``.
    """

    _inherit = "ar.guard.mixin"

    # Names of the fields whose values are in the rows, or ``SETTINGS``; empty: the model is not in
    # the log.
    _logged = ()
    # The states that are noted when they are reached; None: all of them. Where it is said, a record
    # has no row before it reaches one of them.
    _logged_states = None
    # Of such a model: fields whose changes are noted before, too.
    _logged_before = ()

    @api.model
    @tools.ormcache()
    def _get_logged(self):
        """The names of the fields whose values are in the log; the state is one of them."""
        names = {}
        for klass in reversed(type(self).mro()):
            said = klass.__dict__.get("_logged") or ()
            names.update(dict.fromkeys(self._get_logged_settings() if said == SETTINGS else said))
        if names and self._get_first_state():
            names["state"] = None
        return tuple(names)

    @api.model
    def _get_logged_settings(self):
        """The settings that are stored; those in lines of their own are logged by these."""
        fields_ = (self._fields[name] for name in self._get_settings())
        return [field.name for field in fields_ if field.store and field.type != "one2many"]

    @api.model
    def _get_logged_of(self, vals):
        """The names in values to write that the log tells of."""
        names = self._get_logged()
        if not names:
            return ()
        names = [name for name in names if name in vals]
        states = self._logged_states
        if states is not None and vals.get("state", states[0]) not in states:
            # The way there; what is written along is told by where it ends.
            return ()
        return names

    def _find_noted(self, vals):
        """Those whose changes by these values are told: all but what has not come to the log."""
        if "state" in vals or any(name in vals for name in self._logged_before):
            return self
        return self._find_logged()

    def _is_log_begun(self):
        """Whether a record of this model is in the log as soon as it is there."""
        states = self._logged_states
        return bool(self._get_logged()) and (states is None or self._get_first_state() in states)

    def _read_logged(self):
        """{id: what a row says of the record, values that JSON knows}."""
        values = self.env["ar.log"]._read_values(self, self._get_logged())
        return {id_: {"values": own} for id_, own in values.items()}

    def _read_log_owners(self):
        """{id: (id of the customer account or None, id of the company)}; what is of all companies
        is in the log of the one in which it happened."""
        field = self._fields.get("profile_id")
        of_account = field is not None and field.comodel_name == "ar.profile"
        has_company = "company_id" in self._fields
        default = self.env.company.id
        owners = {}
        for record in self.sudo():
            account = record if self._name == "ar.profile" else of_account and record.profile_id
            company = (has_company and record.company_id) or (account and account.company_id)
            company = company.id if company else default
            owners[record.id] = (account.id if account else None, company)
        return owners

    def _note_logged(self, event, changes=None):
        """Note in the log that something happened to the records.

        :param changes: {id: {name: [before, after]}}
        """
        if not self:
            return
        said, rows = self._read_logged(), []
        for id_, (account, company) in self._read_log_owners().items():
            told = {**said[id_], "changed": changes[id_]} if changes else said[id_]
            rows.append((id_, account, company, told))
        self.env["ar.log"]._append(self._name, event, rows)

    def _note_changes(self, names, before):
        changes = self.env["ar.log"]._find_changes(self, names, before)
        moved = [id_ for id_, told in changes.items() if "state" in told]
        self.browse(moved)._note_logged(STATE, changes)
        self.browse([id_ for id_ in changes if id_ not in moved])._note_logged(CHANGED, changes)

    # -- life --------------------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        # EXTENDS the guard
        records = super().create(vals_list)
        if records._is_log_begun():
            records._note_logged(CREATED)
        return records

    def write(self, vals):
        # EXTENDS the guard
        if not (names := self._get_logged_of(vals)):
            return super().write(vals)
        told = self._find_noted(vals)
        before = self.env["ar.log"]._read_values(told, names)
        result = super().write(vals)
        told._note_changes(names, before)
        return result

    def unlink(self):
        # EXTENDS 'base': what waits to be written may name what is deleted.
        if self._get_logged():
            self._find_logged()._note_logged(DELETED)
        self.env["ar.log"]._write_waiting()
        return super().unlink()

    def _find_logged(self):
        """Those that have come to the log: a proposal that nobody confirmed has not."""
        states = self._logged_states
        if states is None:
            return self
        return self.filtered(lambda record: record._get_state() in states)
