import { _t } from "@web/core/l10n/translation";
import { formatFloat } from "@web/core/utils/numbers";

/** A figure with its unit; a dash where nothing can be told. */
export function formatFigure(value, unit) {
    if (value === null || value === undefined || value === false) {
        return "–";
    }
    const digits = { days: 1, number: 0 }[unit] ?? 2;
    const number = formatFloat(value, { digits: [16, digits] });
    if (unit === "percent") {
        return `${number} %`;
    }
    if (unit === "times") {
        return `${number} ×`;
    }
    return unit === "days" ? _t("%s d", number) : number;
}
