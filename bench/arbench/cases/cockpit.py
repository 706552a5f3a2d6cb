"""The account of the largest customer: what the browser asks for when somebody opens it."""

import json

from lxml import etree

from ..case import Aim, Case


class Cockpit(Case):
    """The form's own record, the cards, the first page of items and of the timeline."""

    name = "cockpit"
    title = "Account of the largest customer"
    table = "screens"
    aims = (Aim("seconds", 1.0),)
    turns = 3
    unit = "item"

    def prepare(self):
        """The account with most open items, as a manager of the accountants opens it."""
        self.env.cr.execute(
            """
            SELECT partner.commercial_partner_id
              FROM account_move_line line
              JOIN account_account account ON account.id = line.account_id
              JOIN res_partner partner ON partner.id = line.partner_id
             WHERE account.account_type = 'asset_receivable' AND line.parent_state = 'posted'
               AND line.amount_residual != 0 AND line.company_id = %s
             GROUP BY partner.commercial_partner_id
             ORDER BY COUNT(*) DESC, partner.commercial_partner_id
             LIMIT 1
            """,
            [self.company.id],
        )
        [(partner_id,)] = self.env.cr.fetchall()
        partner = self.env["res.partner"].browse(partner_id)
        account = self.env["ar.profile"].sudo().get_or_create(partner, self.company)
        user_env = self.env(user=self.env.ref("base.user_admin"), su=False)
        arch = user_env["ar.profile"].get_views([(False, "form")])["views"]["form"]["arch"]
        return user_env["ar.profile"].browse(account.id), self._specify(user_env, arch)

    def _specify(self, env, arch):
        """What the browser asks of the fields of the form and of the lists in it."""
        return self._specify_in(env["ar.profile"], etree.fromstring(arch))

    def _specify_in(self, model, node):
        specification = {}
        for child in node.iter("field"):
            inside = [one for one in child.iterancestors("field") if one is not node]
            if child is node or any(node in one.iterancestors() for one in inside):
                continue
            field = model._fields.get(child.get("name"))
            if field is None:
                continue
            found = {}
            if field.relational:
                lists = child.findall("list")
                comodel = model.env[field.comodel_name]
                found["fields"] = {"display_name": {}}
                if lists:
                    found["fields"] = self._specify_in(comodel, lists[0])
                    found["limit"] = int(lists[0].get("limit") or 40)
            specification[field.name] = found
        return specification

    def ours(self, state):
        account, specification = state
        answers = [
            account.web_read(specification),
            account.read_cockpit(),
            account.read_open_items(),
            account.env["ar.timeline"].read_page(account.id),
        ]
        self.bytes = len(json.dumps(answers, default=str))
        return answers[2]["count"]
