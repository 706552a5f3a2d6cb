import { Component, onWillStart, useState } from "@odoo/owl";
import { Dialog } from "@web/core/dialog/dialog";
import { useService } from "@web/core/utils/hooks";
import { formatMonetary } from "@web/views/fields/formatters";

/** What a figure above the weeks is made of, customer by customer. */
export class ForecastBehind extends Component {
    static template = "ar_collections.ForecastBehind";
    static components = { Dialog };
    static props = {
        method: String,
        question: Array,
        words: Object,
        currencyId: Number,
        close: Function,
    };

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.state = useState({ told: null });
        onWillStart(async () => {
            const { method, question } = this.props;
            this.state.told = await this.orm.call("ar.forecast", method, question);
        });
    }

    money(amount) {
        return formatMonetary(amount, { currencyId: this.props.currencyId });
    }

    async open(row) {
        const words = [row.partner_id, row.company_id];
        const action = await this.orm.call("ar.forecast", "get_account_action", words);
        this.props.close();
        this.action.doAction(action);
    }
}
