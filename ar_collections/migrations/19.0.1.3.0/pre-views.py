"""Views of ours that extend views of ours are emptied: they are loaded anew, one after the other.

A view is checked together with those that extend it as soon as it is loaded; what extends it is
still the one of the version before, which may look for a button that is gone.
"""


def migrate(cr, version):
    if not version:
        return
    cr.execute(
        """
        UPDATE ir_ui_view
           SET arch_db = '{"en_US": "<data/>"}'
         WHERE inherit_id IS NOT NULL
           AND id IN (SELECT res_id FROM ir_model_data
                       WHERE model = 'ir.ui.view' AND module LIKE 'ar\\_collections%'
                             AND noupdate IS NOT TRUE)
           AND inherit_id IN (SELECT res_id FROM ir_model_data
                               WHERE model = 'ir.ui.view' AND module LIKE 'ar\\_collections%')
        """
    )
