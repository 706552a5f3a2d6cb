import { registry } from "@web/core/registry";
import { GraphModel } from "@web/views/graph/graph_model";
import { graphView } from "@web/views/graph/graph_view";

/** A graph takes groups as they come: an age that the first day lacks would stand last. */
class AgingTrendModel extends GraphModel {
    async _loadDataPoints(metaData) {
        const { resModel, domain } = metaData;
        const groups = await this.orm.formattedReadGroup(resModel, domain, ["bucket_id"], []);
        this.ages = groups.map((group) => group.bucket_id[1]);
        return super._loadDataPoints(metaData);
    }

    _getData(...args) {
        const data = super._getData(...args);
        const rank = (dataset) => this.ages.indexOf(dataset.label);
        data.datasets.sort((first, second) => rank(first) - rank(second));
        return data;
    }
}

registry.category("views").add("ar_aging_trend", { ...graphView, Model: AgingTrendModel });
