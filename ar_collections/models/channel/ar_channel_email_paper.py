"""What an e-mail carries: files that are too large for it are given as personal links."""

from markupsafe import Markup

from odoo import api, models
from odoo.tools import human_size

from ...tools.channel.attached import choose_links

# Most servers take 10 MB; a system parameter says otherwise. Megabytes, as they travel.
LIMIT = "ar_collections.mail_max_megabytes"
MEGABYTES = 10
MEGABYTE = 1024 * 1024


class ArChannelEmail(models.AbstractModel):
    _inherit = "ar.channel.email"

    @api.model
    def _get_most_bytes(self):
        """How much the files of one e-mail may take, in bytes."""
        text = self.env["ir.config_parameter"].sudo().get_param(LIMIT) or ""
        number = float(text) if text.replace(".", "", 1).isdigit() else MEGABYTES
        return (number or MEGABYTES) * MEGABYTE

    @api.model
    def _split_attached(self, attached):
        """What e-mails carry, and what is too large for them.

        :param attached: {lead: attachments, as superuser}
        :return: {lead id: (those that it carries, those to be given as links)}
        """
        most, result = self._get_most_bytes(), {}
        for lead, files in attached.items():
            sizes = {one.id: one.file_size for one in files}
            letter = lead._get_letter().ids if sum(sizes.values()) * 2 > most else []
            links = files.browse(choose_links(sizes, most, letter))
            result[lead.id] = (files - links, links)
        return result

    @api.model
    def _prepare_links(self, lead, files):
        """The part of an e-mail that gives ``files`` as links.

        :param lead: in the language of the customer
        """
        urls = {one: self._get_file_url(lead, one) for one in files}
        words = {
            True: lead.env._("Too large for an e-mail, and kept for you to download:"),
            False: lead.env._("Too large for an e-mail. Write to us, and we send it another way:"),
        }
        html = Markup()
        for linked, own in files.grouped(lambda one: bool(urls[one])).items():
            entry = Markup("<li>{}{} ({})</li>")
            if linked:
                entry = Markup('<li><a href="{}">{}</a> ({})</li>')
            entries = Markup().join(
                entry.format(urls[one], one.name, human_size(one.file_size)) for one in own
            )
            html += Markup("<p>{}</p><ul>{}</ul>").format(words[linked], entries)
        return html

    @api.model
    def _get_file_url(self, lead, file):
        """The customer's own address of a file: below the personal link of the message, and ends
        with it. Where the company gives out none, an invoice's is its page on the portal, and that
        of a paper ''."""
        url = lead._get_answer_url()
        if file.res_model != "account.move":
            return f"{url}/file/{file.id}" if url else ""
        if url:
            return f"{url}/invoice/{file.res_id}/pdf"
        move = self.env["account.move"].sudo().browse(file.res_id)
        move._ar_ensure_access_tokens()
        return lead.profile_id.get_base_url() + move._ar_get_keyed_url(as_pdf=True)

    @api.model
    def _find_linked(self, message, id_):
        """The paper of ``message`` with this id, which an e-mail may have given as a link; as
        superuser, or none."""
        [papers] = message._map_attached([(message, message)]).values()
        papers = (papers | message._get_letter()).filtered(lambda one: one.id == id_)
        return papers._ar_of(message) | papers._ar_of(message._get_mail_subject())
