"""Words that say nothing of what a talk is about, by language; unknown languages get all lists together."""

ENGLISH = """
a about above after again all almost also always am an and any are as at back be because been before being below
between both but by can could did do does doing don't down each even ever every few first for from get gets getting go
goes going gonna good got had has have having he her here hers him his how i i'm i've i'll if in into is it its it's
just kind know last let like little long look looked lot made make makes many may maybe me mean might more most much
must my need never new next no not nothing now of off oh ok okay on once one only or other our out over own people
pretty put quite really right said same say saw says see seen she should since so some something sort still such sure
take than thank thanks that that's the their them then there there's these they thing things think this those three
through time to too two uh um under until up us use used very want wanted was way we we're well went were what when
where which while who why will with without work would yeah year years yes yet you you're your hello good bye goodbye
welcome week today hours hour brought talk talked let's us hear heard takes took nearly
"""

GERMAN = """
aber alle allem allen aller alles als also am an andere anderen auch auf aus bei bin bis bist da dabei damit dann das
dass dein deine dem den denn der des dich die dies diese diesem diesen dieser dieses dir doch dort du durch ein eine
einem einen einer eines einfach einige er erst es etwas euch euer für ganz gar gab geben gehen geht genau gern gibt
gut habe haben hat hatte hatten hier hin ich ihm ihn ihnen ihr ihre ihrem ihren im immer in ins irgendwie ist ja jede
jeder jetzt kann kein keine kommen kommt können könnte lassen leute mal man mehr mein meine mich mir mit muss müssen
nach natürlich nein nicht nichts noch nur ob oder ohne okay richtig sagen sagt schon sehr sein seine sich sie sind so
sollte sondern sonst total über um und uns unser unter viel viele vielleicht vom von vor war waren warum was weg weil
weiter wenn wer werden wie wieder wieso will wir wird wirklich wissen wo wollen wurde würde zu zum zur zwei zwischen
äh ähm
"""

SPANISH = """
a al algo antes así aunque bien bueno cada casi como con creo cuando cual de del desde donde dos el ella ellos en
entonces era es esa ese eso esta está están este esto estoy fue gracias ha había hace hacer hasta hay la las le les lo
los más me mi mismo muy nada ni no nos nosotros o otra otro para pero poco por porque pues que qué quien se sea ser si
sí sin sobre son su sus también tan te tener tengo tiene todo todos tu un una uno unos y ya yo
"""

FRENCH = """
à ai aller alors après as au aussi autre aux avait avec avez avoir beaucoup bien bon ça car ce cela ces cet cette
chose comme comment dans de des deux dire dit donc du elle elles en encore est et était été être eu euh fait faire
faut il ils je juste la là le les leur lui ma mais me même merci mes moi mon ne nous on ont ou où oui par parce pas
peu peut plus pour pourquoi quand que quel quelque qui sa sans se ses si son sont sur ta te tout tous toute très trop
tu un une va vais vers voilà vous y
"""

LISTS = {"en": ENGLISH, "de": GERMAN, "es": SPANISH, "fr": FRENCH}


def stopwords(language: str) -> frozenset[str]:
    """The list of a language code such as `en` or `de-AT`."""
    known = LISTS.get(language.split("-")[0].lower())
    return frozenset((known if known is not None else " ".join(LISTS.values())).split())
