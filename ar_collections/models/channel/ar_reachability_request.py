"""Who sells to the customer is asked for what is missing, once."""

from markupsafe import Markup

from odoo import models
from odoo.exceptions import UserError

from ..base.notify import notify

ACTIVITY_TYPE = "ar_collections.mail_activity_type_ar_reach"


class ArReachability(models.Model):
    _inherit = "ar.reachability"

    def action_ask(self):
        """Give the salespeople of these customers, else their collectors, the task to find out what
        is missing; who was asked already is not asked again."""
        self.env["ar.profile"].check_access("write")
        self.check_access("read")
        asked = self._read_asked()
        wanted = self.filtered(
            lambda row: (
                row._list_problems()
                and row.partner_id.id not in asked
                and -row.profile_id.id not in asked
            )
        )
        wanted._ask()
        return notify(self._get_asked_words(len(wanted)), "success" if wanted else "info")

    def _get_asked_words(self, count):
        left = len(self) - count
        if not left:
            return self.env._("%s customers are asked about.", count)
        return self.env._(
            "%(count)s customers are asked about; of %(left)s nothing is missing, or somebody was "
            "asked already.",
            count=count,
            left=left,
        )

    def _ask(self):
        """Make the tasks; one create for all."""
        activity_type = self.env.ref(ACTIVITY_TYPE, raise_if_not_found=False)
        activity_type = activity_type or self.env["ar.profile"]._default_activity_type()
        asked = self._map_asked()
        readers = {user: self._may_read_accounts(user) for user in asked.values()}
        values = []
        for row, user in asked.items():
            on_account = readers[user]
            record = row.profile_id if on_account else row.partner_id
            values.append(
                {
                    "activity_type_id": activity_type.id,
                    "res_model_id": self.env["ir.model"]._get_id(record._name),
                    "res_id": record.id,
                    "user_id": user.id,
                    "date_deadline": row.company_id._ar_add_working_days(
                        row.company_id._ar_today(), 3
                    ),
                    "summary": row.with_context(lang=user.lang)._get_task_words(),
                    "note": row.with_context(lang=user.lang)._get_task_note(),
                    "automated": True,
                }
            )
        # Not one e-mail for each of them.
        activities = self.env["mail.activity"].with_context(mail_activity_quick_update=True)
        activities.sudo().create(values)

    def _map_asked(self):
        """{row: the user who is asked}: the salesperson, who knows the customer, else the
        collector."""
        found = {}
        for row in self:
            seller = row.salesperson_id.sudo()
            own = seller.active and not seller.share and row.company_id in seller.company_ids
            found[row] = row.salesperson_id if own else row.profile_id._get_collector()
        return found

    def _may_read_accounts(self, user):
        """Whether a task on the account can be opened by its user; a salesperson may know contacts
        alone."""
        return self.env["ar.profile"].with_user(user).has_access("read")

    def _get_task_words(self):
        return self.env._("Contact data of %s is missing", self.partner_id.name)

    def _get_task_note(self):
        head = self.env._(
            "%(customer)s has %(amount)s open and cannot be reached by every way. Please find out, "
            "and enter it on the contact:",
            customer=self.partner_id.display_name,
            amount=self.currency_id.format(self.open_amount),
        )
        items = Markup("").join(
            Markup("<li>{}</li>").format(words) for words in self._list_problems()
        )
        return Markup("<p>{}</p><ul>{}</ul>").format(head, items)

    def _read_asked(self):
        """Who has the task already: {id of the customer, or minus the id of the account: user}."""
        kind = self.env.ref(ACTIVITY_TYPE, raise_if_not_found=False)
        if not kind or not self:
            return {}
        activities = self.env["mail.activity"].sudo()
        found = {}
        for model, ids, sign in (
            ("ar.profile", self.profile_id.ids, -1),
            ("res.partner", self.partner_id.ids, 1),
        ):
            domain = [("activity_type_id", "=", kind.id), ("res_model", "=", model)]
            for activity in activities.search([*domain, ("res_id", "in", ids)]):
                found[sign * activity.res_id] = activity.user_id
        return found

    def action_open_contact(self):
        """Open the contact whose data is to be completed."""
        self.ensure_one()
        return self.contact_id._get_records_action()

    def action_open_account(self):
        """Open the customer account."""
        self.ensure_one()
        if not self.profile_id:
            raise UserError(self.env._("The account of this customer does not exist any more."))
        return self.profile_id._get_records_action()
