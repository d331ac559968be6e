"""Put the parts together from the settings: the one place that decides which class stands behind which role."""

from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from assistant.asking.filling import fill_with
from assistant.asking.question import Question, Turn
from assistant.asking.understanding import Known, understand
from assistant.asking.writers import Writer, writer_for
from assistant.comparing.cells import CellWriter, QuotingCells
from assistant.comparing.written_cells import ModelCells
from assistant.conversations import Conversations
from assistant.digests.summary import ThemeWriter
from assistant.digests.tldr import CachedTldrWriter, tldrs_by
from assistant.errors import InputError, PapersError
from assistant.key_value_store import KeyValueStore
from assistant.library.chroma import ChromaLocation
from assistant.library.fetch_log import FetchLog
from assistant.library.fetching import FetchProgress
from assistant.library.filters import Filters
from assistant.library.importing import ImportReport, import_papers
from assistant.library.library import Library
from assistant.library.reranking import Reranker
from assistant.library.sources import arxiv, daily_papers, sample
from assistant.library.sources.http import Server
from assistant.library.syncing import SyncSources, sync
from assistant.llm.call_log import CallLog
from assistant.llm.clients import open_client
from assistant.llm.models import ChatModel, Usage, open_model
from assistant.locked_cached_property import locked_cached_property
from assistant.overviews.kept import CachedSections
from assistant.overviews.make import OverviewWriter
from assistant.overviews.overview import Chosen
from assistant.overviews.quoted import QuotedSections
from assistant.overviews.selection import select
from assistant.overviews.written import ModelSections
from assistant.reader.embeddings import CachedEmbedder, Embedder, EndpointEmbedder, MiniLM
from assistant.reader.entailment import PACKAGED, EntailmentReader, FolderReader
from assistant.settings import Settings


@dataclass
class Services:
    """The library, the model and the writer of one set of settings, each made when it is first asked for."""

    settings: Settings

    @locked_cached_property
    def library(self) -> Library:
        """The papers."""
        chosen = self.settings
        location = ChromaLocation(chosen.home, chosen.chroma_url, chosen.chroma_cloud, chosen.chroma_key)
        return Library(location, CachedEmbedder(self.embedder()), self._reranker)

    @property
    def _reranker(self) -> Reranker | None:
        chosen = self.settings.rerank
        return Reranker(chosen.name, chosen.url, chosen.key) if chosen else None

    @locked_cached_property
    def model(self) -> ChatModel | None:
        """The chat model, or None where none is to be used."""
        return open_model(self.settings)

    @property
    def capable_model(self) -> ChatModel | None:
        """The chat model where it can be given more than a sentence: the one switch for all that needs that."""
        return self.model if self.settings.model.is_capable else None

    @locked_cached_property
    def writer(self) -> Writer:
        """Who writes the answers."""
        return writer_for(self.model, self.settings.context_tokens)

    @locked_cached_property
    def reader(self) -> EntailmentReader | None:
        """What reads the claims of an answer a second time, or None where nothing is to."""
        folder = self.settings.reader or PACKAGED
        return FolderReader(folder, self.library.embedder) if self.settings.reads_again else None

    @locked_cached_property
    def tldrs(self) -> CachedTldrWriter:
        """Who writes the TL;DRs, and keeps them."""
        return CachedTldrWriter(
            tldrs_by(self.capable_model, self.library.embedder), KeyValueStore(self.settings.home, "tldr")
        )

    @locked_cached_property
    def free_tldrs(self) -> CachedTldrWriter:
        """Who chooses TL;DRs where no model is to be paid."""
        return CachedTldrWriter(
            tldrs_by(None, self.library.embedder), KeyValueStore(self.settings.home, "tldr")
        )

    @locked_cached_property
    def theme_writer(self) -> ThemeWriter | None:
        """Who writes about the themes of a digest, and keeps that; None where there is no capable model."""
        model, store = self.capable_model, KeyValueStore(self.settings.home, "digest themes")
        return ThemeWriter(model, self.library.embedder, store) if model else None

    @locked_cached_property
    def cell_writer(self) -> CellWriter:
        """Who fills the cells of a comparison."""
        if model := self.capable_model:
            return ModelCells(model, self.library.embedder, self.settings.context_tokens)
        return QuotingCells(self.library.embedder)

    @locked_cached_property
    def overview_writer(self) -> OverviewWriter:
        """Who writes the sections of an overview."""
        if model := self.capable_model:
            writer = ModelSections(model, self.library.embedder)
            return CachedSections(writer, KeyValueStore(self.settings.home, "overview sections"))
        return QuotedSections(self.library.embedder)

    @locked_cached_property
    def comparisons(self) -> KeyValueStore:
        """The comparisons that were saved, by their names."""
        return KeyValueStore(self.settings.home, "comparison")

    @locked_cached_property
    def conversations(self) -> Conversations:
        """The conversations that were had on the Ask page."""
        return Conversations(self.settings.home)

    @locked_cached_property
    def overviews(self) -> KeyValueStore:
        """The overviews that were saved, by their names."""
        return KeyValueStore(self.settings.home, "overview")

    @locked_cached_property
    def topics(self) -> KeyValueStore:
        """The topics that the person follows, and the words they mute."""
        return KeyValueStore(self.settings.home, "follow")

    @locked_cached_property
    def subscriptions(self) -> KeyValueStore:
        """Who gets which digest by mail."""
        return KeyValueStore(self.settings.home, "subscriptions")

    @locked_cached_property
    def delivered(self) -> KeyValueStore:
        """Which digests were mailed to whom."""
        return KeyValueStore(self.settings.home, "delivered")

    @locked_cached_property
    def calls(self) -> CallLog:
        """The model calls that were kept."""
        return CallLog(self.settings.home)

    @locked_cached_property
    def days(self) -> FetchLog:
        """What is known of the fetching of each day."""
        return FetchLog(self.settings.home)

    @locked_cached_property
    def sync_list(self) -> SyncSources:
        """What is to be kept up to date by `sync`."""
        return SyncSources(self.settings.home)

    @locked_cached_property
    def hugging_face(self) -> Server:
        """Where Daily Papers are fetched."""
        return Server(self.settings.hugging_face_url, daily_papers.PAUSE)

    @locked_cached_property
    def arxiv(self) -> Server:
        """Where arXiv is asked."""
        return Server(self.settings.arxiv_url, arxiv.PAUSE)

    def warm_up(self) -> None:
        """Load what the first question needs, so that it need not wait; meant for a thread of its own."""
        with suppress(PapersError):  # the first question reports it
            self.library.embedder.embed(["warm", "up"])
            if self.model:
                self.model.warm_up()

    def understand(self, text: str, today: date, history: list[Turn]) -> Question:
        """Read a question against what is in the library and what was said before."""
        usage, library = Usage(), self.library
        known = Known(self._organizations, library.get, library.authors.papers_of)
        fill = fill_with(self.capable_model, usage) if self.capable_model else None
        return replace(understand(text, today, known, history, fill), usage=usage)

    def papers_on(self, topic: str, filters: Filters, today: date, limit: int, author: str = "") -> Chosen:
        """The papers for an overview: on the topic, under these filters and those said in it, by this author if one is named.

        InputError where there is none, or nothing is asked for.
        """
        asked = self.understand(topic, today, []) if topic.strip() else None
        only = filters.over(asked.filters) if asked else filters
        if author:
            only = replace(only, papers=tuple(self.library.authors.papers_of(author)))
            if not only.papers:
                raise InputError(f"Your library has no paper by {author}.", "Check how the name is spelled.")
        if not asked and not only:
            raise InputError(
                "An overview needs a topic, or conditions.", 'For example: "KV-cache compression".'
            )
        query = asked.intent.query if asked and not asked.intent.is_without_topic else ""
        return select(query, only, self.library, limit)

    def _organizations(self) -> Iterator[str]:
        """Those of the library, looked through only when somebody asks for one: for 7,575 papers it takes about a second."""
        yield from self.library.inventory().by_organization

    def sync(
        self,
        today: date,
        fetching: FetchProgress,
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
        if endpoint := self.settings.embedding:
            return EndpointEmbedder(open_client(endpoint, self.settings.timeout), endpoint.name)
        return MiniLM(self.settings.threads)
