import { Component } from "@odoo/owl";
import { formatCurrency } from "@web/core/currency";
import { _t } from "@web/core/l10n/translation";

// The last colour stands for all older buckets.
const COLORS = ["success", "info", "warning", "orange", "danger", "dark"];

/** What is owed by age as one bar, above that of a month ago, on one scale. */
export class AgingBar extends Component {
    static template = "ar_collections.AgingBar";
    static props = { row: Object, labels: Array, day: String, earlierDay: String };

    money(amount) {
        return formatCurrency(amount, this.props.row.currency_id, { digits: [16, 0] });
    }

    get bars() {
        const { now, earlier } = this.props.row;
        const owed = (bar) => bar.buckets.reduce((sum, one) => sum + Math.max(one, 0), 0);
        const scale = Math.max(owed(now), owed(earlier)) || 1;
        return [
            { name: "now", label: this.props.day, ...this.prepare(now, scale) },
            { name: "earlier", label: this.props.earlierDay, ...this.prepare(earlier, scale) },
        ];
    }

    /** Buckets in which credits outweigh debts have no width; their figure is in the legend. */
    prepare(bar, scale) {
        const parts = bar.buckets.map((amount, index) => ({
            color: this.color(index),
            width: (100 * Math.max(amount, 0)) / scale,
            title: `${this.props.labels[index]}: ${this.money(amount)}`,
        }));
        return { total: this.money(bar.total), parts: parts.filter((part) => part.width > 0) };
    }

    color(index) {
        return COLORS[Math.min(index, COLORS.length - 1)];
    }

    get legend() {
        const { now } = this.props.row;
        return this.props.labels.map((label, index) => ({
            label,
            color: this.color(index),
            amount: this.money(now.buckets[index] || 0),
        }));
    }

    get change() {
        const { now, earlier } = this.props.row;
        const difference = now.overdue - earlier.overdue;
        if (Math.abs(difference) < 0.5) {
            return { words: _t("Overdue as a month ago."), color: "muted" };
        }
        const amount = this.money(Math.abs(difference));
        return difference > 0
            ? { words: _t("%s more is overdue than a month ago.", amount), color: "danger" }
            : { words: _t("%s less is overdue than a month ago.", amount), color: "success" };
    }
}
