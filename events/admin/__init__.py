from events.admin import corrections, directory, parts, programme

__all__ = ["corrections", "directory", "parts", "programme"]
