"""What works in the background acts with the rights of who set it up."""

from odoo import SUPERUSER_ID, api, fields, models
from odoo.tools import plaintext2html

from .ar_guard_mixin import CHATTER
from .res_company import MANAGER


class ArResponsibleMixin(models.AbstractModel):
    """A record that a scheduled action works off, and somebody who answers for it: who set it up,
    changed it last, or asked for it to run. That person's rights are looked at again each time
    that it runs; where they are gone nothing happens, and a manager gets a task.

    The models have ``company_id`` and activities.
    """

    _name = "ar.responsible.mixin"
    _inherit = ["ar.guard.mixin"]
    _description = "Background Work Somebody Answers for"

    user_id = fields.Many2one(
        "res.users",
        string="Responsible",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
        help="Who set it up or changed it last. It acts with the rights of this person, and stops "
        "when they are gone.",
    )

    @api.model
    def _complete(self, vals_list):
        # EXTENDS the guard
        vals_list = super()._complete(vals_list)
        return [{"user_id": self.env.uid, **vals} for vals in vals_list]

    def write(self, vals):
        # EXTENDS the guard
        result = super().write(vals)
        if not self.env.su and vals.keys() - CHATTER:
            self._take_over()
        return result

    def _take_over(self):
        """From now on the acting person answers for it; the caller has checked the rights."""
        self.sudo().filtered(lambda one: one.user_id.id != self.env.uid).user_id = self.env.uid

    def _get_rights_problem(self):
        """A sentence if the responsible may not do what this does (any more), else None."""
        self.ensure_one()
        user = self.sudo().user_id
        if user.id == SUPERUSER_ID:
            # Set up by a program, which has all rights.
            return None
        words = {"record": self.sudo().display_name, "company": self.sudo().company_id.name}
        if not user:
            return self.env._(
                "Nobody answers for “%(record)s”, so nothing was sent. A collections manager of "
                "%(company)s takes it over by starting it, or by changing it.",
                **words,
            )
        if not user.active or not self._may_run(user):
            return self.env._(
                "%(user)s, who answers for “%(record)s”, has no rights of a collections manager in "
                "%(company)s any more, so nothing was sent. A manager takes it over by starting "
                "it, or by changing it.",
                user=user.name,
                **words,
            )
        return None

    def _may_run(self, user):
        """Whether a user may do in the record's company what it does in the background."""
        return self.sudo().company_id in user.company_ids and user.has_group(MANAGER)

    def _tell_manager(self, words):
        """A task for somebody who can put it right; one at a time."""
        one = self.sudo()
        able = one.company_id._ar_get_manager()
        if able and not one.activity_ids.filtered("automated"):
            one.with_context(mail_activity_quick_update=True).activity_schedule(
                "mail.mail_activity_data_todo",
                date_deadline=one.company_id._ar_today(),
                summary=self.env._("It has stopped: %s", one.display_name),
                note=plaintext2html(words),
                user_id=able.id,
            )

    def _done_with_task(self):
        """It runs again: the task of the manager is done."""
        self.sudo().activity_ids.filtered("automated").unlink()
