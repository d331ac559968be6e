"""A name must occur, as it is or spelled out; what only looks like one accuses nobody."""

import pytest

from assistant.text.entities import missing


@pytest.mark.parametrize(
    ("said", "there"),
    [
        ("WGM resonances", "a whispering gallery mode"),
        ("LNPs are small", "lipid nanoparticles"),
        ("RAG with FT", "retrieval-augmented generation and fine-tuning"),
        ("RLHF", "reinforcement learning from human feedback"),
        ("a MoE", "a mixture of experts"),
        ("image-guided surgery (IGS)", "surgery"),
        ("LLMs", "language models"),
        ("the KV-cache", "a KV cache"),
        ("Llama-3.1-8B", "Llama 3.1 8B"),
        ("RAG-based", "RAG"),
        ("40mg a day", "a day"),
        ("CD4 cells", "CD4+ cells"),
        ("HybridSearch", "HybridSearch+BM25"),
        ("OwlTracker+ hears", "OwlTracker and OwlTracker+"),
    ],
)
def test_a_name_that_occurs_or_is_spelled_out_is_there(said: str, there: str) -> None:
    assert missing(said, there) == []


@pytest.mark.parametrize(
    ("said", "there", "name"),
    [
        ("with QLoRA", "with LoRA", "QLoRA"),
        ("GPT-4 wins", "GPT-3 and GPT-40 win", "GPT-4"),
        ("RAG helps", "leverages storage", "RAG"),
        ("on ImageNet-1k", "on ImageNet", "ImageNet-1k"),
        ("WGM resonances", "gallery whispers", "WGM"),
        ("OwlTracker hears", "OwlTracker+ hears", "OwlTracker"),
        ("OwlTracker+ hears", "OwlTracker hears", "OwlTracker+"),
        ("OwlTracker+ hears", "OwlTracker++ hears", "OwlTracker+"),
    ],
)
def test_a_name_that_is_not_there_is_named(said: str, there: str, name: str) -> None:
    assert missing(said, there) == [name]
