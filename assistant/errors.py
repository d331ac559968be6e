"""Every error a person may meet, each with the sentence that says what to do next.

* PapersError
  + SettingsError        an environment variable or flag that cannot be used
  + InputError           a file, folder or argument that cannot be used
  + PluginError          what another package registered cannot be loaded
  + LibraryError         the library cannot do what was asked
    - EmbeddingMismatch  the library was made with another embedding
    - LibraryBusy        another process is writing
    - SavedDataError     something saved beside the papers cannot be read
  + FetchError           papers, or a model's file, could not be fetched from their source
    - SourceUnreachable  nothing answers, or the connection breaks
    - SourceOverloaded   the source asks to wait
    - SourceRefused      the source does not accept what was asked
    - UnexpectedResponse the answer is not what such a source gives
    - DownloadDamaged    a file arrived otherwise than its server promised
    - DiskFull           there is no room for a file
  + MailError            a mail could not be handed over
    - MailRefused        the server says no: this address, this sender, this key
    - MailUncertain      the connection broke: it may have gone out
  + PromptError          a file in prompts/ is missing a variable, or has one too many
  + ModelError           the language model or the embedding endpoint failed
    - ModelUnreachable   nothing answers at the address, or not in time
    - ModelKeyRefused    the key is wrong or may not use this model
    - ModelNotFound      the server does not know the model's name
    - ModelOverloaded    too many requests, or out of quota
    - ModelInterrupted   the answer stopped in the middle
    - ModelUnreadable    the answer is not in the form that was asked for
    - ModelSilent        the answer has no words
"""


class PapersError(Exception):
    """Shown to the person: `message` says what happened, `hint` what to do next."""

    exit_code = 1

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint

    def __str__(self) -> str:
        return f"{self.message} {self.hint}".strip()


class SettingsError(PapersError):
    """An environment variable or flag cannot be used as it stands."""

    exit_code = 2


class InputError(PapersError):
    """A file, folder or argument cannot be used."""

    exit_code = 2


class PluginError(PapersError):
    """What another installed package registered cannot be loaded."""


class LibraryError(PapersError):
    """The library cannot do what was asked."""


class EmbeddingMismatch(LibraryError):
    """The library's vectors were made by another embedding than the one in use."""


class LibraryBusy(LibraryError):
    """Another process is writing to the library."""


class SavedDataError(LibraryError):
    """Something saved beside the papers (a comparison, a subscription) is damaged, or newer than this program."""


class FetchError(PapersError):
    """Papers, or a file, could not be fetched; what came before is kept."""


class SourceUnreachable(FetchError):
    """Nothing answers at the source's address, or the answer breaks off."""


class SourceOverloaded(FetchError):
    """The source asks to wait; `wait` is for how many seconds, None where it does not say."""

    def __init__(self, message: str, hint: str = "", wait: float | None = None) -> None:
        super().__init__(message, hint)
        self.wait = wait


class SourceRefused(FetchError):
    """The source does not accept what was asked; `status` is its HTTP code, `content` what it said."""

    def __init__(self, message: str, hint: str = "", status: int = 0, content: bytes = b"") -> None:
        super().__init__(message, hint)
        self.status = status
        self.content = content


class UnexpectedResponse(FetchError):
    """The answer is not what such a source gives: another kind, too large, or a redirect elsewhere."""


class DownloadDamaged(FetchError):
    """A file's contents are not those that its server promised."""


class DiskFull(FetchError):
    """There is no room on the disk for a file."""


class MailError(PapersError):
    """A mail could not be handed over to its server."""


class MailRefused(MailError):
    """The server did not take the mail; it went to nobody."""


class MailUncertain(MailError):
    """The connection broke while the mail was handed over; it may have gone out."""


class PromptError(PapersError):
    """A prompt file and the variables filled into it do not fit."""


class ModelError(PapersError):
    """The language model, or the embedding endpoint, failed."""


class ModelUnreachable(ModelError):
    """Nothing answers at the model's address, or not in time."""


class ModelKeyRefused(ModelError):
    """The server does not accept the key for this model."""


class ModelNotFound(ModelError):
    """The server does not know the model's name."""


class ModelOverloaded(ModelError):
    """The server asks to wait: too many requests, or no quota left; `wait` is how many seconds it says, or 0."""

    def __init__(self, message: str, hint: str = "", wait: float = 0.0) -> None:
        super().__init__(message, hint)
        self.wait = wait


class EmptyResponse(ModelError):
    """The model answered, but with no words."""


class ModelInterrupted(ModelError):
    """The stream broke off; what had arrived is kept."""


class ModelUnreadable(ModelError):
    """The model answered, but not in the form that was asked for."""
