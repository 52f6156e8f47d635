"""Whom a name or a stand-in means, in sentences of our own."""

import pytest

from articles.extraction import extract
from articles.extraction.coreference import Coreference
from articles.extraction.document import Document
from articles.extraction.subjects import Subjects

from .corpus import types


def read(text, code="fr"):
    """The document of a text whose first line is its headline, with its coreference."""
    document = Document(text, code, "2026-03-12", text.split("\n")[0], None)
    return document, Coreference(document, Subjects(document))


def meant(text, words, code="fr"):
    """The name of the company that the last stand-in or name with these words means, or None."""
    document, who = read(text, code)
    found = None
    for sentence in document.sentences:
        for mention in sentence.mentions:
            if text[mention.start : mention.end] == words:
                found = who.resolve(mention, sentence)
    return found.entity.name if found else None


STAND_INS = [
    # The fund that was named last does not take the company's place.
    (
        "Brindille lève 5 millions\nLe tour a été mené par Orvane Capital.\nLa société emploie 40 personnes.",
        "La société",
        "Brindille",
    ),
    # A paragraph goes back to what the text is about.
    (
        "Brindille grandit\nBrindille recrute. Ovalie a signé avec Brindille.\nBrindille attend.\nLe groupe grandit.",
        "Le groupe",
        "Brindille",
    ),
    # Each item of a round-up has its own.
    (
        "Les levées de la semaine\n• Brindille (5 M€) : un tour pour l'éditeur lillois.\n• Ovalie (3 M€) : la foodtech "
        "grandit.\n• Pivoine (2 M€) : la start-up recrute.",
        "la foodtech",
        "Ovalie",
    ),
    # Where a company comes from tells it from another.
    (
        "La guerre des robots\nLe toulousain Brindille attaque son concurrent angevin Ovalie.\nOvalie se défend.\n"
        "L'entreprise toulousaine emploie 40 personnes.",
        "L'entreprise",
        "Brindille",
    ),
    (
        "Brindille contre Ovalie\nLe lyonnais Brindille a fui. Le lillois Ovalie suit.\nLe lyonnais a levé peu.",
        "Le lyonnais",
        "Brindille",
    ),
    # A headline within the text that does not name a company does not keep it.
    (
        "Brindille bat un record\nBrindille a franchi un cap. Brindille recrute. Ovalie suit.\nUn recrutement massif\n"
        "La société emploie 40 personnes.",
        "La société",
        "Brindille",
    ),
    # What a company is compared with is not that company.
    (
        "Deux fintechs lèvent des fonds\nOvalie recrute. L'ambiance est bonne chez Brindille. Un mois avant Ovalie, la "
        "fintech a grandi.",
        "la fintech",
        "Brindille",
    ),
    # Each short item brings up its own.
    (
        "Les brèves\n- Brindille grandit. La société recrute.\n- Une usine Ovalie à Dax. Le groupe recrute.\n"
        "- Pivoine se tait.",
        "Le groupe",
        "Ovalie",
    ),
    # What a part, a leader or an apposition tells of a company is told of the company, unless it is another's.
    (
        "Brindille grandit\nBrindille recrute. La valorisation d'Ovalie recule, puis elle remonte.",
        "elle",
        "Ovalie",
    ),
    (
        "Brindille grandit\nBrindille recrute. La filiale d'Ovalie recule, puis elle remonte.",
        "elle",
        "Brindille",
    ),
    (
        "Brindille grandit\nBrindille recrute. Léa Morel, fondatrice de la start-up Ovalie, rit. La société recrute.",
        "La société",
        "Ovalie",
    ),
    (
        "Brindille grandit\nBrindille recrute. Léa Morel, qui a quitté Ovalie, sourit. La société recrute.",
        "La société",
        "Brindille",
    ),
    (
        "Brindille grandit\nBrindille recrute. À Dax, Ovalie, une fabrique de jouets, recrute. La société grandit.",
        "La société",
        "Ovalie",
    ),
    (
        "Brindille grandit\nBrindille recrute. En comparaison, Ovalie, une fabrique, recule ; elle licencie.",
        "elle",
        "Ovalie",
    ),
    # An adverb behind an aside leaves the comma that closes it.
    (
        "Brindille grandit\nL'entreprise, jadis connue sous le nom d'Ovalie, désormais rivale, grandit. Elle recrute.",
        "Elle",
        "Brindille",
    ),
    # The object of a verb is not its subject.
    (
        "Procès\nLa start-up Brindille grandit. Ovalie a assigné la start-up.",
        "la start-up",
        "Brindille",
    ),
    # Its subsidiary or its rival is told of in passing.
    (
        "Brindille grandit\nBrindille a recruté. Sa filiale Ovalie a reculé. Le groupe grandit.",
        "Le groupe",
        "Brindille",
    ),
    # Whoever a noun has stood for is called so from then on.
    (
        "Brindille soupçonnée\nUne enquête vise Brindille. Ovalie, maison mère de l'enseigne, se tait. Elle recrute. "
        "L'enseigne grandit.",
        "L'enseigne",
        "Brindille",
    ),
    # A clause of its own goes on about the subject of the one before.
    (
        "Brindille et Ovalie\nBrindille recule. Ovalie se porte mieux : le fromager recrute.",
        "le fromager",
        "Ovalie",
    ),
    # In news of a deal the group is the one who buys, the brand the one who is bought.
    (
        "Brindille rachète Ovalie\nLe groupe s'étend. La marque emploie 40 personnes.",
        "La marque",
        "Ovalie",
    ),
    ("Brindille reprise par Ovalie\nLe groupe emploie 40 personnes.", "Le groupe", "Ovalie"),
    # By their order.
    ("Brindille et Ovalie recrutent\nLa première grandit. La seconde emploie 40 personnes.", "La seconde", "Ovalie"),
    # What everybody calls a well-known company, and its trade.
    (
        "Renault et Ovalie\nOvalie recrute. Ovalie grandit. Renault recule. La marque au losange emploie 40 personnes.",
        "La marque",
        "Renault",
    ),
    ("Le ciel\nOvalie recrute chez Airbus. Ovalie grandit. L'avionneur se tait.", "L'avionneur", "Airbus"),
    # No giant is a start-up.
    (
        "Brindille grandit\nLa start-up Brindille attend. Elle fournit Ovalie. Le géant recrute.",
        "Le géant",
        "Ovalie",
    ),
    # The bare name above a paragraph is whom it is about.
    (
        "Deux pépites à suivre\nGreenivel\nL'entreprise nantaise grandit.\nMedivel\nLa société recrute.",
        "La société",
        "Medivel",
    ),
    ("Deux pépites à suivre\nGreenivel. L'entreprise grandit.\nMedivel. La société recrute.", "La société", "Medivel"),
    # A noun may stand for a company where the text has called it so.
    ("Brindille grandit\nBrindille recrute. La clinique Ovalie attend. La clinique grandit.", "La clinique", "Ovalie"),
    # Whoever is among its clients is named in passing.
    (
        "Brindille grandit\nElle a doublé. Ovalie et Pivoine comptent parmi ses clients. La société recrute.",
        "La société",
        "Brindille",
    ),
    # Whoever counts others among its clients is what the text is about; the others are not.
    (
        "Ouverture\nBrindille, qui compte Ovalie et Pivoine parmi ses clients, grandit. La société recrute.",
        "La société",
        "Brindille",
    ),
    # Where it was founded tells it from others further down.
    (
        "Brindille rachète Ovalie\nBrindille s'offre Ovalie. Cette société, créée à Nantes, grandit.\nBrindille "
        "attend. Brindille y tient.\nBrindille avait déjà essayé.\nBrindille paie. La firme de Nantes recrute.",
        "La firme",
        "Ovalie",
    ),
    # The plant of a town is no company from there.
    (
        "Brindille grandit\nBrindille rachète le nantais Ovalie.\nBrindille recrute. Brindille paie.\nBrindille "
        "attend. "
        "La plateforme de Nantes ferme.",
        "La plateforme",
        "Brindille",
    ),
    # The subject of the clause before a pronoun.
    (
        "Brindille rachète Ovalie\nBrindille s'offre Ovalie. Brindille recrute. L'accord arrive alors qu'Ovalie doute, "
        "où elle cherche un patron.",
        "elle",
        "Ovalie",
    ),
    # In news of a deal, it is the bought one that had raised money and was founded.
    ("Rachat\nBrindille rachète Ovalie. L'entreprise avait levé 3 millions d'euros.", "L'entreprise", "Ovalie"),
    ("Rachat\nBrindille annonce qu'elle rachète Ovalie. Elle était valorisée 3 millions d'euros.", "Elle", "Ovalie"),
    ("Rachat\nBrindille rachète Ovalie. L'entreprise, fondée en 2012, recrute.", "L'entreprise", "Ovalie"),
    ("Rachat\nBrindille rachète Ovalie. L'opération valorise l'éditeur à 3 millions d'euros.", "l'éditeur", "Ovalie"),
    ("Rachat\nBrindille rachète Ovalie. L'entreprise vient de lever 3 millions d'euros.", "L'entreprise", "Brindille"),
    # Where it comes from stands for the buyer although the text has not told it.
    ("Brindille rachète Ovalie\nL'angevin emploie 40 personnes.", "L'angevin", "Brindille"),
    # A description at the head of a sentence presents the one that is bought.
    (
        "Rachat\nBrindille a repris son voisin Ovalie. Fondée en 1962, l'entreprise emploie 40 personnes.",
        "l'entreprise",
        "Ovalie",
    ),
    # The group of a family does not bear its name.
    ("Brindille grandit\nBrindille recrute. Le groupe des frères Vasselin attend. Il recrute.", "Il", "Brindille"),
    # Its peer is the other one.
    (
        "Deux mutuelles\nBrindille et Ovalie s'unissent. Brindille recrute. Sa consœur emploie 40 personnes.",
        "Sa consœur",
        "Ovalie",
    ),
    # What a noun deals in suits the one that was described with the same word.
    (
        "Brindille grandit\nBrindille, groupe de télécoms, recule. Ovalie, géant du transport, attend. Brindille "
        "souffre. Le groupe de transport emploie 40 personnes.",
        "Le groupe",
        "Ovalie",
    ),
    # An adverbial without a comma leads up to its subject.
    (
        "Brindille grandit\nBrindille a recruté. De son côté Ovalie a souffert. La société emploie 40 personnes.",
        "La société",
        "Ovalie",
    ),
    # Whoever brings the news or took the picture is nobody.
    ("(Agence Ovalie) - Brindille recrute. Le groupe grandit.", "Le groupe", "Brindille"),
    ("L'usine en chiffres\nPhoto : Ovalie\nBrindille recrute. Le groupe grandit.", "Le groupe", "Brindille"),
    # A product stands for its maker.
    (
        "Pistil passe hors ligne\nLa fonction est dévoilée par Ovalie, l'éditeur grenoblois de l'application Pistil.",
        "Pistil",
        "Ovalie",
    ),
]


@pytest.mark.parametrize(("text", "words", "name"), STAND_INS)
def test_a_stand_in_means(text, words, name):
    assert meant(text, words) == name


def test_a_union_is_no_company():
    document, who = read("Brindille recrute.\nLe syndicat Voix Claires proteste.")
    assert [entity.name for entity in who.companies] == ["Brindille"]
    assert [entity.name for entity in document.entities if entity.public] == ["Voix Claires"]


def test_who_answers_in_an_interview_is_no_company():
    text = "Entretien\nBrindille recrute, explique Oriela Vask.\nO. V : Nous employons 310 salariés.\nO.V. : Oui."
    assert types(text) == {"Brindille": "org", "Oriela Vask": "person"}


def test_a_heading_is_a_company_where_its_paragraph_calls_it_one():
    long = "Le marché se tend depuis deux ans, et rien ne dit que la suite sera meilleure pour elles. " * 12
    semis = "Semis\nEn avril, c'est la plateforme de semences qui ferme."
    text = f"Trois pépites en peine\n{long}\n{semis}\nPerspectives\n{long}"
    assert types(text) == {"Semis": "org"}


def test_a_well_known_company_is_no_person_before_one_of_that_name_is_met():
    found = types("Bras de fer entre Leclerc et Brindille\nMichel Leclerc se tait.")
    assert (found["Leclerc"], found["Michel Leclerc"]) == ("org", "person")


def test_the_target_is_the_one_that_is_bought():
    text = "Brindille rachète Ovalie\nBrindille a racheté Ovalie. La cible emploie 40 salariés."
    assert ("Ovalie", 40) in {
        (finding.slots.get("company"), finding.slots.get("value")) for finding in extract(text, language="fr")
    }


def test_we_are_the_company_of_whoever_speaks():
    text = (
        "Oriela Vask, directrice générale de Brindille : « Nous grandissons »\nNotre concurrent, Ovalie, recule.\n"
        "Nous avons levé 18 millions d'euros."
    )
    assert [f.slots["company"] for f in extract(text, language="fr") if f.kind == "funding_round"] == ["Brindille"]


def test_whom_a_company_is_likened_to_is_not_spoken_of():
    document, _ = read("Brindille veut devenir le Netflix du livre.")
    assert [entity.name for entity in document.entities] == ["Brindille"]


def test_somebody_elses_supplier_stands_for_nobody():
    document, _ = read("Brindille grandit\nBrindille accuse son fournisseur de cellules, le taïwanais Ovalie.")
    assert [m.type for s in document.sentences for m in s.mentions] == ["org", "org", "org"]


def test_the_maker_of_the_app_in_the_headline_is_the_focus():
    _, who = read(
        "Fernly passes 40m users\nLarch Lane, the Leeds company behind the note-taking app Fernly, grows.", "en"
    )
    assert who.focus.name == "Larch Lane"


def test_an_app_without_a_maker_is_a_company():
    text = "The app Fernly grows\nFernly raised $5 million. Investors like Fernly.\nFernly will hire."
    assert types(text, "en")["Fernly"] == "org"


def test_he_and_she_are_no_companies():
    assert meant("Brindle grows\nBrindle hired Ada Roe. Then she left.", "she", "en") is None


def test_a_rival_acts_for_itself_and_the_text_stays_with_its_company():
    document, who = read("Brindille grandit\nSon concurrent Ovalie a levé peu.\nElle recrute.")
    rival, last = document.sentences[1:]
    assert who.subject(rival, rival.skeleton.text.index("a levé")).entity.name == "Ovalie"
    assert who.topic(last).name == "Brindille"


def test_with_or_without_its_article_it_is_one_company():
    document, _ = read("Brindille suit Le Panier Vert.\nLuc Morel, cofondateur du Panier Vert, recrute.")
    assert [e.name for e in document.entities if e.type == "org"] == ["Brindille", "Le Panier Vert"]


def test_bylines_and_credits_bring_nobody_up():
    document, who = read(
        "Brindille recrute\nPublié le 3 avril 2026 par Tom\nPhoto : Studio Ovalie\nL'entreprise grandit."
    )
    subjects = {entity.name: entity.as_subject for entity in document.entities}
    assert subjects == {"Brindille": 1, "Tom": 0, "Studio Ovalie": 0}
    assert who.topic(document.sentences[-1]).name == "Brindille"


def test_a_company_that_stays_unnamed_is_nobody_else():
    text = "Tarnbrook Research counts 18 rounds, one for an unnamed robotics company at a valuation of $14 billion."
    assert extract(text, language="en") == []
    named = "Tarnbrook Research counts 18 rounds. Halvard Robotics raised money at a valuation of $14 billion."
    assert [finding.slots["company"] for finding in extract(named, language="en")] == ["Halvard Robotics"]


def companies_that_raise(text):
    """The companies of the rounds that a text tells."""
    return [finding.slots["company"] for finding in extract(text, language="fr") if finding.kind == "funding_round"]


def test_any_start_up_is_not_the_one_the_text_is_about():
    text = "Brindille explique les levées de fonds\nBrindille a écrit un guide. Une start-up lève 2 millions d'euros."
    assert companies_that_raise(text) == []


def test_a_phrase_at_the_head_of_a_sentence_is_about_whom_it_leads_up_to():
    text = (
        "Ovalie grandit\nOvalie recrute. Après avoir levé 5 millions d'euros auprès du fonds Orvane et convaincu "
        "son voisin Pivoine, Brindille embauche."
    )
    assert companies_that_raise(text) == ["Brindille"]


def test_whoever_buys_a_start_up_is_not_the_start_up():
    text = (
        "Brindille et Ovalie négocient\nLe géant Brindille est riche. La start-up Ovalie l'est moins.\n"
        "Le géant convoite la start-up."
    )
    assert meant(text, "la start-up") == "Ovalie"
    assert meant("Brindille grandit\nLe géant convoite la start-up.", "la start-up") is None


def test_a_head_of_state_presides_over_no_company():
    text = "Brindille lève des fonds\nBrindille recrute. Le président Emmanuel Macron s'en félicite."
    assert [finding.kind for finding in extract(text, language="fr")] == []


def test_the_words_before_an_english_noun_are_part_of_the_stand_in():
    text = "Brindle grows\nBrindle hires. Ovalie is older.\nThe drug discovery startup employs 40 people."
    assert meant(text, "The drug discovery startup", "en") == "Brindle"


@pytest.mark.parametrize(
    "text",
    [
        "Brindille, anciennement Ovalie, recrute. Ovalie avait levé 5 millions d'euros.",
        "Brindille (ex-Ovalie) recrute. Ovalie avait levé 5 millions d'euros.",
        "Ovalie, rebaptisée Brindille, recrute. Ovalie avait levé 5 millions d'euros.",
        "Brindille (ex-Ovalie) recrute. Ovalie, anciennement Pivoine, a grandi. Pivoine avait levé 5 millions d'euros.",
        "Ovalie (ex-Brindille) recrute. Brindille, anciennement Ovalie, avait levé 5 millions d'euros.",
    ],
)
def test_a_former_name_means_the_company(text):
    assert companies_that_raise(text) == ["Brindille"]


def test_who_worked_for_a_company_does_not_bear_its_name():
    assert "Ovalie" in types("Oriela Vask (ex-Ovalie) rejoint Brindille.")


def test_the_heading_of_an_item_is_not_its_company():
    text = "Les brèves\nLong Format : Brindille recrute. La société grandit."
    assert meant(text, "La société") == "Brindille"


def test_several_companies_are_none():
    text = (
        "Brindille sonde le marché\nBrindille a mené l'enquête. Les start-up françaises ont levé 2 milliards d'euros."
    )
    assert companies_that_raise(text) == []


def test_whoever_took_the_picture_is_nobody():
    text = "Brindille recrute ( AFP / ORVEN TASSIL ) / Orvane OUT\n© Ovalie Images\nBrindille grandit."
    assert types(text) == {"Brindille": "org"}


def test_whoever_is_let_do_it_does_it():
    text = "Ovalie grandit\nOvalie a créé Brindille. Ce succès permet à Brindille de lever 5 millions d'euros."
    assert companies_that_raise(text) == ["Brindille"]


def test_what_opens_the_text_without_a_name_is_named_later_on():
    text = (
        "La start-up toulousaine a levé 5 millions d'euros.\nLe géant Ovalie entre au capital. Ovalie est aussi son "
        "premier client.\nFondée en 2015, la start-up Brindille fabrique des capteurs."
    )
    assert companies_that_raise(text) == ["Brindille"]


def test_a_company_named_once_and_late_is_not_what_the_text_is_about():
    text = (
        f"Les fonds se font rares\nLes temps sont durs.{' Les prix montent, les taux aussi.' * 15}\nBrindille recrute."
    )
    document, who = read(text)
    assert [who.topic(sentence) for sentence in document.sentences[:5]] == [None] * 5


def test_a_backer_does_not_raise_the_round_that_it_joins():
    text = "Enfin vient Brindille, avec un tour de table de 20 millions d'euros réalisé en juin auprès d'Orvane Tessil."
    assert companies_that_raise(text) == ["Brindille"]


DESCRIBED = [
    ("Plus tôt, le spécialiste français du paiement dédié aux entreprises Brindille a grandi.", "spécialiste"),
    ("Brindille, l'un des principaux éditeurs français, recrute.", "éditeur"),
    ("Un concurrent arrive : la start-up du nom de Brindille recrute.", "start-up"),
]


@pytest.mark.parametrize(("text", "noun"), DESCRIBED)
def test_a_name_takes_the_words_that_describe_it(text, noun):
    document, _ = read(text)
    named = [m for s in document.sentences for m in s.mentions if m.type in ("org", "anaphor")]
    assert [(m.value.name, m.descriptor) for m in named] == [("Brindille", noun)]


def test_a_company_that_bears_a_persons_name_is_no_person():
    assert types("Brindille lève 12 millions d'euros, une opération pilotée par Morgan Stanley.") == {
        "Brindille": "org",
        "Morgan Stanley": "org",
    }


def test_this_company_is_the_one_just_brought_up():
    text = "Ovalie grandit\n\nOvalie a pris la moitié de l'entreprise Brindille. Cette société angevine recrute."
    assert meant(text, "Cette société") == "Brindille"


def test_a_group_that_is_bought_is_a_group_still():
    text = (
        "L'avenir de Brindille\n\nBrindille attend. Le groupe Ovalie, que Kolibri veut racheter, cherche un local. "
        "En 2016, Ovalie avait affronté une tempête. Depuis, le groupe a changé d'assureur."
    )
    assert meant(text, "le groupe") == "Ovalie"


def test_a_noun_behind_what_leads_up_to_it_describes_nobody_else():
    text = "La radio Kolibri grandit\nAprès Vervins, la radio Kolibri recrute. Dix ans après Vervins, la radio grandit."
    assert meant(text, "la radio") == "Kolibri"


SPOKEN_OF = [
    # The trade that a name tells; whoever is named in an aside; the one that was bought goes on; a company is no backer
    # of itself for having shareholders; where the seat is.
    (
        "Un avion d'Ovalie atterrit en urgence\n\nUn avion Ovalie de Brindille Airlines a atterri hier, a annoncé la "
        "compagnie.",
        "la compagnie",
        "Brindille Airlines",
    ),
    (
        "Le compost de Brindille\n\nBrindille a convaincu 250 clients - du palace Orvane aux cafés Kolibri - en un an. "
        "Cette entreprise recrute.",
        "Cette entreprise",
        "Brindille",
    ),
    (
        "Ovalie condamné\n\nOvalie attend. Fondée en 1942, la laiterie Brindille avait été rachetée par Ovalie. "
        "Elle emploie 147 salariés.",
        "Elle",
        "Brindille",
    ),
    (
        "Du café à la voile\n\nBrindille grandit. Luc Morel est passé par Ovalie. Luc Morel, actionnaire principal "
        "de Brindille, recrute. L'entreprise vend du café.",
        "L'entreprise",
        "Brindille",
    ),
    (
        "Ovalie sauvé\n\nUne offre de Brindille, dont le siège est situé à Saint-Malo, est acceptée pour Ovalie. "
        "Ovalie attend. Avec cela, le groupe malouin grandit.",
        "le groupe",
        "Brindille",
    ),
]


@pytest.mark.parametrize(("text", "words", "name"), SPOKEN_OF)
def test_a_noun_means_the_one_that_it_suits(text, words, name):
    assert meant(text, words) == name


def test_a_pronoun_ahead_of_its_name_means_the_subject_behind_the_clause():
    text = "Ovalie perd de l'argent\n\nOvalie a perdu 3 millions. Quand il gagnait 2 millions, l'électricien {}"
    assert meant(text.format("Brindille en perd 7."), "il") == "Brindille"
    assert meant(text.format("se tait chez Brindille."), "il") == "Ovalie"


@pytest.mark.parametrize(
    "text",
    [
        "Radio Morel ouvre un studio. La radio emploie 265 salariés.",
        "La Banque Morel ouvre une agence. La banque emploie 265 salariés.",
        "La société Morel ouvre un site. La structure emploie 265 salariés.",
    ],
)
def test_the_first_word_of_a_name_may_stand_for_it(text):
    firms = [fact.slots["company"] for fact in extract(text, language="fr") if fact.kind == "key_figure"]
    assert [firm.split()[-1] for firm in firms] == ["Morel"]
    radio = "La société Morel ouvre un studio. La radio emploie 265 salariés."
    assert [fact for fact in extract(radio, language="fr") if fact.kind == "key_figure"] == []


HEADED = [
    ("Passé par Brindille, Luc Morel a créé Kolibri. L'entreprise recrute.", "L'entreprise", "Kolibri"),
    ("Ancien de Brindille, Luc Morel dirige Kolibri. L'entreprise recrute.", "L'entreprise", "Kolibri"),
    ("Brindille, dont Luc Morel dirige la filiale Kolibri, va bien. Le groupe recrute.", "Le groupe", "Brindille"),
    ("Installée dans une laiterie de Bulle, la société recrute. Kolibri vend des capteurs.", "la société", "Kolibri"),
]


@pytest.mark.parametrize(("text", "words", "name"), HEADED)
def test_whoever_heads_a_company_brings_it_up(text, words, name):
    assert meant(text, words) == name


def test_what_stands_before_the_colon_is_what_the_sentence_is_about():
    text = "Brindille recrute. Du rififi chez Biotope : le comité a révoqué le président, Luc Morel."
    assert [f.slots["company"] for f in extract(text, language="fr")] == ["Biotope"]


def test_news_of_an_appointment_is_about_the_company_that_somebody_comes_to():
    text = (
        "Luc Morel, patron de Brindille, prendra les rênes d'Ovalie\n\nLe conseil d'Ovalie a choisi Luc Morel, actuel "
        "PDG de Brindille, où il était arrivé en 2012.\n\nUn autre chantier l'attend. Le géant emploie 290 salariés."
    )
    assert [f.slots["company"] for f in extract(text, language="fr") if f.kind == "key_figure"] == ["Ovalie"]


def test_a_firm_that_bears_a_surname_is_told_by_its_origin_and_by_brackets():
    text = (
        "La société Brindille recrute. Elle négocie avec le nazairien Trégouvan (1 310 personnes, 243 M€ de CA en "
        "2017). Paul Trégouvan avait fondé Trégouvan."
    )
    figures = [f.slots for f in extract(text, language="fr") if f.kind == "key_figure"]
    assert {(slots["company"], slots["value"]) for slots in figures} == {
        ("Trégouvan", 1_310),
        ("Trégouvan", 243_000_000),
    }


def test_an_opening_participle_presents_the_firm_just_brought_up():
    text = (
        "Ovalie a racheté les Transports Brindille, installés à Issoudun. Également active dans le vrac, l'affaire "
        "familiale emploie 42 personnes."
    )
    figures = [f.slots for f in extract(text, language="fr") if f.kind == "key_figure"]
    assert [(slots["company"], slots["value"]) for slots in figures] == [("Transports Brindille", 42)]
