"""What letters say in Spanish. The form of a phrase is told in ``reply_words``."""

COMMON = "estoy mi hasta ya en este esa lo sido pero mas como muy nos ha han favor gracias el la los las y nosotros usted su nuestra nuestro es son hemos de del para que una un no con por se esta este al en le les"

_DID = "pagado|pagada|pagadas|pagados|abonado|abonada|abonadas|transferido|transferida|liquidado|liquidada|realizado|realizada|efectuado|efectuada|ingresado|enviado|ordenado|saldado|saldada|ejecutado|emitido|cancelado|cancelada|hecho|hecha"
_DO = "pagar|pagarles|pagarle|pagarla|pagarlo|abonar|abonarles|abonarla|transferir|liquidar|realizar|efectuar|hacer|saldar|proceder|cancelar|ordenar|pagarlas|transferirles|hacerles"
_WILL = "pagaremos|pagare|pagara|pagaran|abonaremos|abonare|transferiremos|transferire|liquidaremos|realizaremos|efectuaremos|efectuara|haremos|hare|saldaremos|ordenaremos|ingresaremos|procederemos|enviaremos|realizare"
_MONEY = "pago|transferencia|factura|facturas|importe|saldo|dinero|abono|cheque|resto|cantidad"

PHRASES = {
    "paid": f"""
        iba|iban|estaba|entro|entraron .. remesa|lote
        pagare|letra|efecto|recibo .. atendido|cobrado|pagado
        les|le|os pague|pagamos|abone|transferi
        aviso|justificante|extracto de_cargo|de_adeudo
        pago|transferencia|ingreso realizado|efectuado|realizada|efectuada|hecho|hecha
        aviso|orden de_pago|de_transferencia adjunto|adjunta
        fecha valor
        recibio|recibieron|cobro|cobraron|cogio|recogio .. cheque|dinero|efectivo|importe|domiciliacion|recibo
        nos|me lo|la|los|las cobraron|cargaron|cobro|cargo
        liquidamos|pagamos|abonamos esta|su|la factura [junto|con|en|mediante]
        acabo|acabamos|acaban|acaba de liquidarla|liquidarlo|pagarla|pagarlo|abonarla|transferirlo|ingresarlo|transferirla
        con_fecha|fecha|dia .. transferimos|pagamos|abonamos|ingresamos|liquidamos|giramos
        pagamos|pague|abonamos|abone [ya] en_efectivo|al_contado|con_tarjeta|en_mano|en_metalico|en_caja|contra_reembolso
        recibo|adeudo|domiciliacion se|fue cargo|cobro|cargado|cobrado
        se cargo|cobro en nuestra|la|mi cuenta
        cuenta .. abonada|acreditada|ingresada
        mande|envie|hice .. dinero|importe|transferencia
        listo|hecho [ya] pagado|pagada|abonado|transferido
        pagado|pagada|abonado|transferido ahora|hoy|ayer
        dinero .. tienen|tiene .. desde
        cobraron|cargaron|cobrado ustedes|ya|en
        giramos|transferimos|ingresamos|abonamos .. el|pasado|ayer
        esta saldada|pagada|liquidada|abonada|saldado|pagado
        les fue|fueron ingresado|abonado|transferido|ingresada
        noviembre|octubre|septiembre|agosto|ayer|pasado|pasada .. transferimos|abonamos|pagamos|ingresamos|liquidamos
        pagamos|abonamos|transferimos|ingresamos|liquidamos .. hace|ayer
        acabo|acabamos de .. bizum|transferencia|pago|ingreso
        realizamos|hicimos|hice .. spei|bizum|deposito
        mandamos|enviamos|enviado|mandado .. cheque
        recibo|cargo|adeudo .. atendido|debitado|cargado|pagado
        figura|consta debitado|cargado|pagado|abonado
        no .. consta .. pendiente
        hice|hicimos|realice .. deposito|ingreso|transferencia|pago
        transferidos|transferido|ingresados|ingresado|pagados [ya|el]
        salio|sali de nuestra|la cuenta
        transferencia|pago .. salio|hizo|hice|hecha|hecho el|ayer|hoy|viernes|lunes|de_nuestra
        hemos|he|ha|han|habiamos|habia [ya|sido|les] {_DID}
        hicimos|hice|realizamos|efectuamos|ordenamos|enviamos|emitimos|realice|ordene .. pago|transferencia|abono|ingreso
        pague|abone|transferi|ingrese|liquide
        ya [la|lo|las|los|se|les] pagamos|abonamos|transferimos|ingresamos|liquidamos
        pagamos|abonamos|transferimos|ingresamos|liquidamos|enviamos .. ayer|hace|pasado|pasada|anterior|noviembre|octubre|septiembre|mediante|por_transferencia|corregido|todo|mensajero
        ya [esta|estan|ha_sido|fue|la|lo|se|les|hemos|han_sido|fueron|quedo] [hemos|ha|sido] {_DID}|pague
        fue|fueron|esta|estan|quedo|ha_sido|han_sido [ya] {_DID}
        se [ya] pago|abono|realizo|efectuo|hizo|transfirio|ordeno|liquido
        acabo|acabamos|acaba de pagar|abonar|hacer|realizar|transferir|ordenar|efectuar|enviar
        pago|transferencia|dinero|importe [ya] salio|se_envio|esta_en_camino
        banco .. cargado|cargo|adeudado
        {_MONEY} .. fue|fueron|se|esta|ha_sido|salio|han_sido .. {_DID}|realizo|hizo|efectuo|ayer|camino|pago|abono|ordeno
        ^{_DID} [ayer|hoy|el|por|ya|hace]
        justificante|comprobante|resguardo|orden [de|del|bancario] [pago|la] [transferencia] .. adjunto|adjunta|adjuntamos|anexo|adjunte
        adjunto|adjuntamos|adjunta|anexo|envio|enviamos|remitimos .. justificante|comprobante|resguardo|swift
        cruzado|cruzaron .. pago|transferencia|correos|reclamacion
        nuestra_transferencia|nuestro_pago del|de|realizado|efectuado|realizada
        deberian|debe|tendrian|deben .. haber|tener .. recibido|dinero|pago
    """,
    "not_paid": f"""
        no nos|me han|ha|hemos {_DID}
        no|nunca|tampoco|aun_no|todavia_no [hemos|ha|se|han|he|esta|estan|la|lo|les|fue|fueron|habiamos] [sido|ha|hemos|han|he|la|podido] {_DID}|pagamos|pago|realizo|recibido
        sigue|siguen|esta|queda|quedan pendiente|pendientes|impagada|sin_pagar
        aun|todavia|sin .. pagar|pendiente
        nuestro|nuestros|el|los|mi cliente|clientes|inquilino|aseguradora .. {_DID}|paga|pagan|pagado|pago
        anterior|pasado|otra|otro|del_ano .. {_DID}|pagamos .. no|pero
        ano|anio pasado|anterior .. no
        no esta|esta_factura|la_suya
        pagamos|pagado|{_DID} .. por_error|cuenta_equivocada|otro_proveedor|cuenta_antigua|anterior|ano_pasado
        devuelta|devuelto|rechazada|rechazado|anulada|fallido|fallo|bloqueada
        nominas|salarios|alquiler|impuestos .. {_DID}|pagado
        si|cuando|una_vez|en_cuanto|sera|seran|despues_de|haber|ser .. {_DID}
        ustedes|usted han|ha|habian .. {_DID}
    """,
    "another": """
        la|factura|una de enero|febrero|marzo|abril|mayo|junio|julio|agosto|septiembre|octubre|noviembre|diciembre
        factura|facturas de|del [mes|ano] mes|ano|trimestre pasado|anterior
        otra|otras factura|facturas
        factura|facturas anterior|anteriores
        mes|ano anterior|pasado
    """,
    "even": """
        con|menos|descontando|aplicando .. pronto_pago
        no|nada debemos|adeudamos|debo [nada]
        nada pendiente
    """,
    "this_one": """
        este mes|trimestre
        esta vez
        esta|este ultima|factura|no|otra
        la|lo suya|suyo|de_ustedes
        respecto_a|sobre|en_cuanto_a esta|la_suya
    """,
    "thing": """
        enviado|enviamos|mandado|mandamos|remitido|enviada|mande|envie .. correo|mensaje|formulario|pedido|reclamacion|fotos|documentos|documentacion|mercancia|paquete|carta|contrato|material
        correo|mensaje|formulario|reclamacion|fotos|documentos|documentacion|mercancia|paquete|carta .. enviado|enviada|mandado|remitido|salio|enviados
    """,
    "approved": """
        aprobada|aprobado|autorizada|autorizado|lista|listo|validada para pagar|pago|su_pago
        pendiente de [su] pago|firma|transferencia
    """,
    "polite": """
        pero si ya|esto|eso|lo|la|si
        si le|les|te|os parece|va|viene|conviene|acepta [bien]
        si esta|estan|estais|es de_acuerdo|posible|conforme
    """,
    "asks": """
        ustedes|usted piden|pide|exigen|exige|reclaman|solicitan|quieren
        su|vuestro plazo|fecha_limite|peticion|exigencia
        me|nos piden|pide|exigen|solicitan [el|que] [pago]
    """,
    "since": """
        desde el|hace|ayer|la [lunes|martes|miercoles|jueves|viernes] [pasado]
    """,
    "unresolved": """
        todavia|aun no .. visto_bueno|autorizacion|autorizada|aprobada|aprobado|conforme
        no se|sabemos cuando|si|nada
        tengo_que|tenemos_que|voy_a|debo preguntar|mirar|consultar|hablarlo|verlo
        ni_idea
    """,
    "rest": """
        resto|demas|saldo|restante
    """,
    "will_pay": f"""
        ahora_mismo|enseguida|hoy_mismo|ya_mismo lo|la|les|se [lo|la] pago|hago|transfiero|ingreso
        hago|hacemos|lanzo|ordeno [ya] la|el|una transferencia|pago|ingreso
        contar con .. dinero|pago|transferencia
        proxima|proximo fecha|dia de_pago
        os|les|le|te llega|llegara|entra|sale|haremos|hago|hare .. transferencia|pago|dinero|importe|ingreso
        lo|la|los|las [pagamos|abonamos|transferimos|ingresamos] pagamos|abonamos|transferimos|ingresamos|liquidamos
        os|les|le|se [lo|la|los|las] ingresamos|pagamos|abonamos|liquidamos|transferimos|deposito|ingreso|pago|transfiero
        sale|saldra [la|el] transferencia|pago
        hace|hara [ella|el] pago|transferencia
        viene|vendra .. pago|paga
        esta_semana|manana|el_viernes|el_lunes .. pagado|pagada|teneis|tienen
        pagaremos|abonaremos|transferiremos
        {_WILL}
        vamos|voy|va|podemos|puedo|podremos|podre|pensamos|prevemos|esperamos|comprometemos|comprometo|prometemos|prometo|queremos|tenemos_previsto|tenemos_prevista|intentaremos|queda|estamos_en_condiciones [a|de|que] {_DO}|pagar_la|pagaremos
        sera|seran|se_hara|se_realizara|se_efectuara|se_pagara|se_abonara|se_pagaran|sera_enviada|estara|quedara|va_a_ser|se_va_a [{_DID}] [el|en|la|manana|esta|antes|hoy|a|proxima|proximo|de|durante|dentro|para|como]
        {_MONEY} .. sera|seran|saldra|se_hara|se_realizara|se_efectuara|llegara|estara|esta_previsto|esta_prevista|esta_programado|esta_programada|previsto|prevista|programado|programada|planificado|seguira|aprobado|entra|ira|incluida|incluido
        recibiran|recibira|tendran|tendra .. {_MONEY}|importe
        remesa|proxima_remesa|ciclo_de_pagos|tanda_de_pagos|dia_de_pago|proximo_dia_de_pago
        {_MONEY} [antes|como_muy_tarde|a_mas_tardar] el|para|antes|en|manana|la_semana|a_finales|dentro|a_principios|este|proximo
        hago|hacemos|realizo|realizamos|ordeno|ordenamos .. transferencia|pago|ingreso
        pagamos|abonamos|transferimos .. manana|el_proximo|la_proxima|a_finales|la_semana_que|antes_del|en_la_proxima|este_viernes|el_viernes|a_principios|dentro_de
        el_resto|el_saldo .. el|a|en|antes|la|manana
        comprometemos|compromiso|comprometo .. pago|pagar
        necesitamos|rogamos|pedimos|concedan|necesito|denos .. dias|semana|semanas|hasta
        les|le|lo|la paso|pasamos|enviamos|envio .. transferencia|pago .. manana|viernes|lunes
    """,
    "refuses": f"""
        no podra|podremos|llegamos|llegaremos|sera_posible|es_posible
        imposible|ni_hablar|descartado
        no {_WILL}|vamos|voy|va|podemos|puedo|pensamos|queremos|pagamos|podremos|procede|aceptamos|se_pagara|estamos_dispuestos|abonamos|tenemos_intencion [a|que|de] [{_DO}]
        nos_negamos|rehusamos|rechazamos|negamos .. {_DO}|pago|factura
        retenemos|retenido|retenida|bloqueado|bloqueada|suspendemos|suspendido|retendremos|paralizado .. [pago] [factura]
        pago|factura|pagos .. retenido|retenida|bloqueado|bloqueada|suspendido|suspendidos|paralizado|paralizada
        ningun|ninguna pago|cantidad|factura
        nadie .. pagar|pagara
        jamas|nunca|de_ninguna_manera .. {_DO}|{_WILL}
    """,
    "condition": """
        si|cuando|en_cuanto|una_vez|siempre_que|a_condicion|hasta_que|salvo_que|solo_si|solo_cuando|tan_pronto|mientras|en_caso|previa|a_menos_que|contra
        tras|despues_de|a_la [la|el|su|recibir] recepcion|entrega|aprobacion|conformidad|aclaracion|recibir
        antes_de .. pagar|necesitamos
    """,
    "doubt": """
        deberia|deberian llegar|estar|entrar
        deberia|deberian|habria|habrian|podria|tendria [haber|estar|haberse|haber_sido] [sido] pagado|pagada|abonado|abonada|recibido
        creo|creemos|creia|creiamos|supongo|suponemos|pienso|espero|pensaba|pensabamos
        voy_a|vamos_a|tengo_que|tenemos_que|debo comprobar|comprobarlo|consultar|consultarlo|preguntar|preguntarlo|verificar|verificarlo|revisar|revisarlo|mirar|mirarlo|averiguar
        compruebo|comprobamos|comprobare|consulto|consultare|consultaremos|preguntare|verificare|reviso|revisamos|revisare|pregunto
        no [estoy|estamos|esta] seguro|segura|seguros|claro|se_si
        quiza|quizas|tal_vez|probablemente|posiblemente|intentare|intentaremos|a_lo_mejor
        han|ha|pueden|puede|podrian|podria|cuando|por_que|como|cual|cuales|donde|esta|estan|es .. ?
    """,
    "dispute": """
        rechazamos|rechazado|rechazada .. entrega|mercancia|pedido|envio
        quedamos|acordamos|pactamos en|que .. y|pero|me
        no [la|lo|los|las] hemos recibido nosotros|nunca|esa|ese
        firmado|firmada por .. no
        nunca|no autorizamos|aprobamos|firmamos|aceptamos|validamos .. horas|trabajos|presupuesto|extra|cambio|suplemento
        reclamacion|queja .. sin respuesta|contestar|responder|resolver
        iva|impuesto .. exento|exentos|inversion_del_sujeto|no_deberian
        no deberian|debieron|deben cobrar|cobrarnos|facturar
        tarifa|precio|tarifas|precios viejo|vieja|antiguo|antigua|anterior|equivocada
        hay_que|deben|tienen_que|favor_de corregirlo|corregirla|rectificarla|rectificarlo|corregir
        no|ya_no servia|sirve|servian|sirven|vale|valia
        a_nombre_de otra|otro [sociedad|empresa|persona]
        otro|otra tono|color|talla|modelo|referencia|sociedad
        esperando|esperamos el|la|los cambio|reposicion|reparacion|sustitucion
        gratis|gratuito|gratuita|incluido|sin_cargo|sin_coste .. desplazamiento|portes|envio|quitenlo|quiten
        desplazamiento|portes|envio|instalacion .. gratis|gratuito|gratuita|incluido|sin_cargo|sin_coste
        quitenlo|quitenla|descuentenlo|quiten|descuenten
        solo|solamente .. cobran|facturan|facturado
        no es lo|la|el que pedimos|pedi|encargamos|acordamos|compramos|queriamos|pactamos
        no estaba|estaban|figura|figuran|venia|venian|entra|entraban .. presupuesto|contrato|pedido|acuerdo|oferta|acordado
        no es|son nuestra|nuestro|mia|mio|nuestras|para_nosotros
        facturan|cobran|facturado|cobrado .. recibimos|recibido|llegaron|pedimos
        no enciende|arranca|funciona|calienta|marcha|enfria|va
        no|nada|ni estoy|estamos|estaba|estan .. conforme|conformes|de_acuerdo
        en|bajo|por garantia
        compensado|compensada|compensadas|compensamos|descontadas|descontada|deducidas
        devoluciones|devolucion .. no|abonado|compensado
        albaran|albaranes|parte|partes|pedido|cantidad|cantidades|importe|facturado|precio .. no cuadra|cuadran|coincide|coinciden|casa|concuerda|concuerdan
        albaran|albaranes|parte|partes|presupuesto|contrato .. solo|solamente|unicamente
        recibidos|recibidas|entregados|entregadas|pedidos .. facturados|facturadas|cobrados
        no entiendo|entendemos|comprendo|comprendemos .. por_que|factura|facturan|facturando|cobran|cobrando
        sigue|siguen|continua sin funcionar|arrancar|marchar
        donde esta|queda .. abono|nota_de_credito|rectificativa
        dimos|hemos_dado|di de_baja
        duplicada|duplicado|repetida
        anulenla|anulen|anular|anulela|anulese
        dio|dimos|di de_baja
        no procede
        baja .. documento|contrato|servicio|fecha
        segunda|tercera vez .. facturan|cobran|facturado|cobrado|factura
        precio .. acordamos|pactamos|acordado|pactado
        nunca|no .. comprado|compramos
        no es verdad|cierto
        corregid|corrijan|corrija|anulad|anulen .. factura
        duplicada|duplicado
        disputa|disputamos|discrepancia|discrepancias|reclamamos|reclamar|impugnamos|no_conforme|no_conformes|disconformidad|disconformes|desacuerdo|no_estamos_de_acuerdo|litigio|incidencia|incidencias|injustificada|injustificado|indebida|indebido|cobro_indebido|descontado|descontamos|deducido|deduccion|rechazamos_la|rechazamos_esta|duplicada|duplicado_de_cobro|improcedente
        factura|facturas|precio|precios|importe|cantidad|iva|total|tarifa|horas .. erroneo|erronea|erroneas|equivocado|equivocada|incorrecto|incorrecta|incorrectas|no_es_correcto|no_es_correcta|no_coincide|no_coinciden|no_corresponde|mal|demasiado_alto|duplicada|excesivo|no_es_el_acordado
        error|errores en|de [la|el|su] factura|facturacion|precio|importe|cantidad|iva|cantidades|facturas|calculo
        mal facturado|facturada|facturados|calculado|calculada
        facturado|cobrado|facturada|cobrada|facturan|cobran [dos_veces|nos] dos_veces|doble|de_mas|duplicado|por_duplicado|indebidamente
        dos_veces .. misma|mismo|factura|facturado|cobrado
        danado|danada|danados|danadas|defectuoso|defectuosa|defectuosos|defectuosas|roto|rota|rotos|rotas|estropeado|estropeada|averiado|averiada|caducado|caducados|caducada|inservible|inservibles|defecto|defectos|en_mal_estado
        falta|faltan|faltaban|faltaba|faltantes .. piezas|cajas|unidades|palets|mercancia|articulos|bultos|material|productos|descuento|abono|entregar|pallets
        mercancia|pedido|entrega|material|productos|articulos|maquina|piezas|trabajo|trabajos|servicio|instalacion|obra|palets|equipo .. incompleto|incompleta|no_llego|no_ha_llegado|nunca_llego|no_funciona|no_se_ha|no_esta|sin_terminar|mal|tarde|con_retraso|nunca|incompletos|perdio
        no|nunca|nada|ninguno [se|ha|han|nos|lo|hemos|la|fue|hemos_pedido|los] [ha|han|hemos|nos|sido] entregado|entregada|entregaron|pedido|pedimos|pedida|encargado|solicitado|solicitamos|contratado|terminado|terminada|instalado|llegado|realizado_el_servicio|prestado|ejecutado|entrego|reparado|encargamos
        no|nunca|aun_no|todavia_no [hemos|nos] recibimos|recibido|ha_llegado|llego|llegaron [la|el|los|las|esa|ese|esta] [toda] mercancia|pedido|material|productos|articulos|maquina|piezas|entrega|palets|equipo|genero
        solo|solamente|unicamente [nos|hemos|se|han] [han] recibimos|recibido|entregaron|entregado|llegaron|llego|han_llegado .. de
        acordado|acordada|pactado|pactada|presupuesto|contrato|oferta|ofertado|presupuestado|convenido .. precio|era|eran|en_lugar|en_vez|pero|no|dice|descuento
        precio|tarifa|importe|cantidad .. en_lugar|en_vez|acordado|pactado|diferente|distinto|superior|no_es|presupuesto
        en_lugar_de|en_vez_de
        devolvimos|devuelto_la|devuelto_el|devolvemos|devolucion|hemos_devuelto .. mercancia|material|productos|piezas|articulos|genero|palets|parte|maquina
        abono|nota_de_credito|nota_de_abono|factura_rectificativa .. pendiente|falta|prometido|esperamos|emitir|emitan|espera|recibido|acordado|correspondiente|por|no
        esperamos|esperando|emitir|emitan|falta|reclamamos|solicitamos|necesitamos|espera .. nota_de_credito|nota_de_abono|factura_rectificativa|abono
        corregir|corrijan|rectificar|rectifiquen|anular|anulen|corregida|rectificada|rectificativa .. factura|facturas|importe
        factura corregida|rectificada|rectificativa
        descuento|rappel|bonificacion .. no|falta|acordado|pactado|prometido|aplicado|olvidado
        abogado|abogados
        no debemos|reconocemos|aceptamos|adeudamos
        calidad .. mala|pesima|deficiente|no|problema|inferior
    """,
    "no_dispute": """
        quitenla|quitenlo|saquenla|borrenla|tachenla .. lista|relacion
        anulen|anular|retiren|retirar|dejen .. recordatorio|recordatorios|aviso|reclamacion|requerimiento
        ya|despues .. abono|abonaron|corrigieron|sustituyeron|resuelto
        importe corregido|rectificado
        no|ninguna|ningun|sin|nada .. disputamos|discutimos|reclamacion|reclamamos|objecion|incidencia|discrepancia|cuestionamos
        incidencia|reclamacion|problema|disputa .. resuelta|resuelto|cerrada|solucionado|solucionada|aclarada|aclarado
        recordatorio|reclamacion|aviso .. error|erroneo|injustificado|improcedente
        disculpas|disculpe|disculpen|perdon|sentimos|lamentamos|despiste|descuido|olvido|se_nos_paso
        equivocado|equivocada|incorrecta|incorrecto|erroneo direccion|destinatario|persona|departamento|contacto|correo
        direccion|correo|persona|destinatario|contacto equivocado|equivocada|incorrecta|incorrecto|erronea|erroneo
        factura|importe .. es|esta|son|estan correcta|correcto|bien|conforme
    """,
    "copy": """
        manden|mandeme|envieme|envien|mande|mandenos|pasen .. detalle|desglose|copia|factura
        mandeme|mandenme|envieme|envienme|enviame|mandame|paseme|pasenme|reenvieme .. copia|copias|factura|facturas|duplicado
        no encuentro|encontramos|localizo [ninguna|la|las|esa]
        haganme|hagannos llegar .. extracto|copia|copias|factura|facturas|albaran|estado_de_cuenta
        me|nos reenvia|envia|manda|pasa|reenvian|envian|mandan .. factura|facturas|copia
        adjunto|archivo .. abre|vacio|danado
        enviar|enviarnos|reenviar|reenviarnos|mandar|mandarnos|necesitamos|necesito|facilitar|facilitarnos|remitir|remitirnos|envien|envienos|enviennos|manden|mandenos|solicitamos|pueden|podrian|rogamos|reenvien|hagan_llegar|recibir|pasar|pasarnos|pasen|adjuntar .. copia|copias|duplicado|pdf|albaran|albaranes|comprobante_de_entrega|extracto|iban|numero_de_cuenta|justificante_de_entrega|documentacion|partes_de_trabajo|estado_de_cuenta
        enviar|enviarnos|reenviar|reenviarnos|mandar|mandarnos|envien|envienos|enviennos|manden|mandenos|reenvien|remitir|remitirnos|pasar|pasen|pasarnos|hagan_llegar .. factura|facturas
        no|nunca|tampoco .. encontramos|encuentro|localizamos|localizo|tenemos|recibimos|recibido|consta|aparece|llego|llegado|vemos .. factura|facturas
        factura|facturas .. no|nunca|perdida|extraviada|extraviado .. encontramos|recibido|recibimos|llegado|llego|consta|aparece|localizamos|localiza|tenemos|recibida|sistema
        factura|facturas .. perdida|extraviada|se_ha_perdido|se_perdio
        numero_de_pedido|orden_de_compra|referencia_de_pedido|numero_de_orden|centro_de_coste|no_de_pedido .. falta|indicar|incluir|necesario|obligatorio|necesitamos|aparece|consta|indiquen|imprescindible|anadir|figura
        sin|falta|indicar|incluir|indiquen|necesitamos|anadir|incluyan|anadan|lleva .. numero_de_pedido|orden_de_compra|referencia_de_pedido|no_de_pedido|numero_de_orden
        que|cual|cuales|a_que|de_que factura|facturas
        a_que corresponde|se_refiere|corresponden|se_refieren
    """,
    "contact": """
        ya_no llevo|lleva|gestiono|gestiona|me_ocupo|me_encargo
        dirijase|dirigirse|dirijanse|escriba|escriban|hable|hablen|contacte|contacten .. @|a|con
        equivoca|equivocan de persona|departamento|contacto
        de_esto|esto|eso|estos_temas se_ocupa|se_encarga|lo_lleva|lleva
        localiza|localizarla|contactar .. @|en|contable|contabilidad
        ya_no|no [soy|trabajo|trabaja|es|formo|forma|estoy|esta|llevo|lleva] [el|la|en|con|parte|un] [esta|la|persona] trabajo|trabaja|empresa|responsable|contacto|persona|encargado|encargada|parte|compania|adecuada|departamento|indicada
        equivocado|equivoca|equivocan|equivocados de destinatario|direccion|persona|empresa
        no .. direccion|persona|destinatario|contacto correcta|correcto|adecuada|indicada
        jubilado|jubilada|dejado_la_empresa|abandonado_la_empresa|fallecido|ha_dejado
        direccion|correo|persona|destinatario|contacto|departamento|interlocutor equivocado|equivocada|incorrecta|incorrecto|erronea|erroneo
        dirijanse|dirigirse|contacten|contactar|escriban|escribir|envien|enviar|dirijan|remitan|hablen|pongase|ponganse .. en_adelante|en_lo_sucesivo|a_partir_de_ahora|contabilidad|administracion|asesoria|gestoria|companera|companero|cuentas_a_pagar
        nuevo|nueva|otra|otro correo|direccion|contacto|responsable|gestoria|asesoria|persona_de_contacto|interlocutor
        cambiar|cambio|actualizar|actualicen|cambiado .. contacto|direccion|correo|datos_de_contacto|domicilio
        mudado|trasladado
        encarga|lleva|sustituye|sustituto|sustituta|responsable [de|ahora|los|es|mi|me] [pagos|ahora|las|esto|facturas|estos]
        en_adelante|en_lo_sucesivo|a_partir_de_ahora .. a|@
    """,
    "hardship": """
        ayuntamiento|cliente|clientes|administracion nos debe|deben
        no hay de_donde
        hasta_que no cobremos
        cuando|en_cuanto|hasta_que nos|me pague|paguen|cobremos|pagan
        acreedores|administracion_concursal
        concurso|concurso_de_acreedores|insolvencia|insolventes|insolvente|quiebra|liquidacion_de_la_empresa|cese_de_actividad|administrador_concursal|preconcurso|cierre_de_la_empresa
        liquidez|tesoreria|dificultades|problemas_economicos|problemas_financieros|situacion_economica|situacion_financiera|dificil_situacion|situacion_dificil|apuros|falta_de_fondos|mala_racha|momento_complicado|momento_dificil
        fraccionar|fraccionado|fraccionamiento|plazos|aplazar|aplazamiento|aplazado|cuotas|mensualidades|prorroga|moratoria|pagos_parciales|plan_de_pagos|calendario_de_pagos|varios_pagos
        no podemos|puedo|tenemos|disponemos .. todo|totalidad|ahora_mismo|en_este_momento|actualmente|fondos|dinero|este_mes|de_una_vez|liquidez|de_golpe
        perdido|perdimos .. principal|mayor|mejor|importante cliente|contrato
        cliente|clientes .. no .. pagado|paga|pagan|pagaron|pago
        esperando|espera|esperamos .. prestamo|cliente|clientes|subvencion|financiacion|banco|credito|cobrar
    """,
    "optout": """
        dejen|deje|dejar|paren|cesen .. de [enviarme|enviarnos|enviar|mandar|mandarme|molestar|contactar|escribir|escribirme|llamar|mandarnos|acosar|acosarnos|llamarme]
        dar_de_baja|darme_de_baja|darnos_de_baja|baja_de_la|denme_de_baja|den_de_baja|cancelar_suscripcion|dense_de_baja|denos_de_baja
        no .. envien|manden|escriban|contacten|llamen|enviarme|deseo_recibir|quiero_recibir|queremos_recibir|deseamos_recibir .. mas|correos|mensajes|sms|recordatorios|whatsapp
        borren|eliminen|quiten|borrar|eliminar|supriman .. direccion|lista|numero|correo|base|datos|telefono
        ^stop|baja$
    """,
    "absent": """
        fuera_de_la_oficina|fuera_de_oficina|respuesta_automatica|mensaje_automatico|vacaciones|ausente|ausencia|de_baja_medica|baja_maternal|permiso_de|viaje_de_trabajo|viaje_de_negocios|de_viaje|cerrado_por|cerrada_por|cerrados_por|permanecera_cerrada|permaneceremos_cerrados|estaremos_cerrados
        regreso|regresare|mi_vuelta|vuelvo|volvere|me_reincorporo|mi_regreso .. el|oficina|a
        sin|acceso .. limitado|correo
    """,
    "moves": """
        transferencia|pago .. ordenada|ordenado|programada|programado|grabada|registrada
        tiene|tienen|tendra|tienes su|el|tu dinero|importe|pago
        lo|la|los|las tiene|teneis|tienes|tendra [ya] en
        mitad|parte .. el|manana|dia
        puedo|podemos|podria|podriamos dar|darle|darles|daros|hacer|mandar|enviar|ingresar|ir_pagando|adelantar
        dinero|importe|pago|transferencia|factura|saldo|resto .. tendran|tendra|reciben|recibiran|llega|llegara|entra|sale|cuenta|va
        lo|la|los tendran|tendra|tienen|reciben|tendreis
        tendran|tendra|recibiran|recibira [su|el|lo] dinero|importe|pago
        transfiero|pago|ingreso|abono|mando|transferir|ingresar|ingresarles|ingresarle|pagar|abonar|transferirles|pagarles|girar|giro|giramos|transferimos|pagada|pagado|abonada
        remesa|lote|tanda
    """,
    "because": """
        porque|ya_que|debido_a|puesto_que|dado_que|a_causa
    """,
    "habit": """
        normalmente|puntualmente|siempre|puntual|al_corriente
        dias de_pago son
        siempre|normalmente|generalmente|habitualmente|por_norma
    """,
}
