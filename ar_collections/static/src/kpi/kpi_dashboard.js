import { deserializeDate, formatDate } from "@web/core/l10n/dates";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { formatMonetary } from "@web/views/fields/formatters";
import { PeriodPage } from "../components/period_page";
import { formatFigure } from "./kpi_format";
import { KpiTable } from "./kpi_table";
import { KpiTrend } from "./kpi_trend";

/** The key figures on screen; here they are only shown and sorted. */
export class KpiDashboard extends PeriodPage {
    static template = "ar_collections.KpiDashboard";
    static components = { ...PeriodPage.components, KpiTable, KpiTrend };
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
            groups: ["get_groups", [...this.period, this.state.by]],
            trend: ["get_trend", [last, companies]],
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
