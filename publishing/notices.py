"""Letters to editors, who may act or wrote, and to readers who asked. Sent after the commit."""

import logging

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.mail import send_mail
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from .models import Remark, Step, Version
from .rights import can_publish

logger = logging.getLogger(__name__)


def submitted(step):
    """To those who may approve it: publishers who did not write in it."""
    editors = get_user_model().objects.filter(is_active=True, is_staff=True).exclude(email="")
    writers = {writer.pk for writer in step.version.writers.all()}
    readers = [
        editor
        for editor in editors.order_by("pk")
        if can_publish(step.record, editor) and (settings.OWN_WORK or editor.pk not in writers)
    ]
    send(step, readers)


def answered(step):
    """To those who wrote in the version, but not to who answered."""
    send(step, [writer for writer in step.version.writers.all() if writer != step.by])


def held(step, readers):
    send(step, in_order(readers))


def remarked(step, remark):
    """To those who write on the draft and who remarked before, but not to who remarks now."""
    readers = {r.by for r in Remark.objects.of(step.record).select_related("by")}
    readers |= writers_of_draft(step.record)
    send(step, in_order(readers - {step.by}), page="remarks", words=remark.text)


def fact_checked(step, link, words):
    """To whoever made the link, and those who wrote in the draft."""
    readers = {link.made_by, *step.version.writers.all()}
    send(step, in_order(readers), page="remarks", words=words)


def writers_of_draft(record):
    draft = Version.objects.of(record).open().without_snapshot().first()
    return set(draft.writers.all()) if draft else set()


def in_order(readers):
    return sorted(readers, key=lambda reader: reader.pk)


def answer_reader(correction, text):
    """What an editor wrote to who sent a correction. The subject is ours alone."""
    subject = _("Your message %(reference)s to the Fusion Cooperation Register")
    subject %= {"reference": correction.reference}
    to = correction.email
    transaction.on_commit(lambda: deliver(subject, text, to))


SUBJECTS = {
    Step.Verb.SUBMITTED: _("To review: %(record)s"),
    Step.Verb.APPROVED: _("Approved: %(record)s"),
    Step.Verb.RETURNED: _("Returned: %(record)s"),
    Step.Verb.SCHEDULED: _("Scheduled: %(record)s"),
    Step.Verb.HELD: _("Not published: %(record)s"),
    Step.Verb.REMARKED: _("Remark: %(record)s"),
    Step.Verb.CHECKED: _("Facts checked: %(record)s"),
}


def send(step, readers, page="compare", words=""):
    """A person who may not see the record any more gets no letter. `page`: where it leads."""
    meta = step.record._meta
    may_see = f"{meta.app_label}.view_{meta.model_name}"
    to = [r for r in readers if r.email and r.is_active and r.has_perm(may_see)]
    if not to:
        return
    subject = SUBJECTS[step.verb] % {"record": " ".join(str(step.record).split())}
    address = reverse(f"admin:{meta.app_label}_{meta.model_name}_{page}", args=[step.record.pk])
    lines = [
        f"{step.by or _('The register')}: {step.get_verb_display()}.",
        words or step.remark,
        settings.SITE_URL + address,
    ]
    text = "\n\n".join(line for line in lines if line)
    for reader in to:
        transaction.on_commit(lambda to=reader.email: deliver(subject, text, to))


def deliver(subject, text, to):
    """A mail server that is down stops no editor."""
    try:
        send_mail(subject[:200], text, None, [to])
    except OSError:
        logger.exception("A letter could not be sent.")
