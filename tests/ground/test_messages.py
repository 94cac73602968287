"""Translations: one text, one translation."""

import gettext

import pytest

from werkplaats.ground.messages import LOCALE, Conflict, compile_catalogue

HEADER = LOCALE / "nl" / "LC_MESSAGES" / "django.po.header"


def compiled(tmp_path, **fragments):
    paths = []
    for name, text in fragments.items():
        path = tmp_path / f"{name}.po"
        path.write_text(text, encoding="utf-8")
        paths.append(path)
    target = tmp_path / "nl" / "django.mo"
    count = compile_catalogue(paths, HEADER, target)
    with target.open("rb") as file:
        return count, gettext.GNUTranslations(file)


def test_fragments_become_one_catalogue(tmp_path):
    count, dutch = compiled(
        tmp_path,
        one='msgid "Report"\nmsgstr "Melding"\n',
        two='msgid "Report"\nmsgstr "Melding"\n\nmsgid "%(n)s day"\nmsgid_plural "%(n)s days"\nmsgstr[0] "%(n)s dag"\n'
        'msgstr[1] "%(n)s dagen"\n\nmsgctxt "verb"\nmsgid "Report"\nmsgstr "Meld"\n',
    )
    assert count == 3
    assert dutch.gettext("Report") == "Melding"
    assert dutch.pgettext("verb", "Report") == "Meld"
    assert [dutch.ngettext("%(n)s day", "%(n)s days", n) for n in (0, 1, 2)] == [
        "%(n)s dagen",
        "%(n)s dag",
        "%(n)s dagen",
    ]


def test_two_translations_of_one_text_are_named_with_their_places(tmp_path):
    with pytest.raises(Conflict) as found:
        compiled(tmp_path, one='msgid "Job"\nmsgstr "Klus"\n', two='\n\nmsgid "Job"\nmsgstr "Opdracht"\n')
    assert "two.po:3: 'Job' is 'Opdracht' here, but 'Klus' in one.po:1" in str(found.value)


def test_also_within_one_file(tmp_path):
    with pytest.raises(Conflict, match=r"one\.po:4"):
        compiled(tmp_path, one='msgid "Job"\nmsgstr "Klus"\n\nmsgid "Job"\nmsgstr "Opdracht"\n')


def test_a_missing_or_mistaken_translation_is_told(tmp_path):
    with pytest.raises(Conflict) as found:
        compiled(tmp_path, one='msgid "Job"\nmsgstr ""\n\nmsgid "Hello %(name)s"\nmsgstr "Dag %(naam)s"\n')
    assert "'Job' has no translation" in str(found.value)
    assert "fills in what the text does not have" in str(found.value)


def test_the_catalogue_of_the_program_itself_compiles(tmp_path):
    compile_catalogue(list((LOCALE / "fragments").glob("*.po")), HEADER, tmp_path / "django.mo")
