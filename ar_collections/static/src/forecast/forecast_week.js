import { Component, onWillStart, useState } from "@odoo/owl";
import { Dialog } from "@web/core/dialog/dialog";
import { deserializeDate, formatDate } from "@web/core/l10n/dates";
import { useService } from "@web/core/utils/hooks";
import { formatFloat, formatMonetary } from "@web/views/fields/formatters";

/** What the receipts expected in a week are made of, item by item. */
export class ForecastWeek extends Component {
    static template = "ar_collections.ForecastWeek";
    static components = { Dialog };
    static props = {
        start: String,
        agreed: Boolean,
        companyIds: Array,
        currencyId: Number,
        close: Function,
    };

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.state = useState({ week: null });
        onWillStart(async () => {
            this.state.week = await this.orm.call("ar.forecast", "get_week", [
                this.props.start,
                this.props.companyIds,
                this.props.agreed,
            ]);
        });
    }

    money(amount) {
        return formatMonetary(amount, { currencyId: this.props.currencyId });
    }

    percent(share) {
        return `${formatFloat(100 * share, { digits: [16, share < 0.1 ? 1 : 0] })} %`;
    }

    day(text) {
        return formatDate(deserializeDate(text));
    }

    open(row) {
        this.props.close();
        this.action.doAction({
            type: "ir.actions.act_window",
            res_model: row.model,
            res_id: row.id,
            views: [[false, "form"]],
        });
    }

    async openList() {
        const { start, companyIds, close } = this.props;
        const action = await this.orm.call("ar.forecast", "get_week_action", [start, companyIds]);
        close();
        this.action.doAction(action);
    }
}
