"""The card of the first steps on Today, while a company is being set up."""

from odoo import api, models
from odoo.tools import format_list

from ..today.ar_today import TODO
from .onboarding_onboarding_step import STEPS

MANAGER = "ar_collections.ar_collections_group_manager"
# Managers that are named to who may not take the steps.
MOST_NAMES = 3


class ArToday(models.AbstractModel):
    _inherit = "ar.today"

    @api.model
    @api.readonly
    def get_today(self, scope="mine", company_ids=None):
        # EXTENDS the page: ``setup`` is a list of what ``_prepare_setup`` gives, one for each
        # company from which nothing leaves yet.
        page = super().get_today(scope, company_ids)
        today, known = self._prepare(scope, company_ids)
        waiting = known.companies.sudo().filtered("ar_setup_since")
        page["setup"] = [
            today._prepare_setup(company, len(known.companies) > 1) for company in waiting
        ]
        return page

    @api.model
    def _get_sections(self):
        # EXTENDS the page: nobody is sent to what would not leave.
        sections = super()._get_sections()
        if self.env.companies.sudo().filtered("ar_setup_since") and self._may_set_up():
            label, _words = sections[TODO]
            words = self.env._("Nothing waits. Take the next of the first steps above.")
            sections[TODO] = (label, words)
        return sections

    @api.model
    def _may_set_up(self):
        return self.env.user.has_group(MANAGER)

    @api.model
    def _prepare_setup(self, company, named):
        """The card of a company.

        :param named: whether the card says whose it is
        :return: {'company_id', 'company', 'steps': [{'code', 'title', 'description', 'button',
            'done', 'next'}], 'ask'}; ``ask`` is who to ask, a sentence, for who may not take the
            steps
        """
        may = self._may_set_up()
        return {
            "company_id": company.id,
            "company": company.name if named else "",
            "steps": self._prepare_setup_steps(company),
            "ask": "" if may else self._say_whom_to_ask(company),
        }

    @api.model
    def _prepare_setup_steps(self, company):
        model = self.env["onboarding.onboarding.step"]
        known = {code: step for code in STEPS if (step := model._ar_get_step(code, company))}
        # The last step is done when the company is live, whatever was done before.
        done = {code: code != STEPS[-1] and step._ar_is_done() for code, step in known.items()}
        following = next((code for code in known if not done[code]), None)
        return [
            {
                "code": code,
                "title": step.title,
                "description": step.description or "",
                "button": step.button_text,
                "done": done[code],
                "next": code == following,
            }
            for code, step in known.items()
        ]

    @api.model
    def _say_whom_to_ask(self, company):
        names = company._ar_get_managers()[:MOST_NAMES].mapped("name")
        if not names:
            return self.env._(
                "Nobody is a collections manager of %s. Ask an administrator to make somebody one.",
                company.name,
            )
        return self.env._(
            "A collections manager takes these steps. Ask %s.",
            format_list(self.env, names, style="or"),
        )
