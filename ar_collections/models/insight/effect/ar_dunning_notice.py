"""The notices behind a figure of effects, for lists."""

from odoo import api, fields, models

from ....tools.channel.tone import NEUTRAL
from ...base import arguments
from .ar_text_test import ARMS

# Of a question: see ``_find_behind`` of ``ar.effect``.
PARTS = 7


class ArDunningNotice(models.Model):
    _inherit = "ar.dunning.notice"

    # Only searched: the question that a figure answers, as JSON. A list of notices stays a list,
    # however many there are; their ids would not fit into an address.
    effect_of = fields.Char(
        string="Behind a Figure of Effects",
        compute="_compute_effect_of",
        search="_search_effect_of",
    )

    # -- texts that are compared -------------------------------------------------------

    @api.model
    def _add_tones(self, vals_list):
        # EXTENDS the room channel: of those who would be told the neutral words, half are told the
        # trial ones, while a comparison of the level runs.
        super()._add_tones(vals_list)
        neutral = [vals for vals in vals_list if vals.get("tone") == NEUTRAL]
        if not neutral:
            return
        tests = self.env["ar.text.test"]._find_running({vals["level_id"] for vals in neutral})
        for vals in neutral if tests else ():
            if test := tests.get((vals["level_id"], vals["company_id"])):
                arm = test._draw_arm(vals["partner_id"])
                vals.update(tone=ARMS[arm], tone_reason=f"text_{arm}:{test.id}")

    @api.model
    def _get_tone_reasons(self):
        # EXTENDS the room channel
        return {
            **super()._get_tone_reasons(),
            "text_a": self.env._("Two texts are compared: this customer gets the usual one"),
            "text_b": self.env._("Two texts are compared: this customer gets the trial text"),
        }

    # -- behind a figure ---------------------------------------------------------------

    def _compute_effect_of(self):
        self.effect_of = False

    def _search_effect_of(self, operator, value):
        effects = self.env["ar.effect"]
        return arguments.search_question(self.env, operator, value, PARTS, effects._find_behind)
