"""Fields on models of Odoo's whose groups hold on every way to them.

Odoo asks for a field's groups when it reads the field, and when a condition on a stored field
becomes SQL. It does not ask when a field with a search method, or a related one, is replaced by
the domain that stands for it; nor does it ask on a path that it follows as superuser: beyond
``res.users.partner_id``, or beyond a related field. Users and customers could find what they
may not read by searching for it.

Here the person who asks is asked for, whoever evaluates the condition: his groups, and whether
he may read the model at all. Code of ours that searches as superuser under a person's name
searches models of its own instead. The superuser himself (a scheduled job, an upgrade) passes.
"""

from odoo import fields

# Who may see what customers owe.
LEDGER = "account.group_account_invoice,account.group_account_readonly"
COLLECTOR = "ar_collections.ar_collections_group_collector"
# Who sees what the own customers owe.
SALES = "ar_collections.ar_collections_group_sales"
# What a company decides and where it stands: for these, and for who sets up companies.
SETTINGS = f"{LEDGER},base.group_erp_manager"


class Guarded:
    """To be mixed into a field class; see the module."""

    def _ar_as_person(self, records):
        """``records`` with the rights of the person who asks.

        :raise AccessError: if the person may read neither the field nor its model
        """
        person = records.browse().sudo(False)
        person.check_access("read")
        person._check_field_access(self, "read")
        return records.sudo(False)

    def determine_domain(self, records, operator, value):
        # EXTENDS 'base': search methods and related fields, with the person's own rights.
        return super().determine_domain(self._ar_as_person(records), operator, value)

    def condition_to_sql(self, field_expr, operator, value, model, alias, query):
        # EXTENDS 'base': stored fields.
        self._ar_as_person(model)
        return super().condition_to_sql(field_expr, operator, value, model, alias, query)

    def to_sql(self, model, alias):
        # EXTENDS 'base': order, groups and sums on the way over another table. At the table
        # itself superuser code reads its own columns.
        if alias != model._table or not self.store:
            self._ar_as_person(model)
        return super().to_sql(model, alias)

    def filter_function(self, records, field_expr, operator, value):
        # EXTENDS 'base': a path that Odoo follows as superuser says so in the context.
        if records.env.context.get("filter_function_reset_sudo"):
            self._ar_as_person(records)
        return super().filter_function(records, field_expr, operator, value)


class Boolean(Guarded, fields.Boolean):
    pass


class Char(Guarded, fields.Char):
    pass


class Date(Guarded, fields.Date):
    pass


class Datetime(Guarded, fields.Datetime):
    pass


class Float(Guarded, fields.Float):
    pass


class Html(Guarded, fields.Html):
    pass


class Integer(Guarded, fields.Integer):
    pass


class Many2many(Guarded, fields.Many2many):
    def get_comodel_domain(self, model):
        # EXTENDS 'base': who groups by it is asked for this alone, and for no groups.
        if not model._ids:
            self._ar_as_person(model)
        return super().get_comodel_domain(model)


class Many2one(Guarded, fields.Many2one):
    pass


class Monetary(Guarded, fields.Monetary):
    pass


class One2many(Guarded, fields.One2many):
    pass


class Selection(Guarded, fields.Selection):
    pass


class Text(Guarded, fields.Text):
    pass
