import { Component, useEffect, useRef, useState } from "@odoo/owl";
import { deserializeDate, formatDate } from "@web/core/l10n/dates";
import { _t } from "@web/core/l10n/translation";
import { formatMonetary } from "@web/views/fields/formatters";

const TITLES = {
    credits: () => _t("Credits"),
    total: () => _t("Total"),
    previous: () => _t("Before"),
    delta: () => _t("Change"),
};

/** The rows of the aging report: sorted by any column, unfolded to items, walked by keyboard. */
export class AgingTable extends Component {
    static template = "ar_collections.AgingTable";
    static props = {
        model: Object,
        firstLabel: String,
        mayOpen: Boolean,
        openItems: Function,
        openDocument: Function,
        openCustomer: Function,
    };

    setup() {
        this.model = useState(this.props.model);
        this.state = useState({ active: 0 });
        this.tableRef = useRef("table");
        this.takeFocus = false;
        useEffect(() => {
            if (this.takeFocus) {
                this.takeFocus = false;
                this.tableRef.el.querySelector("tr[tabindex='0']")?.focus();
            }
        });
    }

    // -- texts ----------------------------------------------------------

    title(column) {
        return column.label || TITLES[column.name]();
    }

    format(value, row, column) {
        if (!value) {
            return column.name === "total" ? this.money(0, row.currency_id) : "";
        }
        return this.money(value, row.currency_id);
    }

    money(value, currencyId) {
        return formatMonetary(value, { currencyId, noSymbol: true });
    }

    countItems(total) {
        return total.count === 1 ? _t("1 item") : _t("%s items", total.count);
    }

    itemsLabel(row) {
        return _t("Items of %s", row.name);
    }

    accountLabel(row) {
        return _t("Customer account of %s", row.name);
    }

    due(item) {
        return _t("due %s", formatDate(deserializeDate(item.date_due)));
    }

    ariaSort(name) {
        if (this.model.sort.column !== name) {
            return "none";
        }
        return this.model.sort.descending ? "descending" : "ascending";
    }

    sortIcon(name) {
        if (this.model.sort.column !== name) {
            return "";
        }
        return this.model.sort.descending ? "fa fa-long-arrow-down" : "fa fa-long-arrow-up";
    }

    /** A bucket's share of what is owed, in percent; 0 for credits. */
    share(column, totals) {
        const owed = totals.buckets.reduce((sum, amount) => sum + Math.max(amount, 0), 0);
        return owed ? (100 * Math.max(column.get(totals), 0)) / owed : 0;
    }

    /** Calm to alarming, however many buckets there are. */
    shade(column) {
        const last = this.model.report.buckets.length - 1;
        const hue = Math.round(150 - (150 * column.bucket) / last);
        return `background-color: hsl(${hue}, 55%, 48%)`;
    }

    isCustomer(row) {
        const { group_by, then_by } = this.model.options;
        return row.key && (row.parent ? then_by : group_by) === "partner";
    }

    /** What an item adds to a column of the row that it stands under. */
    itemAmount({ item, row }, column) {
        if (column.name === "total" || column.bucket === item.bucket) {
            return this.money(item.amount, row.currency_id);
        }
        return "";
    }

    /** What the item is worth in its own currency, where the columns are in another. */
    ownAmount(item) {
        if (this.model.options.currency === "document" || item.currency === item.company_currency) {
            return "";
        }
        return formatMonetary(item.residual_currency, { currencyId: item.currency_id });
    }

    /** The age as people say it. */
    age(item) {
        if (item.days > 0 && item.amount >= 0) {
            return this.model.options.basis === "due"
                ? _t("%s days overdue", item.days)
                : _t("%s days old", item.days);
        }
        return "";
    }

    // -- keyboard -------------------------------------------------------

    onKeydown(ev, lines) {
        const index = lines.findIndex((line) => line.id === ev.target.closest("tr").dataset.line);
        if (index < 0 || ev.altKey || ev.ctrlKey || ev.metaKey) {
            return;
        }
        const line = lines[index];
        const move = { ArrowDown: 1, ArrowUp: -1, Home: -index, End: lines.length - 1 - index };
        if (ev.key in move) {
            this.focus(index + move[ev.key], lines);
        } else if (ev.key === "ArrowRight" && line.type === "row") {
            line.unfolded ? this.focus(index + 1, lines) : this.model.toggle(line.row);
        } else if (ev.key === "ArrowLeft") {
            this.foldOrLeave(line, index, lines);
        } else if (ev.key === "Enter" && ev.target.tagName === "TR") {
            if (line.type === "row") {
                this.model.toggle(line.row);
            } else if (this.props.mayOpen) {
                this.props.openDocument(line.item);
            }
        } else {
            return;
        }
        ev.preventDefault();
    }

    /** Fold the row, or go to the row that this line is below of. */
    foldOrLeave(line, index, lines) {
        if (line.unfolded) {
            this.model.fold(line.row);
            return;
        }
        for (let above = index - 1; above >= 0; above--) {
            if (lines[above].level < line.level) {
                this.focus(above, lines);
                return;
            }
        }
    }

    focus(index, lines) {
        this.state.active = Math.min(Math.max(index, 0), lines.length - 1);
        this.takeFocus = true;
    }
}
