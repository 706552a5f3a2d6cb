import { _t } from "@web/core/l10n/translation";
import { ConfirmationDialog } from "@web/core/confirmation_dialog/confirmation_dialog";

/** The question of *Confirm*: what would leave, in figures, and what would not. */
export class ConfirmRunDialog extends ConfirmationDialog {
    static template = "ar_collections.ConfirmRunDialog";
    static props = { ...ConfirmationDialog.props, confirmation: Object };
}

/**
 * Ask whether the run may leave.
 *
 * @param {Object} services orm and dialog
 * @param {number} runId
 * @returns {Promise<boolean>}
 */
export async function askToConfirm({ orm, dialog }, runId) {
    const confirmation = await orm.call("ar.dunning.run", "get_confirmation", [[runId]]);
    return new Promise((resolve) => {
        dialog.add(
            ConfirmRunDialog,
            {
                title: _t("Confirm and Send"),
                body: confirmation.sentence,
                confirmation,
                confirmLabel: _t("Confirm"),
                confirm: () => resolve(true),
                cancelLabel: _t("Not yet"),
                cancel: () => resolve(false),
            },
            { onClose: () => resolve(false) }
        );
    });
}
