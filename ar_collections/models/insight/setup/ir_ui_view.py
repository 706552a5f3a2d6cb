"""A switch beside other groups narrows them."""

from lxml import etree

from odoo import models


class IrUiView(models.Model):
    _inherit = "ir.ui.view"

    def _postprocess_view(self, node, model_name, editable=True, node_info=None, **options):
        # EXTENDS 'base'
        self._narrow_by_switches(node)
        return super()._postprocess_view(
            node, model_name, editable=editable, node_info=node_info, **options
        )

    def _narrow_by_switches(self, tree):
        """``groups="collector,group_ar_case"`` is who has both: of several groups Odoo takes one.

        What is a node of its own elsewhere (``<t groups="…">``) may not stand in the header of a
        list, where Odoo checks what stands there; here it has been checked.
        """
        switches = {switch.group for switch in self.env["ar.switch"]._get_switches().values()}
        for node in tree.xpath(".//*[contains(@groups, 'group_ar_')]"):
            groups = [name.strip() for name in node.get("groups").split(",")]
            own = [name for name in groups if name in switches]
            if own and len(own) < len(groups):
                node.set("groups", ",".join(name for name in groups if name not in own))
                outer = etree.Element("t", groups=",".join(own))
                outer.tail, node.tail = node.tail, None
                node.getparent().replace(node, outer)
                outer.append(node)
