"""The company's layout around e-mails: made once for many of them."""

import re

from markupsafe import Markup, escape

from odoo import api, models

LAYOUT = "ar_collections.ar_dunning_mail_layout"
# Stands where the text of an e-mail belongs.
PLACE = "<div>ar-collections-body</div>"
# What in a layout may differ from one e-mail to the next, beside the text and what
# ``_prepare_layout`` gives as text.
OF_ONE = re.compile(r"\b(t-call|record|subtitles|signature|tracking_values)\b")
BESIDE = re.compile(r"\bmessage\.(?!body\b)")


class ArChannelEmail(models.AbstractModel):
    _inherit = "ar.channel.email"

    @api.model
    def _wrap(self, template, lead, body, known=None):
        """Put the company's mail layout around ``body``.

        :param known: what was made before for the same template and language: filled here
        """
        layout = template.email_layout_xmlid or LAYOUT
        known = {} if known is None else known
        values = self._prepare_layout(lead, body)
        texts = {name: text for name, text in values.items() if isinstance(text, str) and text}
        # A layout may leave out what is empty.
        key = (lead.company_id, frozenset(texts))
        if key not in known:
            known[key] = self._make_frame(layout, lead, values, texts)
        if not (frame := known[key]):
            return self._encapsulate(layout, lead, body, values)
        filling = {PLACE: body, **{self._place(name): escape(texts[name]) for name in texts}}
        places = re.compile("|".join(map(re.escape, filling)))
        return Markup(places.sub(lambda found: str(filling[found[0]]), frame))

    @api.model
    def _prepare_layout(self, lead, body):
        """What the layout around ``body`` may place."""
        return {
            "company": lead.company_id,
            "record_name": lead.partner_id.display_name,
            "model_description": "",
        }

    @api.model
    def _place(self, name):
        """What stands for a text of ``_prepare_layout``."""
        return f"ar-collections-{name}-place"

    @api.model
    def _make_frame(self, layout, lead, values, texts):
        """The layout with places for what differs from one e-mail to the next; None where it
        says something else of the single message, and is made for each."""
        view = self.env.ref(layout, raise_if_not_found=False)
        source = view and view.sudo().get_combined_arch()
        if not source or OF_ONE.search(source) or BESIDE.search(source):
            return None
        empty = {**values, **{name: self._place(name) for name in texts}}
        frame = str(self._encapsulate(layout, lead, Markup(PLACE), empty))
        return frame if frame.count(PLACE) == 1 else None

    @api.model
    def _encapsulate(self, layout, lead, body, values):
        return (
            self.env["mail.render.mixin"]
            .with_context(lang=lead.env.lang)
            ._render_encapsulate(layout, body, add_context=values, context_record=lead.profile_id)
        )

    @api.model
    def _get_count_words(self, count):
        # EXTENDS the channel
        return self.env._("1 e-mail") if count == 1 else self.env._("%s e-mails", count)
