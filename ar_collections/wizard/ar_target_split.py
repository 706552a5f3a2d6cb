"""Split a team's target among its members."""

from dateutil.relativedelta import relativedelta

from odoo import Command, api, fields, models
from odoo.exceptions import UserError

from ..tools.insight.facts import Period
from ..tools.insight.target_split import split


class ArTargetSplit(models.TransientModel):
    """Proposes the members' parts by what each collected in the same period a year before."""

    _name = "ar.target.split"
    _description = "Split of a Target"

    target_id = fields.Many2one("ar.target", required=True, readonly=True, ondelete="cascade")
    currency_id = fields.Many2one(related="target_id.currency_id", related_sudo=False)
    amount = fields.Monetary(related="target_id.amount", related_sudo=False, string="To Split")
    line_ids = fields.One2many("ar.target.split.line", "split_id", string="Members")
    left = fields.Monetary(
        string="Not Given to Anybody", compute="_compute_left", help="Negative: given twice."
    )

    @api.depends("amount", "line_ids.amount")
    def _compute_left(self):
        for wizard in self:
            wizard.left = wizard.amount - sum(wizard.line_ids.mapped("amount"))

    def _propose(self):
        """A line for each member."""
        target = self.target_id
        people = target._get_people().filtered("active")
        before = self._read_year_before(target)
        weights = [max(before.get(user.id, 0.0), 0.0) for user in people]
        parts = split(target.amount, weights, target.currency_id.rounding)
        self.line_ids = [
            Command.create({"user_id": user.id, "before": before.get(user.id, 0.0), "amount": part})
            for user, part in zip(people, parts, strict=True)
        ]

    def _read_year_before(self, target):
        """{user id: what the customers that are the member's now paid a year before}."""
        year = relativedelta(years=1)
        period = Period(target.date_from - year, target.date_to - year)
        collected = target.sudo()._read_collected(target.company_id, [period])
        return {user_id: amount for (user_id, _period), amount in collected.items()}

    def action_split(self):
        """Give each member a target of this period, or change the one that runs.

        Who gets nothing has none any more.

        :raise UserError: the parts are not the whole, or a member's target is closed
        """
        self.ensure_one()
        target = self.target_id
        target.check_access("write")
        target._check_splits()
        if self.line_ids.user_id - target._get_people():
            raise UserError(
                self.env._(
                    "Somebody is not of the team any more. Split %s anew.", target.display_name
                )
            )
        if not target.currency_id.is_zero(self.left):
            raise UserError(
                self.env._(
                    "The parts are %(parts)s together, and the target %(target)s is %(whole)s. "
                    "Change a part.",
                    parts=target.currency_id.format(self.amount - self.left),
                    target=target.display_name,
                    whole=target.currency_id.format(self.amount),
                )
            )
        known = {one.user_id: one for one in self._find_members_targets()}
        made = self.env["ar.target"]
        for line in self.line_ids:
            own = known.get(line.user_id)
            if not line.amount:
                if own:
                    own._check_running()
                    own.unlink()
                continue
            if own:
                own._check_running()
                own.amount = line.amount
            else:
                own = made.create(self._prepare_target(line))
            made |= own
        return {
            **self.env["ir.actions.act_window"]._for_xml_id("ar_collections.ar_target_action"),
            "domain": [("id", "in", (made | target).ids)],
        }

    def _find_members_targets(self):
        target = self.target_id
        return target.search(
            [
                ("company_id", "=", target.company_id.id),
                ("user_id", "in", self.line_ids.user_id.ids),
                ("for_team", "=", False),
                ("year", "=", target.year),
                ("period", "=", target.period),
            ]
        )

    def _prepare_target(self, line):
        target = self.target_id
        return {
            "company_id": target.company_id.id,
            "user_id": line.user_id.id,
            "year": target.year,
            "period": target.period,
            "amount": line.amount,
        }
