"""What letters say in French. The form of a phrase is told in ``reply_words``."""

COMMON = "je ma mon suis jusqu'au en ce qui par sur plus serait est-ce c'est n'est n'avons etre merci le la les et nous vous votre notre est sont avons de des du pour que une un pas avec je ce cette sera au dans"

_DID = "paye|payee|payes|payees|regle|reglee|regles|reglees|vire|viree|effectue|effectuee|solde|soldee|transfere|acquitte|acquittee|emis|envoye|execute|executee|debite|debitee|verse|verses|versee|versees"
_DO = "payer|regler|virer|effectuer|proceder|solder|acquitter|transferer|emettre|verser|honorer"
_WILL = "paierons|paierai|paiera|payerons|reglerons|reglerai|reglera|virerons|virerai|effectuerons|effectuerai|procederons|procederai|solderons|verserons|verserai|enverrons"
_MONEY = "paiement|reglement|virement|facture|factures|montant|somme|solde|cheque|versement"

PHRASES = {
    "paid": f"""
        figurait|figuraient|etait|etaient .. lot|campagne|remise
        traite|lcr|effet|prelevement .. honore|honoree|honores|payee|presente
        avis_de_debit|avis_d'execution|avis_d'opere joint|jointe|ci-joint
        joint|jointe|ci-joint .. avis_de_debit|avis_d'execution|attestation_de_virement
        avis|ordre de_paiement|de_virement joint|jointe|ci-joint|annexe
        date_de valeur
        a|avez|ont recu|encaisse|preleve|preleves|prelevee|pris .. cheque|argent|especes|virement|somme|paiement
        vous nous avez preleve|preleves
        paye|payee|regle|reglee en_especes|en_liquide|par_carte|comptant|en_main_propre
        quitte|quittee notre|mon|le compte
        somme|argent|montant|virement a|ont quitte
        compte .. credite
        envoye|transmis|adresse .. argent|virement|fonds
        a|ont|avez|avons .. preleve|encaisse|debite|verse
        argent|fonds est|sont .. depuis
        c'est fait|faite|parti|partie
        croise|croisee|croises
        je|nous viens|venons de .. payer|regler|virer|faire|passer
        cheque|virement|prelevement|paiement .. adresse|encaisse|passe|preleve|envoye|emis|poste
        vous|nous avons|ai vire|viree|verse|adresse|envoye
        ne doit|devons .. plus rien
        virement|paiement|reglement|cheque .. fait|effectue|parti|envoye|passe le|hier|vendredi|lundi|mardi|mercredi|jeudi|ce|la_semaine
        avons|ai|a|ont|avait|avions [deja|bien|donc|nous] [bien|deja] {_DID}
        a|ont|avait [deja|bien] ete [deja|bien] {_DID}|fait|faite|debite|lance
        {_MONEY} .. a|ont|est|sont .. {_DID}|parti|partie|fait|faite|passe|emis|envoye
        est|sont|etait [deja|bien] {_DID}
        deja|bien {_DID}
        ^{_DID}|fait [le|hier|ce|par|depuis]
        ^{_DID}$
        avons|ai fait|passe|lance .. virement|paiement|reglement
        venons|viens|vient de .. payer|regler|virer|effectuer|passer|proceder|solder|faire|envoyer
        preuve|justificatif|avis|confirmation|ordre [de] paiement|virement|reglement .. joint|jointe|ci-joint|piece_jointe|annexe
        ci-joint|joint|jointe|trouverez .. preuve|justificatif|avis_de_virement|avis_de_paiement|confirmation_de_virement|ordre_de_virement|swift
        croise|croisee|croises .. paiement|reglement|virement|courriers
        votre_relance .. croise
        virement|paiement|reglement du|effectue|emis|fait|parti|envoye
        vous_devriez|devez|devriez .. avoir|recu .. recu|paiement|virement
    """,
    "not_paid": f"""
        n'avons|n'ai|n'a|n'ont|n'avait|n'est|ne_sont|n'etait|n'etaient|pas [pas|jamais|encore|rien|toujours] [encore|ete|toujours] [ete|encore] {_DID}|fait|parti|recu
        pas_encore|jamais|toujours_pas [ete] {_DID}
        reste|restent|encore|toujours impaye|impayee|du|impayes|a_payer
        notre|nos|le|les|mon client|clients|locataire|assureur|donneur_d'ordre .. {_DID}|paye|paie|paient
        celle|celles|facture|l'annee|precedente|autre|derniere .. {_DID} .. pas|mais
        {_DID} .. par_erreur|mauvais_compte|autre_fournisseur|ancien_compte
        rejete|rejetee|refuse|revenu|impaye|annule|echoue
        l'annee|celle|celles|annee derniere|precedente|passee .. pas|non
        annee|exercice derniere|precedente|precedent|dernier|passee .. pas|non
        pas celle-ci|cette_facture|la_votre
        salaires|loyer|impots|charges .. {_DID}|verses
        si|lorsque|quand|des_que|une_fois|apres_avoir|sera|seront|serait|etre .. {_DID}
        vous avez|aviez .. {_DID}
    """,
    "another": """
        celle|facture|celui de janvier|fevrier|mars|avril|mai|juin|juillet|aout|septembre|octobre|novembre|decembre
        facture|factures de|du [l'] mois|an|annee|annee_derniere|an_dernier|mois_dernier|trimestre_dernier|annee_passee [dernier|derniere|passe|passee|precedent]
        autre|autres|ancienne|anciennes facture|factures
        facture|factures precedente|precedentes|anterieure|anterieures
        mois|annee|l'annee dernier|derniere|precedent|precedente|passe|passee
    """,
    "even": """
        deduction|deduit|avec|moins .. escompte
        ne|n' devons|dois|doit .. rien
        plus rien
    """,
    "this_one": """
        ce mois-ci|mois
        cette fois|fois-ci
        celle-ci|celui-ci
        pour|quant_a|concernant cette|votre|la_votre [facture]
    """,
    "thing": """
        envoye|transmis|adresse|parti|renvoye|poste|expedie .. mail|courriel|message|formulaire|reclamation|photos|documents|marchandise|colis|bon|commande|devis|lettre|contrat|dossier|retour
        mail|courriel|message|formulaire|reclamation|photos|documents|marchandise|colis|dossier|lettre|collegue|comptable|technicien .. envoye|transmis|adresse|parti|partie|renvoye|expedie
    """,
    "approved": """
        bon|valide|validee|transmis|transmise|accord pour|a|au|en paiement|payer|reglement
        mise|mis|attente en|de paiement|reglement
    """,
    "polite": """
        si ca|cela|vous vous|te|en|etes va|convient|arrange|d'accord|possible
        si c'est|cela_est|vous_le_voulez bon|possible|ok|bien
    """,
    "asks": """
        vous demandez|exigez|reclamez|souhaitez|voulez|attendez|demandiez|fixez
        votre echeance|date_limite|delai|demande
    """,
    "since": """
        depuis lundi|mardi|mercredi|jeudi|vendredi|hier|le|des|une|la|plusieurs
    """,
    "unresolved": """
        n'ai|n'avons|n'a pas [encore] [le] feu_vert|accord|autorisation|validation
        pas encore|toujours .. feu_vert|accord|validation|validee|autorisation
        je|nous dois|vais|devons|allons demander|voir|verifier|me_renseigner
        ne|j'ignore|n'en sais|savons|sait pas|rien
        aucune_idee
    """,
    "rest": """
        reste|suite|solde|restant
    """,
    "will_pay": f"""
        je|nous paie|payons|regle|reglons|vire|virons aussitot|tout_de_suite|immediatement|maintenant|de_suite|sans_tarder
        je|on fais|fait ca|cela|le_necessaire [tout_de_suite|maintenant|de_suite|immediatement]
        fais|faisons|lance|lancons|effectue|effectuons [tout_de_suite] le|ce|un virement|paiement|reglement
        compter sur .. paiement|virement|reglement|argent
        prochaine|prochain echeance|date|jour|lot|campagne de_paiement|de_reglement|de_virement
        {_MONEY} .. parviendra|parviendront|arrivera|tombera
        necessaire .. payer|regler|vous_payer|paiement|reglement
        on|nous [vous] paie|paye|regle|vire
        s'occupera|s'occupe|occupera .. virement|paiement|reglement
        serez payes|paye|payee|regle|regles
        sera|seront emis|emise|emises|lance|lances
        campagne .. le|lieu
        seront|sera vous_est|verses|versee|verse|vires
        vous|te seront|sera verses|verse|payes|paye|regles|regle
        on|nous vous paie|paiera|regle|reglera|vire .. le|demain|vendredi|semaine|fin
        aurez|recevrez .. argent|virement|paiement|reglement
        {_WILL}
        allons|vais|va|pouvons|peux|comptons|souhaitons|prevoyons|pourrons|pourrai|engageons|m'engage|promets|promettons|devons|pensons [bien] [de|a|donc|vous] [vous] {_DO}
        sera|seront|va_etre|vont_etre|devrait_etre [bien|donc] {_DID}|fait|faite|envoye|credite|lance
        {_MONEY} .. sera|seront|partira|interviendra|suivra|arrivera|aura_lieu|est_prevu|est_programme|est_planifie|prevu|programme|programmee|planifie|prevue|valide
        vous recevrez|aurez|allez_recevoir .. {_MONEY}
        vous_l'aurez|vous_aurez
        campagne_de_paiement|campagne_de_reglement|prochaine_campagne|prochain_virement|prochain_lot
        {_MONEY} le|pour|d'ici|avant|sous|demain|au_plus_tard|fin|vendredi|lundi|mardi|mercredi|jeudi|dans
        ferons|ferai|fera .. necessaire|virement|paiement|reglement
        passerons|lancerons|enverrons|enverrai|emettrons .. virement|paiement|reglement|cheque
        je|nous {_DO.replace("payer", "paie").replace("regler", "regle")}|payons|reglons|virons|paye .. le|demain|vendredi|lundi|semaine|fin|avant|sous|d'ici
        le_solde|le_reste .. suivra|le|fin|avant|d'ici|sous
        accordez|accorder|besoin|laissez|patienter .. jours|semaine|semaines|jusqu'au|jusqu'a
    """,
    "refuses": f"""
        ne|n' pourra|pourrons|pourrai|arriverons|arriverai|pourront|peut pas [payer|regler]
        impossible|pas_possible|hors_de_question|exclu
        rien ne partira|sera_paye
        ne {_WILL}|allons|vais|pouvons|peux|souhaitons|comptons|voulons|sera|seront|payons [pas|rien|plus|jamais|aucun|aucune] [{_DO}]
        n'allons|n'avons_pas_l'intention|n'accepterons|n'acceptons|n'entendons [pas|plus] [de] [{_DO}]
        refusons|refuse|refus|contestons .. {_DO}|paiement|reglement
        suspendons|suspendu|bloquons|bloque|bloquee|bloques|retenons|retenu|retenue|mise_en_attente|mis_en_attente|mettons_en_attente .. paiement|reglement|facture|factures
        paiement|reglement|facture .. bloque|bloquee|suspendu|suspendue|mise_en_attente|mis_en_attente|litige
        aucun paiement|reglement|versement
        pas_question .. {_DO}
        {_WILL} [donc|certainement|rien|absolument] pas|rien|aucun|jamais|plus
    """,
    "condition": """
        si|des_que|lorsque|quand|une_fois|a_condition|sous_reserve|a_moins|tant_que|qu'apres|seulement_apres|uniquement|jusqu'a_ce|en_cas
        des|apres|a|contre reception|livraison|accord|validation|regularisation|remise|rectification
        avant de|que .. payer|regler|puissions
    """,
    "doubt": """
        devrait|devraient [deja] etre|arriver|parvenir
        devrait|devraient|aurait|auraient|pourrait|serait|seraient [avoir|ete|du|deja|etre] [ete] paye|payee|regle|reglee|effectue|vire
        pense|pensons|pensais|pensions|crois|croyons|croyais|croyions|suppose|supposons|espere|esperons
        je|nous [le|me|vais|allons] [me] verifie|verifions|verifier|renseigne|renseignons|renseigner|demande|demandons|regarde|regardons|voir
        pas sur|certain|certaine|surs
        peut-etre|probablement|eventuellement|essayer|essayons|essaierons|essaie
        avez|pouvez|est|a-t|pourriez|quand|pourquoi|comment|quelle|quelles|ou .. ?
    """,
    "dispute": """
        ne|n' .. avons|avions|ai pas demande|demandes|demandee|demandees
        livraison|marchandise|colis .. refusee|refuse|refuses
        ne|n' les|l|la|avons|avions|ai pas demande|demandes|demandee
        pouvez attendre votre argent|paiement|reglement
        cloque|ecaille|fuit|grince|rouille|fissure|fissures
        vous [en|nous] facturez|comptez .. trois|deux|quatre|cinq|dix
        jamais|pas valide|accepte|autorise|signe|approuve [les|ces|la|ce|le|cette] heures|travaux|devis|supplement|supplements
        tva .. exonere|exoneres|autoliquidation|pas_etre|erronee
        ancien|anciens|mauvais tarif|prix|tarifs
        a corriger|rectifier|refaire
        inutilisable|inexploitable|inutile
        mauvaise|autre societe|entite|teinte|raison_sociale|entreprise
        bonne teinte|couleur|taille|reference|raison_sociale
        attendons|attends le|leur|un|les remplacement|remplacements|reparation|depannage|echange
        gratuit|gratuite|offert|offerte|compris|inclus .. enlevez|retirez|pourquoi
        deplacement|port|frais|livraison .. gratuit|gratuite|gratuits|offert|offerts|inclus|compris
        enlevez|retirez|deduisez|remboursez [le|la|les|cette|ces|nous]
        eu|recu|utilise .. que .. comptez|facturez|comptes|factures
        pas|n'est ce|celui|celle qu'on|que|qu'il|qui [nous|on|avions|avait|avons|a|j'ai|j'avais] [avions|avait|avons|a] commande|demande|convenu|commandee
        facture|facturez|facturee .. recu|livre|compte [que]
        n'etaient|n'etait|ne_sont|n'est pas prevu|prevus|prevue|convenu|convenus|convenue|inclus|au_devis
        ne [nous] concerne|concernent pas|en_rien
        pas a_nous|la_notre|de_nous|notre_facture
        ne s'allume|demarre|marche|chauffe plus|pas|toujours
        commande|commandes|commandee|convenu|prevu|signe que
        n'avons|n'ai|n'a commande|signe|accepte|valide que
        sous garantie
        deduits|deduites|deduit|deduite|compense|compenses|compensee|imputes
        rembourse|rembourses|credite .. pas|retours
        feuilles_de_temps|feuille_de_temps|bon_de_livraison|bons_de_livraison|devis|contrat .. que|seulement|n'en
        ne correspond|correspondent|concorde|concordent|colle|collent pas|plus
        recus|recues|livres|livrees|commandes|commandees .. factures|facturees
        facturez .. alors_que|livres|recus|commandes
        ne|n'arrive comprends|comprenons|vois|voyons .. pas .. factures|facture|facturez|facturer|pourquoi
        ou est|en_est .. avoir|note_de_credit
        ne fonctionne|marche|tourne|demarre [toujours|encore] pas|plus
        jamais .. passe|passes .. commande
        confondre|confondez
        n'est|n'est_donc pas due|exigible
        resilie|resiliee|resiliation
        est|sont a annuler
        annuler|annulez
        deuxieme|seconde|troisieme fois .. facture|facturez|facturee
        double emploi
        jamais .. achete|achetes
        annuler|annulez .. facture|celle-ci|la
        casse|cassee|cassees|brise|brises|brisee|brisees|pieds
        conteste|contestons|contestation|contestee|litige|litigieuse|litigieux|reclamation|reclamons|desaccord|rejetons|refusons_cette|indu|injustifie|injustifiee|non_conforme|non_conformes|non-conforme|non-conformes|malfacon|malfacons|avoir_en_attente|deduit|deduction|retenue|surfacturation|surfacture|surfacturee
        facture|factures|prix|montant|quantite|tarif|tva|total|taux|somme .. errone|erronee|erronees|faux|fausse|incorrect|incorrecte|inexact|inexacte|n'est_pas_correct|n'est_pas_correcte|n'est_pas_conforme|ne_correspond_pas|ne_correspondent_pas|trop_eleve|trop_elevee|en_double|pas_bonne|pas_bon|n'est_pas_bon|n'est_pas_bonne|n'est_pas_juste
        mauvais|mauvaise|mauvaises prix|quantite|article|articles|produit|produits|tarif|reference|taille|couleur|qualite|montant|taux|marchandise
        erreur|erreurs|ecart sur|dans|de .. facture|prix|montant|quantite|tarif|facturation|tva
        double|deux_fois facture|facturee|factures|facturation
        facture|facturee|facturer deux_fois|en_double|a_tort|en_trop
        endommage|endommagee|endommages|endommagees|defectueux|defectueuse|defectueuses|abime|abimee|abimes|casse|casses|cassee|cassees|perime|perimee|perimes|inutilisable|inutilisables|avarie|avariee|en_panne
        manque|manquent|manquait|manquaient|manquant|manquants|manquantes|manquante .. pieces|articles|colis|cartons|palettes|produits|unites|piece|marchandise|marchandises|remise
        marchandise|marchandises|livraison|colis|materiel|commande|machine|produits|articles|pieces|travaux|prestation|palettes|installation .. incomplete|incomplets|incomplet|manquent|manquante|manquantes|manquants|manquant|jamais_arrive|jamais_arrivee|jamais_recue|pas_conforme|en_retard|ne_fonctionne_pas|pas_termine|pas_termines|inachevee|inacheves|perdu|perdue|non_livree
        jamais|pas|rien|aucune|non|n'avons_jamais|pas_encore [encore|ete|ete_entierement] livre|livree|livres|livrees|commande|commandee|commandes|installe|installee|realise|realisee|execute|arrive|arrivee|receptionne|termine|terminee
        jamais|pas|rien|n'avons [pas|jamais] [encore] recu [la|les|le|cette|ces|votre] [la] marchandise|marchandises|livraison|colis|materiel|commande|produits|articles|pieces|machine|palettes
        recu|livre|livres que|seulement
        n'avons recu|eu .. que|sur
        seulement .. recu|recus|livre|livres|sur
        convenu|convenue|devis|contrat|negocie|accorde .. prix|tarif|etait|etaient|lieu|mais|prevoyait|prevoit|indique|remise
        prix|tarif|montant|taux|quantite .. au_lieu|convenu|different|differe|superieur|n'est_pas_celui|contrairement
        au_lieu_de|au_lieu_des
        renvoye|renvoyee|renvoyes|retourne|retournee|retournes|retour .. marchandise|marchandises|produits|colis|pieces|materiel|machine
        avoir .. attente|attendons|manque|promis|etablir|emettre|emis|convenu|etabli|correspondant|suite|pour
        attendons|attente|emettre|etablir|reclamons|attends|envoyer .. avoir|note_de_credit
        note_de_credit
        rectifier|rectifiee|corriger|corrigee|rectificative|annuler .. facture
        facture rectificative|corrigee|rectifiee
        remise|ristourne|rabais|escompte .. pas|oubliee|manque|convenue|promise|appliquee|manquante
        notre_avocat|avocat
        ne devons|reconnaissons|doit|dois [rien|pas]
        qualite .. mauvaise|mediocre|insuffisante|pas|probleme
    """,
    "no_dispute": """
        annuler|annulez|retirer|cesser|cessez|suspendre .. relance|relances|rappel|rappels|mise_en_demeure
        depuis|entre-temps .. avoir|credite|remplace|livre|regularise
        avoir etant|est arrive|bien_recu|recu
        ne|aucun|aucune|pas|sans|n'avons .. conteste|contestons|contestation|litige|reclamation|objection
        litige|reclamation|probleme|differend .. resolu|regle|reglee|clos|close|resolue|leve|levee
        relance|rappel|mise_en_demeure .. erreur|tort|injustifiee|injustifie|sans_objet
        excuses|desole|desoles|desolee|oubli|notre_erreur|erreur_de_notre_part|omission
        mauvaise|mauvais|erronee|erronne interlocuteur|adresse|destinataire|service|personne|contact|compte
        facture|montant .. est|sont correcte|exacte|juste|due|bien_due
    """,
    "copy": """
        c'est quoi
        envoyez-moi|envoyez-nous|adressez-nous|transmettez-nous [le|la|un|une|les] detail|facture|copie|duplicata|decompte|releve
        manque .. bon_de_livraison|bons_de_livraison|duplicata|releve|rib
        communiquer|communiquez|indiquer .. numero_de_bon|bon_de_commande|numero_de_commande|numero
        auriez-vous|avez-vous .. releve|copie|duplicata|facture
        releve de_compte|a_jour
        chorus|redeposer
        retrouve|trouve|retrouvons pas .. facture
        me|nous la|le renvoyer|renvoyez|renvoie
        faut .. numero_de_bon|bon_de_commande|numero_de_commande|numero_d'engagement
        piece_jointe|fichier .. ouvre|vide|illisible
        envoyer|renvoyer|transmettre|besoin|adresser|fournir|recevoir|faire_parvenir|communiquer|envoyez|renvoyez|transmettez|merci|pouvez-vous|pourriez-vous|demandons|souhaitons .. copie|copies|duplicata|pdf|double|bon_de_livraison|bons_de_livraison|preuve_de_livraison|releve|releve_de_compte|rib|iban|justificatifs|bl|feuilles_de_temps
        envoyer|renvoyer|transmettre|adresser|envoyez|renvoyez|transmettez|retrouver .. facture|factures
        facture|factures .. pas|jamais|introuvable|introuvables|egaree|perdue .. recu|recue|recues|trouve|trouvons|trouvee|retrouve|retrouvons|parvenue|parvenu|systeme|possession|[pas]
        facture|factures introuvable|introuvables|egaree|perdue|manquante
        n'avons|n'ai|ne|jamais|pas .. recu|trouve|trouvons|retrouvons|retrouve|voyons|avons .. facture|factures
        numero_de_commande|bon_de_commande|numero_de_bon|reference_de_commande|code_service|numero_d'engagement .. manque|manquant|obligatoire|necessaire|absent|indiquer|ajouter|figure|manquante|mentionner|rappeler
        sans|manque|indiquer|ajouter|preciser|mentionner|besoin .. numero_de_commande|bon_de_commande|numero_d'engagement|reference_de_commande
        quelle|quelles|de_quelle facture|factures
        a_quoi|de_quoi correspond|s'agit|s'agit-il
    """,
    "contact": """
        trompez adresse
        voyez|adressez-vous|contactez avec|a|plutot m|mme|monsieur|madame
        trompez de [personne|service|destinataire]
        bonne|bon personne|interlocuteur|interlocutrice .. est
        occupe|s'occupe .. comptable|mme|m|monsieur|madame
        joindre|contacter|ecrire .. @|au|comptable
        ne|n'est|suis|plus|pas [travaille|fait|suis|est] [plus|pas] [dans|la|le|partie|chez|en] [bonne|bon|l'entreprise] charge|travaille|travaille_plus|personne|interlocuteur|responsable|entreprise|societe|partie|concerne
        quitte|parti|partie [la|a_la|en] societe|entreprise|retraite
        trompez|trompe|erreur de|d'adresse [de] destinataire|personne|adresse|interlocuteur|societe
        n'est|est pas [la|le] bonne|bon adresse|interlocuteur|personne|destinataire|service
        mauvaise|mauvais|erronee adresse|interlocuteur|destinataire|service|personne|contact
        adresser|contacter|ecrire|envoyer|contactez|adressez|ecrivez|envoyez|joindre|voir .. desormais|dorenavant|a_l'avenir|comptabilite|comptable|collegue|service_comptable|siege
        nouvelle|nouveau|autre adresse|contact|interlocuteur|comptable|interlocutrice|adresse_mail
        changer|change|modifier|mettre_a_jour .. adresse|contact|coordonnees|interlocuteur
        demenage
        s'occupe|chargee|charge|remplace|successeur|remplacante|remplacant|reprend|repris [de|des|desormais|est|me|mon|par|du]
        desormais|dorenavant .. a|@|adresse|mme|m
    """,
    "hardship": """
        une_fois que notre|nos|mon|le client|clients
        on|nous attend|attendons .. paiement|reglement|virement .. client
        impossible de .. payer|regler
        quand|des_que|lorsque|tant_que notre|nos|mon|le client|clients .. paye|payes|paiera|paie|regle|reglera
        creanciers|declarer_vos_creances|declarer_votre_creance
        redressement|liquidation|liquidation_judiciaire|faillite|insolvable|cessation|depot_de_bilan|sauvegarde|mandataire|cessation_de_paiement|fermeture_definitive
        tresorerie|difficultes|difficulte|financieres|financiere|liquidites|liquidite|manque_d'argent|passe_difficile|mauvaise_passe|situation_difficile
        echelonner|echelonnement|echeancier|plusieurs_fois|trois_fois|mensualites|mensualite|report|reporter|delai_supplementaire|delai|facilites|acomptes|etaler|etalement|moratoire
        ne|pouvons|peux|n'avons .. pas|plus .. tout|totalite|actuellement|moyens|fonds|ce_mois|en_une_fois|argent|pour_le_moment
        perdu|perte notre|d'un principal|plus_gros|gros|important client|contrat
        client|clients .. pas|toujours_pas .. paye|paie|payes|regle
        attendons|attente .. pret|client|clients|financement|subvention|banque|credit
    """,
    "optout": """
        arretez|cessez|arreter|cesser .. envoyer|mails|sms|messages|relances|harceler|contacter|ecrire|courriels|appeler|envois
        desabonner|desinscrire|desinscription|desabonnement|desinscrivez|desabonnez
        ne|plus .. envoyez|m'envoyez|nous_envoyez|contacter|ecrire|contactez|m'ecrivez|m'envoyer|recevoir .. plus|mails|sms|messages|relances
        ne_souhaite|ne_souhaitons|ne_veux|ne_voulons plus|pas .. recevoir|etre_contacte|etre_contactes
        supprimer|supprimez|retirer|retirez|enlevez|effacez .. liste|adresse|fichier|numero|base
        ^stop$
    """,
    "absent": """
        absence|absent|absente|reponse_automatique|message_automatique|conges|conge|vacances|en_deplacement|hors_du_bureau|de_retour|conge_maternite|fermee|ferme|fermes|fermeture_annuelle
        pas .. acces .. messagerie|mails
        mon_retour
        serai .. retour|bureau
    """,
    "moves": """
        virement|paiement|reglement .. enregistre|programme|ordonne|saisi
        moitie|tiers|partie .. le|vendredi|lundi|mardi|mercredi|jeudi|demain
        peux|peut|pouvons|pourrai|pourrais faire|donner|envoyer|mettre|verser|payer
        vous aurez|avez|recevez|recevrez .. argent|virement|paiement|reglement|sous|avant
        elle|il|facture|paiement part|partira|passe|passera
        argent|fonds|virement|paiement|reglement|montant|solde|reste|facture|elle|ca|cela|tout .. part|partira|suit|suivra|compte|chez_vous|tombe|prevu|payee|paye
        vous aurez|l'aurez|recevrez|toucherez|avez
        vire|virer|paie|paye|regle|verse|verser|virons|payons|reglons|versons|payer|regler
        lot|campagne|echeance|serie de|des paiement|paiements|reglement|reglements|virement|virements
    """,
    "because": """
        car|parce_que|puisque|en_raison|a_cause|vu_que
    """,
    "habit": """
        normalement .. payons|reglons|paie|regle
        toujours|d'ordinaire|a_temps|ponctuellement
        jours|dates de_paiement|de_reglement sont
        toujours|habituellement|generalement|en_general|d'habitude
    """,
}
