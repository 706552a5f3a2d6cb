import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { formView } from "@web/views/form/form_view";
import { FormController } from "@web/views/form/form_controller";
import { askToConfirm } from "./confirm_run";

/** The form of a run: *Confirm* says what it will do before it does it. */
export class RunFormController extends FormController {
    setup() {
        super.setup();
        this.dialog = useService("dialog");
    }

    async beforeExecuteActionButton(clickParams) {
        if ((await super.beforeExecuteActionButton(clickParams)) === false) {
            return false;
        }
        if (clickParams.name !== "action_confirm") {
            return true;
        }
        return askToConfirm({ orm: this.orm, dialog: this.dialog }, this.model.root.resId);
    }
}

registry.category("views").add("ar_run_form", { ...formView, Controller: RunFormController });
