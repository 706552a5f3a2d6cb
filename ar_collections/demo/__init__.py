from . import (
    ar_demo,
    ar_demo_collections,
    ar_demo_confirmation,
    ar_demo_contract,
    ar_demo_credit,
    ar_demo_ledger,
    ar_demo_reconciliation,
)
