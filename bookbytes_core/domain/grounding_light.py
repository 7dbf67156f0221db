"""Light words: so common in any retelling that one more or less of them tells little about what it rests on.

Between the small words, which carry nothing, and the rest. Base forms and a few common ones, folded, from ordinary
usage.
"""

from collections.abc import Mapping
from functools import lru_cache

from bookbytes_core.domain.grounding_terms import stem

_WORDS: Mapping[str, str] = {
    "en": """
able accept act actual add affect agree aim allow appear apply arrive attempt aware avoid base bear become begin belong
best better big bring call care carry case cause certain chance change choose clear close common complete concern
consider contain continue course create day deal decide depend deserve desire different difficult direct discover
early easy effect effort end endless enjoy enough ensure entire especially even event eventual ever exact example
expect experience explain express extreme face fact fail fall far fast feel few finally find first fit follow force
form former free full further future gain general gradual grand great grow handle happen hard help hold hope idea
immediate important impossible include increase intend involve join keep kind know lack large last late lead learn
leave less let likely little live long look lose lot love main manage manner matter mean meet mere mind moment mostly
move natural near necessary need new next nothing notice number obtain offer once one open order original owe part
particular pass people person place plain plan play point possible prepare present press prevent previous probable
produce promise proper prove provide pure push quick reach ready real realise realize reason receive refuse regard
remain remember remove require rest result return reveal right rise run safe seek seem sense separate serve set settle
several shape share short show side similar simple single situation small sort special spend spread stand start state
stay steady step still stop strike strong struggle succeed success such sudden suffer support suppose sure surround
tend term think thing thorough time together total treat true try turn type understand unable use useful usual value
various view visit wait want watch way whole win wish wonder word work world worth wrong year young""",
    "fr": """
accepter accomplir affaire agir ajouter appartenir apporter apprendre approcher arriver assurer atteindre attendre
autour besoin bon cas cause certain changer chercher chose clair commencer complet comprendre compter concerner
conduire connaitre conserver considerer content continuer coup cours creer croire debut decider declarer decouvrir
demander dernier desirer devenir devoir different difficile direct donner effet elever emmener empecher ensemble
entendre entier entrer envoyer esperer essayer eviter exister expliquer facile facon faire faute fin final finir fois
force former gagner garder general grand gros heureux idee important impossible jeune joindre jour jurer juste laisser
lieu long longtemps maintenir mal maniere manquer marquer meilleur mener mettre moment monde montrer necessaire nombre
nouveau obliger obtenir offrir oser oublier ouvrir paraitre parler partager part partie partir passer payer penser
perdre permettre personne petit place porter possible pouvoir precedent preferer premier prendre preparer present
presque produire promettre propre quitter raison recevoir reconnaitre refuser regarder rejoindre remettre remplir
rendre rentrer reprendre ressembler rester resultat retirer retrouver reunir reussir reveler revenir risque savoir
sembler sens sentir seul servir simple situation sorte sort sortir souffrir souhaiter suite suivre sujet sur temps
tenir tenter terminer tirer tomber total toucher tourner traiter travail tromper trouver utile valoir venir vie vivre
voir vouloir vrai""",
    "de": """
allein allerdings alt anfang anfangen ansehen art aufhoren bald bedeuten beginnen behalten bekommen bereit besonders
besser bestimmen bilden bisher bitten bleiben brauchen bringen deutlich denken eben echt eigen eigentlich einfach
einsehen einzig ende endlich entscheiden erfahren erhalten erklaren erlauben erreichen erst erwarten fallen falsch
fast fehlen fern fertig fest finden folgen fordern frei fruh fuhlen fuhren ganz geben gehen gehoren gelingen genau
genug geraten geschehen gewiss glauben gleich gross grund gut halb halten handeln heissen helfen hoffen holen horen
inzwischen jung kennen klar klein kommen konnen kraft kurz lang lange langsam lassen laufen leben legen leicht leiden
leisten lernen letzte lieb liegen losen machen mal meinen merken mussen mogen moglich neben nehmen nennen neu nimmt
notig offenbar offen offnen oft ordnung plotzlich recht reden richtig rufen ruhig sache sagen scheinen schicken
schliesslich schlimm schnell schon schwer sehen setzen sicher sitzen sogar sonst spat sprechen stark statt stehen
stellen stimmen suchen teil tragen treffen treten tun uberhaupt ubrig verlangen verlassen verlieren versprechen
verstehen versuchen viel voll vollig wahr warten weit wenden wenig werden wert wichtig wirken wirklich wissen wohl
wollen wort wunsch zahl zeigen zeit ziehen ziemlich zufrieden zuerst zuletzt zuruck zusammen""",
    "es": """
acabar aceptar acercar ademas aparecer aprender ayudar bajar buen bueno buscar caer cambiar cara caso causa cerca
cierto claro coger comenzar completo comprender conocer conseguir continuar convertir correr corto crear creer cuenta
cuestion dar decidir dejar demasiado descubrir desear despacio dia diferente dificil distinto efecto empezar
encontrar enorme entender entero entrar enviar escuchar especial esperar evitar existir explicar facil falta fin final
forma fuerte ganar general gente gran grande gustar hablar hallar idea igual importante imposible intentar interior ir
joven juntar largo lejos libre llamar llegar llenar llevar lograr lugar malo manera mantener mayor mejor menor mirar
mismo momento mostrar mover mundo nacer necesitar negar nombre nuevo obtener ocurrir ofrecer oir olvidar orden parar
parecer parte pasar pedir pensar pequeno perder permanecer permitir persona poder poner posible preferir preguntar
preparar presentar primero principio probar producir propio pronto punto quedar querer razon realidad realizar recibir
recordar resultar rapido saber sacar salir seguir seguro sentar sentir serio servir simple situacion solo subir suceder
sufrir suponer tarde terminar tiempo tipo tomar total trabajar traer tratar ultimo unico usar util valer varios venir
ver verdad vida visitar vivir volver vuelta""",
}


@lru_cache(maxsize=len(_WORDS))
def light(language: str) -> frozenset[str]:
    """The stems of the light words of ``language`` (a primary subtag); none for a language without a list."""
    return frozenset(stem(word, language) for word in _WORDS.get(language, "").split())
