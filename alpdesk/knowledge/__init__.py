"""The rule book: files under ``resources/knowledge`` to a typed ``RuleBook``."""
