"""What the customer accepted: taken once, with who, when and from where, and sealed."""

from odoo import fields, models
from odoo.exceptions import UserError
from odoo.tools import format_datetime

from ....tools.base.evidence import find_changes, name_file, read_sealed, seal, write_canonical
from ...base.ar_job_mixin import BUSY

MAX_AGENT = 300
MAX_NAME = 200


class ArPlan(models.Model):
    _inherit = "ar.plan"

    def _is_acceptable(self):
        """Whether the customer can accept it: proposed, or agreed upon by word."""
        return self.state in ("proposed", "active") and not self.accepted_at

    def _accept(self, evidence, files=()):
        """Take the customer's acceptance, once: a proposal becomes active by it.

        :param evidence: ``accepted_by``, ``accept_way`` and what else is known of who accepted;
            ``acknowledged_on`` where a paper is dated otherwise
        :param files: [(name, content, mimetype)] of the signed paper
        :return: '' if it was taken, else a whole sentence on why not, for who accepts
        """
        self.ensure_one()
        one = self.sudo()
        try:
            with self.env.cr.savepoint():
                one._lock()
                if not one._is_acceptable():
                    return self.env._("The plan has been accepted or taken back already.")
                if one.state == "proposed" and (changed := one._find_change()):
                    return one._tell_changed(changed)
                one._note_accepted(evidence, files)
                if one.state == "proposed":
                    one._activate()
        except BUSY:
            return self.env._("Somebody else is working on the plan. Please try again in a minute.")
        return ""

    def _find_change(self):
        """What has changed since it was proposed, a sentence for us; '' if nothing."""
        return self._find_item_problem() or self._find_difference() or self._find_schedule_problem()

    def _find_change_to_tell(self):
        """The same for a person of ours who records that a proposal was accepted."""
        return self._find_change() if self.state == "proposed" else ""

    def _tell_changed(self, words):
        """The customer wants to accept what is not right any more: the collector makes it anew."""
        summary = self.env._("Payment plan to be made anew: %s", self.name)
        self._give_task(summary, words)
        return self.env._(
            "What you owe has changed since we proposed the plan. We will send you a new one."
        )

    def _note_accepted(self, evidence, files):
        values = {**evidence, "accept_agent": (evidence.get("accept_agent") or "")[:MAX_AGENT]}
        values["accepted_by"] = values["accepted_by"][:MAX_NAME]
        self.write(
            {
                "acknowledged_on": self.company_id._ar_today(),
                **values,
                "accepted_at": fields.Datetime.now(),
            }
        )
        papers = self.env["ir.attachment"].create(
            [
                {
                    "name": name,
                    "raw": content,
                    "mimetype": mimetype,
                    "res_model": self._name,
                    "res_id": self.id,
                    "company_id": self.company_id.id,
                }
                for name, content, mimetype in files
            ]
        )
        self.paper_ids = papers
        # The link in it is used up.
        self.attachment_id._ar_of(self)._ar_give_free()
        text = write_canonical(self._get_facts())
        self.write({"sealed": text, "seal": seal(text)})
        self._log(
            self.env._(
                "%(who)s accepted the payment plan %(plan)s.", who=self.accepted_by, plan=self.name
            )
        )

    def action_record_paper(self):
        """Record the paper that the customer has signed."""
        self.ensure_one()
        self.check_access("write")
        if not self._is_acceptable():
            raise UserError(
                self.env._("%s has been accepted or taken back already.", self.display_name)
            )
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Signed Paper"),
            "res_model": "ar.plan.sign",
            "view_mode": "form",
            "target": "new",
            "context": {"default_plan_id": self.id},
        }

    def _get_accepted_words(self):
        """Who accepted it, and when, with the time zone; '' if nobody has."""
        if not self.accepted_at:
            return ""
        zone = self.company_id._ar_zone().zone
        return self.env._(
            "Accepted by %(who)s on %(when)s (%(zone)s).",
            who=self.accepted_by,
            when=format_datetime(self.env, self.accepted_at, tz=zone),
            zone=zone,
        )

    # -- the seal ----------------------------------------------------------------------

    def _get_facts(self):
        """All that the agreement consists of, as plain values without floats."""
        self.ensure_one()
        # The web client asks for sizes in place of contents; words are those of the agreement.
        one = self.sudo().with_context(bin_size=False, lang=None)
        currency = one.currency_id

        def write(amount):
            return f"{currency.round(amount) + 0.0:.{currency.decimal_places}f}"

        return {
            "number": one.name or "",
            "company_id": one.company_id.id,
            "currency": currency.name,
            "amount": write(one.amount),
            "interest": write(one.interest_amount),
            "waived": write(one.waived_amount),
            "tolerance_days": one.tolerance_days,
            "terms": one.terms or "",
            "installments": [
                {"date": str(row.date), "amount": write(row.amount)} for row in one._get_rows()
            ],
            "way": one.accept_way or "",
            "accepted_at": str(one.accepted_at or ""),
            "acknowledged_on": str(one.acknowledged_on or ""),
            "accepted_by": one.accepted_by or "",
            "user_id": one.accept_user_id.id or 0,
            "ip": one.accept_ip or "",
            "agent": one.accept_agent or "",
            "recorded_by_id": one.recorded_by_id.id or 0,
            "pdf": [name_file(file.name, file.raw) for file in one._get_letter()],
            "papers": [name_file(file.name, file.raw) for file in one.paper_ids.sorted("id")],
        }

    # Files may change anywhere: read whenever asked.
    def _compute_intact(self):
        for plan in self:
            note = plan._get_intact_words() if plan.accepted_at else ""
            plan.intact_note = note
            plan.intact = bool(plan.accepted_at) and not note

    def _get_intact_words(self):
        """Sentences on what differs from the sealed agreement; '' where nothing does."""
        one = self.sudo()
        sealed = read_sealed(one.sealed, one.seal)
        if sealed is None:
            return self.env._("The agreement as sealed is not the text any more that was sealed.")
        words = {
            "changed": self.env._("%(fact)s: not what was sealed."),
            "gone": self.env._("%(fact)s: the file %(file)s is missing."),
            "added": self.env._("%(fact)s: the file %(file)s was added since."),
            "file_changed": self.env._("%(fact)s: the content of the file %(file)s has changed."),
        }
        labels = self._get_fact_labels()
        return "\n".join(
            words[what] % {"fact": labels.get(fact, fact), "file": detail}
            for fact, what, detail in find_changes(sealed, one._get_facts())
        )

    def _get_fact_labels(self):
        """{fact: what it is called}."""
        names = {
            "number": "name",
            "company_id": "company_id",
            "currency": "currency_id",
            "amount": "amount",
            "interest": "interest_amount",
            "waived": "waived_amount",
            "tolerance_days": "tolerance_days",
            "terms": "terms",
            "installments": "installment_ids",
            "way": "accept_way",
            "accepted_at": "accepted_at",
            "acknowledged_on": "acknowledged_on",
            "accepted_by": "accepted_by",
            "user_id": "accept_user_id",
            "ip": "accept_ip",
            "agent": "accept_agent",
            "recorded_by_id": "recorded_by_id",
            "pdf": "attachment_id",
            "papers": "paper_ids",
        }
        return {
            fact: self._fields[name]._description_string(self.env) for fact, name in names.items()
        }
