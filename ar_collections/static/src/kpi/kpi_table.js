import { Component, useState } from "@odoo/owl";
import { formatFigure } from "./kpi_format";

/** The table of groups; a click on a title sorts it, one on a figure shows the records behind. */
export class KpiTable extends Component {
    static template = "ar_collections.KpiTable";
    static props = { groups: Object, money: Function, drill: Function };

    setup() {
        this.state = useState({ column: "name", descending: false });
    }

    get(row, column) {
        return ["name", "receivables", "overdue"].includes(column) ? row[column] : row.values[column];
    }

    hasColumn(column) {
        const codes = this.props.groups.columns.map((one) => one.code);
        return ["name", "receivables", "overdue", ...codes].includes(column);
    }

    get rows() {
        const { descending } = this.state;
        // A column that somebody takes away orders nothing any more.
        const column = this.hasColumn(this.state.column) ? this.state.column : "name";
        if (column === "name" && !descending) {
            return this.props.groups.rows; // in the server's order
        }
        const compare = (first, second) => {
            const [a, b] = [this.get(first, column), this.get(second, column)];
            if (a === null || b === null) {
                return (a === null) - (b === null); // what cannot be told stands last
            }
            const order = typeof a === "string" ? a.localeCompare(b) : a - b;
            return descending ? -order : order;
        };
        return [...this.props.groups.rows].sort(compare);
    }

    sortBy(column) {
        const again = this.state.column === column;
        this.state.descending = again ? !this.state.descending : column !== "name";
        this.state.column = column;
    }

    sortIcon(column) {
        if (this.state.column !== column) {
            return "";
        }
        return this.state.descending ? "fa fa-sort-desc" : "fa fa-sort-asc";
    }

    ariaSort(column) {
        if (this.state.column !== column) {
            return "none";
        }
        return this.state.descending ? "descending" : "ascending";
    }

    format(value, unit) {
        return formatFigure(value, unit);
    }

    hint(column, row) {
        return `${column.formula}\n${row.words[column.code]}`;
    }
}
