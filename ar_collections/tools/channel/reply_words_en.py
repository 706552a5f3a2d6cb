"""What letters say in English. The form of a phrase is told in ``reply_words``."""

from .reply_words_en_dispute import DISPUTE

COMMON = "the and we you your our is are have will to of for on this that please not with it i"

PHRASES = {
    "paid": """
        was|were|went|included .. in|part|through our|the|your [bacs|last|previous] [bacs] run|batch
        went|gone through today|yesterday|now|fine|this_morning|just_now
        wife|husband|partner|boss|colleague|accountant|bookkeeper|office|company|team|department|son|daughter|director|mother|father [has|had|just|already] [already|just] paid|transferred|transfered|sent|settled|wired
        you've|you_have|you_were|you_had [already] been|already paid
        payment|remittance advice|confirmation .. attached|value_date
        value date
        you|they|your_bank|your_driver|your_rep [have] took|collected|received|cashed|got .. money|payment|cash|cheque|check|direct_debit|amount
        settled|paid ages|weeks|months|long ago
        handed|gave .. cheque|check|cash|money
        paid_up|settled_up|paid_in_full
        shows|marked|booked|recorded|showing|down [it] [as] [it] paid|settled|cleared
        have|had our|the money|funds|payment since|for
        made|did|sent|done|initiated the|our|a|this|your|my [faster|bank|wire|online|full|partial|part|instant|sepa|ach|bacs|international|final] [bank] transfer|payment|wire|deposit
        payment|transfer|wire|funds|cheque|check|remittance|money [was|has_been] sent|executed|issued|released|completed|processed|wired
        your account|bank .. credited
        cheque|check .. posted|cleared
        cleared our|the|your bank|account
        left our|the account|bank
        went|gone out on|yesterday|last|already
        payment|transfer|money|amount|funds|wire|cheque|check|it .. left|went our|out
        crossed|overlapped .. letters|payment|transfer|reminder
        taken|took care_of .. payed|paid|together|already
        money|funds|payment .. has|have been_with_you|been_in_your
        executed|remitted|cashed|cleared|banked [by|on|last|yesterday] [you|us]
        was|were|is included|part .. payment_run|run
        sent|payed|paid it [over|last|this|yesterday|just]
        just|already sent|paid|payed|did [it|this] [over|now]
        ^payed|paid|sent
        direct_debit|payment|amount|money .. was|has been_taken|taken|collected|left
        cheque|check .. cashed|cleared|banked
        ^transferred|transfered|wired|remitted|sent
        made|did the|our|a|this transfer|payment
        this|it|they|payment|money|transfer [one|has|have] [already] went|gone out
        has|have|been [already] left our|the account|bank
        we|i|they|accounts|finance|treasury|bank|he|she [have|had|has] [already|just|now|duly|since|both] paid|settled|wired|transferred|transfered|remitted
        we've|i've|they've [already|just|now|duly|since] paid|settled|wired|transferred|remitted|cleared|made
        we|i|they|we've|i've [have|had|has] [already|just|now|duly] made|sent|processed|released|initiated|effected|executed|instructed|issued .. payment|payments|transfer|wire|money|funds|remittance|cheque|check
        has|have|had|was|were [already|just|now|all|both|in_fact|long|since] [been] [already|just|fully|duly] paid|settled|wired|transferred|transfered|remitted|debited
        payment|transfer|wire|remittance|funds|money|amount|cheque|check|it|this|both|all .. has|have|was|were|had [already|just|now|been] [been] [already|just] made|sent|done|executed|issued|mailed|posted|processed|released|initiated|effected|completed|credited|instructed|paid
        payment|transfer|money|funds|cheque|check [has|already|just] went_out|left|gone_out|is_on_its_way|is_in_the_post|is_on_the_way|cleared
        already|just [been] paid|settled|wired|transferred
        paid|settled [it|this|that|them|yours|in_full|already] [all|in_full|already] on|last|yesterday|today|already|via|through|by_bank|by_card|in_full
        ^[all|both] paid|settled|done [already|today|yesterday|thanks|now|in_full|via]$
        ^paid
        proof|confirmation|swift_copy|evidence|receipt of [our|the] payment|transfer .. attached|enclosed|below
        attached|enclosed .. proof_of_payment|payment_confirmation|payment_advice|payment_slip|remittance_advice|swift|bank_slip|bank_receipt|bank_confirmation|transfer_confirmation
        find|see .. proof_of_payment|payment_confirmation|remittance_advice|payment_advice|bank_confirmation
        should|must|will have|already [already] received|reached|arrived|got
        should|must|will have [already] it|the_money|our_payment|the_payment
        crossed .. payment|transfer
        debited .. account|bank
        our_payment|the_payment of|from|dated|made|sent [on|last] .. received|arrived|overlooked|booked|allocated|posted
    """,
    "not_paid": """
        by another|other|different company|supplier|firm|customer|party
        get|gets|got paid on|next|this|monthly
        paid|settled by|from our|my|the customer|client|clients|customers|tenant|insurer
        paid you|them [plenty|enough|a_lot|thousands|plenty]  over|for the|all|many years
        paid|settled|cleared .. last_month's|last_week's|last_quarter's|previous_month's
        this one|invoice|bill [is|has|hasn't|isn't|was|wasn't] not|hasn't|isn't|wasn't|still|never
        not|never|haven't|hasn't|wasn't|weren't|hadn't|didn't|isn't|aren't [yet|been|actually|made|a|any|even|have] [been|yet|made|a|any] paid|settled|transferred|wired|pay|payment|remitted|received|released|processed|sent|made
        no [such] payment|transfer|money [has|have|was|were|yet] [been] [yet] made|sent|left|transferred|paid|received
        yet to pay|be_paid|settle|be_settled|receive
        have|has|had to pay|be_paid
        still|remains|remain|is|are unpaid|outstanding
        paid [only] last|previous|other|another|different|wrong .. not this|yours|that
        paid last|previous|another|different .. year's|instead
        paid|transferred|sent [it|this|that] .. by_mistake|wrong_account|wrong_supplier|wrong_company|wrong_bank|old_account|other_supplier
        last_year's|last_year|previous_year's|previous_year .. not
        not .. this_one|this_invoice|yours
        our|my|the customer|customers|client|clients|tenant|tenants|buyer|insurer|debtor .. paid|pay|pays|transferred
        you|you've [have|had|never|still|already] [not|never|still] paid
        rejected|returned|bounced|failed|blocked|recalled|stopped .. bank|payment|transfer|cheque|check
        payment|transfer|cheque|check|it|debit .. rejected|returned|bounced|failed|recalled|came_back|sent_back
        salary|salaries|wages|rent|taxes|deposit|staff|employees .. paid
        paid [the|a|our|my] salary|salaries|wages|rent|taxes|staff|employees
        can't|cannot|unable|couldn't [to] find|see|trace|locate .. payment
        nothing|none .. paid
        paid|settled|transferred .. next|tomorrow
    """,
    "another": """
        last month [we|i|you|they]
        january|february|march|april|may|june|july|august|september|october|november|december one|invoice|bill|statement
        invoice|bill|one for|of january|february|march|april|may|june|july|august|september|october|november|december
        a bill|invoice from
        invoice|bill|one from|of|for last|previous month|year|quarter|week
        last_month's|last_week's|last_quarter's|last_year's|previous|earlier|older
        other|another|old|older|previous|earlier one|ones|invoice|invoices|bill|bills
    """,
    "even": """
        less|minus|net_of|after|with|taking|deducting|deducted .. discount|early_payment|cash_discount
        owe|owes|owing|owed nothing
        nothing [is|more|left] due|owed|outstanding|to_pay|payable
        no longer owe
        do_not|don't owe .. anything
    """,
    "this_one": """
        this month|quarter|time
        this|yours|current one|invoice|bill
        as_for|regarding|about this|yours
    """,
    "thing": """
        sent|send|resent|went|gone|posted|mailed|forwarded|emailed|left|put .. email|e-mail|mail|message|form|po|order|goods|parcel|documents|reply|query|complaint|details|photos|pictures|report|machine|return|letter|contract|back|statement|note|request|dispute|message
        email|e-mail|message|parcel|goods|documents|complaint|letter|photos|query|credit_note|return .. sent|went|posted|mailed|left|gone
    """,
    "approved": """
        approved|released|cleared|signed_off|passed|authorised|authorized|ready for payment|to_be_paid
        to be paid|settled|released
    """,
    "polite": """
        if that|this|it|you [is|are|'s] ok|okay|fine|alright|works|suits|agree|agreeable|acceptable|happy|like
        if you_don't_mind|that's_ok|that's_okay|that's_fine|that's_alright|it's_ok|it's_okay|you're_happy|you_are_happy|possible|okay|acceptable
    """,
    "asks": """
        originally|supposed_to|meant_to|was_to|were_to
        you ask|asked|demand|demanded|want|wanted|request|requested|expect|require|insist|set
        your [payment] deadline|request|demand|due_date|term
        payment|deadline|it|invoice was|is due
    """,
    "since": """
        since monday|tuesday|wednesday|thursday|friday|yesterday|last|weeks|days|the|november|october
        since|for .. ago
        has_been|have_been .. since|for
    """,
    "unresolved": """
        can't|cannot|don't|couldn't|not see|find|trace|locate
        leave it with
        get back to
        let me talk|speak
        not|don't|doesn't .. know|sure .. when|whether|if
        no idea
        not|n't|yet [been] [yet] approved|released|signed|authorised|authorized|signed_off
        will|i'll|we'll|let_me|need_to|have_to|must|going_to|to [have|need] [to] find_out|ask|check|look .. whether|if|with|about|this|my|our|the
        waiting|awaiting|wait [for] approval|sign-off|go-ahead|green_light|authorisation|authorization
        no approval|green_light|go-ahead|sign-off
        can't|cannot tell|say .. when|if|whether
    """,
    "rest": """
        rest|remainder|balance|remaining|others
    """,
    "will_pay": """
        ^ok|okay|sure|yes|fine [,] sending|paying|transferring|wiring [it|this|them|you] now|today|tomorrow
        ^sending|paying|transferring|wiring [it|this] now|today|straight_away
        committed|undertaken|agreed|promised to pay|wire|transfer|settle|remit|release
        payment|pay [date|day|run]  is|will_be|:
        next payment date|run|day
        making|doing|sending the|a|this|my transfer|payment
        count|rely on .. money|payment|funds|transfer
        make sure|certain .. paid|settled|cleared
        will|shall|'ll|we'll|i'll be paying|remitting|transferring|settling|wiring|sending_payment|sending_the_money|making_the_payment|making_payment
        she|he|they|bookkeeper|accountant|boss will|'ll|she'll|he'll [then] pay|settle|transfer|do .. it|then
        she'll|he'll|they'll pay|settle|transfer|sort
        will|shall [definitely|certainly|of_course|gladly|also] pay|settle|transfer|wire|remit
        bear_with [us|me] .. paid|pay
        we|i|they|accounts|finance|treasury|bank|he|she|boss|director will|shall|can|must [definitely|certainly|then|now|only|also|all|gladly|of_course|therefore|try_to|be_able_to|have|get|see_that|make_sure|send|make|arrange|do] [you|the|it|a|this|your|full|for|to] [outstanding|full|remaining|open|whole|total|first|next|second|invoice] pay|settle|wire|transfer|remit|clear|paid|payment|money|balance|funds|rest|remainder|settled|transferred|amount|release|process
        we'll|i'll|they'll [definitely|certainly|then|now|only|also|all|gladly|have|get|send|make|arrange|do|be] [you|the|it|a|this|your|full|for] [outstanding|full|remaining|open|whole|total|invoice] pay|settle|wire|transfer|remit|clear|paid|payment|paying|money|balance|funds|rest|settled|transferred|amount|release|process
        going|intend|plan|promise|undertake|commit|able|expect|aim|want|ready|prepared|happy to [be|make|have|release|do] [able|the|a|it|this] [to] pay|settle|wire|transfer|remit|clear|paid|payment|settled|transfer
        will|shall|can|is|are|to|going_to|we'll|i'll [then|now|definitely|also|certainly|all] be|get [fully|then] paid|settled|wired|transferred|made|sent|released|processed|executed|remitted|cleared|with_you|in_your_account|on_your_account|credited|effected
        payment|transfer|wire|remittance|money|funds|rest|balance|remainder|invoice|amount .. will|shall [then|also] go|follow|leave|reach|arrive|come|hit|be
        scheduled|planned|booked|lined_up|queued|approved|earmarked|included|set|due|released [to_be_paid|to_be_made|for_payment|to_go] [out] for|on|in|by|with|next|this|tomorrow
        payment_run|payment_batch|pay_run|cheque_run|check_run|payment_cycle
        you'll|you_will|you_can|you_should|you_shall|you have|get|receive|see|expect .. money|payment|funds|transfer|amount|it|balance
        expect [the|our|your] payment|money|transfer|funds
        we_are|we're|i_am|i'm|are|am [now] paying|settling|wiring|transferring|arranging|processing|sending [you|the] [payment|money]
        ^paying|transferring
        promise .. payment|pay|paid
        payment [latest] by|on|before|no_later_than|at_the_latest|next|this|tomorrow|within
        will|shall|we'll [also|then] follow|reach_you|arrive|go_out|be_sent|be_with_you|hit_your_account
        remaining|rest|remainder|balance .. will|follows|follow
        will|we'll|i'll do|see_to|take_care_of|sort|fix|handle|deal_with|make_sure [it|this|that|out] [will|gets|is] [be|out] [paid|settled|sorted] by|on|next|tomorrow|today|this|within|before|end
        rest|remainder|balance|second_half|other_half follows|to_follow|will_follow|comes|by|on|next|tomorrow
        you_have_my_word
        give|need|please|grant [me|us] [another|until|till|a_few] [more] days|week|weeks|until|till
    """,
    "refuses": """
        were|was going|about to pay
        impossible|not_possible|no_chance|not_going_to_happen|not_feasible|out_of_the_question|unrealistic
        can't|cannot|won't|not promise|guarantee|commit|manage|make
        payment|payments|invoice|amount .. withheld|on_hold|held_back|blocked|stopped|suspended
        will|shall|do|can|could|would|are|am|is not [be|going|intend|prepared|willing|in_a_position|able|then|yet|currently|now|obliged|accept|want|wish|see_why] [to|we_should] [be] [make|making|any] [able_to|further] pay|paying|paid|settle|settling|transfer|release|payment|payments|accept|make
        won't|cannot|can't|couldn't|don't|aren't|isn't|refuse|refuses|decline|declines|never|unwilling|no_intention [be|to|of|intend|going|want|see_why] [to|we_should|able] [be|making|make] [any] pay|settle|transfer|paying|paid|payment|accept|release|settling
        no|nor|any [further|more] payment|payments will|shall|is|can|until|before
        withhold|withholding|hold_back|holding_back|suspend|suspended|on_hold|retain|retaining|stopped [the|all|our|your|this] [payment|payments|invoice]
        nobody|no_one|nothing .. pay|paid
        no_way .. pay|paying|paid
        not|don't expect|count_on .. payment|money|pay
    """,
    "condition": """
        if|unless|provided|assuming|as_soon_as|once|until|till_we|only_when|whenever|subject_to|depends|depending|in_case|only_after|only_against|conditional
        after|when|upon|pending|against we|you|they|our|your|the|receipt|delivery|approval|clarification|completion|receiving
        on receipt|delivery|approval|clarification|completion|receiving
        before we|i can|pay|release|settle
    """,
    "doubt": """
        would|could mean|require|need|have|be|take|help|only
        may|might|could [well] be able
        say|tell for_sure|for_certain
        should|would|could|might|may|ought_to|supposed_to [have|be] [been|be|already] paid|settled|received|sent|done
        i|we think|thought|believe|believed|assume|assumed|guess|suppose|wonder|hope|hoped
        i|we|i'll|we'll|i'm|we're|let_me|let_us [will|am|are|need_to|have_to|shall|first|now|must] [just|first|have_to] check|checking|verify|verifying|find_out|look_into|looking_into|investigate|investigating|ask|asking|clarify|see
        not|aren't|isn't|i'm_not sure|certain|clear
        perhaps|maybe|possibly|probably|whether|try_to
        did|have|has|was|were|is|are|can|could|do|does|should|when|how|why|which|where you|we|i|they|it|this|that|the .. ?
    """,
    "dispute": DISPUTE,
    "no_dispute": """
        take|remove|strike|cross .. off|from the|your list
        card|link|token|session [has|had|was] expired|declined|blocked
        cancel|withdraw|stop|drop|disregard|retract .. reminder|reminders|dunning|notice|notices|demand
        reminder|reminders|dunning|notice .. cancelled|withdrawn|cancel|withdraw
        cleared|sorted|settled|resolved up|out|since
        since|meanwhile|now [credited|corrected|replaced] .. credited|corrected|replaced|delivered|resolved
        no|not|n't|never|without|nothing|neither|don't|doesn't .. dispute|disputing|object|objection|complain|complaint|contest|disagree|deny
        dispute|complaint|issue|problem|matter|query .. resolved|settled|closed|withdrawn|solved|clarified|sorted
        reminder|reminders|letter|dunning .. wrong|unjustified|incorrect|mistake|not_justified
        sorry|apologise|apologies|apologize .. delay|late|oversight|mistake|error|missed|overlooked
        our|my mistake|error|fault|oversight
        wrong|incorrect person|address|department|contact|e-mail|email|recipient|company|account|number
    """,
    "copy": """
        resend|re-send|send .. pdfs
        can|could|please|kindly [you] resend|re-send
        don't|do_not|can't|cannot .. have .. on the|our system
        require|need|needs|quote|state|include|missing|without .. po_number|purchase_order|order_number|order_no|po
        reissue|re-issue .. invoice|it
        attachment|file|pdf .. open|opens|empty|corrupt|corrupted|unreadable
        send|resend|re-send|forward|provide|need|want|require|e-mail|email|share|get|have|mail|attach|upload|request|requesting .. copy|copies|invoice|invoices|pdf|duplicate|statement|proof_of_delivery|pod|delivery_note|delivery_notes|backup|documents|paperwork|timesheet|timesheets|bank_details|iban|breakdown
        can't|cannot|couldn't|not|don't|didn't|haven't|never|unable [yet|ever|able_to|seem_to|been|to] [able_to] find|found|locate|have|see|seen|receive|received|got|get|trace [this|the|that|an|a|any|your|these|those] [original] invoice|invoices|bill|copy|document|pdf
        po|order|purchase_order|reference|cost_center|cost_centre|vendor number|no|ref|reference|# .. missing|required|needed|isn't|not|must|please|lacking|quote|add|stated
        without|missing|no|needs|need|add|quote|include|require|state [a|an|the|our|valid|correct] po|purchase_order|order_number|order_no|po_number|cost_centre|cost_center|order_reference
        invoice|invoices|copy|pdf|document .. lost|missing|never_reached|never_arrived|never_came|not_reached|not_in_our_system|misplaced
        which invoice|invoices
        what is [this|it|that] [invoice|amount] for|about
    """,
    "contact": """
        mailbox|address|inbox .. no_longer|not .. monitored|used|read|active
        direct|address|send|forward anything|everything|payments|queries|enquiries|questions .. to
        has|have|he|she left us
        wrong|not|isn't|i'm_not .. person|department|contact
        no_longer|not [in|the] [charge|responsible] charge|responsible|handle|handling|deal|dealing
        direct|address|send all|any|future .. to
        left [the] company|company's|firm|finance
        you|you've got [the] wrong
        mistaken .. for|us
        right|correct|responsible person .. is|would_be
        no_longer|not|n't|isn't|am_not|i'm_not [the|a|an|any|in|with|working] [right|correct|charge] work|works|working|with|charge|responsible|employed|handle|handles|deal|person|contact|part_of|department|recipient|employee
        left|leaving the|our|this company|firm|business
        retired|passed_away
        wrong|incorrect person|address|contact|department|recipient|company|e-mail|email|number|mailbox
        we|i are|am not that|the|your|a company|customer|person|client
        contact|write|address|direct|use|reach|cc|call|speak|talk|redirect|addressed|send|forward .. instead|from_now_on|in_future|in_the_future|going_forward|accounts_payable|ap_team|accounting_department|accounts_department|accountant|colleague|bookkeeper|head_office|shared_service
        new|different|other address|e-mail|email|contact|contact_person|accountant|billing_address|mailbox|bookkeeper|finance_manager
        change|update .. contact|address|e-mail|email|contact_details
        we|company|office have|has moved
        responsible|charge|handled|handles|taken_over|took_over|replaced|successor [for|of|by|is|now] [this|payments|accounts|invoices|now|mr|ms|mrs|my]
        my_successor
    """,
    "hardship": """
        waiting on|for .. client|clients|customer|customers|insurer|council .. pay|paid|payment|money
        can't|cannot|unable pay anyone|anybody|anything|suppliers
        once|when|until|as_soon_as|after our|my|the [own] customer|customers|client|clients .. pay|pays|paid|settles
        entered|into|in administration|liquidation|receivership
        creditors|administrators
        insolvency|insolvent|bankrupt|bankruptcy|liquidation|receivership|chapter_11|wound_up|winding_up|ceased_trading|closed_down|administrator|going_under|out_of_business
        cash-flow|cashflow|cash_flow|liquidity|financial|financially|economic [is|are|very|situation|difficulties] [problem|problems|difficulty|difficulties|situation|hardship|trouble|squeeze|issues|constraints|bottleneck|tight|difficult]
        short|shortage|lack|no of|enough cash|funds|money|liquidity
        no|not_enough|don't_have_the|do_not_have_the cash|funds|money
        money|cash|things|business|times|situation is|are [very|really|extremely] tight|difficult|bad|slow|hard
        cannot|can't|unable|not|couldn't|n't [to|able|in_a_position] [to] [currently] afford
        cannot|can't|unable|not_able|couldn't|could_not [to] [currently] pay|settle [it|you] everything|all|in_full|at_the_moment|right_now|now|at_once|this_month|yet|the_whole|the_full|in_one|anything
        instalment|instalments|installment|installments|payment_plan|payment_arrangement|pay_in_parts|in_parts|spread|split|deferral|deferment|extension|more_time|postpone|grace_period|moratorium|monthly_payments|in_stages
        lost|losing our|a|the biggest|largest|main|major customer|client|contract
        customer|customers|client|clients .. not|hasn't|haven't|late|n't|owe|owes paid|pay|paying|us
        waiting|wait for our|a|the customer|customers|client|clients|loan|funding|grant|bank|investor
        struggling|struggle
    """,
    "optout": """
        stop|cease|quit sending|sms|texts|messaging|e-mailing|emailing|writing|contacting|bothering|spamming|harassing|texting|these|calling
        unsubscribe|opt-out|opt_out|opted_out
        remove|delete|take me|us|my|our|this [e-mail|email|number|address|phone] .. list|database|system|mailing|address|number|records|distribution
        do_not|don't|never contact|e-mail|email|write|text|sms|message|send|call|bother .. again|any_more|anymore|me|further|these|such|reminders|automated
        no more|further|longer [wish|want] [to] [receive] [automatic|automated|such|these] e-mails|emails|messages|texts|reminders|sms
        ^stop [all]$
        not|n't|no_longer|don't want|wish|like to receive|get|be_contacted
    """,
    "absent": """
        out_of_office|out_of_the_office|out-of-office|auto-reply|autoreply|automatic_reply|automatic_response|automated_reply|automated_response|auto_response|auto-response|automatically_generated
        on|taking [my|annual|maternity|paternity|parental|sick|medical|extended] leave|holiday|holidays|vacation|business_trip
        currently|am|are|i'm|we're|be [currently] away|absent|travelling|traveling|not_in_the_office|out [from|until|till|of|on|this|for|and|with|at] [the]
        limited|no|without [or] [no] [e-mail|email|internet] access
        will|shall be_back|return|reply|respond|answer|get_back .. when|upon|on|after|as_soon|return
        back in_the_office|at_my_desk|at_work|on|from
        office|offices|company|we is|are|will_be closed .. for|until|over|between|from|till
        your_message|your_e-mail|your_email .. forwarded|will_not_be|read_on|has_been_received
    """,
    "moves": """
        instalment|installment|tranche|part_payment|deposit .. by|on
        you'll|you_will|you have the_lot|it_all|everything|the_rest
        half|part|remainder|third|quarter on|by|tomorrow|next|this
        it|this is|gets|will_be|'s paid|settled|sorted
        we|i|they|ap|finance|accounts process|processes|processing it|this|that|yours
        to pay|settle|transfer it|this|that|you
        get|send|have|wire it|this|that over|across|to_you
        you'll|you_will|you_shall .. get|receive|have .. from_us
        will put|pay .. dollars|euros|pounds
        put|pay .. towards|toward|against
        expect|count .. funds|money|payment
        have|has|had it with you
        money|payment|funds|amount|balance|rest|remainder|transfer|wire|invoice|invoices|everything|it|this .. with_you|your_account|goes|leaves|comes|follows|hits|lands
        have it|this|them|the_money|everything with_you|in_your_account
        goes|going|leaves out|with|into
        can|could manage|do|transfer|send|spare|offer|wire
        in|with|part_of|on .. run|batch|list
        you|you'll have|get|see [your|the|our] money|funds|amount|payment
        wire|transfer|pay|settle|remit it|this|that|them|you
    """,
    "because": """
        because|since|as_long_as|due_to|owing_to|given_that|as [the|your|you|two|it|we]
    """,
    "habit": """
        always|usually|generally|normally|over the years
        on_time|punctually|in_good_time
        payment|pay days|dates are
        always|usually|generally|normally|as_a_rule|policy
        never fail|late|miss
    """,
}
