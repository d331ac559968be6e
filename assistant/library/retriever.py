"""The library as a LangChain retriever, for those who build on LangChain. The assistant itself does not use it."""

from langchain_core.callbacks import CallbackManagerForRetrieverRun
from langchain_core.documents import Document
from langchain_core.retrievers import BaseRetriever
from pydantic import ConfigDict

from assistant.jsonable import to_json
from assistant.library.filters import Filters
from assistant.library.library import Library


class PapersRetriever(BaseRetriever):
    """Finds papers by meaning and keywords; a Document's text is the abstract, its metadata the rest of the paper."""

    model_config = ConfigDict(arbitrary_types_allowed=True)

    library: Library
    filters: Filters = Filters()
    limit: int = 10

    def _get_relevant_documents(
        self, query: str, *, run_manager: CallbackManagerForRetrieverRun
    ) -> list[Document]:
        hits = self.library.search(query, self.filters, self.limit)
        return [
            Document(
                id=hit.paper.id,
                page_content=hit.paper.abstract,
                metadata=to_json(hit.paper) | {"url": hit.paper.url, "score": hit.score},
            )
            for hit in hits
        ]
