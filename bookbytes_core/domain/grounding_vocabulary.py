"""Small words, by language: those that carry no content of their own.

The lists are closed classes of each language (articles, pronouns, prepositions, auxiliaries), written down from
ordinary grammar. They are folded as ``grounding_terms.fold`` folds: small letters, no accents.
"""

from collections.abc import Mapping


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


STOP_WORDS: Mapping[str, frozenset[str]] = {
    "en": _set(
        """a about above across after again against ago all almost along already also although always am among an and
        another any are around as at away back be became because become becomes been before began behind being below
        beneath beside besides between beyond both but by came can cannot certain come comes could did do does doing
        done down during each either else enough even ever every few for from further gave get gets give given gives
        go goes going gone got had has have having he hence her here hers herself him himself his how however i if in
        indeed instead into is it its itself just kind last least less let like made make makes many may me might mine
        more moreover most much must my myself near neither nor now o of off often oh on once one ones only onto or
        other others our ours ourselves out over own per perhaps put quite rather said same saw say says see seem
        seemed seems seen several shall she should since so some something sometimes soon still such than that the
        thee their theirs them themselves then there thereby therefore these they thing things this those thou though
        through throughout thus thy till to together too took toward towards under until unto up upon us use used very
        was way we well went were what whatever when whence whenever where whereas wherever whether which while who
        whole whom whose why will with within without would ye yet you your yours yourself yourselves don didn doesn
        isn wasn weren won wouldn couldn shouldn hasn haven hadn ain ll ve re"""
    ),
    "de": _set(
        """aber alle allem allen aller alles als also am an andere anderen anderer anderes auch auf aus bei beim bereits
        bin bis bist da dabei dadurch dafur dagegen daher damit danach dann dar daran darauf daraus darin daruber darum
        das dass davon dazu dein deine deinem deinen deiner dem den denen denn dennoch der deren des deshalb dessen die
        dies diese diesem diesen dieser dieses doch dort du durch durfen eben ein eine einem einen einer eines einige
        einmal er es etwa etwas euch euer fast fur gar gegen gewesen gibt gleich hab habe haben hat hatte hatten hier
        hin hinter ich ihm ihn ihnen ihr ihre ihrem ihren ihrer ihres im immer in indem ins ist ja jede jedem jeden
        jeder jedes jedoch jene jenem jenen jener jetzt kam kann kaum konnen konnte konnten lassen liess machen macht
        machte man manche mehr mein meine meinem meinen meiner mich mir mit mochte mussen musste nach nachdem
        neben nein noch nun nur ob oder ohne sagte schon sehr sei sein seine seinem seinen seiner seines seit selbst
        sich sie sind so sogar solche soll sollen sollte sondern sonst statt trotz uber um und uns unser unsere unter
        viel viele vom von vor wahrend war waren ward warum was weil weiter welche welcher welches wenn wer werde
        werden wie wieder will wir wird wo wohl wollen wollte worden wurde wurden zu zum zur zwar zwischen"""
    ),
    "fr": _set(
        """a afin ai ainsi alors apres as au aucun aujourd auquel aussi autant autre autres aux avaient avait avant avec
        avez avoir avons ayant beaucoup bien c ca car ce ceci cela celle celles celui cent cependant certain ces cet
        cette ceux chaque chez chose comme comment d dans de deja depuis des dit dire doit donc dont du elle elles en
        encore enfin entre es est et etaient etait etant ete etes etre eu eut eux faire fais fait faut fit font furent
        fut hors ici il ils j jamais je jusqu l la le lequel les leur leurs lors lorsqu lorsque lui m ma mais meme memes
        mes mettre mis moi moins mon n nos notre nous on ont or ou par parce parmi pas peu peut peuvent plus plusieurs
        point pour pourquoi pourtant pres puis puisqu puisque qu quand que quel quelle quelles quelqu quelque quelques
        quels qui quoi quoique rien s sa sans se sera seront ses si sien soi soit sommes son sont sous souvent suis sur
        t ta tandis tant te tel telle tes toi ton toujours tous tout toute toutes tres trop tu un une vers voici voila
        vos votre vous y"""
    ),
    "es": _set(
        """a aca ademas ahi ahora al algo alguien algun alguna algunas alguno algunos alla alli ante antes apenas aquel
        aquella aquellas aquello aquellos aqui asi aun aunque bajo bien cada casi como con contra cosa cual cuales
        cuando cuanto cuya cuyo da de debe decir del desde despues dice dijo donde dos durante e el ella ellas ello
        ellos en entonces entre era eran eras eres es esa esas ese eso esos esta estaba estaban estado estar estas este
        esto estos estoy fue fueron fui ha haber habia habian hace hacer hacia han hasta hay haya he hizo la las le les
        lo los luego mas me mi mientras mis mismo misma mucho muchos muy nada ni no nos nosotros nuestra nuestro o os
        otra otras otro otros para pero poco por porque pudo pues puede que quien quienes se sea segun ser si sido
        siempre sin sino sobre solo son su sus tal tambien tampoco tan tanto te tener tenia ti tiene todo toda todas
        todos tras tu tus un una unas uno unos usted y ya yo"""
    ),
    "it": _set(
        """a ad agli ai al alcuni alcuno alla alle allo allora altra altre altri altro anche ancora avere aveva avevano
        bene c che chi ci cio cioe come con contro cosa cosi cui d da dagli dai dal dalla dalle dallo degli dei del
        della delle dello dentro di dice disse dopo dove dunque e ecco ed egli ella era erano essa esse essere essi
        fa fare fatto fino fra fu furono gia gli ha hanno ho i il in infatti inoltre io l la le lei li lo loro lui ma
        mai me mentre mi mia mie miei mio molti molto ne negli nei nel nella nelle nello no noi non nostra nostro nulla
        o ogni ognuno oltre ora ove per perche pero piu poco poi poiche pure puo qual quale quali qualche quando quanto
        quasi quel quella quelle quelli quello questa queste questi questo qui s sara se sei sembra sempre senza si sia
        siamo solo sono sopra sotto sta stato stata stati stesso su sua sue sui sul sulla suo suoi tal tale tanto te ti
        tra tu tua tuo tutta tutte tutti tutto un una uno v vi voi vostra vostro"""
    ),
    "pt": _set(
        """a ainda agora algo alguem algum alguma ali ao aos apenas aquela aquele aquilo as assim ate cada com como
        contra
        da das de dela dele deles depois desde dessa desse desta deste disse dizer do dois dos e ela elas ele eles em
        enquanto entao entre era eram essa esse esta estao estar estas estava este estes eu fazer fez foi foram ha isso
        isto ja la lhe lhes mais mas me meio menos mesma mesmo meu meus minha muito muitos na nada nao nas nem nenhum
        no nos nossa nosso num numa nunca o onde os ou outra outras outro outros para pela pelas pelo pelos pode pois
        por porem porque pouco qual quando quanto que quem se seja sem sempre ser seu seus si sido so sob sobre sua
        suas tal tambem tanto te tem tendo ter teve tinha toda todas todo todos tu tua tudo um uma umas uns voce vos"""
    ),
    "nl": _set(
        """aan af al alle als altijd ander andere ben bij daar dan dat de der deze die dit doch doen door dus een eens
        en er ge geen geweest had hadden heb hebben heeft hem het hier hij hoe hun iemand iets ik in is ja je kan kon
        kunnen maar me meer men met mij mijn moest moet na naar niet niets nog nu of om omdat onder ons ook op over
        reeds te tegen toch toen tot u uit uw van veel voor want waren was wat werd wezen wie wij wil worden wordt zal
        ze zei zelf zich zij zijn zo zonder zou"""
    ),
    "ru": _set(
        """а без более больше будет будто бы был была были было быть в вам вас весь во вот все всего всех вы где да даже
        для до его ее если есть еще ж же за здесь и из или им иногда их к как какая какой когда кто куда ли лишь между
        меня мне много может можно мой моя мы на над надо наконец нас не него нее ней нельзя нет ни нибудь никогда ним
        них ничего но ну о об один он она они опять от перед по под после потом потому почти при про раз разве с сам
        свою себе себя сейчас со совсем так такой там тебя тем теперь то тогда того тоже только том тот три тут ты у
        уж уже хоть чего чем через что чтоб чтобы чуть эти этого этой этом этот эту я сказал сказала который которые
        которого которая"""
    ),
}

REPORTING_WORDS: Mapping[str, frozenset[str]] = {
    "en": _set(
        """account add admit advice advise argue argument ask assert author begin book call chapter cite claim
        comment compare conclude consider contrast declare describe description detail discuss emphasise emphasize
        end example explain explanation find focus happen highlight illustrate include introduce list mean mention
        name narrator narrative note observe offer open outline passage point present recall recommend recount reflect
        remark report scene section show speak state story stress suggest summarise summarize tell text turn urge view
        warn write writer"""
    ),
    "de": _set("autor erzahler kapitel buch beschreibt erklart erzahlt schildert betont berichtet text"),
    "fr": _set("auteur narrateur chapitre livre decrit explique raconte montre souligne rapporte texte"),
    "es": _set("autor narrador capitulo libro describe explica cuenta muestra subraya relata texto"),
    "it": _set("autore narratore capitolo libro descrive spiega racconta mostra sottolinea testo"),
}
"""What a summary says about the telling and a book does not say of itself: no source is asked to hold it."""

DENIALS: Mapping[str, frozenset[str]] = {
    "en": _set("not no never neither nor none nobody nothing nowhere cannot"),
    "de": _set(
        "nicht keineswegs kein keine keinem keinen keiner keines nie niemals niemand niemandem nichts nirgends weder"
    ),
    "fr": _set("ne n pas jamais rien aucun aucune nul nulle ni"),
    "es": _set("no nunca jamas nada nadie ningun ninguno ninguna ni tampoco"),
    "it": _set("non mai nulla niente nessuno nessun nessuna ne"),
    "pt": _set("nao nunca jamais nada ninguem nenhum nenhuma nem tampouco sem"),
    "nl": _set("niet geen nooit niemand niets nergens noch zonder"),
    "ru": _set("не ни нет никогда никто никого ничего нигде без"),
}
"""Words that turn a statement into its opposite."""

HALF_DENIALS: Mapping[str, str] = {
    "en": r"""less|fewer|least|hardly|scarcely|barely|rarely|seldom|hesitat\w*|refus\w*|fail\w*|den(?:y|ies|ied)|lack\w*
        |unable|impossib\w*|prevent\w*|forb\w+|forg[eo]t\w*|avoid\w*|stop\w*|ceas\w*|unless|except\w*|without|absen\w+
        |miss(?:es|ed|ing)?|refrain\w*|reject\w*|declin\w*|discourag\w*|doubt\w*|useless|un(?!der|til|it|iv|io|iq|cle)\w{3,}
        |in(?:cap|suf|vis|abil|differ|effec|conven|equal|just)\w*|im(?:prac|pat)\w+|\w{3,}less
        |dis(?:appe|lik|agr|obe|bel|hon|appr|cont|sat|reg|dai)\w+""",
    "de": r"""weniger|kaum|selten|\w*weiger\w*|un(?!d|s|ter|ten)\w{4,}|\w{4,}los|fehl\w*|mangel\w*|statt|ohne
        |vergebens""",
    "fr": r"""moins|guere|rarement|refus\w*|manqu\w*|echou\w*|empech\w*|evit\w*|impossib\w*|cess\w*|sans""",
    "es": r"""menos|apenas|rara\w*|neg[ao]\w*|rechaz\w*|falt\w*|impid\w*|imposib\w*|evit\w*|sin""",
    "it": r"""appena|rara\w*|rifiut\w*|manc\w*|impossib\w*|evit\w*|cess\w*|senza""",
}
"""Words that deny in part or by meaning: beside them a denial may come or go without a change of sense."""

NO_DENIALS: Mapping[str, str] = {
    "en": r"not (?:only|merely|just|simply|least)|no (?:doubt|sooner|less|more than)|nothing(?: \w+){0,3} but"
    r"|cannot (?:but|help)|could not (?:but|help)|none the less|nonetheless|nevertheless|no one but",
    "de": r"nicht (?:nur|bloss|allein)|nichts(?: \w+){0,3} als|nicht zuletzt",
    "fr": r"non seulement|n'est[ -]ce pas|sans doute|ne manqu\w+ pas"
    r"|n(?:e |')(?=(?!(?:[\w']+ ){0,4}(?:pas|point|jamais|rien|guere|aucune?|ni)\b)(?:[\w']+ ){1,7}qu(?:e\b|'))",
    "es": r"no (?:solo|obstante|solamente)|sin embargo|sin duda|no(?= (?:\w+ ){1,4}(?:sino|mas que)\b)",
    "it": r"non (?:solo|soltanto|ostante)|senza dubbio",
    "ja": r"な(?:ければ|くては)(?:ならない|ならなかった|なりません|ならず|いけない|いけません)|ざるを得ない"
    r"|かもしれ(?:ない|ません)|に過ぎない|(?:だけ|ばかり)でなく|間違いない|ほかならない|ないか",
    "zh": r"不得不|不[但仅僅]|无论|無論|不过|不過|不久|不断|不斷|无不|非常|分别",
}
"""Phrases that look like denials and are none."""

TITLES = _set(
    """mr mrs ms miss dr prof sir madame monsieur mademoiselle herr frau fraulein don dona senor senora signor signora
    st saint mme mlle mm messrs rev hon capt messer i ok king queen emperor pope cardinal bishop duke duchess count
    countess earl lord lady baron captain colonel sergeant sultan president professor doctor uncle aunt roi reine
    empereur pape duc comte comtesse marquis rey reina emperador papa duque conde capitan"""
)
"""Forms of address and ranks: capitals that name nobody by themselves."""

POINTING_WORDS: Mapping[str, frozenset[str]] = {
    "en": _set("he she him her his hers they them their i me my we us our it its himself herself who"),
    "de": _set("er sie ihm ihn ihr sein seine seinem seinen seiner ihre ihrem ihren ihrer sich ich mich mir wir uns"),
    "fr": _set("il elle ils elles lui leur son sa ses je j me m mon ma mes nous notre qui se s"),
    "es": _set("el ella ellos ellas le les lo su sus se yo me mi nos nuestro tu te"),
    "it": _set("egli ella lui lei loro gli le suo sua suoi sue si io mi mio noi ci"),
}
"""Pronouns behind which a name can stand that the sentence before has said."""

VERBS_AFTER_NAMES = _set(
    """is was has had does did will would can could should may might must and never also then who went came saw took
    gave made said told knew thought felt found left fell ran sat stood began became kept held let put"""
)
"""English words that follow a name at the start of a sentence and seldom another noun without an article."""

PREPOSITIONS = _set(
    """par pour sur en dans avec sans a de chez vers contre por para con sin desde hacia contra da di per su"""
)
"""Romance words that do not follow a name which opens a sentence: what they follow is a participle or an adverb."""

DETERMINERS = _set(
    """der die das des dem den ein eine einen einem einer eines kein keine keinen keinem keiner mein meine meinen meinem
    meiner dein deine sein seine seinen seinem seiner seines ihr ihre ihren ihrem ihrer ihres unser unsere dieser diese
    dieses diesem diesen jeder jede jedes jedem jeden jener jene jenes alle allen aller viele vielen einige zum zur im
    am beim vom ins ans aufs ohne"""
)
"""German words behind which a capital makes a noun and no name."""

MEASURES = _set(
    """uhr glas stuck tasse paar kubel flasche kilo liter meter dutzend ende anfang mitte art reihe gruppe schar menge
    haufen million millionen prozent mark euro kreuzer gulden viertel"""
)
"""German nouns behind which another noun is measured, not named."""

GIVEN_NAMES = _set(
    """adam adolf agnes albert alexander alfred alice alma amalie andrea andreas anna anne anton antonia arthur august
    barbara beate bernhard berta bertha bettina bruno carl carla caroline charlotte christian christine clara claudia
    daniel david dora dorothea eduard elisabeth ella else elsa emil emilie emma erich erika ernst erwin eugen eva
    felix ferdinand florian franz franziska frieda friedrich fritz gabriel georg gerda gerhard gertrud gottfried grete
    gretchen gregor gustav hanna hans hedwig heinrich helene helga helmut herbert hermann hilde hugo ida ilse inge irene
    irma jakob jan johann johanna johannes josef joseph josefine julia julius karl karla karin karoline katharina
    klara klaus konrad kurt laura lena leni leo leopold lina lisa lisbeth lorenz lotte louis louise ludwig luise
    lukas magda magdalena margarete maria marianne marie marta martha martin mathilde max maximilian michael milena
    moritz nora olga oskar otto paul paula paulina peter philipp regina richard robert rosa rudolf sabine samuel sara
    sebastian sigmund simon sofia sophie stefan susanne theodor therese thomas tobias ulrich ursula viktor viktoria
    walter werner wilhelm wilhelmine wolfgang"""
)
"""Common given names of German texts, where a capital alone tells nothing."""

FIRST_PERSON: Mapping[str, frozenset[str]] = {
    "en": _set("i me my mine we us our myself"),
    "de": _set("ich mich mir mein meine meinen meinem meiner wir uns"),
    "fr": _set("je j me m mon ma mes moi nous"),
    "es": _set("yo me mi mis conmigo nos nosotros"),
    "it": _set("io mi mio mia miei noi ci"),
}
"""The teller of a story told by "I": a summary calls him by a name that his own chapter need not hold."""

NATIONS: Mapping[str, str] = {
    form: forms.split()[0]
    for forms in (
        "france french frenchman frenchmen francais francaise frances francesa franzose franzosisch",
        "england english englishman englishmen anglais anglaise angleterre ingles inglaterra englander",
        "greece greek greeks grec grecs grece griego grecia",
        "spain spaniard spaniards spanish espagnol espagnole espagne espanol espana",
        "switzerland swiss suisse suizo suiza schweiz schweizer",
        "turkey turk turks turkish turc turcs turquie turco turquia",
        "holland dutch dutchman hollandais hollande holandes netherlands",
        "denmark dane danes danish",
        "poland pole poles polish polonais pologne polaco",
        "scotland scot scots scottish scotsman",
        "ireland irish irishman",
        "wales welsh welshman",
        "portugal portuguese portugais portugues",
        "germany german germans allemand allemande allemagne aleman alemania",
        "italy italian italians italien italienne italie italiano italia",
        "rome roman romans romain romains romano roma",
        "venice venetian venetians venitien venise veneciano venecia",
        "naples neapolitan neapolitans",
        "milan milanese",
        "europe european europeans europeen europeo europa",
        "asia asian asiatic asie asiatique",
        "africa african africans afrique africain africano",
        "america american americans amerique americain americano",
        "china chinese chine chinois chino",
        "japan japanese japon japonais japones",
        "russia russian russians russie russe ruso rusia",
        "egypt egyptian egyptians egypte egipto",
        "jew jews jewish",
        "christ christian christians christianity chretien cristiano",
    )
    for form in forms.split()
}
"""Countries, their people and tongues, where these share too little of their beginning to be told as forms of one."""
