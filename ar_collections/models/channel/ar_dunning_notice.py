"""What a notice knows about its delivery."""

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import plaintext2html

from ...tools.channel.channel import prefer
from ..base.guarded import COLLECTOR
from .ar_dunning_level_wording import TONES

UNDELIVERED = "ar_collections.mail_activity_type_ar_undelivered"


class ArDunningNotice(models.Model):
    # EXTENDS 'dunning': a message; dispatches, routes and what to do when nothing arrives.
    _name = "ar.dunning.notice"
    _inherit = ["ar.dunning.notice", "ar.message.mixin"]

    _writable = {"draft": ("tone",), "failed": ("tone",)}

    dispatch_ids = fields.One2many("ar.dispatch", "notice_id", string="Dispatches")
    thank_ids = fields.One2many("ar.thank.you", "notice_id", string="Thank-You", readonly=True)
    tone = fields.Selection(
        TONES,
        default="neutral",
        required=True,
        help="In whose words the level speaks: gentle to loyal customers and key accounts, firm to "
        "those who evade. Chosen when it is proposed.",
    )
    # Why it is this one, as a code; what people chose has their name.
    tone_reason = fields.Char(readonly=True)
    tone_why = fields.Char(string="Why This Tone", compute="_compute_tone_why")
    letter_attachment_id = fields.Many2one(
        "ir.attachment",
        string="Letter",
        readonly=True,
        ondelete="set null",
        index="btree_not_null",
        groups="base.group_system",
    )
    waits_for_post = fields.Boolean(
        compute="_compute_waits_for_post",
        store=True,
        help="Its letter has not been posted, and nothing else of it has left: the deadline and "
        "the next level wait, too.",
    )
    preview_to = fields.Char(string="To", compute="_compute_preview", groups=COLLECTOR)
    preview_subject = fields.Char(string="Subject", compute="_compute_preview", groups=COLLECTOR)
    preview_mail = fields.Html(
        string="E-mail", compute="_compute_preview", sanitize=False, groups=COLLECTOR
    )
    preview_letter = fields.Html(
        string="Letter as It Looks", compute="_compute_preview", sanitize=False, groups=COLLECTOR
    )
    preview_sms = fields.Text(
        string="SMS as It Reads", compute="_compute_preview", groups=COLLECTOR
    )
    preview_sms_size = fields.Char(
        string="SMS Length", compute="_compute_preview", groups=COLLECTOR
    )
    missing_enclosures = fields.Text(
        string="Not Attached",
        readonly=True,
        help="The invoices whose PDF could not be made, and why; the e-mail left without them.",
    )
    reach_warning = fields.Char(
        string="Delivery",
        compute="_compute_reach_warning",
        help="What stands in the way of delivery, and what happens instead.",
    )

    text_customer = fields.Char(compute="_compute_texts")
    text_contact = fields.Char(compute="_compute_texts")
    text_company = fields.Char(compute="_compute_texts")
    text_total = fields.Char(compute="_compute_texts")
    text_overdue = fields.Char(compute="_compute_texts")
    text_days = fields.Char(compute="_compute_texts")
    text_deadline = fields.Char(compute="_compute_texts")
    text_next_measure = fields.Char(compute="_compute_texts")
    text_collector = fields.Char(compute="_compute_texts")
    text_items = fields.Html(compute="_compute_text_items", sanitize=False)

    _unposted_idx = models.Index("(company_id) WHERE waits_for_post")
    # The queue, in its order: what was sent before is not read again.
    _queue_idx = models.Index("(id) WHERE state = 'queued'")

    def _keeps(self, attachments):
        # EXTENDS the guard: the letter as it was made, which may speak for several notices.
        named = Domain("letter_attachment_id", "in", attachments.ids)
        letters = self.sudo().search(named).letter_attachment_id
        sent = self.env["ar.dispatch"].sudo().search([("attachment_id", "in", attachments.ids)])
        return super()._keeps(attachments) | (attachments & (letters | sent.attachment_id))

    @api.depends("state", "level_id", "profile_id.preferred_channel")
    @api.depends("contact_id.email", "contact_id.active", "contact_id.commercial_partner_id")
    def _compute_reach_warning(self):
        waiting = self.filtered(lambda n: n.state in ("draft", "queued", "failed"))
        problems = waiting._reach_problem()
        for notice in self:
            notice.reach_warning = problems.get(notice.id, False)

    def _reach_problem(self):
        """What stands in the way of delivery, for the reviewer; set-based.

        :return: {notice id: sentence}, only of notices with a problem
        """
        labels = dict(self.env["ar.channel"]._selection())
        result, choices = {}, self.env["ar.channel"]._choose(self)
        hints = self._map_hints(choices)
        for notice_id, choice in choices.items():
            if not choice.problems and choice.channels:
                if hints[notice_id]:
                    result[notice_id] = hints[notice_id]
                continue
            sentences = [
                *dict.fromkeys(choice.problems.values()),
                *filter(None, [hints[notice_id]]),
            ]
            if not choice.channels:
                sentences.append(self.env._("The notice cannot be delivered."))
            else:
                used = ", ".join(labels[code] for code in choice.channels)
                sentences.append(self.env._("Goes out by: %(channels)s.", channels=used))
            result[notice_id] = " ".join(sentences)
        return result

    def _map_hints(self, choices):
        """{notice id: why it goes to somebody else than the recipient that was chosen, or ''}."""
        hints = dict.fromkeys(self.ids, "")
        first = {id_: choice.channels[0] for id_, choice in choices.items() if choice.channels}
        for code in set(first.values()):
            own = self.filtered(lambda one, c=code: first.get(one.id) == c)
            readers = self.env["ar.channel"]._get(code)._map_readers(own)
            hints.update({id_: words for id_, (_reader, words) in readers.items()})
        return hints

    def _get_routes(self):
        # EXTENDS the message: the channels of the level, the customer's preferred one first.
        self.ensure_one()
        level, preferred = self.level_id, self.profile_id.preferred_channel
        return self.env["ar.channel"]._ask_once(
            ("routes", level.id, preferred), lambda: prefer(level._get_routes(), preferred)
        )

    # -- birth and writing -------------------------------------------------------------

    @api.model
    def _complete(self, vals_list):
        # EXTENDS the guard: the tone, for all new notices together.
        vals_list = super()._complete(vals_list)
        self._add_tones([vals for vals in vals_list if "tone" not in vals])
        return vals_list

    def write(self, vals):
        # EXTENDS the guard: one message has one tone, and one that a person chose has no other
        # reason.
        if "tone" not in vals or self.env.su:
            return super().write(vals)
        bundles = self.union(*self._map_bundles().values())
        result = super(ArDunningNotice, bundles).write({"tone": vals["tone"]})
        super(ArDunningNotice, bundles.sudo()).write({"tone_reason": f"user:{self.env.uid}"})
        others = {name: value for name, value in vals.items() if name != "tone"}
        return super().write(others) if others else result

    @api.model
    def _get_approved_fields(self):
        # EXTENDS 'dunning'
        return (*super()._get_approved_fields(), "tone")

    # -- bundles: the notices that one message speaks of -------------------------------

    def _get_message_key(self):
        """Notices with the same key go out in one message."""
        self.ensure_one()
        if self.run_id and self.policy_id.grouping == "customer":
            return (self.run_id.id, self.profile_id.id)
        return (0, self.id)

    def _group_messages(self):
        # EXTENDS the message: the lead has the highest level and the largest amount.
        messages = []
        for notices in self.grouped(lambda notice: notice._get_message_key()).values():
            ordered = notices.sorted(
                lambda n: (-n.level_id.delay_days, -n.amount_total_company, n.id)
            )
            messages.append((ordered[:1], ordered))
        return messages

    def _map_bundles(self):
        """The notices that the message of each notice speaks of; one query for all.

        The siblings of a notice are those of the same run and customer that are as far as
        it is.

        :return: {notice id: notices, itself first}
        """
        shared = self.filtered(lambda notice: notice._get_message_key()[0] and not notice.left_out)
        domain = Domain("run_id", "in", shared.run_id.ids)
        domain &= Domain("profile_id", "in", shared.profile_id.ids)
        everything = self | (self.search(domain) if shared else self)
        everything = everything.filtered(lambda notice: notice in self or not notice.left_out)
        everything = everything.with_prefetch(everything.ids)
        groups = everything.grouped(lambda notice: (notice._get_message_key(), notice.state))
        return {
            notice.id: (notice | groups[notice._get_message_key(), notice.state]).with_prefetch(
                everything.ids
            )
            for notice in everything & self
        }

    # -- when nothing arrives ----------------------------------------------------------

    def _on_undelivered(self, dispatches, reason, try_others):
        """EXTENDS the message: try the level's fallback, else the notice failed.

        The fallback is queued only: the sender makes it, since this may run within a mail job.
        When our own server failed there is no task for the collector: the address is right,
        and whoever mends the server sends the failed notices again.
        """
        self.ensure_one()
        others = self.dispatch_ids - dispatches
        if any(other._carries_message() for other in others):
            return
        channel = self._find_fallback() if try_others else None
        if channel:
            self._queue_dispatches([(self, channel, "fallback")])
            self._trigger_sending()
            return
        if any(other.state == "queued" for other in others):
            self._settle_leaving()
            return  # the collector still calls about it
        self._set_failed(reason)
        if try_others:
            self._make_delivery_task(reason)

    def _find_fallback(self):
        """The next channel of the level that was not tried yet, or None."""
        tried = set(self.dispatch_ids.mapped("channel"))
        choice = self.env["ar.channel"]._choose_fallback(self, tried)
        return choice.channels[0] if choice.channels else None

    def _make_delivery_task(self, reason):
        """Give the collector the task to find a way to the customer, once per customer."""
        for profile, notices in self.grouped("profile_id").items():
            summary = self.env._("A reminder did not reach %s", profile.partner_id.name)
            known = profile.sudo().activity_ids
            # By the words, too: somebody may have deleted the kind of task.
            if profile.sudo().activity_search([UNDELIVERED]) or summary in known.mapped("summary"):
                continue
            profile.sudo().with_context(mail_activity_quick_update=True).activity_schedule(
                UNDELIVERED,
                date_deadline=notices[:1].company_id._ar_today(),
                summary=summary,
                note=plaintext2html(reason),
                user_id=notices[:1]._get_collector().id,
            )

    # -- actions -----------------------------------------------------------------------

    def action_preview_letter(self):
        """Show the letter as it would be printed now; nothing is stored or sent."""
        return self.env.ref("ar_collections.action_report_ar_dunning_letter").report_action(
            self, config=False
        )
