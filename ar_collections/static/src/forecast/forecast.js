import { Component, onMounted, onWillStart, onWillUnmount, useEffect, useRef, useState } from "@odoo/owl";
import { loadBundle } from "@web/core/assets";
import { deserializeDate, formatDate } from "@web/core/l10n/dates";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { Layout } from "@web/search/layout";
import { formatFloat, formatMonetary } from "@web/views/fields/formatters";
import { standardActionServiceProps } from "@web/webclient/actions/action_service";
import { ForecastBehind } from "./forecast_behind";
import { ForecastWeek } from "./forecast_week";

const WEEKS = [4, 8, 13, 26];

/** Expected receipts by week with their band, the cash plan beside them, and how good it was. */
export class Forecast extends Component {
    static template = "ar_collections.Forecast";
    static components = { Layout };
    static props = { ...standardActionServiceProps };

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.dialog = useService("dialog");
        this.canvasRef = useRef("canvas");
        this.choices = WEEKS;
        this.state = useState({
            weeks: 13,
            page: null,
            costs: [],
            test: null,
            testing: false,
            computing: false,
        });
        onWillStart(async () => {
            await Promise.all([loadBundle("web.chartjs_lib"), this.load()]);
        });
        onMounted(() => {
            this.loadCosts();
            // Of several companies, or before the night, nobody has tried it yet.
            if (this.state.page.kept && !this.state.test) {
                this.test();
            }
        });
        useEffect(
            () => this.draw(),
            () => [this.state.page]
        );
        onWillUnmount(() => this.chart?.destroy());
    }

    get display() {
        return { controlPanel: {} };
    }

    /** What the page is of: of those switched on the companies with one currency. */
    get companyIds() {
        return this.state.page.company_ids;
    }

    async load(method = "get_page") {
        const page = await this.orm.call("ar.forecast", method, [false, this.state.weeks]);
        this.state.page = page;
        this.state.test = page.test || this.state.test;
    }

    async computeNow() {
        this.state.computing = true;
        try {
            await this.load("compute_now");
            await this.loadCosts();
        } finally {
            this.state.computing = false;
        }
    }

    async loadCosts() {
        this.state.costs = await this.orm.call("ar.forecast", "get_costs", [this.companyIds]);
    }

    async openAccount(row) {
        this.action.doAction(
            await this.orm.call("ar.forecast", "get_account_action", [
                row.partner_id,
                row.company_id,
            ])
        );
    }

    async setWeeks(weeks) {
        this.state.weeks = weeks;
        await this.load();
    }

    async test() {
        this.state.testing = true;
        try {
            this.state.test = await this.orm.call("ar.forecast", "get_test", [this.companyIds]);
        } finally {
            this.state.testing = false;
        }
    }

    money(amount) {
        return formatMonetary(amount, { currencyId: this.state.page.currency_id });
    }

    get costHint() {
        const rate = `${this.number(this.state.page.rate, 2)} %`;
        return _t("Overdue × %(rate)s a year / 365", { rate });
    }

    number(value, digits = 1) {
        return formatFloat(value, { digits: [16, digits] });
    }

    percent(share) {
        return `${formatFloat(100 * share, { digits: [16, 0] })} %`;
    }

    day(text) {
        return formatDate(deserializeDate(text));
    }

    isShort(week) {
        return week.balance_low < this.state.page.minimum;
    }

    async openOverdue() {
        this.action.doAction(
            await this.orm.call("ar.forecast", "get_week_action", [false, this.companyIds])
        );
    }

    async openList(method) {
        this.action.doAction(await this.orm.call("ar.forecast", method, [this.companyIds]));
    }

    openOpen() {
        return this.openList("get_open_action");
    }

    openCash() {
        return this.openList("get_cash_action");
    }

    openLater() {
        this.openBehind("get_later", [this.companyIds, this.state.weeks], {
            title: _t("Later, or Never"),
            first: _t("Open"),
            second: _t("Expected in the Weeks"),
            amount: _t("Later, or Never"),
        });
    }

    openExposure() {
        this.openBehind("get_exposure", [this.companyIds], {
            title: _t("Exposure"),
            first: _t("Open Items"),
            second: _t("All Else"),
            amount: _t("Exposure"),
        });
    }

    openBehind(method, question, words) {
        const { currency_id: currencyId } = this.state.page;
        this.dialog.add(ForecastBehind, { method, question, words, currencyId });
    }

    openWeek(start, agreed = false) {
        this.dialog.add(ForecastWeek, {
            start,
            agreed,
            companyIds: this.companyIds,
            currencyId: this.state.page.currency_id,
        });
    }

    async openPlan(week) {
        const action = await this.action.loadAction("ar_collections.ar_cash_line_action");
        if (week) {
            action.domain = [
                ["date", ">=", week.start],
                ["date", "<=", week.end],
                ["company_id", "in", this.companyIds],
            ];
        }
        this.action.doAction(action);
    }

    draw() {
        this.chart?.destroy();
        if (!this.canvasRef.el) {
            return;
        }
        const { weeks } = this.state.page;
        const style = getComputedStyle(document.documentElement);
        const color = style.getPropertyValue("--primary") || "#71639e";
        this.chart = new Chart(this.canvasRef.el, {
            type: "bar",
            data: {
                labels: weeks.map((week) => this.day(week.start)),
                datasets: [
                    {
                        label: _t("Expected"),
                        data: weeks.map((week) => week.expected),
                        backgroundColor: color.trim(),
                        order: 2,
                    },
                    {
                        label: _t("80% band"),
                        data: weeks.map((week) => [week.low, week.high]),
                        backgroundColor: "rgba(120, 120, 120, 0.55)",
                        barPercentage: 0.12,
                        order: 1,
                        grouped: false,
                    },
                    {
                        label: _t("Balance"),
                        type: "line",
                        data: weeks.map((week) => week.balance),
                        borderColor: "#1f7a7a",
                        backgroundColor: "#1f7a7a",
                        pointRadius: 2,
                        hidden: true,
                        order: 0,
                    },
                ],
            },
            options: {
                maintainAspectRatio: false,
                onClick: (ev, elements) => {
                    if (elements.length) {
                        this.openWeek(weeks[elements[0].index].start);
                    }
                },
                plugins: { legend: { position: "bottom" } },
            },
        });
    }
}

registry.category("actions").add("ar_forecast", Forecast);
