import { Component, onWillStart, useRef, useState } from "@odoo/owl";
import { DateTimeInput } from "@web/core/datetime/datetime_input";
import { Dropdown } from "@web/core/dropdown/dropdown";
import { DropdownItem } from "@web/core/dropdown/dropdown_item";
import { deserializeDate, formatDate, serializeDate, today } from "@web/core/l10n/dates";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { useSetupAction } from "@web/search/action_hook";
import { Layout } from "@web/search/layout";
import { formatMonetary } from "@web/views/fields/formatters";
import { standardActionServiceProps } from "@web/webclient/actions/action_service";
import { formatFigure } from "./kpi_format";
import { KpiTable } from "./kpi_table";
import { KpiTrend } from "./kpi_trend";

const MODEL = "ar.kpi";

/** The key figures on screen. All figures are the server's; here they are only shown and sorted. */
export class KpiDashboard extends Component {
    static template = "ar_collections.KpiDashboard";
    static components = { DateTimeInput, Dropdown, DropdownItem, KpiTable, KpiTrend, Layout };
    static props = { ...standardActionServiceProps };

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.rootRef = useRef("root");
        this.requests = 0;
        const kept = this.props.state?.ar_kpi || {};
        this.state = useState({
            page: null,
            groups: null,
            tables: null,
            trend: null,
            by: kept.by || "collector",
            shown: kept.shown || "dso",
        });
        useSetupAction({
            rootRef: this.rootRef,
            getLocalState: () => ({
                ar_kpi: {
                    by: this.state.by,
                    shown: this.state.shown,
                    days: [this.state.page.date_from, this.state.page.date_to],
                },
            }),
        });
        onWillStart(() => this.load(...(kept.days || [false, false])));
    }

    get display() {
        return { controlPanel: {} };
    }

    // -- asking -------------------------------------------------------------------------

    /** The cards at once; what stands below them when it is there. */
    async load(first, last) {
        const number = ++this.requests;
        const page = await this.orm.call(MODEL, "get_dashboard", [first, last]);
        if (number !== this.requests) {
            return; // another period was asked for meanwhile
        }
        Object.assign(this.state, { page, groups: null, tables: null, trend: null });
        this.loadMore(number);
    }

    async loadMore(number) {
        const { date_from, date_to, company_ids } = this.state.page;
        const take = (name) => (answer) => {
            if (number === this.requests) {
                this.state[name] = answer;
            }
        };
        await this.loadGroups(number);
        await this.orm.call(MODEL, "get_trend", [date_to, company_ids]).then(take("trend"));
        await this.orm
            .call(MODEL, "get_tables", [date_from, date_to, company_ids])
            .then(take("tables"));
    }

    async loadGroups(number = this.requests) {
        const { date_from, date_to, company_ids } = this.state.page;
        const by = this.state.by;
        const groups = await this.orm.call(MODEL, "get_groups", [
            date_from,
            date_to,
            company_ids,
            by,
        ]);
        if (number === this.requests && by === this.state.by) {
            this.state.groups = groups;
        }
    }

    setBy(by) {
        this.state.by = by;
        this.state.groups = null;
        this.loadGroups();
    }

    // -- the period ---------------------------------------------------------------------

    get first() {
        return deserializeDate(this.state.page.date_from);
    }

    get last() {
        return deserializeDate(this.state.page.date_to);
    }

    setDays(first, last) {
        if (first && last) {
            // The day that was changed is meant; the other one gives way.
            this.load(serializeDate(first), serializeDate(last < first ? first : last));
        }
    }

    get periods() {
        const now = today();
        const before = (unit) => now.minus({ [unit + "s"]: 1 });
        const whole = (unit) => [before(unit).startOf(unit), before(unit).endOf(unit)];
        const year = now.minus({ months: 11 }).startOf("month");
        return [
            { label: _t("This month"), days: [now.startOf("month"), now] },
            { label: _t("Last month"), days: whole("month") },
            { label: _t("Last quarter"), days: whole("quarter") },
            { label: _t("Three months until today"), days: [now.minus({ months: 2 }).startOf("month"), now] },
            { label: _t("Twelve months until today"), days: [year, now] },
            { label: _t("This year"), days: [now.startOf("year"), now] },
            { label: _t("Last year"), days: whole("year") },
        ];
    }

    get beforeLabel() {
        const { date_from, date_to } = this.state.page.before;
        const [first, last] = [date_from, date_to].map((day) => formatDate(deserializeDate(day)));
        return _t("%(first)s to %(last)s", { first, last });
    }

    // -- cards --------------------------------------------------------------------------

    format(value, unit) {
        return formatFigure(value, unit);
    }

    money(amount) {
        return formatMonetary(amount, { currencyId: this.state.page.currency_id });
    }

    number(value) {
        return formatFigure(value, "number");
    }

    hint(card) {
        const words = [card.formula, card.words];
        if (card.convention) {
            words.push(_t("Convention: the field has no standard for it."));
        }
        return words.join("\n");
    }

    hasChange(card) {
        return card.value !== null && card.previous !== null && card.value !== card.previous;
    }

    /** Good news, bad news, or neither. */
    tone(card) {
        if (!this.hasChange(card)) {
            return "text-muted";
        }
        const higher = card.value > card.previous;
        return higher === (card.better === "high") ? "text-success" : "text-danger";
    }

    arrow(card) {
        if (!this.hasChange(card)) {
            return "fa-minus";
        }
        return card.value > card.previous ? "fa-arrow-up" : "fa-arrow-down";
    }

    hasTrend(card) {
        return this.state.page.trend.includes(card.code);
    }

    get shownCard() {
        return this.state.page.cards.find((card) => card.code === this.state.shown);
    }

    // -- what is behind -----------------------------------------------------------------

    async drill(code, key = null) {
        const { date_from, date_to, company_ids } = this.state.page;
        const by = key === null ? null : this.state.by;
        this.action.doAction(
            await this.orm.call(MODEL, "get_drill_action", [
                code,
                date_from,
                date_to,
                company_ids,
                by,
                key,
            ])
        );
    }

    async print(method) {
        const { date_from, date_to, company_ids } = this.state.page;
        this.action.doAction(
            await this.orm.call(MODEL, method, [date_from, date_to, company_ids])
        );
    }
}

registry.category("actions").add("ar_kpi_dashboard", KpiDashboard);
