"""The names of a ROR record, sorted into those of the register."""

from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from imports.cleaned import RowRefused
from organisations.match_keys import acronym_key, match_key, without_country
from publishing.ordering import fold

from .ror_values import listed, text_of

LONGEST_NAME, LONGEST_ACRONYM = 300, 40
MOST_NAMES = 100
# Where one language is the country's, a label in it is the name that the organisation has at home.
LANGUAGES = {
    "AR": "es", "AT": "de", "BG": "bg", "BR": "pt", "CL": "es", "CN": "zh", "CO": "es", "CZ": "cs",
    "DE": "de", "DK": "da", "EE": "et", "EG": "ar", "ES": "es", "FR": "fr", "GR": "el", "HR": "hr",
    "HU": "hu", "ID": "id", "IL": "he", "IR": "fa", "IT": "it", "JP": "ja", "KR": "ko", "LT": "lt",
    "LV": "lv", "MX": "es", "NL": "nl", "NO": "no", "PL": "pl", "PT": "pt", "RO": "ro", "RU": "ru",
    "SA": "ar", "SE": "sv", "SI": "sl", "SK": "sk", "TH": "th", "TR": "tr", "TW": "zh", "UA": "uk",
    "VN": "vi",
}  # fmt: skip


@dataclass(frozen=True)
class Label:
    text: str
    language: str
    types: frozenset

    @property
    def is_acronym(self):
        return "acronym" in self.types and len(self.text) <= LONGEST_ACRONYM


@dataclass
class Names:
    """`own` names and `aliases` are what the record is matched by; `further` are rows of names."""

    fields: dict
    own: list = field(default_factory=list)
    aliases: list = field(default_factory=list)
    further: dict = field(default_factory=dict)


def names_of(values, country):
    """The name is the English label where there is one; the display name may be in the language of
    the country, and may carry the country's name behind it."""
    labels = [label for label in map(label_of, listed(values, "names")[:MOST_NAMES]) if label]
    name = chosen(labels)
    if name is None:
        raise RowRefused(_("It has no name."), "names")
    native = native_name(labels, name, country)
    acronym = next((label for label in labels if label.is_acronym), None)
    names = Names({"name": bare(name, country)})
    if native is not None:
        names.fields |= {"native_name": native.text, "native_name_language": native.language}
    if acronym is not None:
        names.fields["acronym"] = acronym.text
    names.own = [names.fields[n] for n in ("name", "native_name") if n in names.fields]
    add_further(names, labels, country)
    return names


def label_of(name):
    text = text_of(name.get("value"), LONGEST_NAME)
    types = name.get("types")
    if not text or not isinstance(types, list):
        return None
    language = name.get("lang")
    known = isinstance(language, str) and language.isalpha() and len(language) in (2, 3)
    types = frozenset(one for one in types if isinstance(one, str))
    return Label(text, language.lower() if known else "", types)


def chosen(labels):
    """The displayed one if it is English, else an English one, else the displayed one."""
    labels = [label for label in labels if "acronym" not in label.types] or labels
    shown = [label for label in labels if "ror_display" in label.types]
    english = [one for one in labels if one.language == "en" and "label" in one.types]
    ranked = [*(one for one in shown if one.language == "en"), *english, *shown, *labels]
    return ranked[0] if ranked else None


def bare(label, country):
    name, other = without_country(label.text)
    return name if other and other == country else label.text


def native_name(labels, name, country):
    """One in the country's language, or the displayed one where that is in another than English."""
    others = [one for one in labels if one is not name and "label" in one.types]
    others = [one for one in others if one.language not in ("", "en", name.language)]
    home = [one for one in others if one.language == LANGUAGES.get(country)]
    shown = [one for one in others if "ror_display" in one.types]
    return next(iter([*shown, *home]), None)


def add_further(names, labels, country):
    """Rows of what else it is called, each name once."""
    known = {match_key(name) for name in names.own}
    known.add(acronym_key(names.fields.get("acronym", "")))
    for label in labels:
        text = bare(label, country)
        keys = {acronym_key(text)} if label.is_acronym else {match_key(text)}
        if keys & known:
            continue
        known |= keys
        kind = kind_of(label, country)
        row = {"kind": kind, "name": text}
        names.further[fold(text)] = row | ({"language": label.language} if label.language else {})
        if kind != "acronym":
            names.aliases.append(text)


def kind_of(label, country):
    if label.is_acronym:
        return "acronym"
    if "label" in label.types and label.language not in ("", "en"):
        return "native" if label.language == LANGUAGES.get(country) else "translation"
    return "alias"
