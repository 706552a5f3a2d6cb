import { Component, useState } from "@odoo/owl";
import { CheckBox } from "@web/core/checkbox/checkbox";
import { DateTimeInput } from "@web/core/datetime/datetime_input";
import { Dropdown } from "@web/core/dropdown/dropdown";
import { DropdownItem } from "@web/core/dropdown/dropdown_item";
import { deserializeDate, serializeDate, today } from "@web/core/l10n/dates";
import { _t } from "@web/core/l10n/translation";
import { MultiRecordSelector } from "@web/core/record_selectors/multi_record_selector";
import { formatFloat } from "@web/core/utils/numbers";
import { parseFloat } from "@web/views/fields/parsers";

/** The filters of the aging report, in the order in which they are asked for. */
export class AgingFilters extends Component {
    static template = "ar_collections.AgingFilters";
    static components = { CheckBox, DateTimeInput, Dropdown, DropdownItem, MultiRecordSelector };
    static props = { model: Object, dimensions: Object, schemes: Array, filters: Array };

    setup() {
        this.model = useState(this.props.model);
        this.state = useState({ more: this.model.filterCount > 0 });
    }

    get options() {
        return this.model.options;
    }

    ask(changes) {
        return this.model.ask(changes);
    }

    // -- days -----------------------------------------------------------

    toDay(text) {
        return text ? deserializeDate(text) : false;
    }

    get asOf() {
        return this.toDay(this.options.as_of);
    }

    get compareTo() {
        return this.toDay(this.options.compare_to);
    }

    setDay(name, day) {
        const text = day ? serializeDate(day) : false;
        if (text !== this.options[name]) {
            this.ask({ [name]: text });
        }
    }

    get days() {
        const now = today();
        return [
            { label: _t("Today"), day: now },
            { label: _t("End of last month"), day: now.minus({ months: 1 }).endOf("month") },
            { label: _t("End of last quarter"), day: now.minus({ quarters: 1 }).endOf("quarter") },
            { label: _t("End of last year"), day: now.minus({ years: 1 }).endOf("year") },
        ];
    }

    get earlierDays() {
        const day = this.asOf;
        return [
            { label: _t("A week before"), day: day.minus({ weeks: 1 }) },
            { label: _t("End of the month before"), day: day.minus({ months: 1 }).endOf("month") },
            { label: _t("A year before"), day: day.minus({ years: 1 }) },
        ];
    }

    // -- groups and ages ------------------------------------------------

    get thenBy() {
        return Object.entries(this.props.dimensions).filter(
            ([name]) => name !== this.options.group_by
        );
    }

    setGroup(name) {
        const changes = { group_by: name };
        if (this.options.then_by === name) {
            changes.then_by = false;
        }
        this.ask(changes);
    }

    get groupLabel() {
        const { group_by, then_by } = this.options;
        const names = then_by ? [group_by, then_by] : [group_by];
        return names.map((name) => this.props.dimensions[name]).join(" › ");
    }

    get limits() {
        return this.options.limits.join(", ");
    }

    setLimits(text) {
        if (text !== this.limits) {
            this.ask({ limits: text || false });
        }
    }

    /** The scheme says how ages are told: what was chosen beside it gives way. */
    setScheme(scheme) {
        this.ask({
            scheme_id: scheme.id,
            limits: false,
            basis: false,
            credits: false,
            hide_credits: false,
        });
    }

    // -- what is shown --------------------------------------------------

    get credits() {
        return this.options.hide_credits ? "hide" : this.options.credits;
    }

    get creditChoices() {
        return [
            ["included", _t("Credits in the buckets")],
            ["apart", _t("Credits in a column of their own")],
            ["hide", _t("Without credits")],
        ];
    }

    setCredits(choice) {
        const hide = choice === "hide";
        this.ask({ hide_credits: hide, credits: hide ? "included" : choice });
    }

    get minAmount() {
        return this.options.min_amount ? formatFloat(this.options.min_amount) : "";
    }

    setMinAmount(text) {
        let amount = 0;
        if (text.trim()) {
            try {
                amount = parseFloat(text);
            } catch {
                return this.env.services.notification.add(
                    _t("“%s” is not an amount.", text),
                    { type: "danger" }
                );
            }
        }
        if (amount !== this.options.min_amount) {
            this.ask({ min_amount: amount });
        }
    }

    get showLabel() {
        const words = [];
        if (this.options.only_overdue) {
            words.push(_t("Only overdue"));
        }
        if (this.credits !== "included") {
            words.push(this.creditChoices.find(([name]) => name === this.credits)[1]);
        }
        if (this.options.min_amount) {
            words.push(_t("From %s", this.minAmount));
        }
        if (this.options.currency === "document") {
            words.push(_t("Currency of the documents"));
        }
        return words.join(", ") || _t("Everything");
    }

    get partnerIds() {
        return this.model.asked.partner_ids || [];
    }

    // -- more filters ---------------------------------------------------

    getFilter(name) {
        const keys = this.model.asked.filters?.[name] || [];
        return keys.filter((key) => Number.isInteger(key));
    }

    setPartners(ids) {
        this.ask({ partner_ids: ids.length ? ids : null });
    }
}
