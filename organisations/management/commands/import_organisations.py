from argparse import ArgumentTypeError

from imports.command import ImportCommand
from organisations.countries import country_code
from organisations.models import Organisation
from organisations.reference_texts import number_in


class Command(ImportCommand):
    help = (
        "Brings organisations in: tables (CSV, XLSX, JSON), records of ROR, documents of GOV.UK. "
        "ROR enriches what is here, unless --all or --only asks for more."
    )
    model = Organisation

    def add_arguments(self, parser):
        super().add_arguments(parser)
        parser.add_argument(
            "--all",
            action="store_true",
            dest="everything",
            help="of ROR: organisations too that are not here",
        )
        parser.add_argument(
            "--only",
            action="append",
            default=[],
            metavar="ID_OR_COUNTRY",
            type=id_or_country,
            help="of ROR: this number, or this country; may be repeated",
        )

    def handle(self, *sources, only, **options):
        numbers = tuple(value for sort, value in only if sort == "ror")
        countries = tuple(value for sort, value in only if sort == "country")
        super().handle(*sources, only=numbers, countries=countries, **options)


def id_or_country(text):
    """("ror", number) or ("country", code)."""
    scheme, number = number_in(text)
    if scheme == "ror":
        return scheme, number
    code = country_code(text)
    if not code:
        raise ArgumentTypeError(f"“{text}” is neither a ROR number nor a country.")
    return "country", code
