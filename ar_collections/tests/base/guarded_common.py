"""Our fields on models of Odoo's, and every way that Odoo offers to find one."""

from odoo.exceptions import UserError
from odoo.tools import mute_logger

from ..common import ArCommon

OPERATORS = ("=", "!=", ">", "<=", "like", "in", "not in")
VALUES = {
    "boolean": True,
    "date": "2026-02-01",
    "float": 1.0,
    "integer": 1,
    "many2many": 1,
    "many2one": 1,
    "monetary": 1.0,
    "one2many": 1,
}
# Ways from a model that everybody reads; beyond some of them Odoo goes on as superuser.
PATHS = {
    "res.partner": (
        ("res.users", "partner_id"),
        ("res.users", "partner_id.commercial_partner_id"),
        ("res.users", "partner_id.child_ids"),
        ("res.partner", "child_ids"),
        ("res.partner", "parent_id"),
        ("res.partner", "commercial_partner_id"),
        ("res.company", "partner_id"),
        ("account.move", "partner_id"),
        ("sale.order", "partner_id"),
    ),
    "res.company": (
        ("res.users", "company_id"),
        ("res.users", "company_ids"),
        ("res.users", "partner_id.company_id"),
        ("res.partner", "company_id"),
        ("sale.order", "company_id"),
    ),
    "account.move": (("res.partner", "invoice_ids"), ("res.users", "partner_id.invoice_ids")),
    "account.move.line": (("res.users", "partner_id.invoice_ids.line_ids"),),
    "payment.transaction": (("res.users", "partner_id.invoice_ids.transaction_ids"),),
    "sale.order": (
        ("res.partner", "sale_order_ids"),
        ("res.users", "partner_id.sale_order_ids"),
    ),
    "stock.picking": (("res.users", "partner_id.sale_order_ids.picking_ids"),),
}


class GuardedCommon(ArCommon):
    def _own_fields(self):
        """The fields that our add-ons put on Odoo's models, also by inheritance."""
        for name in sorted(self.env.registry):
            model = self.env[name]
            if name.startswith("ar.") or model._abstract:
                continue
            for field in model._fields.values():
                if any(module.startswith("ar_collections") for module in field._modules):
                    yield model, field

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.ways = {}

    def _ways_of(self, model):
        """[(model, path)] of every way to ``model`` that is tried: those above, and each field
        of Odoo's that leads there as superuser."""
        if model._name not in self.ways:
            known = [way for way in PATHS.get(model._name, ()) if way[0] in self.env]
            self.ways[model._name] = known + list(self._find_sudoed(model))
        return self.ways[model._name]

    def _find_sudoed(self, model):
        for name in sorted(self.env.registry):
            other = self.env[name]
            if other._abstract or other._transient or not other._auto:
                continue
            for field in other._fields.values():
                sudoed = field.related and not field.store and field.compute_sudo
                if (
                    field.relational
                    and field.comodel_name == model._name
                    and field._description_searchable
                    and (sudoed or field.bypass_search_access)
                ):
                    yield name, field.name

    def _ask_onchange(self, record, field):
        """A form that asks for the field along with a change.

        :raise ValueError: it was not told
        """
        spec = {"display_name": {}, field.name: {}}
        told = record.onchange({}, ["display_name"], spec)["value"]
        if field.name not in told:
            raise ValueError(field.name)

    def _ask_specification(self, other, path, field):
        """A list that asks for the field of what its records point at.

        :raise ValueError: it was not told
        """
        spec = {field.name: {}}
        for name in reversed(path.split(".")):
            spec = {name: {"fields": spec}}
        told = other.web_search_read([], spec, limit=20)["records"]
        if f"'{field.name}'" not in str(told):
            raise ValueError(field.name)

    @staticmethod
    def _value_for(field, operator):
        value = VALUES.get(field.type, "a")
        return [value] if "in" in operator else value

    def _attempts(self, model, field, user):
        """(what, function) for each way that ``user`` may try to learn a field."""
        person = model.with_user(user)
        record = model.sudo().with_context(active_test=False).search([], limit=1)
        if record:
            yield "read", lambda: record.with_user(user).read([field.name])
            yield "web_read", lambda: record.with_user(user).web_read({field.name: {}})
            yield "export", lambda: record.with_user(user).export_data([field.name])
            yield "onchange", lambda: self._ask_onchange(record.with_user(user), field)
        yield "order", lambda: person.search_read([], ["id"], order=field.name)
        yield "group", lambda: person.formatted_read_group([], [field.name], ["__count"])
        yield (
            "sum",
            lambda: person.formatted_read_group([], [], [f"{field.name}:count_distinct"]),
        )
        for operator in OPERATORS:
            value = self._value_for(field, operator)
            yield (
                f"search {operator}",
                lambda o=operator, v=value: person.search_count([(field.name, o, v)]),
            )
        for name, path in self._ways_of(model):
            other = self.env[name].with_user(user)
            yield (
                f"specification {name} {path}",
                lambda other=other, path=path: self._ask_specification(other, path, field),
            )
            yield (
                f"group {name} {path}",
                lambda other=other, path=path: other.formatted_read_group(
                    [], [f"{path}.{field.name}"], ["__count"]
                ),
            )
            for operator in ("=", "in"):
                value = self._value_for(field, operator)
                yield (
                    f"{operator} {name} {path}",
                    lambda other=other, path=path, o=operator, v=value: other.search(
                        [(f"{path}.{field.name}", o, v)]
                    ),
                )

    def _may_read(self, model, field, user):
        """Whether the field is for the user, here or where it is inherited from."""
        origin = self.env[field.related_field.model_name] if field.inherited else model
        return (
            bool(field.groups)
            and user.has_groups(field.groups)
            and origin.with_user(user).has_access("read")
        )

    def _learned_by(self, user):
        """What ``user`` is answered about our fields that he may not read: a list of texts."""
        breaches = []
        for model, field in self._own_fields():
            if self._may_read(model, field, user):
                continue
            for what, attempt in self._attempts(model, field, user):
                try:
                    with mute_logger("odoo.models", "odoo.orm.models", "odoo.domains"):
                        attempt()
                except (UserError, ValueError, NotImplementedError, KeyError):
                    continue  # refused, or a question that Odoo cannot ask
                breaches.append(f"{user.login} {field}: {what}")
        return breaches
