"""Saving claims that lapse: what happened is recorded with its proof, or a suit is planned."""

from datetime import timedelta

from odoo import Command, api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_date, plaintext2html

# Days before the first last day by which a suit is to be filed.
DAYS_TO_FILE = 30


class ArLimitationSave(models.TransientModel):
    """Items of one customer, why they lapse, and what is done about it."""

    _name = "ar.limitation.save"
    _description = "Save a Claim"

    profile_id = fields.Many2one("ar.profile", string="Customer Account", required=True)
    company_id = fields.Many2one(related="profile_id.company_id", related_sudo=False)
    move_line_ids = fields.Many2many("account.move.line", string="Items", required=True)
    explanation = fields.Text(
        compute="_compute_explanation", help="Each item, its last day, and what it comes from."
    )
    way = fields.Selection(
        [("event", "Record what happened"), ("suit", "Plan a suit")],
        string="What to Do",
        required=True,
        default="event",
    )
    kind = fields.Selection(
        lambda self: self.env["ar.limitation.event"]._selection_kind(), string="What Happened"
    )
    day = fields.Date(default=lambda self: self.env.company._ar_today())
    until = fields.Date(string="Ended On")
    reference = fields.Char(help="File number of the court, number of the registered letter.")
    attachment_ids = fields.Many2many("ir.attachment", string="Proof", bypass_search_access=True)
    note = fields.Text()
    user_id = fields.Many2one(
        "res.users",
        string="Who Files It",
        domain="[('share', '=', False), ('company_ids', 'in', company_id)]",
        default=lambda self: self.env.user,
    )
    deadline = fields.Date(
        compute="_compute_deadline",
        compute_sudo=False,
        store=True,
        readonly=False,
        help="By when it is to be filed.",
    )

    @api.depends("move_line_ids")
    @api.depends_context("lang")
    def _compute_explanation(self):
        items = self.env["ar.open.item"]
        for save in self:
            lines = []
            for claim in save._read_claims():
                lines += [f"{claim.row['name']}:", *items._explain_claim(claim), ""]
            save.explanation = "\n".join(lines).strip()

    @api.depends("move_line_ids")
    def _compute_deadline(self):
        for save in self:
            today = (save.company_id or self.env.company)._ar_today()
            days = [claim.limit.date for claim in save._read_claims() if claim.limit]
            if save.deadline or not days:
                continue
            save.deadline = max(min(days) - timedelta(days=DAYS_TO_FILE), today)

    def _read_claims(self):
        """The claims of the items that the user may see, the first to lapse first."""
        items = self.env["ar.open.item"]
        visible = items.search([("id", "in", self.move_line_ids.ids)])
        claims = items._read_claims(ids=visible.ids) if visible else {}
        last = fields.Date.to_date("9999-12-31")
        return sorted(
            claims.values(), key=lambda c: (c.limit.date if c.limit else last, c.row["id"])
        )

    def action_save(self):
        """Record the event, or give the task to file a suit."""
        self.ensure_one()
        self.profile_id.check_access("write")
        if self.way == "suit":
            self._plan_suit()
            return {"type": "ir.actions.act_window_close"}
        if not self.kind or not self.day:
            raise UserError(
                self.env._("Say what happened to the claims of %s, and when.", self._get_name())
            )
        before = self._map_last_days()
        event = self.env["ar.limitation.event"].create(
            {
                "profile_id": self.profile_id.id,
                "kind": self.kind,
                "day": self.day,
                "until": self.until,
                "move_line_ids": [Command.set(self.move_line_ids.ids)],
                "reference": self.reference,
                "attachment_ids": [Command.set(self.attachment_ids.ids)],
                "note": self.note,
            }
        )
        if not event.proved:
            raise UserError(
                self.env._(
                    "“%s” has no proof, so it would save nothing. Add a file, or the number of the "
                    "court's file or of the registered letter.",
                    event.display_name,
                )
            )
        if before and self._map_last_days() == before:
            raise UserError(
                self.env._(
                    "“%(event)s” moves the last day of none of these claims of %(customer)s: their "
                    "law does not count it, or something later counts already. Choose something "
                    "else that happened, or plan a suit.",
                    event=event.display_name,
                    customer=self._get_name(),
                )
            )
        return event._get_records_action()

    def _map_last_days(self):
        """{item: last day} of the claims whose law is known."""
        return {claim.row["id"]: claim.limit.date for claim in self._read_claims() if claim.limit}

    def _plan_suit(self):
        """A task on the customer's account, by its deadline."""
        if not self.deadline or not self.user_id:
            raise UserError(
                self.env._("Say who files the suit against %s, and by when.", self._get_name())
            )
        claims = self._read_claims()
        names = ", ".join(claim.row["name"] for claim in claims)
        self.profile_id.activity_schedule(
            "mail.mail_activity_data_todo",
            date_deadline=self.deadline,
            user_id=self.user_id.id,
            summary=self.env._("File a suit against %s", self._get_name()),
            note=plaintext2html(
                self.env._(
                    "Items: %(items)s. The first claim lapses on %(day)s. Record the suit with its "
                    "file number once it is filed.\n%(note)s",
                    items=names,
                    day=self._get_first_day_words(claims),
                    note=self.note or "",
                ).strip()
            ),
        )

    def _get_first_day_words(self, claims):
        days = [claim.limit.date for claim in claims if claim.limit]
        return format_date(self.env, min(days)) if days else self.env._("an unknown day")

    def _get_name(self):
        return self.profile_id.partner_id.display_name
