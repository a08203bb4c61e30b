"""What undertakings are about, under keys that are the same in all languages."""

from __future__ import annotations

import pytest

from servanda.languages import known_languages, load_topic
from servanda.reading.matters import KIND, Subject, subject_of
from servanda.reading.verbs import spelled

SENTENCES = [
    ("en", "Both ministries will set up a working group on the mutual recognition of certificates of origin."),
    (
        "fr",
        "Les deux ministères créeront un groupe de travail sur la reconnaissance mutuelle des certificats d'origine.",
    ),
    ("vi", "Hai bộ sẽ lập tổ công tác về công nhận lẫn nhau giấy chứng nhận xuất xứ."),
    ("zh", "两部将成立工作组，就原产地证书互认展开磋商。"),
    ("zh", "兩部將成立工作組，就原產地證書互認展開磋商。"),
    ("ru", "Два министерства создадут рабочую группу по взаимному признанию сертификатов происхождения."),
    (
        "es",
        "Los dos ministerios crearán un grupo de trabajo sobre el reconocimiento mutuo de los certificados de origen.",
    ),
]
SILENT = [
    ("en", "The two ministers met for an hour and shook hands for the cameras."),
    ("fr", "Les deux ministres se sont rencontrés pendant une heure."),
    ("vi", "Hai bộ trưởng đã gặp nhau trong một giờ."),
    ("zh", "两位部长会谈了一小时。"),
    ("ru", "Два министра беседовали целый час."),
    ("es", "Los dos ministros se reunieron durante una hora."),
]


@pytest.mark.parametrize(("lang", "sentence"), SENTENCES)
def test_one_matter_has_one_key_in_all_languages(lang: str, sentence: str) -> None:
    assert subject_of(sentence, lang).matters == {"working-group", "mutual-recognition", "origin-certificates"}


@pytest.mark.parametrize(("lang", "sentence"), SILENT)
def test_talks_about_nothing_have_none(lang: str, sentence: str) -> None:
    assert subject_of(sentence, lang) == Subject(frozenset(), frozenset(), frozenset())


@pytest.mark.parametrize("lang", known_languages())
def test_every_phrase_leads_to_its_own_matter(lang: str) -> None:
    paradigms = load_topic(lang, "words")["paradigms"]
    for of in Subject._fields:
        for code, patterns in load_topic(lang, "matters")[of].items():
            for phrase in (phrase for pattern in patterns for phrase in spelled(pattern, paradigms)):
                assert getattr(subject_of(phrase, lang), of) == {code, code.partition(KIND)[0]}, phrase


def test_the_longest_phrase_counts() -> None:
    assert subject_of("a shipping line to Haiphong", "en").matters == {"shipping-line"}
    assert subject_of("A shipping line; then the ships.", "en").matters == {"shipping-line", "ships"}
