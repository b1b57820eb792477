"""What the routes share: the shelf, the settings, and the checks that need them."""

import ipaddress
from collections.abc import Iterable, Sequence
from typing import Annotated

from fastapi import Depends, Request

from indexer import Document
from service.keeping import Keeper
from service.problems import FieldError, Problem, invalid_request, shown_text
from service.schemas import FiltersIn
from service.settings import ServiceSettings
from service.shelf import Shelf
from service.types import Filters


def _shelf(request: Request) -> Shelf:
    shelf: Shelf = request.app.state.shelf
    return shelf


def _settings(request: Request) -> ServiceSettings:
    settings: ServiceSettings = request.app.state.settings
    return settings


def _keeper(request: Request) -> Keeper:
    keeper: Keeper = request.app.state.keeper
    return keeper


def require_json(request: Request) -> None:
    """Refuse a body of another type; a form on a foreign page can then never put a question either."""
    given = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if given != "application/json":
        said = shown_text(given) if given else "nothing"
        detail = f"The body must be JSON: set the header Content-Type to application/json (it says {said})."
        raise Problem("unsupported-media-type", detail)


# What a proxy adds: behind one, every caller seems to be on this machine.
_FORWARDED = ("forwarded", "x-forwarded-for", "x-real-ip", "via")


def require_changes(request: Request) -> None:
    """Refuse a change of the shelf from anywhere but this machine, unless the settings allow or forbid it to all.

    A page elsewhere cannot send it through a visitor's browser either: another method than GET and POST needs a
    permission (CORS) that this service never gives, and a name that was pointed at this machine is no loopback name.
    """
    allowed = _settings(request).allow_changes
    if allowed is None:
        caller = request.client.host if request.client else ""
        proxied = any(name in request.headers for name in _FORWARDED)
        allowed = _is_here(caller) and _is_here(request.url.hostname or "") and not proxied
        if not allowed:
            raise Problem("changes-not-allowed", _ONLY_HERE)
    if not allowed:
        raise Problem("changes-not-allowed", "This service does not let documents be removed over HTTP.")


_ONLY_HERE = (
    "Documents can be removed only from the machine that the service runs on. Set REPORTQA_ALLOW_CHANGES=true to "
    "allow it to all who can reach the service."
)


def _is_here(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


KeeperDep = Annotated[Keeper, Depends(_keeper)]
ShelfDep = Annotated[Shelf, Depends(_shelf)]
SettingsDep = Annotated[ServiceSettings, Depends(_settings)]


def check_length(field: str, text: str, settings: ServiceSettings) -> None:
    """Refuse a question, of this turn or an earlier one, that is longer than the service takes."""
    most = settings.max_question_chars
    if len(text) > most:
        message = f"is too long: {len(text):,} characters, and {most:,} are taken at most"
        raise invalid_request([FieldError(field, message)])


def checked_filters(given: FiltersIn | None, documents: Sequence[Document]) -> Filters:
    """The filters in the shelf's own spelling; one that names nothing on the shelf is refused, with what there is."""
    if given is None:
        return Filters()
    errors: list[FieldError] = []
    places = _known("places", given.places, (document.place for document in documents), errors)
    kinds = _known("kinds", given.kinds, (document.kind for document in documents), errors)
    errors += _unknown("documents", given.documents, documents)
    if given.from_year is not None and given.to_year is not None and given.from_year > given.to_year:
        errors.append(FieldError("from_year", f"{given.from_year} is after to_year, {given.to_year}"))
    if errors:
        raise invalid_request([FieldError(f"filters.{error.field}", error.message) for error in errors])
    return Filters(tuple(given.documents), places, kinds, given.from_year, given.to_year)


def known_documents(field: str, given: Sequence[str], documents: Sequence[Document]) -> None:
    """Refuse ids that are none of the shelf's."""
    if errors := _unknown(field, given, documents):
        raise invalid_request(errors)


def _unknown(field: str, given: Sequence[str], documents: Sequence[Document]) -> list[FieldError]:
    ids = {document.id for document in documents}
    return [
        FieldError(f"{field}.{i}", f"there is no document {shown_text(name)}; GET /v1/documents lists them")
        for i, name in enumerate(given)
        if name not in ids
    ]


def _known(
    field: str, given: Sequence[str], on_shelf: Iterable[str | None], errors: list[FieldError]
) -> tuple[str, ...]:
    known = {name.casefold(): name for name in on_shelf if name}
    listed = ", ".join(sorted(known.values())) or "none"
    found: list[str] = []
    for i, name in enumerate(given):
        match = known.get(name.strip().casefold())
        if match is None:
            errors.append(FieldError(f"{field}.{i}", f"no document has {shown_text(name)}; there are: {listed}"))
        else:
            found.append(match)
    return tuple(found)
