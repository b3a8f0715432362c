"""The bodies that the API takes."""

from __future__ import annotations

import re
from typing import Annotated

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from mtqa.types import Document

_SURROGATE = re.compile("[\ud800-\udfff]")


def _without_surrogates(value: object) -> object:
    """Replace lone surrogates by U+FFFD, one for one, as the readers of files do."""
    return _SURROGATE.sub("\ufffd", value) if isinstance(value, str) else value


Text = Annotated[str, BeforeValidator(_without_surrogates)]
Name = Annotated[str, Field(max_length=1_000), BeforeValidator(_without_surrogates)]


class TextIn(BaseModel):
    """One English text."""

    model_config = ConfigDict(extra="forbid")

    text: Text = Field(description="the text; offsets in the answer count its code points")
    id: Name | None = Field(None, description="comes back in the answer")
    title: Name | None = Field(None, description="the page's title; some detectors compare it")

    def document(self, default_id: str) -> Document:
        """Return it as a document."""
        return Document(self.id or default_id, self.text, self.title)


class DiffIn(BaseModel):
    """Two texts, or one and ``suggest`` to compare it with its own certain repairs."""

    model_config = ConfigDict(extra="forbid")

    before: TextIn
    after: TextIn | None = None
    suggest: bool = False

    @model_validator(mode="after")
    def _one_of_both(self) -> DiffIn:
        if self.suggest == (self.after is not None):
            raise ValueError("a diff takes before and after, or before and suggest: true")
        return self
