"""English words that a retelling puts for one another: base forms, folded,
the older words of classic books beside today's.

Groups are parted by semicolons; a word may stand in several. A word alone is there to be known as an ordinary one.
Written down from ordinary usage; read by ``grounding_thesaurus``.
"""

GROUPS = """
ability skill talent gift power capacity faculty art craft able capable dexterity clever; abandon forsake desert quit
leave renounce relinquish forgo surrender yield give; abundant plentiful ample copious rich plenty abundance many
numerous; accept agree consent assent approve receive allow admit take welcome comply; accident chance luck fortune
hap mishap misfortune happen; accompany escort attend companion follow join together; accuse blame charge reproach
condemn denounce fault; achieve accomplish attain reach perform succeed success fulfil gain; act deed action conduct
behaviour behave proceeding do work; add join append increase enlarge extend augment; admire esteem respect honour
praise revere regard worship; advance progress proceed move march forward approach onward; advantage benefit profit
gain good use avail interest; adventure enterprise undertaking exploit venture; advice counsel advise recommend
suggest warn caution; afraid fear dread terror fright alarm panic timid scare horror terrify apprehension anxious
tremble awe; age old elder ancient aged aging elderly antiquity venerable; aim goal purpose object intend intention
design end plan mean; air wind breeze gust atmosphere storm gale tempest blow; alike similar resemble like same
likeness equal; ally friend confederate alliance partner league auxiliary; alone lonely solitary solitude single
isolated only desolate deserted remote; amaze astonish surprise wonder astound marvel astonishment shock startle;
amount sum quantity number total count; ancestor forefather father predecessor lineage descent family; anger angry
rage fury wrath furious enrage ire indignation irritate indignant vexation resent; animal beast creature brute cattle
monster being; annoy vex trouble disturb harass irritate torment plague tease bother; answer reply respond retort
response rejoin; anxiety worry care concern trouble unease uneasy disquiet solicitude anxious; appear seem look emerge
show arise visible appearance sight aspect; appoint name assign choose nominate commission place; argue dispute debate
contend discuss quarrel reason maintain controversy; arm weapon sword gun musket pistol spear rifle; army troop force
soldier host military battalion regiment men; arrange order dispose settle organise prepare set fix; arrest seize
capture imprison apprehend prison jail prisoner captive detain; arrive come reach arrival enter land approach return;
ask beg request inquire enquire entreat implore beseech demand question query plead petition pray; assemble gather
meet collect muster crowd congregate assembly group company; assist help aid support assistance succour relief back;
attach fasten bind tie fix secure join; attack assault assail strike charge fight onset raid invade invasion fall;
attempt try endeavour effort strive essay seek; attract draw allure entice lure charm tempt; authority power command
government rule sovereign control dominion; avoid shun escape evade flee keep elude; baby infant child newborn; bad
evil wicked ill poor wrong vile worse worst badly; banish exile expel drive outcast; bank shore coast beach edge
strand riverside; bare naked nude uncover; battle fight war combat conflict struggle engagement contest warfare
encounter; beach shore sand coast; beam ray light gleam; bear carry endure suffer bring support stand tolerate sustain
transport; beat strike hit thrash flog blow whip lash knock; beautiful lovely fair handsome pretty beauty fine
charming splendid graceful exquisite; bed couch berth hammock sleep mattress; begin start commence beginning first
open set initial origin opening early; behave act conduct manner; believe think suppose hold opinion trust consider
belief faith imagine conviction convince; belong own property possess part member; bend bow stoop lean curve; betray
deceive treachery traitor treason reveal treacherous; big large great huge vast enormous immense gigantic giant
massive tremendous; bind tie fasten chain secure; blood bleed gory bloody; boast brag proud vaunt pride; boat ship
vessel craft canoe bark brig schooner sail skiff aboard galley; body corpse carcass dead remains form figure flesh;
boil cook seethe; bold brave daring courage courageous valour fearless hero valiant intrepid bravery hardy undaunted
audacity; book volume work tome literature read; border edge boundary frontier margin limit verge brink; bottle flask
jar vessel; bottom base floor foot ground depth; box chest case trunk casket container; boy lad youth child son;
branch bough limb twig; break shatter smash crack fracture destroy wreck split broken burst; breath breathe gasp pant;
bride wife marry betroth wedding; brief short little; bright brilliant shine light radiant dazzle glow glitter gleam
vivid; bring carry take fetch convey bear lead; build construct erect raise make form building structure edifice; burn
fire flame blaze scorch consume light ignite kindle; bury grave inter tomb burial funeral sepulchre; business trade
affair work commerce job matter employ; busy occupy engage employ; buy purchase acquire obtain procure get; calculate
reckon count estimate compute; call name cry summon shout term entitle style title; calm quiet still peace tranquil
serene composed peaceful placid cool silent; camp encamp tent quarter encampment pitch; capable able fit; captain
commander master leader chief skipper general officer; capture take seize catch conquer imprison prisoner; care
attention heed look tend mind watch careful nurse; careless negligent reckless heedless neglect rash; castle fortress
stronghold palace fort citadel fortification; cattle cow herd ox goat sheep; cause reason produce make occasion bring
motive lead ground; cautious careful prudent wary caution prudence circumspect; cave cavern grotto den hollow;
celebrate feast festival rejoice praise; centre middle heart midst core; ceremony rite ritual solemn service; certain
sure definite undoubted positive doubtless confident assure; change alter transform turn vary shift become convert
variation modify; character nature disposition temper quality trait temperament; chase pursue hunt follow pursuit;
cheap inexpensive low; cheat deceive trick fraud swindle dupe deception deceit; cheerful happy merry gay glad joyful
bright cheer; child infant boy girl son daughter baby kid offspring young; choose select pick elect prefer choice
decide; church chapel temple cathedral religion; citizen subject people inhabitant resident townsman; city town
village place capital hamlet; claim demand assert maintain pretend declare; clean wash pure neat tidy clear; clear
plain evident obvious distinct lucid manifest; clever cunning shrewd wise able intelligent skill adroit ingenious;
cliff rock precipice crag bluff steep; climb ascend mount scale rise clamber; cloth clothe dress garment garb robe
apparel attire wear suit coat clothing raiment linen; cloud mist fog haze vapour; coast shore beach seaside land; cold
chill frost freeze cool ice icy frozen snow winter frosty; collapse fall fail crumble break ruin; collect gather
assemble accumulate pile; colour hue tint shade; combine unite join mix blend merge; comfort console solace ease
consolation relief soothe cheer comfortable; command order direct bid govern lead rule decree commander; common
general usual ordinary frequent vulgar public; companion fellow friend comrade mate associate colleague company crew;
compare liken resemble contrast like; compel force oblige constrain drive make coerce; complain murmur grumble lament
moan complaint grievance; complete finish whole entire full perfect total utter; conceal hide cover secret disguise
mask; conclude end finish infer close decide; condition state circumstance situation term position; confess admit
acknowledge own avow declare; confident sure certain trust assurance; confuse perplex puzzle bewilder confound
disorder confusion muddle; conquer defeat vanquish overcome subdue master win conquest victory beat overthrow
victorious subjugate; conscience remorse guilt; consequence result effect outcome follow; consider think regard
reflect deem ponder contemplate view; consist contain comprise form make compose; constant continual steady perpetual
ceaseless regular always; contain hold include comprise embrace; contempt scorn despise disdain contemptible; content
satisfy pleased happy glad satisfaction; continue remain persist last proceed keep endure go; control govern rule
manage direct master restrain check; convince persuade satisfy assure; cook roast boil bake dress; copy imitate repeat
reproduce transcribe imitation; corner angle nook; correct right true proper mend amend; corrupt spoil vicious
deprave; cost price charge expense pay worth expensive dear; country land nation state region territory kingdom realm
ground homeland native; courage brave spirit heart valour; court tribunal judge palace; cover wrap clothe spread hide
shelter; crazy mad insane lunatic frantic madness; create make form produce creation invent fashion; crime offence
guilt sin murder wrong; criticise blame censure condemn; crop harvest corn grain; cross pass traverse ford; crowd
throng multitude mob mass swarm host; cruel savage brutal fierce harsh inhuman ruthless barbarous cruelty severe
ferocious merciless; cry weep sob tear shout exclaim scream wail shriek yell; cup glass goblet bowl; cure heal remedy
recover treat recovery; curious strange inquisitive odd curiosity inquiring; current stream tide flow; custom habit
practice tradition usage manner; cut carve slice chop hew sever; damage harm hurt injure spoil injury mischief ruin;
dance hop caper; danger peril risk hazard jeopardy threat dangerous perilous; dark black dim gloom darkness obscure
gloomy dusk shadow; dawn daybreak sunrise morning; dead death die perish decease expire lifeless mortal kill; deal
trade treat bargain; dear costly beloved precious love; decay rot crumble ruin decline wither; deceive trick cheat
delude mislead deception dupe fool stratagem; decide determine resolve settle conclude resolution choose decision;
declare state say announce proclaim assert affirm pronounce avow; decline refuse sink; deep profound depth; defeat
beat conquer rout overcome ruin overthrow lose; defend protect guard shelter secure shield defence fortify; delay wait
linger postpone defer tarry; delicate weak tender fine frail; delight joy pleasure please enjoy charm rapture enchant
happy pleasant; demand ask require claim insist; deny refuse contradict disown; depart leave go quit departure set
exit; depend rely trust rest; depress sad gloom deject despair melancholy; descend fall sink lower go; describe tell
depict relate account portray paint explain; deserve merit worthy; desire wish want long crave yearn hope longing
ambition wishing; despair hopeless misery; destroy ruin wreck demolish annihilate ravage destruction devastate waste;
develop grow evolve advance; devil demon fiend satan; devote dedicate give; differ different vary unlike distinct
other difference various diverse; difficult hard trouble arduous difficulty; dig excavate delve hole; diligent
industrious hard; dinner supper meal feast dine eat; dirty filthy foul soil squalid dust; disappear vanish lose gone;
disappoint frustrate dissatisfy; discover find detect learn reveal perceive; disease illness sickness sick ill malady
plague infect; disgrace shame dishonour; disgust loathe repulse abhor detest; dismiss send discharge; distance far
remote way distant; distinguish separate know discern; distress grief misery trouble; distribute share divide; divide
part split separate share cut; doctor physician surgeon; doubt uncertain suspect question hesitate; drag pull draw
haul tow; dream sleep vision nightmare; drink swallow sip; drive force push; drown sink; drunk intoxicated; dry arid;
dumb mute silent; duty obligation task; eager keen zealous ardent ardour zeal enthusiasm enthusiastic passion
impatient; earn gain win get wage pay income salary; earth ground soil land world globe; easy simple light ease
effortless; eat devour feed dine swallow consume food meal; edge border rim brink margin; educate teach train instruct
learn education school study upbringing; effort exertion labour trouble attempt struggle; elegant graceful refine;
emotion feeling passion sentiment; emperor king ruler monarch sovereign prince sultan lord; empty void vacant hollow
bare; encourage cheer urge inspire hearten incite stimulate; enemy foe adversary opponent opposite rival hostile;
enjoy like delight savour relish pleasure; enough sufficient adequate ample suffice; enter come penetrate go entrance;
entire whole all complete full; envy jealous jealousy grudge; equal even same match peer; equip furnish provide supply
fit outfit; error mistake fault blunder wrong; escape flee fly flight avoid elude fugitive break; establish found set
fix settle institute foundation; eternal everlasting perpetual endless immortal forever; even level flat smooth plain;
evening dusk twilight sunset nightfall; event incident occurrence happen affair circumstance; examine inspect survey
search investigate study scrutinise view explore look observe inspection; example instance pattern model case
illustrate; excellent fine superb splendid admirable good; exchange swap trade barter interchange; excite stir agitate
rouse agitation thrill; excuse pardon forgive apologise pretext plea; execute kill behead hang; exhaust tire weary
fatigue spent tired worn; exist live be existence; expect await anticipate hope look; expense cost charge outlay;
experience undergo feel trial; explain clarify expound account interpret show explanation; explore search survey
travel; expose show reveal bare; express say utter state voice; extend stretch reach spread; extraordinary remarkable
wonderful singular strange uncommon; extreme utmost excessive excess intense; eye look gaze glance see; face
countenance visage look confront features; fade wither vanish pale; fail miss failure unsuccessful vain; faint swoon
weak feeble; faith trust belief loyal loyalty fidelity; faithful loyal true constant devoted trusty; fall drop sink
tumble descend; false untrue lie untruth mendacious wrong; fame renown glory reputation celebrity famous celebrated
illustrious eminent well-known; family house kin relative kinsman household relation parent; far distant remote off;
farm field estate plough crop farmer peasant; fast quick rapid swift speedy speed haste hasty hurry rush hasten; fat
stout plump; fate destiny lot doom fortune; father parent sire; fatigue weary tire exhaust weariness; fault error
defect flaw vice blame; favour kindness grace favourable; feeble weak faint frail infirm; feed nourish eat graze; feel
sense touch perceive; female woman lady; fence hedge wall palisade enclosure; fertile fruitful rich; few scarce rare;
field meadow pasture plain; fierce savage violent furious wild; figure shape form number; fill load stuff crowd; final
last ultimate end eventual; fine penalty forfeit; finger hand; firm solid steady fixed stable hard; fisherman fish;
fit suit proper suitable; flag banner standard ensign colours; flash gleam spark lightning; flatter praise compliment;
float drift swim; flock herd swarm; flood deluge inundate overflow; floor ground deck; flow stream run pour; flower
blossom bloom; follow pursue chase succeed; folly foolish foolishness absurd silly stupid fool senseless madness; food
provision victual meal bread meat nourishment supply diet fare eat ration; foot leg; force strength power violence
might vigour; forehead brow; foreign strange alien stranger outside; forest wood grove jungle tree thicket; forgive
pardon excuse mercy; form shape make create; former previous earlier past prior preceding before; fortune wealth
riches luck property; free liberate release deliver liberty freedom independent liberation; frequent often common
repeated; friend companion ally friendship; frighten scare; front fore forward; fruit produce; full complete filled;
funny comic droll amusing laughable; furniture table chair; future coming hereafter; game play sport; garden orchard
yard; garment clothes; gate door entrance portal; generous liberal lavish bounty magnanimous generosity noble; gentle
mild soft kind tender meek; gift present; girl maid maiden lass damsel; give grant bestow confer present donate hand
offer provide; glance look peep; gloomy dark sad; glory fame honour; go walk travel proceed move; god deity divine
lord providence heaven creator; good virtuous virtue excellent kind; goods merchandise wares property belongings
effects possessions; govern rule reign; government rule state; grain corn wheat rice barley; grand great splendid
magnificent; grateful thankful thank gratitude; grave tomb serious solemn; great big important; greed avarice greedy
covet rapacious rapacity miser; greet salute hail welcome greeting; grief sorrow sadness mourn misery woe anguish
grieve lament affliction suffering unhappy; group band company body party; growl snarl roar; guard watch protect
sentinel sentry; guess suppose surmise conjecture; guest visitor visit; guide lead direct pilot conduct; guilty
criminal; hair lock beard; half middle; hand arm give; handle manage; hang suspend; happen occur befall chance take;
happy glad joyful pleased delighted joy content fortunate merry happiness cheerful; harbour port haven anchor dock;
hard difficult severe stern firm; harsh severe rough cruel; hat cap; hate detest abhor loathe hatred dislike odious
abhorrence; head skull chief top leader; healthy well sound health strong; heat hot warm warmth burn; heaven sky
paradise god; heavy weighty weight; hesitate waver falter doubt; hide conceal skin; high tall lofty elevated height;
hill mountain mount slope height ridge; hint suggest imply; hire engage employ rent; history story account past; hold
keep grasp grip clutch; hole pit gap opening cavity hollow; holy sacred divine; home house homeland; honest upright
true sincere integrity honesty; horrible dreadful terrible frightful hideous ghastly awful; horse steed mare pony;
hostile enemy unfriendly; house dwelling home cottage residence building mansion hut abode lodge lodging cabin
apartment; howl yell roar; human man mankind humanity person people; humble lowly modest; hungry starve hunger famine
starving starvation; hunt chase game; husband spouse man; idea thought notion conception opinion; idle lazy inactive;
ignorant unaware ignorance unlearned; imagine fancy suppose conceive think; important great chief weighty significant
importance matter; impossible cannot; impress strike; improve better mend amend; increase grow add rise; infantry
foot; inform tell acquaint notify apprise news; injure hurt wound; injustice wrong; innocent guiltless; insect vermin
bug; inside within interior inner; insist maintain urge persist; insult offend affront; interest concern; invent
devise contrive; invite ask bid summon; iron steel metal; island isle shore; jewel gem diamond treasure jewellery
ornament; joke jest; journey travel voyage trip tour expedition wander pass; judge deem magistrate court; jump leap
spring bound; just fair right; keep retain hold preserve; kidnap abduct; kill slay murder slaughter destroy die death
execute assassinate; kind sort type; kind gentle good; kiss embrace; knife dagger blade sword; know aware understand
recognise acquainted knowledge; labour work toil; ladder stair stairs staircase; lake pool pond; lamp lantern light
candle; land ground shore; language tongue speech; late tardy; laugh mock ridicule smile laughter; law rule statute
decree; lazy idle sloth; leader chief head captain; leaf foliage; learn study discover find; legend fable tale myth;
length long; letter note message write; lie falsehood deceit; life living existence; lift raise hoist heave; light
bright lamp; like love fond; limb leg arm; limit bound; line row rank; lion beast; listen hear heed; live dwell
inhabit reside lodge; load burden cargo freight; lock bolt bar shut; look gaze stare see watch; loose slack; lord
master noble nobleman; lose loss miss; loud noisy noise; love adore fond affection dear attachment passion; low base;
luggage baggage bag trunk; machine engine device apparatus mechanism; magistrate official; maintain keep; male man;
manner way mode fashion; map chart; mark sign trace track; market fair bazaar; marry wed marriage wedding husband
wife; master lord owner; measure size; meat flesh; medicine remedy drug; meet encounter; memory remember recollect
recall reminiscence remembrance; merchant trader dealer tradesman; mercy pity clemency compassion merciful; message
messenger news dispatch; method way; mind thought intellect soul brain; minister priest secretary; miracle wonder;
miserable wretched unhappy; mix mingle; mock ridicule scorn jeer; modern recent new; moment instant second while;
money coin cash gold wealth silver fund sum; monk friar; mother parent; motion move; mouth lip jaw; move stir shift
go; music song tune sing; narrow strait; native indigenous inhabitant; nature world; near close nigh beside next
neighbouring proximity adjacent vicinity approach; necessary need essential require requisite; neglect ignore;
neighbour near; new fresh recent; news tidings information report word; night dark evening; noble gentleman lord;
noise sound din clamour; north northern; note remark; notice see observe perceive; obey submit comply obedience
obedient; object thing; obstacle barrier hindrance impediment; ocean sea deep water; offer propose give; officer
lieutenant; official minister officer; omen sign portent presage; open unlock; opinion view; opportunity chance
occasion; oppose resist against; origin source; outside exterior without; owner proprietor possessor; pack bundle;
pain ache agony hurt torment torture suffering painful; paint picture portrait draw; pale white; paper document; part
piece portion share; partner companion; pass go; passage way; path road way track route; patient endure patience;
pause stop; pay money reward wage; people folk nation men person; permit allow let; persuade convince induce; physical
bodily; picture image; pile heap stack mass mound; pious devout religious; pirate corsair; place spot site position;
plan scheme project design intention plot intrigue conspiracy conspire; plant sow; pleasant agreeable; plunder loot
pillage rob spoil booty prize ravage sack; poem verse poet poetry; point dot; poison venom; polite courteous; poor
needy indigent poverty destitute misery wretched; population inhabitant; possess own have; possible may able; powder
dust; practice exercise; praise commend; pray prayer; precious valuable; prefer choose rather; pregnant; prepare ready
arrange; preserve keep save; press squeeze push; pretend feign sham; prevent stop hinder impede obstruct; priest
clergyman; principal chief main; prison jail dungeon cell captivity gaol confine; prize reward; problem question;
procession; profession trade; promise vow pledge oath swear engage; promote advance; proof prove evidence; property
wealth possession estate; prophet predict foretell prophecy; prosper thrive flourish prosperous prosperity; proud
haughty arrogant pride; province region; provoke incite; punish chastise punishment penalty; pupil disciple student
scholar; push thrust shove; queen; race run; rain shower wet storm; rank order; read study; ready prepared; real true;
realise understand; rear back behind; rebel revolt rebellion mutiny rise insurrection uprising; receive get; recent
late new; recover regain; red scarlet crimson; reduce lessen diminish decrease; refuse decline reject; regret repent
sorry remorse repentance; rejoice glad; reliable trustworthy trusty trust dependable sure depend; religion faith
creed; reluctant unwilling; remain stay; remind remember recall; remove take; rent let hire; repair mend fix restore;
repeat again; replace substitute; report tell; repulse repel; resist withstand oppose; rest repose; restore return;
retire retreat withdraw withdrawal; return back; reveal show disclose; revenge avenge vengeance; reward recompense;
rich wealthy opulent affluent wealth riches; ride horse; ring circle; river stream brook; road way street path highway
lane; roar bellow; rock stone; roll turn; room chamber cabin apartment hall closet study; rope cord line; rough rude;
round circle circular; rub scrape; rumour report; run rush; sacrifice offer; sad sorrowful unhappy melancholy mournful
sorrow; safe secure safety security unhurt; sailor seaman mariner crew shipmate hand; save rescue deliver; say tell;
scar mark; scatter disperse spread; scholar learned; science knowledge; scold rebuke reprove reproach chide; scratch
scrape; search seek look hunt quest; season time; seat sit chair bench; secret hidden private mystery; see behold
perceive observe; seize grab grasp; sell vend trade; send dispatch transmit; sensation feeling; sense reason; serious
grave earnest; servant attendant domestic valet maid slave footman; serve attend; set place put; severe harsh strict
stern rigorous; shade shadow; shake tremble quiver shiver shudder; sharp keen; shoot fire; shop store; show display
exhibit demonstrate present prove; shut close; side flank; sight view; sign mark signal token indicate; silence silent
quiet; simple plain; single one; sister; size bulk; slave servant slavery; sleep slumber doze asleep; slide slip; slow
slowly gradual; small little tiny slight minute minor; smell odour scent; smoke fume; snare trap; soldier warrior
troops; solve explain; space room; speak talk speech converse conversation discourse discuss; spear lance javelin;
spectacle sight; spend pass; spirit soul ghost; spirits mood; spy scout; square; stage platform; stain spot; stand
rise; statue image; steal rob theft thief; step pace; stick staff cane; stiff rigid; stop cease halt end; store stock;
story tale narrative; straight direct; strange odd queer singular peculiar unusual unfamiliar; stranger foreigner
unknown; strip bare; strong powerful mighty robust sturdy stout vigorous; stupid dull; subject topic; success victory;
sudden abrupt unexpected; suggest propose hint; summit top peak; sun sunlight; support hold uphold; surface top;
surrender yield submit; surround encircle encompass enclose; survive live outlive; suspect doubt suspicion; sweet;
sympathy pity; system plan; table board; task work; taste flavour; tax duty; tear rend; tell relate narrate recount
inform; temper mood; test try trial; thick dense; thief robber; thin lean slender emaciated gaunt; threat menace;
throne crown; throw cast fling hurl toss; together jointly; tool instrument implement; tower; train drill; traveller
voyager; treasure riches; treat handle; treaty agreement pact; troops army; truth fact; turn revolve; tutor teacher
master; tyrant despot; ugly hideous deformed; understand comprehend; undertake try; unknown strange; unusual rare;
upset disturb; urge press; use employ; useful helpful; useless vain; valley dale; value worth; vehicle carriage cart;
vice sin; victory triumph; visible seen; visit call; voice tone; wait await; wake awake rouse; walk go stroll tread;
wall rampart; wander roam stray ramble; want need lack; waste squander; wave billow surge; wear carry; weather; weigh
weight; well good; wet damp moist; whale; wide broad; wife spouse; will wish; window pane; wine drink; wise prudent
sage wisdom; witness see; word speech; worship adore; wound hurt injury; write pen; young youth youthful
"""
