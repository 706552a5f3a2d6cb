"""Tasks of who is away: the deputy does them meanwhile, and gives back what is left."""

from odoo import api, models

from ...base import guarded

OURS = "ar."


class MailActivity(models.Model):
    _name = "mail.activity"
    _inherit = ["mail.activity", "ar.closed.mixin"]

    _ar_closed = {"ar_away_id": None}

    ar_away_id = guarded.Many2one(
        "res.users",
        string="In Place Of",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="set null",
        groups="base.group_user",
        help="Whose task it is: a deputy does it until the absence ends.",
    )

    @api.model_create_multi
    def create(self, vals_list):
        # EXTENDS 'mail': what Collections gives to somebody who is away, the deputy does.
        acting = self._ar_map_deputies(vals_list)
        given = [
            {**vals, "user_id": acting[place]} if place in acting else vals
            for place, vals in enumerate(vals_list)
        ]
        tasks = super().create(given)
        for place in acting:
            # Superuser: people do not say whose task it is.
            tasks[place].sudo().ar_away_id = vals_list[place]["user_id"]
        return tasks

    def write(self, vals):
        # EXTENDS 'mail': whom a person chooses keeps it.
        if "user_id" in vals and "ar_away_id" not in vals:
            passed = self.sudo().filtered("ar_away_id")
            if passed:
                super(MailActivity, passed).write({"ar_away_id": False})
        return super().write(vals)

    def _ar_get_owner(self):
        # EXTENDS the room channel
        return self.sudo().ar_away_id.sudo(self.env.su) or super()._ar_get_owner()

    @api.model
    def _ar_map_deputies(self, vals_list):
        """{place in the list: id of the deputy}, of new tasks of those who are away."""
        absences = self.env["ar.absence"]
        about = {}
        for place, vals in enumerate(vals_list):
            name = self._ar_get_model(vals) if vals.get("automated") else ""
            if name.startswith(OURS) and vals.get("user_id"):
                about[place] = self.env[name].sudo().browse(vals["res_id"])
        if not about or not absences._is_anybody_away():
            return {}
        users, known = self.env["res.users"].sudo(), {}
        acting = {
            place: self._ar_find_deputy(record, users.browse(vals_list[place]["user_id"]), known)
            for place, record in about.items()
        }
        return {place: user.id for place, user in acting.items() if user}

    @api.model
    def _ar_get_model(self, vals):
        model_id = vals.get("res_model_id")
        found = model_id and self.env["ir.model"].sudo().browse(model_id).model
        return found or vals.get("res_model") or ""

    @api.model
    def _ar_find_deputy(self, record, user, known):
        """Who does today what a user has to do about a record, if that is somebody else, who may
        see the record.

        :param record: as superuser
        :param known: what was found so far: {(company, user): id of who acts}
        """
        if not user or "company_id" not in record._fields or not record.company_id:
            return user.browse()
        company = record.company_id
        if (company, user) not in known:
            found = self.env["ar.absence"]._find_stand_ins(company, user.ids)
            known[company, user] = found[user.id]
        acting = user.browse(known[company, user] or ())
        if not acting or acting == user:
            return user.browse()
        theirs = record.with_user(acting).with_context(allowed_company_ids=company.ids)
        return acting if theirs.has_access("read") else user.browse()

    @api.model
    def _ar_hand_over(self, company):
        """Bring the open tasks of a company to who does them today: what waits for somebody who is
        away to the deputy, what a deputy has not done back. As superuser."""
        away = list(self.env["ar.absence"]._read_deputies(company._ar_today()))
        tasks = self.sudo().search(
            [
                ("automated", "=", True),
                ("res_model", "=like", f"{OURS}%"),
                "|",
                ("ar_away_id", "!=", False),
                ("user_id", "in", away),
            ]
        )
        moves, known = {}, {}
        for task in tasks:
            record = self.env[task.res_model].sudo().browse(task.res_id)
            if "company_id" not in record._fields or record.company_id != company:
                continue
            owner = task._ar_get_owner()
            acting = self._ar_find_deputy(record, owner, known) or owner
            if acting != task.user_id:
                key = acting.id, owner.id if acting != owner else False
                moves[key] = moves.get(key, task.browse()) | task
        # Not one e-mail for each of them.
        for (user_id, away_id), own in moves.items():
            own = own.with_context(mail_activity_quick_update=True)
            own.write({"user_id": user_id, "ar_away_id": away_id})
