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
    def get_review(self):
        """All that the panel of the review shows of a notice.

        Messages, addresses and contacts are for collectors; whoever else may read the notice gets
        its figures and reasons.

        :return: a dict of plain values; amounts and days are texts in the user's language
        """
        self.ensure_one()
        self.check_access("read")
        collector = self.env.user.has_group(COLLECTOR)
        with self.env["ar.channel"]._asking_once():
            # Once for all that asks by which ways and to whom.
            lead = self._map_leads().get(self.id, self.browse())
            codes = lead and lead._map_planned({lead.id: lead})[lead.id].channels
            review = {**self._prepare_head(), **self._prepare_reasons(), **self._prepare_items()}
            review |= {"faces": [], "told": [], "contacts": [], "may": self._prepare_rights()}
            if collector:
                review |= {
                    "faces": self._prepare_faces(lead, codes),
                    "told": self._prepare_told(lead, codes),
                    "contacts": self._prepare_contacts(),
                }
        return review

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

    def _prepare_reasons(self):
        """Sentences: why now, and what else a reviewer should know."""
        notes = [self.interest_problem]
        if self.waits_for_approval:
            notes.append(self.env._("A key account: it leaves once it is approved."))
        elif self.state == "draft" and not self._may_confirm():
            notes.append(self.env._("Its level waits for a manager."))
        if self.state == "failed":
            notes.append(self.error)
        others = self._map_bundles()[self.id] - self
        if others:
            totals = ", ".join(one.currency_id.format(one.amount_total) for one in others)
            notes.append(self.env._("In one message with the notice over %s.", totals))
        tones = dict(self._fields["tone"]._description_selection(self.env))
        return {
            "why": self.why_now,
            "tone": tones[self.tone],
            "tone_why": self.tone_why or "",
            "warning": self.ways["warning"],
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

    def _prepare_faces(self, lead, codes):
        """The messages as they will look, one for each way that the customer will meet.

        :param lead: the notice that leads the message; none where there is no message
        :param codes: the ways by which it leaves
        """
        if not lead:
            return []
        values = self._prepare_preview()
        faces = []
        if html := values.get("preview_mail"):
            subject = values.get("preview_subject") or ""
            face = {"to": values.get("preview_to") or "", "subject": subject, "html": html}
            faces.append({**self._describe_way("email"), **face})
        if html := values.get("preview_letter"):
            faces.append({**self._describe_way("letter"), "html": html})
        if text := values.get("preview_sms"):
            face = {"text": text, "size": values["preview_sms_size"]}
            faces.append({**self._describe_way("sms"), **face})
        # What the collector gets to say, where a person speaks.
        tasks = set(self.env["ar.channel.task"]._get_task_codes())
        for code in filter(tasks.__contains__, codes):
            script = self.env["ar.channel"]._get(code)._get_note(lead)
            faces.append({**self._describe_way(code), "html": script})
        return faces

    def _prepare_told(self, lead, codes):
        """Way by way, to which address it goes."""
        return [
            {
                **self._describe_way(code),
                "address": self.env["ar.channel"]._get(code)._map_recipients(lead)[lead.id],
            }
            for code in codes
        ]

    def _prepare_contacts(self):
        """[id, name] of those whom the message may go to."""
        domain = Domain("commercial_partner_id", "=", self.partner_id.id)
        domain |= Domain("id", "in", self.profile_id.outside_contact_ids.ids)
        contacts = self.env["res.partner"].search(
            domain, limit=MOST_CONTACTS, order="is_company desc, name, id"
        )
        return [[contact.id, contact.display_name] for contact in contacts | self.contact_id]
