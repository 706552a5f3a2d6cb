"""All models: deleting what something of ours refers to is refused in a sentence, before the
database speaks; groups by guarded fields are for who may see them."""

from odoo import api, models, tools
from odoo.exceptions import UserError

from . import guarded

# Records that are counted for the sentence: more are "many".
MOST_COUNTED = 1000


class Base(models.AbstractModel):
    _inherit = "base"

    # Its name comes after those of other checks, which say more.
    @api.ondelete(at_uninstall=False)
    def _unlink_unless_referred(self):
        """What keeps records of our models, or fields of ours, from losing what they name."""
        for model, name, cascading in self._ar_get_referring():
            referring = self.env[model].sudo().with_context(active_test=False)
            if cascading:
                # They would go, too: what refers to them is asked.
                referring.search([(name, "in", self.ids)])._ar_check_going_with(self)
                continue
            domain = [(name, "in", self.ids)]
            if model == self._name:
                domain.append(("id", "not in", self.ids))
            if found := referring.search(domain, limit=MOST_COUNTED):
                raise UserError(self._ar_say_referred(found, name))

    def _ar_check_going_with(self, origin):
        """The same for records that the database would delete with ``origin``."""
        for model, name, cascading in self._ar_get_referring() if self else ():
            referring = self.env[model].sudo().with_context(active_test=False)
            found = referring.search([(name, "in", self.ids)], limit=MOST_COUNTED)
            if found and not cascading:
                raise UserError(origin._ar_say_referred(found, name))
            found._ar_check_going_with(origin)

    def _ar_say_referred(self, found, name):
        """Why ``self`` stays: ``found`` name it in the field ``name``, or what is part of it."""
        named = found[:1][name]
        record = named if named._name == self._name else self[:1]
        words = {
            "record": record.sudo().display_name,
            "kind": self.env["ir.model"]._get(found._name).name,
            "example": found[:1].display_name,
            "count": len(found),
        }
        if self._active_name:
            return self.env._(
                "%(record)s cannot be deleted: it is named by %(kind)s “%(example)s” (%(count)s in "
                "all). Archive it instead: nobody can choose it any more, and the history stays.",
                **words,
            )
        return self.env._(
            "%(record)s cannot be deleted: it is named by %(kind)s “%(example)s” (%(count)s in "
            "all). If it is wrong, change or delete what names it first.",
            **words,
        )

    @api.model
    @tools.ormcache("self._name")
    def _ar_get_referring(self):
        """What of ours the database keeps from losing a record of this model.

        :return: tuple of (model, field, whether that record would be deleted, too, and something
            refers to it)
        """
        return self._ar_find_referring(())

    @api.model
    def _ar_find_referring(self, above):
        found = []
        for name, model in sorted(self.env.registry.items()):
            if model._abstract or model._transient or not model._auto:
                continue
            for field in model._fields.values():
                if not (
                    field.type == "many2one"
                    and field.store
                    and field.comodel_name == self._name
                    and (name.startswith("ar.") or field.name.startswith("ar_"))
                ):
                    continue
                if field.ondelete == "restrict":
                    found.append((name, field.name, False))
                elif field.ondelete == "cascade" and name not in above:
                    below = self.env[name]._ar_find_referring((*above, self._name))
                    if below:
                        found.append((name, field.name, True))
        return tuple(found)

    @api.model
    def _read_group_groupby(self, alias, groupby_spec, query):
        # EXTENDS 'base', which asks for no groups where it groups by the records on the other side
        # of a many2many field.
        field = self._fields.get(groupby_spec.partition(":")[0].partition(".")[0])
        if isinstance(field, guarded.Many2many):
            field._ar_as_person(self)
        return super()._read_group_groupby(alias, groupby_spec, query)
