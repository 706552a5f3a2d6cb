"""A reason that the machine gives is kept as a code, and said in the language of who reads it."""

from odoo import api, fields, models


class ArSpokenMixin(models.AbstractModel):
    """For records with a ``reason``: what people write stays as they wrote it.

    A model, or an ``_inherit`` class of a later room, adds a reason of the machine by a method
    ``_speak_<code>(**values)``, which returns the words in the language of the context. Such a
    record is made with ``_prepare_spoken``. ``reason`` keeps what was said then, for searching and
    for the day when nobody knows the code any more; people read, and write, ``reason_text``.
    """

    _name = "ar.spoken.mixin"
    _description = "Record with a Reason"

    reason = fields.Char()
    reason_code = fields.Char(readonly=True, copy=False)
    reason_values = fields.Json(readonly=True, copy=False)
    reason_text = fields.Char(
        string="Reason as Told", compute="_compute_reason_text", readonly=False
    )

    @api.depends("reason", "reason_code", "reason_values")
    @api.depends_context("lang")
    def _compute_reason_text(self):
        for one in self:
            one.reason_text = one._speak_reason() or one.reason

    @api.depends("reason", "reason_code", "reason_values")
    @api.depends_context("lang")
    def _compute_display_name(self):
        # EXTENDS 'base': where the reason is the name.
        super()._compute_display_name()
        for one in self.filtered("reason_code") if self._rec_name == "reason" else ():
            one.display_name = one.reason_text

    def _speak_reason(self):
        """The words of the machine's reason; nothing where a person gave it."""
        self.ensure_one()
        speak = self.reason_code and getattr(self, f"_speak_{self.reason_code}", None)
        return speak(**(self.reason_values or {})) if speak else False

    @api.model
    def _prepare_spoken(self, code, **values):
        """Values of a record whose reason is the machine's.

        :param values: plain values (JSON) that ``_speak_<code>`` takes
        """
        words = getattr(self, f"_speak_{code}")(**values)
        return {"reason": words, "reason_code": code, "reason_values": values}

    @api.model
    def _take_words(self, vals):
        """What a person writes into the words is the reason."""
        words = vals.get("reason_text")
        kept = {name: value for name, value in vals.items() if name != "reason_text"}
        return {"reason": words, **kept} if words else kept

    @api.model_create_multi
    def create(self, vals_list):
        # EXTENDS 'base'
        return super().create([self._take_words(vals) for vals in vals_list])

    def write(self, vals):
        # EXTENDS 'base': what a person writes is said as it stands.
        vals = self._take_words(vals)
        result = super().write(vals)
        if "reason" in vals and "reason_code" not in vals:
            spoken = self.filtered("reason_code")
            if spoken:
                super(ArSpokenMixin, spoken.sudo()).write({"reason_code": False})
        return result
