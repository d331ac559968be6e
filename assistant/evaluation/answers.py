"""How far finished answers can be trusted, writer by writer, on questions whose right paper is known.

PubMedQA's questions are asked of its own abstracts, which are stored without their titles, since the title is the
question; what readers wrote of SciTLDR's papers is asked of SciTLDR's abstracts. Each set's questions asked of the
other's library are off the topic and to be refused.

Citation recall is the share of sentences whose citations hold, citation precision the share of citations that hold
alone, both by the product's own check (`papers eval citations` says how far that goes); as in ALCE, Gao et al. 2023.
"""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path

from assistant.asking.reply import Reply
from assistant.asking.writers import Writer
from assistant.checking.citations import judge
from assistant.evaluation import scitldr, sets
from assistant.evaluation.asking import answer, cases, spread, system, writers
from assistant.evaluation.sets import Progress
from assistant.evaluation.table import Row, mean_row, missing_row
from assistant.evidence.ranking import similarity_by
from assistant.library.library import Library
from assistant.library.papers import Paper
from assistant.services import Services

PUBMEDQA = "pubmedqa"

Questions = Mapping[str, str]
"""The id of the paper that answers, and the question."""


def evaluate(data: Path, split: str, services: Services, progress: Progress) -> list[Row]:
    """Rows for both libraries and every writer, or one row for each set that is missing."""
    part, file = scitldr.by_readers(split), f"{sets.part(PUBMEDQA, split)}.json"
    absent = {
        PUBMEDQA: sets.missing(data / PUBMEDQA, file),
        scitldr.SOURCE: scitldr.missing(data, part),
    }
    if any(absent.values()):  # each needs the other for questions off its topic
        return [missing_row(set_, reason) for set_, reason in absent.items() if reason]
    asked, papers = _pubmedqa(data / PUBMEDQA / file)
    summarised = scitldr.by_others(data, part)
    medicine = sets.open_library(PUBMEDQA, papers, services, progress)
    machines = scitldr.open_library(data, services, progress)
    return [
        row
        for writer in writers(services)
        for set_, library, own, other in (
            (PUBMEDQA, medicine, asked, summarised),
            (scitldr.SOURCE, machines, summarised, asked),
        )
        for row in _rows(set_, library, writer, own, other)
    ]


def _pubmedqa(file: Path) -> tuple[dict[str, str], list[Paper]]:
    rows = json.loads(file.read_text(encoding="utf-8"))
    asked = {f"{PUBMEDQA}/{id_}": row["QUESTION"] for id_, row in rows.items()}
    papers = [
        Paper(f"{PUBMEDQA}/{id_}", f"PubMed {id_}", " ".join(row["CONTEXTS"]), source=PUBMEDQA)
        for id_, row in rows.items()
    ]
    return asked, papers


def _rows(set_: str, library: Library, writer: Writer, own: Questions, other: Questions) -> Iterator[Row]:
    name, count = system(writer), cases(writer)
    asked = spread([*own.items()], count)
    replies = [(id_, answer(text, library, writer)) for id_, text in asked]
    answered = [(id_, reply) for id_, reply in replies if reply.claims]
    strange = [answer(text, library, writer) for text in spread([*other.values()], count)]
    holding = [float(c.holds) for _, reply in answered for c in reply.claims]
    citations = [holds for _, reply in answered for holds in _citations_held(reply, library)]
    cited = [float(any(s.paper.id == id_ for s in reply.cited)) for id_, reply in answered]
    yield mean_row(set_, name, "refused though answerable", [float(not r.claims) for _, r in replies])
    yield mean_row(set_, name, "refused off topic", [float(not reply.claims) for reply in strange])
    yield mean_row(set_, name, "citation recall", holding)
    yield mean_row(set_, name, "citation precision", citations)
    yield mean_row(set_, name, "right paper among the cited", cited)


def _citations_held(reply: Reply, library: Library) -> Iterator[float]:
    """For every citation of every claim whether the claim holds by that one source."""
    by_number = {source.number: source for source in reply.sources}
    for claim in reply.claims:
        for number in claim.cited:
            alone = judge(claim.text, [by_number[number]], similarity_by(library.embedder))
            yield float(alone.holds)
