"""Who is in the demo: invented people at invented organisations, and how far each of them is."""

from __future__ import annotations

from dataclasses import dataclass

from courseapp.organisations.models import Role

PASSWORD = "naklank-demo-2026"  # noqa: S105 - printed on purpose, refused in production # nosec B105
COURSE = "wat-blijft-hangen"
BUREAU = ("bureau", "Bureau Naklank")
CLIENT = ("lindekroon", "Lindekroon")
NEIGHBOUR = ("vlietland", "Vlietland")
DEPARTMENTS = ("Klantenservice", "Binnendienst", "Planning", "Monteurs")


@dataclass(frozen=True, kw_only=True)
class DemoPerson:
    """Someone who can sign in, and what there is to do for them."""

    name: str
    email: str
    role: str
    task: str
    task_en: str
    password: str = PASSWORD


PEOPLE = (
    DemoPerson(
        name="Samira Haddou",
        email="samira@lindekroon.example",
        role=Role.TRAINEE.value,
        task="deelnemer in de tweede module: ga verder, herhaal, kijk terug op een plan",
        task_en="trainee in the second module: go on, review, look back at a plan",
    ),
    DemoPerson(
        name="Elif Demir",
        email="elif@lindekroon.example",
        role=Role.TRAINEE.value,
        task="deelnemer op de laatste bladzijde: rond af en bekijk je certificaat",
        task_en="trainee on the last page: finish and see your certificate",
    ),
    DemoPerson(
        name="Pim de Graaf",
        email="pim@lindekroon.example",
        role=Role.TRAINEE.value,
        task="deelnemer die nog moet beginnen: de eerste les, het lab, het gesprek",
        task_en="trainee who has yet to begin: first lesson, lab, conversation",
    ),
    DemoPerson(
        name="Marijke Postma",
        email="marijke@naklank.example",
        role=Role.TRAINER.value,
        task="trainer: verbeter een les in de studio en publiceer haar",
        task_en="trainer: improve a lesson in the studio and publish it",
    ),
    DemoPerson(
        name="Joost Verbeek",
        email="joost@lindekroon.example",
        role=Role.HR.value,
        task="HR: bekijk de voortgang van Lindekroon en download het rapport",
        task_en="HR: look at Lindekroon’s progress and download the report",
    ),
    DemoPerson(
        name="Ruth Okafor",
        email="beheer@naklank.example",
        role=Role.OPERATOR.value,
        task="beheerder: organisaties, mensen en rollen",
        task_en="operator: organisations, people and roles",
    ),
)

UNDER_WAY = (("samira", "toets", 2), ("elif", "slot", 1))
"""Who did everything before which step, the last of it so many days ago."""


@dataclass(frozen=True, kw_only=True)
class Colleague:
    """Someone in the report: `steps` done, the last one `days_ago`; None for all of the course."""

    name: str
    department: str
    number: str
    steps: int | None
    days_ago: int = 0


NOW_RUNNING = (
    Colleague(
        name="Lotte Aerts", department="Klantenservice", number="00112", steps=None, days_ago=9
    ),
    Colleague(name="Sven Bakker", department="Planning", number="00127", steps=None, days_ago=3),
    Colleague(name="Anouk Bos", department="Klantenservice", number="00131", steps=4, days_ago=1),
    Colleague(name="Nadia Bouzid", department="Binnendienst", number="00140", steps=2, days_ago=4),
    Colleague(name="Bram Cuppen", department="Klantenservice", number="00158", steps=6, days_ago=2),
    Colleague(name="Şeyma Kaya", department="Klantenservice", number="00203", steps=5, days_ago=1),
    Colleague(name="Łukasz Kowalczyk", department="Monteurs", number="00211", steps=1, days_ago=6),
    Colleague(name="Daan Meijer", department="Monteurs", number="00224", steps=0),
    Colleague(
        name="Femke Mulder", department="Binnendienst", number="00230", steps=None, days_ago=1
    ),
    Colleague(name="Guus Rutten", department="Monteurs", number="00245", steps=0),
)
EARLIER = (
    Colleague(
        name="Joke Hendriks", department="Binnendienst", number="00087", steps=None, days_ago=58
    ),
    Colleague(
        name="Iris van Leeuwen", department="Planning", number="00091", steps=None, days_ago=47
    ),
    Colleague(name="Willem Peters", department="Monteurs", number="00093", steps=None, days_ago=52),
    Colleague(name="Tom Dekker", department="Monteurs", number="00099", steps=4, days_ago=49),
    Colleague(name="Mark Jansen", department="Monteurs", number="00102", steps=2, days_ago=71),
)
NEIGHBOURS = (
    Colleague(name="Cheyenne Pinas", department="Balie", number="7", steps=3, days_ago=2),
    Colleague(name="Esther de Wit", department="Balie", number="9", steps=0),
)
