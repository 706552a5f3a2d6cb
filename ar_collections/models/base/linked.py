"""A refusal that names a document has a button that opens it."""

from odoo.exceptions import UserError


class LinkedRefusal(UserError):
    """Shown with a button, as Odoo's ``RedirectWarning``, and caught like any other refusal."""

    def __init__(self, message, record):
        super().__init__(message)
        # What the dialog of the browser takes: words, action, label of the button.
        label = record.env._("Open %s", record.display_name)
        self.args = (message, record.get_formview_action(), label)

    def __str__(self):
        return self.args[0]


def refusal(message, record):
    """The refusal to raise: with a button if there is one record and the user may read it."""
    record = record.sudo(False)
    if len(record) == 1 and record.has_access("read"):
        return LinkedRefusal(message, record)
    return UserError(message)
