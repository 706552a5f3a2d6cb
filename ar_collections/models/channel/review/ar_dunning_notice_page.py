"""What the panel of the review shows of one notice: its message as it will look, and what may be
done about it. Nothing is written or sent."""

from odoo import api, models
from odoo.fields import Domain
from odoo.tools import format_date

from ...base.guarded import COLLECTOR
from .ar_dunning_notice import OPEN_STATES

# Items and contacts that the panel lists.
MOST_ITEMS = 15
MOST_CONTACTS = 80


class ArDunningNotice(models.Model):
    _inherit = "ar.dunning.notice"

    @api.readonly
    def get_review(self, face=None):
        """All that the panel of the review shows of a notice.

        Messages, addresses and contacts are for collectors; whoever else may read the notice gets
        its figures and reasons.

        :param face: the way whose message is shown; the first one where it has none by this way
        :return: a dict of plain values; amounts and days are texts in the user's language
        """
        self.ensure_one()
        self.check_access("read")
        collector = self.env.user.has_group(COLLECTOR)
        with self.env["ar.channel"]._asking_once():
            # Once for all that asks by which ways and to whom.
            bundle, lead, choice = self._read_message()
            review = {
                **self._prepare_head(),
                **self._prepare_reasons(bundle, choice),
                **self._prepare_items(),
                "faces": [],
                "face": None,
                "told": [],
                "contacts": [],
                "may": self._prepare_rights(),
            }
            if collector:
                codes = self._get_faces(lead, choice)
                shown = face if face in codes else codes[:1] and codes[0]
                review |= {
                    "faces": [self._describe_way(code) for code in codes],
                    "face": lead._prepare_face(shown) if shown else None,
                    "told": self._prepare_told(lead, choice),
                    "contacts": self._prepare_contacts(),
                }
        return review

    def _read_message(self):
        """(the notices of its message, the one that leads it, its ``Choice``); the last two are
        empty where there is no message any more."""
        bundle = self._map_bundles()[self.id]
        if self.state not in OPEN_STATES or self.left_out:
            return bundle, self.browse(), None
        lead = bundle._group_messages()[0][0]
        return bundle, lead, lead._map_planned({lead.id: lead})[lead.id]

    def _prepare_head(self):
        return {
            "id": self.id,
            "name": self.name,
            "state": self.state,
            "state_label": dict(self._fields["state"]._description_selection(self.env))[self.state],
            "left_out": self.left_out,
            "customer": self.partner_id.display_name,
            "profile_id": self.profile_id.id,
            "level": self.level_id.name,
            "total": self.currency_id.format(self.amount_total),
            "deadline": format_date(self.env, self.deadline) if self.deadline else "",
            "contact": [self.contact_id.id, self.contact_id.display_name or ""],
            "added_text": self.added_text or "",
        }

    def _prepare_reasons(self, bundle, choice):
        """Sentences: why now, and what else a reviewer should know."""
        notes = [self.interest_problem]
        if self.waits_for_approval:
            notes.append(self.env._("A key account: it leaves once it is approved."))
        elif self.state == "draft" and not self._may_confirm():
            notes.append(self.env._("Its level waits for a manager."))
        if self.state == "failed":
            notes.append(self.error)
        others = bundle - self
        if others:
            totals = ", ".join(one.currency_id.format(one.amount_total) for one in others)
            notes.append(self.env._("In one message with the notice over %s.", totals))
        tones = dict(self._fields["tone"]._description_selection(self.env))
        return {
            "why": self.why_now,
            "tone": tones[self.tone],
            "tone_why": self.tone_why or "",
            "warning": self._say_problems({self.id: choice}).get(self.id, "") if choice else "",
            "notes": list(filter(None, notes)),
        }

    def _prepare_items(self):
        lines = self._live_lines().filtered(lambda line: line.kind != "info")
        lines = lines.sorted(lambda line: (line.kind == "credit", -line.days_overdue, line.id))
        return {
            "items": [
                {
                    "id": line.id,
                    "name": line.name,
                    "due": format_date(self.env, line.date_due) if line.date_due else "",
                    "days": line.days_overdue,
                    "amount": line.currency_id.format(line.amount),
                }
                for line in lines[:MOST_ITEMS]
            ],
            "more_items": max(len(lines) - MOST_ITEMS, 0),
        }

    def _prepare_rights(self):
        """What the acting user may do about it now; each method asks again."""
        writes = self.has_access("write")
        own = writes and self.state in ("draft", "failed") and not self.left_out
        return {
            "change": own,
            "lower": own,
            "leave_out": writes and self.state in OPEN_STATES and not self.left_out,
            "take_back": writes and self.left_out,
        }

    # -- the message -------------------------------------------------------------------

    @api.model
    def _get_faces(self, lead, choice):
        """The codes of the ways whose message can be shown; where none reaches the customer, of
        all that the level has."""
        if not lead:
            return []
        codes = list(choice.channels or choice.problems)
        if "email" in codes and "letter" not in codes and lead._attaches_letter():
            codes.append("letter")
        tasks = self.env["ar.channel.task"]._get_task_codes()
        shown = [code for code in codes if code in tasks or hasattr(self, f"_show_{code}")]
        # What the customer reads first.
        return sorted(shown, key=lambda code: code != "email")

    def _prepare_face(self, code):
        """The message of this lead by one way, in the customer's language: ``html``, perhaps with
        ``to`` and ``subject``, or ``text`` with ``size``."""
        self.ensure_one()
        face = self._describe_way(code)
        show = getattr(self.with_context(lang=self._get_lang()), f"_show_{code}", None)
        if show:
            return {**face, **show()}
        # What the collector gets to say.
        return {**face, "html": self.env["ar.channel"]._get(code)._get_note(self)}

    def _show_email(self):
        mail = self._prepare_mail_face()
        subject, to = mail.get("subject") or "", mail.get("to") or ""
        return {"to": to, "subject": subject, "html": mail["mail"]}

    def _show_letter(self):
        return {"html": self._prepare_letter_face()}

    def _show_sms(self):
        values = self._prepare_sms_preview()
        return {"text": values["preview_sms"], "size": values["preview_sms_size"]}

    def _prepare_told(self, lead, choice):
        """Way by way, to which address it goes."""
        return [
            {
                **self._describe_way(code),
                "address": self.env["ar.channel"]._get(code)._map_recipients(lead)[lead.id],
            }
            for code in (choice.channels if choice else ())
        ]

    def _prepare_contacts(self):
        """[id, name] of those whom the message may go to."""
        domain = Domain("commercial_partner_id", "=", self.partner_id.id)
        domain |= Domain("id", "in", self.profile_id.outside_contact_ids.ids)
        contacts = self.env["res.partner"].search(
            domain, limit=MOST_CONTACTS, order="is_company desc, name, id"
        )
        return [[contact.id, contact.display_name] for contact in contacts | self.contact_id]
