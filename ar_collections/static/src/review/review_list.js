import { useEffect, useState } from "@odoo/owl";
import { registry } from "@web/core/registry";
import { listView } from "@web/views/list/list_view";
import { ListController } from "@web/views/list/list_controller";
import { ListRenderer } from "@web/views/list/list_renderer";
import { useReview } from "./review";
import { ReviewPanel } from "./review_panel";

/** The notices of a run, with the message of the one that is looked at beside them. */
export class ReviewListController extends ListController {
    static template = "ar_collections.ReviewList";
    static components = { ...ListController.components, ReviewPanel };

    setup() {
        super.setup();
        this.review = useReview(this, { first: true });
        // The arrow keys are the list's from the beginning.
        this.firstLoad = false;
        // The first one is looked at as soon as it is there, and when a search has found others.
        useEffect(
            (ready, first, index) => {
                if (ready && index < 0) {
                    this.review.select(first);
                }
            },
            () => [
                this.model.isReady && !this.model.useSampleModel,
                this.model.isReady && this.review.records[0]?.resId,
                this.model.isReady && this.review.index,
            ]
        );
    }

    openRecord(record) {
        this.review.select(record.resId);
    }
}

export class ReviewListRenderer extends ListRenderer {
    setup() {
        super.setup();
        this.review = useState(this.env.arReview);
        useEffect(
            () => {
                const row = this.tableRef.el?.querySelector(".o_ar_looked_at");
                row?.scrollIntoView({ block: "nearest" });
            },
            () => [this.review.resId]
        );
    }

    getRowClass(record) {
        const classes = super.getRowClass(record);
        return record.resId === this.review.resId ? `${classes} o_ar_looked_at table-active` : classes;
    }
}

registry.category("views").add("ar_run_review", {
    ...listView,
    Controller: ReviewListController,
    Renderer: ReviewListRenderer,
});
