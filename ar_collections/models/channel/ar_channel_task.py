"""Ways by which a person of ours speaks: a task with what to say, closed by what came out of it."""

from markupsafe import Markup

from odoo import api, models


class ArChannelTask(models.AbstractModel):
    """A call or a visit stays queued until its outcome is logged; then it is delivered.

    Such a channel says whom its task is for (``_get_head``), what it is called
    (``_get_task_words``) and which script is read out (``_script``). It serves every kind of
    message.
    """

    _name = "ar.channel.task"
    _inherit = "ar.channel"
    _description = "Collection Channel: Task of a Person"

    _carries_papers = False
    _judged = True
    # The task lies there until somebody speaks.
    _is_timed = False
    # XML id of the kind of task, and the text of a level that is read out.
    _activity_type = None
    _script = None

    @api.model
    def _get_task_codes(self):
        """The codes of the channels by which a person speaks."""
        task = self.env.registry["ar.channel.task"]
        return [
            code
            for code, name in self._get_codes().items()
            if issubclass(self.env.registry[name], task)
        ]

    # -- what a channel of this kind answers -------------------------------------------

    @api.model
    def _get_task_words(self, customer, amount):
        """What the task is called, in the language of the context."""
        raise NotImplementedError

    @api.model
    def _get_head(self, message):
        """Whom the task is for and how to get there: HTML, in the language of the context."""
        raise NotImplementedError

    # -- handing over ------------------------------------------------------------------

    @api.model
    def _dispatch(self, dispatches):
        for messages, own in dispatches._by_model():
            planned = own.filtered(lambda dispatch: not dispatch.activity_id)
            groups = messages.browse(planned.mapped("res_id"))._group_messages()
            days = {lead: lead._get_task_day() for lead, _together in groups}
            activities = self._plan(list(days.items()))
            for activity, (lead, together) in zip(activities, groups, strict=True):
                planned.filtered(lambda one, ids=together.ids: one.res_id in ids).write(
                    {"activity_id": activity.id, "call_date": days[lead]}
                )

    @api.model
    def _plan(self, tasks):
        """Make the collectors' tasks: one create for all.

        :param tasks: list of (message, day), messages of one kind
        :return: activities, as superuser, in their order
        """
        activity_type = self.env.ref(self._activity_type, raise_if_not_found=False)
        # Somebody deleted it: it is a task like others.
        activity_type = activity_type or self.env["ar.profile"]._default_activity_type()
        messages = tasks[0][0].union(*(message for message, _day in tasks)) if tasks else ()
        bundles = messages._map_bundles() if messages else {}
        model_id = self.env["ir.model"]._get_id("ar.profile")
        # Not one e-mail to the collector per task: they have a screen of their own.
        activities = self.env["mail.activity"].with_context(mail_activity_quick_update=True)
        return activities.sudo().create(
            [
                {
                    "activity_type_id": activity_type.id,
                    "res_model_id": model_id,
                    "res_id": message.profile_id.id,
                    "user_id": message._get_collector().id,
                    "date_deadline": day,
                    "summary": self._get_summary(message, bundles[message.id]),
                    "note": self._get_note(message),
                    "automated": True,
                }
                for message, day in tasks
            ]
        )

    @api.model
    def _get_summary(self, message, bundle):
        """Whom to speak to about how much, in the language of who does it."""
        lang = message.company_id._ar_pick_lang(message._get_acting())
        return self.with_context(lang=lang)._get_task_words(
            message.partner_id.display_name,
            bundle.with_context(lang=lang)._get_total_words(),
        )

    @api.model
    def _get_note(self, message):
        """Who, where and the script, in the language of who does it."""
        lang = message.company_id._ar_pick_lang(message._get_acting())
        message = message.with_context(lang=lang)
        return self.with_context(lang=lang)._get_head(message) + message._get_script(self._script)

    @api.model
    def _join_head(self, name, *parts):
        """The first paragraph of a task: the name and what follows it, all of it escaped."""
        head = Markup("<b>{}</b>").format(name)
        return Markup("<p>{}</p>").format(Markup(", ").join([head, *filter(None, parts)]))
