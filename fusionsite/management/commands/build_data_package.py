from django.core.management.base import BaseCommand, CommandError

from fusionsite.register import kept


class Command(BaseCommand):
    help = "Builds the data package that visitors download, if something was published since."

    def handle(self, **options):
        before = kept.current()
        try:
            package = kept.build(wait=False)
        except kept.Busy:
            self.say("Another process is building it.", options)
            return
        except OSError as error:
            sentence = f"The package could not be written: {error}"
            raise CommandError(sentence, returncode=2) from error
        if before and before.sha256 == package.sha256:
            self.say("The package is as new as the register.", options)
        else:
            self.stdout.write(f"The package has {package.size} bytes, SHA-256 {package.sha256}.")

    def say(self, sentence, options):
        if options["verbosity"] > 1:
            self.stdout.write(sentence)
