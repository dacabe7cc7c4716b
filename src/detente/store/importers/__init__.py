"""Importers: each reads one layout of other people's event data into `core.tables.EVENTS`."""
