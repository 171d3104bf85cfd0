import uuid

import pytest
from django.db import IntegrityError, transaction

from search.models import Entry, Word
from search.queries import read

pytestmark = pytest.mark.django_db


def make_entry(**fields):
    given = {
        "kind": "a.b",
        "object_id": uuid.uuid4(),
        "words": "w1 xfusion",
        "texts": [],
        "digest": "d",
    }
    return Entry.objects.create(**given | fields)


def refused(make, **fields):
    with pytest.raises(IntegrityError), transaction.atomic():
        make(**fields)


def test_a_record_has_one_entry_and_it_says_something():
    first = make_entry()
    refused(make_entry, object_id=first.object_id)
    refused(make_entry, words="")
    refused(make_entry, kind="")
    make_entry(object_id=first.object_id, kind="a.c")


def test_a_word_is_there_once():
    words = {"token": "xculham", "shown": "Culham", "length": 6}
    Word.objects.create(plain="culham", **words)
    refused(Word.objects.create, plain="culham", **words)


def test_the_full_text_follows_what_is_added_changed_and_removed():
    entry = make_entry(words="w1 xfusion\nw1 xmagnet", rest="w0 xtritium")
    both = Entry.objects.matching
    assert list(both(read("magnets tritium"))) == [entry]
    assert list(both(read('"fusion magnets"'))) == []
    entry.rest = "w0 xblanket"
    entry.save()
    assert list(both(read("tritium"))) == []
    assert list(both(read("blanket"))) == [entry]
    entry.delete()
    assert list(both(read("fusion"))) == []


@pytest.mark.parametrize(
    ("text", "is_found"),
    [
        ('"fusion magnets"', True),
        ('"magnets coil"', True),
        ('"tritium blanket"', True),
        ('"magnets fusion"', False),
        ('"coil tritium"', False),
        ('"coil laser"', False),
        ('"blanket"', True),
        ('"fusion magnets coil" tritium', True),
        ('"fusion magnets" "coil laser"', False),
        ('-"fusion magnets" coil', False),
        ('-"magnets fusion" coil', True),
        ('-"coil laser" -helium "magnets coil"', True),
        ('-"coil laser" -tritium "magnets coil"', False),
    ],
)
def test_a_phrase_is_found_where_its_words_follow_one_another_in_one_text(text, is_found):
    make_entry(words="n40 xfusion xmagnet xcoil\nw10 xlaser", rest="w0 xtritium xblanket")
    assert Entry.objects.matching(read(text)).exists() == is_found


@pytest.mark.parametrize(
    ("text", "is_found"),
    [
        ('"fusion magnets" helium', True),
        ('"magnets fusion" helium', False),
        ('"magnets fusion" laser', True),
        ('"magnets fusion" laser -"tritium blanket"', False),
    ],
)
def test_any_of_words_and_phrases_will_do(text, is_found):
    make_entry(words="n40 xfusion xmagnet xcoil\nw10 xlaser", rest="w0 xtritium xblanket")
    assert Entry.objects.matching(read(text).with_any()).exists() == is_found
