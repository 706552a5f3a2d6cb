import { Component, onWillUnmount } from "@odoo/owl";
import { registry } from "@web/core/registry";
import { ProgressBarField, progressBarField } from "@web/views/fields/progress_bar/progress_bar_field";

const INTERVAL = 3000;

/** A progress bar that looks again every few seconds while something works in the background. */
export class Progress extends Component {
    static template = "ar_collections.Progress";
    static components = { ProgressBarField };
    static props = ["*"];

    setup() {
        this.timer = setInterval(() => this.refresh(), INTERVAL);
        onWillUnmount(() => clearInterval(this.timer));
    }

    async refresh() {
        const record = this.props.record;
        if (record.data.in_progress && record.resId && !(await record.isDirty())) {
            await record.load();
        }
    }
}

registry.category("fields").add("ar_progress", {
    ...progressBarField,
    component: Progress,
    fieldDependencies: [{ name: "in_progress", type: "boolean" }],
});
