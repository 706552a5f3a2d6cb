"""Live figures of accounts are read once for a page, however many conditions ask for them."""

from odoo import api, models
from odoo.fields import Domain
from odoo.tools import SQL

from ..base import live


class ArProfile(models.Model):
    _inherit = "ar.profile"

    def _reading_once(self):
        """Read the live figures once for all conditions and the order in the block, in which
        nobody writes."""
        return live.reading_once(self.env, live.PAGE)

    def _search(self, domain, *args, **kwargs):
        # EXTENDS 'base'
        with self._reading_once():
            return super()._search(domain, *args, **kwargs)

    @api.model
    @api.readonly
    def web_search_read(self, *args, **kwargs):
        # EXTENDS 'web': the page and the number of records.
        with self._reading_once():
            return super().web_search_read(*args, **kwargs)

    def _keep(self, name, read):
        """What ``read()`` gives, read once in the block for the user and his companies."""
        return live.keep(self.env, live.PAGE, name, read)

    def _has_any(self, model):
        """Whether there may be rows of a model about these accounts, whoever may see them: what
        is not there need not be looked for. Outside of a block it is not known.

        :param model: one with a ``profile_id``
        """
        if not live.is_reading_once(self.env, live.PAGE):
            return True
        sudo = self.sudo()
        key = ("there", tuple(sorted(self.ids)))
        return sudo._keep(key, sudo._read_there).get(model, True)

    def _group_own(self, model, domain=(), groupby=(), aggregates=("__count",)):
        """What ``_read_group`` says of the rows of a model about these accounts, by account first;
        nothing is asked where there are none.

        :param model: one with a ``profile_id``
        """
        if not self._has_any(model):
            return []
        own = Domain("profile_id", "in", self.ids) & Domain(domain)
        return self.env[model]._read_group(own, ["profile_id", *groupby], list(aggregates))

    def _read_there(self):
        """{model: whether it has rows of these accounts}, of all models about accounts."""
        fields = [
            model._fields["profile_id"]
            for model in self.env.values()
            if not model._abstract and not model._transient and model._auto
            if (field := model._fields.get("profile_id")) and field.store
            if field.type == "many2one" and field.comodel_name == self._name
        ]
        if not self.ids:
            return {field.model_name: False for field in fields}
        ids = tuple(self.ids)
        [row] = self.env.execute_query(
            SQL(
                "SELECT %s",
                SQL(", ").join(
                    SQL(
                        "EXISTS (SELECT 1 FROM %s WHERE profile_id IN %s)",
                        SQL.identifier(self.env[field.model_name]._table),
                        ids,
                        to_flush=field,
                    )
                    for field in fields
                ),
            )
        )
        return {field.model_name: there for field, there in zip(fields, row, strict=True)}
