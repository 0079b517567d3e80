"""The moment that outputs state as theirs: never now, so that the same input gives the same bytes."""

from __future__ import annotations

import datetime
import os
from dataclasses import replace

from convert.diagnostics import OptionError
from convert.model.nodes import Meta

_EPOCH = datetime.datetime(1980, 1, 1, tzinfo=datetime.UTC)


def dated(meta: Meta, date: str) -> Meta:
    """``meta`` with the moment that outputs state: the job's, SOURCE_DATE_EPOCH's, the text's, else 1980-01-01 (never now: outputs repeat)."""
    if meta.modified and not date:
        return meta
    return replace(meta, modified=parse_date(date) or _source_date_epoch() or _parse_date_of_text(meta.date) or _EPOCH)


def parse_date(date: str) -> datetime.datetime | None:
    """The moment that a user states, None for "". Raises OptionError."""
    if not date:
        return None
    try:
        moment = datetime.datetime.fromisoformat(date)
    except ValueError as error:
        raise OptionError(f"the date “{date}” is not in the form 2022-12-07 or 2022-12-07T08:00:00") from error
    return moment.replace(tzinfo=datetime.UTC) if moment.tzinfo is None else moment.astimezone(datetime.UTC)


def _parse_date_of_text(date: str) -> datetime.datetime | None:
    """A date of the text, whose month or day may be missing."""
    parts = [*date.split("-"), "01", "01"][:3]
    try:
        moment = datetime.datetime.fromisoformat("-".join(parts)) if date else None
    except ValueError:
        return None
    return moment.replace(tzinfo=datetime.UTC) if moment and moment.year >= 1980 else None


def _source_date_epoch() -> datetime.datetime | None:
    value = os.environ.get("SOURCE_DATE_EPOCH", "")
    if not value:
        return None
    try:
        return max(datetime.datetime.fromtimestamp(int(value), datetime.UTC), _EPOCH)
    except (ValueError, OverflowError, OSError) as error:
        raise OptionError(f"SOURCE_DATE_EPOCH is “{value}”, but must be a number of seconds") from error
