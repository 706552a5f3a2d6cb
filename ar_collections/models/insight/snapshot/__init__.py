from . import ar_snapshot_bucket
from . import ar_snapshot
from . import ar_snapshot_line
