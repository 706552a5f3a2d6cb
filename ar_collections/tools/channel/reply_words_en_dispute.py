"""How letters in English dispute what is asked. The form of a phrase is told in ``reply_words``."""

DISPUTE = """
    never|not|didn't [asked|ask|ordered|requested|wanted] ask|asked|order|requested for
    rejected|refused [this|the|your] delivery|goods|shipment|consignment
    nobody|no_one is paying|will_pay|pays
    claim|claiming from|against|the_value|the_full|damages|compensation
    photos|photographs|pictures of
    service|work|month we .. not|never|without
    never|not|didn't|haven't [formally] signed_off|approved|authorised|authorized|agreed .. hours|work|extra|extras|change|variation|quote|price|to
    vat|tax .. exempt|applied|reverse_charge|zero-rated
    wrong .. supplied|delivered|sent|shipped|installed|fitted
    queried|querying by|with|this|the|your
    not|aren't|isn't liable|responsible for
    old|previous price|rate|tariff|prices|rates|pricing
    too_late|ruined|useless|no_use
    no charge|cost|fee for|agreed|promised|there
    billed|charged|invoiced|bill|charge .. only had|used|got|received|lasted|have
    wrong [legal] entity|company|shade|colour|color|size|goods|item|part|person|vat_number
    waiting|waited for .. replacement|replacements|repair|refund|credit
    charge|fee|amount|item|line|it|cost should|must|needs|has|please [to] [be] reversed|removed|deducted|waived|credited|taken_off|remove|refund
    please [to] remove|waive|deduct|reverse|refund|credit
    says|said|shows|states|lists .. you charged|billed|invoiced
    you|you've [have] added|charged|billed .. not|but|agreed|freight|shipping|fee|fees|extra
    agreed|agreement .. but you|you've|your
    not|isn't our|ours|my|mine [invoice|bill|order|debt]
    not|isn't what|as|the_one we|i [had|have|actually] ordered|agreed|bought|asked
    shoddy|sub-standard|substandard|botched|redone|incompetent|unsatisfactory|stopped_working|won't_start|doesn't_start|won't_turn_on|doesn't_turn_on
    credit of|balance .. ignored|missed|forgotten|not
    this|that|it|order|service [was|were|had|has] [been] cancelled|canceled|terminated
    was|were|been cancelled|canceled|terminated in|on|by|last|before|back|months|weeks
    why .. billing|charging|invoicing
    covered|repaired|done .. warranty|guarantee|maintenance_contract
    under|within warranty|guarantee
    nothing is payable|owed|due
    netted|offset|set_off|deducted|withheld .. it|this|that|returns|amount|off
    owe|owes us for
    time_sheets|timesheets|delivery_note|delivery_notes|records|order|quote|quotation|contract|agreement .. show|shows|says|say|state|states|lists|list .. only|just|not|different|another
    doesn't|does_not|don't|do_not [match|tally] match|tally|agree|correspond|reconcile
    received|delivered|ordered|got|accepted .. billed|invoiced|charged
    billed|invoiced|charged .. received|delivered|ordered|accepted
    still|yet doesn't|does_not|isn't|is_not|not|won't [even] run|work|working|running|start|function|operate
    don't|do_not|can't|cannot|fail_to see|understand .. why|what .. billed|charged|invoiced|invoice|bill|for
    where|where's .. credit_note|credit_memo|credit
    why .. billed|charged|invoiced
    no record of
    nothing to_pay|owed|due
    cancelled|terminated|ended .. contract|subscription|agreement|order
    contract|subscription|agreement .. cancelled|terminated|ended
    doesn't|does_not|didn't|still_doesn't work
    not|won't .. penny|cent
    cancel it|this|that|number|one
    placed|placing .. order
    second|third time [that|we've|we] [have|been|are|were] [been] billed|invoiced|charged
    is|are|it's|seems a|just duplicate|copy
    never [have] bought|purchased|ordered
    billed|invoiced|charged .. same .. twice|again
    broke|broken|breaks down|legs|parts
    agreed|quoted price|with|on|was
    dispute|disputes|disputing|disputed|contest|contested|contesting|object|disagree|reject|rejecting|complain|complaint|complained|complaints|set-off|deduct|deducted|deducting|deduction|overcharged|overcharge|overbilled|double-billed|unjustified
    wrong|incorrect|mistaken|erroneous|duplicate|inflated invoice|invoices|price|prices|quantity|amount|amounts|goods|article|articles|product|products|items|item|rate|vat|tax|charge|charges|colour|color|size|model|unit_price|billing|delivery
    invoice|invoices|price|prices|quantity|amount|charge|vat|tax|rate|hours|figure|total|item|items|calculation|it|this .. is|are|was|were|looks|seems [simply|completely|just|much|far|clearly] wrong|incorrect|too_high|not_correct|not_right|not_justified|unjustified|excessive|a_duplicate|disputed|mistaken|double
    isn't|aren't|wasn't|weren't|not|doesn't|don't|didn't|do_not|does_not [at_all|what_was|what_we|as|the] [price] correct|right|ours|agreed|ordered|match|conform|tally|owed|owe|reflect|order|recognise|recognize|acknowledge|agree|accept|contain|include
    error|mistake|errors|mistakes|discrepancy|difference in|on|with|between .. invoice|bill|price|invoices|calculation|quantity
    billed|charged|invoiced [us|for|this|it|the_same] [for|it|this|the_same|too] [hours] twice|double|too_much|wrongly|for_goods|for_something|for_more
    damaged|defective|faulty|spoiled|mouldy|rotten|unusable|broken|scratched|leaking|expired|cracked
    goods|items|parts|pieces|units|delivery|shipment|products|boxes|pallets|machine|order|installation|work|service|equipment|consignment .. missing|incomplete|short|unfinished|poor|late|does_not_work|doesn't_work|not_working|never_worked|never_arrived|never_came|lost
    missing|incomplete|short|partial goods|items|parts|pieces|units|delivery|shipment|products|boxes|pallets|cartons
    never|not|haven't|hasn't|wasn't|weren't|didn't|isn't|nothing|none [yet|been|even|actually|fully|all|was|were|have] [been|yet] delivered|arrived|ordered|order|completed|finished|performed|installed|repaired|working|rendered|fixed|shipped|accepted
    never|not|haven't|hasn't|didn't [yet|even|actually] received|got|receive|get [the|these|those|any|all|this|your] [ordered|remaining|other] goods|order|items|parts|delivery|shipment|products|product|machine|service|equipment|pallets|boxes|units|material|materials|software|half
    only|just received|got|delivered|arrived .. of|instead|half|pieces|units|boxes
    received|got|delivered only|just
    agreed|contract|contractual|quoted|offered|ordered|order|quote|quotation [price|rate|discount|amount] .. instead|was|but|is|says|states|not
    price|rate|amount|quantity|discount|total .. instead_of|rather_than|differs|higher_than|lower_than|more_than_agreed|than_agreed|than_quoted|than_ordered
    returned|sent_back|refused .. goods|items|parts|machine|delivery|units|them|it|shipment|pallet|pallets
    credit_note|credit_memo .. missing|outstanding|pending|promised|agreed|waiting|never|still|issued|due|not|for
    missing|waiting|awaiting|expect|where_is|need|issue|send|owe|owes|owed|promised|pending|require|request .. credit_note|credit_memo
    under|in dispute
    corrected|correct|revised|amended|cancel|cancelled|revise .. invoice|invoices|bill
    quality .. bad|poor|unacceptable|problem|problems|issue|issues|not|below
    discount|rebate|bonus .. missing|not|forgotten|agreed|promised|deducted|without
    our_lawyer|our_lawyers|our_solicitor|our_legal
"""
