"""Spanish words that a retelling puts for one another: base forms, folded,
today's words beside older ones.

Groups are parted by semicolons; a word may stand in several. A word alone is there to be known as an ordinary one.
Written down from ordinary usage; read by ``grounding_thesaurus``.
"""

GROUPS = """
abandonar dejar marchar irse partir salir renunciar; abrazar abrazo besar beso; abrir; abuelo abuela anciano viejo
vejez; aceptar acceder admitir consentir permitir acuerdo acordar; acercar aproximar llegar; acompanar seguir compania
companero; acusar culpar reprochar culpa denunciar; admirar respetar respeto admiracion; agradecer gracias gratitud;
agua mar oceano rio; alegria feliz felicidad contento alegre gozo dicha alegrar; amar querer amor enamorar amante
carino; amigo amistad companero colega; andar caminar ir paso pasear; anochecer noche tarde atardecer; antiguo viejo;
aprender estudiar ensenar saber conocer; arma pistola fusil cuchillo escopeta revolver; arreglar reparar; asesinar
matar muerte muerto morir fallecer asesino cadaver crimen homicidio asesinato; asustar miedo temor temer terror
espanto panico susto horror; atacar ataque agredir golpear golpe pegar; atar amarrar cuerda; ayudar ayuda auxilio
socorrer; bajar descender; barco nave buque bote; beber trago copa vaso botella vino cerveza; bello hermoso bonito
guapo belleza; bien bueno bondad; boca labio; bosque arbol selva; breve corto; buscar busqueda registrar; caballo;
cabeza; caer caida; callar silencio silencioso; calle camino carretera ruta sendero; calma tranquilo paz tranquilidad
sereno; cama dormir sueno acostar dormitorio; cambiar cambio transformar; cansar cansado agotar fatiga agotado
cansancio; cantar cancion musica; cara rostro semblante faz; carcel prision preso prisionero encerrar detener arrestar
detenido celda; carta nota mensaje escribir; casa hogar vivienda piso apartamento edificio; casar matrimonio boda
esposo esposa marido mujer; causa razon motivo; cena comida comer almuerzo desayuno alimento; cerca proximo junto;
cerrar; cielo dios; ciudad pueblo; coche auto vehiculo automovil furgoneta; coger tomar agarrar asir sujetar; colera
ira furia enfado rabia enojo enfadar furioso; comenzar empezar inicio iniciar principio; comprar adquirir pagar;
comprender entender; confesar reconocer admitir; confiar confianza fiar creer; conseguir lograr obtener; contar narrar
relatar cuento historia relato decir explicar; contestar responder respuesta replicar; continuar seguir; conversar
hablar charlar conversacion charla dialogo; correr prisa rapido apresurar veloz; cortar; creer pensar opinar
considerar imaginar idea pensamiento suponer; cuarto habitacion sala estancia despacho oficina; cuerpo; cuidar cuidado
proteger; curar medico doctor hospital enfermera; curioso curiosidad; dano herir herida herido lastimar; dar entregar
ofrecer regalar; decidir resolver decision; defender; delgado flaco; derrotar vencer victoria; desaparecer perder;
descansar descanso; descubrir encontrar hallar averiguar descubrimiento; desear deseo anhelo; despertar; despedir
adios despedida; destruir romper quebrar ruina; detener parar; dinero plata fortuna moneda billete riqueza rico;
discutir discusion pelea disputa; disparar disparo tiro bala; distancia lejos lejano; dolor sufrir pena sufrimiento
padecer tristeza triste; dudar duda; dueno propietario amo senor; edad ano; ejercito soldado tropa militar; elegir
escoger eleccion; empleo trabajo oficio trabajar labor empleado obrero; empujar; enemigo rival adversario; enganar
mentir mentira trampa engano; enorme grande inmenso gigantesco; ensenar mostrar; entrar entrada; enterrar tumba
sepultura entierro cementerio; enviar mandar; escapar huir fuga; esconder ocultar secreto; escuchar oir; esperar
esperanza; evitar; exigir pedir reclamar rogar suplicar solicitar; extrano raro; extranjero desconocido; falso;
familia padre madre hijo hija hermano pariente; fiesta celebrar; fin final terminar acabar concluir; fuego arder
quemar llama incendio; fuerte fuerza poder; ganar; gente persona hombre; gobernar gobierno rey reina presidente
alcalde; gritar grito chillar; guardar; guerra batalla combate lucha luchar; gustar; iglesia templo cura sacerdote;
intentar tratar procurar; invitar; joven muchacho chico chica muchacha nino nina juventud; juez justicia tribunal ley;
jugar juego; ladron robar robo; leer libro; levantar alzar; libre libertad liberar; limpiar lavar; llamar nombre;
llanto llorar lagrima; llevar traer cargar; loco locura; luz luminoso; llegar llegada; malo mal; mano brazo; mirar ver
observar mirada contemplar ojo; montana monte; mover; mundo tierra; nacer; necesitar necesario; negar negativa
rechazar; negocio comercio tienda; noticia; ocurrir suceder pasar; odiar odio; oficial policia guardia agente
inspector comisario; olvidar; orden ordenar; oscuro oscuridad; pais nacion; palabra; pared muro; parecer; pedazo
trozo; peligro riesgo; pequeno; perdonar perdon; periodico diario; perro; pobre pobreza miseria; poner colocar;
posible; preguntar pregunta interrogar; preocupar; preparar; presentir; prometer promesa jurar; propio; prueba;
puerta; quedar permanecer; quejar; recordar recuerdo memoria; recorrer; recibir; regresar volver retornar vuelta
regreso; reir risa sonrisa sonreir; reloj; rencor venganza vengar; repetir; rezar; rodear; ropa vestido traje vestir;
ruido; sacar; saltar; saludar saludo; salvar; sangre; sentar silla; sentir; separar; servir criado sirviente; sitio
lugar; solo soledad; soltar; sorprender sorpresa asombro asombrar; subir; suelo; suerte; temblar; tirar lanzar
arrojar; tocar; tonto estupido; traicionar traidor; unir juntar reunir reunion; usar; vacio; valiente valor; vecino;
vender; venir; ventana; verdad; viaje viajar; vida vivir; vigilar; visitar visita; voz
"""
