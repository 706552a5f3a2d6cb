import { browser } from "@web/core/browser/browser";
import { CheckBox } from "@web/core/checkbox/checkbox";
import { deserializeDate, formatDate } from "@web/core/l10n/dates";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { formatMonetary } from "@web/views/fields/formatters";
import { PeriodPage } from "../components/period_page";
import { formatFigure } from "./kpi_format";
import { KpiTable } from "./kpi_table";
import { KpiTrend } from "./kpi_trend";

const TREND_MONTHS = 12;
// Where the browser keeps the columns that somebody has chosen, as Odoo does for its lists.
const COLUMNS_KEY = "ar_kpi_columns";

/** The key figures on screen; here they are only shown and sorted. */
export class KpiDashboard extends PeriodPage {
    static template = "ar_collections.KpiDashboard";
    static components = { ...PeriodPage.components, CheckBox, KpiTable, KpiTrend };
    static model = "ar.kpi";
    static choices = { by: "collector", shown: "dso" };
    static below = ["groups", "trend", "tables"];

    // -- asking -------------------------------------------------------------------------

    getPageQuestion(first, last) {
        return ["get_dashboard", [first, last]];
    }

    getQuestions() {
        const [, last, companies] = this.period;
        return {
            groups: ["get_groups", [...this.period, this.state.by, this.columns]],
            trend: ["get_trend", [last, companies, TREND_MONTHS, this.trendCode]],
            tables: ["get_tables", this.period],
        };
    }

    setBy(by) {
        this.state.by = by;
        this.state.groups = null;
        this.loadPart("groups");
    }

    get beforeLabel() {
        const { date_from, date_to } = this.state.page.before;
        const [first, last] = [date_from, date_to].map((day) => formatDate(deserializeDate(day)));
        return _t("%(first)s to %(last)s", { first, last });
    }

    // -- columns of the table -----------------------------------------------------------

    /** Those that were chosen here before, of the figures there are; else those at first. */
    get columns() {
        const kept = browser.localStorage.getItem(COLUMNS_KEY);
        const chosen = kept === null ? this.state.page.columns : kept.split(",");
        return this.state.page.cards.map((card) => card.code).filter((code) => chosen.includes(code));
    }

    isColumn(code) {
        const { groups } = this.state;
        return (groups ? groups.columns.map((one) => one.code) : this.columns).includes(code);
    }

    toggleColumn(code) {
        const { columns } = this;
        const others = columns.filter((one) => one !== code);
        const chosen = columns.length === others.length ? [...others, code] : others;
        browser.localStorage.setItem(COLUMNS_KEY, chosen.join(","));
        this.loadPart("groups");
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

    // -- trend --------------------------------------------------------------------------

    /** The figures of the ledger are read together, any other one when it is asked for. */
    get trendCode() {
        return this.state.page.trend.includes(this.state.shown) ? null : this.state.shown;
    }

    get trendValues() {
        return this.state.trend && this.state.trend.values[this.state.shown];
    }

    showTrend(code) {
        this.state.shown = code;
        if (!this.trendValues) {
            this.loadPart("trend");
        }
    }

    get shownCard() {
        return this.state.page.cards.find((card) => card.code === this.state.shown);
    }

    // -- what is behind -----------------------------------------------------------------

    /** Of a row of the small tables. */
    drillTable(table, key, what = "") {
        return this.open("get_table_action", ...this.period, table, key, what);
    }

    formula(code) {
        return this.state.page.cards.find((card) => card.code === code).formula;
    }

    drill(code, key = null) {
        const by = key === null ? null : this.state.by;
        return this.open("get_drill_action", code, ...this.period, by, key);
    }
}

registry.category("actions").add("ar_kpi_dashboard", KpiDashboard);
