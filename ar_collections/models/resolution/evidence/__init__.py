from . import ar_evidence
from . import ar_evidence_kinds
from . import ar_evidence_page
from . import ar_evidence_paper
from . import ar_evidence_nightly
from . import ar_evidence_document
from . import ar_profile
from . import account_move
