"""Calls: a task for the collector with what to say, closed by what came out of it."""

from markupsafe import Markup

from odoo import api, models

ACTIVITY_TYPE = "ar_collections.mail_activity_type_ar_call"


class ArChannelCall(models.AbstractModel):
    """A call stays queued until its outcome is logged; then it is delivered."""

    _name = "ar.channel.call"
    _inherit = "ar.channel"
    _description = "Collection Channel: Call"

    _code = "call"
    _sequence = 30
    _carries_papers = False
    _judged = True
    # The task lies there until somebody calls.
    _is_timed = False
    _contact_data = "phone"

    @api.model
    def _get_label(self):
        return self.env._("Call")

    @api.model
    def _get_recipient(self, notice):
        return notice._get_person().phone or notice.partner_id.phone or ""

    @api.model
    def _get_problems(self, notices):
        return {
            notice.id: self.env._(
                "%(customer)s has no phone number. Enter one on the customer or its contact.",
                customer=notice.partner_id.display_name,
            )
            for notice in notices
            if not self._get_recipient(notice)
        }

    @api.model
    def _dispatch(self, dispatches):
        planned = dispatches.filtered(lambda dispatch: not dispatch.activity_id)
        messages = planned.notice_id._group_messages()
        activities = self._plan([(lead, lead.date) for lead, _notices in messages])
        for activity, (lead, notices) in zip(activities, messages, strict=True):
            planned.filtered(lambda d, n=notices: d.notice_id in n).write(
                {"activity_id": activity.id, "call_date": lead.date}
            )

    @api.model
    def _plan(self, calls):
        """Make the collectors' tasks for ``calls``: (notice, day) each; one create for all."""
        activity_type = self.env.ref(ACTIVITY_TYPE, raise_if_not_found=False)
        # Somebody deleted it: a call is a task like others.
        activity_type = activity_type or self.env["ar.profile"]._default_activity_type()
        notices = self.env["ar.dunning.notice"].union(*(notice for notice, _day in calls))
        bundles = notices._map_bundles()
        model_id = self.env["ir.model"]._get_id("ar.profile")
        # Not one e-mail to the collector per call: the calls have a screen of their own.
        activities = self.env["mail.activity"].with_context(mail_activity_quick_update=True)
        return activities.sudo().create(
            [
                {
                    "activity_type_id": activity_type.id,
                    "res_model_id": model_id,
                    "res_id": notice.profile_id.id,
                    "user_id": notice._get_collector().id,
                    "date_deadline": day,
                    "summary": self._get_summary(notice, bundles[notice.id]),
                    "note": self._get_note(notice),
                    "automated": True,
                }
                for notice, day in calls
            ]
        )

    @api.model
    def _get_summary(self, notice, bundle):
        """Whom to call about how much, in the collector's language."""
        lang = notice.company_id._ar_pick_lang(notice._get_collector())
        return self.with_context(lang=lang).env._(
            "Call %(customer)s about %(amount)s",
            customer=notice.partner_id.display_name,
            amount=bundle.with_context(lang=lang)._get_total_words(),
        )

    @api.model
    def _get_note(self, notice):
        """Number, person and the level's script, in the collector's language."""
        lang = notice.company_id._ar_pick_lang(notice._get_collector())
        notice = notice.with_context(lang=lang)
        phone = self._get_recipient(notice)
        head = Markup("<p><b>{name}</b>, <a href='tel:{link}'>{phone}</a></p>").format(
            name=notice._get_person().display_name,
            link=phone.replace(" ", ""),
            phone=phone,
        )
        script = notice.level_id._render_text("call_script", notice)[notice.id]
        return head + script
