"""How letters in German dispute what is asked. The form of a phrase is told in ``reply_words``."""

DISPUTE = """
    annahme .. verweigert|abgelehnt
    verweigert|abgelehnt .. annahme|lieferung
    rugen|ruge|mangelanzeige|mangelrugen
    entsprechen|entspricht .. nicht|keiner
    es|da|tatsachlich war|waren [aber] nur|lediglich
    nach|bis|ohne ersatzlieferung|nachlieferung|nachbesserung|gutschrift
    nie|nicht|niemals .. freigegeben|genehmigt|autorisiert|unterschrieben .. haben|habe
    stunden|mehrstunden|arbeiten|nachtrag|nachtrage|mehrarbeit .. nie|nicht .. freigegeben|genehmigt|beauftragt|vereinbart
    passt|passen nicht zu|zur
    mehrwertsteuer|umsatzsteuer|mwst|ust .. nicht|falsch|reverse_charge|steuerfrei
    fur nichts .. nichts
    selben|denselben|gleichen|demselben fehler|defekt|problem
    alten|alter|altem preis|preise|tarif|satz|konditionen
    rechnung|rechnungen|betrag .. anpassen|andern|abandern|richtigstellen
    unbrauchbar|wertlos
    falsche|falschen|falscher firma|gesellschaft|rechtsform|farbton|farbe|adressat|steuernummer .. ausgestellt|farbton|farbe|wir
    auf die falsche|eine_andere [firma|gesellschaft] ausgestellt|firma|gesellschaft
    berechnet|berechnen|abgerechnet .. nur|lediglich|waren
    nur|lediglich .. berechnet|abgerechnet|berechnen
    auf ersatz|nachlieferung|austausch|reparatur|nachbesserung .. warten|gewartet
    warten .. auf .. ersatz|nachlieferung|austausch|reparatur|nachbesserung
    kostenlos|gratis|kulanz|kostenfrei|unentgeltlich .. zugesagt|vereinbart|versprochen|hiess
    bitte|mussen|konnen .. rausnehmen|herausnehmen|abziehen|gutschreiben|entfernen|ausbuchen
    falschen farbton|farbe
    gehort|gehoren nicht zu|uns
    nicht unsere|fur_uns|von_uns|an_uns [rechnung|bestimmt|bestellt]
    steht|stehen|stand .. still
    so|das|die nicht bestellt|beauftragt|abgesprochen|gewollt
    nicht vereinbart|abgesprochen|ausgemacht|besprochen
    kratzer|pfusch|gepfuscht|schlampig|murks|unsauber
    €|euro|gebuhr|gebuhren|mahngebuhren|mahnkosten|mahnspesen|zinsen|verzugszinsen|position|posten .. streichen|rausnehmen|nicht_gerechtfertigt|zahlen_wir_nicht|nicht_akzeptiert|unzulassig
    nicht in_verzug
    garantie|garantiefall|gewahrleistung|gewahrleistungsfall|kulanz
    verrechnet|gegengerechnet|aufgerechnet|einbehalten
    retoure|retouren|rucksendung .. nicht|noch|gutgeschrieben|vergutet
    stundenzettel|lieferschein|lieferscheine|auftrag|angebot|vertrag|bestellung|leistungsnachweis .. nur|nicht|andere|lediglich
    passen|passt|stimmen|stimmt|decken|deckt .. nicht .. zusammen|uberein
    nicht zusammen|uberein
    geliefert|erhalten|bestellt|abgenommen .. berechnet|fakturiert|abgerechnet|in_rechnung
    berechnet|fakturiert|berechnen|abgerechnet .. geliefert|erhalten|bestellt|nur|waren
    verstehe|verstehen|sehe|sehen|begreife .. nicht|wieso|warum|weshalb .. rechnung|berechnet|berechnen|bezahlen|zahlen
    wo bleibt|ist|bleiben .. gutschrift|stornorechnung
    bestellung|auftrag .. nie|niemals|nicht .. aufgegeben|erteilt|platziert
    lauft|funktioniert|geht .. immer_noch|noch_immer|weiterhin .. nicht
    wackelt|wackeln|klemmt|tropft|rostet|rostig
    gekundigt|kundigung
    ausbuchen|ausbuchung
    dritten|zweiten mal ausgefallen|ausgfallen|kaputt|defekt
    nicht in_ordnung|ordnungsgemass
    zweiten|dritten mal berechnet|in_rechnung|abgerechnet|bekommen|verrechnet
    ist|sind doppelt
    gebrochen|gebrochenen|gebrochene|zerbrochene|kaputte|kaputten|verbogen
    ausgefallen|ausfall|instand|nachbesserung|nachgebessert
    nie|niemals|nichts .. gekauft|bezogen
    stornieren|storniert
    bestreiten|bestreite|widerspruch|widersprechen|widerspreche|beanstanden|beanstandung|beanstandet|reklamation|reklamieren|reklamiert|reklamierten|mangel|mangelhaft|mangelruge|einspruch|strittig|gekurzt|abzug|abgezogen|ungerechtfertigt|unberechtigt|fehlerhaft|minderung|aufrechnung|verrechnen
    rechnung|rechnungen|preis|preise|betrag|menge|forderung|stundensatz|mehrwertsteuer|steuer|stunden|summe|position .. falsch|fehlerhaft|nicht_korrekt|stimmt_nicht|stimmen_nicht|nicht_richtig|zu_hoch|unberechtigt|doppelt|nicht_nachvollziehbar|unverstandlich|nicht_vereinbart|inkorrekt
    funktioniert|funktionieren|lauft|laufen .. nicht
    falsche|falscher|falschen|falsches preis|preise|menge|mengen|ware|artikel|lieferung|rechnung|betrag|steuersatz|position|farbe|grosse|produkt|teile|satz
    stimmt|stimmen nicht|nicht_uberein
    doppelt|zweimal berechnet|in_rechnung|abgerechnet|verrechnet|fakturiert|gestellt
    zu_viel|zuviel|zu_hoch berechnet|angesetzt|in_rechnung|abgerechnet
    fehler in|auf|bei .. rechnung|abrechnung|preis|lieferung
    beschadigt|beschaedigt|defekt|defekte|kaputt|verdorben|unbrauchbar|schadhaft|zerbrochen|verschimmelt|undicht|zerkratzt|abgelaufen
    ware|lieferung|teile|artikel|paletten|maschine|anlage|gerate|kartons|arbeiten|leistung|reparatur .. fehlt|fehlten|fehlen|unvollstandig|nicht_vollstandig|mangelhaft|funktioniert_nicht|nie_angekommen|verspatet|nicht_erbracht|nicht_fertig|schlecht
    fehlen|fehlten|fehlt|fehlende .. stuck|teile|paletten|ware|kartons|positionen|gutschrift|artikel|rabatt
    nie|nicht|nichts|noch_nicht|keine|niemals [vollstandig|die|der|ware] [ware|lieferung] geliefert|bestellt|erhalten_haben|angekommen|ausgefuhrt|erbracht|beauftragt|abgenommen|fertiggestellt|montiert|repariert|vereinbart|lieferung_erhalten|bekommen_haben
    nie|nicht|nichts|noch_nicht|keine|niemals .. geliefert|bestellt|angekommen|erbracht|beauftragt|abgenommen|montiert|repariert|fertiggestellt|eingetroffen
    ware|lieferung|waren|teile|maschine|leistung .. nie|nicht|nichts|nur|keine .. erhalten|bekommen|gekommen|angekommen|da
    nur .. von|statt|stuck|teil|halfte .. geliefert|erhalten|bekommen|angekommen
    nur|lediglich .. geliefert|erhalten
    vereinbart|vereinbarten|vereinbarte|angebot|vertrag|auftrag|abgemacht|ausgemacht|bestellung .. waren|war|lautet|statt|steht|aber|nicht|preis
    statt|anstatt|anstelle [der|des|von|wie] [vereinbarten|vereinbart|bestellten|angebotenen|eur|euro]
    zuruckgeschickt|zuruckgesandt|retourniert|retour|rucksendung|zuruckgegeben
    gutschrift|gutschriften .. fehlt|noch|zugesagt|versprochen|warten|ausstehend|nicht|uber
    fehlt|warten|zugesagte|versprochene|ausstehende|noch|keine .. gutschrift|gutschriften
    korrigierte|korrigierten|korrigieren|korrektur|stornieren|storno|berichtigte|berichtigen|rechnungskorrektur .. rechnung|rechnungen|sie|betrag
    rabatt|skonto|bonus|nachlass .. nicht|fehlt|vergessen|vereinbart|berucksichtigt|zugesagt
    anwalt|anwaltlich|rechtsanwalt
    qualitat .. schlecht|mangelhaft|nicht|unter|problem
    schulden|anerkennen|erkennen .. nicht|nichts
    nicht|nichts schuldig
"""
