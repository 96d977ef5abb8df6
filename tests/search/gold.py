"""Sixty questions, and who must answer: the whole of what the search forgives.

A question, the name that must be among the first five; None: nothing may answer.
"""

PEOPLE = [
    # name, other names, hidden names
    ("Diego De Biasio", [], []),
    ("Elisabeth Margue", [], ["Secrète"]),
    ("Kamel Amroune", [], []),
    ("Marie-Hélène Jobin", [], []),
    ("Jürgen Müller", [], []),
    ("Hans Mueller", [], []),
    ("Anne Weiß", [], []),
    ("Søren Ørsted", [], []),
    ("Łukasz Żółty", [], []),
    ("Jan van der Berg", [], []),
    ("Ludwig von Hohenfels", [], []),
    ("Jean de la Fontaine", [], []),
    ("Sinéad O’Brien", [], []),
    ("David Soner", ["Pschhh!"], []),
    ("Claire Dubois", ["Claire Lambert"], []),
    ("E. Grace", [], []),
    ("Jean-Luc Petit", [], []),
    ("Jean Petitjean", [], []),
    ("Anna Schmit", [], []),
    ("Anna Schmitz", [], []),
    ("Anna Schmitt", [], []),
    ("Bob Li", [], []),
    ("Lina Liebermann", [], []),
    ("Alexandra Konstantinidou", [], []),
    ("Guillaume Thériault", [], []),
    ("王小明", [], []),
    # A middle initial answers to half of all first names.
    ("Bernard M. Kessler", [], []),
    ("Dora M Fischer", [], []),
    ("Salvo J. Nielsen", [], []),
    ("Mirko Meers", [], []),
    ("Jurgen Joosten", [], []),
    ("Nico Jansen", [], []),
]
ORGANISATIONS = [
    ("Technoport", ["Technoport SA"], []),
    ("Luxembourg Institute of Science and Technology", [], []),
    ("Université du Luxembourg", ["Uni.lu"], []),
    ("Chambre de Commerce", [], []),
    ("Tech School", [], []),
    ("Ville d’Esch-sur-Alzette", [], []),
    ("Luxinnovation", [], ["Agence Masquée"]),
]
VENUES = [("Kinepolis Belval", "Esch"), ("Maison du Savoir", "Belvaux")]
SESSIONS = [
    "MeluXina, le supercalculateur luxembourgeois",
    "L’IA souveraine",
    "Start-ups : accompagner, coopérer, grandir",
    "Œuvres d’Élise",
    "EschTechWeek : nuit bleue",
    "Each tech week",
]

# What is said of sessions and of people: title, summary, topics, who came as what.
TEXTS = [
    ("Panorama", "Retour sur l’innovation transfrontalière, cross-border et numérique.", [],
     "Elisabeth Margue", "Ministre de la Justice"),
    ("Matinée", "Des jumeaux numériques pour la Größe Straße.", ["Cybersécurité"],
     "Diego De Biasio", "directeur général du Technoport"),
    ("Sans titre", "", ["Ville durable"], "Anne Weiß", "Chargée de mission, Ville de Metz"),
]  # fmt: skip

GOLD = [
    # as written
    ("Diego De Biasio", "Diego De Biasio"),
    ("Technoport", "Technoport"),
    ("L’IA souveraine", "L’IA souveraine"),
    ("Kinepolis", "Kinepolis Belval"),
    # accents and case
    ("marie helene jobin", "Marie-Hélène Jobin"),
    ("MARIE-HÉLÈNE", "Marie-Hélène Jobin"),
    ("theriault", "Guillaume Thériault"),
    ("Thériàult", "Guillaume Thériault"),
    ("lukasz zolty", "Łukasz Żółty"),
    ("soren orsted", "Søren Ørsted"),
    ("oeuvres d'elise", "Œuvres d’Élise"),
    ("universite luxembourg", "Université du Luxembourg"),
    # order
    ("biasio diego", "Diego De Biasio"),
    ("Margue, Elisabeth", "Elisabeth Margue"),
    ("commerce chambre", "Chambre de Commerce"),
    ("supercalculateur meluxina", "MeluXina, le supercalculateur luxembourgeois"),
    # beginnings, as they are typed
    ("dieg", "Diego De Biasio"),
    ("kam amr", "Kamel Amroune"),
    ("konst", "Alexandra Konstantinidou"),
    ("luxinn", "Luxinnovation"),
    ("superc", "MeluXina, le supercalculateur luxembourgeois"),
    # hyphens, apostrophes and what is glued
    ("mariehelene jobin", "Marie-Hélène Jobin"),
    ("marie hélène", "Marie-Hélène Jobin"),
    ("obrien", "Sinéad O’Brien"),
    ("O'Brien", "Sinéad O’Brien"),
    ("brien", "Sinéad O’Brien"),
    ("startups", "Start-ups : accompagner, coopérer, grandir"),
    ("techschool", "Tech School"),
    ("techno port", "Technoport"),
    ("eschtec hweek bleue", "EschTechWeek : nuit bleue"),
    ("esch tech week", "EschTechWeek : nuit bleue"),
    ("each tech week", "Each tech week"),
    ("ia", "L’IA souveraine"),
    # particles
    ("debiasio", "Diego De Biasio"),
    ("diego biasio", "Diego De Biasio"),
    ("diego von biasio", "Diego De Biasio"),
    ("vanderberg", "Jan van der Berg"),
    ("van den berg", "Jan van der Berg"),
    ("jan berg", "Jan van der Berg"),
    ("hohenfels", "Ludwig von Hohenfels"),
    ("lafontaine", "Jean de la Fontaine"),
    # two spellings of one letter
    ("mueller", "Jürgen Müller"),
    ("muller jurgen", "Jürgen Müller"),
    ("juergen mueller", "Jürgen Müller"),
    ("hans müller", "Hans Mueller"),
    ("weiss", "Anne Weiß"),
    ("oersted", "Søren Ørsted"),
    # other names, pseudonyms, initials, abbreviations
    ("pschhh", "David Soner"),
    ("claire lambert", "Claire Dubois"),
    ("lambert dubois", "Claire Dubois"),
    ("D. De Biasio", "Diego De Biasio"),
    ("k amroune", "Kamel Amroune"),
    ("Emma Grace", "E. Grace"),
    ("mh jobin", "Marie-Hélène Jobin"),
    ("LIST", "Luxembourg Institute of Science and Technology"),
    ("uni.lu", "Université du Luxembourg"),
    ("小明", "王小明"),
    # typos
    ("diego de baisio", "Diego De Biasio"),
    ("kamel amrune", "Kamel Amroune"),
    ("elizabeth marque", "Elisabeth Margue"),
    ("konstantindou", "Alexandra Konstantinidou"),
    ("xamel amroune", "Kamel Amroune"),
    ("mirko mers", "Mirko Meers"),
    ("juergen joosten", "Jurgen Joosten"),
    ("technopotr", "Technoport"),
    ("univercité", "Université du Luxembourg"),
    ("meluxna", "MeluXina, le supercalculateur luxembourgeois"),
    ("kinopolis", "Kinepolis Belval"),
    # what is said of a session: summaries and topics
    ("transfrontaliere", "Panorama"),
    ("innovation", "Panorama"),
    ("l'innovation numérique", "Panorama"),
    ("border", "Panorama"),
    ("crossborder", "Panorama"),
    ("jumeaux matinée", "Matinée"),
    ("groesse strasse", "Matinée"),
    ("cybersecurité", "Matinée"),
    ("cybersecurte", "Matinée"),
    ("durable ville", "Sans titre"),
    # what people came as
    ("ministre justice", "Elisabeth Margue"),
    ("margue ministre", "Elisabeth Margue"),
    ("directeur general", "Diego De Biasio"),
    ("direteur technoport", "Diego De Biasio"),
    ("chargee de m", "Anne Weiß"),
    # nonsense, and what is hidden
    ("xyzzyq", None),
    ("diego xyzzyq", None),
    ("secrete", None),
    ("agence masquee", None),
    ("!?", None),
    # One letter of a name is not two words, nor is one word.
    ("jurgen josen", None),
    ("jan jansen", None),
]

# These words are a name: it comes first, whatever begins or sounds like it.
FIRST = [
    "Anna Schmit", "Anna Schmitz", "Anna Schmitt", "Bob Li", "E. Grace", "Jean-Luc Petit",
    "Jürgen Müller", "Hans Mueller", "Diego De Biasio", "Technoport",
    "Luxembourg Institute of Science and Technology", "Jean de la Fontaine",
]  # fmt: skip

# With a typo too: nobody comes before who is meant.
MEANT = {
    "esch tech week": "EschTechWeek : nuit bleue",
    "mirko mers": "Mirko Meers",
    "meers mirco": "Mirko Meers",
    "juergen joosten": "Jurgen Joosten",
    "kessler bernard": "Bernard M. Kessler",
    "bernart m kesler": "Bernard M. Kessler",
}
