import { Component, useEffect } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { standardFieldProps } from "@web/views/fields/standard_field_props";

/**
 * One customer after the other: the records of the list that the page was opened from. Its field
 * counts the talks of today.
 */
export class CockpitFlow extends Component {
    static template = "ar_collections.CockpitFlow";
    static props = { ...standardFieldProps };

    setup() {
        this.orm = useService("orm");
        this.notification = useService("notification");
        // Who has been talked with is done: the next one opens by itself, in the worklist alone.
        let before = {};
        useEffect(
            (resId, talks) => {
                const more = before.resId === resId && talks > before.talks;
                before = { resId, talks };
                if (more && this.record.context.worklist) {
                    this.goOn();
                }
            },
            () => [this.record.resId, this.record.data[this.props.name] || 0],
        );
    }

    get record() {
        return this.props.record;
    }

    get ids() {
        return this.record.model.config.resIds || [];
    }

    get place() {
        return this.ids.indexOf(this.record.resId);
    }

    get hasNext() {
        return this.place >= 0 && this.place < this.ids.length - 1;
    }

    get doneTitle() {
        return this.hasNext ? _t("Done for today, open the next") : _t("Done for today");
    }

    async goTo(place) {
        const resId = this.ids[place];
        if (!(await this.record.isDirty())) {
            await this.record.model.load({ resId });
        } else if (await this.record.save({ nextId: resId })) {
            return;
        }
    }

    async onDone() {
        await this.orm.call("ar.profile", "action_done_for_today", [[this.record.resId]]);
        return this.goOn();
    }

    /** The next customer; back to the list after the last one. */
    async goOn() {
        if (this.hasNext) {
            return this.goTo(this.place + 1);
        }
        const words = this.ids.length > 1 ? _t("That was the last one.") : _t("Done for today.");
        this.notification.add(words, { type: "success" });
        await this.env.config.historyBack();
    }
}

registry.category("fields").add("ar_cockpit_flow", {
    component: CockpitFlow,
    supportedTypes: ["integer"],
});
