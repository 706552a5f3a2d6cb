"""No text of a policy names a measure that the policy does not take."""

from odoo import models
from odoo.exceptions import ValidationError

from ...tools.channel import threats


class ArDunningPolicy(models.Model):
    _inherit = "ar.dunning.policy"

    def _check_threats(self, without=None):
        """Read the texts of all levels, in all languages that are installed.

        :param without: levels that are about to go
        :raise ValidationError: one names what neither its level nor a later one does
        """
        # While the add-on is installed, levels come one after the other.
        if not self.env.registry.ready:
            return
        langs = [code for code, _name in self.env["res.lang"].get_installed()]
        for policy in self.sudo().filtered("active"):
            levels = policy._sorted_levels()
            levels -= without or levels.browse()
            found = threats.find_threats([level._as_step(langs) for level in levels])
            if found:
                raise ValidationError(policy._say_threat(levels[found[0].index], found[0]))

    def _say_threat(self, level, threat):
        values = {
            "level": level.name,
            "policy": self.name,
            "text": threat.text.where,
            "lang": self.env["res.lang"]._get_data(code=threat.text.lang).name or threat.text.lang,
            "word": threat.word,
        }
        if threat.measure == threats.UNNAMED:
            return self.env._(
                "%(text)s of the level %(level)s (%(lang)s) has the placeholder "
                "text_next_measure, but the level names no next measure. Name one, or take the "
                "placeholder out.",
                **values,
            )
        if threat.measure == threats.NOTHING:
            return self.env._(
                "%(text)s of the level %(level)s (%(lang)s) is “%(word)s”, but no level of the "
                "policy %(policy)s follows. Empty it, add a level, or let this one be said again.",
                **values,
            )
        return self.env._(
            "%(text)s of the level %(level)s (%(lang)s) says “%(word)s”, but neither this level "
            "nor a later one of the policy %(policy)s does that. Take the words out, or %(way)s.",
            way=self._get_threat_ways()[threat.measure],
            **values,
        )

    def _get_threat_ways(self):
        """{measure: what lets a policy take it}."""
        return {
            threats.COURT: self.env._("let a level propose the hand-over"),
            threats.AGENCY: self.env._("let a level propose the hand-over"),
            threats.CREDIT_HOLD: self.env._("let a level put the customer on credit hold"),
            threats.INTEREST: self.env._("choose a rule of late interest on a level"),
            threats.FEE: self.env._("enter a fee, or fixed compensation, on a level"),
            threats.CALL: self.env._("let a level call the customer"),
        }
