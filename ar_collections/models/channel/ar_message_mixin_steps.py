"""What the task of a call or a visit asks of a message."""

from markupsafe import Markup

from odoo import models


class ArMessageMixin(models.AbstractModel):
    _inherit = "ar.message.mixin"

    def _get_task_day(self):
        """The day on which somebody is to call or to go there."""
        self.ensure_one()
        return self.company_id._ar_today()

    def _get_script(self, name):
        """What is read out: HTML, '' where the kind of message has no scripts.

        :param name: ``call_script`` or ``visit_script``
        """
        return Markup("")

    def _map_bundles(self):
        """{message id: the messages that one task speaks of, itself first}."""
        return {message.id: message for message in self}

    def _get_total_words(self):
        """How much the messages speak of, as one text."""
        return self._format_sums([message._get_amount() for message in self])

    def _map_left(self):
        """{message id: what is open now of the items that it asked for, in its currency}; a kind of
        message that asks for nothing is not in it. Set-based."""
        return {}

    def _on_wrong_contact(self, reason):
        """Hook: nobody can be reached where a call or a visit was to go."""
