"""What a person can choose from: the list's models, other downloaded ones, the servers that run here, and what is in use."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from assistant.local_models.catalogue import known_as, known_models, name_of
from assistant.local_models.choosing import is_in_use, model_in_use
from assistant.local_models.folder import ModelFolder
from assistant.local_models.servers import FoundServer
from assistant.local_models.sizes import total_memory


@dataclass(frozen=True, slots=True)
class Offer:
    """A model that can be downloaded, or is here; sizes in bytes, about right until it is here."""

    name: str
    title: str
    source: str
    licence: str
    size: int
    memory: int | None
    expect: str
    is_here: bool
    in_use: bool


@dataclass(frozen=True, slots=True)
class Overview:
    """All of it; `model` is what is set, `memory` what this machine has, None where it does not say."""

    model: str
    memory: int | None
    offers: tuple[Offer, ...]
    servers: tuple[FoundServer, ...]

    def as_dict(self) -> dict[str, object]:
        """Plain JSON values."""
        return asdict(self)


def overview(environment: Mapping[str, str], home: Path, servers: Sequence[FoundServer] = ()) -> Overview:
    """What is on the list and on the disk, with the servers that were found."""
    folder = ModelFolder(home)
    listed = [model.file for model in known_models()]
    others = [file for file in folder.files() if file not in listed]
    offers = []
    for file in [*listed, *others]:
        known, path = known_as(file), folder.path(file)
        offers.append(
            Offer(
                name_of(file),
                known.title if known else path.name,
                str(file),
                known.licence if known else "",
                path.stat().st_size if folder.has(file) else known.size if known else 0,
                known.memory if known else None,
                known.expect if known else "",
                folder.has(file),
                is_in_use(environment, path),
            )
        )
    return Overview(model_in_use(environment), total_memory(), tuple(offers), tuple(servers))
