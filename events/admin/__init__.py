from events.admin import directory, parts, programme

__all__ = ["directory", "parts", "programme"]
