"""Sums at the foot of lists: amounts of several currencies are not simply added."""

from lxml import etree

from odoo.tests import TransactionCase, tagged


@tagged("post_install", "-at_install")
class TestSums(TransactionCase):
    def test_the_currency_is_there(self):
        """Odoo's lists convert the amounts of other currencies before they add them up, if the
        currency is in the list; else they do not know that there are several."""
        views = self.env["ir.ui.view"].search([("model", "like", "ar.%"), ("type", "=", "list")])
        missing = []
        for view in views:
            model = self.env[view.model]
            arch = etree.fromstring(view.get_combined_arch())
            for node in arch.iter("list"):
                names = {child.get("name") for child in node.iterchildren("field")}
                summed = [
                    model._fields[child.get("name")]
                    for child in node.iterchildren("field")
                    if child.get("sum") and child.get("name") in model._fields
                ]
                missing += [
                    f"{view.name}: {field.name}"
                    for field in summed
                    if field.type == "monetary" and field.get_currency_field(model) not in names
                ]
        self.assertFalse(missing)
