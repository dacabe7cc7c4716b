"""The local web app: server-rendered pages over a store, and the same as JSON."""
