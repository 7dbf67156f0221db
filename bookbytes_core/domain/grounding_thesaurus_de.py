"""German words that a retelling puts for one another: base forms, folded,
with the strong forms that no rule of endings leads back.

Groups are parted by semicolons; a word may stand in several. A word alone is there to be known as an ordinary one.
Written down from ordinary usage; read by ``grounding_thesaurus``.
"""

GROUPS = """
abend abends nacht dunkel; abreisen reise reisen fahren reisender fahrt unterwegs; abscheu ekel widerwille grauen; alt
greis alter betagt; anblick sehen blick schauen blicken ansehen anblicken erblicken betrachten beobachten augen auge;
anfang beginn beginnen anfangen beginnt begann; angst furcht furchten angstigen erschrecken schrecken erschrickt
erschrak scheu sorge entsetzen panik; antworten erwidern antwort entgegnen versetzen; arbeit beruf geschaft stelle
stellung posten dienst amt tatigkeit arbeiten; arzt doktor mediziner; aufwachen erwachen wach wecken aufwachte
erwachte; aufstehen erheben aufrichten; aussehen erscheinen scheinen wirken; befehlen anordnen befehl auftrag;
begleiten folgen; begreifen verstehen einsehen erkennen; behaupten meinen sagen erklaren versichern beteuern erzahlen
berichten mitteilen reden sprechen rede; beissen kiefer zahn; bekommen erhalten kriegen; bemerken merken entdecken
gewahren finden fand; bemuhen versuchen versuch trachten streben; beruhigen ruhe ruhig still stille; beschaftigen;
beschliessen entschliessen entschluss vornehmen vornahm; besen; besitzen eigentum vermogen besitz; besuchen besuch
gast; bett lager bettkante; betreten eintreten eintritt; bild foto photographie portrat gemalde; bitten flehen
anflehen bitte ersuchen; bleiben verharren; bluten blut wunde verletzen verletzung verwundung verwunden; boden
fussboden; bose wutend zorn zornig wut argerlich arger; brauchen benotigen notig; brief schreiben; bringen tragen
holen schaffen; bruder schwester geschwister; chef prinzipal vorgesetzter herr direktor; danken dank; decke bettdecke;
denken uberlegen nachdenken gedanke meinen glauben; dienstmadchen magd bedienerin dienerin koch kochin madchen; dunkel
finster finsternis dunkelheit; durfen erlauben gestatten erlaubnis; eilen laufen rennen sturzen hasten eilig schnell;
einkommen lohn gehalt verdienen verdienst; einladen; einsam allein; eltern vater mutter; ende schluss enden aufhoren
beenden; entfernen wegschaffen forttragen; entschuldigen entschuldigung verzeihen; erhoffen hoffen hoffnung; erinnern
gedenken erinnerung; erkaltung krank krankheit unwohlsein krankmelden leiden; erleichtern erleichtert froh freude
freuen freudig glucklich; ermuden mude mudigkeit; erschopfen; ertragen dulden aushalten; erwarten warten; essen speise
nahrung mahlzeit fressen nahren appetit hunger verhungern kost gericht; fallen sinken sturzen; falsch irrig; familie
angehorige verwandte; fenster scheibe; fest feier; feucht nass regen regnen; fliehen flucht fluchten entkommen
ausreissen; fragen frage; frau gattin ehefrau; frei freiheit; freund kamerad bekannter bekanntschaft; fuhlen empfinden
gefuhl; fuhren leiten; fuss bein beinchen; geben reichen schenken; gefahr gefahrlich; gehen schreiten schritt kriechen
bewegen bewegung; gehoren; gelangen erreichen kommen; geld schuld schulden zahlen abzahlen bezahlen; gelingen; gemach
zimmer raum kammer stube wohnung; geratschaft gegenstand sache ding; geruch riechen; geschehen passieren vorfall
ereignis; gesicht antlitz miene; gewaltig ungeheuer riesig gross; gewohnheit gewohnt; glas flasche; grund ursache;
gruss grussen; haar; haften kleben; hals kopf haupt; halten; hand finger faust; hart; haus wohnung; heben aufheben
hochheben; heftig; heim; helfen hilfe; hell licht; herr zimmerherr mieter; herz; hinlegen legen; hof; horen lauschen
zuhoren; hut; jung; kaffee milch brot; kalt; kampf kampfen; kasten schrank mobel; kauen; kind sohn tochter; kissen;
klagen jammern beklagen; kleid kleidung rock anzug uniform gewand; klopfen pochen; konnen; korper leib rumpf; kraft
stark kraftig starke; kummer traurig trauer betrubt melancholisch weh; kundigen kundigung entlassen; kurz; lacheln
lachen; langsam; larm gerausch laut; last; leben; leer; leicht; leid; lernen studieren; lesen zeitung zeitschrift;
lieben liebe; liegen; loswerden beseitigen; lugen; mantel stock; mensch person leute; miete mieten vermieten; mogen;
morgen fruh; mull abfall schmutz staub unrat; musik violine spiel geige spielen; mussen; mut; nachbar; nachgeben;
nachricht meldung melden; nah; name; nehmen; nennen heissen; neu; offnen aufmachen aufschliessen aufsperren; ordnung;
ort; panzer panzerartig; personlich selbst; plan; prokurist; putzen reinigen saubern sauber rein; rat; recht; rufen
schreien ruf schrei; ruhren; rucken rucklings; sanft; schade; scham schamen beschamung; schieben stossen schub stoss
drangen; schlafen schlaf weiterschlafen einschlafen; schlagen; schliessen zuschliessen absperren abschliessen
versperren; schlimm; schlosser; schmerz schmerzlich schmerzhaft; schmuck; schnell rasch; schon; schwach; schweigen;
schwer; sessel stuhl kanapee sofa; sicher gewiss; sitzen; sorgen; sparen; spat; spiegel; sprache stimme; stecken;
stehen; sterben tod tot gestorben krepieren leiche; stolz; strafe; streit; stunde; suchen; tapfer; tasche; tier untier
ungeziefer vieh kafer mistkafer; tisch; treffen; treppe stiege treppenhaus; treten; trinken; trost; tur; uberhoren
verschlafen; uberfluss uberflussig; uhr wecker; umarmen; umkehren umdrehen kehrt; unsicher; unruhe; verandern
veranderung verwandeln verwandlung; verbergen verstecken; verdacht verdachtig; vergessen; verkaufen; verkauferin;
verlangen fordern; verlassen weggehen gehen; verlieren; vernachlassigen; vertreiben; verzweifeln; vorsicht; vorwurf
vorwerfen; wachsen; wahr; wand mauer; wasche nahen; wasser; weg; weichen zuruckweichen; weigern; weinen trane tranen;
weiss; wenden; werfen; wetter; widerstand; wille; wissen; wohnen; wort; wunsch wunschen; zeigen; zeit; ziehen; ziel;
zittern; zug; zuhause; zufrieden; zuschauen zusehen
"""
