"""A method of ours that stands in for another one of ours takes what that takes, by its names."""

import inspect

from odoo.tests import TransactionCase, tagged

OURS = "odoo.addons.ar_collections"


def get_names(method):
    """The names of a method's parameters, but for those that it leaves unread."""
    return [name.lstrip("_") for name in inspect.signature(method).parameters]


@tagged("post_install", "-at_install")
class TestOverrides(TransactionCase):
    def test_no_method_hides_another_by_accident(self):
        """Odoo's own check does not look at the names of private methods: a helper of a model
        that bears the name of a helper of the guard would be called in its place."""
        wrong = set()
        for model in self.registry.values():
            first = {}
            for owner in reversed(model.mro()):
                for name, method in vars(owner).items():
                    if not inspect.isfunction(method):
                        continue
                    original = first.setdefault(name, method)
                    if not original.__module__.startswith(OURS):
                        continue  # Odoo's own check looks at these
                    if get_names(original) != get_names(method):
                        wrong.add(f"{owner.__module__}.{name}, {original.__module__}.{name}")
        self.assertFalse(sorted(wrong))
