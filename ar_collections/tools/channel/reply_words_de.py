"""What letters say in German. The form of a phrase is told in ``reply_words``."""

from .reply_words_de_dispute import DISPUTE

COMMON = "der die das und wir sie ihre ihr ist sind haben wird zu den fur auf nicht bitte mit ich es dass eine ihnen uns"

_NOW = "bereits|schon|gestern|heute|soeben|gerade|inzwischen|langst|mittlerweile|vollstandig|am|ja|doch|schon_langst|letzte|vor"
_MONEY = "zahlung|uberweisung|betrag|geld|summe|rechnung|rechnungen|rechnungsbetrag|restbetrag"
_DID = "bezahlt|uberwiesen|ueberwiesen|gezahlt|beglichen|angewiesen|ausgeglichen|eingezahlt|getatigt|veranlasst|abgebucht|transferiert|abgegangen|uberwiesen_worden"
_DO = "zahlen|bezahlen|uberweisen|ueberweisen|begleichen|anweisen|ausgleichen|veranlassen|leisten|tatigen|entrichten"

PHRASES = {
    "paid": f"""
        war|waren .. zahllauf|zahlungslauf|sammler|sammeluberweisung
        gestern|heute|vorhin|eben raus|rausgegangen|weg
        uberwiesen|uberweisen .. nachweis|beleg
        anbei|beigefugt|anhang .. bankbestatigung|belastungsanzeige|ausfuhrungsbestatigung|buchungsbestatigung
        mitbezahlt|mitgezahlt|mituberwiesen|miterledigt
        zahlungsavis|wertstellung|valuta
        hat|haben .. geld|scheck|bargeld|betrag .. bar|bekommen|erhalten|kassiert|mitgenommen
        bar bezahlt|kassiert|bekommen|erhalten
        per|mittels echtzeituberweisung|uberweisung|blitzuberweisung|sepa|dauerauftrag|paypal|kreditkarte .. geschickt|gesendet|ubermittelt|bezahlt
        fristgerecht|punktlich|termingerecht|vollstandig .. bezahlt|uberwiesen|gezahlt|beglichen|angewiesen|ausgeglichen
        geschickt|gesendet .. zahlung|geld|summe|betrag
        geld|summe|betrag|zahlung|rechnungsbetrag .. geschickt|gesendet|ubermittelt
        haben|habt|hast [sie|ihr|du] [das|unser|mein|den] geld|betrag [doch|ja|bereits|schon|langst] [doch|ja|bereits|schon|langst]
        ^bereits|schon|langst|alles|schon_langst erledigt
        haben|habt .. scheck .. eingelost|eingereicht
        scheck .. haben|habt .. eingelost|eingereicht
        konto .. gutgeschrieben
        scheck .. eingelost|eingereicht|gebucht|verschickt
        geld|betrag|uberweisung .. rausgeschickt|losgeschickt|weggeschickt|geschickt
        geld|betrag|zahlung|uberweisung musste|sollte|durfte [schon|langst] seit
        erledigt|bezahlt|beglichen .. erhalten
        zahlung|geld|betrag haben|habt sie|ihr [bereits|schon|langst] erhalten|bekommen
        geld .. seit .. bei_ihnen|auf_ihrem_konto|da
        zahlung|uberweisung|geld [ist] soeben|eben|gerade|vorhin [raus|erfolgt] raus|erfolgt|weg
        eben|soeben|gerade|vorhin [online|per_karte] bezahlt|uberwiesen|gezahlt
        wurde|wurden .. eingezogen|abgebucht|angewiesen|eingelost
        hab|habe|haben|hatte|hat .. bezahlt|uberwiesen|gezahlt|beglichen|geschickt|angewiesen|getatigt
        gestern|heute|vorhin|eben .. uberwiesen|bezahlt|gezahlt|geschickt
        per_lastschrift|lastschrift .. eingezogen|abgebucht|eingezogen_worden
        am|sondern .. gezahlt|bezahlt|uberwiesen
        sind|ist|ging|gingen .. raus|rausgegangen|abgegangen|abgebucht
        zahlung|uberweisung|rechnung .. erledigt
        beleg|belege|nachweis .. anhang|anbei|beigefugt
        haben|habe|hat|hatten|hatte|wurde|wurden|ist|sind|war .. {_DID}
        haben|habe|hat .. zahlung|uberweisung .. veranlasst|getatigt|geleistet|ausgefuhrt|vorgenommen|angewiesen|gesendet|rausgeschickt
        {_MONEY} .. wurde|ist|wurden|sind .. ausgefuhrt|raus|erfolgt|unterwegs|gebucht|abgegangen|abgebucht|veranlasst|rausgegangen|gesendet|durchgefuhrt|erledigt|angewiesen
        {_NOW} {_DID}
        {_MONEY} .. {_DID}
        ^{_DID.replace("|", "|")} [am|gestern|heute]
        zahlungsbeleg|zahlungsnachweis|uberweisungsbeleg|zahlungsbestatigung|zahlungsavis|kontoauszug|swift .. anbei|beigefugt|anhang|angehangt
        anbei|beigefugt|anhang .. zahlungsbeleg|zahlungsnachweis|uberweisungsbeleg|zahlungsbestatigung|zahlungsavis|bankbeleg|beleg|uberweisungstrager
        musste|sollte|musste_das_geld .. eingegangen|bei_ihnen_sein|auf_ihrem_konto
        hat|haben|durfte .. gekreuzt|uberschnitten
        zahlung|uberweisung|geld|betrag ging|erfolgte|wurde|ist .. raus|gestern|heute|bereits|letzte|vor
        unsere_zahlung vom
    """,
    "not_paid": f"""
        diese|dieser|ihre nicht
        wurden|worden|wir .. von unserem|unseren|unser kunden|kunde|auftraggeber
        gutschrift|guthaben|erstattung .. sie|uns|uberwiesen|ausgezahlt
        nicht|noch_nicht|nie|niemals|keine|kein|noch_keine [vollstandig|ganz|mehr] {_DID}|gezahlt|zahlung|uberweisung|eingegangen|freigegeben|raus
        noch|weiterhin [immer] offen|unbezahlt|ausstehend
        unser|unsere|unserem|der|die|mein kunde|kunden|auftraggeber|mieter|versicherung|endkunde .. {_DID}|zahlen|zahlt|bezahlt|uberwiesen
        letztes|letzten|vorige|vorigen|andere|anderen|falsche|alte .. {_DID} .. nicht|aber
        letzten|letztes|vorigen|vergangenen|vorherigen jahr|jahres|jahr .. nicht
        nicht diese|diese_rechnung|ihre
        versehentlich|irrtumlich|falsches_konto|falschen|an_einen_anderen|an_die_falsche|an_falsche
        zuruckgewiesen|zuruckgebucht|ruckbuchung|rucklastschrift|geplatzt|storniert|abgelehnt|zuruckgekommen|fehlgeschlagen|zuruckgegangen
        gehalter|lohne|miete|steuern|loehne|gehaelter .. {_DID}|gezahlt
        sobald|wenn|falls|nachdem|ob .. {_DID}
        konnen|kann|konnten .. zahlung|uberweisung .. nicht .. finden|feststellen|zuordnen
        wird|werden .. {_DID}
        sie|ihr haben|hatten|habt .. {_DID}
    """,
    "another": """
        januar-rechnung|februar-rechnung|marz-rechnung|april-rechnung|mai-rechnung|juni-rechnung|juli-rechnung|august-rechnung|september-rechnung|oktober-rechnung|november-rechnung|dezember-rechnung
        rechnung aus|vom|von|fur [dem|den] januar|februar|marz|april|mai|juni|juli|august|september|oktober|november|dezember
        rechnung|rechnungen aus|von|vom [dem] letzten|vorigen|vergangenen|letztem|vorigem jahr|monat|quartal
        letzten|vorigen|vergangenen|letztes|voriges monats|jahres|monat|jahr|quartals|quartal
        andere|anderen|alte|alten|vorherige|vorherigen|vorige|fruhere rechnung|rechnungen
    """,
    "even": """
        abzug|abzuglich|unter|minus|mit .. skonto
        schulden|schulde .. nichts|nicht
        nichts .. offen|schuldig|zu_zahlen
    """,
    "this_one": """
        diesen|diesem|dieser monat|mal|quartal
        im moment
        momentan|derzeit|zurzeit
        ihre [rechnung] ist|kommt|geht|wird
        diesmal
        dieser|diese|diesen|dieses hier|rechnung
        bei|fur ihrer|ihre|dieser|diese
    """,
    "thing": """
        geschickt|gesendet|verschickt|raus|rausgegangen|ubersandt|weg|abgeschickt .. mail|ware|formular
        mail|e-mail|ware|waren|paket|reklamation|fotos|bilder|unterlagen|formular|brief|schreiben|bestellung|antwort|lieferschein|gutschrift|angebot|kollege|kollegin|chef|muster|teile|gerat .. geschickt|gesendet|verschickt|raus|rausgegangen|ubersandt|weg|abgeschickt|zuruck
    """,
    "approved": """
        zur|fur_die zahlung|uberweisung|auszahlung angewiesen|freigegeben|vorgemerkt|vorgesehen|eingestellt|freigabe
        zur|fur_die zahlung|uberweisung
    """,
    "polite": """
        wenn|falls|sofern .. passt|ok|okay|recht|in_ordnung|einverstanden|genehm|moglich
    """,
    "asks": """
        sie|ihr fordern|verlangen|mochten|wollen|erwarten|baten|bitten|setzen|forderten|verlangten|setzten
        ihre|ihrer frist|zahlungsfrist|fristsetzung
    """,
    "since": """
        seit montag|dienstag|mittwoch|donnerstag|freitag|samstag|gestern|letzter|letztem|dem|tagen|wochen|langem
    """,
    "unresolved": """
        noch keine|nicht|kein freigabe|freigegeben|genehmigt|ok|gruenes_licht|grunes_licht|genehmigung
        weiss|wissen .. nicht
        muss|mussen|werde|werden .. nachfragen|klaren|nachsehen|fragen|herausfinden|abklaren
        kann|konnen .. nicht sagen
        keine_ahnung|unklar|ungewiss
    """,
    "rest": """
        rest|restbetrag|restliche|restlichen|ubrige
    """,
    "will_pay": f"""
        mit dem geld|der_zahlung rechnen
        nachster|nachste zahlungstermin|zahltag|zahlungstag|zahllauf
        zahlung|geld|uberweisung|betrag|rest|ausgleich folgt|kommt|erfolgt|geht_raus [umgehend|demnachst|in_kurze|zeitnah|noch|sofort|gleich]
        zahlung|uberweisung|auszahlung angewiesen
        umgehend|zeitnah|schnellstmoglich|demnachst|kurzfristig .. beglichen|bezahlt|uberwiesen|ausgeglichen|zahlen|uberweisen|begleichen
        ^wird|werden bezahlt|beglichen|uberwiesen|erledigt
        wird|werden [noch|alles] bezahlt|beglichen|uberwiesen
        kommt noch
        geld|betrag haben|habt sie|ihr
        haben|habt sie|ihr .. geld
        zahl|zahle|zahlt ma|mer|mir|ich
        veranlasst wird|werden
        wird .. veranlasst|angewiesen
        anweisen|zahlen|bezahlen|uberweisen|begleichen|veranlassen werden|wird|werde|wollen
        kriegt|bekommt|kriegen|bekommen|erhalten .. geld|zahlung|betrag
        restlichen|restliche|rest|restbetrag .. folgen|folgt|kommt|kommen|zahlen|uberweisen
        zahlung .. erfolgt
        hast|habt|haben .. geld .. diese_woche|nachste
        werden|werde|wird|wollen|konnen|kann|mochten|wurden [wir|ich|sie] .. {_DO}
        {_DO} [wir|ich] .. bis|am|zum|morgen|heute|nachste|kommende|ende|anfang|mitte|in|innerhalb|spatestens
        wird|werden .. {_DID}|freigegeben|ausgefuhrt|angewiesen|beglichen|eingehen
        zahlen|bezahlen|uberweisen|begleichen wir|ich
        wir|ich zahlen|zahle|uberweisen|uberweise|begleichen|begleiche|bezahlen|bezahle|veranlassen|veranlasse
        zahle|uberweise|begleiche|bezahle|veranlasse|uberweis ich
        kann|konnen|konnte .. zusagen|zusichern|versprechen|anbieten|zusichere
        zahlung|uberweisung|betrag|geld|rest|restbetrag|restzahlung .. erfolgt|folgt|kommt|geht|ist .. bis|am|zum|morgen|heute|nachste|kommende|ende|anfang|mitte|in|eingeplant|vorgesehen|geplant|spatestens|nachsten|kommenden
        erfolgt|folgt|geht|kommt .. zahlung|uberweisung|rest|raus
        zahlung|uberweisung|rechnung|betrag .. eingeplant|vorgesehen|geplant|vorgemerkt|terminiert|freigegeben|eingestellt
        zahllauf|zahlungslauf|zahlungslaufs|zahllaufs
        sie erhalten|bekommen .. geld|zahlung|betrag|uberweisung
        haben|hast|habt das_geld|den_betrag .. bis|am|morgen|nachste
        geld|betrag .. haben|ist|sein .. bis|am|morgen|nachste|bei_ihnen|auf_ihrem_konto
        zusage|zusagen|versprechen|versprochen|verspreche|versichern|zugesagt|sichern .. {_DO}|zahlung|zu
        zahlung|ausgleich|begleichung bis|am|zum|spatestens|innerhalb
        zu {_DO}
        kummere|kummern .. bis|morgen|heute|nachste
        bitte|benotigen|brauchen|um|gewahren|geben noch|bis|um .. aufschub|geduld|tage|woche|zum
        der_rest|den_rest .. bis|am|zum|folgt|nachste
    """,
    "refuses": f"""
        nicht geklappt|gelungen|hingehauen|gegangen|geschafft
        klappt|klappte|ging leider|doch nicht
        wird|klappt|schaffe|schaffen|geht|werden [wir|ich] [das|es] nichts|nicht
        unmoglich|ausgeschlossen|nicht_moglich|nicht_machbar
        werden|werde|wird|konnen|kann|wollen|mochten|durfen .. nicht|keine|keinen|kein|keinesfalls .. {_DO}|zahlung|zahlungen|bezahlt|gezahlt|beglichen|akzeptieren|uberwiesen|leisten
        zahlen|bezahlen|begleichen|uberweisen|zahle|bezahle|akzeptieren|uberweise [wir|ich] [diese|die|das|den|dafur|ihnen|deshalb|daher|sicher|vorerst|dies] [rechnung|betrag|forderung] nicht|keinen_cent|nichts|keinesfalls|erst
        halten|halte|behalten|behalte .. zuruck|ein
        verweigern|zuruckhalten|einbehalten|zuruckbehaltungsrecht|behalten .. ein|zuruckgehalten|gestoppt
        nicht bereit|gewillt|daran .. {_DO}
        sehen .. nicht|keinen|keine .. {_DO}|veranlassung|anlass|zahlung
        keine|keinen weitere|weiteren|cent|zahlung|zahlungen [mehr|leisten]
        zahlung|zahlungen .. eingestellt|ausgesetzt|verweigert|gesperrt
        niemals|nie|auf_keinen_fall .. {_DO}
        rechnen .. nicht .. zahlung|geld
    """,
    "condition": """
        erst wenn|nach|mit|sobald|dann|nachdem
        wenn|falls|sobald|sofern|solange|vorausgesetzt|unter_der_voraussetzung|nur_gegen|unter_der_bedingung|abhangig|vorbehaltlich|es_sei_denn
        nach erhalt|eingang|lieferung|klarung|freigabe|prufung|vorlage|korrektur|zugang
        bevor|ehe [sie|wir]
        bis sie|wir|die|der|das
    """,
    "doubt": """
        sollte|sollten|musste|mussten .. sein|ankommen|eingehen
        sollte|sollten|musste|mussten|konnte|hatte|hatten|wurde .. sollen|bezahlt_sein|uberwiesen_worden_sein|bezahlt_worden_sein|gewesen|worden_sein
        glaube|glauben|denke|denken|dachte|dachten|vermute|vermuten|nehme_an|meine|meinten|hoffe|hoffen
        prufe|klare|frage|schaue|erkundige|recherchiere|ermittle
        wir prufen|klaren|fragen|schauen|erkundigen
        muss|mussen|werde|werden .. prufen|klaren|nachfragen|nachsehen|fragen|abklaren
        vielleicht|eventuell|moglicherweise|wahrscheinlich|vermutlich|versuche|versuchen|ob
        nicht sicher|klar
        habe|haben|wurde|ist|sind|konnen|kann|konnten|wann|wie|warum|welche|wo|hat sie|wir|ich|es|die|der|das|unsere|mein .. ?
    """,
    "dispute": DISPUTE,
    "no_dispute": """
        stornieren|zurucknehmen|zuruckziehen|einstellen|unterlassen .. mahnung|mahnungen|mahnverfahren|erinnerung
        mahnung|mahnungen|mahnverfahren|erinnerung .. stornieren|storniert|zurucknehmen|zuruckziehen|zuruck|einstellen|stornierung|streichen
        hat|haben sich erledigt|geklart
        inzwischen|mittlerweile|seither|nachdem .. gutgeschrieben|korrigiert|geliefert|behoben|ersetzt|gutschrift
        keine|kein|keinen|nicht|nichts|ohne .. beanstandung|beanstandungen|einwande|einwand|reklamation|widerspruch|strittig|bestreiten|reklamieren|beanstanden|mangel
        reklamation|streit|sache|beanstandung|problem .. erledigt|geklart|zuruckgezogen|behoben|gelost
        mahnung|zahlungserinnerung|erinnerung .. falsch|unberechtigt|ungerechtfertigt|unnotig|gegenstandslos|irrtum
        entschuldigung|entschuldigen|versehen|versaumt|ubersehen|untergegangen|leid
        falsche|falscher|falschen ansprechpartner|adresse|empfanger|abteilung|konto|e-mail-adresse|person
        rechnung|betrag|forderung .. ist|sind .. korrekt|richtig|in_ordnung|berechtigt
    """,
    "copy": """
        was ist das fur|fur_eine [eine] rechnung
        bitte_um zusendung|ubersendung|kopie
        rechnung .. neu|nochmals|erneut|nochmal ausstellen|ausfertigen|schreiben|schicken
        mit [unserer|der|angabe|ihrer] bestellnummer|auftragsnummer|kostenstelle|bestell-nr
        kopie|kopien von|der
        bitte|konnen|konnten|schicken .. rechnung|rechnungen .. nochmal|noch_mal|nochmals|noch_einmal|erneut [zu|zusenden|schicken]
        liegt|liegen [uns|hier|mir|bei_uns] nichts|keine vor
        hier|uns|mir liegt nichts|keine vor
        fehlt|fehlen .. lieferschein|leistungsnachweis|stundenzettel|rechnungskopie|abliefernachweis
        nachreichen
        senden|schicken|zusenden|ubersenden|zuschicken|brauchen|benotigen|benotige|brauche|bekommen|erhalten|mailen|weiterleiten|nachreichen|ubermitteln|zukommen|schick|sende|konnten|bitte|bitten .. kopie|rechnungskopie|rechnungskopien|kopien|duplikat|pdf|zweitschrift|lieferschein|lieferscheine|liefernachweis|abliefernachweis|kontoauszug|stundenzettel|leistungsnachweis|bankverbindung|iban|unterlagen|belege|saldenliste
        kopie|rechnungskopie|duplikat|pdf|zweitschrift|lieferschein|liefernachweis|rechnung|rechnungen .. senden|schicken|zusenden|zuschicken|ubersenden|mailen|zukommen|nachreichen|zuzusenden|zuzuschicken|schicken_wurden|ubermitteln
        rechnung|rechnungen|beleg|original .. nicht|nie|keine .. finden|gefunden|vorliegen|vor|erhalten|eingegangen|bekommen|angekommen|auffindbar|bekannt|vorhanden
        keine|nie|nicht .. rechnung|rechnungen|rechnungskopie .. erhalten|bekommen|gefunden|finden|vorliegen|bekam
        liegt|liegen .. rechnung|rechnungen .. nicht
        bestellnummer|auftragsnummer|bestell-nr|po-nummer|kostenstelle|bestellreferenz .. fehlt|fehlen|benotigen|angeben|erganzen|brauchen|nicht|erforderlich|mitteilen|vermerkt
        ohne|fehlende|fehlt|benotigen|brauchen|erganzen|angabe .. bestellnummer|auftragsnummer|bestell-nr|po-nummer|kostenstelle
        welche|um_welche rechnung|rechnungen
        rechnung .. verloren|abhanden|verschwunden
        wofur|worum ist|geht|handelt
    """,
    "contact": """
        postfach|adresse|mailadresse|e-mail-adresse .. nicht_mehr .. gelesen|genutzt|verwendet|betreut
        nutzen|verwenden [sie] .. @
        bei mir|uns falsch|verkehrt
        wenden|richten [sie|sich|euch] .. an
        richtige|zustandige ansprechpartner|ansprechpartnerin|person
        darum|das|dafur kummert|macht|zustandig .. buchhalterin|buchhalter|buchhaltung|frau|herr
        nicht_mehr|nicht|kein|keine|nicht_langer [bei|im|in|fur] [der|das|die|unserem|diese] [firma|unternehmen|richtige] beschaftigt|tatig|zustandig|ansprechpartner|verantwortlich|mitarbeiter|da|angestellt|arbeite|dabei|der_richtige
        firma|unternehmen|haus verlassen
        ausgeschieden|ruhestand|verstorben
        bei uns falsch|verkehrt
        nichts zu tun
        falsche|falscher|falschen ansprechpartner|adresse|empfanger|abteilung|e-mail-adresse|person
        wenden|richten|adressieren|kontaktieren|schreiben|senden|schicken .. kunftig|zukunftig|ab_sofort|stattdessen|kollegin|kollegen|buchhaltung|steuerberater
        neue|neuer|neuen|andere adresse|e-mail-adresse|ansprechpartner|ansprechpartnerin|anschrift|rechnungsadresse|mailadresse|buchhalter|buchhalterin|steuerberater
        adresse|anschrift|e-mail-adresse .. geandert|andern
        umgezogen|verzogen
        irren|vertan|verwechseln .. adresse|empfanger|person|firma
        zustandig|verantwortlich [ist|dafur|fur|hierfur|jetzt|nun] [nun|jetzt|frau|herr|unsere|mein|meine|zahlungen|rechnungen]
        ubernommen|nachfolger|nachfolgerin|meine_kollegin|mein_kollege|meinen_kollegen
        ab_sofort|kunftig|zukunftig .. an|senden|@
    """,
    "hardship": """
        insolvenz*|zahlungsunfah*|glaubigerversammlung|schutzschirm*
        keine|keinerlei .. zahlungen .. leisten
        durfen keine|nicht .. mehr|zahlen|leisten
        nicht|kaum|wenig liquide|flussig
        sobald|wenn|bis|erst unser|unsere|mein|meine [eigener|eigene] kunde|kunden|auftraggeber .. bezahlt|gezahlt|zahlt|zahlen|uberwiesen
        glaubiger|glaubigern|forderungsanmeldung
        insolvenz|insolvent|insolvenzverfahren|konkurs|insolvenzverwalter|liquidation|zahlungsunfahig|zahlungsunfahigkeit|geschaftsaufgabe|pleite
        liquiditat|liquiditatsengpass|liquiditatsprobleme|liquiditatsschwierigkeiten|engpass|finanzielle|finanziell|finanziellen|zahlungsschwierigkeiten|geldmangel|finanzprobleme|klamm
        ratenzahlung|raten|ratenplan|teilzahlung|teilzahlungen|stundung|aufschub|zahlungsaufschub|teilbetragen|monatsraten|fristverlangerung|zahlungsziel_verlangern|stunden
        kein|nicht_genug|zu_wenig geld|mittel|geldmittel
        konnen|kann .. derzeit|momentan|gerade|aktuell|zurzeit|im_moment|diesen_monat|nicht_alles|auf_einmal|in_einer_summe .. nicht
        konnen|kann .. nicht .. auf_einmal|in_einer_summe|leisten|vollstandig|alles
        grossten|wichtigsten|groessten|hauptkunden kunden|auftraggeber|auftrag .. verloren
        kunde|kunden|auftraggeber .. nicht .. bezahlt|gezahlt|zahlt|zahlen
        warten .. auf .. kunden|kredit|darlehen|forderung|zahlungseingang|bank
        schwierige|schwierigen|angespannt|angespannte|schlecht lage|situation|zeit|finanzlage|auftragslage
        auftragslage|umsatzeinbruch
    """,
    "optout": """
        keine|nicht_mehr|keinerlei|nicht [weiteren|weitere|mehr|solche|diese|automatischen] [weiteren|weitere|mehr|solche|diese|automatischen] e-mails|mails|nachrichten|sms|erinnerungen|mahnungen|anrufe|erinnerungsmails [mehr|schicken|senden|zusenden|erhalten|bekommen]
        abmelden|abbestellen|austragen|abbestelle
        horen|unterlassen|hor|unterlassen_sie .. auf|zu|belastigung|anschreiben|kontaktaufnahme|mails
        loschen|streichen|entfernen|nehmen .. adresse|verteiler|nummer|e-mail-adresse|liste|daten
        kontaktieren|schreiben|schicken|anrufen|rufen .. nicht_mehr|nie_wieder
        ^stop|stopp$
    """,
    "absent": """
        abwesenheitsnotiz|abwesend|abwesenheit|automatische_antwort|automatisch|automatisierte|nicht_im_buro|nicht_im_haus|ausser_haus|urlaub|elternzeit|mutterschutz|dienstreise|betriebsferien|geschlossen|betriebsurlaub|krankgeschrieben|nicht_erreichbar
        ab|am|erst .. wieder im_buro|erreichbar|da|im_hause|fur_sie_da|zuruck
        kein|keinen|eingeschrankten|eingeschrankt zugriff
        wird|werden nicht gelesen|weitergeleitet|bearbeitet
        nach_meiner_ruckkehr|bei_meiner_ruckkehr
    """,
    "moves": """
        mach|mache|mach'|erledige|erledig ich .. morgen|heute|am|bis
        bekomme|kriege .. lohn|gehalt
        zahlung|uberweisung|anweisung|auftrag .. vorgemerkt|terminiert|hinterlegt|eingestellt|angelegt
        haben|habt|hast|kriegt|bekommt ihr|sie|du .. kohle|knete
        schaffe|kann|packe|gebe|schicke|zahle .. am|bis|morgen
        konnen|kannst|konnt sie|du|ihr .. mit .. geld|zahlung|eingang|betrag .. rechnen
        rechnen|verlassen .. geld|zahlung
        konto runter|abgegangen|weg|belastet
        kommt|geht [noch|bestimmt|sicher] diese|nachste|kommende|am|morgen|heute
        weise|anweise|schicke|uberweise .. an|raus|ihnen
        halfte|teil|drittel .. am|bis|morgen|nachste
        erledigt|bezahlt|beglichen|uberwiesen ist|wird|sein|haben
        €|eur|euro bekommen|erhalten|kriegen|bekommst|kriegst sie|ihr|du
        rechnen|rechne .. mit .. geld|zahlung|betrag|eingang
        geld|betrag|zahlung|uberweisung|rechnung|rest|summe|sie .. konto|kommt|geht|folgt|da|dabei|drin|enthalten|bei_ihnen
        haben|hast|habt|bekommen|bekommt|erhalten|kriegen|kriegt sie|ihr|du .. geld|betrag|summe|zahlung
        uberweise|zahle|bezahle|begleiche|uberweisen|zahlen|bezahlen|begleichen|zahlt|uberweist|gezahlt
        geht|gehen|kommt .. raus|rein|mit|weg
        wird|werden .. bezahlt|erledigt|uberwiesen|beglichen
    """,
    "because": """
        weil|da_die|da_der|da_das|da_wir|denn|wegen|aufgrund
    """,
    "habit": """
        normalerweise|meistens|sonst|meist|immer_punktlich|stets_punktlich
        punktlich
        zahltage|zahlungstage sind
        immer|stets|grundsatzlich|generell|normalerweise|ublicherweise|in_der_regel
    """,
}
