"""The rule files: read, typed and cross-checked into one rule book, or an error that names every fault."""

from alpdesk.knowledge.errors import KnowledgeError
from alpdesk.knowledge.loading import load

__all__ = ["KnowledgeError", "load"]
