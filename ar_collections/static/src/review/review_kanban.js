import { registry } from "@web/core/registry";
import { kanbanView } from "@web/views/kanban/kanban_view";
import { KanbanController } from "@web/views/kanban/kanban_controller";
import { useReview } from "./review";
import { ReviewPanel } from "./review_panel";

/** The notices of a run as cards; on a phone the message covers them. */
export class ReviewKanbanController extends KanbanController {
    static template = "ar_collections.ReviewKanban";
    static components = { ...KanbanController.components, ReviewPanel };

    setup() {
        super.setup();
        this.review = useReview(this);
    }

    openRecord(record) {
        this.review.select(record.resId);
    }
}

registry.category("views").add("ar_run_review_kanban", {
    ...kanbanView,
    Controller: ReviewKanbanController,
});
