"""Examples for the API's documentation. The reports in them are made up."""

from typing import Any

_TITLE = "Northmoor Children's Services Annual Report 2018-19"

_WORDS_CITATION: dict[str, Any] = {
    "number": 1,
    "document_id": "northmoor-annual-2018-19",
    "source": "northmoor-annual-2018-19.pdf",
    "title": _TITLE,
    "place": "Northmoor",
    "period": "2018-19",
    "page_start": 4,
    "page_end": 4,
    "page_label": "2",
    "line_start": None,
    "line_end": None,
    "section": ["Early help", "Family hubs"],
    "quote": "Three new family hubs opened in September 2018.",
    "start": 5210,
    "end": 5257,
    "cell": None,
    "score": 0.91,
    "url": "/documents/northmoor-annual-2018-19?start=5210&end=5257",
}

_CELL_CITATION: dict[str, Any] = _WORDS_CITATION | {
    "number": 2,
    "page_start": 9,
    "page_end": 9,
    "page_label": "7",
    "section": ["Early help", "Figures"],
    "quote": "Family hubs open 5 8",
    "start": 11840,
    "end": 11860,
    "cell": {
        "table": "Table 3: Early help services at 31 March",
        "row": ["Family hubs open"],
        "column": ["2019"],
        "value": "8",
        "unit": None,
    },
    "score": 0.87,
    "url": "/documents/northmoor-annual-2018-19?start=11840&end=11860",
}

ASK_REQUEST: dict[str, Any] = {
    "question": "How many family hubs does Northmoor have?",
    "filters": {"places": ["Northmoor"], "from_year": 2018},
    "max_citations": 5,
}

FOLLOW_UP_REQUEST: dict[str, Any] = {
    "question": "And in the year before?",
    "history": [
        {"question": "How many family hubs does Northmoor have?", "answer": "Northmoor had 8 family hubs. [1]"}
    ],
}

STREAM_REQUEST: dict[str, Any] = {"question": "When did the new family hubs open?", "stream": True}

ASK_REPLY: dict[str, Any] = {
    "id": "5f0c2a9e61d44b0f",
    "question": "How many family hubs does Northmoor have?",
    "standalone_question": "How many family hubs does Northmoor have?",
    "answered": True,
    "answer": "Three new family hubs opened in September 2018. [1] Family hubs open in 2019: 8. [2]",
    "refusal": None,
    "confidence": 0.86,
    "kind": "table",
    "citations": [_WORDS_CITATION, _CELL_CITATION],
    "statements": [
        {
            "text": "Three new family hubs opened in September 2018.",
            "citations": [1],
            "support": "quoted",
            "calculation": None,
        },
        {"text": "Family hubs open in 2019: 8.", "citations": [2], "support": "cell", "calculation": None},
    ],
    "observations": [],
    "chart": None,
    "suggestions": ["When did the new family hubs open?"],
    "timings_ms": {"total": 61.4, "retrieve": 38.2},
    "index_version": "20260301T101500-4f9a",
    "answerer": "extractive",
}

REFUSAL_REPLY: dict[str, Any] = ASK_REPLY | {
    "question": "How much does a family hub cost to run?",
    "standalone_question": "How much does a family hub cost to run?",
    "answered": False,
    "answer": "The reports do not say what a family hub costs to run.",
    "refusal": {
        "reason": "not_in_documents",
        "message": "The reports do not say what a family hub costs to run.",
        "nearest": [1],
    },
    "confidence": 0.78,
    "kind": "lookup",
    "citations": [_WORDS_CITATION],
    "statements": [],
    "suggestions": [],
}

ASK_EVENTS = (
    "event: status\n"
    'data: {"stage": "retrieve", "message": "Looking through 5 reports", "documents": 5}\n\n'
    'event: citations\ndata: [{"number": 1, "document_id": "northmoor-annual-2018-19", ...}]\n\n'
    'event: delta\ndata: {"text": "Three new family hubs opened in September 2018. [1]"}\n\n'
    'event: done\ndata: {"id": "5f0c2a9e61d44b0f", "answered": true, ...}\n\n'
)

SEARCH_REQUEST: dict[str, Any] = {"query": "family hubs opened", "filters": {"kinds": ["annual report"]}, "limit": 3}

SEARCH_REPLY: dict[str, Any] = {
    "results": [
        _WORDS_CITATION
        | {
            "text": "Three new family hubs opened in September 2018. Each is open five days a week.",
            "scores": {"words": 11.2, "vectors": 0.63, "fused": 0.032},
        }
    ]
}

FEEDBACK_REQUEST: dict[str, Any] = {
    "answer_id": "5f0c2a9e61d44b0f",
    "rating": "wrong",
    "comment": "The hub in Oakley Road closed in March.",
}

FEEDBACK_REPLY: dict[str, Any] = {"answer_id": "5f0c2a9e61d44b0f", "rating": "wrong", "replaced": False}

DOCUMENT: dict[str, Any] = {
    "id": "northmoor-annual-2018-19",
    "source": "northmoor-annual-2018-19.pdf",
    "title": _TITLE,
    "publisher": "Northmoor Council",
    "place": "Northmoor",
    "kind": "annual report",
    "period": "2018-19",
    "published": "2019-07",
    "from_year": 2018,
    "to_year": 2019,
    "url": None,
    "licence": "OGL-UK-3.0",
    "format": "pdf",
    "pages": 24,
    "unread_pages": [23],
    "ocr_pages": [],
    "characters": 61235,
    "tables": 9,
    "observations": 184,
    "topics": ["early help", "children in care"],
    "inferred": ["period"],
    "warnings": [],
}

DOCUMENTS_REPLY: dict[str, Any] = {"documents": [DOCUMENT]}

TEXT_REPLY: dict[str, Any] = {
    "id": "northmoor-annual-2018-19",
    "text": "Northmoor Children's Services\nAnnual Report 2018-19\n...",
    "pages": [{"number": 1, "label": None, "start": 0, "end": 412}],
}

BLOCKS_REPLY: dict[str, Any] = {
    "blocks": [
        {"kind": "heading", "start": 5120, "end": 5131, "level": 2, "section": ["Early help"], "table": None},
        {
            "kind": "table",
            "start": 11790,
            "end": 11860,
            "level": 0,
            "section": ["Early help", "Figures"],
            "table": {
                "caption": "Table 3: Early help services at 31 March",
                "note": "",
                "head": [
                    [
                        {"start": 11831, "end": 11831, "text": ""},
                        {"start": 11831, "end": 11835, "text": "2018"},
                        {"start": 11836, "end": 11840, "text": "2019"},
                    ]
                ],
                "rows": [
                    {
                        "start": 11840,
                        "end": 11860,
                        "label": ["Family hubs open"],
                        "cells": [
                            {"start": 11840, "end": 11856, "text": "Family hubs open"},
                            {"start": 11857, "end": 11858, "text": "5"},
                            {"start": 11859, "end": 11860, "text": "8"},
                        ],
                        "header": [[], ["2018"], ["2019"]],
                    }
                ],
            },
        },
    ]
}

OBSERVATIONS_REPLY: dict[str, Any] = {
    "observations": [
        {
            "id": 17,
            "measure": "Family hubs open",
            "place": "Northmoor",
            "period": "2019",
            "period_inferred": False,
            "from_year": 2019,
            "to_year": 2019,
            "value": 8,
            "unit": None,
            "comparator": None,
            "text": "8",
            "start": 11859,
            "end": 11860,
            "url": "/documents/northmoor-annual-2018-19?start=11859&end=11860",
            "citation": _CELL_CITATION | {"number": 1},
        }
    ],
    "next_offset": None,
}

HEALTH_REPLY: dict[str, Any] = {"status": "alive"}

READY_REPLY: dict[str, Any] = {
    "status": "ready",
    "index_version": "20260301T101500-4f9a",
    "documents": 5,
    "warning": None,
    "feedback": True,
}

PROBLEM_KIND: dict[str, Any] = {"type": "/problems/index-missing", "title": "There is no index yet", "status": 503}

# The good replies by the names they have in the API's description, with a line on each.
REPLIES: dict[str, tuple[str, Any]] = {
    "answered": ("Answered, with a sentence and a table cell as proof", ASK_REPLY),
    "refused": ("Refused: the reports do not say", REFUSAL_REPLY),
    "found": ("A passage found", SEARCH_REPLY),
    "feedback": ("The feedback is kept", FEEDBACK_REPLY),
    "shelf": ("The whole shelf", DOCUMENTS_REPLY),
    "document": ("One report", DOCUMENT),
    "text": ("The text and its pages", TEXT_REPLY),
    "blocks": ("A heading and a table", BLOCKS_REPLY),
    "observations": ("A figure from a table cell", OBSERVATIONS_REPLY),
    "alive": ("The service runs", HEALTH_REPLY),
    "ready": ("The service can answer", READY_REPLY),
    "problem-kind": ("A kind of problem", PROBLEM_KIND),
}
