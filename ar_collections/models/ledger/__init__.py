from . import account_move_line
from . import ar_aging_scheme
from . import ar_aging_schedule
from . import ar_aging_schedule_send
from . import res_company
from . import res_config_settings
from . import ar_open_item
from . import ar_open_item_reader
from . import ar_open_item_lines
from . import ar_open_item_history
<<<<<<< HEAD
from . import ar_open_item_behaviour
=======
from . import ar_open_item_rights
>>>>>>> main
from . import ar_open_item_tie_out
from . import ar_aging_report
from . import ar_aging_report_dimensions
from . import ar_aging_report_query
from . import ar_aging_report_tie_out
from . import ar_aging_report_items
from . import ar_aging_report_words
from . import ar_aging_report_mail
from . import ar_aging_report_notes
from . import ar_aging_report_pdf
from . import ar_aging_report_xlsx
