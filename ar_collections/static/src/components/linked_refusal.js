import { registry } from "@web/core/registry";
import { RedirectWarningDialog } from "@web/core/errors/error_dialogs";

// A refusal that names a document, with a button that opens it: models/base/linked.py.
registry
    .category("error_dialogs")
    .add("odoo.addons.ar_collections.models.base.linked.LinkedRefusal", RedirectWarningDialog);
