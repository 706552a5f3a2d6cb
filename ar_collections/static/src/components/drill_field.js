import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { MonetaryField, monetaryField } from "@web/views/fields/monetary/monetary_field";

/** An amount that opens the records behind it: its record answers `get_drill_action`. */
export class DrillField extends MonetaryField {
    static template = "ar_collections.DrillField";

    setup() {
        super.setup();
        this.orm = useService("orm");
        this.actionService = useService("action");
    }

    /** Nothing stands behind a figure that was not computed yet. */
    get isOpen() {
        return Boolean(this.props.record.resId && this.props.record.data[this.props.name]);
    }

    async open() {
        const { resModel, resId } = this.props.record;
        const action = await this.orm.call(resModel, "get_drill_action", [[resId], this.props.name]);
        await this.actionService.doAction(action);
    }
}

registry.category("fields").add("ar_drill", { ...monetaryField, component: DrillField });
