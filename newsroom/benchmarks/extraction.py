"""How fast the extraction reads, how much memory it takes, and how time grows with length."""

from __future__ import annotations

import json
import random
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from functools import partial
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from articles.extraction import Gazetteer, extract

MODEL = "fr_core_news_sm"
SEED = 20260107
NEUTRAL_PER_RELEVANT = 4
SIZES = (1_000, 10_000, 100_000, 1_000_000)  # characters
BLANKS = 30_000
KNOWN_NAMES = 20_000
SYLLABLES = ("ba", "cor", "dil", "fen", "gur", "lam", "mel", "nos", "per", "ruv", "sim", "tav")
PROBE = """
import json, re, sys, time
before = time.perf_counter()
from articles.extraction import Gazetteer, extract
imported = time.perf_counter() - before
for text in json.load(sys.stdin):
    extract(text, language="fr")
status = open("/proc/self/status").read()
peak = int(re.search(r"VmHWM:\\s+(\\d+)", status)[1])  # in kB; getrusage would count the parent's too
json.dump({"import_seconds": imported, "peak_mb": peak / 1024}, sys.stdout)
"""

# Sentences of a newspaper's other pages, without company, sum or person.
NEUTRAL = """
Le ciel restera couvert sur une grande partie du littoral, avec quelques éclaircies dans la soirée.
La bibliothèque du quartier rouvre ses portes après six mois de travaux, et les habitués retrouvent leurs fauteuils.
Les randonneurs sont invités à rester sur les sentiers balisés jusqu'à la fin de la période de nidification.
Cette recette demande un peu de patience : la pâte doit reposer toute une nuit au frais avant la cuisson.
Le conseil municipal a débattu pendant trois heures du tracé de la future piste cyclable.
Les spectateurs ont longuement applaudi la troupe, venue jouer pour la première fois dans la région.
Au jardin, c'est le moment de pailler les massifs et de rentrer les plantes qui craignent le gel.
La rencontre s'est terminée sur un score nul, malgré une fin de match très animée.
Les élèves de la classe ont planté une haie le long de la cour, avec l'aide de leurs parents.
Une exposition de photographies anciennes raconte la vie du port au début du siècle dernier.
Le sentier longe la rivière puis grimpe à travers les vignes jusqu'à la chapelle.
Les urgences de l'hôpital ont connu une nuit agitée en raison du verglas.
""".strip().splitlines()

# What a text may tell of two firms, « a » and « b », of two people, « p » and « q », and of a number.
CROWD = (
    "La start-up {a} a levé {n} millions d'euros auprès de {b} Capital. Son PDG {p} emploie {n} personnes.",
    "Le groupe {a} a racheté son concurrent {b} pour {n} millions d'euros. La cible a {n} clients. {q} l'a fondée.",
    "{p} succède à {q} à la tête de {a}. Il avait quitté {b}, dont il détenait {n} % du capital.",
    "{a} a porté plainte contre {b} pour contrefaçon. La Cnil lui a infligé une amende de {n} millions d'euros.",
    "Valorisée {n} millions d'euros, {a} va fusionner avec {b}. Le partenariat a été signé par {p}, président de {b}.",
    "{b}, filiale de {a}, est à vendre. La société lyonnaise réalise {n} millions d'euros de chiffre d'affaires.",
    "L'éditeur {a}, qui a été vendu par {b}, est visé par une enquête. Elle perd {n} millions d'euros, selon {q}.",
)


def words_in(texts: list[str]) -> int:
    """Words, as blanks divide them."""
    return sum(len(text.split()) for text in texts)


def mixed(relevant: list[str]) -> list[str]:
    """The texts, each followed by four neutral ones of the same length."""
    choose = random.Random(SEED)
    texts = []
    for text in relevant:
        texts.append(text)
        for _ in range(NEUTRAL_PER_RELEVANT):
            neutral = ""
            while len(neutral) < len(text):
                neutral += choose.choice(NEUTRAL) + (" " if choose.random() < 0.7 else "\n\n")
            texts.append(neutral)
    return texts


def read_all(texts: list[str]) -> None:
    """The work that is measured."""
    for text in texts:
        extract(text, language="fr")


def seconds(*works: Callable[[], Any], repeat: int = 3) -> list[float]:
    """Processor seconds of the best run of each work, after one that fills the caches.

    Time that others on the machine take does not count, and the works take turns, so that a slow spell of the
    machine meets all of them.
    """
    best = [float("inf")] * len(works)
    for work in works:
        work()
    for _ in range(repeat):
        for index, work in enumerate(works):
            start = time.process_time()
            work()
            best[index] = min(best[index], time.process_time() - start)
    return best


def speed(texts: list[str], took: float) -> dict[str, float]:
    """Words and articles a second."""
    return {"words_per_s": round(words_in(texts) / took), "articles_per_s": round(len(texts) / took, 1)}


def growth(texts: list[str]) -> Iterator[tuple[str, int, float]]:
    """(what of, characters, seconds) for texts of growing length, and for a single line of blanks."""
    source = "\n\n".join(texts)
    for size in SIZES:
        text = (source * (size // len(source) + 1))[:size]
        yield "articles", size, seconds(partial(extract, text, language="fr"), repeat=1)[0]
    for size in SIZES:
        yield "firms", size, seconds(partial(extract, crowd(size), language="fr"), repeat=1)[0]
    blanks = "Novalis a levé" + " " * BLANKS + "12 millions d'euros."
    yield "blanks", BLANKS, seconds(partial(extract, blanks, language="fr"), repeat=1)[0]


def crowd(size: int) -> str:
    """A text of that many characters in which no firm and no head comes twice: what is looked up by name grows too."""
    text: list[str] = []
    length = 0
    while length < size:
        word = _word(len(text))
        names = {"a": f"Nova{word}", "b": f"Tri{word}", "p": f"Luc {word.title()}el", "q": f"Anne {word.title()}ot"}
        text.append(CROWD[len(text) % len(CROWD)].format(**names, n=len(text) % 700 + 20))
        length += len(text[-1]) + 2
    return "\n\n".join(text)[:size]


def _word(number: int) -> str:
    """A word of its own for each number."""
    letters = ""
    while number or not letters:
        number, rest = divmod(number, len(SYLLABLES))
        letters += SYLLABLES[rest]
    return letters


def slowdown_by_names(texts: list[str]) -> float:
    """How many times longer reading takes with thousands of known names than with none."""
    choose = random.Random(SEED)
    parts = [
        f"{first}{last}" for first in ("Nova", "Lumi", "Qua", "Ver", "Tri") for last in ("lis", "dra", "mer", "tex")
    ]
    names = {f"{choose.choice(parts)} {choose.choice(parts).title()}{n}": f"Company {n}" for n in range(KNOWN_NAMES)}
    known = Gazetteer(names)
    with_names, without = seconds(
        lambda: [extract(text, language="fr", names=known) for text in texts], partial(read_all, texts)
    )
    return with_names / without


def probe(texts: list[str], root: Path) -> dict[str, float]:
    """Import time and peak memory of a process that runs the engine alone; the best of three imports."""
    runs = []
    for _ in range(3):
        done = subprocess.run(  # noqa: S603 - our own interpreter on our own program
            [sys.executable, "-c", PROBE], cwd=root, input=json.dumps(texts), capture_output=True, text=True, check=True
        )
        runs.append(json.loads(done.stdout))
    return {
        "import_seconds": round(min(run["import_seconds"] for run in runs), 3),
        "peak_mb": round(max(run["peak_mb"] for run in runs), 1),
    }


def spacy_reader() -> Callable[[list[str]], Any] | None:
    """spaCy's full small French pipeline; None where it is not installed."""
    if find_spec("spacy") is None or find_spec(MODEL) is None:
        return None
    import spacy  # noqa: PLC0415 - only in the bench extra

    pipeline = spacy.load(MODEL)
    return lambda texts: list(pipeline.pipe(texts, batch_size=64))


def measure(relevant: list[str], root: Path) -> dict[str, Any]:
    """All of it, as data."""
    report: dict[str, Any] = {}
    spacy = spacy_reader()
    for name, texts in {"relevant": relevant, "mixed": mixed(relevant)}.items():
        readers = [read_all, spacy] if spacy else [read_all]
        own, *others = seconds(*(partial(read, texts) for read in readers))
        theirs = others[0] if others else None
        report[name] = speed(texts, own) | {
            "spacy_words_per_s": round(words_in(texts) / theirs) if theirs else None,
            "ratio_to_spacy": round(theirs / own, 1) if theirs else None,
        }
    report |= probe(relevant, root)
    report["slowdown_by_names"] = round(slowdown_by_names(relevant), 2)
    report["growth"] = [
        {"of": what, "characters": size, "seconds": round(took, 4)} for what, size, took in growth(relevant)
    ]
    return report
