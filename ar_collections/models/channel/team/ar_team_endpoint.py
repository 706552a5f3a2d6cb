"""Group robots of our own team: where it reads what happened."""

from typing import NamedTuple

from odoo import api, fields, models
from odoo.tools import format_amount

from ....tools.channel import team
from ...base.ar_guard_mixin import ANY, NEW
from ...base.res_company import MANAGER

# Customers that a digest names.
TOP = 10


class TeamEvent(NamedTuple):
    """Something that a team is told of: its name, and the model of the record it is about."""

    label: str
    model: str


class ArTeamEndpoint(models.Model):
    """A robot in a group of our own people. It is no way to a customer: what it is told is no
    dispatch, and no level counts by it.

    A new event is an entry of ``_get_events`` and a method ``_digest_<code>``; whoever sees it
    happen calls ``ar.team.message._queue``.
    """

    _name = "ar.team.endpoint"
    _inherit = ["ar.web.address.mixin"]
    _description = "Robot of Our Team"
    _order = "company_id, name, id"

    _writable = {NEW: ("company_id",), ANY: ("name", "kind", "secret", "lang", "event_ids")}
    _writable_by = {"secret": MANAGER}

    name = fields.Char(required=True, help="The group that reads it.")
    company_id = fields.Many2one(
        "res.company",
        required=True,
        index=True,
        default=lambda self: self.env.company,
        ondelete="cascade",
    )
    kind = fields.Selection(
        selection=lambda self: self._get_kinds(),
        required=True,
        default="wecom",
    )
    secret = fields.Char(
        copy=False,
        groups=MANAGER,
        help="What DingTalk and Feishu sign with, if the robot was made with a signature. The "
        "others have it in their address: leave it empty.",
    )
    lang = fields.Selection(
        selection=lambda self: self.env["res.lang"].get_installed(),
        string="Language",
        required=True,
        default=lambda self: self.env.lang or "en_US",
    )
    event_ids = fields.One2many(
        "ar.team.event", "endpoint_id", string="Events", help="What the group is told of."
    )
    message_ids = fields.One2many(
        "ar.team.message", "endpoint_id", string="Messages", readonly=True
    )
    tokens = fields.Float(
        readonly=True, default=60.0, help="How many messages it takes at once now."
    )
    tokens_date = fields.Datetime(readonly=True)

    @api.model
    def _get_kinds(self):
        """(code, name) of the kinds of robots; each has its function in ``tools``."""
        return [
            ("wecom", self.env._("WeCom")),
            ("dingtalk", self.env._("DingTalk")),
            ("feishu", self.env._("Feishu")),
            ("slack", self.env._("Slack")),
            ("teams", self.env._("Teams")),
        ]

    # -- what a team is told of --------------------------------------------------------

    @api.model
    def _get_events(self):
        """{code: ``TeamEvent``}; later rooms add theirs."""
        run = "ar.dunning.run"
        return {
            "run_proposed": TeamEvent(self.env._("A dunning run waits for review"), run),
            "run_sent": TeamEvent(self.env._("A dunning run was sent"), run),
            "failures": TeamEvent(self.env._("Reminders did not arrive"), run),
        }

    @api.model
    def _find_listeners(self, event, company=None):
        """The robots, as superuser, that are told of an event, in all companies or in one."""
        robots = self.sudo().search([("event_ids.event", "=", event)])
        if company is None:
            return robots
        return robots.filtered(lambda robot: robot.company_id in company._ar_chain())

    def _make_digest(self, event, record):
        """What the robot is told of an event, in its language; None if it does not hold any
        more.

        :return: a ``Digest``
        """
        spoken = self.with_context(lang=self.company_id._ar_pick_lang(self))
        told = getattr(spoken, f"_digest_{event}")(record.with_env(spoken.env))
        return told and told._replace(url=self.url)

    def _digest_run_proposed(self, run):
        """Whom a run would remind; nothing once it was reviewed."""
        if run.state != "proposed":
            return None
        title = self.env._(
            "%(company)s: the dunning run %(run)s waits for review",
            company=run.company_id.name,
            run=run.name,
        )
        return self._digest_run(run, title, "draft")

    def _digest_run_sent(self, run):
        """Whom a run has reminded."""
        title = self.env._(
            "%(company)s: the dunning run %(run)s was sent",
            company=run.company_id.name,
            run=run.name,
        )
        return self._digest_run(run, title, "sent")

    def _digest_failures(self, run):
        """Whom a run has not reached; nothing once all of it was put right."""
        title = self.env._(
            "%(company)s: reminders of the dunning run %(run)s did not arrive",
            company=run.company_id.name,
            run=run.name,
        )
        return self._digest_run(run, title, "failed")

    def _digest_run(self, run, title, state):
        """The largest customers among a run's notices in one state, and the totals by currency;
        two queries, however many there are."""
        rows = self.env["ar.dunning.notice"]._read_group(
            [("run_id", "=", run.id), ("state", "=", state)],
            ["partner_id", "currency_id"],
            ["amount_total:sum", "amount_total_company:sum"],
        )
        if not rows:
            return None
        asked, weights, totals = {}, {}, {}
        for partner, currency, amount, weight in rows:
            asked.setdefault(partner, []).append((currency, amount))
            weights[partner] = weights.get(partner, 0.0) + weight
            totals.setdefault(currency, []).append(amount)
        top = sorted(weights, key=lambda partner: (-weights[partner], partner.id))[:TOP]
        lines = [f"{partner.name}: {self._format_sums(asked[partner])}" for partner in top]
        if left := len(weights) - len(top):
            lines.append(self.env._("and %s more", left))
        return team.Digest(
            url="",
            title=title,
            lines=tuple(lines),
            totals=tuple(
                self.env._(
                    "Total: %(amount)s, customers: %(count)s",
                    amount=format_amount(self.env, sum(amounts), currency),
                    count=len(amounts),
                )
                for currency, amounts in totals.items()
            ),
            link=self._get_link(run),
            link_words=self.env._("Open the dunning run"),
        )

    def _format_sums(self, sums):
        return " + ".join(format_amount(self.env, amount, currency) for currency, amount in sums)

    def _get_link(self, record):
        """The page of a record; whoever opens it logs in."""
        return f"{record.get_base_url()}/odoo/{record._name}/{record.id}"

    # -- how often ---------------------------------------------------------------------

    def _take_turn(self):
        # EXTENDS the address: a robot takes so many messages a minute.
        now = fields.Datetime.now()
        since = (now - self.tokens_date).total_seconds() if self.tokens_date else 0.0
        tokens, wait = team.take_turn(self.kind, self.tokens, since)
        self.write({"tokens": tokens, "tokens_date": now})
        return wait

    def _keep_quiet(self, seconds):
        # EXTENDS the address: some say nothing for longer after too many messages.
        super()._keep_quiet(max(seconds, team.ROBOTS[self.kind].silence))

    # -- the test ----------------------------------------------------------------------

    def _prepare_test(self):
        # EXTENDS the address
        spoken = self.with_context(lang=self.company_id._ar_pick_lang(self))
        digest = team.Digest(
            url=self.url,
            title=spoken.env._("A test message"),
            lines=(spoken.env._("%s is connected.", self.company_id.name),),
            link=f"{self.get_base_url()}/odoo",
            link_words=spoken.env._("Open Odoo"),
        )
        return self._build(digest)

    def _build(self, digest):
        """The ``Request`` of this moment."""
        return team.build(self.kind, self.secret, fields.Datetime.now(), digest)

    def _read_test(self, reply):
        # EXTENDS the address
        return team.read_answer(self.kind, reply.status, reply.body, reply.error)
