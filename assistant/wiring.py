"""Put the parts together from the settings: the one place that decides which class stands behind which role."""

from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from assistant.asking.facts import of_the_last, stands_alone
from assistant.asking.named import of_the_numbered
from assistant.asking.question import Question, Turn, understand
from assistant.comparing.cells import CellWriter, QuotingCells
from assistant.comparing.written_cells import ModelCells
from assistant.digesting.tldr import Remembered, tldrs_by
from assistant.errors import PapersError
from assistant.library.collection import Place
from assistant.library.days import DayBook
from assistant.library.embeddings import Embedder, EndpointEmbedder, MiniLM, Remembering
from assistant.library.fetching import Fetching
from assistant.library.identifiers import arxiv_numbers_in
from assistant.library.importing import ImportReport, import_papers
from assistant.library.library import Library
from assistant.library.reranking import Reranker
from assistant.library.sources import arxiv, daily_papers, sample
from assistant.library.sources.http import Server
from assistant.library.syncing import SyncList, sync
from assistant.once import once
from assistant.settings import Settings
from assistant.shelf import Shelf
from assistant.writing.models import ChatModel, open_client, open_model
from assistant.writing.rephrasing import rephrase_with
from assistant.writing.writers import Writer, writer_for


@dataclass
class Workshop:
    """The library, the model and the writer of one set of settings, each made when it is first asked for."""

    settings: Settings

    @once
    def library(self) -> Library:
        """The papers."""
        place = Place(self.settings.home, self.settings.chroma_url, self.settings.chroma_cloud)
        return Library(place, Remembering(self.embedder()), self._reranker)

    @property
    def _reranker(self) -> Reranker | None:
        chosen = self.settings
        return Reranker(chosen.rerank, chosen.rerank_url, chosen.rerank_key) if chosen.rerank else None

    @once
    def model(self) -> ChatModel | None:
        """The chat model, or None where none is to be used."""
        return open_model(self.settings)

    @once
    def writer(self) -> Writer:
        """Who writes the answers."""
        return writer_for(self.model, self.settings.context_tokens)

    @once
    def tldrs(self) -> Remembered:
        """Who writes the TL;DRs, and keeps them."""
        return Remembered(tldrs_by(self.model, self.library.embedder), Shelf(self.settings.home, "tldr"))

    @once
    def free_tldrs(self) -> Remembered:
        """Who chooses TL;DRs where no model is to be paid."""
        return Remembered(tldrs_by(None, self.library.embedder), Shelf(self.settings.home, "tldr"))

    @once
    def cell_writer(self) -> CellWriter:
        """Who fills the cells of a comparison."""
        if (
            self.model and self.writer.reads_whole_abstracts
        ):  # a small model's rewritings add nothing to a cell
            return ModelCells(self.model, self.library.embedder, self.settings.context_tokens)
        return QuotingCells(self.library.embedder)

    @once
    def comparisons(self) -> Shelf:
        """The comparisons that were saved, by their names."""
        return Shelf(self.settings.home, "comparison")

    @once
    def topics(self) -> Shelf:
        """The topics that the person follows, and the words they mute."""
        return Shelf(self.settings.home, "follow")

    @once
    def subscriptions(self) -> Shelf:
        """Who gets which digest by mail."""
        return Shelf(self.settings.home, "subscriptions")

    @once
    def delivered(self) -> Shelf:
        """Which digests were mailed to whom."""
        return Shelf(self.settings.home, "delivered")

    @once
    def days(self) -> DayBook:
        """What is known of the fetching of each day."""
        return DayBook(self.settings.home)

    @once
    def sync_list(self) -> SyncList:
        """What is to be kept up to date by `sync`."""
        return SyncList(self.settings.home)

    @once
    def hugging_face(self) -> Server:
        """Where Daily Papers are fetched."""
        return Server(self.settings.hugging_face_url, daily_papers.PAUSE)

    @once
    def arxiv(self) -> Server:
        """Where arXiv is asked."""
        return Server(self.settings.arxiv_url, arxiv.PAUSE)

    def warm_up(self) -> None:
        """Load what the first question needs, so that it need not wait; meant for a thread of its own."""
        with suppress(PapersError):  # the first question tells of it
            self.library.embedder.embed(["warm", "up"])
            if self.model:
                self.model.warm_up()

    def understand(self, text: str, today: date, history: list[Turn]) -> Question:
        """Read a question against what is in the library and what was said before."""
        rephrase = rephrase_with(self.model) if self.model and self.writer.reads_whole_abstracts else None
        if not (numbers := arxiv_numbers_in(text)):
            earlier = [] if stands_alone(text) else history
            return of_the_last(understand(text, today, self._organizations(), earlier, rephrase), earlier)
        return of_the_numbered(understand(text, today, self._organizations()), self.library.get(numbers))

    def _organizations(self) -> Iterator[str]:
        """Those of the library, looked through only when somebody asks for one: for 7,575 papers it takes about a second."""
        yield from self.library.inventory().by_organization

    def sync(
        self,
        today: date,
        fetching: Fetching,
        progress: Callable[[ImportReport], None] = lambda report: None,
    ) -> None:
        """Fetch what is missing of all that is kept up to date."""
        parts = self.hugging_face, self.arxiv, self.library, self.days
        for each in sync(self.sync_list.all(), *parts, today, fetching, progress):
            self.sync_list.reached(each, today)

    def add_sample(self, progress: Callable[[ImportReport], None] = lambda report: None) -> ImportReport:
        """Bring the sample papers into the library; those it knows already stay as they are."""
        self._sample_mark.unlink(missing_ok=True)
        return import_papers(sample.read(), self.library, progress)

    def remove_sample(self) -> int:
        """Take the sample papers out, for good; gives how many there were."""
        ids = self.library.sample_ids()
        self.library.remove(ids)
        self._sample_mark.touch()
        return len(ids)

    @property
    def wants_sample(self) -> bool:
        """Whether the library is empty and the person has not said that it should be."""
        return self.settings.sample and not self._sample_mark.exists() and not len(self.library)

    @property
    def _sample_mark(self) -> Path:
        return self.settings.home / "sample-removed"

    def embedder(self) -> Embedder:
        """What makes the vectors, new and without a memory of earlier texts."""
        if self.settings.embedding:
            return EndpointEmbedder(open_client(self.settings), self.settings.embedding)
        return MiniLM(self.settings.threads)
