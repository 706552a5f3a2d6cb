import { Component, onWillUnmount } from "@odoo/owl";
import { registry } from "@web/core/registry";
import { ProgressBarField, progressBarField } from "@web/views/fields/progress_bar/progress_bar_field";

const INTERVAL = 3000;

/** A progress bar that looks again every few seconds while the run works in the background. */
export class RunProgress extends Component {
    static template = "ar_collections.RunProgress";
    static components = { ProgressBarField };
    static props = ["*"];

    setup() {
        this.timer = setInterval(() => this.refresh(), INTERVAL);
        onWillUnmount(() => clearInterval(this.timer));
    }

    get working() {
        const data = this.props.record.data;
        return (
            (data.state === "draft" && data.in_background) ||
            (data.state === "confirmed" && data.waiting_count > 0)
        );
    }

    async refresh() {
        const record = this.props.record;
        if (this.working && record.resId && !(await record.isDirty())) {
            await record.load();
        }
    }
}

registry.category("fields").add("ar_run_progress", {
    ...progressBarField,
    component: RunProgress,
});
