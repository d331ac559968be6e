"""A digest in the forms people take away: as text, as a page, or exactly its papers as references."""

from assistant.digests.digest import Digest
from assistant.export import digest as plain
from assistant.export import mail, references


def as_form(digest: Digest, form: str) -> str:
    """The digest in one of `forms.FORMS`."""
    if form == "markdown":
        return plain.markdown(digest)
    if form == "html":
        return mail.html(digest)
    return references.WRITERS[form](digest.papers)
