import { Component } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { useService } from "@web/core/utils/hooks";
import { Today } from "../today/today";

/** The first steps of a company on Today, until it is live: what is done, and what is next. */
export class SetupCard extends Component {
    static template = "ar_collections.SetupCard";
    static props = { setup: Object };

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
    }

    get progress() {
        const { steps } = this.props.setup;
        const done = steps.filter((step) => step.done).length;
        return _t("%(done)s of %(all)s done", { done, all: steps.length });
    }

    async open() {
        const steps = "onboarding.onboarding.step";
        const action = await this.orm.call(steps, "action_ar_open_setup", []);
        const additionalContext = { default_company_id: this.props.setup.company_id };
        return this.action.doAction(action, { additionalContext });
    }
}

Object.assign(Today.components, { SetupCard });
