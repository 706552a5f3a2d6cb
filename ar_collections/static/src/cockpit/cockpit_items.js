import { Component, useRef, useState } from "@odoo/owl";
import { formatCurrency } from "@web/core/currency";
import { _t } from "@web/core/l10n/translation";
import { Pager } from "@web/core/pager/pager";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { standardWidgetProps } from "@web/views/widgets/standard_widget_props";
import { accountId, useAccountData } from "./cockpit_data";

const PAGE = 40;

/** The open items of a customer account: ticked by mouse or keyboard, and what is done with them. */
export class CockpitItems extends Component {
    static template = "ar_collections.CockpitItems";
    static components = { Pager };
    static props = { ...standardWidgetProps };

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.root = useRef("root");
        this.page = useState({ offset: 0, limit: PAGE, order: "due", backwards: false });
        // {item id: {amount, currency_id}}: what is ticked stays so on other pages.
        this.ticked = useState({ items: {} });
        // {item id: when it is expected, in words}: told later, because it takes longer.
        this.expected = useState({ words: {} });
        const { state, load } = useAccountData((orm, id) => {
            this.loadExpected(id);
            return orm.call("ar.profile", "read_open_items", [[id]], { ...this.page });
        });
        this.state = state;
        this.load = load;
    }

    /** Of all items of an account, so that it is not asked again for another page of them. */
    async loadExpected(id) {
        if (this.expectedOf === id && this.isPaging) {
            return;
        }
        this.expectedOf = id;
        const words = await this.orm.silent.call("ar.profile", "read_expected", [[id]]);
        if (this.expectedOf === id) {
            this.expected.words = words;
        }
    }

    async showPage(changes) {
        Object.assign(this.page, changes);
        this.isPaging = true;
        try {
            await this.load();
        } finally {
            this.isPaging = false;
        }
    }

    /** Another customer's items are ticked anew. */
    onOtherAccount() {
        this.page.offset = 0;
        this.ticked.items = {};
        this.expected.words = {};
    }

    get items() {
        return this.state.data ? this.state.data.items : [];
    }

    get actions() {
        return this.state.data ? this.state.data.actions : [];
    }

    get tickedIds() {
        return Object.keys(this.ticked.items).map(Number);
    }

    get allTicked() {
        return this.items.length > 0 && this.items.every((item) => this.isTicked(item));
    }

    get tickedWords() {
        const sums = {};
        for (const { amount, currency_id } of Object.values(this.ticked.items)) {
            sums[currency_id] = (sums[currency_id] || 0) + amount;
        }
        const amounts = Object.entries(sums).map(([id, sum]) => formatCurrency(sum, Number(id)));
        return _t("%(count)s ticked: %(sum)s", {
            count: this.tickedIds.length,
            sum: amounts.join(" + "),
        });
    }

    isTicked(item) {
        return item.id in this.ticked.items;
    }

    setTicked(item, on) {
        if (on) {
            this.ticked.items[item.id] = { amount: item.amount, currency_id: item.currency_id };
        } else {
            delete this.ticked.items[item.id];
        }
    }

    onTick(item, index, ev) {
        const on = ev.target.checked;
        if (ev.shiftKey && this.lastIndex !== undefined) {
            const [from, to] = [this.lastIndex, index].sort((a, b) => a - b);
            for (const one of this.items.slice(from, to + 1)) {
                this.setTicked(one, on);
            }
        }
        this.setTicked(item, on);
        this.lastIndex = index;
    }

    onTickAll(ev) {
        for (const item of this.items) {
            this.setTicked(item, ev.target.checked);
        }
    }

    /** The arrows go from box to box, the space bar ticks. */
    onKeydown(index, ev) {
        const step = { ArrowDown: 1, ArrowUp: -1 }[ev.key];
        if (step) {
            const boxes = this.root.el.querySelectorAll("tbody .o_ar_tick");
            const box = boxes[index + step];
            if (box) {
                box.focus();
            }
            ev.preventDefault();
        }
    }

    onSort(order) {
        const same = this.page.order === order;
        return this.showPage({ order, backwards: same && !this.page.backwards, offset: 0 });
    }

    sortIcon(order) {
        if (this.page.order !== order) {
            return "";
        }
        const down = (order === "amount") !== this.page.backwards;
        return down ? "fa fa-caret-down ms-1" : "fa fa-caret-up ms-1";
    }

    onPage({ offset, limit }) {
        return this.showPage({ offset, limit });
    }

    async onOpen(item) {
        if (item.can_open) {
            const action = await this.orm.call("ar.open.item", "action_open_document", [[item.id]]);
            await this.action.doAction(action);
        }
    }

    async onAction(code) {
        const record = this.props.record;
        const action = await this.orm.call("ar.profile", "run_item_action", [
            [accountId(record)],
            code,
            this.tickedIds,
        ]);
        await this.action.doAction(action, {
            onClose: async () => {
                this.ticked.items = {};
                if (await record.isDirty()) {
                    await this.load();
                } else {
                    await record.load();
                }
            },
        });
    }
}

registry.category("view_widgets").add("ar_cockpit_items", { component: CockpitItems });
