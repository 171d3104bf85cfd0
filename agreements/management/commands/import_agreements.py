from agreements.models import Agreement
from imports.command import ImportCommand


class Command(ImportCommand):
    help = "Imports agreements from tables (CSV, XLSX, JSON, JSON Lines); docs/importing.md."
    model = Agreement
