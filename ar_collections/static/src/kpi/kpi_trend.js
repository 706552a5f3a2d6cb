/* global Chart */
import { Component, onWillStart, useEffect, useRef } from "@odoo/owl";
import { loadBundle } from "@web/core/assets";
import { cookie } from "@web/core/browser/cookie";
import { getCustomColor } from "@web/core/colors/colors";
import { formatFigure } from "./kpi_format";

/** A figure month by month, as a line. */
export class KpiTrend extends Component {
    static template = "ar_collections.KpiTrend";
    static props = { labels: Array, values: Array, label: String, unit: String };

    setup() {
        this.canvasRef = useRef("canvas");
        onWillStart(() => loadBundle("web.chartjs_lib"));
        useEffect(
            () => {
                const chart = new Chart(this.canvasRef.el, this.getConfig());
                return () => chart.destroy();
            },
            () => [this.props.labels, this.props.values]
        );
    }

    getConfig() {
        const scheme = cookie.get("color_scheme");
        const color = getCustomColor(scheme, "#714b67", "#c39bb5");
        const ink = getCustomColor(scheme, "#4b5563", "#E4E4E4");
        const grid = getCustomColor(scheme, "#e5e7eb", "#3C3E4B");
        const { labels, values, label, unit } = this.props;
        return {
            type: "line",
            data: {
                labels,
                datasets: [
                    {
                        label,
                        data: values,
                        borderColor: color,
                        backgroundColor: color,
                        borderWidth: 2,
                        pointRadius: 3,
                        tension: 0.2,
                        spanGaps: false,
                    },
                ],
            },
            options: {
                maintainAspectRatio: false,
                animation: false,
                interaction: { mode: "index", intersect: false },
                plugins: {
                    legend: { display: false },
                    tooltip: {
                        callbacks: { label: (item) => formatFigure(item.raw, unit) },
                    },
                },
                scales: {
                    x: { ticks: { color: ink }, grid: { display: false } },
                    y: {
                        ticks: { color: ink, callback: (value) => formatFigure(value, unit) },
                        grid: { color: grid },
                    },
                },
            },
        };
    }
}
