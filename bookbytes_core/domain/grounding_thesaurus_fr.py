"""French words that a retelling puts for one another: base forms, folded,
the older words of classic books beside today's.

Groups are parted by semicolons; a word may stand in several. A word alone is there to be known as an ordinary one.
Written down from ordinary usage; read by ``grounding_thesaurus``.
"""

GROUPS = """
abandonner quitter delaisser laisser renoncer partir; accepter consentir agreer recevoir admettre convenir accord
accorder permettre; accompagner suivre escorter emmener compagnon compagnie; accuser reprocher blamer denoncer
condamner; acheter acquerir racheter payer procurer; admirer estimer admiration respecter honorer veneration venerer;
affaire commerce negoce metier profession travail; affliger chagrin tristesse douleur peine desolation attrister
affliction triste desole souffrance malheur; aider secourir secours aide assister soulager; aimer adorer amour cherir
tendresse passion amoureux amant amante affection epris; aller rendre partir marcher passer; ami compagnon camarade
amitie; ancien vieux vieil vieille vieillard vieillir; apercevoir voir remarquer decouvrir distinguer regarder
observer; appeler nommer crier nom surnommer; apporter porter amener donner; apprendre savoir etudier enseigner
instruire informer connaitre annoncer; argent or monnaie somme fortune richesse piastre ecu sequin florin denier; arme
epee fusil sabre canon; armee troupe soldat regiment bataillon militaire guerrier; arreter saisir prendre emprisonner
prison cachot prisonnier captif captivite enfermer; arriver venir parvenir arrivee atteindre survenir approcher;
assassiner tuer meurtre massacrer egorger mort mourir perir tue; assurer affirmer soutenir pretendre declarer jurer
protester certifier; attaquer assaillir combattre bataille combat attaque; attendre esperer espoir esperance attente;
attraper contracter recevoir prendre; auberge hotellerie cabaret taverne; avertir prevenir avis informer annoncer;
avouer confesser reconnaitre aveu; baiser embrasser embrassade; bateau navire vaisseau barque galere bord embarquer
voile; batir construire edifier elever; battre frapper coup rosser fouetter; beau belle joli charmant beaute superbe
magnifique; bete animal mouton vache cheval; bienfaiteur protecteur; blesser blessure plaie meurtrir; boire vin verre
breuvage; bois foret arbre; bon bonte genereux charitable vertueux honnete generosite charite; bonheur heureux joie
felicite content ravi ravir gai gaiete transport plaisir enchanter; bras main membre; brave courageux courage hardi
vaillant; bruit tapage vacarme fracas; bruler feu flamme incendie; cacher dissimuler secret derober; calme tranquille
paix repos paisible sangfroid; campagne champ terre; capitaine patron chef commandant; cause raison motif origine
pourquoi; cesser finir arreter terminer fin achever conclure; chagrin deuil larme pleur pleurer sanglot; changer
transformer devenir; chanter chanson musique; chasser expulser renvoyer bannir exil exiler depouiller; chateau palais
demeure maison logis habitation habiter loger demeurer vivre; chemin route voie rue marche; cher precieux couteux;
chercher rechercher querir quete; choisir elire election preferer choix decider; cesse toujours continuel; ciel dieu
providence seigneur createur; colere fureur furieux rage irrite indigne indigner fache; combattre lutter guerre
battre; commander ordonner ordre; commencer debut debuter entreprendre premier; comprendre entendre saisir; compter
calculer nombre compte teneur; condamner sentence punir chatiment supplice peine; conduire mener guider diriger;
confiance croire foi confier; conseiller conseil avis; consentir vouloir; consoler reconforter consolation; conter
raconter narrer recit histoire dire relater conte; corps chair cadavre membre; coucher lit dormir sommeil endormir;
couper trancher amputer; courir hater vite promptement rapide rapidement aussitot; couronne trone roi royaume regner
sceptre; couteau epee poignard lame; craindre peur effroi crainte redouter terreur effrayer trembler epouvante; crier
cri hurler exclamer ecrier; croire penser juger imaginer supposer opinion estimer songer; cruel barbare atroce affreux
horrible terrible epouvantable; cuisine cuire manger; curieux curiosite; danger peril risque; danser danse;
debarrasser delivrer liberer liberte libre affranchir; dechirer tailler piece; decider resoudre determiner resolution;
defendre proteger defense interdire; defigurer pale laid; demander prier supplier interroger questionner reclamer
requerir exiger question priere; depenser payer prix cout couter frais; deposer detroner renverser detrone perdre;
dernier fin ultime; derober voler vol voleur fripon pirate; desespoir desespere; desir vouloir envie souhait souhaiter
desirer; detruire ravager ruiner piller devaster aneantir saccager; devoir obligation falloir necessaire
indispensable; diable demon; diamant bijou joyau pierre; discours parole mot propos parler langage; disputer discuter
querelle discussion raisonner argument argumenter debattre; disparaitre perdre evanouir connaissance pamer; distribuer
donner partager repartir; docteur medecin savant philosophe maitre precepteur; domestique valet serviteur laquais
suivante servante esclave esclavage page; donner offrir remettre presenter accorder livrer ceder; doute douter soupcon
soupconner; droit loi justice juge tribunal; eau mer ocean flot riviere fleuve; ecrire lettre billet auteur livre;
effet consequence resultat; egal pareil semblable meme; eglise temple couvent; elever eduquer grandir education;
eloigner loin distance; emmener enlever prendre; emouvoir toucher attendrir emu bouleverser compassion pitie touche;
empereur roi monarque souverain sultan prince; employer user utiliser service servir; encourager exhorter; enfant fils
fille bambin berceau; engloutir avaler noyer abimer; ennemi adversaire rival; ennuyer ennui las lasser; entendre
ecouter ouir; entrer penetrer; entretien conversation parler converser; envoyer charger depecher; epargner sauver
grace; epouser mariage marier femme epoux mari epouse noce; epuiser fatigue las fatiguer; equipage matelot marin;
errer vagabond; esprit ame raison tete; etonner surprendre surpris surprise etonnement stupefait; etrange singulier
extraordinaire; etranger inconnu; etre homme creature personne gens; eviter fuir echapper fuite evader sauver;
examiner observer; exciter; exemple modele; expliquer montrer exposer interpreter; extreme; fabriquer forger faire;
facher; facile aise; faible; faim affame nourrir pain manger repas nourriture souper diner dejeuner aliment table;
farce mascarade plaisanterie bouffon; faute erreur tort; favori favorite maitresse; femme dame demoiselle; fete
carnaval rejouissance; fidele loyal; fille demoiselle; fixer rendezvous; fort puissant force vigoureux; fou folie
raison; frere soeur; gagner obtenir remporter; garder conserver retenir; general chef; gouverner gouverneur regner;
grand enorme immense gros considerable; gratuit gratis argent; guerir soigner guerison remede traiter medecine cure;
gueux mendiant pauvre misere pauvrete misereux indigent sou; habiller vetir habit vetement chemise linge; hair haine
detester; haut; herite heritage hereditaire; heure temps moment instant; honneur gloire honorable; honte confus; idee
pensee; ignorer inconnu; ile; important grave; impossible; innocent; inquiet inquietude; insulte injure outrage;
inventer; inviter prier convive convier; jardin; jeter lancer; jeune jeunesse; jouer jeu; jour journee; langue; large;
lieu endroit place; lire; long; loup; maitre seigneur patron monsieur; mal maladie malade verole souffrir; malheur
malheureux infortune desastre catastrophe calamite miserable miseres; manger devorer; manquer faute; marchand
negociant vendeur commercant; marquer inscrire graver ecrire; mauvais mechant pervers; meilleur mieux bien; mepriser
mepris dedain dedaigner; merite; messe pretre moine jesuite religieux abbe eglise; mettre placer; monde univers terre;
montagne rocher precipice; monter; mort mourir perir deces defunt; moudre meule moulin; mouvoir; mur; naitre naissance
ne; nature; nez oeil oreille yeux; nier; noble noblesse baron comte marquis; noir negre; nouveau nouvelle neuf; nuit
soir; obeir; obliger forcer contraindre; odeur; oublier; ouvrir; pardonner pardon grace; parent pere mere famille
oncle neveu; partager diviser; pays contree nation etat province royaume patrie; peindre tableau peinture; perdre
perte; permettre laisser autoriser permission; peuple nation; philosophe sage sagesse philosophie; plaindre plainte;
plaire; plein; port; posseder avoir propriete; poursuivre suivre; pouvoir; preparer pret; presser; produire; promener
promenade; promettre promesse parole; propre; prouver preuve; rare; recompense; recueillir accueillir heberger;
reflechir songer; refuser rejeter refus; regler payer; rejoindre retrouver; rejouir; rencontrer trouver retrouver;
repandre; repeter; repondre reponse repliquer repartir; reposer; retirer; retour retourner revenir; reussir succes;
reveler; rever reve songe; riche richesse tresor opulent; rire; rompre briser casser fendre; ruse tromper tromperie
duper trahir; sang saigner saignee; sauter; sauvage; sembler paraitre; sentir; serieux; silence taire; soin; sortir;
sot bete; souffrir endurer subir essuyer; souvent; subsister; suffire; sujet; systeme optimisme; tempete orage vent;
tendre; tenter essayer tacher; tirer; tomber; tourmenter torturer; travailler peiner labeur; traverser; vendre vente;
venger vengeance; verite vrai; vertu; victoire vaincre vainqueur; vie vivre existence; ville cite village; violer
outrager; visage figure face; visiter; voisin proche pres; voyage voyager traversee voyageur
"""
