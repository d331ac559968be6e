"""Ships prompts/ and .streamlit/, which stand at the top of the repository, inside the package; all else is in pyproject.toml."""

from setuptools import find_packages, setup

ELSEWHERE = {"assistant.prompts": "prompts", "assistant.web.streamlit": ".streamlit"}

setup(
    packages=[*find_packages(include=["assistant*"]), *ELSEWHERE],
    package_dir=ELSEWHERE,
)
