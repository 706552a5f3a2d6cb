"""Two companies and a branch with a record of nearly every model, and one user of each role."""

from datetime import date

from odoo import Command, fields

from ..common import ArCommon

GROUP = "ar_collections.ar_collections_group_"
# The roles of docs/SECURITY.md, in its order.
ROLES = {
    "portal": "base.group_portal",
    "plain": "base.group_user",
    "salesperson": f"{GROUP}sales",
    "biller": "account.group_account_invoice",
    "auditor": "account.group_account_readonly",
    "collector": f"{GROUP}collector",
    "approver": f"{GROUP}credit_approver",
    "manager": f"{GROUP}manager",
}
TODAY = "2026-03-31"


class ArWorld(ArCommon):
    """Made once per class by the superuser; nothing in it is anybody's own."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._add_companies()
        cls.companies = cls.company | cls.branch | cls.other
        cls.env = cls.env(su=True)
        cls.policy = cls._make_policy(3, 14, company_id=False)
        for company in cls.companies:
            cls._populate(company.with_env(cls.env))
        cls.users = {
            role: cls._make_user(
                f"world {role}",
                groups,
                cls.company,
                **({"partner_id": cls.partner.id} if role == "portal" else {}),
            )
            for role, groups in ROLES.items()
        }

    @classmethod
    def _populate(cls, company):
        """A customer of ``company`` about whom all was decided and said that can be."""
        env = cls.env(context={**cls.env.context, "allowed_company_ids": company.ids})
        partner = cls._make_partner(f"Customer of {company.name}").with_env(env)
        values = {"company": company, "due": "2026-03-01", "date": "2026-02-01"}
        invoice = cls._make_invoice(partner, 1000, **values)
        run = env["ar.dunning.run"].create({"company_id": company.id, "date": TODAY})
        run.action_propose()
        run.notice_ids._set_queued()
        env["ar.dispatch"].create(
            {
                "notice_id": run.notice_ids[:1].id,
                "channel": "email",
                "recipient": partner.email,
            }
        )
        profile = run.notice_ids[:1].profile_id
        env["ar.thank.you"].create(
            {"notice_id": run.notice_ids[:1].id, "profile_id": profile.id, "error": "None"}
        )
        env["ar.hold"].create({"move_id": invoice.id, "date_from": "2026-06-01", "reason": "Talks"})
        env["ar.refused.address"]._mark(profile, [f"gone{profile.id}@example.com"], "Gone")
        env["ar.seen"].sudo().create(
            {
                "res_model": "ar.profile",
                "res_id": profile.id,
                "profile_id": profile.id,
                "first_date": f"{TODAY} 10:00:00",
                "last_date": f"{TODAY} 10:00:00",
            }
        )
        cls._agree(env, profile, invoice)
        cls._decide(env, profile)
        cls._resolve(env, profile, invoice)
        cls._charge(env, profile, cls._receivable(invoice))
        cls._state(env, profile)
        cls._plan(env, profile, invoice)
        cls._let_go(env, profile, cls._receivable(invoice))
        env["ar.digest"].sudo().create(
            {
                "user_id": env.uid,
                "company_id": company.id,
                "date": fields.Date.add(fields.Date.to_date(TODAY), days=company.id),
                "made_on": f"{TODAY} 06:00:00",
            }
        )
        cls._tell(env, profile)
        env["ar.aging.schedule"].create(
            {
                "name": f"Aging of {company.name}",
                "company_id": company.id,
                "user_id": env.ref("base.user_root").id
                if company not in env.user.company_ids
                else env.user.id,
                "recipient_ids": [Command.set(partner.ids)],
            }
        )
        env["ar.snapshot"].take("2026-02-28", company)
        cls._order_work(env, profile)
        cls._talk(env, profile)
        cls._plan_cash(env, company)
        cls._provide(env, company, cls._receivable(invoice))
        cls._warn(env, profile)
        cls._hear(env, profile)
        cls._prepare_for_trouble(env, profile)
        cls._improve(env, profile, cls._receivable(invoice))

    @classmethod
    def _hear(cls, env, profile):
        """What a salesperson was told."""
        env["ar.hint"].create(
            {
                "partner_id": profile.partner_id.id,
                "company_id": profile.company_id.id,
                "text": "After the fair",
            }
        )

    @classmethod
    def _prepare_for_trouble(cls, env, profile):
        """A contingency plan that was started."""
        step = {"name": "Call", "action": "task", "moment": "hand"}
        company = profile.company_id
        plan = env["ar.contingency.plan"].create(
            {
                "name": f"Plan of {company.name}",
                "company_id": company.id,
                "scenario": "customer_stops",
                "step_ids": [Command.create(step)],
            }
        )
        about = {"profile_ids": profile.ids, "reason": "Silent"}
        env["ar.contingency.run"]._start(plan, company, about)

    @classmethod
    def _improve(cls, env, profile, item):
        """A review of the process with a measure, two texts, a lesson."""
        company = profile.company_id
        review = env["ar.process.review"].create({"company_id": company.id})
        env["ar.process.measure"].create(
            {"review_id": review.id, "name": "Call before the letter", "date": "2026-05-01"}
        )
        env["ar.text.test"].create(
            {
                "company_id": company.id,
                "name": "Two subjects",
                "level_id": cls.policy.level_ids[0].id,
            }
        )
        env["ar.process.feedback"].create({"company_id": company.id, "text": "Too many steps"})
        dispute = env["ar.dispute"].create(
            {"profile_id": profile.id, "move_line_ids": [Command.set(item.ids)], "amount": 1}
        )
        dispute.action_withdraw()
        tag = env["ar.lesson.tag"].create({"name": f"Quick {company.id}"})
        env["ar.lesson"].create(
            {"dispute_id": dispute.id, "name": "Ask first", "tag_ids": [Command.set(tag.ids)]}
        )

    @classmethod
    def _warn(cls, env, profile):
        """An alert about a customer, and a target of somebody."""
        own = {"company_id": profile.company_id.id}
        rule = env["ar.alert.rule"].create({**own, "name": "Late", "threshold": 10})
        rule._watch_company(profile.company_id)
        target = env["ar.target"].create(
            {**own, "user_id": env.ref("base.user_admin").id, "year": 2026, "amount": 9000}
        )
        env["ar.target.line"].create(
            {"target_id": target.id, "partner_id": profile.partner_id.id, "amount": 7}
        )

    @classmethod
    def _order_work(cls, env, profile):
        """What was done by hand about a customer in the worklist."""
        own = {"profile_id": profile.id, "date_from": TODAY, "date_to": "2026-04-10"}
        env["ar.worklist.bump"].create({**own, "points": 5, "reason": "Asked by sales"})
        env["ar.worklist.pause"].create({**own, "kind": "later", "date_from": "2026-04-09"})
        env["ar.worklist.rule"].create(
            {"company_id": profile.company_id.id, "kind": "age", "threshold": 7, "points": 3}
        )
        away = cls._make_user(
            f"away of {profile.company_id.name}", ROLES["collector"], profile.company_id
        )
        env["ar.absence"].create(
            {"user_id": away.id, "deputy_id": env.ref("base.user_admin").id, "date_to": TODAY}
        )

    @classmethod
    def _plan_cash(cls, env, company):
        env["ar.cash.line"].create(
            {"name": "Wages", "date": "2026-04-15", "amount": 700, "company_id": company.id}
        )
        env["ar.forecast"].get_page(company.ids)
        env["ar.kpi.day"].sudo()._keep(company, date(2026, 1, 1), date(2026, 3, 20))
        env["ar.kpi.change"].sudo()._note_day(company.id, date(2026, 3, 20))

    @classmethod
    def _provide(cls, env, company, item):
        """A provision with an item apart, and what is computed."""
        ecl = env["ar.ecl"].create({"company_id": company.id, "date": TODAY})
        own = {"ecl_id": ecl.id}
        env["ar.ecl.item"].create({**own, "move_line_id": item.id, "reason": "Insolvent"})
        env["ar.ecl.line"].create({**own, "bucket_name": "Not due", "balance": 10})
        env["ar.ecl.cohort"].create({**own, "date": "2025-01-01", "billed": 10})

    @classmethod
    def _talk(cls, env, profile):
        """A call that nobody planned."""
        env["ar.talk"]._begin(profile)

    @classmethod
    def _agree(cls, env, profile, invoice):
        """What a customer has promised, and what was put off."""
        item = cls._receivable(invoice)
        promise = env["ar.promise"].create({"profile_id": profile.id, "date": "2026-04-10"})
        env["ar.promise.message"]._queue(promise, "confirmation")
        env["ar.deferral"].create(
            {"move_line_id": item.id, "date": "2026-04-30", "reason": "New plant"}
        )

    @classmethod
    def _decide(cls, env, profile):
        """What the room credit knows of a customer."""
        own = {"profile_id": profile.id}
        env["ar.credit.limit"].create({**own, "amount": 5000, "reason": "Start"})
        env["ar.credit.security"].create({**own, "amount": 100, "reference": "Deposit 1"})
        env["ar.credit.hold"].create({**own, "reason": "Waiting", "date_from": "2026-06-01"})
        env["ar.credit.financials"].create({**own, "date": "2025-12-31", "total_assets": 1000})
        agency = env["ar.credit.agency"].create({"name": f"Agency {profile.id}"})
        env["ar.credit.agency.rating"].create(
            {**own, "agency_id": agency.id, "value": 50, "date": "2026-03-01"}
        )
        env["ar.credit.event"].create(
            {
                "name": "Heard in the market",
                "severity": "info",
                "company_id": profile.company_id.id,
                "partner_id": profile.partner_id.id,
            }
        )
        env["ar.credit.review"].create({**own})
        env["ar.profile.contact"].create({**own, "contact_id": profile.partner_id.id})
        env["ar.credit.contract"].create({**own, "subject": "Frame"})
        env["ar.credit.application"].create({**own, "legal_name": profile.partner_id.name})
        env["ar.limitation.event"].create({**own, "kind": "ack", "day": "2026-03-01"})

    @classmethod
    def _resolve(cls, env, profile, invoice):
        """What the rooms of resolution know of a customer."""
        own = {"profile_id": profile.id}
        items = cls._receivable(invoice)
        dispute = env["ar.dispute"].create(
            {**own, "move_line_ids": [Command.set(items.ids)], "amount": 10}
        )
        env["ar.dispute.answer"].create(
            {**own, "dispute_id": dispute.id, "outcome": "rejected", "state": "cancelled"}
        )
        env["ar.dispute.deadline"].create({"company_id": profile.company_id.id})

    @classmethod
    def _let_go(cls, env, profile, line):
        """A case that is prepared, and a write-off that nobody has asked for."""
        partner = env["res.partner"].create({"name": f"Agency of {profile.company_id.name}"})
        case = env["ar.case"].create(
            {"profile_id": profile.id, "kind": "agency", "move_line_ids": [Command.set(line.ids)]}
        )
        own = {"case_id": case.id}
        env["ar.case.party"].create({**own, "role": "agency", "partner_id": partner.id})
        env["ar.case.event"].create({**own, "name": "Hearing", "date": "2026-06-01"})
        env["ar.case.preservation"].create({**own, "name": "Land at the river", "amount": 100})
        offer = env["ar.case.offer"].create({**own, "amount": 900, "date_until": "2026-06-01"})
        sent = {"offer_id": offer.id, "profile_id": profile.id, "state": "cancelled"}
        env["ar.settlement"].create(sent)
        company = {"company_id": profile.company_id.id}
        env["ar.case.commission"].create({**company, "partner_id": partner.id, "percent": 10})
        env["ar.case.stage"].create({**company, "name": "Own stage", "kind": "agency"})
        tiers = [Command.create({"up_to": 0, "percent": 1})]
        env["ar.case.court"].create({**company, "name": "Own court", "tier_ids": tiers})
        country = env.ref("base.at").id
        env["ar.writeoff.rule"].create({**company, "country_id": country, "months": 6})
        off = env["ar.writeoff"].create({"move_line_id": line.id, "amount": 10, "reason": "small"})
        told = {"writeoff_id": off.id, "amount": 1}
        env["ar.writeoff.tax"].create({**told, "tax_line_id": line.id})
        env["ar.writeoff.recovery"].create({**told, "date": TODAY})

    @classmethod
    def _charge(cls, env, profile, item):
        """What being late has cost a customer."""
        own = {"profile_id": profile.id, "currency_id": item.currency_id.id}
        days = {"date_from": "2026-03-02", "date_to": TODAY}
        origin = env["ar.charge"]._prepare_origin(item)
        charge = env["ar.charge"].create(
            {**own, **days, **origin, "kind": "interest", "amount": 30}
        )
        env["ar.charge.claim"].create({**own, "name": "CC/1"})
        env["ar.charge.waiver"].create(
            {"charge_ids": [Command.set(charge.ids)], "amount": 1, "reason": "Good will"}
        )
        env["ar.payment.exception"].create(
            {**own, "kind": "returned", "date": TODAY, "payment_name": "P1"}
        )

    @classmethod
    def _state(cls, env, profile):
        """What the room statement says to a customer, and hears."""
        own = {"partner_id": profile.partner_id.id, "company_id": profile.company_id.id}
        day = {"date_to": "2026-03-15", "kind": "open"}
        statement = env["ar.statement"].create({**own, **day, "ask_confirmation": True})
        env["ar.balance.confirmation"].create(
            {"statement_id": statement.id, "date_asked": TODAY, "date_expiry": "2026-04-30"}
        )
        env["ar.statement.rule"].create(
            {"name": "Every month", "company_id": profile.company_id.id}
        )
        env["ar.balance.round"].create({"company_id": profile.company_id.id})
        env["ar.reconciliation"].create(
            {**own, "currency_id": profile.currency_id.id, "date": "2026-03-15"}
        )
        env["ar.check"]._ensure(profile.company_id)

    @classmethod
    def _plan(cls, env, profile, invoice):
        """A payment plan that is a draft, with what others have while they are active."""
        lines = cls._receivable(invoice)
        plan = env["ar.plan"].create(
            {
                "profile_id": profile.id,
                "move_line_ids": [Command.set(lines.ids)],
                "installment_count": 2,
            }
        )
        env["ar.plan.item"].create({"plan_id": plan.id, "name": invoice.name, "amount": 1})
        env["ar.plan.reminder"].create(
            {"installment_id": plan.installment_ids[0].id, "kind": "before", "state": "cancelled"}
        )

    @classmethod
    def _tell(cls, env, profile):
        """Web addresses: the customer's own, and our team's; what is told of all of it."""
        evidence = env["ar.evidence"].create({"profile_id": profile.id})
        env["ar.evidence.document"].create(
            {"evidence_id": evidence.id, "section": "Invoices", "title": "INV/1"}
        )
        env["ar.log.seal"]._seal(profile.company_id)
        url = {"url": "https://hook.example.com/"}
        endpoint = env["ar.webhook.endpoint"].create({**url, "profile_id": profile.id})
        env["ar.webhook.event"]._queue([(endpoint, "endpoint.test", {}, None)])
        robot = env["ar.team.endpoint"].create(
            {
                **url,
                "name": "Group",
                "company_id": profile.company_id.id,
                "event_ids": [Command.create({"event": "run_sent"})],
            }
        )
        about = {"res_model": "ar.profile", "res_id": profile.id}
        env["ar.team.message"].create({"endpoint_id": robot.id, "event": "failures", **about})

    @classmethod
    def own_models(cls):
        """{name: model} of our models that keep records, wizards too."""
        return {
            name: cls.env[name]
            for name in sorted(cls.env.registry)
            if name.startswith("ar.")
            # A bridge looks after its own.
            and cls.env[name]._original_module == "ar_collections"
            and not cls.env[name]._abstract
            and cls.env[name]._table_query is None
        }

    @classmethod
    def records_of(cls, model, company=None):
        """All records of a model, as the superuser; those of ``company`` if it is given."""
        model = cls.env[model].with_context(active_test=False)
        domain = [("company_id", "=", company.id)] if company else []
        return model.search(domain, order="id")
