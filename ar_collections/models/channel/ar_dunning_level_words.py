"""What a level says and does, as values for the check of empty threats."""

from odoo import models

from ...tools.channel import threats

SPOKEN = ("letter_title", "letter_body", "call_script")


class ArDunningLevel(models.Model):
    _inherit = "ar.dunning.level"

    def _get_spoken_fields(self):
        """The names of the texts that the level says to the customer, but for its e-mail."""
        return [name for name in (*SPOKEN, "sms_text") if name in self._fields]

    def _as_step(self, langs):
        """The level with its texts in ``langs``, as a value row."""
        self.ensure_one()
        takes = set()
        if self.credit_hold:
            takes.add(threats.CREDIT_HOLD)
        if self.interest_rule_id:
            takes.add(threats.INTEREST)
        if self.charge_compensation or any(self.fee_ids.mapped("amount")):
            takes.add(threats.FEE)
        if "call" in self.channel_ids.mapped("channel"):
            takes.add(threats.CALL)
        return threats.Step(
            texts=tuple(self._list_texts(self, self._get_spoken_fields(), langs))
            + tuple(self._list_texts(self.mail_template_id, ("subject", "body_html"), langs)),
            next_measures=tuple(self._list_texts(self, ("next_measure",), langs)),
            takes=frozenset(takes),
            handover=self.propose_handover,
            legal=self.is_legal,
            repeats=bool(self.repeat_every_days and self.repeat_most),
        )

    def _list_texts(self, record, names, langs):
        """The texts ``names`` of a record in each language."""
        for name in names:
            label = record._fields[name]._description_string(self.env)
            if record._name != self._name:
                label = self.env._("E-mail, %s", label)
            for lang in langs:
                text = record.with_context(lang=lang)[name] or ""
                yield threats.Text(label, lang, str(text))
