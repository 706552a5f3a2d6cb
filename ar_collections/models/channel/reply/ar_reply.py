"""What customers answer: read by rules, decided by people."""

from datetime import timedelta
from typing import NamedTuple

from lxml import html as lxml_html
from markupsafe import Markup

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import escape_psql, html2plaintext

from ....tools.channel import reply as reader

#: Working days for which an answer that nobody has read holds the customer.
DAYS_TO_READ = 3
#: Answers of one customer in an hour that are read; who writes more is a machine.
MOST_AN_HOUR = 20
#: Signs that are kept of an answer.
MOST_SIGNS = 4_000
#: Signs of a letter that are looked at to find those.
MOST_READ = 100_000
#: Letters on one account in an hour that are kept at all, whoever writes them.
MOST_KEPT = 100


class ReplyKind(NamedTuple):
    """What an answer means, in the language of the context.

    :param name: a few words
    :param step: what its button does, a few words
    :param holds: whether it holds the customer until somebody has read it
    :param reason: the code of the reason of non-payment that it tells
    """

    name: str
    step: str
    holds: bool = True
    reason: str = ""


class ArReply(models.Model):
    """One answer of a customer, what it seems to mean, and what was done about it.

    A kind is an entry of ``_get_kinds`` and a method ``_answer_<code>``, which the button calls.
    Nothing happens by itself but this: a new answer holds the customer for three working days, so
    that nobody is chased who has just written; and the note of somebody who is away is filed.
    """

    _name = "ar.reply"
    _description = "Reply of a Customer"
    _inherit = ["ar.gate.mixin", "ar.answer.mixin"]
    _order = "date_received desc, id desc"
    _rec_name = "partner_id"
    _check_company_auto = True

    _transitions = {"handled": ("new",), "ignored": ("new",)}
    # What was misread is put right; what was written is not.
    _writable = {"new": ("kind", "date", "amount", "currency_id", "reference")}

    profile_id = fields.Many2one(
        "ar.profile",
        string="Customer Account",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
    )
    partner_id = fields.Many2one(
        "res.partner", string="Customer", related="profile_id.partner_id", store=True, index=True
    )
    company_id = fields.Many2one(related="profile_id.company_id", store=True, index=True)
    collector_id = fields.Many2one(
        related="profile_id.collector_id", string="Collector", store=True, index="btree_not_null"
    )
    message_id = fields.Many2one(
        "mail.message", readonly=True, index="btree_not_null", ondelete="set null"
    )
    author_id = fields.Many2one(
        "res.partner", string="Written by", readonly=True, ondelete="set null"
    )
    email_from = fields.Char(string="Sender", readonly=True)
    is_known = fields.Boolean(
        string="Known Sender",
        readonly=True,
        help="The sender is a contact of the customer. An answer of anybody else holds nothing, "
        "and no paper is sent to its address.",
    )
    date_received = fields.Datetime(string="Received", readonly=True, required=True)
    text = fields.Text(
        string="Answer", readonly=True, help="As it was written, without what it quotes."
    )
    words = fields.Char(
        string="What It Says",
        readonly=True,
        help="The words by which it was understood; where it was not, how it begins.",
    )
    kind = fields.Selection("_selection_kind", required=True, index=True)
    step = fields.Char(
        string="Proposed or Done",
        compute="_compute_step",
        help="What its button does; what was done once somebody has dealt with it.",
    )
    confidence = fields.Float(
        readonly=True,
        digits=(3, 2),
        help="How sure the reading is, from 0 to 1. It is a proposal: the answer decides.",
    )
    date = fields.Date(string="Day", help="Of the payment that was made or promised, or of return.")
    amount = fields.Monetary(help="The amount that was paid or is promised; 0: none is named.")
    currency_id = fields.Many2one("res.currency", required=True)
    reference = fields.Char(help="The number of a payment.")
    move_ids = fields.Many2many(
        "account.move",
        "ar_reply_move_rel",
        "reply_id",
        "move_id",
        string="Invoices Named",
        readonly=True,
    )
    hold_id = fields.Many2one("ar.hold", readonly=True, index="btree_not_null", ondelete="set null")
    state = fields.Selection(
        [("new", "To Read"), ("handled", "Handled"), ("ignored", "Ignored")],
        default="new",
        required=True,
        readonly=True,
        index=True,
    )
    done = fields.Char(string="What Was Done", readonly=True)
    handled_on = fields.Datetime(readonly=True)
    handled_by_id = fields.Many2one("res.users", readonly=True)

    _message_uniq = models.UniqueIndex(
        "(message_id) WHERE message_id IS NOT NULL", "A message is read once."
    )

    @api.model
    def _get_kinds(self):
        """What answers mean, in the order in which they are told.

        :return: {code: ``ReplyKind``}
        """
        return {
            "paid": ReplyKind(self.env._("Says it is paid"), self.env._("Wait for the money")),
            "promise": ReplyKind(self.env._("Promises to pay"), self.env._("Take the promise")),
            "dispute": ReplyKind(
                self.env._("Disputes"), self.env._("Open the dispute"), reason="dispute"
            ),
            "copy": ReplyKind(
                self.env._("Asks for a copy"), self.env._("Send copies"), reason="document"
            ),
            "contact": ReplyKind(
                self.env._("Other contact"), self.env._("Change the contact"), reason="contact"
            ),
            "hardship": ReplyKind(
                self.env._("Cannot pay now"), self.env._("Plan a call"), reason="cash"
            ),
            "optout": ReplyKind(self.env._("Wants no more messages"), self.env._("Note the wish")),
            "absent": ReplyKind(self.env._("Is away"), self.env._("File"), holds=False),
            "other": ReplyKind(self.env._("Something else"), self.env._("Done")),
        }

    @api.model
    def _selection_kind(self):
        return [(code, kind.name) for code, kind in self._get_kinds().items()]

    @api.depends_context("lang")
    @api.depends("kind", "state", "done")
    def _compute_step(self):
        kinds = self._get_kinds()
        for reply in self:
            # Of a kind whose add-on was uninstalled: there is nothing but to read it.
            proposed = kinds.get(reply.kind, kinds["other"]).step
            reply.step = proposed if reply.state == "new" else reply.done

    # -- reading -----------------------------------------------------------------------

    @api.model
    def _read_message(self, profile, message):
        """Read what somebody who is not of us wrote on an account (``self`` as superuser).

        :return: the reply; empty for our own words, and for the flood of a machine
        """
        author = message.author_id
        if any(user._is_internal() for user in author.user_ids) or self._is_flood(profile):
            return self.browse()
        text = self._get_own_words(message)
        if not text:
            return self.browse()
        today = profile.company_id._ar_today()
        lang = author.lang or profile.partner_id.lang or profile.company_id.partner_id.lang
        found = reader.read_reply(text, lang, today)
        reply = self.create(self._prepare_values(profile, message, text, found))
        if not self._get_kinds()[found.kind].holds:
            reply.action_answer()
        elif reply.is_known:
            reply._hold_until_read()
        return reply

    @api.model
    def _is_flood(self, profile):
        since = fields.Datetime.now() - timedelta(hours=1)
        domain = [("profile_id", "=", profile.id), ("date_received", ">=", since)]
        return self.search_count(domain, limit=MOST_AN_HOUR) >= MOST_AN_HOUR

    @api.model
    def _is_bomb(self, profile, sender):
        """Whether so many letters came in the last hour that one more is not even kept: of one
        sender, or of all. The collector is told once.

        :param profile: the accounts that the letter is for, as superuser
        :param sender: the address that it names
        """
        since = fields.Datetime.now() - timedelta(hours=1)
        domain = Domain("model", "=", profile._name) & Domain("res_id", "in", profile.ids)
        domain &= Domain("message_type", "=", "email") & Domain("create_date", ">=", since)
        messages = self.env["mail.message"].sudo()
        own = domain & Domain("email_from", "=ilike", escape_psql(sender or ""))
        if (
            messages.search_count(own, limit=MOST_AN_HOUR) < MOST_AN_HOUR
            and messages.search_count(domain, limit=MOST_KEPT) < MOST_KEPT
        ):
            return False
        summary = self.env._("A flood of letters: those that follow are not kept")
        for account in profile:
            note = Markup("<p>{}</p>").format(sender or "")
            account.company_id._ar_ask(account, account._get_collector(), summary, note)
        return True

    @api.model
    def _get_own_words(self, message):
        """The text of a message without what it quotes."""
        body = (message.body or "")[:MOST_READ]
        if "data-o-mail-quote" in body:
            tree = lxml_html.fragment_fromstring(body, create_parent="div")
            for quoted in tree.xpath("//*[@data-o-mail-quote]"):
                quoted.drop_tree()
            body = lxml_html.tostring(tree, encoding="unicode")
        return reader.cut_quotes(html2plaintext(body))[:MOST_SIGNS].strip()

    @api.model
    def _prepare_values(self, profile, message, text, found):
        currency = self.env["res.currency"].search([("name", "=", found.currency)], limit=1)
        moves = self._find_named_moves(profile, text)
        return {
            "profile_id": profile.id,
            "message_id": message.id,
            "author_id": message.author_id.id,
            "email_from": message.email_from,
            "is_known": self._is_of_customer(profile, message.author_id),
            "date_received": message.date or fields.Datetime.now(),
            "text": text,
            "words": (found.words or " ".join(text.split()))[:250],
            "kind": found.kind,
            "confidence": found.confidence,
            "date": found.date,
            "amount": found.amount or 0.0,
            "currency_id": (currency or self._pick_currency(profile, moves)).id,
            "reference": found.reference,
            "move_ids": [(6, 0, moves.ids)],
        }

    @api.model
    def _is_of_customer(self, profile, author):
        return bool(author) and self.env["ar.outside.contact"]._may_be_told(profile, author)

    @api.model
    def _find_named_moves(self, profile, text):
        """The customer's open invoices whose numbers a text names."""
        plain = " ".join(text.casefold().split())
        domain = [
            ("partner_id", "=", profile.partner_id.id),
            ("company_id", "=", profile.company_id.id),
        ]
        moves = self.env["ar.open.item"].search(domain).move_id
        return moves.filtered(
            lambda move: any(
                number and len(number) > 3 and number.casefold() in plain
                for number in (move.name, move.payment_reference, move.ref)
            )
        )

    @api.model
    def _pick_currency(self, profile, moves):
        """What an answer that names no currency is about: that of the invoices it names, else the
        company's if something is open in it, else that of the oldest debt."""
        if len(moves.currency_id) == 1:
            return moves.currency_id
        company, items = profile.company_id, self.env["ar.open.item"].sudo()
        rows = items._read_rows(company.ids, profile.partner_id.ids)
        used = list(dict.fromkeys(row["currency_id"] for row in rows))
        own = company.currency_id
        return own if own.id in used else own.browse(used[:1]) or own

    # -- what happens by itself --------------------------------------------------------

    def _hold_until_read(self):
        """Let reminders wait until somebody has read it, for three working days at most."""
        self.ensure_one()
        company = self.company_id
        today = company._ar_today()
        holds = self.env["ar.hold"]
        self.hold_id = holds.create(
            {
                **holds._prepare_spoken("answered"),
                "profile_id": self.profile_id.id,
                "date_from": today,
                "date_to": company._ar_add_working_days(today, DAYS_TO_READ),
                "origin_ref": f"{self._name},{self.id}",
            }
        )

    # -- ends --------------------------------------------------------------------------

    def _close(self, state, done):
        """Note what was done; the hold of an unread answer ends.

        :return: the replies that moved
        """
        moved = self._move_to(
            state, done=done, handled_on=fields.Datetime.now(), handled_by_id=self.env.uid
        )
        moved.sudo().hold_id.action_release()
        if state == "handled":
            for kind, own in moved.grouped("kind").items():
                kinds = self._get_kinds()
                own.profile_id._note_reason(kinds.get(kind, kinds["other"]).reason)
        return moved
