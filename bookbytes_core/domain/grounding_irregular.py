"""Forms of words that no rule of endings leads back to their base: strong verbs, plurals of another stem.

A summary tells in the present what a book tells in the past; without these "stirbt" and "starb" are two words.
"""

from collections.abc import Mapping


def _table(text: str) -> Mapping[str, str]:
    entries = (entry.split("=") for entry in text.split(";"))
    return {form: base.strip() for base, forms in entries for form in forms.split()}


IRREGULAR_FORMS: Mapping[str, Mapping[str, str]] = {
    "en": _table(
        """arise=arose arisen; bear=bore borne; beat=beaten; begin=began begun; bend=bent; bind=bound; bite=bit
        bitten; bleed=bled; blow=blew blown; break=broke broken; breed=bred; bring=brought; build=built;
        burn=burnt; buy=bought; catch=caught; choose=chose chosen; cling=clung; creep=crept; deal=dealt; die=dying
        dead death; dig=dug; draw=drew drawn; dream=dreamt; drink=drank drunk; drive=drove driven; eat=ate eaten;
        fall=fell fallen; feed=fed; feel=felt; fight=fought; find=found; flee=fled flight; fly=flew flown;
        forbid=forbade forbidden; forget=forgot forgotten; forgive=forgave forgiven; freeze=froze frozen;
        grow=grew grown growth; hang=hung; hear=heard; hide=hid hidden; hold=held; keep=kept; know=knew known;
        lay=laid; lead=led; lean=leant; leap=leapt; leave=left; lend=lent; lie=lain lying; light=lit; lose=lost
        loss; mean=meant; meet=met; pay=paid; ride=rode ridden; ring=rang rung; rise=rose risen; run=ran;
        seek=sought; sell=sold sale; send=sent; shake=shook shaken; shine=shone; shoot=shot; show=shown;
        shrink=shrank shrunk; sing=sang sung; sink=sank sunk; sit=sat; slay=slew slain; sleep=slept; slide=slid;
        speak=spoke spoken speech; spend=spent; spin=spun; spring=sprang sprung; stand=stood; steal=stole stolen;
        stick=stuck; strike=struck; strive=strove; swear=swore sworn; sweep=swept; swim=swam swum; swing=swung;
        teach=taught; tear=tore torn; tell=told; think=thought; throw=threw thrown; tread=trod trodden;
        understand=understood; wake=woke woken awoke; wear=wore worn; weave=wove woven; weep=wept; win=won;
        wind=wound; write=wrote written; man=men; woman=women; child=children; foot=feet; tooth=teeth; mouse=mice;
        goose=geese; wife=wives; life=lives alive; thief=thieves; knife=knives"""
    ),
    "de": _table(
        """beginnen=begann begonnen begonn; beissen=biss gebissen; biegen=bog gebogen; bieten=bot geboten;
        binden=band gebunden; bitten=bat gebeten; bleiben=blieb blieben geblieben; brechen=brach brachen bricht
        gebrochen; brennen=brannte; bringen=brachte brachten gebracht; denken=dachte dachten gedacht;
        dringen=drang gedrungen; empfinden=empfand empfunden; entscheiden=entschied entschieden;
        erschrecken=erschrak erschrickt erschrocken; essen=ass assen isst gegessen; fahren=fuhr fuhren fahrt
        gefahren; fallen=fiel fielen fallt gefallen; fangen=fing fingen fangt gefangen; finden=fand fanden
        gefunden; fliegen=flog geflogen; fliehen=floh flohen geflohen; fressen=frass frisst gefressen; geben=gab
        gaben gibt gegeben; gehen=ging gingen gegangen; gelingen=gelang gelungen; geniessen=genoss genossen;
        geschehen=geschah geschieht; gewinnen=gewann gewonnen; greifen=griff griffen gegriffen; halten=hielt
        hielten halt gehalten; hangen=hing hingen gehangen; heben=hob hoben gehoben; heissen=hiess hiessen;
        helfen=half halfen hilft geholfen; kennen=kannte kannten gekannt; klingen=klang geklungen; kommen=kam
        kamen gekommen; kriechen=kroch krochen gekrochen; laden=lud luden ladt geladen; lassen=liess liessen lasst
        gelassen; laufen=lief liefen lauft gelaufen; leiden=litt litten gelitten; lesen=las lasen liest gelesen;
        liegen=lag lagen gelegen; lugen=log gelogen; nehmen=nahm nahmen nimmt genommen; nennen=nannte nannten
        genannt; raten=riet rat geraten; reissen=riss rissen gerissen; reiten=ritt geritten; rennen=rannte
        gerannt; rufen=rief riefen gerufen; scheinen=schien schienen geschienen; schieben=schob schoben geschoben;
        schiessen=schoss schossen geschossen; schlafen=schlief schliefen schlaft geschlafen; schlagen=schlug
        schlugen schlagt geschlagen; schliessen=schloss schlossen geschlossen; schneiden=schnitt geschnitten;
        schreiben=schrieb schrieben geschrieben; schreien=schrie schrien geschrien; schreiten=schritt schritten;
        schweigen=schwieg schwiegen geschwiegen; schwimmen=schwamm geschwommen; sehen=sah sahen sieht gesehen;
        singen=sang gesungen; sinken=sank sanken gesunken; sitzen=sass sassen gesessen; sprechen=sprach sprachen
        spricht gesprochen; springen=sprang sprangen gesprungen; stehen=stand standen gestanden; stehlen=stahl
        stiehlt gestohlen; steigen=stieg stiegen gestiegen; sterben=starb starben stirbt gestorben; stossen=stiess
        stiessen stosst gestossen; streichen=strich gestrichen; streiten=stritt gestritten; tragen=trug trugen
        tragt getragen; treffen=traf trafen trifft getroffen; treiben=trieb trieben getrieben; treten=trat traten
        tritt getreten; trinken=trank tranken getrunken; tun=tat taten getan; verbieten=verbot verboten;
        vergessen=vergass vergisst; verlassen=verliess verliessen verlasst; verlieren=verlor verloren;
        verschwinden=verschwand verschwunden; versprechen=versprach verspricht versprochen; verstehen=verstand
        verstanden; verzeihen=verzieh verziehen; wachsen=wuchs wachst gewachsen; waschen=wusch gewaschen;
        weichen=wich wichen gewichen; weisen=wies wiesen gewiesen; wenden=wandte wandten gewandt; werfen=warf
        warfen wirft geworfen; wissen=wusste wussten weiss gewusst; ziehen=zog zogen gezogen; zwingen=zwang
        zwangen gezwungen; schwellen=schwoll; schmerz=schmerzen; wollen=will wollte; mussen=muss musste;
        offnen=geoffnet; arzt=arzte"""
    ),
    "fr": _table(
        """acquerir=acquit acquis; apercevoir=apercut apercus apercu apercoit; apparaitre=apparut apparu;
        apprendre=apprit apprirent appris apprend; asseoir=assit assirent assis assied; atteindre=atteignit
        atteint; battre=battit battu bat; boire=but burent bu boit buvait; comprendre=comprit comprirent compris
        comprend; conduire=conduisit conduisirent conduit conduisait; connaitre=connut connu connait;
        convaincre=convainquit convaincu; courir=courut coururent couru court; couvrir=couvrit couvert couvre;
        craindre=craignit craignait craint; croire=crut crurent cru croit croyait; decouvrir=decouvrit decouvert
        decouvre; defendre=defendit defendu defend; descendre=descendit descendu; detruire=detruisit detruit;
        devenir=devint devinrent devenu devient; devoir=dut durent du doit devait; disparaitre=disparut disparu;
        dormir=dormit dort; ecrire=ecrivit ecrivirent ecrit ecrivait; elire=elut elu; entendre=entendit
        entendirent entendu entend; etendre=etendit etendu; finir=finit fini; fuir=fuit fui; interdire=interdit;
        joindre=joignit joint; lire=lut lu lit; mentir=mentit ment; mettre=mit mirent mis met; mourir=mourut
        moururent mort meurt mourait; naitre=naquit ne nait; obtenir=obtint obtenu obtient; offrir=offrit offert
        offre; ouvrir=ouvrit ouvert ouvre; paraitre=parut parurent paru parait; partir=partit partirent parti
        part; peindre=peignit peint; perdre=perdit perdirent perdu perd; permettre=permit permis permet;
        plaindre=plaignit plaint; plaire=plut plu plait; prendre=prit prirent pris prend prenait;
        produire=produisit produit; promettre=promit promis promet; recevoir=recut recurent recu recoit;
        reconnaitre=reconnut reconnu; rejoindre=rejoignit rejoint; remettre=remit remis remet; rendre=rendit
        rendirent rendu rend; repondre=repondit repondirent repondu repond; resoudre=resolut resolu;
        revenir=revint revinrent revenu revient; rire=rit rient; rompre=rompit rompu; savoir=sut surent su sait
        savait; sentir=sentit senti sent; servir=servit servi sert; sortir=sortit sortirent sorti sort;
        souffrir=souffrit souffert souffre; suivre=suivit suivirent suivi suit; surprendre=surprit surpris;
        taire=tut tu tait; tenir=tint tinrent tenu tient; trahir=trahit trahi; vaincre=vainquit vaincu;
        valoir=valut valait vaut vaudrait; vendre=vendit vendirent vendu vend; venir=vint vinrent venu vient;
        vivre=vecut vecurent vecu vit; voir=vit virent vu voit voyait; vouloir=voulut voulu veut voulait;
        oeil=yeux; ciel=cieux; cheval=chevaux; mal=maux; animal=animaux; travail=travaux"""
    ),
    "es": _table(
        """andar=anduvo; caber=cupo; caer=cayo cayeron; conducir=condujo condujeron; creer=creyo; dar=dio dieron;
        decir=dijo dijeron dicho; destruir=destruyo; dormir=durmio durmieron; escribir=escrito; estar=estuvo;
        hacer=hizo hicieron hecho; huir=huyo huyeron huye; introducir=introdujo; ir=fue fueron; leer=leyo;
        morir=murio murieron muerto; oir=oyo oyeron oye; pedir=pidio pidieron pide; perseguir=persiguio persigue;
        poner=puso pusieron puesto; producir=produjo; querer=quiso quisieron; reir=rio rie; repetir=repitio
        repite; romper=roto; saber=supo supieron; seguir=siguio siguieron sigue; sentir=sintio sintieron;
        servir=sirvio sirve; sonreir=sonrio sonrie; tener=tuvo tuvieron; traer=trajo trajeron; venir=vino
        vinieron; ver=vio vieron visto; vestir=vistio viste; volver=volvio vuelto; abrir=abierto; cubrir=cubierto;
        elegir=eligio elige; conseguir=consiguio consigue; despedir=despidio despide; impedir=impidio impide;
        obtener=obtuvo; mantener=mantuvo; detener=detuvo; proponer=propuso; suponer=supuso; construir=construyo;
        preferir=prefirio"""
    ),
}
"""For each language the base of each form, folded."""
